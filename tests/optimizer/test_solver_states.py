"""Every state HiGHS can end in becomes one of ours, or an error; never a guess."""

import threading
import time
from dataclasses import replace
from itertools import product
from typing import Any

import highspy
import numpy as np
import pulp
import pytest

from optimizer import Limit, Maximise, Settings, SolverError, Status, allocate, cbc, highs
from optimizer.highs import Run, read, solve
from optimizer.progress import watched
from optimizer.solution import Solution
from tests.optimizer.handmade import PEOPLE, offers

STATES = highspy.HighsModelStatus
ERROR = None
EXPECTED: dict[str, tuple[Status | None, Status | None]] = {
    # state: with a plan in hand, without one
    "kNotset": (ERROR, ERROR),
    "kLoadError": (ERROR, ERROR),
    "kModelError": (ERROR, ERROR),
    "kPresolveError": (ERROR, ERROR),
    "kSolveError": (ERROR, ERROR),
    "kPostsolveError": (ERROR, ERROR),
    "kModelEmpty": (Status.OPTIMAL, Status.OPTIMAL),
    "kOptimal": (Status.OPTIMAL, ERROR),
    "kInfeasible": (Status.INFEASIBLE, Status.INFEASIBLE),
    "kUnboundedOrInfeasible": (Status.INFEASIBLE, Status.INFEASIBLE),
    "kUnbounded": (ERROR, ERROR),
    "kObjectiveBound": (Status.FEASIBLE, Status.STOPPED),
    "kObjectiveTarget": (Status.FEASIBLE, Status.STOPPED),
    "kTimeLimit": (Status.FEASIBLE, Status.STOPPED),
    "kIterationLimit": (Status.FEASIBLE, Status.STOPPED),
    "kUnknown": (Status.FEASIBLE, Status.STOPPED),
    "kSolutionLimit": (Status.FEASIBLE, Status.STOPPED),
    "kInterrupt": (Status.FEASIBLE, Status.STOPPED),
    "kMemoryLimit": (Status.FEASIBLE, Status.STOPPED),
    "kHighsInterrupt": (Status.FEASIBLE, Status.STOPPED),
}


def test_every_state_of_this_highs_has_an_expectation() -> None:
    assert set(STATES.__members__) == set(EXPECTED)
    assert set(highs.PROVEN | highs.NO_PLAN_EXISTS | highs.STOPPED | highs.FAILED) | {STATES.kModelEmpty} == set(
        STATES.__members__.values()
    )


@pytest.mark.parametrize(("name", "in_hand"), product(EXPECTED, (True, False)))
def test_a_state_is_read(name: str, in_hand: bool) -> None:
    expected = EXPECTED[name][0 if in_hand else 1]
    values = np.ones(3) if in_hand else None
    columns = 0 if name == "kModelEmpty" else 3
    if expected is ERROR:
        with pytest.raises(SolverError, match=name):
            read(STATES.__members__[name], values, 5.0, columns)
        return
    solution = read(STATES.__members__[name], values, 5.0, columns)
    assert solution.status is expected
    assert solution.said == name
    assert (solution.values is not None) == (expected in (Status.OPTIMAL, Status.FEASIBLE))


