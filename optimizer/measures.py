"""Measures: what can be counted over options, for the model; and over awards, for the verifier.

The two halves share nothing but the names, so that a slip in one is caught by the other.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from optimizer.numbers import PLACES, Integers, exact, millionths
from optimizer.tables import Tables

LIBRARIES = "libraries"
Scalar: TypeAlias = str | int | float
Where: TypeAlias = Mapping[str, Scalar | tuple[Scalar, ...]]


def coefficients(tables: Tables, measure: str) -> tuple[Integers, int]:
    """Give what each option counts towards a measure, in whole units, and the units in one."""
    if measure == LIBRARIES:
        return np.ones(len(tables.options), dtype=np.int64), 1
    return exact(tables.joined[measure])


def mask(tables: Tables, where: Where) -> npt.NDArray[np.bool_]:
    """Mark the options for which every column named in `where` holds one of its values."""
    chosen = np.ones(len(tables.options), dtype=bool)
    for column, wanted in where.items():
        values = wanted if isinstance(wanted, tuple) else (wanted,)
        chosen &= tables.joined[column].isin(list(values)).to_numpy()
    return chosen


def groups(tables: Tables, per: str) -> list[Any]:
    """List the values of a column that applicants or options hold, in order; blanks form no group."""
    source = tables.applicants if per in tables.applicants else tables.options
    return sorted(source[per].dropna().unique().tolist(), key=lambda value: (str(type(value)), value))


def measured(awards: pd.DataFrame, measure: str) -> Fraction:
    """Count a measure over awards joined with their applicants, exactly, in plain pandas."""
    if measure == LIBRARIES:
        return Fraction(len(awards))
    return Fraction(sum(millionths(cell) for cell in awards[measure].tolist()), 10**PLACES)


def measured_by(awards: pd.DataFrame, measure: str, per: str) -> dict[Any, Fraction]:
    """Count a measure over awards for each value of a column."""
    cells = [1] * len(awards) if measure == LIBRARIES else awards[measure].tolist()
    totals: dict[Any, int] = {}
    for group, cell in zip(awards[per].tolist(), cells, strict=True):
        totals[group] = totals.get(group, 0) + millionths(cell)
    return {group: Fraction(number, 10**PLACES) for group, number in totals.items()}


def awarded(awards: pd.DataFrame, where: Where) -> pd.DataFrame:
    """Keep the awards for which every condition of `where` holds."""
    kept = awards
    for column, wanted in where.items():
        accepted = set(wanted) if isinstance(wanted, tuple) else {wanted}
        # An empty list of flags would be taken for a choice of no columns.
        kept = kept.loc[np.array([cell in accepted for cell in kept[column].tolist()], dtype=bool)]
    return kept


def is_money(measure: str) -> bool:
    """Tell whether a measure is in rupiah: by the naming rule of the options table."""
    return measure.startswith(("cost", "local_"))
