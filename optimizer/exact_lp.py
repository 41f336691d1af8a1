"""ExactLp: small linear programs in whole numbers only, so that a result is the same on every machine, and proven.

The primal simplex method on a tableau of whole numbers over one common denominator (Edmonds, "Systems of distinct
representatives and linear algebra", 1967), in two phases. The column with the most to gain enters; where a
run of pivots gains nothing, the first that gains (Bland, 1977), which cannot go round in circles.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any

import numpy as np

PATIENCE = 500
"""Pivots in a row without gain before Bland's rule takes over."""


@dataclass(frozen=True)
class Solved:
    """The optimum: its value, the columns, and the price of every row (none below zero)."""

    value: Fraction
    columns: tuple[Fraction, ...]
    prices: tuple[Fraction, ...]


class _Tableau:
    """Rows of whole numbers over `over`; the last is the objective, the last column the right side."""

    def __init__(self, cells: Any, basis: list[int]) -> None:  # noqa: ANN401
        self.cells, self.basis, self.over = cells, basis, 1

    def pivot(self, row: int, column: int) -> None:
        """Let a column into the basis in place of that of a row."""
        cells = self.cells
        if cells[row, column] < 0:
            cells[row] = -cells[row]
        own, by = cells[row].copy(), cells[row, column]
        cells[:] = (cells * by - np.outer(cells[:, column], own)) // self.over
        cells[row], self.basis[row], self.over = own, column, by

    def run(self, columns: int) -> None:
        """Pivot until no column gains; raises ValueError when the objective has no end."""
        cells, rows, idle = self.cells, len(self.basis), 0
        while True:
            gains = cells[-1, :columns]
            column = int(np.argmin(gains)) if idle < PATIENCE else int(np.argmax(gains < 0))
            if gains[column] >= 0:
                return
            able = [i for i in range(rows) if cells[i, column] > 0]
            if not able:
                raise ValueError("the objective has no end")
            row = min(able, key=lambda i: (Fraction(cells[i, -1], cells[i, column]), self.basis[i]))
            idle = 0 if cells[row, -1] else idle + 1
            self.pivot(row, column)


def maximise(cost: Sequence[Fraction], rows: Sequence[Sequence[Fraction]], bounds: Sequence[Fraction]) -> Solved:
    """Maximise cost x with rows x <= bounds and x >= 0; raises ValueError when there is no x, or no maximum."""
    counted, many = len(cost), len(rows)
    units = [lcm(*(Fraction(n).denominator for n in (*row, bound))) for row, bound in zip(rows, bounds, strict=True)]
    unit = lcm(*(Fraction(n).denominator for n in cost)) if cost else 1
    # Columns: those asked for, one slack a row, one that makes up for whatever is missing at the start; right side.
    cells = np.zeros((many + 1, counted + many + 2), dtype=object)
    for i, (row, bound, scale) in enumerate(zip(rows, bounds, units, strict=True)):
        cells[i, :counted] = [int(n * scale) for n in row]
        cells[i, counted + i], cells[i, counted + many], cells[i, -1] = 1, -1, int(bound * scale)
    tableau, missing = _Tableau(cells, [counted + i for i in range(many)]), counted + many
    short = min(range(many), key=lambda i: cells[i, -1], default=0)
    if many and cells[short, -1] < 0:
        cells[-1, missing] = 1
        tableau.pivot(short, missing)
        tableau.run(missing + 1)
        if cells[-1, -1] != 0:
            raise ValueError("no x satisfies the rows")
        if missing in tableau.basis:
            at = tableau.basis.index(missing)
            tableau.pivot(at, next(j for j in range(missing) if cells[at, j] != 0))
    cells[:, missing] = 0
    cells[-1] = 0
    cells[-1, :counted] = [-int(n * unit) * tableau.over for n in cost]
    for i, j in enumerate(tableau.basis):
        if j < counted:
            cells[-1] = cells[-1] + int(cost[j] * unit) * cells[i]
    tableau.run(missing)
    found = [Fraction(0)] * (missing + 1)
    for i, j in enumerate(tableau.basis):
        found[j] = Fraction(cells[i, -1], tableau.over)
    prices = tuple(Fraction(cells[-1, counted + i] * scale, tableau.over * unit) for i, scale in enumerate(units))
    return Solved(Fraction(cells[-1, -1], tableau.over * unit), tuple(found[:counted]), prices)
