"""The plan page: one round, one scenario; who is in, who is out and why, and what is left of the money."""

import tempfile
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

import reports
from intake import Findings, InputError
from locales import Decimals, Money, Text, message, render
from optimizer import SolverError, Status, amount, labels
from scenarios import Outcome, WorkerError
from views import solving
from views.literal import literal

FUNDED_COLOUR, OTHER_COLOUR = "#0072B2", "#E69F00"
"""Okabe and Ito's blue and orange, told apart by people of every colour vision; the marks differ in shape too."""


def draw(rounds: Path, language: str) -> None:
    """Draw the page for the rounds in a folder."""
    folders = sorted(path.parent for path in rounds.glob("*/round.toml"))
    if not folders:
        st.info(render(message("There is no round here yet. Make one with: pilih new DIR"), language))
        return
    say = _Speaker(language)
    with st.sidebar:
        # The round with most to compare is opened first.
        most = max(range(len(folders)), key=lambda n: (len(list((folders[n] / "scenarios").glob("*.toml"))), -n))
        folder = st.selectbox(
            say(message("Round")), folders, index=most, format_func=lambda path: path.name, key="round"
        )
        names = sorted(path.stem for path in (folder / "scenarios").glob("*.toml"))
        first = names.index("base") if "base" in names else 0
        name = st.selectbox(say(message("Scenario")), names, index=first, key="scenario")
    if name is None:
        st.info(say(message("This round has no scenario yet. Add one to its folder scenarios.")))
        return
    try:
        outcome = solving.solved(folder, name, say)
    except InputError as error:
        st.error(say(message("The round cannot be used until these are mended.")))
        _findings(error.findings, say)
        return
    except WorkerError as error:
        solving.failed(error, say)
        return
    except SolverError as error:
        st.error(literal(say(message("the solver failed: {why}", why=str(error)))))
        return
    if outcome is not None:
        _page(outcome, say)


class _Speaker:
    """Says things in one language."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, text: Text) -> str:
        return render(text, self.language)


def _page(outcome: Outcome, say: _Speaker) -> None:
    call, plan = outcome.round.call, outcome.plan
    st.title(literal(say(call.title)))
    st.subheader(literal(say(outcome.scenario.title)))
    if call.made_up is not None:
        st.warning(literal(say(call.made_up)))
    if not plan.has_awards:
        _nothing(outcome, say)
        return
    _headline(outcome, say)
    tabs = st.tabs(
        [
            say(message("Funded ({count})", count=len(plan.awards))),
            say(message("Not funded ({count})", count=len(outcome.reasons))),
            say(message("Money and rules")),
            say(message("Map")),
            say(message("Findings ({count})", count=len(outcome.findings))),
        ]
    )
    for tab, show in zip(tabs, (_funded, _not_funded, _rules, _map, _all_findings), strict=True):
        with tab:
            show(outcome, say)
    _download(outcome, say)


def _headline(outcome: Outcome, say: _Speaker) -> None:
    plan = outcome.plan
    figures = st.columns([2, 5, 2, 4])
    figures[0].metric(say(message("libraries funded")), say(len(plan.awards)))
    figures[1].metric(say(message("grant")), say(Money(int(plan.awards["cost"].sum()))))
    figures[2].metric(say(message("computers")), say(int(plan.awards["computers"].sum())))
    figures[3].metric(say(message("value (points)")), say(Decimals(float(reports.total(outcome, "value")), 3)))
    st.caption(literal(say(reports.status(plan))))


def _nothing(outcome: Outcome, say: _Speaker) -> None:
    if outcome.plan.status is Status.INFEASIBLE:
        st.error(say(message("No plan exists under these rules. These cannot hold together:")))
        for rule in outcome.conflict:
            st.text(say(message("• {name}: {rule}", name=rule.name, rule=rule.describe())))
    else:
        st.error(say(message("Time ran out before any plan was found.")))
    _all_findings(outcome, say)


def _funded(outcome: Outcome, say: _Speaker) -> None:
    names = {thing: say(label) for thing, label in labels(outcome.round.catalogue).items()}
    table = outcome.funded
    shown = pd.DataFrame(
        {
            say(message("rank")): table["rank"].astype("Int64"),
            say(message("name")): table["name"],
            say(message("district")): table["district"],
            say(message("province")): table["province"],
            say(message("package")): table["package"].map(names),
            say(message("connection")): table["tier"].map(names).fillna("–"),
            say(message("computers")): table["computers"],
            say(message("grant")): [say(Money(int(cost))) for cost in table["cost"]],
            say(message("points")): table["score"].round(2),
        }
    )
    st.dataframe(shown, hide_index=True, width="stretch")


def _not_funded(outcome: Outcome, say: _Speaker) -> None:
    people = outcome.table
    shown = pd.DataFrame(
        [
            {
                say(message("name")): people.at[reason.applicant, "name"],
                say(message("province")): people.at[reason.applicant, "province"],
                say(message("points")): round(float(people["score"][reason.applicant]), 2),
                say(message("cause")): say(reports.CAUSES[reason.cause]),
            }
            for reason in outcome.reasons
        ]
    )
    st.caption(say(message("Choose a row to see every fact behind it.")))
    chosen = st.dataframe(
        shown, hide_index=True, width="stretch", on_select="rerun", selection_mode="single-row", key="not_funded"
    )
    for row in chosen.selection.rows:
        reason = outcome.reasons[row]
        st.subheader(literal(str(people.at[reason.applicant, "name"])))
        for fact in reason.facts:
            st.text(say(message("• {fact}", fact=fact)))


def _rules(outcome: Outcome, say: _Speaker) -> None:
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


def _map(outcome: Outcome, say: _Speaker) -> None:
    table = outcome.table
    funded = table.index.isin(outcome.plan.awards.index)
    inside, outside = say(message("funded")), say(message("not funded"))
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
    st.caption(say(message("Each mark is the applicant's own point, or one inside its district.")))


def _all_findings(outcome: Outcome, say: _Speaker) -> None:
    _findings(outcome.findings, say)


def _findings(findings: Findings, say: _Speaker) -> None:
    rows = [
        {
            say(message("severity")): say(reports.SEVERITIES[finding.severity]),
            say(message("place")): say(finding.place()),
            say(message("problem")): say(finding.problem),
            say(message("remedy")): say(finding.remedy),
        }
        for finding in findings
    ]
    st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch")


def _download(outcome: Outcome, say: _Speaker) -> None:
    def workbook() -> bytes:
        with tempfile.TemporaryDirectory() as folder:
            target = Path(folder) / "plan"
            reports.write_plan(outcome, target, say.language)
            return (target / "plan.xlsx").read_bytes()

    st.sidebar.download_button(
        say(message("Download the workbook")),
        data=workbook,
        file_name=f"{outcome.round.call.id}-{outcome.scenario.id}.xlsx",
        on_click="ignore",
        type="primary",
    )
