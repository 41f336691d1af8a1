"""Which levels of a local match are open to whom, and why the others are not."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from intake import Match
from optimizer.numbers import Integers, millionths

BLANK = "blank:"
"""Begins the reason of an offer that was not made because the answer it depends on is missing."""
Reasons = npt.NDArray[Any]


@dataclass(frozen=True, eq=False)
class LevelOpen:
    """One level: for every applicant "" where it is open, else the reason why it is not."""

    level: Fraction
    why: Reasons


def level_open(match: Match, people: pd.DataFrame, level: Fraction, local: Integers) -> LevelOpen:
    """Judge one level for everybody; local: what each would pay at it, in rupiah.

    The level that a column prescribes is open; one that is pledged is open where the pledge reaches it and, with a
    prescribed level, only above that. A missing answer leaves what depends on it closed.
    """
    why = np.full(len(people), "", dtype=object)
    prescribed: list[Fraction | None] = [None] * len(people)
    settled = np.zeros(len(people), dtype=bool)
    if match.prescribed is not None:
        cells = people[match.prescribed.column]
        prescribed = [match.prescribed.of(cell) for cell in cells.tolist()]
        unknown = np.array([share is None for share in prescribed], dtype=bool)
        why[unknown] = match.prescribed.column
        why[cells.isna().to_numpy(dtype=bool)] = BLANK + match.prescribed.column
        # Below what is prescribed nothing is open, and the prescribed level itself needs no pledge.
        below = np.array([share is not None and level < share for share in prescribed], dtype=bool)
        why[below] = match.prescribed.column
        settled = unknown | np.array([share is not None and level <= share for share in prescribed], dtype=bool)
    if level not in {Fraction(str(each)) for each in match.levels}:
        if match.prescribed is not None:
            why[~settled] = match.prescribed.column
        return LevelOpen(level, why)
    pledges = people[match.pledged]
    blank = pledges.isna().to_numpy(dtype=bool)
    numbers = [0 if missing else millionths(cell) for cell, missing in zip(pledges.tolist(), blank, strict=True)]
    asked = [level * 100] * len(people) if match.unit == "percent" else [Fraction(int(rupiah)) for rupiah in local]
    short = np.array([number < need * 10**6 for number, need in zip(numbers, asked, strict=True)], dtype=bool)
    why[~settled & short] = match.pledged
    why[~settled & blank] = BLANK + match.pledged
    return LevelOpen(level, why)
