"""The programme in PuLP as its own documentation writes models: expressions, lpSum, and PuLP's hand-over to HiGHS."""

import highspy
import pulp

from benchmarks.statement import Statement, members


def built(said: Statement) -> pulp.LpProblem:
    """The model, one expression a row."""
    problem = pulp.LpProblem("villages", pulp.LpMaximize)
    x = [pulp.LpVariable(f"x_{k:07d}", cat=pulp.LpBinary) for k in range(len(said.owner))]
    total = pulp.LpVariable("y", 0, cat=pulp.LpInteger)
    a = [pulp.LpVariable(f"z_{k:07d}", cat=pulp.LpBinary) for k in range(len(said.village))]
    problem += pulp.lpSum(value * each for value, each in zip(said.value.tolist(), x, strict=True))
    options = dict(zip(sorted(set(said.owner.tolist())), members(said.owner), strict=True))
    for owned in options.values():
        problem += pulp.lpSum(x[k] for k in owned) <= 1
    problem += pulp.lpSum(x) - total == 0
    for cap in said.caps:
        problem += pulp.lpSum(n * each for n, each in zip(cap.amount.tolist(), x, strict=True) if n) <= cap.most
    for quota in said.quotas:
        for group in members(quota.group):
            part = pulp.lpSum(x[k] for k in group) - quota.share * total
            problem += part >= quota.plus if quota.least else part <= quota.plus
    for pairs in members(said.village):
        problem += pulp.lpSum(a[k] for k in pairs) - pulp.lpSum(x[k] for k in options[said.village[pairs[0]]]) == 0
    for pairs in members(said.mentor):
        chosen = pulp.lpSum(x[k] for k in options[said.mentor[pairs[0]]])
        for k in pairs:
            problem += a[k] - chosen <= 0
        taken = pulp.lpSum(a[k] for k in pairs)
        problem += taken - said.room * chosen <= 0
        problem += taken - said.fewest * chosen >= 0
    return problem


def handed_over(problem: pulp.LpProblem) -> highspy.Highs:
    """PuLP's own interface to HiGHS, up to the point where it would start the solver."""
    solver = pulp.HiGHS(msg=False)
    solver.createAndConfigureSolver(problem)
    solver.buildSolverModel(problem)
    held: highspy.Highs = problem.solverModel
    return held


def whole(said: Statement) -> highspy.Highs:
    """From the numbers to a solver that holds the model."""
    return handed_over(built(said))
