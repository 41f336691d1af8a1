"""One test for each way in which PuLP could mislead this model."""

import copy
import pickle

import highspy
import pandas as pd
import pulp
import pytest

from optimizer import Limit, Maximise, Minimise, Rule, Settings, Status, allocate
from optimizer.model import build
from optimizer.tables import prepare
from tests.optimizer.handmade import MENTORING, PEOPLE, offers, rule

SOLVERS = ("highs", "cbc")


def _matrix(problem: pulp.LpProblem) -> list[tuple[str, dict[str, float], int, float]]:
    return [
        (row.name, {variable.name: number for variable, number in row.items()}, row.sense, -row.constant)
        for row in problem.constraints.values()
    ]


def test_pairs_are_coefficients_and_not_summands() -> None:
    """lpSum([(x, 2), (y, 3)]) is x + y + 5; the budget row must be 100 x + 200 y <= 250 (million)."""
    tables = prepare(PEOPLE, offers(D1=1))
    limit = Limit(measure="cost", at_most=250_000_000, id="budget")
    rows = _matrix(build(tables, [limit]).problem)
    assert rows[-1][1] == {"x_000000": 2.0, "x_000001": 1.0}  # divided by 100 million, the largest common divisor
    assert rows[-1][2:] == (pulp.LpConstraintLE, 2.0)
    limit = Limit(measure="cost", at_most=250_000_000, id="budget")
    odd = offers(D1=1)
    odd["cost"] += [0, 1]
    rows = _matrix(build(prepare(PEOPLE, odd), [limit]).problem)
    assert rows[-1][1] == {"x_000000": 200.000001, "x_000001": 100.0}
    assert rows[-1][3] == pytest.approx(250.0, abs=1e-6)  # a tenth of a rupiah of room for the solver


def test_a_variable_twice_in_a_row_counts_twice() -> None:
    model = build(prepare(PEOPLE, offers(D1=1)), ())
    model.require([(model.x[0], 1), (model.x[0], 1), (model.x[1], 3)], "<=", 3)
    assert _matrix(model.problem)[-1][1] == {"x_000000": 2, "x_000001": 3}


@pytest.mark.parametrize("solver", SOLVERS)
def test_a_row_without_variables_is_not_forgotten(solver: str) -> None:
    settings = Settings.model_validate({"solver": solver})
    nobody: list[Rule] = [Limit(measure="libraries", where={"province": "Nowhere"}, at_least=1)]
    assert allocate(PEOPLE, offers(), nobody, settings=settings).status is Status.INFEASIBLE
    absent: list[Rule] = [rule("include", applicants=["V3"])]
    assert allocate(PEOPLE, offers(D1=1), absent, settings=settings).status is Status.INFEASIBLE
    harmless: list[Rule] = [Limit(measure="libraries", where={"province": "Nowhere"}, at_most=1)]
    assert len(allocate(PEOPLE, offers(), harmless, settings=settings).awards) == 5


@pytest.mark.parametrize("solver", SOLVERS)
def test_an_empty_objective_needs_no_dummy(solver: str) -> None:
    settings = Settings.model_validate({"solver": solver})
    plan = allocate(PEOPLE, offers(), [Limit(measure="libraries", at_least=2)], (), settings)
    assert plan.status is Status.OPTIMAL
    assert (plan.stages, plan.objective, plan.bound, plan.gap) == ((), None, None, None)
    assert plan.awards["option"].to_dict() == dict.fromkeys(PEOPLE.index, "small")


@pytest.mark.parametrize("solver", SOLVERS)
def test_columns_sorted_by_name_are_not_mixed_up(solver: str) -> None:
    """PuLP lists x_1, x_10, x_2; a hundred options of one applicant must keep their values."""
    names = [f"p{k}" for k in range(120)]
    options = pd.DataFrame({"applicant": "D1", "option": names, "value": [k % 97 for k in range(120)]})
    plan = allocate(PEOPLE, options, settings=Settings.model_validate({"solver": solver}))
    assert plan.awards["option"].tolist() == ["p96"]


@pytest.mark.parametrize("solver", SOLVERS)
def test_names_that_pulp_would_clean_into_one_stay_apart(solver: str) -> None:
    names = ["L-1", "L 1", "L_1", "L[1]", "L/1", "L:1", "=L1", "perpustakaan é 图书馆"]
    people = pd.DataFrame({"province": "Aceh"}, index=names)
    options = pd.DataFrame({"applicant": names, "option": "a:b c", "value": range(1, 9), "cost": 1})
    rules: list[Rule] = [Limit(measure="cost", at_most=3), rule("exclude", applicants=["L:1"])]
    plan = allocate(people, options, rules, settings=Settings.model_validate({"solver": solver}))
    assert sorted(plan.awards.index) == sorted(["L/1", "=L1", "perpustakaan é 图书馆"])


