"""Intervals: each name's figure as a mark, and where it lies when things are otherwise."""

from collections.abc import Sequence

import pandas as pd

from locales import Text, message
from views.chart_parts import BAR, Line, Measure, axis, finite, line_layers, listed, names_axis, ranges, setting
from views.picture import Picture, Say, Spec
from views.signs import BLUE, DARK, State


def intervals(
    rows: pd.DataFrame,
    measure: Measure,
    title: Text,
    say: Say,
    language: str,
    states: Sequence[State] = (),
    line: Line | None = None,
) -> Picture:
    """Draw each name's figure as a mark within its interval, such as a score and where it lies under other weights.

    rows: `name`, `value`, `low`, `high` (floats), and with `states` also `state`, a state's key.
    """
    data = finite(rows, "value", "low", "high")
    data["shown"], data["shown_range"] = measure.column(data["value"], say), ranges(data, measure, say)
    y = names_axis(data["name"])
    tooltip = [
        {"field": "name", "title": say(message("name"))},
        {"field": "shown", "title": say(measure.title)},
        {"field": "shown_range", "title": say(message("interval"))},
    ]
    dot: Spec = {"x": {"field": "value", "type": "quantitative"}, "y": y, "tooltip": tooltip}
    table = {
        say(message("name")): data["name"],
        say(measure.title): data["shown"],
        say(message("interval")): data["shown_range"],
    }
    if states:
        data["label"] = data["state"].map({one.key: say(one.label) for one in states})
        domain = [say(one.label) for one in states]
        legend = {"orient": "top", "title": None, "symbolStrokeColor": DARK, "symbolStrokeWidth": 0.5}
        for channel, values in (("fill", [one.colour for one in states]), ("shape", [one.sign for one in states])):
            scale = {"domain": domain, "range": values}
            dot[channel] = {"field": "label", "type": "nominal", "scale": scale, "legend": legend}
        table[say(message("state"))] = data["label"]
    mark = {"type": "point", "filled": True, "size": 240, "opacity": 1, "stroke": DARK, "strokeWidth": 0.7}
    bar: Spec = {
        "mark": {"type": "rule", "strokeWidth": 3, "color": "#B5B5B5", "aria": False},
        "encoding": {
            "x": {"field": "low", "type": "quantitative", "axis": axis(measure, say), "scale": {"zero": False}},
            "x2": {"field": "high"},
            "y": y,
        },
    }
    layers = [bar, {"mark": mark if states else {**mark, "fill": BLUE}, "encoding": dot}]
    layers += line_layers(line, measure, "x", say)
    spec: Spec = {"data": {"name": "rows"}, "layer": layers, **setting(max(2, len(data)) * BAR, language)}
    figures = [f"{value} ({reach})" for value, reach in zip(data["shown"], data["shown_range"], strict=True)]
    alt = say(message("{title}. {figures}.", title=title, figures=listed(data["name"], figures, say)))
    return Picture(spec, {"rows": data}, alt, pd.DataFrame(table))
