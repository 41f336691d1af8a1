"""Settled: a program without the decisions that are settled for every plan that is good enough.

At the prices of the relaxation a decision the other way costs at least its reduced cost. Where that leads below the
value that a plan must reach, the decision is the same in every such plan, and is taken out of the search.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from optimizer.program import Program, Row
from optimizer.relaxation import Outlook, Relaxation, arrays


@dataclass(frozen=True)
class Floor:
    """What a plan must reach on one objective: `least` in whole units, turned round to be maximised."""

    place: int
    least: int


@dataclass(frozen=True, eq=False)
class Core:
    """The decisions that are left. `whole` is the program with its floors as rows; `fixed` gives settled columns."""

    whole: Program
    fixed: Mapping[int, int]

    @cached_property
    def kept(self) -> tuple[int, ...]:
        """The columns that are left, by their place in the whole program."""
        return tuple(j for j in range(len(self.whole.columns)) if j not in self.fixed)

    @cached_property
    def place(self) -> dict[int, int]:
        """Where a column of the whole program is in the core."""
        return {j: k for k, j in enumerate(self.kept)}

    @cached_property
    def program(self) -> Program:
        """The program over the columns that are left, without objectives."""
        columns = tuple(self.whole.columns[j] for j in self.kept)
        rows = (self.reduced(row) for row in self.whole.rows)
        return Program(self.whole.tables, columns, tuple(row for row in rows if row.columns or not row.holds(())), ())

    def reduced(self, row: Row) -> Row:
        """A row of the whole program over the columns that are left; without columns it holds or it does not."""
        bound, columns, numbers = row.bound, [], []
        for j, a in zip(row.columns, row.numbers, strict=True):
            if j in self.fixed:
                bound -= a * self.fixed[j]
            else:
                columns.append(self.place[j])
                numbers.append(a)
        return replace(row, columns=tuple(columns), numbers=tuple(numbers), bound=bound)

    def lifted(self, vector: Sequence[int]) -> list[int]:
        """A vector of the whole program from one of the core, every amount raised as far as it goes."""
        found = [0] * len(self.whole.columns)
        for j, number in self.fixed.items():
            found[j] = number
        for j, number in zip(self.kept, vector, strict=True):
            found[j] = number
        return self.whole.raised(found)


def floored(program: Program, floors: Iterable[Floor]) -> Program:
    """The program with a row for every floor."""
    goals = program.goals
    return program.with_rows(
        program.keeping(each.place, each.least * goals[each.place].sign / goals[each.place].units) for each in floors
    )


def core(program: Program, floors: Sequence[Floor]) -> Core:
    """Settle what the prices of each floor's objective settle; later ones build on what earlier ones settled."""
    whole = floored(program, floors)
    fixed: dict[int, int] = {}
    for each in floors:
        relaxation = Relaxation(arrays(whole, each.place))
        for j, number in fixed.items():
            relaxation.bound_column(j, number, number)
        outlook = relaxation.solve()
        if outlook is not None:
            fixed |= settled(program, outlook, each.least, fixed)
    return Core(whole, fixed)


def settled(program: Program, outlook: Outlook, least: int, known: Mapping[int, int]) -> dict[int, int]:
    """The yes-or-no decisions that no plan of at least this value takes the other way, by their column.

    The hair in between is far wider than any rounding of the bound and the reduced costs; it only leaves decisions
    open.
    """
    if not np.isfinite(outlook.bound):
        return {}
    hair = 1e-6 * float(np.abs(outlook.reduced).max(initial=1.0))
    spare = outlook.bound - least + 1e-9 * abs(outlook.bound) + hair
    found = {}
    for j in np.flatnonzero(np.abs(outlook.reduced) > spare).tolist():
        column = program.columns[j]
        if column.whole and column.step == column.upper == 1 and j not in known:
            found[j] = int(outlook.reduced[j] > 0)
    return found
