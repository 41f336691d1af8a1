"""Our one-call hand-over of a PuLP problem to HiGHS against PuLP's own, on the same problem, in turns."""

import gc
import time
import warnings
from collections.abc import Callable
from functools import partial
from statistics import median

import pulp

from benchmarks.nation import nation, rules
from optimizer import Maximise
from optimizer.highs import _handed_over
from optimizer.model import build
from optimizer.tables import prepare

SIZES = ((80, 8), (200, 8), (514, 8))
RUNS = 7


def problem_of(applicants: int, options: int) -> pulp.LpProblem:
    """The model of a nation of this size."""
    model = build(prepare(*nation(applicants, options)), rules())
    terms, units = Maximise(measure="value").terms(model)
    model.problem.setObjective(pulp.LpAffineExpression([(v, float(n / units)) for v, n in terms]))
    return model.problem


def seconds(work: Callable[[], object]) -> float:
    """How long a call takes, with the garbage of the last one out of the way."""
    gc.collect()
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def pulps_own(problem: pulp.LpProblem) -> object:
    """PuLP's interface up to the point where it would start the solver."""
    solver = pulp.HiGHS(msg=False)
    solver.createAndConfigureSolver(problem)
    solver.buildSolverModel(problem)
    return problem.solverModel


def main() -> None:
    """Print medians and their ratio."""
    warnings.simplefilter("ignore", DeprecationWarning)
    print(f"Hand-over to HiGHS, median of {RUNS} runs in turns")
    print(f"{'applicants':>10} {'columns':>8} {'rows':>6} {'ours, s':>9} {'PuLP, s':>9} {'ratio':>6}")
    for applicants, options in SIZES:
        problem = problem_of(applicants, options)
        ours: list[float] = []
        theirs: list[float] = []
        for _ in range(RUNS):
            ours.append(seconds(partial(_handed_over, problem, problem.variables())))
            theirs.append(seconds(partial(pulps_own, problem)))
        ratio = median(theirs) / median(ours)
        columns, rows = problem.numVariables(), problem.numConstraints()
        print(f"{applicants:>10} {columns:>8} {rows:>6} {median(ours):>9.4f} {median(theirs):>9.4f} {ratio:>6.1f}")


if __name__ == "__main__":
    main()
