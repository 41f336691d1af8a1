"""The programme in OR-Tools: with its model builder, and with MathOpt; both up to the message that a solver is sent.

It runs as a process of its own: its HiGHS and that of highspy cannot be loaded together. Reads (how, Statement) from
standard input and writes (seconds, Matrix), both pickled.
"""

import pickle
import sys
from typing import Any

import numpy as np
import pandas as pd
from ortools.linear_solver.python import model_builder
from ortools.math_opt.python import mathopt

from benchmarks.clock import timed
from benchmarks.matrix import Matrix
from benchmarks.statement import Statement, members

INF = float("inf")


def built(said: Statement) -> model_builder.Model:
    """The model, with series of variables and weighted sums."""
    model, sums = model_builder.Model(), model_builder.LinearExpr
    x = model.new_bool_var_series("x", pd.RangeIndex(len(said.owner))).to_numpy()
    total = model.new_int_var(0, INF, "total")
    a = model.new_bool_var_series("a", pd.RangeIndex(len(said.village))).to_numpy()
    owners = members(said.owner)
    options = dict(zip(np.unique(said.owner).tolist(), owners, strict=True))
    for owned in owners:
        model.add_linear_constraint(sums.sum(x[owned]), -INF, 1)
    model.add_linear_constraint(sums.weighted_sum([*x, total], [*([1.0] * len(x)), -1.0]), 0, 0)
    for cap in said.caps:
        held = np.flatnonzero(cap.amount)
        model.add_linear_constraint(sums.weighted_sum(x[held], cap.amount[held]), -INF, cap.most)
    for quota in said.quotas:
        for group in members(quota.group):
            part = sums.weighted_sum([*x[group], total], [*([1.0] * len(group)), -quota.share])
            model.add_linear_constraint(part, *((quota.plus, INF) if quota.least else (-INF, quota.plus)))
    for pairs in members(said.village):
        own = options[int(said.village[pairs[0]])]
        part = sums.weighted_sum([*a[pairs], *x[own]], [*([1.0] * len(pairs)), *([-1.0] * len(own))])
        model.add_linear_constraint(part, 0, 0)
    for pairs in members(said.mentor):
        own = options[int(said.mentor[pairs[0]])]
        for k in pairs:
            model.add_linear_constraint(sums.weighted_sum([a[k], *x[own]], [1.0, *([-1.0] * len(own))]), -INF, 0)
        ones = [1.0] * len(pairs)
        for times, low, high in ((said.room, -INF, 0.0), (said.fewest, 0.0, INF)):
            taken = sums.weighted_sum([*a[pairs], *x[own]], [*ones, *([-float(times)] * len(own))])
            model.add_linear_constraint(taken, low, high)
    model.maximize(sums.weighted_sum(x, said.value))
    return model


def built_by_mathopt(said: Statement) -> mathopt.Model:
    """The model, entry by entry: rows are added empty and their coefficients set, without expressions."""
    model = mathopt.Model()
    x = [model.add_binary_variable() for _ in range(len(said.owner))]
    total = model.add_integer_variable(lb=0)
    a = [model.add_binary_variable() for _ in range(len(said.village))]
    owners = members(said.owner)
    options = dict(zip(np.unique(said.owner).tolist(), owners, strict=True))

    def row(low: float, high: float, *entries: tuple[list[mathopt.Variable], list[float]]) -> None:
        made = model.add_linear_constraint(lb=low, ub=high)
        for variables, numbers in entries:
            for variable, number in zip(variables, numbers, strict=True):
                made.set_coefficient(variable, number)

    def ones(variables: list[mathopt.Variable], number: float = 1.0) -> tuple[list[mathopt.Variable], list[float]]:
        return variables, [number] * len(variables)

    for owned in owners:
        row(-INF, 1, ones([x[k] for k in owned]))
    row(0, 0, ones(x), ones([total], -1.0))
    for cap in said.caps:
        held = np.flatnonzero(cap.amount).tolist()
        row(-INF, cap.most, ([x[k] for k in held], cap.amount[held].tolist()))
    for quota in said.quotas:
        low, high = (quota.plus, INF) if quota.least else (-INF, quota.plus)
        for group in members(quota.group):
            row(low, high, ones([x[k] for k in group]), ones([total], -quota.share))
    for pairs in members(said.village):
        own = [x[k] for k in options[int(said.village[pairs[0]])]]
        row(0, 0, ones([a[k] for k in pairs]), ones(own, -1.0))
    for pairs in members(said.mentor):
        own = [x[k] for k in options[int(said.mentor[pairs[0]])]]
        taken = ones([a[k] for k in pairs])
        for k in pairs:
            row(-INF, 0, ones([a[k]]), ones(own, -1.0))
        row(-INF, 0, taken, ones(own, -float(said.room)))
        row(0, INF, taken, ones(own, -float(said.fewest)))
    for variable, number in zip(x, said.value.tolist(), strict=True):
        model.objective.set_linear_coefficient(variable, number)
    model.objective.is_maximize = True
    return model


def read_builder(message: Any) -> Matrix:  # noqa: ANN401
    """The matrix in a message of the model builder."""
    rows = message.constraint
    return Matrix(
        np.repeat(np.arange(len(rows)), [len(row.var_index) for row in rows]),
        np.concatenate([np.array(row.var_index, dtype=np.int64) for row in rows]),
        np.concatenate([np.array(row.coefficient) for row in rows]),
        np.array([row.lower_bound for row in rows]),
        np.array([row.upper_bound for row in rows]),
        np.array([each.objective_coefficient for each in message.variable]),
    )


def read_mathopt(message: Any) -> Matrix:  # noqa: ANN401
    """The matrix in a message of MathOpt."""
    held, rows, goal = message.linear_constraint_matrix, message.linear_constraints, message.objective
    cost = np.zeros(len(message.variables.ids))
    cost[np.array(goal.linear_coefficients.ids)] = np.array(goal.linear_coefficients.values)
    return Matrix(
        np.array(held.row_ids, dtype=np.int64),
        np.array(held.column_ids, dtype=np.int64),
        np.array(held.coefficients),
        np.array(rows.lower_bounds),
        np.array(rows.upper_bounds),
        cost,
    )


def main() -> None:
    """Build what is asked for, the way that is asked for."""
    how, said = pickle.load(sys.stdin.buffer)
    if how == "builder":
        seconds, message = timed(lambda: built(said).export_to_proto())
        matrix = read_builder(message)
    else:
        seconds, message = timed(lambda: built_by_mathopt(said).export_model(remove_names=True))
        matrix = read_mathopt(message)
    sys.stdout.buffer.write(pickle.dumps((seconds, matrix)))


if __name__ == "__main__":
    main()
