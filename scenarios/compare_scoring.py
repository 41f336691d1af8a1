"""Compared scoring: gates, how answers count, and weights."""

import datetime
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from itertools import chain

from intake import Condition, Criteria, Criterion, Gate, Group
from locales import Message, Text, message
from scenarios.compare_changes import InputChange, InputKind, Inputs, bare, both_ways, column_title
from scenarios.compare_people import said_cell

GATE, UNKNOWN, TREE, CRITERION, WEIGHT, WEIGHTS = "gate", "unknown_gates", "tree", "criterion", "weight", "weights"


def found(one: Inputs, other: Inputs) -> Iterator[InputChange]:
    """List gates that differ, criteria that count answers otherwise, and weights."""
    before, after = gates(one), gates(other)
    for name in both_ways(before, after):
        if bare(before.get(name)) != bare(after.get(name)):
            yield InputChange(InputKind.GATE, (GATE, name), _gate(one, other, name))
    policies = one.scenario.scoring, other.scenario.scoring
    if policies[0].unknown_gates != policies[1].unknown_gates:
        let_in = message("applicants with an open gate may be funded")
        kept_out = message("applicants with an open gate may not be funded")
        said = let_in if policies[1].unknown_gates == "in" else kept_out
        yield InputChange(InputKind.GATE, (UNKNOWN,), said)
    if not _same_tree(one, other):
        yield InputChange(InputKind.CRITERION, (TREE,), message("the criteria, with their weights"))
        return
    for old, new in zip(_by_id(one.round.criteria), _by_id(other.round.criteria), strict=True):
        if bare(old, "weight") != bare(new, "weight"):
            said = message("how {criterion} counts", criterion=new.label)
            yield InputChange(InputKind.CRITERION, (CRITERION, new.id), said)
    yield from _weights(one, other)


def put(blend: Inputs, one: Inputs, other: Inputs, chosen: Collection[tuple[str, ...]]) -> Inputs:
    """Take the chosen changes over into a blend of two inputs."""
    all_gates, off = _blended_gates(one, other, chosen)
    same = _same_tree(one, other)
    whole = other if (TREE,) in chosen or (WEIGHTS,) in chosen else one
    side = whole.round.criteria
    weights = dict(whole.scenario.scoring.weights)
    criteria = side.criteria
    if same:
        weighed = {each.id: each.weight for each in side.criteria}
        criteria = tuple(
            (new if (CRITERION, new.id) in chosen else old).model_copy(update={"weight": weighed[new.id]})
            for old, new in ((each, _of(other.round.criteria, each.id)) for each in one.round.criteria.criteria)
        )
        if not _by_members(one) and not _by_members(other):
            before, after = _relative(one), _relative(other)
            weights = {node: (after if (WEIGHT, node) in chosen else before)[node] for node in before}
    questions = chain(one.round.criteria.questions, other.round.criteria.questions)
    asked = {question.column: question for question in questions}
    made = blend.round.criteria.model_copy(
        update={"gates": all_gates, "groups": side.groups, "criteria": criteria, "questions": tuple(asked.values())}
    )
    unknown = (other if (UNKNOWN,) in chosen else one).scenario.scoring.unknown_gates
    own = whole.scenario.scoring
    policy = blend.scenario.scoring.model_copy(
        update={
            "gates_off": off,
            "unknown_gates": unknown,
            "weights": weights,
            "weights_from": own.weights_from,
            "members_mean": own.members_mean,
        }
    )
    scenario = blend.scenario.model_copy(update={"scoring": policy})
    return Inputs(replace(blend.round, criteria=made, members=whole.round.members), scenario)


def gates(inputs: Inputs) -> Mapping[str, Gate]:
    """The gates that are asked, by id."""
    off = inputs.scenario.scoring.gates_off
    return {gate.id: gate for gate in inputs.round.criteria.gates if gate.id not in off}


