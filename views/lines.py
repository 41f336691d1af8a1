"""Lines and points: a curve with its band, scores with intervals, how figures are spread, a search under way."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from locales import Text, message
from views.chart_parts import BAR, Line, Measure, axis, finite, line_layers, listed, names_axis, setting
from views.picture import INK, Picture, Say, Spec
from views.signs import BLUE, DARK, SKY, State

HEIGHT = 320
DASHED = [8, 5]


def band_line(
    points: pd.DataFrame, x: Measure, y: Measure, band: Text, title: Text, say: Say, language: str
) -> Picture:
    """Draw a curve and the band in which the truth is proven to lie, such as value over budget.

    points: `x`, `value`, `low`, `high` (floats, low and high may be NaN where nothing is proven); `band` names the
    band in legend and table.
    """
    data = finite(points, "x", "value", "low", "high").sort_values("x", ignore_index=True)
    data["shown_x"], data["shown"] = x.column(data["x"], say), y.column(data["value"], say)
    data["shown_band"] = _ranges(data, y, say)
    across = {"field": "x", "type": "quantitative", "axis": axis(x, say), "scale": {"zero": False, "nice": False}}
    scale = {"zero": False}
    area: Spec = {
        "transform": [{"filter": "isFinite(datum.low) && isFinite(datum.high)"}],
        "mark": {"type": "area", "color": SKY, "opacity": 0.45, "aria": False},
        "encoding": {
            "x": across,
            "y": {"field": "low", "type": "quantitative", "axis": axis(y, say), "scale": scale},
            "y2": {"field": "high"},
        },
    }
    line: Spec = {
        "mark": {"type": "line", "color": BLUE, "strokeWidth": 3, "aria": False},
        "encoding": {"x": across, "y": {"field": "value", "type": "quantitative", "scale": scale}},
    }
    dots: Spec = {
        "mark": {"type": "point", "filled": True, "color": BLUE, "size": 80, "opacity": 1},
        "encoding": {
            **line["encoding"],
            "tooltip": [
                {"field": "shown_x", "title": say(x.title)},
                {"field": "shown", "title": say(y.title)},
                {"field": "shown_band", "title": say(band)},
            ],
        },
    }
    spec: Spec = {
        "data": {"name": "points"},
        "layer": [area, line, dots],
        **setting(HEIGHT, language),
    }
    table = {say(x.title): data["shown_x"], say(y.title): data["shown"], say(band): data["shown_band"]}
    note = message("The band: {band}.", band=band)
    return Picture(spec, {"points": data}, _ends(data, title, say), pd.DataFrame(table), note)


def _ranges(data: pd.DataFrame, measure: Measure, say: Say) -> list[str]:
    return [
        say(None)
        if np.isnan(low) or np.isnan(high)
        else say(message("{low} to {high}", low=measure.written(low, say), high=measure.written(high, say)))
        for low, high in zip(data["low"], data["high"], strict=True)
    ]


def _ends(data: pd.DataFrame, title: Text, say: Say) -> str:
    if not len(data):
        return say(message("{title}: nothing to show yet.", title=title))
    first, last = data.iloc[0], data.iloc[-1]
    return say(
        message(
            "{title}. From {first} at {first_x} to {last} at {last_x}, {count} points.",
            title=title,
            first=first["shown"],
            first_x=first["shown_x"],
            last=last["shown"],
            last_x=last["shown_x"],
            count=len(data),
        )
    )


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
    data["shown"], data["shown_range"] = measure.column(data["value"], say), _ranges(data, measure, say)
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
    data["shown"] = _ranges(data, measure, say)
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


def progress_line(points: pd.DataFrame, value: Measure, title: Text, say: Say, language: str) -> Picture:
    """Draw a search under way: the best found so far as a full line, what is not ruled out yet as a dashed one.

    points: `seconds`, `value` (NaN before anything is found) and `bound` (NaN before anything is known).
    """
    data = finite(points, "seconds", "value", "bound").sort_values("seconds", ignore_index=True)
    clock = Measure(message("seconds"), 1)
    found, bound = say(message("best found")), say(message("proven: no more than"))
    long = pd.concat(
        [
            pd.DataFrame({"x": data["seconds"], "y": data[column], "what": name})
            for column, name in (("value", found), ("bound", bound))
        ],
        ignore_index=True,
    ).dropna(ignore_index=True)
    domain = [found, bound]
    legend = {"orient": "top", "title": None, "symbolType": "stroke", "symbolStrokeWidth": 3, "symbolSize": 600}
    lines: Spec = {
        "mark": {"type": "line", "interpolate": "step-after", "strokeWidth": 3, "aria": False},
        "encoding": {
            "x": {"field": "x", "type": "quantitative", "axis": axis(clock, say), "scale": {"zero": True}},
            "y": {"field": "y", "type": "quantitative", "axis": axis(value, say), "scale": {"zero": False}},
            "color": _by(domain, [BLUE, DARK], legend),
            "strokeDash": _by(domain, [[1, 0], DASHED], legend),
        },
    }
    spec: Spec = {
        "data": {"name": "points"},
        "layer": [lines],
        **setting(200, language),
    }
    table = pd.DataFrame(
        {
            say(clock.title): clock.column(data["seconds"], say),
            found: value.column(data["value"], say),
            bound: value.column(data["bound"], say),
        }
    )
    if not len(data):
        return Picture(spec, {"points": long}, say(message("{title}: nothing to show yet.", title=title)), table)
    last = table.iloc[-1]
    alt = message(
        "{title}. After {seconds} seconds the best found is {found}, and no more than {bound} is possible.",
        title=title,
        seconds=last.iloc[0],
        found=last.iloc[1],
        bound=last.iloc[2],
    )
    return Picture(spec, {"points": long}, say(alt), table)


def _by(domain: list[str], values: list[object], legend: Spec) -> Spec:
    return {"field": "what", "type": "nominal", "scale": {"domain": domain, "range": values}, "legend": legend}
