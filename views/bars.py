"""Bars: what a score is made of, how it is reached step by step, and signed differences."""

from collections.abc import Sequence

import pandas as pd

from locales import Text, message
from views.chart_parts import (
    BAR,
    COLOURS,
    DARK_COLOURS,
    Line,
    Measure,
    axis,
    finite,
    line_layers,
    listed,
    names_axis,
    setting,
)
from views.picture import INK, Picture, Say, Spec
from views.signs import BLUE, DARK, GREY, VERMILION, WHITE


def stacked_bars(
    parts: pd.DataFrame, measure: Measure, title: Text, say: Say, language: str, line: Line | None = None
) -> Picture:
    """Draw horizontal bars put together from parts, such as a score from its criteria.

    parts: one row a part of a bar, with `name` (the bar), `part` (text) and `value` (float, not negative). Each part
    has a colour and a number, which stands in the legend too.
    """
    data = finite(parts, "value")
    if (data["value"] < 0).any():
        raise ValueError("a part of a stacked bar is negative")
    order = list(dict.fromkeys(data["part"]))
    numbered = {part: f"{number} · {part}" for number, part in enumerate(order, 1)}
    data["number"] = [str(order.index(part) + 1) for part in data["part"]]
    data["legend"] = data["part"].map(numbered)
    data["end"] = data.groupby("name", sort=False)["value"].cumsum()
    data["start"] = data["end"] - data["value"]
    data["middle"] = (data["start"] + data["end"]) / 2
    totals = data.groupby("name", sort=False)["value"].sum()
    largest = max(float(totals.max()) if len(totals) else 0.0, line.value if line else 0.0)
    data["number"] = data["number"].where(data["value"] >= 0.03 * largest, "")
    data["shown"] = measure.column(data["value"], say)
    colours = [COLOURS[number % len(COLOURS)] for number in range(len(order))]
    ink = {part: WHITE if colour in DARK_COLOURS else DARK for part, colour in zip(order, colours, strict=True)}
    data["ink"] = data["part"].map(ink)
    y = names_axis(data["name"])
    legend = {"title": None, "orient": "top", "columns": 3, "symbolType": "square"}
    scale = {"domain": [numbered[part] for part in order], "range": colours}
    bar: Spec = {
        "mark": {"type": "bar", "height": 0.7 * BAR, "stroke": WHITE, "strokeWidth": 1.5},
        "encoding": {
            "x": {"field": "start", "type": "quantitative", "axis": axis(measure, say)},
            "x2": {"field": "end"},
            "y": y,
            "color": {"field": "legend", "type": "nominal", "scale": scale, "legend": legend},
            "tooltip": _tooltip(say, ("name", message("name")), ("part", message("part")), ("shown", measure.title)),
        },
    }
    number: Spec = {
        "mark": {"type": "text", "fontSize": 13, "fontWeight": "bold", "aria": False},
        "encoding": {
            "x": {"field": "middle", "type": "quantitative"},
            "y": y,
            "text": {"field": "number"},
            "color": {"field": "ink", "type": "nominal", "scale": None},
        },
    }
    spec = _spec([bar, number, *line_layers(line, measure, "x", say)], len(totals), language)
    alt = say(
        message(
            "{title}. Bars in all: {figures}.",
            title=title,
            figures=listed(totals.index, measure.column(totals, say), say),
        )
    )
    wide = data.pivot_table(index="name", columns="part", values="value", sort=False, aggfunc="sum")
    table = pd.DataFrame({say(message("name")): list(wide.index)})
    for part in order:
        table[part] = measure.column(wide[part], say)
    table[say(message("in all"))] = measure.column(totals.loc[wide.index], say)
    return Picture(spec, {"bars": data}, alt, table)


