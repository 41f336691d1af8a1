"""A small map: where the funded and the others are, small enough to stand beside another."""

from typing import Any

import pandas as pd
import streamlit as st

from locales import Text, message
from views.tiles import tiles
from views.visit import Visit

FUNDED, OTHER, GROUND = "#0072B2", "#E69F00", "#B8B8B8"
"""Okabe and Ito's blue and orange, whose marks differ in shape and size too; and the dots of all districts below."""
EAST, NORTH = [94.5, 141.5], [-11.2, 6.2]
"""The part of the world that is drawn, in degrees."""


def draw(visit: Visit, applicants: pd.DataFrame, awards: set[str], alt: Text, *, height: int) -> None:
    """Draw the applicants of a round (with `lat`, `lon`), the funded ones by another mark.

    height: pixels.
    """
    inside, outside = visit.say(message("funded")), visit.say(message("not funded"))
    points = pd.DataFrame(
        {
            "lat": applicants["lat"].astype(float),
            "lon": applicants["lon"].astype(float),
            "state": [inside if str(each) in awards else outside for each in applicants.index],
        }
    ).sort_values("state", key=lambda states: states == inside)
    ground = tiles()[["lat", "lon"]].assign(state="")
    shown = pd.concat([ground, points], ignore_index=True)
    st.vega_lite_chart(shown, _drawing(inside, outside, height), width="stretch", alt=visit.say(alt))


def _drawing(inside: str, outside: str, height: int) -> dict[str, Any]:
    def by(name: str, values: list[Any]) -> dict[str, Any]:
        scale = {"domain": ["", outside, inside], "range": values}
        return {"field": "state", "type": "nominal", "legend": None, "scale": scale, "title": name}

    def axis(field: str, domain: list[float]) -> dict[str, Any]:
        return {"field": field, "type": "quantitative", "scale": {"domain": domain, "nice": False}, "axis": None}

    return {
        "mark": {"type": "point", "filled": True, "opacity": 0.85},
        "height": height,
        "padding": {"left": 2, "right": 2, "top": 2, "bottom": 2},
        "config": {"view": {"stroke": "#D0D0D0"}},
        "encoding": {
            "x": axis("lon", EAST),
            "y": axis("lat", NORTH),
            "color": by("colour", [GROUND, OTHER, FUNDED]),
            "shape": by("shape", ["circle", "cross", "circle"]),
            "size": by("size", [5, 24, 40]),
        },
    }
