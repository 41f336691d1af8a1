"""The criteria tree: every group, criterion and gate, and all that is known of the one that is chosen."""

import pandas as pd
import streamlit as st

import scoring
from intake import Criterion, Gate, Round
from locales import Message, Percent, Text, message
from scoring import Node, Policy
from views.card_answers import MISSING
from views.scale_picture import scale_picture
from views.tables import table, to_read
from views.visit import Visit

HEIGHT = 420
WIDTHS = (228, 108, 89)
"""Of the columns of the tree, in pixels: together what a screen of 1280 has beside the chosen criterion."""


def tree(visit: Visit, round_: Round, policy: Policy) -> None:
    """Draw the tree on the left and the chosen criterion on the right; below, the gates."""
    nodes = scoring.tree(round_.criteria, effective=scoring.weights_that_count(round_, policy))
    left, right = st.columns([5, 3], gap="medium")
    with left:
        chosen = _nodes(visit, nodes)
    with right:
        criterion = next((each for each in round_.criteria.criteria if each.id == chosen), None)
        if criterion is None:
            group = next(each for each in nodes if each.id == chosen)
            st.markdown(f"**{visit.mark(group.label)}**")
            st.text(visit.say(message("A group: its criteria share its weight.")))
        else:
            _criterion(visit, round_, criterion)
    _gates(visit, round_, policy)


def _nodes(visit: Visit, nodes: tuple[Node, ...]) -> str:
    say = visit.say
    rows = pd.DataFrame(
        [
            {
                say(message("group or criterion")): ("" if not node.depth else "– ") + say(node.label),
                say(message("in its group")): say(Percent(round(float(node.local), 3))),
                say(message("in the whole")): say(Percent(round(float(node.effective), 4))),
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
        columns={name: st.column_config.Column(width=width) for name, width in zip(rows.columns, WIDTHS, strict=True)},
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
    scale_picture(visit, round_, criterion)
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
            }
            for gate in round_.criteria.gates
        ]
    )
    if rows.empty:
        st.text(say(message("This round has no gates.")))
        return
    to_read(visit, rows, message("Gates, what they need and for whom"))
    with st.expander(visit.mark(message("Sources of the gates"))):
        for gate in round_.criteria.gates:
            st.markdown(f"**{visit.mark(gate.label)}**: {visit.mark(gate.source)}")


def _kinds(round_: Round, gate: Gate) -> Text:
    labels: dict[str, Text] = {kind.code: kind.label for kind in round_.call.library_kinds}
    return tuple(labels.get(each, each) for each in gate.kinds) or message("all kinds of library")
