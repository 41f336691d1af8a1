"""The arithmetic of points, in whole numbers, so that every sum is exact on every machine.

Values are billionths (0 to VALUE_ONE), points are millionths of a point (0 to ALL_POINTS for 100 points). A
product of the two stays below 2**57, inside a 64-bit integer.
"""

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

VALUE_ONE = 1_000_000_000
ONE_POINT = 1_000_000
ALL_POINTS = 100 * ONE_POINT
RANK_STEPS = 1_000_000
LARGEST_UNIT = 2**63 // (2 * VALUE_ONE)
SPARSE = 16
"""Scores that spread over up to so many steps each are counted step by step, others sorted."""

Integers: TypeAlias = NDArray[np.int64]
Flags: TypeAlias = NDArray[np.bool_]
Floats: TypeAlias = NDArray[np.float64]


def millionths(points: float) -> int:
    """Give points as a whole number of millionths, for sums that must be exact."""
    return round(points * ONE_POINT)


def apportion(effective: Mapping[str, Fraction]) -> dict[str, int]:
    """Split 100 points over criteria in whole millionths, in proportion to exact weights that sum to one.

    Largest remainders (Hamilton's method), equal remainders in order of id; so the parts sum to exactly
    ALL_POINTS, none is off by a millionth of a point or more, and the order of the criteria does not matter.
    """
    parts = {node: int(weight * ALL_POINTS) for node, weight in effective.items()}
    left = ALL_POINTS - sum(parts.values())
    by_remainder = sorted(parts, key=lambda node: (parts[node] - effective[node] * ALL_POINTS, node))
    for node in by_remainder[:left]:
        parts[node] += 1
    return parts


def contribution(values: Integers, part: int) -> Integers:
    """Points that each value earns on a criterion worth `part`: the product, rounded half up."""
    return (values * np.int64(part) + np.int64(VALUE_ONE // 2)) // np.int64(VALUE_ONE)


def total(columns: Sequence[Integers], rows: int) -> Integers:
    """Add columns of points, one value a row."""
    added = np.zeros(rows, dtype=np.int64)
    for column in columns:
        added += column
    return added


def comparable(values: Mapping[str, Integers], effective: Mapping[str, Fraction], rows: int) -> Integers:
    """Score every row for comparison, in whole steps of a ten-thousandth of a point (0 to RANK_STEPS).

    Uses the exact weights, not the parts of `apportion`: those of three equal criteria differ by a millionth,
    which must not put one applicant before another. The one rounding left is to the step, half up.
    """
    unit = math.lcm(*(weight.denominator for weight in effective.values()))
    dtype: type[Any] = np.int64 if unit < LARGEST_UNIT else np.object_
    added: NDArray[Any] = np.zeros(rows, dtype=dtype)
    for node, weight in effective.items():
        added += values[node].astype(dtype, copy=False) * int(weight * unit)
    return in_steps(added, unit)


def in_steps(added: "NDArray[Any]", unit: int) -> Integers:
    """Round sums of values times weights, the weights in parts of `unit`, half up to steps of a ten-thousandth."""
    step = unit * (VALUE_ONE // RANK_STEPS)
    return ((added + step // 2) // step).astype(np.int64)


def ranks(scores: Integers, among: Flags) -> tuple[Integers, Flags]:
    """Competition ranks ("1224", highest first) of the rows in `among`, 0 elsewhere; and which are tied."""
    chosen = scores[among]
    rank, tied = np.zeros(len(scores), dtype=np.int64), np.zeros(len(scores), dtype=np.bool_)
    if not len(chosen):
        return rank, tied
    least = int(chosen.min())
    if int(chosen.max()) - least <= SPARSE * len(chosen):
        count = np.bincount(chosen - least)
        upto, equal = np.cumsum(count)[chosen - least], count[chosen - least]
    else:
        ordered = np.sort(chosen)
        upto = np.searchsorted(ordered, chosen, side="right")
        equal = upto - np.searchsorted(ordered, chosen, side="left")
    rank[among], tied[among] = len(chosen) - upto + 1, equal > 1
    return rank, tied
