"""Lines: a curve with its band, and a search under way."""

import pandas as pd

from locales import Text, message
from views.chart_parts import Measure, axis, finite, ranges, setting
from views.picture import Picture, Say, Spec
from views.signs import BLUE, DARK, SKY

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
    data["shown_band"] = ranges(data, y, say)
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