def hard(columns: int = 60, rows: int = 12) -> pulp.LpProblem:
    """A problem no solver proves in a second: many knapsacks filled exactly (market split)."""
    random = np.random.default_rng(7)
    problem = pulp.LpProblem("hard", pulp.LpMaximize)
    x = [pulp.LpVariable(f"x_{k:03d}", cat=pulp.LpBinary) for k in range(columns)]
    problem.setObjective(
        pulp.LpAffineExpression([(v, int(c)) for v, c in zip(x, random.integers(50, 99, columns), strict=True)])
    )
    for row in range(rows):
        weights = random.integers(1, 99, columns)
        terms = pulp.LpAffineExpression([(v, int(w)) for v, w in zip(x, weights, strict=True)])
        problem.addConstraint(pulp.LpConstraint(terms, pulp.LpConstraintLE, f"r_{row}", int(weights.sum() // 2)))
    return problem


def split(columns: int = 40, rows: int = 5) -> pulp.LpProblem:
    """Market split with equations: not even a plan is found in a second."""
    problem = hard(columns, rows)
    for row in problem.constraints.values():
        row.sense = pulp.LpConstraintEQ
    return problem


def test_time_limit_with_a_plan_is_feasible_with_its_bound() -> None:
    solution = solve(hard(), Run(seconds=1))
    assert (solution.status, solution.said) == (Status.FEASIBLE, "kTimeLimit")
    assert solution.values is not None
    assert solution.bound is not None
    problem = hard()
    reached = sum(c * solution.values[k] for k, c in enumerate(problem.objective.values()))
    assert solution.bound > reached


def test_time_limit_without_a_plan_is_stopped() -> None:
    solution = solve(split(), Run(seconds=1))
    assert (solution.status, solution.values) == (Status.STOPPED, None)
    assert solution.said == "kTimeLimit"


def test_an_interrupt_is_feasible_or_stopped() -> None:
    problem = hard()
    solver = highs._handed_over(problem, problem.variables())
    solver.setOptionValue("mip_max_improving_sols", 1)
    solution = highs._run(solver, Run(seconds=60), len(problem.variables()))
    assert (solution.status, solution.said) == (Status.FEASIBLE, "kSolutionLimit")
    stopped = highs._handed_over(problem, problem.variables())
    stopped.cbMipInterrupt.subscribe(_interrupt)
    stopped.cbSimplexInterrupt.subscribe(_interrupt)
    solution = highs._run(stopped, Run(seconds=60), len(problem.variables()))
    assert solution.said in ("kInterrupt", "kHighsInterrupt")
    assert solution.status is (Status.STOPPED if solution.values is None else Status.FEASIBLE)


class Listening:
    """An observer that keeps what it hears, asks to stop after so many better plans, and may fail."""

    def __init__(self, enough: int = 10**9, error: Exception | None = None) -> None:
        self.enough, self.error = enough, error
        self.plans: list[Any] = []
        self.bounds: list[float] = []

    def improved(self, values: Any) -> None:
        self.plans.append(values)
        if self.error is not None:
            raise self.error

    def bounded(self, bound: float) -> None:
        self.bounds.append(bound)

    def stop(self) -> bool:
        return len(self.plans) >= self.enough


def test_an_interrupt_with_a_plan_is_feasible_with_its_bound() -> None:
    listening = Listening(enough=2)
    with watched(lambda _: None, stop=listening.stop):
        solution = solve(hard(90, 15), Run(seconds=60), observer=listening)
    assert (solution.status, solution.said) == (Status.FEASIBLE, "kInterrupt")
    assert solution.values is not None
    assert solution.bound is not None
    costs = np.array(list(hard(90, 15).objective.values()))
    assert solution.bound > costs @ solution.values
    assert [float(costs @ plan) for plan in listening.plans] == sorted(float(costs @ plan) for plan in listening.plans)


def test_an_interrupt_without_a_plan_is_stopped() -> None:
    began = time.monotonic()
    with watched(lambda _: None, stop=lambda: time.monotonic() > began + 0.3):
        solution = solve(split(), Run(seconds=60))
    assert (solution.status, solution.said, solution.values) == (Status.STOPPED, "kInterrupt", None)
    assert time.monotonic() - began < 10


@pytest.mark.parametrize("solver", [solve, cbc.solve])
def test_asked_to_stop_before_it_begins_the_solver_is_not_run(solver: Any) -> None:
    with watched(lambda _: None, stop=lambda: True):
        assert solver(hard(8, 1), Run(seconds=60)).status is Status.STOPPED


@pytest.mark.parametrize("state", ["kInfeasible", "kUnboundedOrInfeasible"])
@pytest.mark.parametrize("confirm", [True, False])
def test_an_interrupted_run_proves_nothing_impossible(
    state: str, confirm: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(highspy.Highs, "getModelStatus", lambda self: STATES.__members__[state])
    began = time.monotonic()
    with watched(lambda _: None, stop=lambda: time.monotonic() > began + 0.2):
        assert solve(split(), Run(seconds=60), confirm=confirm).status is Status.STOPPED


def test_an_error_of_the_observer_ends_the_run_and_is_raised() -> None:
    with pytest.raises(LookupError, match="nobody listens"):
        solve(hard(90, 15), Run(seconds=60), observer=Listening(error=LookupError("nobody listens")))


@pytest.mark.parametrize(("columns", "rows"), [(20, 3), (30, 5), (40, 8)])
def test_an_observer_changes_nothing(columns: int, rows: int) -> None:
    listening = Listening()
    alone = solve(hard(columns, rows), Run(seconds=60))
    with watched(lambda _: None):
        heard = solve(hard(columns, rows), Run(seconds=60), observer=listening)
    assert alone.values is not None
    assert heard.values is not None
    assert (alone.status, alone.bound, alone.said) == (heard.status, heard.bound, heard.said)
    assert alone.values.tobytes() == heard.values.tobytes()
    assert listening.plans
    assert listening.bounds


def test_the_status_of_pulp_is_never_used() -> None:
    problem = hard(8, 1)
    problem.status = problem.sol_status = pulp.LpStatusInfeasible
    assert solve(problem, Run(seconds=5)).status is Status.OPTIMAL
    assert (problem.status, problem.sol_status) == (pulp.LpStatusInfeasible, pulp.LpStatusInfeasible)


def _interrupt(event: Any) -> None:
    event.interrupt()


def test_a_second_solve_with_other_threads_works_in_the_same_thread() -> None:
    problem = hard(columns=12, rows=2)
    found = [solve(problem, Run(seconds=60, threads=threads)) for threads in (1, 2, 1, 2)]
    assert {solution.status for solution in found} == {Status.OPTIMAL}
    assert len({round(solution.bound or 0, 6) for solution in found}) == 1


def test_two_threads_may_solve_at_once() -> None:
    found: list[Solution] = []
    workers = [
        threading.Thread(target=lambda n=n: found.append(solve(hard(14, 3), Run(seconds=60, threads=n))))
        for n in (1, 2)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [solution.status for solution in found] == [Status.OPTIMAL, Status.OPTIMAL]


@pytest.mark.parametrize("options", [{"mip_rel_gapp": 0.1}, {"presolve": "perhaps"}, {"threads": "two"}])
def test_an_option_that_highs_does_not_know_is_an_error(
    options: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = Run.options
    monkeypatch.setattr(Run, "options", lambda self: {**usual(self), **options})
    with pytest.raises(SolverError, match=next(iter(options))):
        solve(hard(5, 1), Run(seconds=1))


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
@pytest.mark.parametrize("where", ["objective", "row", "side", "bound"])
def test_no_number_that_is_not_finite_reaches_highs(number: float, where: str) -> None:
    problem = hard(5, 1)
    variable = problem.variables()[0]
    row = next(iter(problem.constraints.values()))
    if where == "objective":
        dict.__setitem__(problem.objective, variable, number)
    elif where == "row":
        dict.__setitem__(row.expr, variable, number)
    elif where == "side":
        row.constant = number
    else:
        variable.lowBound = number
    with pytest.raises(SolverError, match=r"not finite|not a number|refuses the model"):
        solve(problem, Run(seconds=5))


def _injected(monkeypatch: pytest.MonkeyPatch, first: Solution) -> list[Run]:
    """Let the first run end as told, and the following ones run; returns the runs asked for."""
    asked: list[Run] = []
    run = highs._run

    def runs(solver: highspy.Highs, wanted: Run, columns: int) -> Solution:
        asked.append(wanted)
        return first if len(asked) == 1 else run(solver, wanted, columns)

    monkeypatch.setattr(highs, "_run", runs)
    return asked


NONE = Solution(Status.INFEASIBLE, None, None, "kInfeasible")


def test_a_false_infeasible_is_found_out_without_presolve(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = _injected(monkeypatch, NONE)
    assert solve(hard(8, 1), Run(seconds=30)).status is Status.OPTIMAL
    assert [run.presolve for run in asked] == [True, False]
    assert asked[1].options()["presolve"] == "off"
    assert asked[1].seconds <= 30


def test_a_false_infeasible_of_a_large_problem_is_found_out_without_presolve(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = _injected(monkeypatch, NONE)
    assert solve(hard(highs.TWICE_UP_TO + 1, 1), Run(seconds=30, gap=0.5)).status is Status.OPTIMAL
    assert [run.presolve for run in asked] == [True, False]
    assert asked[1].options()["presolve"] == "off"


def test_a_false_infeasible_does_not_reach_the_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = allocate(PEOPLE, offers())
    _injected(monkeypatch, NONE)
    plan = allocate(PEOPLE, offers())
    assert plan.status is Status.OPTIMAL
    assert plan.awards.equals(honest.awards)


def test_an_optimum_that_is_none_is_found_out_by_the_other_way(monkeypatch: pytest.MonkeyPatch) -> None:
    worse = Solution(Status.OPTIMAL, np.zeros(8), 0.0, "kOptimal")
    asked = _injected(monkeypatch, worse)
    solution = solve(hard(8, 1), Run(seconds=30))
    assert (solution.bound or 0) > 0
    assert [run.presolve for run in asked] == [True, False]


def test_a_large_optimum_is_proven_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Above the limit a false optimum of the solver would stand: the second proof would take minutes."""
    columns = highs.TWICE_UP_TO + 1
    asked = _injected(monkeypatch, Solution(Status.OPTIMAL, np.zeros(columns), 0.0, "kOptimal"))
    assert solve(hard(columns, 1), Run(seconds=30)).bound == 0
    assert len(asked) == 1


def test_a_true_infeasible_is_solved_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = _injected(monkeypatch, NONE)
    assert allocate(PEOPLE, offers(), [Limit(measure="libraries", at_least=9)]).status is Status.INFEASIBLE
    assert [run.presolve for run in asked] == [True, False]


def test_an_infeasible_that_cannot_be_confirmed_in_time_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    _injected(monkeypatch, NONE)
    assert solve(split(), Run(seconds=0.5)).status is Status.STOPPED


def test_a_constant_in_the_objective_counts_in_value_and_bound() -> None:
    for sense, best in ((pulp.LpMaximize, 110.0), (pulp.LpMinimize, 100.0)):
        problem = pulp.LpProblem("constant", sense)
        x = pulp.LpVariable("x", cat=pulp.LpBinary)
        problem.setObjective(10 * x + 100)
        problem.addConstraint(pulp.LpConstraint(x + 0, pulp.LpConstraintLE, "r", 1))
        assert solve(problem, Run(seconds=5)).bound == pytest.approx(best)


def test_the_states_that_no_plan_comes_from_fail_the_allocation(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*anything: Any) -> Solution:
        return read(STATES.kNotset, None, 0.0, 10)

    monkeypatch.setattr(highs, "_run", broken)
    with pytest.raises(SolverError, match="kNotset"):
        allocate(PEOPLE, offers())


def test_a_plan_that_stopped_at_a_gap_says_so() -> None:
    people, options = many(60)
    rules = [Limit(measure="cost", at_most=2_000_000_000)]
    best = allocate(people, options, rules)
    plan = allocate(people, options, rules, settings=Settings(gap=0.3))
    assert best.status is Status.OPTIMAL
    assert best.gap == 0
    assert plan.bound is not None
    assert plan.objective is not None
    assert plan.gap is not None
    if plan.objective < plan.bound:
        assert plan.status is Status.FEASIBLE
        assert plan.ties == "open"
        assert 0 < plan.gap <= 0.3
    assert plan.objective <= (best.objective or 0) <= plan.bound


def test_time_running_out_in_allocate_is_never_optimal() -> None:
    people, options = many(300)
    rules = [Limit(measure="cost", at_most=9_876_543_210), Limit(measure="libraries", per="province", at_most=9)]
    plan = allocate(people, options, rules, settings=Settings(seconds=0.001))
    assert plan.status in (Status.STOPPED, Status.FEASIBLE)
    assert plan.has_awards == (plan.status is Status.FEASIBLE)
    assert plan.ties == "open"


def many(number: int) -> tuple[Any, Any]:
    """Many applicants with odd values and costs."""
    import pandas as pd

    random = np.random.default_rng(3)
    names = [f"L{k:03d}" for k in range(number)]
    people = pd.DataFrame({"province": random.integers(0, 20, number).astype(str)}, index=names)
    rows = [
        {"applicant": name, "option": f"p{p}", "value": float(v * (1 + p / 3).__round__(3)), "cost": int(c * (p + 1))}
        for name, v, c in zip(
            names, random.integers(20, 95, number), random.integers(5 * 10**7, 2 * 10**8, number), strict=True
        )
        for p in range(3)
    ]
    return people, pd.DataFrame(rows).round({"value": 3})


def test_cbc_at_its_time_limit_is_not_optimal() -> None:
    solution = cbc.solve(hard(), Run(seconds=1))
    assert solution.status in (Status.FEASIBLE, Status.STOPPED)
    assert cbc.solve(split(), Run(seconds=1)).status is Status.STOPPED


def test_cbc_within_a_gap_is_not_optimal() -> None:
    solution = cbc.solve(hard(20, 3), Run(seconds=30, gap=0.5))
    assert (solution.status, solution.bound) == (Status.FEASIBLE, None)


def test_cbc_confirms_an_infeasible_without_presolve(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, ...]] = []
    run = cbc._run

    def runs(problem: pulp.LpProblem, wanted: Run, options: tuple[str, ...]) -> Solution:
        asked.append(options)
        return NONE if len(asked) == 1 else run(problem, wanted, options)

    monkeypatch.setattr(cbc, "_run", runs)
    assert cbc.solve(hard(8, 1), Run(seconds=30)).status is Status.OPTIMAL
    assert asked == [cbc.FINE, cbc.PLAIN]


def test_the_run_is_the_same_every_time() -> None:
    run = Run(seconds=5)
    assert run.options()["random_seed"] == 0
    assert run.options()["parallel"] == "off"
    assert replace(run, presolve=False).options()["presolve"] == "off"
    assert Maximise(measure="value").sense == pulp.LpMaximize


@pytest.mark.parametrize("sense", [pulp.LpMaximize, pulp.LpMinimize])
def test_a_problem_without_a_decision_has_its_own_optimum_as_bound(sense: int) -> None:
    problem = pulp.LpProblem("amounts", sense)
    amount = pulp.LpVariable("amount", lowBound=2, upBound=5)
    problem.setObjective(3 * amount)
    problem += amount >= 3
    solution = solve(problem, Run(seconds=60))
    assert (solution.status, solution.bound) == (Status.OPTIMAL, 15 if sense == pulp.LpMaximize else 9)
