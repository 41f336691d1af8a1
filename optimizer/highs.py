"""HiGHS: one hand-over of the whole PuLP problem, and a reading of the solver's own status.

PuLP's status is not used anywhere: it calls a time limit "Optimal", an interrupted run without a plan "Optimal"
with all variables zero, and fails on the states it does not list.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from math import inf
from typing import Any, Protocol

import highspy
import numpy as np
import pulp

from optimizer.progress import current as watch
from optimizer.progress import stopping
from optimizer.solution import Solution, SolverError, Status

STATES = highspy.HighsModelStatus
PROVEN = {STATES.kOptimal}
NO_PLAN_EXISTS = {STATES.kInfeasible, STATES.kUnboundedOrInfeasible}
STOPPED = {
    STATES.kObjectiveBound,
    STATES.kObjectiveTarget,
    STATES.kTimeLimit,
    STATES.kIterationLimit,
    STATES.kSolutionLimit,
    STATES.kInterrupt,
    STATES.kMemoryLimit,
    STATES.__members__["kHighsInterrupt"],
    STATES.kUnknown,
}
FAILED = {
    STATES.kNotset,
    STATES.kLoadError,
    STATES.kModelError,
    STATES.kPresolveError,
    STATES.kSolveError,
    STATES.kPostsolveError,
    STATES.kUnbounded,
}
TWICE_UP_TO = 500
"""Up to so many columns an optimum is proven with presolve and without: where budgets are met to the rupiah either way
has missed the best plan (in 4 of 1,000 such problems; no tolerance cures it). Beyond, the second takes too long."""
INTERRUPTED = "kInterrupt"
SENSES = {pulp.LpConstraintLE: "<=", pulp.LpConstraintGE: ">=", pulp.LpConstraintEQ: "=="}


class Observer(Protocol):
    """Who is told, from inside a run, what HiGHS has found; nothing it does changes the search."""

    def improved(self, values: "np.ndarray[Any, np.dtype[np.float64]]") -> None:
        """Hear of a better plan, in the order of the columns."""

    def bounded(self, bound: float) -> None:
        """Hear now and then what no plan can beat, in the unit of the objective; infinite while nothing is proven."""


@dataclass(frozen=True)
class Run:
    """Settings of one run, by HiGHS's own option names where they have one; `observer` hears how it goes."""

    seconds: float
    threads: int = 1
    gap: float = 0.0
    absolute_gap: float = 0.0
    presolve: bool = True
    random_seed: int = 0
    observer: Observer | None = None

    def options(self) -> dict[str, Any]:
        """Everything that is set before the run; what is not listed keeps HiGHS's default."""
        return {
            "output_flag": False,
            "threads": self.threads,
            "parallel": "off",
            "random_seed": self.random_seed,
            "time_limit": max(self.seconds, 0.01),
            "mip_rel_gap": self.gap,
            "mip_abs_gap": self.absolute_gap,
            "mip_feasibility_tolerance": 1e-9,
            "primal_feasibility_tolerance": 1e-9,
            "presolve": "on" if self.presolve else "off",
        }


def solve(problem: pulp.LpProblem, run: Run, *, confirm: bool = True, observer: Observer | None = None) -> Solution:
    """Solve; an "infeasible" that must be confirmed is believed only when runs with and without presolve say so.

    When the time left is too short for the second, the answer is "stopped". Small problems are solved both ways
    whatever the first says, and the better plan is taken. `observer` hears from both. A run in which HiGHS itself
    fails, as its presolve does on some problems that have no plan, is made up for by two of the other kind.
    """
    run = replace(run, observer=observer)
    started = time.monotonic()
    variables = problem.variables()
    small = len(variables) <= TWICE_UP_TO
    try:
        first = _run(_handed_over(problem, variables), run, len(variables))
    except SolverError:
        return _without_the_failed(problem, replace(run, presolve=not run.presolve), started, confirm=confirm)
    if not (first.status is Status.INFEASIBLE and confirm) and not (first.status is Status.OPTIMAL and small):
        return first
    left = max(run.seconds - (time.monotonic() - started), 0.0)
    other = replace(run, seconds=left, presolve=not run.presolve)
    try:
        again = _run(_handed_over(problem, variables), other, len(variables))
    except SolverError:
        # A second proof that fails takes nothing from an optimum, but leaves "no plan exists" unconfirmed.
        return first if first.status is Status.OPTIMAL else Solution(Status.STOPPED, None, None, first.said)
    return again if first.status is Status.INFEASIBLE else _better(problem, first, again)


