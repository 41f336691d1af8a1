"""Places: applicants on the map by a state, each state with a colour and a shape of its own."""

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from locales import Text, message
from scenarios import Outcome
from views.visit import Visit

COLOURS = ("#0072B2", "#D55E00", "#009E73", "#999999")
"""Blue, vermilion, green and grey of Okabe and Ito, told apart by people of every colour vision."""
SHAPES = ("circle", "square", "triangle-up", "cross")


def draw(
    visit: Visit, people: pd.DataFrame, state: Mapping[str, str], names: Sequence[tuple[str, Text]], alt: Text
) -> None:
    """Draw applicants as points. people: index applicant, with lat, lon, name, district, province. state: a code for
    each. names: the codes with what they mean, in order of the legend; at most four.
    """
    words = {code: visit.say(name) for code, name in names}
    points = pd.DataFrame(
        {
            "lat": people["lat"].astype(float),
            "lon": people["lon"].astype(float),
            "name": people["name"].astype(str),
            "district": people["district"].astype(str),
            "province": people["province"].astype(str),
            "state": [words[state[str(each)]] for each in people.index],
        }
    )
    shown = [words[code] for code, _ in names]
    scale = {"domain": shown, "range": list(COLOURS[: len(shown)])}
    spec = {
        "mark": {"type": "point", "filled": True, "size": 80, "opacity": 0.9},
        "height": 420,
        "encoding": {
            "x": {"field": "lon", "type": "quantitative", "scale": {"domain": [94, 142]}, "axis": None},
            "y": {"field": "lat", "type": "quantitative", "scale": {"domain": [-11.5, 6.5]}, "axis": None},
            "color": {
                "field": "state",
                "type": "nominal",
                "title": None,
                "scale": scale,
                "legend": {"orient": "top", "labelFontSize": 16},
            },
            "shape": {
                "field": "state",
                "type": "nominal",
                "title": None,
                "scale": {"domain": shown, "range": list(SHAPES[: len(shown)])},
            },
            "tooltip": [
                {"field": "name", "title": visit.say(message("Library"))},
                {"field": "district", "title": visit.say(message("District"))},
                {"field": "province", "title": visit.say(message("Province"))},
                {"field": "state", "title": visit.say(message("Decision"))},
            ],
        },
    }
    st.vega_lite_chart(points, spec, width="stretch", alt=visit.say(alt))
    st.caption(visit.mark(message("Each mark is the applicant's own point, or one inside its district.")))


def decided(visit: Visit, outcome: Outcome) -> None:
    """Draw who is funded and who is not."""
    funded = set(map(str, outcome.plan.awards.index))
    state = {str(name): "in" if str(name) in funded else "out" for name in outcome.table.index}
    names = (("in", message("funded")), ("out", message("not funded")))
    alt = message(
        "Map: {funded} libraries are funded, {others} are not", funded=len(funded), others=len(state) - len(funded)
    )
    draw(visit, outcome.table, state, names, alt)
