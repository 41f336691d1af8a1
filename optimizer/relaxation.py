"""Relaxation: the program without "whole numbers only", solved again and again from where it stood.

A linear program is solved in a moment, and its row prices (duals) prove a bound that no plan can beat. The bound
given here does not lean on the solver: it is worked out from the prices by weak duality, with every rounding of
floating point counted against it (Neumaier and Shcherbina, "Safe bounds in linear and mixed-integer linear
programming", 2004).
"""

from dataclasses import dataclass
from math import fsum, inf
from typing import Any, TypeAlias

import highspy
import numpy as np
import numpy.typing as npt

from optimizer.highs import STATES, attended
from optimizer.model import HAIR, scale_of
from optimizer.program import Program
from optimizer.solution import SolverError

Floats: TypeAlias = npt.NDArray[np.float64]
ROUNDING = 2.0**-53
"""Largest relative error of one operation in double precision."""


@dataclass(frozen=True, eq=False)
class Arrays:
    """A program as a solver takes it: rows and columns scaled to numbers below a thousand, always to be maximised.

    start, index, value: the rows, one after another. row_unit: whole units in one of a row. column_unit: whole
    units in one of a column. cost and cost_unit: the first objective, turned round when it is to be minimised.
    """

    start: npt.NDArray[np.int32]
    index: npt.NDArray[np.int32]
    value: Floats
    row_of: npt.NDArray[np.int64]
    lower: Floats
    upper: Floats
    limit: Floats
    whole: npt.NDArray[np.bool_]
    cost: Floats
    row_unit: Floats
    column_unit: Floats
    cost_unit: float


def arrays(program: Program, goal: int = 0) -> Arrays:
    """Scale a program for the solver, with one of its objectives (none where it has none)."""
    counts = [len(row.columns) for row in program.rows]
    index = np.array([j for row in program.rows for j in row.columns], dtype=np.int32)
    column_unit = np.array([float(column.step) for column in program.columns])
    step = [column.step for column in program.columns]
    units = [scale_of(max((abs(a) for a in row.numbers), default=1)) for row in program.rows]
    value = np.array(
        [
            a * step[j] / unit
            for row, unit in zip(program.rows, units, strict=True)
            for j, a in zip(row.columns, row.numbers, strict=True)
        ]
    )
    lower = [-inf if row.sense == "<=" else row.bound / unit for row, unit in zip(program.rows, units, strict=True)]
    upper = [inf if row.sense == ">=" else row.bound / unit for row, unit in zip(program.rows, units, strict=True)]
    cost = np.zeros(len(program.columns))
    cost_unit = 1
    if program.goals:
        chosen = program.goals[goal]
        cost_unit = scale_of(max((abs(c * step[j]) for j, c in chosen.numbers.items()), default=1))
        for j, c in chosen.numbers.items():
            cost[j] = chosen.sign * c * step[j] / cost_unit
    return Arrays(
        start=np.cumsum([0, *counts]).astype(np.int32),
        index=index,
        value=value.astype(np.float64),
        row_of=np.repeat(np.arange(len(counts)), counts),
        lower=np.array(lower, dtype=np.float64),
        upper=np.array(upper, dtype=np.float64),
        limit=np.array([column.upper / column.step for column in program.columns]),
        whole=np.array([column.whole and column.step == 1 for column in program.columns], dtype=bool),
        cost=cost,
        row_unit=np.array(units, dtype=np.float64),
        column_unit=column_unit,
        cost_unit=float(cost_unit),
    )


def handed_over(data: Arrays, *, whole: bool) -> highspy.Highs:
    """Pass the arrays to a new solver in one call; with `whole`, decisions must be whole numbers."""
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.setOptionValue("output_flag", False)
    kinds = data.whole.astype(np.int32) if whole else np.zeros(len(data.cost), dtype=np.int32)
    # As arrays: the members of a HighsLp would be filled number by number.
    state = solver.passModel(
        len(data.cost),
        len(data.lower),
        len(data.value),
        int(highspy.MatrixFormat.kRowwise),
        int(highspy.ObjSense.kMaximize),
        0.0,
        data.cost,
        np.zeros(len(data.cost)),
        data.limit,
        data.lower,
        data.upper,
        data.start,
        data.index,
        data.value,
        kinds,
    )
    if state == highspy.HighsStatus.kError:
        raise SolverError("HiGHS refuses the model")
    return solver


