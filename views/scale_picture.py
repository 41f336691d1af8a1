"""The picture of a scale: from figure, or choice, to value; before and after a change, with the answers of the pool."""

from textwrap import wrap
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
import streamlit as st

import scoring
from intake import Criterion, Round, choices_of
from locales import Text, message
from views.chart_parts import setting
from views.signs import BLUE, DARK, GREY
from views.visit import Visit

Spec: TypeAlias = dict[str, Any]
HEIGHT = 150
ROOM = 0.12
"""How much of the scale is drawn beyond its ends."""
LINE, STEP = 22, 40
"""Letters in a line of a choice's name, and room of a choice in pixels."""
LINES = "split(datum.label, '\\n')"
STROKES = {
    "levels": message("The stroke is what is kept."),
    "line": message("Each stroke at the foot is an answer of an applicant."),
}
FIGURES = 6
"""Figures along the foot, about: with more of them on a wide page one would lie beyond the ends of the scale."""
MOST = 400
"""Answers drawn as strokes at most; very many lie on each other."""


def scale_picture(visit: Visit, round_: Round, criterion: Criterion, after: Criterion | None = None) -> None:
    """Draw what answers are worth; after: the scale as it is typed, drawn full over the one that is kept."""
    shown = after or criterion
    if shown.levels:
        data, spec = _levels(visit, round_, criterion, after)
    else:
        data, spec = _line(visit, round_, criterion, after)
    told = tuple(message("{at} is worth {value}", at=at, value=value) for at, value in _said(round_, shown))
    said = message("Scale: {points}", points=told)
    if after is not None:
        before = tuple(message("{at} is worth {value}", at=at, value=value) for at, value in _said(round_, criterion))
        said = message("Scale as it is typed: {points}. As it is kept: {before}", points=told, before=before)
    st.vega_lite_chart(data, spec, width="stretch", alt=visit.say(said))
    if len(spec["layer"]) > 1:
        st.caption(visit.mark(STROKES["levels" if shown.levels else "line"]))


def _said(round_: Round, criterion: Criterion) -> list[tuple[Text, float]]:
    if criterion.levels:
        labels = choices_of(round_.criteria, criterion)
        levels = sorted(criterion.levels, key=lambda level: level.value)
        return [(labels.get(each.code, each.code), each.value) for each in levels]
    xs, values = scoring.scale(criterion)
    return list(zip(xs.tolist(), values.tolist(), strict=True))


def _levels(visit: Visit, round_: Round, criterion: Criterion, after: Criterion | None) -> tuple[pd.DataFrame, Spec]:
    labels = choices_of(round_.criteria, criterion)
    kept = {each.code: each.value for each in criterion.levels}
    levels = sorted((after or criterion).levels, key=lambda level: level.value)
    data = pd.DataFrame(
        {
            "at": ["\n".join(wrap(visit.say(labels.get(each.code, each.code)), LINE)) for each in levels],
            "value": [each.value for each in levels],
            "kept": [kept[each.code] for each in levels],
        }
    )
    x: Spec = {"type": "quantitative", "title": None, "scale": {"domain": [0, 1]}, "axis": {"values": [0, 0.5, 1]}}
    y: Spec = {
        "field": "at",
        "type": "nominal",
        "sort": None,
        "title": None,
        "axis": {"labelLimit": 0, "labelOverlap": False, "labelExpr": LINES},
    }
    layers: list[Spec] = [{"mark": {"type": "bar", "color": BLUE}, "encoding": {"x": {"field": "value", **x}, "y": y}}]
    if after is not None:
        stroke = {"type": "tick", "color": DARK, "thickness": 3, "size": 22}
        layers.append({"mark": stroke, "encoding": {"x": {"field": "kept", **x}, "y": y}})
    return data, {"layer": layers, **setting(STEP * len(levels), visit.language)}


def _line(visit: Visit, round_: Round, criterion: Criterion, after: Criterion | None) -> tuple[pd.DataFrame, Spec]:
    typed, kept = visit.say(message("as it is typed")), visit.say(message("as it is kept"))
    scales = {kept: criterion} if after is None else {kept: criterion, typed: after}
    ends = [scoring.scale(each)[0] for each in scales.values()]
    low, high = min(xs[0] for xs in ends), max(xs[-1] for xs in ends)
    room = (high - low) * ROOM
    reach = (float(low - room), float(high + room))
    data = pd.concat([_corners(each, reach, name) for name, each in scales.items()], ignore_index=True)
    x: Spec = {
        "field": "at",
        "type": "quantitative",
        "title": visit.say((after or criterion).unit),
        "scale": {"domain": list(reach), "nice": False},
        "axis": {"tickCount": FIGURES},
    }
    y: Spec = {
        "field": "value",
        "type": "quantitative",
        "title": None,
        "scale": {"domain": [0, 1]},
        "axis": {"values": [0, 0.5, 1]},
    }
    encoding: Spec = {"x": x, "y": y}
    mark: Spec = {"type": "line", "strokeWidth": 3, "color": BLUE}
    if after is not None:
        legend = {"orient": "top", "title": None, "symbolType": "stroke", "symbolStrokeWidth": 3, "symbolSize": 600}
        encoding["color"] = _by([kept, typed], [GREY, BLUE], legend)
        encoding["strokeDash"] = _by([kept, typed], [[6, 4], [1, 0]], legend)
    layers: list[Spec] = [{"mark": mark, "encoding": encoding}]
    strokes = _answers(round_, after or criterion, reach)
    if len(strokes):
        layers.append(
            {
                "data": {"values": [{"at": each} for each in strokes]},
                "mark": {"type": "tick", "color": DARK, "opacity": 0.45, "height": 10, "aria": False},
                "encoding": {"x": {"field": "at", "type": "quantitative"}, "y": {"value": {"expr": "height-6"}}},
            }
        )
    return data, {"layer": layers, **setting(HEIGHT, visit.language)}


def _by(domain: list[str], values: list[object], legend: Spec) -> Spec:
    return {"field": "scale", "type": "nominal", "scale": {"domain": domain, "range": values}, "legend": legend}


def _corners(criterion: Criterion, reach: tuple[float, float], name: str) -> pd.DataFrame:
    """The corners of a scale, level from its ends to where the picture ends."""
    xs, values = scoring.scale(criterion)
    at = [reach[0], *xs.tolist(), reach[1]]
    return pd.DataFrame({"at": at, "value": [values[0], *values.tolist(), values[-1]], "scale": name})


def _answers(round_: Round, criterion: Criterion, reach: tuple[float, float]) -> list[float]:
    """The answers of the pool that lie in the picture, each once; none where they cannot be valued as numbers."""
    table = round_.table()
    columns = (criterion.column, *criterion.fallbacks, *((criterion.per.column,) if criterion.per else ()))
    if any(each not in table or not pd.api.types.is_numeric_dtype(table[each].dtype) for each in columns):
        return []
    given = np.unique(scoring.figures(criterion, table))
    given = given[np.isfinite(given) & (given >= reach[0]) & (given <= reach[1])]
    step = -(-len(given) // MOST) or 1
    return [float(each) for each in given[::step]]
