"""Ranks along a weight: between which shares the same applicants rank highest, and who enters where."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from scenarios.weight_line import WeightLine
from scoring import Lines, Swap, swaps


@dataclass(frozen=True)
class Turn:
    """From this share on, away from the scenario's, others rank highest; places: how many of them by then in all."""

    share: Fraction
    enters: tuple[str, ...]
    leaves: tuple[str, ...]
    places: int


@dataclass(frozen=True, eq=False)
class Ranked:
    """What one weight's share does to the ranking alone, without the allocation; every share exact.

    lower, upper: the same applicants rank highest from one to the other, both included. turns: every change below
    and above the scenario's share, nearest first. below, above: at which share each applicant first is as high as
    the last of them; those who never are, are not there.
    """

    highest: frozenset[str]
    lower: Fraction
    upper: Fraction
    turns_below: tuple[Turn, ...]
    turns_above: tuple[Turn, ...]
    below: Mapping[str, Fraction]
    above: Mapping[str, Fraction]


def ranked(line: WeightLine, count: int) -> Ranked:
    """Follow the `count` highest ranks, with all who share the last of them, from share 0 to 1."""
    rank = line.outcome.scores.table["rank"]
    rows = np.flatnonzero(rank.notna().to_numpy())
    names = [line.names[row] for row in rows.tolist()]
    chosen = (rank.iloc[rows] <= count).to_numpy(dtype=np.bool_)
    drawn = Lines(line.drawn.zero[rows], line.drawn.one[rows], line.drawn.unit)
    highest = frozenset(name for name, inside in zip(names, chosen.tolist(), strict=True) if inside)
    sides = [_turns(list(swaps(drawn, line.now, chosen, down=down)), names, highest) for down in (True, False)]
    (turns_below, below), (turns_above, above) = sides
    return Ranked(
        highest=highest,
        lower=turns_below[0].share if turns_below else Fraction(0),
        upper=turns_above[0].share if turns_above else Fraction(1),
        turns_below=turns_below,
        turns_above=turns_above,
        below=below,
        above=above,
    )


def _turns(
    found: list[Swap], names: list[str], highest: frozenset[str]
) -> tuple[tuple[Turn, ...], dict[str, Fraction]]:
    """Put swaps into names, and count after each how many of the highest are others than in the scenario."""
    turns: list[Turn] = []
    first: dict[str, Fraction] = {}
    others: set[str] = set()
    for swap in found:
        enters, leaves = ([names[row] for row in rows] for rows in (swap.enters, swap.leaves))
        others = (others - set(leaves)) | (set(enters) - highest)
        for row in swap.tied:
            if names[row] not in highest:
                first.setdefault(names[row], swap.share)
        if enters:
            turns.append(Turn(swap.share, tuple(enters), tuple(leaves), len(others)))
    return tuple(turns), first
