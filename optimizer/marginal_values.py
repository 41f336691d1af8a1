"""Marginal values: what a little more of every budget line and limit is worth to the first objective."""

import time
from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import floor, inf
from typing import Any

import pandas as pd

from optimizer.core_search import Question, best
from optimizer.measures import coefficients, is_money
from optimizer.numbers import fraction
from optimizer.objectives import Objective
from optimizer.plan import Plan
from optimizer.program import Row
from optimizer.rule_prices import AT_MOST
from optimizer.rules import Limit, Rule, named_rules
from optimizer.settings import Settings
from optimizer.solution import Status
from optimizer.swap_prices import EXACT, Ground, ground

BILLION = 10**9
"""The step of money: a billion rupiah; of anything else: one."""


def marginal_values(
    applicants: pd.DataFrame,
    options: pd.DataFrame,
    rules: Sequence[Rule],
    objectives: Sequence[Objective],
    plan: Plan,
    settings: Settings | None = None,
    *,
    steps: Mapping[str, int | Fraction] | None = None,
) -> pd.DataFrame:
    """Value one step more of every numeric bound of a Limit, in the unit of the first objective.

    A step raises at_most or lowers at_least: a billion rupiah of money, one of anything else, or what `steps` says
    for a measure. Result: one row a bound and group, in the order of the rules; rule, part, side, measure, bound,
    step; rate, the value of a step at the prices of the relaxation (float); holds_from and holds_to, the bounds
    between which that rate surely holds (floats; infinite where it holds without end); most, the proven most that one
    step adds; gain, what it adds exactly (None when settings.seconds ran out); status. Bounds that are shares of
    another measure have no step and are left out: see their rule prices.
    """
    base = ground(applicants, options, rules, objectives, plan)
    deadline = time.monotonic() + (settings or Settings()).seconds
    base.relaxation.solve()
    ranges = base.relaxation.ranges()
    lines: list[dict[str, Any]] = []
    changes: list[tuple[int, float, float]] = []
    for rule in named_rules(rules):
        if not isinstance(rule, Limit):
            continue
        for i in base.program.rows_of([rule.id]):
            side, bound = _bound(rule, base.program.rows[i])
            held = base.program.rows[i].columns
            if bound is None or not held or held[0] >= len(base.program.tables.options):
                continue  # a share, or nothing of it is counted on awards themselves
            step = Fraction((steps or {}).get(rule.measure, BILLION if is_money(rule.measure) else 1))
            line, change = _line(base, rule, i, side, bound, step, ranges[i])
            lines.append(line)
            changes.append(change)
    for line, change in zip(lines, changes, strict=True):
        line |= _stepped(base, change, deadline)
    columns = ["rule", "part", "side", "measure", "bound", "step", "rate", "holds_from", "holds_to"]
    return pd.DataFrame(lines, columns=[*columns, "most", "gain", "status"], dtype=object)


def _bound(rule: Limit, row: Row) -> tuple[str, Fraction | None]:
    """The bound that a row stands for, in the measure's own unit; None for a share."""
    group = None if not rule.per else row.part
    side = "at_most" if row.sense == "<=" else "at_least"
    given = next((bound for sense, bound in rule.bounds_of(group) if sense == row.sense), None)
    return side, fraction(given) if isinstance(given, int | float) else None


def _line(
    base: Ground, rule: Limit, i: int, side: str, bound: Fraction, step: Fraction, held: tuple[float, float, float]
) -> tuple[dict[str, Any], tuple[int, float, float]]:
    row, unit = base.program.rows[i], float(base.relaxation.data.row_unit[i])
    amounts, units = coefficients(base.program.tables, rule.measure)
    # Rows are divided by what all their numbers share: so many units of the row make one of the measure.
    each = Fraction(row.numbers[0]) * units / int(amounts[row.columns[0]])
    moved = max(bound + step if side == "at_most" else bound - step, Fraction(0))
    limit = floor(moved * each) if side == "at_most" else -floor(-moved * each)
    price, low, high = held
    change = (i, -inf, limit / unit) if side == "at_most" else (i, limit / unit, inf)
    line = {
        "rule": rule.id,
        "part": row.part,
        "side": side,
        "measure": rule.measure,
        "bound": bound,
        "step": step,
        "rate": abs(price) * base.relaxation.data.cost_unit / unit * float(each * step / base.units),
        "holds_from": low * unit / float(each),
        "holds_to": high * unit / float(each),
    }
    return line, change


def _stepped(base: Ground, change: tuple[int, float, float], deadline: float) -> dict[str, Any]:
    outlook = base.outlook([change])
    most = None if outlook is None else -base.loss(floor(outlook.bound))
    open_line = {"most": most, "gain": None, "status": AT_MOST}
    if time.monotonic() >= deadline:
        return open_line
    question = Question(base.program, base.relaxation.data, (change,))
    answer = best(question, outlook, deadline, base.vector)
    if answer.status is not Status.OPTIMAL or answer.value is None:
        return open_line
    return {"most": -base.loss(answer.value), "gain": -base.loss(answer.value), "status": EXACT}
