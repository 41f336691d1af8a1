"""Exact numbers: whatever a plan is judged by is counted in whole units, never summed in floating point.

A column of whole numbers is taken as it is; any other is read to six decimals and counted in millionths.
"""

from fractions import Fraction
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

Integers: TypeAlias = npt.NDArray[np.int64]
PLACES = 6
LARGEST_TOTAL = 2**62
FINEST = 10**10
"""Rows are scaled to numbers below 1,000 and hold to 1e-9: finer steps would be lost in the solver."""


def exact(column: "pd.Series[float] | pd.Series[int]") -> tuple[Integers, int]:
    """Turn a column of finite numbers into whole units and the number of units in one (1 or 1,000,000)."""
    numbers = column.to_numpy()
    if np.issubdtype(numbers.dtype, np.bool_) or np.issubdtype(numbers.dtype, np.integer):
        return numbers.astype(np.int64), 1
    floats = column.to_numpy(dtype=np.float64, na_value=np.nan)
    if not np.isfinite(floats).all():
        raise ValueError(f"column {column.name} holds a number that is not finite")
    whole = bool((floats == np.rint(floats)).all())
    units = 1 if whole else 10**PLACES
    scaled = floats * units
    if scaled.size and np.abs(scaled).sum() >= LARGEST_TOTAL:
        raise ValueError(f"column {column.name} holds numbers too large to be counted exactly")
    whole_units = np.rint(scaled).astype(np.int64)
    # A seventh decimal, or a number too long for a float times a million, is rounded as it is written.
    for k in np.flatnonzero((np.abs(scaled - whole_units) > 1e-3) | (np.abs(scaled) > 2.0**50)):
        whole_units[k] = millionths(float(floats[k])) * units // 10**PLACES
    return whole_units, units


def millionths(cell: float | int | bool) -> int:
    """Count one cell in millionths, rounded from the decimal as it is written."""
    written = Fraction(int(cell)) if isinstance(cell, bool | int) else Fraction(str(cell))
    counted: int = round(written * 10**PLACES)
    return counted


def countable(column: "pd.Series[float] | pd.Series[int]") -> bool:
    """Whether a solver can tell one unit in the largest of these finite numbers, so that totals stay exact."""
    numbers = column.to_numpy(dtype=np.float64, na_value=np.nan)
    units = 1 if bool((numbers == np.rint(numbers)).all()) else 10**PLACES
    if np.abs(numbers).sum() * units >= LARGEST_TOTAL:
        return False
    whole, _ = exact(column)
    return bool(np.abs(whole).max(initial=0) <= FINEST * int(np.gcd.reduce(whole, initial=0)))


def combined(*parts: tuple[Integers, int]) -> Integers:
    """Columns of whole numbers, each times a whole number, added up; in Python's own numbers where 64 bits are few."""
    largest = sum(int(np.abs(numbers).max(initial=0)) * abs(times) for numbers, times in parts)
    kind = np.int64 if largest < LARGEST_TOTAL else np.object_
    found: Any = np.zeros(1, dtype=kind)
    for numbers, times in parts:
        found = found + numbers.astype(kind) * times
    result: Integers = found
    return result


def total(integers: Integers, units: int) -> Fraction:
    """Sum whole units exactly."""
    return Fraction(int(integers.sum()), units)


def fraction(number: float | int | Fraction) -> Fraction:
    """Read a number as the decimal a person wrote: 0.15 is 15/100, not its binary neighbour.

    A decimal longer than anyone writes came out of a calculation and stands for the simple fraction beside it:
    0.3333333333333333 is 1/3, of which three awards in nine are exactly the share.
    """
    if isinstance(number, Fraction):
        return number
    written = Fraction(str(number))
    simple = written.limit_denominator(10**PLACES)
    meant = written.denominator > 10 ** (2 * PLACES) and abs(simple - written) < Fraction(1, 10 ** (2 * PLACES))
    return simple if meant else written


def plain(number: Fraction) -> int | float:
    """Give an exact number back as an int where it is whole, as the nearest float otherwise."""
    return int(number) if number.denominator == 1 else float(number)
