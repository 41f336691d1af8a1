"""CoreSearch: the exact best of a program, with most decisions settled by prices before the search begins.

At the prices of the relaxation every decision has a cost of being the other way. Once some plan is known, a
decision that would cost more than the distance from that plan to the bound is settled (reduced-cost fixing), and
the search only looks at the rest. What is found is believed after an exact count of every row.
"""

import time
from dataclasses import dataclass, replace
from math import floor, inf

import highspy
import numpy as np

from optimizer.highs import STATES, Run, read
from optimizer.program import Program
from optimizer.relaxation import Arrays, Floats, Outlook, handed_over
from optimizer.solution import Solution, SolverError, Status

CORE = 300
"""Decisions looked at first, when no plan is known that settles most of them."""
NEAR = 1e-4
"""How near to its bound, as a share, a first plan is sought."""
RETRIES = 25
HAIR = 1e-5


@dataclass(frozen=True, eq=False)
class Answer:
    """What a search came to; value and bound in whole units of the first objective, turned round to be maximised.

    With status optimal value equals bound; infeasible has neither, and proof says who proved it ("prices" or
    "search"); stopped and feasible ran out of time: bound is then what the relaxation proves.
    """

    status: Status
    vector: tuple[int, ...] | None
    value: int | None
    bound: int | None
    proof: str = "search"


@dataclass(frozen=True, eq=False)
class Question:
    """A program with the bounds of some rows changed: rows lists (row, lower, upper) in scaled units."""

    program: Program
    data: Arrays
    rows: tuple[tuple[int, float, float], ...] = ()

    def changed(self) -> Arrays:
        """The arrays with the changed rows."""
        lower, upper = self.data.lower.copy(), self.data.upper.copy()
        for row, low, high in self.rows:
            lower[row], upper[row] = low, high
        return replace(self.data, lower=lower, upper=upper)

    def lawful(self, vector: list[int]) -> bool:
        """Whether a vector keeps every row, exactly; changed rows by their own bounds."""
        moved = {row: (low, high) for row, low, high in self.rows}
        for i, row in enumerate(self.program.rows):
            if i not in moved:
                if not row.holds(vector):
                    return False
                continue
            low, high = moved[i]
            total = sum(a * vector[j] for j, a in zip(row.columns, row.numbers, strict=True))
            unit = int(self.data.row_unit[i])
            if (high < inf and total > round(high * unit)) or (low > -inf and total < round(low * unit)):
                return False
        return True

    def value(self, vector: list[int]) -> int:
        """What a vector reaches on the first objective, turned round to be maximised."""
        if not self.program.goals:
            return 0
        goal = self.program.goals[0]
        return goal.sign * goal.value(vector)


def best(question: Question, outlook: Outlook | None, deadline: float, known: tuple[int, ...] | None = None) -> Answer:
    """Find the best plan: `outlook` is the relaxation of the very question, `known` any plan that is lawful in it."""
    if outlook is not None and outlook.bound == -inf:
        return Answer(Status.INFEASIBLE, None, None, None, "prices")
    data = question.changed()
    start: tuple[int, ...] | None = known if known is not None and question.lawful(list(known)) else None
    if outlook is None:
        return _searched(question, data, np.zeros(len(data.cost), dtype=bool), None, deadline, start)
    top = floor(outlook.bound)
    if np.count_nonzero(~_settled(question, data, outlook, start)) > 2 * CORE:
        found = _near(question, data, outlook, _part_of(deadline))
        if found is not None and (start is None or question.value(list(found)) > question.value(list(start))):
            start = found
    if start is not None and question.value(list(start)) >= top:
        return Answer(Status.OPTIMAL, start, top, top, "prices")
    settled = _settled(question, data, outlook, start)
    answer = _searched(question, data, settled, outlook, deadline, start)
    if start is not None and (answer.value is None or answer.value < question.value(list(start))):
        if answer.status in (Status.OPTIMAL, Status.INFEASIBLE):
            raise SolverError("the solver overlooks a plan that is known to be lawful")
        return Answer(Status.FEASIBLE, start, question.value(list(start)), top)
    return answer


def _part_of(deadline: float) -> float:
    """When to stop looking for a first plan: a quarter of the time is enough, the rest is for the proof."""
    now = time.monotonic()
    return now + max(deadline - now, 0.0) / 4


def _settled(question: Question, data: Arrays, outlook: Outlook, start: tuple[int, ...] | None) -> "np.ndarray":
    """The decisions that no plan as good as the known one can take the other way."""
    if start is None:
        return np.zeros(len(data.cost), dtype=bool)
    spare = outlook.bound - question.value(list(start))
    at_end = (outlook.values <= HAIR) | (outlook.values >= data.limit - HAIR)
    settled: np.ndarray = at_end & data.whole & (np.abs(outlook.reduced) > spare * (1 + 1e-9) + 1e-6)
    down = outlook.reduced > 0
    return settled & np.where(down, outlook.values >= data.limit - HAIR, outlook.values <= HAIR)


