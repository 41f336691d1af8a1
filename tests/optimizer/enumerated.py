"""Every lawful plan of a small world with what it reaches: for questions about many plans at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from tests.optimizer.brute_force import Data, Pair, World, _lawful, _preferred, _reached


@dataclass(frozen=True)
class Known:
    """One lawful plan: option by applicant, the nearest pairs, and what it reaches on each objective asked for."""

    options: dict[str, str]
    pairs: tuple[Pair, ...]
    values: tuple[Fraction, ...]
    rank: tuple[Any, ...]


def every_plan(world: World, objectives: Sequence[Data]) -> list[Known]:
    """All lawful plans, in the stated order of ties."""
    found = []
    for awards, ways in _lawful(world):
        nearest = [min(choices, key=lambda way: [(v, km, m) for _, v, m, km in way]) for choices in ways]
        pairs = tuple(sorted((rule, village, mentor) for way in nearest for rule, village, mentor, _ in way))
        names = {applicant: str(award["option"]) for applicant, award in awards.items()}
        values = tuple(_reached(world, objective, awards) for objective in objectives)
        found.append(Known(names, pairs, values, _preferred(world, awards)))
    return sorted(found, key=lambda plan: plan.rank)


def signed(objective: Data, value: Fraction) -> Fraction:
    """The value, turned round where less is better."""
    return -value if "minimise" in objective else value
