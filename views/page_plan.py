"""The plan page: one round, one scenario; who is in, who is out and why, and what is left of the money."""

import tempfile
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

import reports
from intake import InputError
from locales import Decimals, Money, message
from optimizer import Status, amount, labels
from scenarios import Outcome
from views import states
from views.answers import outcome_of
from views.downloads import offer
from views.header import header
from views.visit import Visit

FUNDED_COLOUR, OTHER_COLOUR = "#0072B2", "#E69F00"
"""Okabe and Ito's blue and orange, told apart by people of every colour vision; the marks differ in shape too."""


def draw(visit: Visit) -> None:
    """Draw the page for the chosen round and scenario."""
    states.need_version(visit)
    assert visit.version is not None
    header(visit, message("The plan"))
    try:
        outcome = outcome_of(visit, visit.version)
    except InputError as error:
        states.refused(visit, error)
        return
    if outcome is not None:
        _page(outcome, visit)


def _page(outcome: Outcome, visit: Visit) -> None:
    plan = outcome.plan
    if not plan.has_awards:
        _nothing(outcome, visit)
        return
    _headline(outcome, visit)
    tabs = st.tabs(
        [
            visit.say(message("Funded ({count})", count=len(plan.awards))),
            visit.say(message("Not funded ({count})", count=len(outcome.reasons))),
            visit.say(message("Money and rules")),
            visit.say(message("Map")),
            visit.say(message("Findings ({count})", count=len(outcome.findings))),
        ]
    )
    for tab, show in zip(tabs, (_funded, _not_funded, _rules, _map, _all_findings), strict=True):
        with tab:
            show(outcome, visit)
    _download(outcome, visit)


def _headline(outcome: Outcome, visit: Visit) -> None:
    plan = outcome.plan
    figures = st.columns([9, 10, 5, 7])
    figures[0].metric(visit.say(message("libraries funded")), visit.say(len(plan.awards)))
    figures[1].metric(visit.say(message("grant")), visit.say(Money(int(plan.awards["cost"].sum()))))
    figures[2].metric(visit.say(message("computers")), visit.say(int(plan.awards["computers"].sum())))
    figures[3].metric(visit.say(message("value (points)")), visit.say(Decimals(float(outcome.total("value")), 3)))
    st.caption(visit.mark(reports.status(plan)))


def _nothing(outcome: Outcome, visit: Visit) -> None:
    if outcome.plan.status is Status.INFEASIBLE:
        st.error(visit.say(message("No plan exists under these rules. These cannot hold together:")))
        for rule in outcome.conflict:
            st.text(visit.say(message("• {name}: {rule}", name=rule.name, rule=rule.describe())))
    else:
        st.error(visit.say(message("Time ran out before any plan was found.")))
    _all_findings(outcome, visit)


def _funded(outcome: Outcome, visit: Visit) -> None:
    names = {thing: visit.say(label) for thing, label in labels(outcome.round.catalogue).items()}
    table = outcome.funded
    shown = pd.DataFrame(
        {
            visit.say(message("rank")): table["rank"].astype("Int64"),
            visit.say(message("name")): table["name"],
            visit.say(message("district")): table["district"],
            visit.say(message("province")): table["province"],
            visit.say(message("package")): table["package"].map(names),
            visit.say(message("connection")): table["tier"].map(names).fillna("–"),
            visit.say(message("computers")): table["computers"],
            visit.say(message("grant")): [visit.say(Money(int(cost))) for cost in table["cost"]],
            visit.say(message("points")): table["score"].round(2),
        }
    )
    st.dataframe(shown, hide_index=True, width="stretch")


def _not_funded(outcome: Outcome, visit: Visit) -> None:
    people = outcome.table
    shown = pd.DataFrame(
        [
            {
                visit.say(message("name")): people.at[reason.applicant, "name"],
                visit.say(message("province")): people.at[reason.applicant, "province"],
                visit.say(message("points")): round(float(people["score"][reason.applicant]), 2),
                visit.say(message("cause")): visit.say(reports.CAUSES[reason.cause]),
            }
            for reason in outcome.reasons
        ]
    )
    st.caption(visit.say(message("Choose a row to see every fact behind it.")))
    chosen = st.dataframe(
        shown, hide_index=True, width="stretch", on_select="rerun", selection_mode="single-row", key="not_funded"
    )
    for row in chosen.selection.rows:
        reason = outcome.reasons[row]
        st.subheader(visit.mark(str(people.at[reason.applicant, "name"])))
        for fact in reason.facts:
            st.text(visit.say(message("• {fact}", fact=fact)))


def _rules(outcome: Outcome, visit: Visit) -> None:
    say = visit.say
    rows: list[dict[str, Any]] = []
    for tight in reports.tightnesses(outcome):
        use, left = tight.use, tight.use.left
        rows.append(
            {
                say(message("rule")): say(tight.rule.name),
                say(message("part")): use.part,
                say(message("used")): say(amount(use.measure, use.used)),
                say(message("at least")): "" if use.at_least is None else say(amount(use.measure, use.at_least)),
                say(message("at most")): "" if use.at_most is None else say(amount(use.measure, use.at_most)),
                say(message("left")): "" if left is None else say(amount(use.measure, left)),
                say(message("binds")): say(message("yes")) if tight.tightness.binds else "",
            }
        )
    st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch")


def _map(outcome: Outcome, visit: Visit) -> None:
    table = outcome.table
    funded = table.index.isin(outcome.plan.awards.index)
    inside, outside = visit.say(message("funded")), visit.say(message("not funded"))
    points = pd.DataFrame(
        {
            "lat": table["lat"],
            "lon": table["lon"],
            "name": table["name"],
            "province": table["province"],
            "state": [inside if yes else outside for yes in funded],
        }
    )
    st.vega_lite_chart(
        points,
        {
            "mark": {"type": "point", "filled": True, "size": 90, "opacity": 0.9},
            "height": 480,
            "encoding": {
                "x": {"field": "lon", "type": "quantitative", "scale": {"domain": [94, 142]}, "axis": None},
                "y": {"field": "lat", "type": "quantitative", "scale": {"domain": [-11.5, 6.5]}, "axis": None},
                "color": {
                    "field": "state",
                    "type": "nominal",
                    "title": None,
                    "scale": {"domain": [inside, outside], "range": [FUNDED_COLOUR, OTHER_COLOUR]},
                },
                "shape": {
                    "field": "state",
                    "type": "nominal",
                    "title": None,
                    "scale": {"domain": [inside, outside], "range": ["circle", "cross"]},
                },
                "tooltip": [{"field": "name"}, {"field": "province"}, {"field": "state"}],
            },
        },
        width="stretch",
    )
    st.caption(visit.say(message("Each mark is the applicant's own point, or one inside its district.")))


def _all_findings(outcome: Outcome, visit: Visit) -> None:
    states.findings(visit, outcome.findings)


def _download(outcome: Outcome, visit: Visit) -> None:
    language = visit.language

    def workbook() -> bytes:
        with tempfile.TemporaryDirectory() as folder:
            target = Path(folder) / "plan"
            reports.write_plan(outcome, target, language)
            return (target / "plan.xlsx").read_bytes()

    name = f"{outcome.round.call.id}-{outcome.scenario.id}.xlsx"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    offer(visit, message("Download the workbook"), name, kind, workbook, primary=True)
