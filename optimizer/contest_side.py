"""Side: one of two best values that are compared, and what is proven of it so far.

Two values can be compared without knowing either: once a plan of the one side is in hand, it is enough that the other
side has none as good, and a search that need not find its own best ends much sooner.
"""

from collections.abc import Hashable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil, floor, gcd, inf
from typing import TypeAlias

import numpy as np

from optimizer.highs import Run
from optimizer.narrowing import settled
from optimizer.part import Cut, Matter, Part, cut_off, once, part_of
from optimizer.program import Program, Row
from optimizer.relaxation import Arrays, Floats, Outlook, Relaxation, arrays, with_room
from optimizer.rows import Sense
from optimizer.solution import SolverError, Status

Worth: TypeAlias = Fraction | float
"""A value of the first objective, turned round to be maximised; -inf where there is no plan."""
GLANCE = 200
"""Branches after which a search that is to prove nothing takes what it has."""
NEAR = 1e-5
RETRIES = 25


@dataclass(frozen=True)
class Span:
    """What is proven of one best value: a lawful plan reaches `least`, and none is above `most`."""

    least: Worth = -inf
    most: Worth = inf

    @property
    def exact(self) -> bool:
        """Whether the value itself is proven."""
        return self.least == self.most

    def plus(self, more: Fraction) -> "Span":
        """The same with an amount added to every plan."""
        return Span(self.least + more, self.most + more)


