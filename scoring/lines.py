"""Lines: every score as one weight moves between nothing and the whole, the others keeping their proportions."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from scoring.points import LARGEST_UNIT, VALUE_ONE, Flags, Floats, Integers

Whole: TypeAlias = NDArray[Any]
"""Whole numbers: of 64 bits where they fit, else Python's own."""
NEAR = 1e-12
"""More than any rounding of a float score (1 is the highest there is): what is nearer is compared exactly."""


@dataclass(frozen=True, eq=False)
class Lines:
    """Scores along a share u from 0 to 1 of one weight: (1 - u) zero + u one, exact, one a row.

    zero, one: sums of billionths times weights in parts of `unit`, so VALUE_ONE x unit is a whole score.
    """

    zero: Whole
    one: Whole
    unit: int

    @property
    def top(self) -> int:
        """The highest score that there is."""
        return VALUE_ONE * self.unit

    @cached_property
    def floats(self) -> tuple[Floats, Floats]:
        """Score at 0, and by how much it is higher at 1, as floats of which 1 is the highest score."""
        zero = (self.zero / self.top).astype(np.float64)
        return zero, (self.one / self.top).astype(np.float64) - zero

    def near(self, share: Fraction, rows: Integers) -> Floats:
        """Scores of some rows, correct to NEAR."""
        zero, rise = self.floats
        found: Floats = zero[rows] + float(share) * rise[rows]
        return found

    def at(self, row: int, share: Fraction) -> int:
        """One score, exact, in parts of top x the share's denominator."""
        more, whole = share.numerator, share.denominator
        return (whole - more) * int(self.zero[row]) + more * int(self.one[row])

    def rise(self, row: int) -> int:
        """By how much a row is higher at 1 than at 0."""
        return int(self.one[row]) - int(self.zero[row])

    def meet(self, one: int, other: int) -> Fraction:
        """The share at which two rows have the same score; they must not rise alike."""
        return Fraction(int(self.zero[one]) - int(self.zero[other]), self.rise(other) - self.rise(one))

    def reach(self, row: int, score: Fraction) -> Fraction | None:
        """The share at which a row has a score (1 is the highest); None where it never changes."""
        rise = self.rise(row)
        return (score * self.top - int(self.zero[row])) / rise if rise else None

    def turned(self) -> "Lines":
        """The same seen from the other end: share u is 1 - u there."""
        return Lines(self.one, self.zero, self.unit)


def lines(values: Integers, without: Sequence[Fraction], alone: Sequence[Fraction]) -> Lines:
    """Draw the scores between two weightings of the same criteria.

    values: billionths, one row an applicant, one column a criterion. without, alone: exact weights where the one
    weight is nothing (share 0), and where it is the whole (share 1), each summing to one.
    """
    unit = math.lcm(*(weight.denominator for weight in (*without, *alone)))
    exact: Whole = values.astype(np.int64 if unit < LARGEST_UNIT else np.object_)

    def added(weights: Sequence[Fraction]) -> Whole:
        sums: Whole = exact @ np.array([int(weight * unit) for weight in weights], dtype=exact.dtype)
        return sums

    return Lines(added(without), added(alone), unit)


def highest(points: Integers, count: int) -> Flags:
    """The rows among the first `count` by points, with all that share the last place among them."""
    if count >= len(points):
        return np.ones(len(points), dtype=np.bool_)
    if count <= 0:
        return np.zeros(len(points), dtype=np.bool_)
    chosen: Flags = points >= np.partition(points, len(points) - count)[len(points) - count]
    return chosen