def _near(question: Question, data: Arrays, outlook: Outlook, deadline: float) -> tuple[int, ...] | None:
    """A good plan close to the relaxation: only the decisions that cost least to turn are open."""
    order = np.argsort(np.where(data.whole, np.abs(outlook.reduced), -1.0), kind="stable")
    settled = np.ones(len(data.cost), dtype=bool)
    settled[order[:CORE]] = False
    settled &= data.whole & ((outlook.values <= HAIR) | (outlook.values >= data.limit - HAIR))
    return _searched(question, data, settled, outlook, deadline, None, confirm=False, gap=NEAR).vector


def _searched(
    question: Question,
    data: Arrays,
    settled: "np.ndarray",
    outlook: Outlook | None,
    deadline: float,
    start: tuple[int, ...] | None,
    *,
    confirm: bool = True,
    gap: float = 0.0,
) -> Answer:
    """Branch and bound over what is not settled, until a plan passes the exact count."""
    least, most = np.zeros(len(data.cost)), data.limit.copy()
    if outlook is not None:
        least[settled] = most[settled] = np.rint(outlook.values[settled])
    solver = _solver(data, least, most)
    proven = None if outlook is None else floor(outlook.bound)
    for _ in range(RETRIES):
        if start is not None:
            everything = np.arange(len(data.cost), dtype=np.int32)
            solver.setSolution(len(start), everything, np.array(start) / data.column_unit)
        found = _run(solver, data, deadline, gap=gap)
        if found.status is Status.INFEASIBLE and confirm:
            if time.monotonic() >= deadline:
                return Answer(Status.STOPPED, None, None, proven)
            found = _run(_solver(data, least, most), data, deadline, presolve=False)
        if found.values is None:
            return Answer(found.status, None, None, None if found.status is Status.INFEASIBLE else proven)
        vector = _vector(question, data, found.values)
        if question.lawful(vector):
            return _judged(question, data, found, vector, proven)
        _forbid(solver, data, vector)
        start = None
    raise SolverError("the solver keeps returning plans that break a rule")


def _judged(question: Question, data: Arrays, found: Solution, vector: list[int], proven: int | None) -> Answer:
    value = question.value(vector)
    limit = (found.bound if found.bound is not None else inf) * data.cost_unit
    bound: int | None = value
    if limit - value >= 1 - 1e-6 and data.cost.any():
        bound = floor(limit + 1e-6 + 1e-9 * abs(limit)) if np.isfinite(limit) else None
    if bound is not None and proven is not None:
        bound = max(min(bound, proven), value)
    status = Status.OPTIMAL if bound == value else Status.FEASIBLE
    return Answer(status, tuple(vector), value, bound if bound is not None else proven)


def _solver(data: Arrays, least: Floats, most: Floats) -> highspy.Highs:
    solver = handed_over(data, whole=True)
    solver.changeColsBounds(len(least), np.arange(len(least), dtype=np.int32), least, most)
    return solver


def _run(solver: highspy.Highs, data: Arrays, deadline: float, *, presolve: bool = True, gap: float = 0.0) -> Solution:
    highspy.Highs.resetGlobalScheduler(True)
    run = Run(
        seconds=max(deadline - time.monotonic(), 0.0), gap=gap, absolute_gap=0.999 / data.cost_unit, presolve=presolve
    )
    for name, value in run.options().items():
        if solver.setOptionValue(name, value) == highspy.HighsStatus.kError:
            raise SolverError(f"HiGHS refuses the option {name} = {value!r}")
    solver.run()
    info = solver.getInfo()
    there = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    values = np.array(solver.getSolution().col_value, dtype=np.float64) if there and len(data.cost) else None
    state = solver.getModelStatus()
    if state == STATES.kModelEmpty:
        return Solution(Status.OPTIMAL, np.zeros(len(data.cost)), 0.0, "kModelEmpty")
    return read(state, values, float(info.mip_dual_bound), len(data.cost))


def _vector(question: Question, data: Arrays, values: Floats) -> list[int]:
    away = np.abs(values - np.rint(values))[data.whole]
    if away.size and away.max() > HAIR:
        raise SolverError("the solver returned a decision that is neither yes nor no")
    return question.program.raised([int(v) for v in np.rint(values * data.column_unit)])


def _forbid(solver: highspy.Highs, data: Arrays, vector: list[int]) -> None:
    """Cut off exactly this choice of yes and no."""
    yes = np.flatnonzero(data.whole & (data.limit == 1))
    taken = np.array([vector[j] for j in yes])
    numbers = np.where(taken > 0, -1.0, 1.0)
    solver.addRow(1.0 - float(taken.sum()), inf, len(yes), yes.astype(np.int32), numbers)
