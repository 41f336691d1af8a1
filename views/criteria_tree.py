"""The criteria tree: every group, criterion and gate, and all that is known of the one that is chosen."""

from typing import Any

import pandas as pd
import streamlit as st

import scoring
from intake import Criterion, Gate, Round
from locales import Message, Percent, Text, message, render
from scoring import Node, Policy
from views.card_answers import MISSING
from views.tables import table
from views.visit import Visit

HEIGHT = 420
LINE = "#0072B2"


def tree(visit: Visit, round_: Round, policy: Policy) -> None:
    """Draw the tree on the left and the chosen criterion on the right; below, the gates."""
    nodes = scoring.tree(round_.criteria, effective=scoring.weights_that_count(round_, policy))
    left, right = st.columns([6, 5], gap="medium")
    with left:
        chosen = _nodes(visit, round_, nodes)
    with right:
        criterion = next((each for each in round_.criteria.criteria if each.id == chosen), None)
        if criterion is None:
            group = next(each for each in nodes if each.id == chosen)
            st.markdown(f"**{visit.mark(group.label)}**")
            st.text(visit.say(message("A group: its criteria share its weight.")))
        else:
            _criterion(visit, round_, criterion)
    _gates(visit, round_, policy)


def _nodes(visit: Visit, round_: Round, nodes: tuple[Node, ...]) -> str:
    say = visit.say
    criteria = {each.id: each for each in round_.criteria.criteria}
    rows = pd.DataFrame(
        [
            {
                say(message("group or criterion")): ("" if not node.depth else "\u2003– ") + say(node.label),
                say(message("in its group")): say(Percent(round(float(node.local), 3))),
                say(message("in the whole")): say(Percent(round(float(node.effective), 4))),
                say(message("without an answer")): say(MISSING[criteria[node.id].missing]) if node.is_criterion else "",
            }
            for node in nodes
        ]
    )
    first = next(place for place, node in enumerate(nodes) if node.is_criterion)
    picked = table(
        visit,
        rows,
        alt=message("Groups and criteria with their weights"),
        key="criteria tree",
        select="single-row",
        selected=[first],
        height=HEIGHT,
    )
    return nodes[picked[0] if picked else first].id


def _criterion(visit: Visit, round_: Round, criterion: Criterion) -> None:
    say = visit.say
    question = next((each for each in round_.criteria.questions if each.column == criterion.column), None)
    st.markdown(f"**{visit.mark(criterion.label)}**")
    if question is not None:
        st.text(say(question.ask))
    elif criterion.panel is not None:
        st.text(say(message("Marked by the reviewers.")))
    else:
        st.text(say(message("An official figure of the district ({column}).", column=criterion.column)))
    _shape(visit, round_, criterion)
    zero, one = criterion.anchors.zero, criterion.anchors.one
    facts: list[tuple[Message, Text]] = [
        (message("worth nothing"), zero.means if criterion.levels else _at(zero.at, criterion.unit, zero.means)),
        (message("worth everything"), one.means if criterion.levels else _at(one.at, criterion.unit, one.means)),
        (message("direction"), message("more is better") if criterion.direction == "up" else message("less is better")),
        (message("unit"), criterion.unit),
        (message("without an answer"), MISSING[criterion.missing]),
    ]
    if criterion.fallbacks:
        facts.append((message("used where it is blank"), criterion.fallbacks))
    if criterion.per is not None:
        facts.append(
            (
                message("divided by"),
                message("{times} × {column}", times=criterion.per.times, column=criterion.per.column),
            )
        )
    st.markdown("\n".join(f"- {visit.mark(name)}: **{visit.mark(said)}**" for name, said in facts))
    assumed = message("The scale is an assumption, for the committee to set.") if criterion.assumption else ""
    st.caption(visit.mark(message("Source: {source}. {assumed}", source=criterion.source, assumed=assumed)))


def _at(number: float, unit: Text, means: Text) -> Message:
    return message("{number} {unit} ({means})", number=number, unit=unit, means=means)


def _shape(visit: Visit, round_: Round, criterion: Criterion) -> None:
    """A small chart of the scale: from figure, or choice, to value."""
    if criterion.levels:
        question = next((each for each in round_.criteria.questions if each.column == criterion.column), None)
        labels: dict[str, Text] = {choice.code: choice.label for choice in question.choices} if question else {}
        levels = sorted(criterion.levels, key=lambda level: level.value)
        data = pd.DataFrame(
            {"at": [visit.say(labels.get(each.code, each.code)) for each in levels], "value": [e.value for e in levels]}
        )
        mark: dict[str, Any] = {"type": "bar", "color": LINE}
        x: dict[str, Any] = {"field": "value", "type": "quantitative", "title": None, "scale": {"domain": [0, 1]}}
        y: dict[str, Any] = {"field": "at", "type": "nominal", "sort": None, "title": None, "axis": {"labelLimit": 220}}
        height: object = {"step": 20}
    else:
        points = criterion.points or ((criterion.anchors.zero.at, 0.0), (criterion.anchors.one.at, 1.0))
        points = tuple(sorted(points))
        room = (points[-1][0] - points[0][0]) * 0.12
        ends = [(points[0][0] - room, points[0][1]), *points, (points[-1][0] + room, points[-1][1])]
        data = pd.DataFrame(ends, columns=["at", "value"])
        mark = {"type": "line", "color": LINE, "strokeWidth": 3, "point": False}
        x = {
            "field": "at",
            "type": "quantitative",
            "title": render(criterion.unit, visit.language),
            "scale": {"zero": False},
        }
        y = {
            "field": "value",
            "type": "quantitative",
            "title": None,
            "scale": {"domain": [0, 1]},
            "axis": {"tickCount": 2},
        }
        height = 170
    marks = {"decimal": ",", "thousands": "."} if visit.language == "id" else {"decimal": ".", "thousands": ","}
    config = {"locale": {"number": {**marks, "grouping": [3], "currency": ["Rp", ""]}}, "axis": {"labelFontSize": 13}}
    spec = {"mark": mark, "encoding": {"x": x, "y": y}, "height": height, "config": config}
    told = tuple(message("{at} is worth {value}", at=at, value=value) for at, value in data.to_numpy().tolist())
    st.vega_lite_chart(data, spec, width="stretch", alt=visit.say(message("Scale: {points}", points=told)))


def _gates(visit: Visit, round_: Round, policy: Policy) -> None:
    st.subheader(visit.mark(message("Gates: no points make up for them")))
    say = visit.say
    rows = pd.DataFrame(
        [
            {
                say(message("gate")): say(gate.label),
                say(message("needed")): say(scoring.gate_in_words(gate, round_.criteria)),
                say(message("for")): say(_kinds(round_, gate)),
                say(message("counts here")): say(message("no") if gate.id in policy.gates_off else message("yes")),
                say(message("source")): gate.source,
            }
            for gate in round_.criteria.gates
        ]
    )
    if rows.empty:
        st.text(say(message("This round has no gates.")))
        return
    table(visit, rows, alt=message("Gates, what they need and for whom"))


def _kinds(round_: Round, gate: Gate) -> Text:
    labels: dict[str, Text] = {kind.code: kind.label for kind in round_.call.library_kinds}
    return tuple(labels.get(each, each) for each in gate.kinds) or message("all kinds of library")
