"""NearSearch: plans of a core that meet further demands, found by branch and bound and believed after exact counting.

"There is none" is believed only when it is said with presolve and without.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import floor, inf
from types import MappingProxyType

import highspy
import numpy as np
import numpy.typing as npt

from optimizer import highs
from optimizer.model import scale_of
from optimizer.program import Row
from optimizer.relaxation import Arrays, arrays, handed_over, with_room
from optimizer.settled import Core
from optimizer.solution import Solution, SolverError, Status

RETRIES = 25
GLANCE = 1_500
"""Nodes of a search that is not to prove anything."""
EMPTY: Mapping[int, int] = MappingProxyType({})
AWAY = 1e-5


@dataclass(frozen=True)
class Found:
    """What one search came to: a vector of the whole program, its weight and the most that is possible.

    optimal: no plan weighs more; feasible: a plan, not proven heaviest (because time ran out, or the first few were
    enough); infeasible: there is none; stopped: time ran out before there was one.
    """

    status: Status
    vector: tuple[int, ...] | None = None
    weight: int = 0
    bound: int | None = None


class NearSearch:
    """Asks one core one question after another, all within one time allowance."""

    def __init__(self, core: Core, deadline: float) -> None:
        self.core = core
        self.deadline = deadline
        self.solves = 0
        self._data: Arrays = with_room(arrays(core.program))
        self._yes = np.flatnonzero(self._data.whole & (self._data.limit == 1))

    def find(
        self,
        demands: Sequence[Row],
        weights: Mapping[int, int],
        *,
        fixed: Mapping[int, int] = EMPTY,
        enough: int = 0,
        confirm: bool = True,
    ) -> Found:
        """The heaviest plan that meets the demands; rows and weights are over the columns of the whole program.

        fixed: what else is settled in every plan that meets the demands. With `enough`, the search may end when it
        has improved its plan so many times. Without `confirm` "there is none" is not to be believed.
        """
        rows = [self.core.reduced(row) for row in demands]
        empty = [row for row in (*self.core.program.rows, *rows) if not row.columns]
        if not all(row.holds(()) for row in empty):
            return Found(Status.INFEASIBLE)
        if time.monotonic() >= self.deadline:
            return Found(Status.STOPPED)
        if not self.core.kept:
            return self._only(demands, weights)
        scale = scale_of(max((abs(w) * self.core.whole.columns[j].step for j, w in weights.items()), default=1))
        solver = self._solver([row for row in rows if row.columns], weights, scale)
        for j, number in fixed.items():
            if j in self.core.place:
                solver.changeColBounds(self.core.place[j], number, number)
        for _ in range(RETRIES):
            solution = self._solved(solver, scale, enough, confirm=confirm)
            if solution.values is None:
                return Found(solution.status)
            vector = self._vector(solution.values)
            if not self.core.whole.broken(vector) and all(row.holds(vector) for row in demands):
                return self._judged(solution, vector, weights, scale)
            self._forbid(solver, solution.values)
        raise SolverError("the solver keeps returning plans that break a rule")

    def _only(self, demands: Sequence[Row], weights: Mapping[int, int]) -> Found:
        """Everything is settled: the one plan that is left is lawful or not."""
        vector = self.core.lifted(())
        if self.core.whole.broken(vector) or not all(row.holds(vector) for row in demands):
            return Found(Status.INFEASIBLE)
        weight = sum(w * vector[j] for j, w in weights.items())
        return Found(Status.OPTIMAL, tuple(vector), weight, weight)

    def _solver(self, rows: Sequence[Row], weights: Mapping[int, int], scale: int) -> highspy.Highs:
        solver = handed_over(self._data, whole=True)
        costs = np.zeros(len(self.core.kept))
        for j, weight in weights.items():
            if j in self.core.place:
                costs[self.core.place[j]] = weight * self.core.whole.columns[j].step / scale
        solver.changeColsCost(len(costs), np.arange(len(costs), dtype=np.int32), costs)
        for row in rows:
            unit = scale_of(max(abs(a) for a in row.numbers))
            columns = np.array(row.columns, dtype=np.int32)
            numbers = [
                a * self.core.program.columns[k].step / unit for k, a in zip(row.columns, row.numbers, strict=True)
            ]
            low = -inf if row.sense == "<=" else row.bound / unit
            high = inf if row.sense == ">=" else row.bound / unit
            solver.addRow(low, high, len(columns), columns, np.array(numbers))
        return solver

    def _solved(self, solver: highspy.Highs, scale: int, enough: int, *, confirm: bool) -> Solution:
        """One answer; "none" needs a second run, and so does an optimum where that is cheap."""
        first = self._run(solver, scale, enough, presolve=True, nodes=0 if confirm else GLANCE)
        twice = first.status is Status.OPTIMAL and not enough and len(self.core.kept) <= highs.TWICE_UP_TO
        if not (first.status is Status.INFEASIBLE and confirm) and not twice:
            return first
        if time.monotonic() >= self.deadline:
            return first if twice else Solution(Status.STOPPED, None, None, first.said)
        again = self._run(solver, scale, enough, presolve=False)
        if not twice:
            return again
        if again.status is not Status.OPTIMAL or again.bound is None or first.bound is None:
            return first
        return again if again.bound > first.bound else first

    def _run(self, solver: highspy.Highs, scale: int, enough: int, *, presolve: bool, nodes: int = 0) -> Solution:
        self.solves += 1
        solver.clearSolver()
        if enough:
            solver.setOptionValue("mip_max_improving_sols", enough)
        solver.setOptionValue("mip_max_nodes", nodes or highspy.kHighsIInf)
        seconds = max(self.deadline - time.monotonic(), 0.0)
        run = highs.Run(seconds=seconds, absolute_gap=0.999 / scale, presolve=presolve)
        return highs._run(solver, run, len(self.core.kept))

    def _vector(self, values: npt.NDArray[np.float64]) -> list[int]:
        away = np.abs(values - np.rint(values))[self._data.whole]
        if away.size and away.max() > AWAY:
            raise SolverError("the solver returned a decision that is neither yes nor no")
        return self.core.lifted([int(v) for v in np.rint(values * self._data.column_unit)])

    def _judged(self, solution: Solution, vector: list[int], weights: Mapping[int, int], scale: int) -> Found:
        weight = sum(w * vector[j] for j, w in weights.items())
        if not weights:
            return Found(Status.OPTIMAL, tuple(vector), 0, 0)
        if solution.bound is None or not np.isfinite(solution.bound):
            return Found(Status.FEASIBLE, tuple(vector), weight, None)
        settled = sum(w * self.core.fixed[j] for j, w in weights.items() if j in self.core.fixed)
        limit = solution.bound * scale + settled
        bound = weight
        if limit - weight >= 1 - 1e-6:
            bound = max(floor(limit + 1e-6 + 1e-9 * abs(limit)), weight)
        return Found(Status.OPTIMAL if bound == weight else Status.FEASIBLE, tuple(vector), weight, bound)

    def _forbid(self, solver: highspy.Highs, values: npt.NDArray[np.float64]) -> None:
        """Cut off exactly this choice of yes and no."""
        taken = np.rint(values[self._yes]) > 0
        numbers = np.where(taken, -1.0, 1.0)
        solver.addRow(1.0 - float(taken.sum()), inf, len(self._yes), self._yes.astype(np.int32), numbers)
