"""Written: the rows of a model as arrays of whole numbers, counted exactly, and as a solver takes them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import inf
from typing import Any

import numpy as np
import numpy.typing as npt

from optimizer.model import scale_of
from optimizer.numbers import Integers
from optimizer.progress import may_end
from optimizer.relaxation import Arrays, Floats
from optimizer.rows import Rows
from optimizer.solution import SolverError

LARGEST = 2**62
SIGNS = {"<=": -1, "==": 0, ">=": 1}


class ImpossibleError(Exception):
    """A row that no plan can keep, whatever is decided."""


@dataclass(frozen=True, eq=False)
class Written:
    """Rows of whole numbers: entry e counts `numbers[e]` of `columns[e]`; row i has the entries start[i] to start[i+1].

    least and most: the bounds of each row, -LARGEST and LARGEST where there is none. upper and whole: of the decisions.
    step: units in one of a decision, 1 but for amounts, whose units all their rows share; `upper` counts units. sums:
    the decisions that are sums of others, as in `Columnar`.
    """

    start: Integers
    columns: Integers
    numbers: Integers
    least: Integers
    most: Integers
    upper: Integers
    whole: npt.NDArray[np.bool_]
    step: Integers
    sums: Mapping[int, tuple[Integers, Integers]]

    @cached_property
    def row(self) -> Integers:
        """The row of every entry."""
        return np.repeat(np.arange(len(self.start) - 1), np.diff(self.start))

    @cached_property
    def unit(self) -> Integers:
        """Units in one of each decision for the solver: sums of large numbers are counted as the rows are scaled."""
        found = self.step.copy()
        for place, (_, numbers) in self.sums.items():
            found[place] = scale_of(int(np.abs(numbers).max(initial=1)))
        return found

    @cached_property
    def scale(self) -> Floats:
        """Whole units in one of each row for the solver: the largest number lies between 1 and 1,000."""
        sizes = np.abs(self.numbers) * self.unit[self.columns]
        largest = np.maximum.reduceat(sizes, self.start[:-1]) if len(self.least) else self.least
        digits = np.array([len(str(number)) for number in np.unique(largest).tolist()])
        found: Floats = 10.0 ** np.maximum(digits - 3, 0)[np.searchsorted(np.unique(largest), largest)]
        return found

    def totals(self, vector: Integers) -> Integers:
        """What a plan comes to in every row, exactly."""
        sums = np.concatenate(([0], np.cumsum(self.numbers * vector[self.columns])))
        found: Integers = sums[self.start[1:]] - sums[self.start[:-1]]
        return found

    def raised(self, vector: Integers) -> Integers:
        """The plan with every sum as it is, and every amount as large as its rows let it be."""
        found = vector.copy()
        for place, (columns, numbers) in self.sums.items():
            found[place] = int(numbers @ vector[columns])
        for j in np.flatnonzero(~self.whole).tolist():
            found[j] = 0
            held = np.flatnonzero((self.columns == j) & (self.numbers > 0))
            held = held[self.most[self.row[held]] < LARGEST]
            rows = self.row[held]
            room = (self.most[rows] - self.totals(found)[rows]) // self.numbers[held]
            found[j] = max(min(int(self.upper[j]), int(room.min(initial=LARGEST))), 0)
        return found

    def lawful(self, vector: Integers) -> bool:
        """Whether a plan of whole numbers keeps every row."""
        totals = self.totals(vector)
        return bool(((totals >= self.least) & (totals <= self.most)).all())

    def arrays(self, cost: Integers) -> Arrays:
        """The rows as the solver takes them, with whole numbers to be maximised."""
        scale, of = self.scale, self.unit
        cost = cost * of
        decided = self.whole.copy()
        decided[list(self.sums)] = False  # follows from the others, and would be too large to be a whole number
        unit = 10.0 ** max(len(str(int(np.abs(cost).max(initial=1)))) - 3, 0)
        lower = np.where(self.least == -LARGEST, -inf, self.least / scale)
        upper = np.where(self.most == LARGEST, inf, self.most / scale)
        return Arrays(
            start=self.start.astype(np.int32),
            index=self.columns.astype(np.int32),
            value=self.numbers * of[self.columns] / scale[self.row],
            row_of=self.row,
            lower=lower,
            upper=upper,
            limit=self.upper / of,
            whole=decided,
            cost=cost / unit,
            row_unit=scale,
            column_unit=of.astype(np.float64),
            cost_unit=unit,
        )


def written(
    parts: Sequence[Rows],
    whole: npt.NDArray[np.bool_],
    upper: Integers,
    sums: Mapping[int, tuple[Integers, Integers]],
) -> Written:
    """Put rows together: a decision once a row, numbers divided by what divides every value, bounds rounded likewise.

    Raises ImpossibleError for a row that nothing can meet, SolverError for numbers beyond what is counted exactly.
    """
    many = np.array([len(part.senses) for part in parts])
    before = np.concatenate(([0], np.cumsum(many)))[:-1]
    row = np.concatenate([part.row + first for part, first in zip(parts, before, strict=True)])
    columns = np.concatenate([part.columns for part in parts])
    numbers: Any = np.concatenate([part.numbers for part in parts])
    bounds: Any = np.concatenate([part.bounds for part in parts])
    signs = np.concatenate([[SIGNS[sense] for sense in part.senses] for part in parts]).astype(np.int64)
    may_end()
    row, columns, numbers = _merged(row, columns, numbers)
    may_end()
    step = np.ones(len(whole), dtype=np.int64)
    for j in np.flatnonzero(~whole).tolist():
        held = columns == j
        step[j] = max(int(np.gcd.reduce(numbers[held], initial=0)), 1)
        numbers[held] //= step[j]
    return replace(_divided(row, columns, numbers, bounds, signs, whole, upper * step, step), sums=sums)


def _merged(row: Integers, columns: Integers, numbers: Any) -> tuple[Integers, Integers, Any]:  # noqa: ANN401
    """A decision that is there twice in a row counts once, with the sum; what counts nothing is left out."""
    # One number for both, since rows come nearly in order and such a list is sorted in a moment.
    both = row * (int(columns.max(initial=0)) + 1) + columns
    if (both[1:] < both[:-1]).any():
        order = np.argsort(both, kind="stable")
        row, columns, numbers = row[order], columns[order], numbers[order]
    begins = np.concatenate(([True], (row[1:] != row[:-1]) | (columns[1:] != columns[:-1])))[: len(row)]
    first = np.flatnonzero(begins)
    if len(first) < len(row):
        numbers = np.add.reduceat(numbers, first)
        row, columns = row[first], columns[first]
    kept = np.asarray(numbers != 0, dtype=bool)
    return row[kept], columns[kept], numbers[kept]


def _divided(
    row: Integers,
    columns: Integers,
    numbers: Any,  # noqa: ANN401
    bounds: Any,  # noqa: ANN401
    signs: Integers,
    whole: npt.NDArray[np.bool_],
    upper: Integers,
    step: Integers,
) -> Written:
    counts = np.bincount(row, minlength=len(signs))
    held = np.flatnonzero(counts)
    begin = np.concatenate(([0], np.cumsum(counts)))[:-1][held]
    common = np.gcd.reduceat(np.abs(numbers), begin) if len(begin) else np.zeros(0, dtype=np.int64)
    amounts = np.bitwise_or.reduceat(~whole[columns], begin) if len(begin) else np.zeros(0, dtype=bool)
    common = np.where(amounts, 1, common)
    idle = np.flatnonzero(counts == 0)
    zero = np.zeros(len(idle), dtype=np.int64)
    broken = np.select(
        [signs[idle] < 0, signs[idle] > 0], [bounds[idle] < zero, bounds[idle] > zero], bounds[idle] != 0
    )
    never = np.asarray((signs[held] == 0) & (bounds[held] % common != 0), dtype=bool)
    if np.asarray(broken, dtype=bool).any() or never.any():
        raise ImpossibleError
    numbers = numbers // np.repeat(common, counts[held])
    down, up = bounds[held] // common, -(-bounds[held] // common)
    reach = np.abs(numbers) * np.maximum(upper[columns], 1)
    if len(reach) and float(np.asarray(reach, dtype=np.float64).sum()) >= LARGEST:
        raise SolverError("the numbers of the model are too large to be counted exactly")
    numbers, reach = numbers.astype(np.int64), reach.astype(np.int64)
    gains = np.where(numbers > 0, reach, 0)
    high = np.add.reduceat(gains, begin) if len(begin) else gains
    low = high - (np.add.reduceat(reach, begin) if len(begin) else reach)
    # The same demand, without numbers that only the solver minds.
    most = np.where(signs[held] <= 0, np.clip(down, low - 1, high + 1), LARGEST).astype(np.int64)
    least = np.where(signs[held] >= 0, np.clip(up, low - 1, high + 1), -LARGEST).astype(np.int64)
    start = np.concatenate((begin, [len(row)])).astype(np.int64)
    return Written(start, columns, numbers, least, most, upper, whole, step, {})