@dataclass(frozen=True, eq=False)
class Outlook:
    """What one solve of the relaxation proves. All in whole units of the objective, to be maximised.

    bound: no plan can be above it; -inf when the rows contradict each other even without whole numbers (proven by
    prices too). prices: of the rows, for scaled rows and objective. reduced: how much one unit more of a column
    would add at these prices. values: the point itself, in the model's own variables. turning: what it costs at the
    least to take a whole column otherwise than the point does, where more is known of that than `reduced` says. place:
    of every column among those that a first plan should be free to turn, where more is known of that too; columns
    that belong together share one.
    """

    bound: float
    prices: Floats
    reduced: Floats
    values: Floats
    turning: Floats | None = None
    place: npt.NDArray[np.int64] | None = None


class Relaxation:
    """One linear program kept alive: rows and columns change their bounds, and the next solve starts from the last."""

    def __init__(self, data: Arrays, least: Floats | None = None) -> None:
        self.data = data
        self.lower, self.upper = data.lower.copy(), data.upper.copy()
        self.least = np.zeros(len(data.limit)) if least is None else least.copy()
        self.most = data.limit.copy()
        self._solver = handed_over(data, whole=False)
        highspy.Highs.resetGlobalScheduler(True)
        settings: dict[str, int | str] = {"threads": 1, "parallel": "off", "random_seed": 0, "solver": "simplex"}
        for name, value in settings.items():
            self._solver.setOptionValue(name, value)
        for column in np.flatnonzero(self.least):
            self._solver.changeColBounds(int(column), float(self.least[column]), float(self.most[column]))

    def bound_row(self, row: int, lower: float, upper: float) -> None:
        """Change what a row allows, in scaled units."""
        self.lower[row], self.upper[row] = lower, upper
        self._solver.changeRowBounds(row, lower, upper)

    def restore_row(self, row: int) -> None:
        """Give a row its own bounds back."""
        self.bound_row(row, float(self.data.lower[row]), float(self.data.upper[row]))

    def bound_column(self, column: int, least: float, most: float) -> None:
        """Change the bounds of a column, in the model's own variables."""
        self.least[column], self.most[column] = least, most
        self._solver.changeColBounds(column, least, most)

    def again(self, data: Arrays) -> "Relaxation":
        """The relaxation of other arrays, which starts from where this one ended; this one may not be used any more.

        Where the arrays differ in costs and bounds of rows alone, the solver keeps its model.
        """
        before = self.data
        if len(before.cost) != len(data.cost) or len(before.lower) != len(data.lower):
            return Relaxation(data)
        alike = all(
            np.array_equal(one, other)
            for one, other in ((before.start, data.start), (before.index, data.index), (before.value, data.value))
        )
        if not alike or not np.array_equal(before.limit, data.limit):
            made = Relaxation(data)
            made._solver.setBasis(self._solver.getBasis())
            return made
        self.data, self.lower, self.upper = data, data.lower.copy(), data.upper.copy()
        self.least, self.most = np.zeros(len(data.limit)), data.limit.copy()
        columns, rows = (np.arange(many, dtype=np.int32) for many in (len(data.cost), len(data.lower)))
        solver: Any = self._solver
        solver.changeColsCost(len(columns), columns, data.cost)
        solver.changeColsBounds(len(columns), columns, self.least, self.most)
        solver.changeRowsBounds(len(rows), rows, self.lower, self.upper)
        return self

    def solve(self, seconds: float | None = None) -> Outlook | None:
        """Solve from where the last solve ended; None when nothing was proven (the solver or the time gave up)."""
        if seconds is not None:
            self._solver.setOptionValue("time_limit", max(seconds, 0.01))
        with attended(self._solver):
            self._solver.run()
        state = self._solver.getModelStatus()
        if state in (STATES.kOptimal, STATES.kModelEmpty):
            solution = self._solver.getSolution()
            prices = np.array(solution.row_dual, dtype=np.float64)
            values = np.array(solution.col_value, dtype=np.float64)
            return self._judged(prices, values, self.data.cost)
        if state in (STATES.kInfeasible, STATES.kUnboundedOrInfeasible):
            return self._refuted()
        return None

    def ranges(self) -> list[tuple[float, float, float]]:
        """For every row its price and the bounds between which that price holds, after a solve; scaled units."""
        if not len(self.data.cost):
            return [(0.0, -inf, inf)] * len(self.data.lower)
        prices = self._solver.getSolution().row_dual
        status, ranging = self._solver.getRanging()
        if status == highspy.HighsStatus.kError or not ranging.valid:
            raise SolverError("HiGHS cannot say how far its prices hold")
        used = self._solver.getSolution().row_value
        found = []
        for i, price in enumerate(prices):
            low, high = float(ranging.row_bound_dn.value_[i]), float(ranging.row_bound_up.value_[i])
            if not price:  # a row with room to spare may move until it binds, and away without end
                low, high = (float(used[i]), inf) if np.isfinite(self.upper[i]) else (-inf, float(used[i]))
            found.append((float(price), low, high))
        return found

    def _refuted(self) -> Outlook | None:
        """Prices at which the rows alone demand more than they allow: by either sign, for HiGHS does not say."""
        solver: Any = self._solver
        _, there, ray = solver.getDualRay()
        if not there:
            return None
        nothing = np.zeros(len(self.data.cost))
        for prices in (np.array(ray), -np.array(ray)):
            largest = float(np.abs(prices).max(initial=0.0)) or 1.0
            found = self._judged(prices / largest, nothing, nothing)
            if found.bound < 0:
                return Outlook(-inf, found.prices, found.reduced, nothing)
        return None

    def _judged(self, prices: Floats, values: Floats, cost: Floats) -> Outlook:
        return judged(self.data, prices, values, cost, (self.lower, self.upper), (self.least, self.most))


