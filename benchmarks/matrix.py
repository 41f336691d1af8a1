"""A matrix as a program wrote it, and whether two programs wrote the same one, whatever they multiplied its rows by."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Integers: TypeAlias = npt.NDArray[np.int64]
Floats: TypeAlias = npt.NDArray[np.float64]
NEAR = 1e-6


@dataclass(frozen=True, eq=False)
class Matrix:
    """Entries (row, column, value), bounds of the rows, and costs of the columns."""

    row: Integers
    column: Integers
    value: Floats
    lower: Floats
    upper: Floats
    cost: Floats

    @property
    def rows_of(self) -> tuple[Floats, Floats, Floats]:
        """Each row as three numbers: its entries weighed by chance and its bounds, divided by its first entry.

        Sorted by the first of them: rows that say the same have the same numbers, in whatever order they stand.
        """
        order = np.lexsort((self.column, self.row))
        row, column, value = self.row[order], self.column[order], self.value[order]
        held, first = np.unique(row, return_index=True)
        leading = np.ones(len(self.lower))
        leading[held] = value[first]
        weights = np.random.default_rng(7).random(len(self.cost)) + 0.5
        entries = value / leading[row] * weights[column]
        marks: Floats = np.bincount(row, weights=entries, minlength=len(self.lower)).astype(np.float64)
        low, high = self.lower / leading, self.upper / leading
        low, high = np.where(leading > 0, low, high), np.where(leading > 0, high, low)
        by = np.argsort(marks, kind="stable")
        return marks[by], low[by], high[by]


def same(one: Matrix, other: Matrix) -> bool:
    """Whether two matrices ask for the same, but for what rows and costs are multiplied by and in which order rows are.

    A row is told by a sum weighed by chance: two unlike ones pass for the same with a chance below one in a million.
    """
    if (len(one.lower), len(one.cost), len(one.value)) != (len(other.lower), len(other.cost), len(other.value)):
        return False
    pairs = [*zip(one.rows_of, other.rows_of, strict=True), (_scaled(one.cost), _scaled(other.cost))]
    return all(np.allclose(mine, theirs, rtol=NEAR, atol=NEAR) for mine, theirs in pairs)


def _scaled(cost: Floats) -> Floats:
    found: Floats = cost / (np.abs(cost).max(initial=0.0) or 1.0)
    return found
