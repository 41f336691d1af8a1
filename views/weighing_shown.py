"""What the weights being typed come to: the weights as bars, whose ranks change, and the first of the list."""

from typing import Any

import pandas as pd
import streamlit as st

import scoring
from intake import Round, called
from locales import Percent, message
from scoring import DraftWeights, Policy, RankChanges, Scores
from views.ranking_table import LIBRARY, REGENCY
from views.tables import table
from views.visit import Visit
from views.weighing import Weighing

DRAFT, SAVED = "#0072B2", "#111111"
FIRST = 20


def bars(visit: Visit, weighing: Weighing, parent: str) -> None:
    """Draw the share of each sibling in the whole: a bar for the draft, a stroke for what is saved."""
    criteria = weighing.criteria
    nodes = weighing.sets[parent]
    new = [scoring.node_share(criteria, node, weighing.weights.effective) for node in nodes]
    old = [scoring.node_share(criteria, node, weighing.standing) for node in nodes]
    data = pd.DataFrame(
        {
            "node": [visit.say(called(criteria, node)) for node in nodes],
            "share": [float(each) for each in new],
            "saved": [float(each) for each in old],
            "said": [visit.say(Percent(round(float(each), 3))) for each in new],
        }
    )
    reach = max(*data["share"], *data["saved"], 0.01) * 1.25
    x = {"type": "quantitative", "axis": None, "scale": {"domain": [0, reach]}}
    y = {"field": "node", "type": "nominal", "sort": None, "title": None, "axis": {"labelLimit": 190}}
    layers: list[dict[str, Any]] = [
        {"mark": {"type": "bar", "color": DRAFT}, "encoding": {"x": {"field": "share", **x}, "y": y}},
        {
            "mark": {"type": "tick", "color": SAVED, "thickness": 3, "size": 20},
            "encoding": {"x": {"field": "saved", **x}, "y": y},
        },
        {
            "mark": {"type": "text", "align": "left", "dx": 6, "fontSize": 14, "color": "#111111"},
            "encoding": {"x": {"field": "share", **x}, "y": y, "text": {"field": "said"}},
        },
    ]
    told = tuple(
        message("{node} {share}", node=called(criteria, node), share=Percent(round(float(share), 3)))
        for node, share in zip(nodes, new, strict=True)
    )
    said = message("Share of the whole: {shares}", shares=told)
    spec = {"layer": layers, "height": {"step": 24}, "config": {"axis": {"labelFontSize": 14}}}
    st.vega_lite_chart(data, spec, width="stretch", alt=visit.say(said))
    st.caption(visit.mark(message("Share of the whole; the stroke is what is saved.")))


def preview(visit: Visit, round_: Round, policy: Policy, before: Scores, weights: DraftWeights) -> None:
    """Draw how many ranks change against what is saved, and the first of the new ranking."""
    changes = _changes(before, round_, policy, weights)
    st.subheader(visit.mark(message("Rank changed: {count}", count=changes.changed)))
    first = changes.first(FIRST)
    say = visit.say
    places = round_.table().loc[first.index, ["name", "district"]]
    named, names = message("library"), places["name"].str.removeprefix(LIBRARY)
    if places["district"].is_unique:
        named, names = message("district"), places["district"].str.removeprefix(REGENCY)
    points = say(message("points"))
    rows = pd.DataFrame(
        {
            say(message("rank")): first["after"].astype("Int64"),
            say(message("change")): [
                _moved(visit, up, before) for up, before in zip(first["up"], first["before"], strict=True)
            ],
            say(named): names,
            points: first["points"],
        }
    )
    alt = message("The first {count} under these weights, with their ranks before", count=len(rows))
    narrow = {say(message("rank")): 80, say(message("change")): 125, say(named): 170}
    widths = {name: st.column_config.Column(width=width) for name, width in narrow.items()}
    table(visit, rows, alt=alt, kinds={points: "points"}, height=250, columns=widths)


def _changes(before: Scores, round_: Round, policy: Policy, weights: DraftWeights) -> RankChanges:
    after = scoring.score(round_, policy, weights=weights.effective)
    return scoring.rank_changes(before, after)


def _moved(visit: Visit, up: Any, before: Any) -> str:  # noqa: ANN401
    """By how many ranks, and from which: in one column, since there is no room for another beside the questions."""
    if pd.isna(up):
        return "–"
    if up == 0:
        return "="
    sign = "▲" if up > 0 else "▼"
    return visit.say(message("{sign} {count}, from {rank}", sign=sign, count=abs(int(up)), rank=int(before)))
