"""Chart of a comparison: what each plan costs, what it is worth, and how large its smallest share is."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from locales import Decimals, Money, Percent, Text, message
from views.picture import look
from views.signs import BLUE, GREEN, PURPLE, VERMILION
from views.visit import Visit

COLOURS = (BLUE, VERMILION, GREEN, PURPLE)
BESIDE = 90
"""Pixels from the outermost marks to the edge: half of what stands over a mark has room there."""
SHAPES = ("circle", "square", "triangle-up", "diamond")


def draw(visit: Visit, rows: Sequence[tuple[Text, int, float, str, float]], told: Text) -> None:
    """Draw one mark a plan: title, cost in rupiah, value in points, group and share of it, which is the size.

    told: the same in words.
    """
    say = visit.say
    points = pd.DataFrame(
        {
            "title": [say(title) for title, *_ in rows],
            "cost": [cost / 1e6 for _, cost, *_ in rows],
            "value": [value for _, _, value, *_ in rows],
            "share": [share for *_, share in rows],
            "money": [say(Money(cost)) for _, cost, *_ in rows],
            "points": [say(Decimals(value, 3)) for _, _, value, *_ in rows],
            "worst": [f"{group}: {say(Percent(share))}" for *_, group, share in rows],
        }
    )
    names = points["title"].tolist()
    marked = {"field": "title", "type": "nominal", "title": None}
    axis = {"tickCount": 5}
    base = {
        "x": {
            "field": "cost",
            "type": "quantitative",
            "title": say(message("grant in million rupiah")),
            "scale": {"zero": False, "padding": BESIDE},
            "axis": axis,
        },
        "y": {
            "field": "value",
            "type": "quantitative",
            "title": say(message("value in points")),
            "scale": {"zero": False, "padding": 40},
            "axis": axis,
        },
    }
    spec = {
        "height": 360,
        "config": look(visit.language),
        "layer": [
            {
                "mark": {"type": "point", "filled": True, "opacity": 0.9},
                "encoding": {
                    **base,
                    "color": {
                        **marked,
                        "scale": {"domain": names, "range": list(COLOURS[: len(names)])},
                        "legend": {"orient": "top"},
                    },
                    "shape": {**marked, "scale": {"domain": names, "range": list(SHAPES[: len(names)])}},
                    "size": {
                        "field": "share",
                        "type": "quantitative",
                        "scale": {"domain": [0, 1], "range": [120, 900]},
                        "legend": None,
                    },
                    "tooltip": [
                        {"field": "title", "title": say(message("Scenario"))},
                        {"field": "money", "title": say(message("grant"))},
                        {"field": "points", "title": say(message("value (points)"))},
                        {"field": "worst", "title": say(message("smallest share of applicants funded"))},
                    ],
                },
            },
            {
                "mark": {"type": "text", "dy": -24, "fontSize": 15},
                "encoding": {**base, "text": {"field": "worst"}},
            },
        ],
    }
    st.vega_lite_chart(points, spec, width="stretch", alt=say(told))
    note = message("Beside each mark: the island group of whose applicants the smallest share is funded.")
    st.caption(visit.mark(note))