@dataclass(eq=False)
class Side:
    """One best value; what is proven of it only ever grows.

    least: a lawful plan reaches it, counted exactly. most: no plan is above it, by prices or by two searches that
    work differently. seen: the same as one search said; it shows the way and decides nothing. own: the option that
    every plan of this side is beside. known: the best plan in hand, where it is one of this very program.
    """

    program: Program
    own: tuple[str, ...] | None = None
    least: Worth = -inf
    most: Worth = inf
    seen: Worth = inf
    known: tuple[int, ...] | None = None
    glanced: bool = False
    data: Arrays = field(init=False)
    outlook: Outlook | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        self.data = arrays(self.program)
        if any(not row.columns and not row.holds(()) for row in self.program.rows):
            self.stays(-inf)
            return
        self.outlook = Relaxation(self.data).solve()
        if self.outlook is not None:
            top = self.outlook.bound
            self.stays(-inf if top == -inf else self.worth(floor(top)))

    def span(self, *, sure: bool = True) -> Span:
        """What is proven; without `sure`, what one search said counts too."""
        return Span(self.least, self.most if sure else self.seen)

    def reaches(self, least: Worth) -> None:
        """Take in that a lawful plan reaches so much."""
        self.least = max(self.least, least)

    def stays(self, most: Worth, *, sure: bool = True) -> None:
        """Take in that no plan is above this."""
        self.seen = min(self.seen, most)
        if sure:
            self.most = min(self.most, most)

    def found(self, vector: Sequence[int]) -> None:
        """Take in a plan of this program that was counted to be lawful."""
        goal = self.program.goals[0]
        reached = self.worth(goal.sign * goal.value(vector))
        if self.known is None or reached > self.least:
            self.known = tuple(vector)
        self.reaches(reached)

    def worth(self, whole: int) -> Fraction:
        """Whole units of the objective as its value."""
        return Fraction(whole) / self.program.goals[0].units

    def units(self, worth: Fraction) -> int:
        """The fewest whole units that reach a value."""
        return ceil(worth * self.program.goals[0].units)

    def try_plan(self, plan: dict[tuple[str, ...], int]) -> None:
        """Take in a plan of some other program, if it is lawful here too."""
        vector = self.program.raised([plan.get(column.key, 0) for column in self.program.columns])
        if not self.program.broken(vector):
            self.found(vector)

    def plan(self) -> dict[tuple[str, ...], int]:
        """The best plan in hand, by the keys of its columns."""
        keys = (column.key for column in self.program.columns)
        plan = {key: number for key, number in zip(keys, self.known or (), strict=True) if number}
        return plan if self.own is None else {**plan, self.own: 1}

    def glance(self, seconds: float) -> None:
        """Look for a good plan; proves nothing."""
        self.glanced = True
        part = self._part(self.program, self.least)
        with suppress(SolverError):
            seen = once(part, Run(seconds=seconds, gap=NEAR), nodes=GLANCE)
            if seen.values is not None:
                vector = self._vector(seen.values)
                if not self.program.broken(vector):
                    self.found(vector)

    def exceed(self, least: Fraction, seconds: float, *, sure: bool) -> bool:
        """Look for the best plan that reaches `least`, or prove that there is none; False when time ran out.

        With `sure`, "none" is said twice: with presolve and without.
        """
        whole = self.units(least)
        goal, below = self.program.goals[0], self.worth(whole - 1)
        sense: Sense = ">=" if goal.sign > 0 else "<="
        row = Row("reached", "", tuple(goal.numbers), tuple(goal.numbers.values()), sense, goal.sign * whole)
        floored = self.program.with_rows([row])
        part = self._part(floored, least)
        ways = (False,) if self.seen <= below else (True, False) if sure else (True,)
        for presolve in ways:
            run = Run(seconds=seconds, absolute_gap=0.999 / self.data.cost_unit, presolve=presolve)
            status, vector = self._searched(floored, part, run)
            if vector is not None:
                self.found(vector)
                if status is Status.OPTIMAL:
                    self.stays(self.least, sure=False)
                return True
            if status is not Status.INFEASIBLE:
                return False
            self.stays(below, sure=not presolve)
        return True

    def _searched(self, program: Program, part: Part, run: Run) -> tuple[Status, list[int] | None]:
        """Branch and bound until a plan passes the exact count."""
        cuts: list[Cut] = []
        for _ in range(RETRIES):
            seen = once(part, run, cuts=cuts)
            if seen.values is None:
                return seen.status, None
            vector = self._vector(seen.values)
            if not program.broken(vector):
                return seen.status, vector
            cuts.append(cut_off(part, seen.values))
        raise SolverError("the solver keeps returning plans that break a rule")

    def _part(self, program: Program, least: Worth) -> Part:
        """What is left open when only plans that reach `least` are looked for."""
        data = with_room(arrays(program))
        low, high = np.zeros(len(data.cost)), data.limit.copy()
        if self.outlook is not None and not isinstance(least, float):
            matter = Matter(self.data, low, high, lambda _: None)
            fixed = settled(matter, self.outlook, self.outlook.bound - self.units(least))
            low = np.where(fixed, np.rint(self.outlook.values), low)
            high = np.where(fixed, low, high)
        return part_of(Matter(data, low, high, lambda _: None), low < high, high)

    def _vector(self, values: Floats) -> list[int]:
        return self.program.raised([int(v) for v in np.rint(values * self.data.column_unit)])


def signature(program: Program) -> Hashable:
    """Everything that a best value depends on, written the same way whatever unit its rows are counted in."""
    goal = program.goals[0]
    return (
        tuple((column.key, column.upper, column.whole, column.step) for column in program.columns),
        (goal.sign, tuple((j, Fraction(n) / goal.units) for j, n in sorted(goal.numbers.items()) if n)),
        tuple(_plain(program, row) for row in program.rows),
    )


def _plain(program: Program, row: Row) -> Hashable:
    whole = all(program.columns[j].whole for j in row.columns)
    unit = gcd(*row.numbers) if whole else 1
    if unit <= 1 or (row.sense == "==" and row.bound % unit):
        return row.columns, row.numbers, row.sense, row.bound
    bound = ceil(Fraction(row.bound, unit)) if row.sense == ">=" else row.bound // unit
    return row.columns, tuple(number // unit for number in row.numbers), row.sense, bound
