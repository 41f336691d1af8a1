"""Compared inputs: everything that differs between what went into two outcomes, change by change."""

from collections.abc import Collection

from scenarios import compare_choices, compare_money, compare_people, compare_scoring
from scenarios.compare_changes import InputChange, InputKind, Inputs

AREAS = (compare_people, compare_scoring, compare_money, compare_choices)
ORDER = tuple(InputKind)


def differences(one: Inputs, other: Inputs) -> tuple[InputChange, ...]:
    """List every change that leads from one to the other, in the order in which they are replayed.

    The order is that of InputKind, then that of the files, and for applicants that of their ids. All of the changes
    together make the other; any of them can be made without the rest, though not every such blend need be a round
    that can be scored.
    """
    made = [change for area in AREAS for change in area.found(one, other)]
    return tuple(sorted(made, key=lambda change: ORDER.index(change.kind)))


def blended(one: Inputs, other: Inputs, chosen: Collection[InputChange]) -> Inputs:
    """The first inputs with the chosen changes made."""
    keys = {change.key for change in chosen}
    blend = one
    for area in AREAS:
        blend = area.put(blend, one, other, keys)
    return blend
