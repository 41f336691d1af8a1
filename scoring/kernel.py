"""Kernel: a table of figures in, values, points and ranks out; arrays alone, for many applicants or many times."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

import numpy as np

from scoring.on_scale import whole
from scoring.points import LARGEST_UNIT, VALUE_ONE, Flags, Floats, Integers, in_steps, ranks

Scale: TypeAlias = tuple[Floats, Floats]
"""Rising figures, and their values between 0 and 1."""
EXACT_UNIT = 2**53 // VALUE_ONE
"""With weights in parts of at most this, sums of values times weights are whole numbers that floats hold exactly."""


@dataclass(frozen=True, eq=False)
class Judged:
    """What a table of figures comes to.

    values: billionths, one row an applicant and one column a criterion, whole numbers in floats. points: in
    ten-thousandths of a point. rank: competition rank ("1224") by points; tied: shares it.
    """

    values: Floats
    points: Integers
    rank: Integers
    tied: Flags


def judged(figures: Floats, scales: Sequence[Scale], weights: Sequence[Fraction], out: Floats | None = None) -> Judged:
    """Value, add up and rank a table of figures: the very numbers that `score` gives, without its reasons.

    figures: one row an applicant, one column a criterion, quickest column by column in memory (order "F"); NaN where
    an answer is missing, which earns 0. scales: one a criterion. weights: exact, none below zero, summing to one.
    out: where the values go, in the shape of figures, for those who ask often. Raises ValueError for weights that do
    not sum so, and for an infinite figure.
    """
    if min(weights, default=Fraction(-1)) < 0 or sum(weights) != 1:
        raise ValueError("weights must be none below zero, and sum to one")
    values = np.empty(figures.shape, order="F") if out is None else out
    nothing = np.zeros(len(figures))
    for column, (xs, ys) in enumerate(scales):
        whole(figures[:, column], xs, ys, values[:, column], nothing)
    points = points_of(values, weights)
    return Judged(values, points, *ranks(points, np.ones(len(points), dtype=np.bool_)))


def points_of(values: Floats, weights: Sequence[Fraction]) -> Integers:
    """Add up whole billionths by exact weights: ten-thousandths of a point, rounded half up, exact."""
    unit = math.lcm(*(weight.denominator for weight in weights))
    parts = [int(weight * unit) for weight in weights]
    if unit <= EXACT_UNIT:
        # Every product and every sum on the way is a whole number below 2**53, in whatever order they are added.
        return in_steps((values @ np.array(parts, dtype=np.float64)).astype(np.int64), unit)
    exact = values.astype(np.int64 if unit < LARGEST_UNIT else np.object_)
    return in_steps(exact @ np.array(parts, dtype=exact.dtype), unit)
