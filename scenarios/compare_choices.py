"""Compared choices: rules, what is aimed at, and how exactly the best is to be found."""

from collections.abc import Collection, Iterator
from typing import Any

from locales import Message, message
from optimizer import Objective, Rule
from scenarios.compare_changes import InputChange, InputKind, Inputs, bare, both_ways

RULE, AIMS, GAP = "rule", "objectives", "gap"


def found(one: Inputs, other: Inputs) -> Iterator[InputChange]:
    """List rules added, removed and changed, other objectives, and another gap."""
    before, after = _rules(one), _rules(other)
    for name in both_ways(before, after):
        old, new = before.get(name), after.get(name)
        if _decides(old) != _decides(new):
            yield InputChange(InputKind.RULE, (RULE, name), _said(old, new))
    if [_decides(each) for each in one.scenario.objectives] != [_decides(each) for each in other.scenario.objectives]:
        said = message("objectives: {after}; instead of: {before}", after=_aims(other), before=_aims(one))
        yield InputChange(InputKind.AIM, (AIMS,), said)
    if one.scenario.solver.gap != other.scenario.solver.gap:
        yield InputChange(InputKind.TIE, (GAP,), message("how near to the best a plan must be"))


def put(blend: Inputs, one: Inputs, other: Inputs, chosen: Collection[tuple[str, ...]]) -> Inputs:
    """Take the chosen changes over into a blend of two inputs."""
    before, after = _rules(one), _rules(other)
    rules = [(after if (RULE, name) in chosen else before).get(name) for name in both_ways(before, after)]
    solver = (other if (GAP,) in chosen else one).scenario.solver
    made = {
        "rules": tuple(rule for rule in rules if rule is not None),
        "objectives": (other if (AIMS,) in chosen else one).scenario.objectives,
        "solver": solver,
    }
    return Inputs(blend.round, blend.scenario.model_copy(update=made))


def _rules(inputs: Inputs) -> dict[str, Rule]:
    """The scenario's rules by id; one without an id by its place."""
    return {rule.id or f"{rule.rule} {place}": rule for place, rule in enumerate(inputs.scenario.rules)}


def _decides(model: Rule | Objective | None) -> Any:  # noqa: ANN401
    return None if model is None else (type(model).__name__, bare(model))


def _said(old: Rule | None, new: Rule | None) -> Message:
    if old is None:
        assert new is not None
        return message("rule added: {rule}", rule=new.describe())
    if new is None:
        return message("rule dropped: {rule}", rule=old.describe())
    return message("rule changed: {after}; instead of: {before}", after=new.describe(), before=old.describe())


def _aims(inputs: Inputs) -> tuple[Message, ...]:
    return tuple(objective.describe() for objective in inputs.scenario.objectives)