@pytest.mark.parametrize("solver", SOLVERS)
def test_an_infeasible_plan_is_not_read_from_zeros(solver: str) -> None:
    """After "infeasible" PuLP's variables hold 0.0, which would be a plan without awards."""
    plan = allocate(
        PEOPLE, offers(), [Limit(measure="libraries", at_least=6)], settings=Settings.model_validate({"solver": solver})
    )
    assert plan.status is Status.INFEASIBLE
    assert not plan.has_awards
    assert plan.stages == ()
    assert plan.usage == ()


def test_stages_change_sense_and_keep_their_own_tolerance() -> None:
    """PuLP's sequentialSolve has one sense for all stages and multiplies by a tolerance."""
    plan = allocate(PEOPLE, offers(), (), (Maximise(measure="value", tolerance=0.2), Minimise(measure="cost")))
    assert [stage.bound for stage in plan.stages] == [60, 700_000_000]
    assert [stage.value for stage in plan.stages] == [50, 700_000_000]
    backwards = allocate(
        PEOPLE,
        offers(),
        [Limit(measure="libraries", at_least=3)],
        (Minimise(measure="cost", tolerance=0.5), Maximise(measure="value")),
    )
    assert [stage.value for stage in backwards.stages] == [400_000_000, 33]


def test_the_tolerance_of_the_last_objective_is_not_given_to_the_tie_rule() -> None:
    """`small` for D1 alone would come first by the tie rule, but nothing asked for the worse plan."""
    plan = allocate(PEOPLE, offers(D1=10), (), (Maximise(measure="value", tolerance=0.9),))
    assert plan.awards["option"].tolist() == ["large"]
    assert (plan.objective, plan.bound, plan.ties) == (20, 20, "unique")


def test_a_tolerance_that_later_objectives_do_not_need_is_won_back() -> None:
    """Both plans cost the same; the one worth more must be taken although the other is within the tolerance."""
    options = pd.DataFrame(
        {
            "applicant": ["D1", "D2"],
            "option": "only",
            "value": [10.0, 10.5],
            "best": [0, 0],
            "cost": 5,
        }
    )
    objectives = (Maximise(measure="value", tolerance=0.1), Minimise(measure="cost"))
    plan = allocate(PEOPLE, options, [rule("one_of", applicants=["D1", "D2"])], objectives)
    assert plan.awards.index.tolist() == ["D2"]


def test_a_plan_can_be_copied_and_sent_to_a_process() -> None:
    """A PuLP problem that keeps its solver cannot be pickled; a plan keeps neither."""
    plan = allocate(PEOPLE, offers(), [rule("mentoring", **MENTORING)])
    for copied in (pickle.loads(pickle.dumps(plan)), copy.deepcopy(plan)):
        assert copied.awards.equals(plan.awards)
        assert copied.stages == plan.stages


def test_pulps_own_hand_over_gives_the_same_problem() -> None:
    """The one-call hand-over and PuLP's row by row one build the same matrix, by HiGHS's own reading."""
    from optimizer.highs import _handed_over

    tables = prepare(PEOPLE, offers())
    rules = [
        Limit(measure="cost", at_most=345_678_901),
        rule("mentoring", **MENTORING),
        Limit(measure="libraries", at_least=1),
    ]
    problem = build(tables, rules).problem
    problem.setObjective(pulp.LpAffineExpression([(v, k + 0.5) for k, v in enumerate(problem.variables())]))
    ours = _handed_over(problem, problem.variables()).getLp()
    solver = pulp.HiGHS(msg=False)
    solver.createAndConfigureSolver(problem)
    solver.buildSolverModel(problem)
    theirs = problem.solverModel.getLp()
    assert list(ours.col_cost_) == [-c for c in theirs.col_cost_]  # PuLP turns maximise into minimise
    assert list(ours.col_upper_) == list(theirs.col_upper_)
    assert list(ours.row_lower_) == list(theirs.row_lower_)
    assert list(ours.row_upper_) == list(theirs.row_upper_)
    assert _cells(ours) == _cells(theirs)


def _cells(lp: highspy.HighsLp) -> set[tuple[int, int, float]]:
    """(row, column, number) of every coefficient, however the matrix is kept."""
    by_row = lp.a_matrix_.format_ == highspy.MatrixFormat.kRowwise
    starts, index, value = lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_
    cells = [(k, index[p], value[p]) for k in range(len(starts) - 1) for p in range(starts[k], starts[k + 1])]
    return {(a, b, v) if by_row else (b, a, v) for a, b, v in cells}
