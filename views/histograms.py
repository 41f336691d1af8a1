"""Histograms: how many figures lie in each of some equal steps, and where each lies."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from locales import Text, message
from views.chart_parts import Line, Measure, axis, line_layers, ranges, setting
from views.lines import HEIGHT
from views.picture import INK, Picture, Say, Spec
from views.signs import BLUE


def histogram(
    values: Sequence[float],
    measure: Measure,
    counted: Text,
    title: Text,
    say: Say,
    language: str,
    bins: int = 20,
    line: Line | None = None,
) -> Picture:
    """Draw how many figures lie in each of `bins` equal steps, and below it each figure as a stroke.

    `counted` says what is counted, such as libraries. A figure on a border belongs to the step above it, but the
    largest to the last.
    """
    known = np.array([value for value in values if value is not None and np.isfinite(value)], dtype=np.float64)
    counts, edges = np.histogram(known, bins=bins) if len(known) else (np.zeros(0, dtype=int), np.zeros(1))
    data = pd.DataFrame({"low": edges[:-1], "high": edges[1:], "count": counts.astype(int)})
    data["shown"] = ranges(data, measure, say)
    data["shown_count"] = [say(int(count)) for count in counts]
    title_y = {"title": say(counted), "format": ",d", "tickMinStep": 1, "gridColor": "#E4E4E4"}
    across: Spec = {"type": "quantitative", "axis": axis(measure, say), "scale": {"zero": False}}
    bars: Spec = {
        "data": {"name": "bins"},
        "mark": {"type": "bar", "color": BLUE, "stroke": "#FFFFFF", "strokeWidth": 1},
        "encoding": {
            "x": {"field": "low", **across, "bin": {"binned": True}},
            "x2": {"field": "high"},
            "y": {"field": "count", "type": "quantitative", "axis": title_y},
            "tooltip": [
                {"field": "shown", "title": say(measure.title)},
                {"field": "shown_count", "title": say(counted)},
            ],
        },
    }
    strokes: Spec = {
        "data": {"name": "each"},
        "mark": {"type": "tick", "color": INK, "opacity": 0.45, "height": 10, "aria": False},
        "encoding": {"x": {"field": "value", **across}, "y": {"value": {"expr": "height-6"}}},
    }
    layers = [bars, strokes, *line_layers(line, measure, "x", say)]
    spec: Spec = {"layer": layers, **setting(HEIGHT - 60, language)}
    table = pd.DataFrame({say(measure.title): data["shown"], say(counted): data["shown_count"]})
    each = pd.DataFrame({"value": known})
    return Picture(spec, {"bins": data, "each": each}, _spread(known, measure, counted, title, say), table)


def _spread(known: np.ndarray, measure: Measure, counted: Text, title: Text, say: Say) -> str:
    if not len(known):
        return say(message("{title}: nothing to show yet.", title=title))
    low, middle, high = (measure.written(value, say) for value in (known.min(), np.median(known), known.max()))
    return say(
        message(
            "{title}. {counted}: {count}, from {low} to {high}, half of them up to {middle}.",
            title=title,
            counted=counted,
            count=len(known),
            low=low,
            high=high,
            middle=middle,
        )
    )
