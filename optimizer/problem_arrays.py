"""ProblemArrays: a PuLP problem as the arrays that relaxations and searches work on."""

from collections.abc import Sequence
from math import inf

import numpy as np
import pulp

from optimizer.relaxation import Arrays, Floats
from optimizer.solution import SolverError


def arrays_of(problem: pulp.LpProblem, variables: Sequence[pulp.LpVariable], cost_unit: float) -> tuple[Arrays, Floats]:
    """The problem's rows as they stand, its objective turned round to be maximised, and the columns' lower bounds.

    cost_unit: whole units of the objective in one of the problem's. Rows and columns keep the problem's own scale.
    """
    place = {variable.name: j for j, variable in enumerate(variables)}
    rows = list(problem.constraints.values())
    sign = 1.0 if problem.sense == pulp.LpMaximize else -1.0
    cost = np.zeros(len(variables))
    for variable, number in (problem.objective or {}).items():
        cost[place[variable.name]] = sign * number
    counts = np.array([len(row) for row in rows], dtype=np.int64)
    index = np.array([place[variable.name] for row in rows for variable in row], dtype=np.int32)
    value = np.array([number for row in rows for number in row.values()], dtype=np.float64)
    bounds = np.array([-row.constant for row in rows], dtype=np.float64)
    senses = np.array([row.sense for row in rows], dtype=np.int64)
    least = np.array([v.lowBound for v in variables], dtype=np.float64)
    most = np.array([v.upBound for v in variables], dtype=np.float64)
    if not all(np.isfinite(numbers).all() for numbers in (cost, value, bounds, least, most)):
        raise SolverError("a number of the model is not finite")
    data = Arrays(
        start=np.concatenate(([0], np.cumsum(counts))).astype(np.int32),
        index=index,
        value=value,
        row_of=np.repeat(np.arange(len(rows)), counts),
        lower=np.where(senses == pulp.LpConstraintLE, -inf, bounds),
        upper=np.where(senses == pulp.LpConstraintGE, inf, bounds),
        limit=most,
        whole=np.array([variable.cat == pulp.LpInteger for variable in variables], dtype=bool),
        cost=cost,
        row_unit=np.ones(len(rows)),
        column_unit=np.ones(len(variables)),
        cost_unit=cost_unit,
    )
    return data, least
