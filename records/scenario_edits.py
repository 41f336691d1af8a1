"""Edits: changes to what a scenario's file says, made one after another, so that each can be undone and done again."""

import copy
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from records.words import canonical
from scenarios import Budget, Scenario, from_data


@dataclass(frozen=True)
class Change:
    """One place of a scenario's table, and what it says from now on; None where it says nothing any more.

    at: keys from the top, such as ("budget", "lines", "hardware"); a rule is found by its id: ("rules", "slots",
    "at_most"). An empty place is the whole table. to: plain JSON.
    """

    at: tuple[str, ...]
    to: Any = None

    def as_data(self) -> list[Any]:
        """Give the change as a draft keeps it."""
        return [list(self.at), self.to]


Step: TypeAlias = tuple[Change, ...]
"""Changes that are made, and undone, together."""


def steps_from(given: Iterable[Iterable[Any]]) -> tuple[Step, ...]:
    """Read steps as a draft keeps them."""
    return tuple(tuple(Change(tuple(map(str, at)), to) for at, to in step) for step in given)


def applied(data: Mapping[str, Any], steps: Iterable[Step]) -> dict[str, Any]:
    """Make changes, in their order, to the table of a scenario; the table given stays as it is.

    Every rule of the result says its id. A change to a field of a rule that is no longer there changes nothing.
    """
    held = _by_id(copy.deepcopy(dict(data)))
    for step in steps:
        for change in step:
            held = _changed(held, change)
    rules = held["rules"]
    return {key: value for key, value in {**held, "rules": list(rules.values())}.items() if key != "rules" or rules}


def _by_id(data: dict[str, Any]) -> dict[str, Any]:
    """The table with its rules by their ids; a rule without one has the one that reading the file gives it."""
    given = data.get("rules", [])
    named = [{**rule, "id": rule.get("id", f"{rule.get('rule')}_{place}")} for place, rule in enumerate(given, 1)]
    return {**data, "rules": {rule["id"]: rule for rule in named}}


def _changed(held: dict[str, Any], change: Change) -> dict[str, Any]:
    to = copy.deepcopy(change.to)
    if not change.at:
        return _by_id(to)
    if change.at == ("rules",):
        return {**held, "rules": _by_id({"rules": to or []})["rules"]}
    if change.at[0] == "rules":
        if len(change.at) > 2 and change.at[1] not in held["rules"]:
            return held
        if len(change.at) == 2 and to is not None:
            to = {**to, "id": change.at[1]}
        return {**held, "rules": _put(held["rules"], change.at[1:], to)}
    return _put(held, change.at, to)


def _put(table: Mapping[str, Any], at: tuple[str, ...], to: Any) -> dict[str, Any]:  # noqa: ANN401
    """The table with a value at a place, or without it; a table that is empty for want of it goes too."""
    first, rest = at[0], at[1:]
    if rest:
        inner = table.get(first)
        to = _put(inner if isinstance(inner, Mapping) else {}, rest, to) or None
    if to is None:
        return {key: value for key, value in table.items() if key != first}
    return {**table, first: to}


def found(data: Mapping[str, Any], at: tuple[str, ...], default: Any = None) -> Any:  # noqa: ANN401
    """Give what a scenario's table says at a place."""
    held: Any = _by_id(dict(data)) if at and at[0] == "rules" else data
    for key in at:
        if not isinstance(held, Mapping) or key not in held:
            return default
        held = held[key]
    return held


def pushed(steps: tuple[Step, ...], step: Step, *, most: int, apart: bool = False) -> tuple[Step, ...]:
    """Put a step after others; one that changes the place that the last one changed goes on with it, unless `apart`.

    most: how many steps are kept apart; beyond, the first two become one.
    """
    places = [change.at for change in step]
    again = bool(steps) and places == [change.at for change in steps[-1]] and len(places) == 1 and len(places[0]) > 1
    if again and not apart:
        return (*steps[:-1], step)
    longer = (*steps, step)
    while len(longer) > most:
        longer = ((*longer[0], *longer[1]), *longer[2:])
    return longer


def step_towards(data: Mapping[str, Any], wanted: Scenario) -> Step:
    """Give the changes after which a scenario has the rules and the budget of another, and else stays as it is.

    Only what means something else is changed: a rule as a whole, the figure of one budget line or funder.
    """
    held = from_data(dict(data))
    before, after = _rules(held), _rules(wanted)
    gone = [Change(("rules", name)) for name in before if name not in after]
    told = [Change(("rules", name), rule) for name, rule in after.items() if before.get(name) != rule]
    return (*gone, *told, *_money(held.budget, wanted.budget))


def _rules(scenario: Scenario) -> dict[str, Any]:
    return {rule.id: json.loads(canonical(rule.as_data())) for rule in scenario.rules}


def _money(held: Budget, wanted: Budget) -> Iterator[Change]:
    """The changes from one budget to another, each at its own place."""
    before, after = (each.model_dump(mode="json", exclude_defaults=True) for each in (held, wanted))
    for part in ("basis", "scale"):
        if before.get(part) != after.get(part):
            yield Change(("budget", part), after.get(part))
    for part in ("lines", "funders"):
        old, new = before.get(part, {}), after.get(part, {})
        for purse in dict.fromkeys((*old, *new)):
            if old.get(purse) != new.get(purse):
                yield Change(("budget", part, purse), new.get(purse))
