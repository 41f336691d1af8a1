"""CBC through PuLP: the second opinion."""

import time
from dataclasses import replace

import numpy as np
import pulp

from optimizer.highs import Run
from optimizer.progress import stopping
from optimizer.solution import Solution, SolverError, Status

FINE = ("increment 1e-9", "primalT 1e-9", "dualT 1e-9", "integerT 1e-9")
"""By itself CBC overlooks some rupiah in a hundred million, and has called a budget that can be met infeasible."""

PLAIN = ("increment 1e-9", "presolve off", "preprocess off")
"""Coarser, and without presolve: what both say is believed."""


def solve(problem: pulp.LpProblem, run: Run) -> Solution:
    """Solve; an "infeasible" is believed only when a second, other run says the same in the time left."""
    started = time.monotonic()
    if stopping():
        return Solution(Status.STOPPED, None, None, "stopped")
    first = _run(problem, run, FINE)
    if first.status is not Status.INFEASIBLE:
        return first
    return _run(problem, replace(run, seconds=run.seconds - (time.monotonic() - started)), PLAIN)


def _run(problem: pulp.LpProblem, run: Run, options: tuple[str, ...]) -> Solution:
    """Solve once; only `sol_status` tells proof from a plan in hand, only `status` knows "integer infeasible"."""
    solver = pulp.PULP_CBC_CMD(
        msg=False,
        timeLimit=max(run.seconds, 0.01),
        gapRel=run.gap,
        gapAbs=run.absolute_gap,
        threads=run.threads,
        options=list(options),
    )
    try:
        problem.solve(solver)
    except pulp.PulpSolverError as error:
        raise SolverError("CBC failed") from error
    said = pulp.LpSolution[problem.sol_status]
    if problem.status == pulp.LpStatusInfeasible:
        return Solution(Status.INFEASIBLE, None, None, said)
    variables = problem.variables()
    values = np.array([variable.value() or 0.0 for variable in variables], dtype=float)
    # CBC says "optimal" for whatever lies within the gap it was given, does not tell its bound, and writes numbers
    # with eight digits: what the plan reaches must be counted from the decisions.
    if problem.sol_status == pulp.LpSolutionOptimal and not run.gap:
        return Solution(Status.OPTIMAL, values, None, said)
    if problem.sol_status in (pulp.LpSolutionOptimal, pulp.LpSolutionIntegerFeasible):
        return Solution(Status.FEASIBLE, values, None, said)
    return Solution(Status.STOPPED, None, None, said)