def signed(prices: Floats, lower: Floats, upper: Floats) -> Floats:
    """Prices without those of a sign that their rows cannot have: a solver may leave a hair of it."""
    y = np.where(np.isfinite(upper), prices, np.minimum(prices, 0.0))
    return np.where(np.isfinite(lower), y, np.maximum(y, 0.0))


def judged(
    data: Arrays,
    prices: Floats,
    values: Floats,
    cost: Floats,
    rows: tuple[Floats, Floats],
    columns: tuple[Floats, Floats],
) -> Outlook:
    """What any prices prove, by weak duality: sum of y r + sum of u max(0, c - yA), each rounding counted upward.

    rows and columns: their bounds, lower and upper.
    """
    (lower, upper), (least, most) = rows, columns
    y = signed(prices, lower, upper)
    side = np.where(y > 0, upper, lower)
    sides = np.where(y == 0, 0.0, y * np.where(y == 0, 0.0, side))
    worth = y[data.row_of] * data.value
    reduced = cost - np.bincount(data.index, weights=worth, minlength=len(cost))
    size = np.abs(cost) + np.bincount(data.index, weights=np.abs(worth), minlength=len(cost))
    length = np.bincount(data.index, minlength=len(cost)) + 8
    above = reduced + size * length * 4 * ROUNDING
    gains = np.where(above > 0, above * most, above * least)
    slack = 8 * ROUNDING * (fsum(np.abs(sides)) + fsum(np.abs(gains)))
    bound = (fsum(sides) + fsum(gains) + slack) * data.cost_unit
    return Outlook(bound + abs(bound) * 4 * ROUNDING, y, above * data.cost_unit, values)


def free(data: Arrays, rows: list[int]) -> Arrays:
    """The same arrays without what some rows demand."""
    lower, upper = data.lower.copy(), data.upper.copy()
    lower[rows], upper[rows] = -inf, inf
    return _with_rows(data, lower, upper)


def with_room(data: Arrays) -> Arrays:
    """The arrays with a hair of room in scaled rows, which lets nothing in: whoever searches counts plans exactly.

    Without it presolve has cut off plans that meet a bound to the rupiah.
    """
    room = np.where((data.row_unit > 1) & (data.lower < data.upper), np.minimum(HAIR, 0.25 / data.row_unit), 0.0)
    return _with_rows(data, data.lower - room, data.upper + room)


def _with_rows(data: Arrays, lower: Floats, upper: Floats) -> Arrays:
    fields: dict[str, Any] = {name: getattr(data, name) for name in data.__dataclass_fields__}
    return Arrays(**{**fields, "lower": lower, "upper": upper})
