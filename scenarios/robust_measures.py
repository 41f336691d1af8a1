"""Measures of robustness: groups by probability, and how much of the variance each source makes."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Rows: TypeAlias = npt.NDArray[np.float64]


class Group(StrEnum):
    """Where somebody stands over all draws."""

    CLEAR_IN = "clear in"
    CONTESTED = "contested"
    CLEAR_OUT = "clear out"


@dataclass(frozen=True)
class Contribution:
    """First-order and total index of one source, each with its standard error; shares of the variance."""

    first: float
    first_error: float
    total: float
    total_error: float


def group(funded: int, open_: int, of: int, clear_in: float, clear_out: float) -> Group:
    """The group of somebody funded in so many of the draws, while `open_` of them are without an answer."""
    if funded >= Fraction(str(clear_in)) * of:
        return Group.CLEAR_IN
    return Group.CLEAR_OUT if funded + open_ <= Fraction(str(clear_out)) * of else Group.CONTESTED


def contributions(one: Rows, other: Rows, mixed: Mapping[str, Rows]) -> dict[str, Contribution] | None:
    """Sobol' indices of every source over all columns together; None where at most one row varies.

    one, other: what comes out of two independent designs, a row a draw, a column an output. mixed: the first design
    with one source taken from the second. Indices are Jansen's estimators (1999), with the variances of all columns
    added (Gamboa, Janon, Klein and Lagnoux 2014); errors by leaving out one row at a time (jackknife). Estimates
    may lie a little outside 0 to 1.
    """
    if len(one) < 2:
        return None
    variance = _variance(one, other)
    if not variance.all():
        return None
    found = {}
    for name, rows in mixed.items():
        first = 1 - _apart(other, rows) / (2 * variance)
        total = _apart(one, rows) / (2 * variance)
        found[name] = Contribution(float(first[0]), _error(first[1:]), float(total[0]), _error(total[1:]))
    return found


def _without(sums: Rows) -> Rows:
    """The sum over all rows, then over all rows but each one."""
    whole = sums.sum(axis=0, keepdims=True)
    result: Rows = np.concatenate((whole, whole - sums))
    return result


def _counts(rows: int) -> Rows:
    return np.array([rows, *([rows - 1] * rows)], dtype=np.float64)


def _apart(one: Rows, other: Rows) -> Rows:
    result: Rows = _without(((one - other) ** 2).sum(axis=1)[:, None])[:, 0] / _counts(len(one))
    return result


def _variance(one: Rows, other: Rows) -> Rows:
    """The variance of both designs together, summed over columns."""
    both, counts = one + other, 2 * _counts(len(one))[:, None]
    mean = _without(both) / counts
    squares = _without(one**2 + other**2)
    result: Rows = ((squares - counts * mean**2) / (counts - 1)).sum(axis=1)
    return np.where(result > 1e-12, result, 0.0)


def _error(left_out: Rows) -> float:
    rows = len(left_out)
    return float(np.sqrt((rows - 1) / rows * ((left_out - left_out.mean()) ** 2).sum()))
