"""The card's points: what each criterion adds to or takes from the distance to whoever stands at the line."""

from typing import Any

import pandas as pd
import streamlit as st

from locales import Decimals, Percent, message
from scenarios import Explanation, Outcome
from scoring import Difference
from views.tables import table
from views.visit import Visit

AHEAD, BEHIND = "#0072B2", "#D55E00"


def points(visit: Visit, outcome: Outcome, told: Explanation) -> None:
    """Draw the contributions against the applicant at the line; they sum to the gap."""
    apart = told.at_the_line
    if apart is None:
        st.text(visit.say(message("Nobody stands at the line, so there is nobody to compare with.")))
        _own(visit, told)
        return
    other = str(outcome.table.at[apart.other, "name"])
    gap = Decimals(apart.gap, 2)
    said = (
        message("Against {other}, the best that is not funded: {gap} points in all.", other=other, gap=gap)
        if told.reason is None
        else message("Against {other}, the lowest that is funded: {gap} points in all.", other=other, gap=gap)
    )
    st.text(visit.say(said))
    chart, figures = st.columns([5, 6], gap="medium")
    with chart:
        _chart(visit, apart)
    with figures:
        _table(visit, apart, told)


def _chart(visit: Visit, apart: Difference) -> None:
    """Bars from the line, to the right what is ahead, to the left what is behind; each with its figure."""
    parts = sorted(apart.criteria, key=lambda each: (-abs(each.difference), each.criterion))
    data = pd.DataFrame(
        {
            "criterion": [visit.say(each.label) for each in parts],
            "apart": [each.difference for each in parts],
            "said": [visit.say(Decimals(each.difference, 2)) for each in parts],
            "side": ["ahead" if each.difference >= 0 else "behind" for each in parts],
        }
    )
    reach = max((abs(each.difference) for each in parts), default=1.0) * 1.45 or 1.0
    y = {"field": "criterion", "type": "nominal", "sort": None, "title": None, "axis": {"labelLimit": 260}}
    x = {"field": "apart", "type": "quantitative", "title": None, "axis": None, "scale": {"domain": [-reach, reach]}}
    colour = {
        "field": "side",
        "type": "nominal",
        "legend": None,
        "scale": {"domain": ["ahead", "behind"], "range": [AHEAD, BEHIND]},
    }
    layers: list[dict[str, Any]] = [
        {"mark": {"type": "bar", "height": {"band": 0.7}}, "encoding": {"x": x, "y": y, "color": colour}},
        _figures(x, y, "ahead", "left", 4),
        _figures(x, y, "behind", "right", -4),
        {"mark": {"type": "rule", "color": "#111111"}, "encoding": {"x": {"datum": 0, "type": "quantitative"}}},
    ]
    said = message(
        "Points of each criterion beside those at the line: {parts}",
        parts=tuple(
            message("{label} {points}", label=each.label, points=Decimals(each.difference, 2)) for each in parts
        ),
    )
    spec = {"layer": layers, "height": {"step": 24}, "config": {"axis": {"labelFontSize": 14}}}
    st.vega_lite_chart(data, spec, width="stretch", alt=visit.say(said))


def _figures(x: dict[str, Any], y: dict[str, Any], side: str, align: str, off: int) -> dict[str, Any]:
    mark = {"type": "text", "align": align, "dx": off, "fontSize": 14, "color": "#111111"}
    return {
        "mark": mark,
        "transform": [{"filter": f"datum.side === '{side}'"}],
        "encoding": {"x": x, "y": y, "text": {"field": "said"}},
    }


def _table(visit: Visit, apart: Difference, told: Explanation) -> None:
    say = visit.say
    own, line, gap = say(message("its points")), say(message("at the line")), say(message("difference"))
    most = {each.criterion: each.most for each in told.scored.criteria}
    rows = pd.DataFrame(
        {
            say(message("criterion")): [*(say(each.label) for each in apart.criteria), say(message("together"))],
            own: [*(each.points for each in apart.criteria), told.scored.score],
            line: [*(each.other_points for each in apart.criteria), told.scored.score - apart.gap],
            gap: [*(each.difference for each in apart.criteria), apart.gap],
            say(message("of at most")): [*(most[each.criterion] for each in apart.criteria), 100.0],
        }
    )
    kinds = dict.fromkeys(rows.columns[1:], "points")
    said = message("Points by criterion beside those at the line; the last row sums them")
    table(visit, rows, alt=said, kinds=kinds, key=f"against {apart.applicant}", height=35 * (len(rows) + 1) + 3)  # type: ignore[arg-type]


def _own(visit: Visit, told: Explanation) -> None:
    say = visit.say
    rows = pd.DataFrame(
        {
            say(message("criterion")): [say(each.label) for each in told.scored.criteria],
            say(message("points")): [each.points for each in told.scored.criteria],
            say(message("weight")): [say(Percent(each.weight)) for each in told.scored.criteria],
        }
    )
    table(visit, rows, alt=message("Points by criterion"), kinds={say(message("points")): "points"})
