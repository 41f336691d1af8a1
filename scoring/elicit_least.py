"""The least disagreement: the weights whose largest gap to a set of answers is least, by PuLP, exact and proven."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TypeAlias

import pulp

from scoring.elicit_numbers import Shares
from scoring.elicit_rows import solve_rows

Pair: TypeAlias = tuple[str, str]
Row: TypeAlias = dict[str, Fraction]
"""Coefficients by node: an answer is met exactly where their sum with the weights, its gap, is zero."""

LARGEST = ""
TIGHT = 1e-9
PROVEN_WITHIN = Fraction(1, 10**9)
TOLERANCES = {"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10}


def least(nodes: Sequence[str], rows: Mapping[Pair, Row]) -> tuple[Shares, Fraction]:
    """Give the weights, none below zero and summing to one, whose largest gap is least; and that gap.

    The solver only says which gaps are as large as the largest. The weights are the exact solution of those
    equations, and the gap is proven least by the solver's prices: for any y >= 0 summing to one no weights have
    a largest gap below the least coefficient of the sum of y x sign x row. Raises ArithmeticError when the solver's
    answer does not pass these checks.
    """
    problem, weights = _programme(nodes, rows)
    # No number of threads is set: HiGHS refuses one that differs from what the process has begun with.
    problem.solve(pulp.HiGHS(msg=False, **TOLERANCES))
    if problem.sol_status != pulp.LpSolutionOptimal:
        raise ArithmeticError(f"the solver ended with {pulp.LpSolution[problem.sol_status]}")
    near = {node: Fraction(float(weights[node].value())) for node in nodes}
    height = max(abs(at(row, near)) for row in rows.values())
    gaps = {pair: at(row, near) for pair, row in rows.items()}
    met = height < TIGHT
    tight = {pair: 0 if met else 1 if gap > 0 else -1 for pair, gap in gaps.items() if abs(gap) > height - TIGHT}
    exact, largest = _solved(nodes, rows, tight, nothing=[node for node in nodes if near[node] < TIGHT])
    prices = {
        pair: sign * _price(problem, number, sign) for number, pair in enumerate(rows) if (sign := tight.get(pair, 0))
    }
    fits = all(abs(at(row, exact)) <= largest for row in rows.values())
    if not fits or min(exact.values()) < 0 or largest - floor(nodes, rows, prices) > PROVEN_WITHIN:
        raise ArithmeticError("the solver's weights do not stand the exact check")
    return exact, largest


def at(row: Mapping[str, Fraction], weights: Mapping[str, Fraction]) -> Fraction:
    """Give the gap of an answer: the sum of coefficient x weight."""
    return sum((number * weights[node] for node, number in row.items()), Fraction(0))


def floor(nodes: Sequence[str], rows: Mapping[Pair, Row], prices: Mapping[Pair, float]) -> Fraction:
    """Give what no largest gap is below, exactly, from prices with the gaps' signs that need not be exact."""
    parts = {pair: Fraction(price) for pair, price in prices.items()}
    total = sum((abs(part) for part in parts.values()), Fraction(0))
    if total == 0:
        return Fraction(0)
    mixed = {pair: part / total for pair, part in parts.items()}
    sums = (sum((part * rows[pair].get(node, 0) for pair, part in mixed.items()), Fraction(0)) for node in nodes)
    return max(min(sums), Fraction(0))


def _programme(nodes: Sequence[str], rows: Mapping[Pair, Row]) -> tuple[pulp.LpProblem, dict[str, pulp.LpVariable]]:
    problem = pulp.LpProblem("least_disagreement", pulp.LpMinimize)
    weights = {node: pulp.LpVariable(f"weight_{place:03d}", lowBound=0) for place, node in enumerate(nodes)}
    largest = pulp.LpVariable("largest", lowBound=0)
    problem += largest
    problem += pulp.lpSum(weights.values()) == 1, "all_weights"
    for number, row in enumerate(rows.values()):
        gap = pulp.lpSum(float(coefficient) * weights[node] for node, coefficient in row.items())
        problem += gap - largest <= 0, f"over_{number}"
        problem += gap + largest >= 0, f"under_{number}"
    return problem, weights


def _price(problem: pulp.LpProblem, number: int, sign: int) -> float:
    row = problem.constraints[f"{'over' if sign > 0 else 'under'}_{number}"]
    return abs(float(row.pi or 0.0))


def _solved(
    nodes: Sequence[str], rows: Mapping[Pair, Row], tight: Mapping[Pair, int], nothing: Sequence[str]
) -> tuple[Shares, Fraction]:
    """Solve for the weights and the largest gap at which the tight gaps are equal, with their signs; 0 is no gap."""
    equations: list[tuple[dict[str, Fraction], Fraction]] = [(dict.fromkeys(nodes, Fraction(1)), Fraction(1))]
    equations += [({**rows[pair], LARGEST: Fraction(-sign)}, Fraction(0)) for pair, sign in tight.items()]
    equations += [({node: Fraction(1)}, Fraction(0)) for node in nothing]
    if not any(tight.values()):
        equations.append(({LARGEST: Fraction(1)}, Fraction(0)))
    solved = solve_rows([*nodes, LARGEST], equations)
    return {node: solved[node] for node in nodes}, solved[LARGEST]