def waterfall(
    steps: pd.DataFrame, measure: Measure, title: Text, say: Say, language: str, line: Line | None = None
) -> Picture:
    """Draw how a figure is reached: each step begins where the one before ended, and the last bar is the sum.

    steps: `name` and `value` (float), in order. With a line the gap to it is said too.
    """
    data = finite(steps, "value")
    data["end"] = data["value"].cumsum()
    data["start"] = data["end"] - data["value"]
    total = float(data["value"].sum())
    data["kind"] = ["up" if value >= 0 else "down" for value in data["value"]]
    data["shown"] = measure.column(data["value"], say, signed=True)
    last = {"name": say(message("in all")), "value": total, "start": 0.0, "end": total, "kind": "sum"}
    data = pd.concat([data, pd.DataFrame([{**last, "shown": measure.written(total, say)}])], ignore_index=True)
    data["after"], data["to_left"] = data[["start", "end"]].max(axis=1), False
    layers = _signed_layers(data, measure, say, [] if line is None else [line.value])
    spec = _spec([*layers, *line_layers(line, measure, "x", say)], len(data), language)
    alt = message("{title}. {figures}.", title=title, figures=listed(data["name"], data["shown"], say))
    if line is not None:
        alt = message(
            "{before} {label}: {figure}; difference: {gap}.",
            before=alt,
            label=line.label,
            figure=measure.written(line.value, say),
            gap=measure.written(total - line.value, say, signed=True),
        )
    return Picture(spec, {"bars": data}, say(alt), _table(data, measure, say))


def signed_bars(bars: pd.DataFrame, measure: Measure, title: Text, say: Say, language: str) -> Picture:
    """Draw differences to both sides of nothing: more to the right in blue, less to the left in vermilion, signed.

    bars: `name` and `value` (float, NaN for none), in order.
    """
    data = finite(bars, "value")
    data["start"], data["end"] = 0.0, data["value"].fillna(0.0)
    data["kind"] = ["up" if value >= 0 else "down" for value in data["end"]]
    data["shown"] = measure.column(data["value"], say, signed=True)
    data["after"], data["to_left"] = data["end"], data["end"] < 0
    spec = _spec(_signed_layers(data, measure, say), len(data), language)
    alt = say(message("{title}. {figures}.", title=title, figures=listed(data["name"], data["shown"], say)))
    return Picture(spec, {"bars": data}, alt, _table(data, measure, say))


def _signed_layers(data: pd.DataFrame, measure: Measure, say: Say, more: Sequence[float] = ()) -> list[Spec]:
    y = names_axis(data["name"])
    ends = [0.0, *data["start"], *data["end"], *more]
    # The figures stand beside the bars, so there must be room for them on both sides.
    room = 0.16 * (max(ends) - min(ends) or 1.0)
    low, high = min(ends) - (room if data["to_left"].any() else 0.0), max(ends) + room
    domain = {"domain": [low, high], "nice": False, "zero": False}
    scale = {"domain": ["up", "down", "sum"], "range": [BLUE, VERMILION, GREY]}
    bar: Spec = {
        "mark": {"type": "bar", "height": 0.65 * BAR},
        "encoding": {
            "x": {"field": "start", "type": "quantitative", "axis": axis(measure, say), "scale": domain},
            "x2": {"field": "end"},
            "y": y,
            "color": {"field": "kind", "type": "nominal", "scale": scale, "legend": None},
            "tooltip": _tooltip(say, ("name", message("name")), ("shown", measure.title)),
        },
    }
    labels: list[Spec] = [
        {
            "transform": [{"filter": f"datum.to_left === {str(left).lower()}"}],
            "mark": {"type": "text", "align": align, "dx": away, "fontSize": 15, "color": INK, "aria": False},
            "encoding": {"x": {"field": "after", "type": "quantitative"}, "y": y, "text": {"field": "shown"}},
        }
        for left, align, away in ((False, "left", 6), (True, "right", -6))
    ]
    zero: Spec = {"mark": {"type": "rule", "color": INK, "aria": False}, "encoding": {"x": {"datum": 0}}}
    return [bar, zero, *labels]


def _tooltip(say: Say, *fields: tuple[str, Text]) -> list[Spec]:
    return [{"field": field, "title": say(title)} for field, title in fields]


def _table(data: pd.DataFrame, measure: Measure, say: Say) -> pd.DataFrame:
    return pd.DataFrame({say(message("name")): data["name"], say(measure.title): data["shown"]})


def _spec(layers: list[Spec], bars: int, language: str) -> Spec:
    return {
        "data": {"name": "bars"},
        "layer": layers,
        **setting(max(2, bars) * BAR, language),
    }
