"""Rescue: the plan that a computation had reached when it was ended, made again and checked from the tables."""

from collections.abc import Sequence
from fractions import Fraction

import pandas as pd

from optimizer.model import PAIR_COLUMNS, beside
from optimizer.objectives import Objective
from optimizer.plan import Plan, Stage, better, holdings, usages
from optimizer.progress import Best, Proven
from optimizer.rules import Rule, named_rules
from optimizer.solution import SolverError, Status
from optimizer.tables import Tables, prepare
from optimizer.verify import verify


def rescued(
    best: Best | None,
    applicants: pd.DataFrame,
    options: pd.DataFrame,
    rules: Sequence[Rule],
    objectives: Sequence[Objective],
) -> Plan:
    """Make a plan of the best so far; without one it is stopped, and infeasible when that was proven.

    Every total is added up again from the tables, and the exact check looks at all of it: raises SolverError when
    it finds anything wrong. What was not proven is not said: a plan that was cut short is feasible, its ties open.
    """
    named = named_rules(rules)
    tables = beside(prepare(applicants, options), named)
    if best is None or best.status is Status.INFEASIBLE:
        return _without(tables, Status.STOPPED if best is None else Status.INFEASIBLE)
    offered = tables.options.set_index(["applicant", "option"], drop=False)
    wanted = pd.MultiIndex.from_tuples(best.awards, names=["applicant", "option"])
    if not wanted.isin(offered.index).all():
        raise SolverError("the plan so far holds an award that was never offered")
    awards = offered.loc[wanted].set_index("applicant").sort_index(kind="stable")
    pairs = pd.DataFrame(list(best.pairs), columns=list(PAIR_COLUMNS))
    held = holdings(awards, pairs, tables.applicants, tables.options)
    nothing: Proven = (None, False)
    proven = (*best.bounds, *([nothing] * len(objectives)))
    stages = tuple(
        _stage(objective, objective.value(held.awards, tables), *proven[place], last=place == len(objectives) - 1)
        for place, objective in enumerate(objectives)
    )
    optimal = all(stage.status is Status.OPTIMAL for stage in stages) if stages else best.status is Status.OPTIMAL
    status = Status.OPTIMAL if optimal else Status.FEASIBLE
    plan = Plan(status, awards, pairs, stages, usages(named, held), best.ties or "open")
    wrong = verify(plan, applicants, options, named)
    if wrong:
        raise SolverError("; ".join(violation.problem.text("en") for violation in wrong))
    return plan


def _stage(objective: Objective, value: Fraction, bound: Fraction | None, closed: bool, *, last: bool) -> Stage:
    """One objective: optimal when that was proven and the plan keeps it, but for what later ones may give up."""
    if bound is None or better(objective, value, bound):
        return Stage(objective, value, None, Status.FEASIBLE)
    least = bound if last else objective.floor(bound)
    kept = closed and not better(objective, least, value)
    return Stage(objective, value, bound, Status.OPTIMAL if kept else Status.FEASIBLE)


def _without(tables: Tables, status: Status) -> Plan:
    awards = tables.options.iloc[:0].set_index("applicant")
    return Plan(status, awards, pd.DataFrame(columns=list(PAIR_COLUMNS)), (), (), "open")
