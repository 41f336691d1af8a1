"""Doubts: clear in, contested and clear out over everything that is open, with what lies behind it."""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd
import streamlit as st

import reports
import scenarios
from locales import Percent, Text, message
from reports import Grid
from scenarios import Chance, Group, Outcome, Robustness
from views import sheets
from views.kept import Kept
from views.picture import look
from views.questions import on_click
from views.sheets import key_of
from views.signs import BLUE, GREY, ORANGE
from views.visit import Visit

DRAWN = 25
"""Bars in the chart at most; everybody is in the table."""
COLOURS = {Group.CLEAR_IN: BLUE, Group.CONTESTED: ORANGE, Group.CLEAR_OUT: GREY}
ASKED: dict[str, Text] = {
    "calls": message("Whom to phone"),
    "answers": message("In or out for any answer"),
    "sources": message("Sources of doubt"),
    "without": message("A criterion left out"),
    "levers": message("Weights to discuss"),
    "own": message("Own plans"),
}


def draw(visit: Visit, outcome: Outcome) -> None:
    """Draw the groups once the draws were made, which is asked for on a click."""
    settings = outcome.scenario.robust
    cost = message(
        "{draws} states of weights, missing answers, marks, prices and money are drawn, and the money is allocated in "
        "full in each; then once more for every missing answer, criterion and member that matters. For a few dozen "
        "applicants this takes about a minute, for some hundreds about ten. It goes on while you look at other pages, "
        "and it can be stopped.",
        draws=settings.draws,
    )
    key = ("robust", key_of(outcome))
    found = on_click(
        visit, key, message("Find out how sure the plan is"), cost, scenarios.robust, outcome, lasting=True
    )
    if found is None:
        return
    sheet = reports.robust_sheet(outcome, found)
    tables = reports.robust_parts(outcome, found)
    _headline(visit, outcome, found)
    about: dict[str, Text] = {"groups": message("Groups"), **{key: ASKED[key] for key in ASKED if key in tables}}
    chosen = Kept(visit, "robust").segments("about", message("Show"), about, "groups", label_visibility="collapsed")
    if chosen == "groups":
        _groups(visit, outcome, found, tables)
    else:
        sheets.grid(visit, tables[chosen], f"robust {chosen}", name=ASKED[chosen])
    with st.expander(visit.mark(message("How it was worked out"))):
        sheets.facts(visit, sheet)
        for note in sheet.notes:
            st.text(visit.say(note))


def _headline(visit: Visit, outcome: Outcome, found: Robustness) -> None:
    say = visit.say
    out = len(found.named(Group.CLEAR_OUT)) + len(outcome.table) - len(found.chances)
    clear, contested, outside, calls = st.columns(4)
    clear.metric(say(message("clear in")), len(found.named(Group.CLEAR_IN)))
    contested.metric(say(message("contested")), len(found.named(Group.CONTESTED)))
    outside.metric(say(message("clear out")), out)
    worth = sum(each.expected is None or each.expected > 0 for each in found.calls)
    calls.metric(say(message("answers worth a phone call")), worth)
    if found.agreement is not None:
        said = message("The weight to discuss first: {weight}", weight=reports.to_discuss(found.agreement))
        st.info(visit.mark(said), icon=":material/forum:")


def _groups(visit: Visit, outcome: Outcome, found: Robustness, tables: dict[str, Grid]) -> None:
    counts = {group: len(found.named(group)) for group in Group}
    options: dict[str, Text] = {
        str(group): message("{group} ({count})", group=reports.ROBUST_GROUPS[group], count=counts[group])
        for group in (Group.CONTESTED, Group.CLEAR_IN, Group.CLEAR_OUT)
    }
    options["never"] = message("never funded ({count})", count=len(tables["never"].rows))
    first = str(Group.CONTESTED if counts[Group.CONTESTED] else Group.CLEAR_IN)
    chosen = Kept(visit, "robust").segments("group", message("Group"), options, first, label_visibility="collapsed")
    if chosen == "never":
        sheets.grid(visit, tables["never"], "robust never")
        return
    group = Group(chosen)
    own = [each for each in found.chances if each.group == group]
    chart, names = st.columns([2, 3], gap="medium")
    with chart:
        _chart(visit, outcome, own, group)
    with names:
        word = reports.ROBUST_GROUPS[group]
        grid = replace(reports.part(tables["chances"], {0: [word]}), title=None)
        sheets.grid(visit, grid if own else replace(grid, rows=()), f"robust {group}", name=word, height=470)


def _chart(visit: Visit, outcome: Outcome, own: Sequence[Chance], group: Group) -> None:
    """Draw the probability of each of a group, most doubtful first; in the plan filled, outside it hollow."""
    if not own:
        return
    inside, outside = visit.say(message("in the plan")), visit.say(message("not in the plan"))
    district = {str(name): str(each) for name, each in outcome.table["district"].items()}
    rows = pd.DataFrame(
        {
            "name": [district[each.applicant] for each in own[:DRAWN]],
            "share": [float(each.share or 0) for each in own[:DRAWN]],
            "said": [visit.say(Percent(each.share or 0)) for each in own[:DRAWN]],
            "state": [inside if each.in_plan else outside for each in own[:DRAWN]],
        }
    )
    state = {"field": "state", "type": "nominal", "title": None}
    legend = {"orient": "top", "symbolStrokeWidth": 2, "symbolStrokeColor": COLOURS[group]}
    spec = {
        "height": max(120, 26 * len(rows)),
        "config": look(visit.language),
        "encoding": {
            "y": {
                "field": "name",
                "type": "nominal",
                "sort": None,
                "title": None,
                "axis": {"labelLimit": 190},
            },
            "x": {
                "field": "share",
                "type": "quantitative",
                "title": visit.say(message("probability of being funded")),
                "scale": {"domain": [0, 1]},
                "axis": {"format": ".0%", "tickCount": 5},
            },
            "tooltip": [
                {"field": "name", "title": visit.say(message("Library"))},
                {"field": "said", "title": visit.say(message("probability of being funded"))},
                {"field": "state", "title": visit.say(message("Decision"))},
            ],
        },
        "layer": [
            {
                "mark": {"type": "bar", "stroke": COLOURS[group], "strokeWidth": 2},
                "encoding": {
                    "fill": {
                        **state,
                        "scale": {"domain": [inside, outside], "range": [COLOURS[group], "#FFFFFF"]},
                        "legend": legend,
                    }
                },
            },
        ],
    }
    alt = message(
        "Probability of being funded, of {count} libraries that are {group}",
        count=len(own),
        group=reports.ROBUST_GROUPS[group],
    )
    st.vega_lite_chart(rows, spec, width="stretch", alt=visit.say(alt))
    if len(own) > DRAWN:
        said = message("The {count} most doubtful are drawn; the table has all.", count=DRAWN)
        st.caption(visit.mark(said))