def _without_the_failed(problem: pulp.LpProblem, run: Run, started: float, *, confirm: bool) -> Solution:
    """What runs of the other kind say where one kind failed; "infeasible" is believed when two searches agree."""
    variables = problem.variables()
    said: list[Solution] = []
    for seed in (0, 1):
        left = max(run.seconds - (time.monotonic() - started), 0.0)
        other = replace(run, seconds=left, random_seed=seed)
        said.append(_run(_handed_over(problem, variables), other, len(variables)))
        if said[-1].status is not Status.INFEASIBLE or not confirm:
            break
    if len(said) > 1 and said[-1].status is not Status.INFEASIBLE:
        return Solution(Status.STOPPED, None, None, said[0].said)
    return said[-1]


def _better(problem: pulp.LpProblem, proven: Solution, other: Solution) -> Solution:
    """The better of an optimal plan and what another run found; the proven one unless the other beats its bound."""
    if other.values is None or other.bound is None or proven.bound is None:
        return proven
    if other.status is not Status.OPTIMAL:
        return proven
    sign = 1 if problem.sense == pulp.LpMaximize else -1
    # HiGHS has called a plan optimal and named no bound; the other run's is as good a proof.
    return other if sign * (other.bound - proven.bound) > 0 or not np.isfinite(proven.bound) else proven


def _run(solver: highspy.Highs, run: Run, columns: int) -> Solution:
    if stopping():
        return Solution(Status.STOPPED, None, None, INTERRUPTED)
    # The scheduler belongs to the thread; without this a second run with another number of threads does nothing.
    highspy.Highs.resetGlobalScheduler(True)
    for name, value in run.options().items():
        if solver.setOptionValue(name, value) == highspy.HighsStatus.kError:
            raise SolverError(f"HiGHS refuses the option {name} = {value!r}")
    with attended(solver, run.observer) as interrupted:
        outcome = solver.run()
    state = solver.getModelStatus()
    if interrupted() and state in NO_PLAN_EXISTS:
        state = STATES.kInterrupt  # half a search proves nothing
    if outcome == highspy.HighsStatus.kError and state not in STOPPED:
        raise SolverError(f"HiGHS failed: {solver.modelStatusToString(state)}")
    info = solver.getInfo()
    has_plan = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    values = np.array(solver.getSolution().col_value, dtype=np.float64) if has_plan and columns else None
    return read(state, values, _bound(solver, state), columns)


def _bound(solver: highspy.Highs, state: highspy.HighsModelStatus) -> float:
    """What the run proved that no plan can beat; without a decision left HiGHS says 0, whatever it found."""
    info = solver.getInfo()
    if highspy.HighsVarType.kInteger in solver.getLp().integrality_:
        return float(info.mip_dual_bound)
    return float(info.objective_function_value) if state in PROVEN else inf


@contextmanager
def attended(solver: highspy.Highs, observer: Observer | None = None) -> Iterator[Callable[[], bool]]:
    """Let a run inside tell the observer, and end when the computation is asked to; gives whether it was interrupted.

    An error of the observer must not pass through the solver: it ends the run and is raised after it. Only the
    callbacks made for it end a run; from the one that brings a better plan HiGHS goes on as if it were not asked.
    """
    over = watch()
    if over is None and observer is None:
        yield lambda: False
        return
    failed: list[BaseException] = []
    ended: list[bool] = []

    def heard(tell: Callable[[Any], None] | None, event: Any) -> None:  # noqa: ANN401
        try:
            if tell is not None and not failed:
                tell(event.data_out)
            wanted = over is not None and over.stopping()
        except BaseException as error:
            wanted = True
            failed.append(error)
        if wanted:
            ended.append(True)
            event.interrupt()

    def bounded(out: Any) -> None:  # noqa: ANN401
        if observer is not None:
            observer.bounded(float(out.mip_dual_bound))

    def improved(out: Any) -> None:  # noqa: ANN401
        if observer is not None:
            observer.improved(np.array(out.mip_solution, dtype=np.float64))

    calls = (
        (solver.cbMipInterrupt, lambda event: heard(bounded, event)),
        (solver.cbMipLogging, lambda event: heard(bounded, event)),
        (solver.cbMipImprovingSolution, lambda event: heard(improved, event)),
        (solver.cbSimplexInterrupt, lambda event: heard(None, event)),
        (solver.cbIpmInterrupt, lambda event: heard(None, event)),
    )
    for callback, call in calls:
        callback.subscribe(call)
    try:
        yield lambda: bool(ended)
    finally:
        for callback, call in calls:
            callback.unsubscribe(call)
    if failed:
        raise failed[0]


