"""Narrowed: a program in which some decisions stand, so that less is left to decide; in whole numbers, exactly."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from optimizer.part import Mask
from optimizer.program import ONE_OPTION, Column, Goal, Program, Row
from optimizer.relaxation import Floats


@dataclass(frozen=True, eq=False)
class Narrowed:
    """`whole` with only the columns at `open` left to decide, the others standing as in `at`."""

    whole: Program
    open: tuple[int, ...]
    at: tuple[int, ...]

    @staticmethod
    def of(program: Program, open_: Mask, values: Floats) -> "Narrowed":
        """Leave some columns open, the others at the nearest whole number; amounts must be among the open ones."""
        assert not any(column.sum_of for column in program.columns)
        at = tuple(np.rint(values).astype(np.int64).tolist())
        return Narrowed(program, tuple(np.flatnonzero(open_).tolist()), at)

    @cached_property
    def _place(self) -> dict[int, int]:
        return {j: k for k, j in enumerate(self.open)}

    @cached_property
    def program(self) -> Program:
        """What is left: every plan of it is one of the whole program, and worth `value` less."""
        columns = tuple(replace(self.whole.columns[j], opened_by=()) for j in self.open)
        rows = (self._row(row) for row in self.whole.rows)
        goals = tuple(self._goal(goal) for goal in self.whole.goals)
        return replace(self.whole, columns=columns, rows=tuple(row for row in rows if _says(row, columns)), goals=goals)

    @property
    def value(self) -> int:
        """What the decisions that stand are worth by the first objective, turned round to be maximised."""
        goal = self.whole.goals[0]
        return goal.sign * sum(c * self.at[j] for j, c in goal.numbers.items() if j not in self._place)

    def inside(self, vector: Sequence[int]) -> list[int] | None:
        """A vector of the whole program in this one; None where it takes a decision otherwise that stands."""
        if any(number != self.at[j] for j, number in enumerate(vector) if j not in self._place):
            return None
        return [vector[j] for j in self.open]

    def outside(self, vector: Sequence[int]) -> tuple[int, ...]:
        """A vector of this program in the whole one."""
        found = list(self.at)
        for j, number in zip(self.open, vector, strict=True):
            found[j] = number
        return tuple(found)

    def _row(self, row: Row) -> Row:
        place, at = self._place, self.at
        left = [(place[j], a) for j, a in zip(row.columns, row.numbers, strict=True) if j in place]
        used = sum(a * at[j] for j, a in zip(row.columns, row.numbers, strict=True) if j not in place)
        columns, numbers = tuple(j for j, _ in left), tuple(a for _, a in left)
        return Row(row.rule, row.part, columns, numbers, row.sense, row.bound - used)

    def _goal(self, goal: Goal) -> Goal:
        return replace(goal, numbers={self._place[j]: c for j, c in goal.numbers.items() if j in self._place})


def _says(row: Row, columns: Sequence[Column]) -> bool:
    """Whether a row forbids anything that the columns allow; who has any option left keeps its row."""
    if row.rule == ONE_OPTION and row.columns:
        return True
    reach = [a * columns[j].upper for j, a in zip(row.columns, row.numbers, strict=True)]
    low, high = sum(each for each in reach if each < 0), sum(each for each in reach if each > 0)
    return (row.sense != ">=" and high > row.bound) or (row.sense != "<=" and low < row.bound)
