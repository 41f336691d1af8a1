"""What the charts share: axes, a line across, figures in words, and the table beside them."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from locales import Decimals, Text, message
from views.picture import INK, Say, Spec, look
from views.signs import BLUE, GREEN, GREY, ORANGE, PURPLE, SKY, VERMILION, YELLOW

NAMED = 8
"""So many bars or points are named in a chart's alternative text; the table holds them all."""
COLOURS = (BLUE, ORANGE, GREEN, PURPLE, SKY, VERMILION, YELLOW, GREY)
DARK_COLOURS = (BLUE, GREEN, VERMILION)
"""On these a label is white; on the others it is dark."""
BAR = 34
"""Room of a bar in pixels."""


@dataclass(frozen=True)
class Measure:
    """What figures mean: `title` with their unit, and how many decimals are shown."""

    title: Text
    places: int = 1

    def written(self, value: Any, say: Say, *, signed: bool = False) -> str:  # noqa: ANN401 (a cell of any frame)
        """Write one figure, a dash for none; `signed` puts a plus before what is more than nothing."""
        if value is None or not math.isfinite(float(value)):
            return say(None)
        shown = say(Decimals(abs(float(value)), self.places))
        nothing = shown == say(Decimals(0.0, self.places))
        if nothing:
            return shown
        return ("−" if value < 0 else "+" if signed else "") + shown

    def column(self, values: Any, say: Say, *, signed: bool = False) -> list[str]:  # noqa: ANN401 (any list of figures)
        """Write many figures."""
        return [self.written(value, say, signed=signed) for value in values]


@dataclass(frozen=True)
class Line:
    """A line across a chart, such as the score from which libraries are funded."""

    value: float
    label: Text


def setting(height: int, language: str) -> Spec:
    """Give what stands around every chart: the page's width, and a height of the inner part in pixels."""
    return {"height": height, "autosize": {"type": "fit-x", "contains": "padding"}, "config": look(language)}


def axis(measure: Measure, say: Say) -> Spec:
    """Give an axis of figures with few, faint lines."""
    return {"title": say(measure.title), "format": f",.{measure.places}~f", "tickCount": 6, "gridColor": "#E4E4E4"}


def names_axis(names: "pd.Series[Any]") -> Spec:
    """Give the vertical axis of names, in the frame's order."""
    return {
        "field": "name",
        "type": "nominal",
        "sort": list(dict.fromkeys(names)),
        "axis": {"title": None, "labelLimit": 320, "domain": False, "ticks": False, "labelPadding": 8},
    }


def line_layers(line: Line | None, measure: Measure, channel: str, say: Say) -> list[Spec]:
    """Give the layers of a line across and its label, none without a line."""
    if line is None:
        return []
    label = say(message("{label}: {figure}", label=line.label, figure=measure.written(line.value, say)))
    place = {"align": "left", "dx": 5, "y": -4} if channel == "x" else {"align": "left", "x": 4, "dy": -4}
    data = {"values": [{"at": line.value, "label": label}]}
    at = {channel: {"field": "at", "type": "quantitative"}}
    rule = {"type": "rule", "strokeDash": [6, 4], "strokeWidth": 2, "color": INK, "aria": False}
    text = {"type": "text", "fontSize": 15, "baseline": "bottom", "aria": False, **place}
    return [
        {"data": data, "mark": rule, "encoding": at},
        {"data": data, "mark": text, "encoding": {**at, "text": {"field": "label"}}},
    ]


def listed(names: Any, figures: Any, say: Say) -> str:  # noqa: ANN401 (any lists of texts)
    """Say names with their figures, the first ones only where there are many."""
    pairs = [say(message("{name} {figure}", name=str(n), figure=f)) for n, f in zip(names, figures, strict=True)]
    shown = "; ".join(pairs[:NAMED])
    rest = len(pairs) - NAMED
    return shown if rest <= 0 else say(message("{first}; and {count} more in the table", first=shown, count=rest))


def finite(frame: pd.DataFrame, *columns: str) -> pd.DataFrame:
    """Copy a frame, its figures as float64."""
    return frame.assign(**{column: frame[column].to_numpy(dtype=np.float64) for column in columns}).reset_index(
        drop=True
    )


def ranges(data: pd.DataFrame, measure: Measure, say: Say) -> list[str]:
    """Write from where to where each figure lies, by the columns `low` and `high`; a dash where that is not known."""
    return [
        say(None)
        if np.isnan(low) or np.isnan(high)
        else say(message("{low} to {high}", low=measure.written(low, say), high=measure.written(high, say)))
        for low, high in zip(data["low"], data["high"], strict=True)
    ]