def read(
    state: highspy.HighsModelStatus,
    values: "np.ndarray[Any, np.dtype[np.float64]] | None",
    bound: float,
    columns: int,
) -> Solution:
    """Turn HiGHS's state into ours; a state that nobody listed is an error, never a guess."""
    said = str(state).rsplit(".", 1)[-1]
    if state == STATES.kModelEmpty or (columns == 0 and state in PROVEN):
        return Solution(Status.OPTIMAL, np.zeros(columns), 0.0, said)
    if state in NO_PLAN_EXISTS:
        return Solution(Status.INFEASIBLE, None, None, said)
    if state in PROVEN and values is not None:
        return Solution(Status.OPTIMAL, values, bound, said)
    if state in STOPPED:
        return Solution(Status.STOPPED if values is None else Status.FEASIBLE, values, bound, said)
    raise SolverError(f"HiGHS ended with {said}, which says nothing about the plan")


def _handed_over(problem: pulp.LpProblem, variables: Sequence[pulp.LpVariable]) -> highspy.Highs:
    """Pass the whole problem in one call: row by row, PuLP's own hand-over takes about three times as long."""
    position = {variable.name: k for k, variable in enumerate(variables)}
    rows = list(problem.constraints.values())
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(variables), len(rows)
    model.offset_ = float(problem.objective.constant) if problem.objective is not None else 0.0
    model.sense_ = highspy.ObjSense.kMaximize if problem.sense == pulp.LpMaximize else highspy.ObjSense.kMinimize
    cost = np.zeros(len(variables))
    for variable, number in (problem.objective or {}).items():
        cost[position[variable.name]] = number
    lower = [highspy.kHighsInf * -1 if row.sense == pulp.LpConstraintLE else -row.constant for row in rows]
    upper = [highspy.kHighsInf if row.sense == pulp.LpConstraintGE else -row.constant for row in rows]
    model.col_cost_ = cost
    model.col_lower_ = np.array(
        [-highspy.kHighsInf if v.lowBound is None else v.lowBound for v in variables], dtype=float
    )
    model.col_upper_ = np.array([highspy.kHighsInf if v.upBound is None else v.upBound for v in variables], dtype=float)
    model.row_lower_, model.row_upper_ = np.array(lower, dtype=float), np.array(upper, dtype=float)
    model.integrality_ = [
        highspy.HighsVarType.kInteger if v.cat == pulp.LpInteger else highspy.HighsVarType.kContinuous
        for v in variables
    ]
    starts = np.cumsum([0, *(len(row) for row in rows)])
    index = np.array([position[variable.name] for row in rows for variable in row], dtype=np.int32)
    numbers = np.array([number for row in rows for number in row.values()], dtype=float)
    if not (np.isfinite(cost).all() and np.isfinite(numbers).all() and np.isfinite(model.offset_)):
        raise SolverError("a number of the model is not finite")
    if any(np.isnan(b).any() for b in (model.row_lower_, model.row_upper_, model.col_lower_, model.col_upper_)):
        raise SolverError("a bound of the model is not a number")
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_, model.a_matrix_.index_, model.a_matrix_.value_ = (
        starts.astype(np.int32),
        index,
        numbers,
    )
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.setOptionValue("output_flag", False)
    if solver.passModel(model) == highspy.HighsStatus.kError:
        raise SolverError("HiGHS refuses the model")
    return solver