def _blended_gates(
    one: Inputs, other: Inputs, chosen: Collection[tuple[str, ...]]
) -> tuple[tuple[Gate, ...], tuple[str, ...]]:
    """The gates of a blend, and which of them are switched off."""
    known = [{gate.id: gate for gate in inputs.round.criteria.gates} for inputs in (one, other)]
    asked = [gates(one), gates(other)]
    made, off = [], []
    for name in both_ways(*known):
        side = 1 if (GATE, name) in chosen else 0
        gate = known[side].get(name) or known[1 - side][name]
        made.append(gate)
        if name not in asked[side]:
            off.append(name)
    return tuple(made), tuple(off)


def _gate(one: Inputs, other: Inputs, name: str) -> Message:
    before, after = gates(one).get(name), gates(other).get(name)
    if after is None:
        assert before is not None
        return message("the gate {gate} is no longer asked", gate=before.label)
    if before is None:
        return message("the gate {gate} is asked as well", gate=after.label)
    return message(
        "the gate {gate} asks: {after}; instead of: {before}",
        gate=after.label,
        after=_asks(other.round.criteria, after),
        before=_asks(one.round.criteria, before),
    )


def _asks(criteria: Criteria, gate: Gate) -> tuple[Text, ...]:
    return tuple(_condition(criteria, condition) for condition in gate.conditions)


def _condition(criteria: Criteria, condition: Condition) -> Message:
    question, least, most = column_title(criteria, condition.column), condition.at_least, condition.at_most
    if condition.among:
        accepted = tuple(said_cell(criteria, condition.column, each) for each in condition.among)
        return message("{question} is one of {accepted}", question=question, accepted=accepted)
    shown = [bound.isoformat() if isinstance(bound, datetime.date) else bound for bound in (least, most)]
    if shown[1] is None:
        return message("{question} is at least {limit}", question=question, limit=shown[0])
    if shown[0] is None:
        return message("{question} is at most {limit}", question=question, limit=shown[1])
    return message("{question} is between {least} and {most}", question=question, least=shown[0], most=shown[1])


def _same_tree(one: Inputs, other: Inputs) -> bool:
    """Whether both have the same criteria in the same groups."""
    return _places(one.round.criteria) == _places(other.round.criteria)


def _places(criteria: Criteria) -> dict[str, str]:
    groups = {f"group {group.id}": group.parent for group in criteria.groups}
    return groups | {f"criterion {each.id}": each.group for each in criteria.criteria}


def _by_id(criteria: Criteria) -> list[Criterion]:
    return sorted(criteria.criteria, key=lambda each: each.id)


def _of(criteria: Criteria, name: str) -> Criterion:
    return next(each for each in criteria.criteria if each.id == name)


def _weights(one: Inputs, other: Inputs) -> Iterator[InputChange]:
    """Weights node by node; as one whole where they come from members."""
    if _by_members(one) or _by_members(other):
        if _whole(one) != _whole(other):
            said = message("whose weights count, or what they are")
            yield InputChange(InputKind.WEIGHT, (WEIGHTS,), said)
        return
    before, after, nodes = _relative(one), _relative(other), _nodes(other.round.criteria)
    for name, node in nodes.items():
        if before[name] != after[name]:
            said = message(
                "weight of {node}: {after} instead of {before}",
                node=node.label,
                after=after[name],
                before=before[name],
            )
            yield InputChange(InputKind.WEIGHT, (WEIGHT, name), said)


def _by_members(inputs: Inputs) -> bool:
    return inputs.scenario.scoring.weights_from != "file"


def _whole(inputs: Inputs) -> tuple[object, ...]:
    policy = inputs.scenario.scoring
    if not _by_members(inputs):
        return ("file", _relative(inputs))
    return (policy.weights_from, policy.members_mean, inputs.round.members)


def _nodes(criteria: Criteria) -> dict[str, Group | Criterion]:
    nodes: list[Group | Criterion] = [*criteria.groups, *criteria.criteria]
    return {node.id: node for node in nodes}


def _relative(inputs: Inputs) -> dict[str, float]:
    """The weight of every node among its siblings, as the scenario or else the file gives it."""
    own = inputs.scenario.scoring.weights
    return {name: float(own.get(name, node.weight)) for name, node in _nodes(inputs.round.criteria).items()}
