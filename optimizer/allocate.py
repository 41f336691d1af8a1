"""The allocation: tables, rules and objectives in, a Plan out."""

from collections.abc import Sequence
from fractions import Fraction

import pandas as pd
import pulp

from intake import Findings, InputError
from optimizer import attendance, progress
from optimizer.columnar import columnar
from optimizer.large_search import LargeSearch
from optimizer.model import LARGE_FROM, PAIR_COLUMNS, Terms, build
from optimizer.objectives import Maximise, Objective
from optimizer.plan import Plan, Stage, better, holdings, usages
from optimizer.rules import Rule, named_rules
from optimizer.search import Picks, Search
from optimizer.settings import Settings
from optimizer.solution import SolverError, Status
from optimizer.tables import Tables, prepare
from optimizer.ties import settle
from optimizer.verify import verify


def allocate(
    applicants: pd.DataFrame,
    options: pd.DataFrame,
    rules: Sequence[Rule] = (),
    objectives: Sequence[Objective] = (Maximise(measure="value"),),
    settings: Settings | None = None,
) -> Plan:
    """Choose at most one option for every applicant, best by the first objective, then the next, under all rules.

    applicants: index id, any attribute columns. options: applicant, option, value and any resource columns.
    Raises InputError when tables, rules or objectives do not fit together, and SolverError when the solver fails
    or returns a plan that the exact check refuses. The same tables give the same plan whatever their row order.
    """
    tables = prepare(applicants, options)
    named = named_rules(rules)
    refuse_misfits(tables, named, objectives)
    progress.doing(progress.Doing.BUILDING)
    try:
        with progress.heeding():
            search = _search(tables, named, settings or Settings())
    except progress.EndedError:
        return attendance.decided(_no_plan(tables, Status.STOPPED))
    plan = solved(search, objectives)
    if plan.has_awards:
        progress.doing(progress.Doing.VERIFYING)
        wrong = verify(plan, applicants, options, named)
        if wrong:
            raise SolverError("; ".join(violation.problem.text("en") for violation in wrong))
    return attendance.decided(plan)


def _search(tables: Tables, rules: Sequence[Rule], settings: Settings) -> Search:
    """Whoever looks for the plan: by size, and both look for the same one."""
    if len(tables.options) >= LARGE_FROM and settings.solver == "highs":
        return LargeSearch(columnar(tables, rules), rules, settings)
    return Search(build(tables, rules), rules, settings)


def solved(search: Search, objectives: Sequence[Objective]) -> Plan:
    """Choose by one objective after another, then by the stated order, in a model that is ready to be searched."""
    stages, picks, status = _solve_stages(search, objectives)
    if picks is None:
        return _no_plan(search.model.tables, status)
    ties = "open"
    if status is Status.OPTIMAL:
        picks, ties = settle(search, picks)
    return _finished(search, picks, stages, status, ties)


def refuse_misfits(tables: Tables, rules: Sequence[Rule], objectives: Sequence[Objective]) -> None:
    """Raise InputError with everything in the rules and objectives that the tables cannot answer."""
    findings = Findings.of(
        [
            *(finding for rule in rules for finding in rule.problems(tables)),
            *(finding for objective in objectives for finding in objective.problems(tables)),
        ]
    )
    if findings.errors:
        raise InputError(findings)


def _solve_stages(search: Search, objectives: Sequence[Objective]) -> tuple[tuple[Stage, ...], Picks | None, Status]:
    model, tables = search.model, search.model.tables
    if not objectives:
        found = search.best([], pulp.LpMaximize)
        return (), found.picks, found.status
    stages: list[Stage] = []
    kept: list[tuple[Objective, Terms, Fraction]] = []
    picks: Picks | None = None
    for objective in objectives:
        terms, units = objective.terms(model)
        attendance.begin(search, objective, terms, units, stages, len(objectives))
        found = search.best(terms, objective.sense)
        if found.picks is None and picks is None:
            return (), None, found.status
        picks = found.picks or picks
        assert picks is not None
        held = holdings(search.awards(picks), search.pairs(picks), tables.applicants)
        value = objective.value(held.awards, tables)
        bound = value if found.status is Status.OPTIMAL else None
        bound = bound if found.bound is None else found.bound / units
        if bound is not None and better(objective, value, bound):
            bound = None  # the plan itself refutes what the solver said
        proven = found.status is Status.OPTIMAL and bound == value
        stages.append(Stage(objective, value, bound, Status.OPTIMAL if proven else Status.FEASIBLE))
        attendance.reached(search, picks, stages)
        last = len(stages) == len(objectives)
        kept_back = value if last else objective.floor(value)
        objective.keep(model, terms, units, kept_back)
        search.settle(kept_back * units)
        kept.append((objective, terms, units))
    if any(stage.status is not Status.OPTIMAL for stage in stages):
        return tuple(stages), picks, Status.FEASIBLE
    return tuple(stages), _won_back(search, kept, picks), Status.OPTIMAL


def _won_back(search: Search, kept: Sequence[tuple[Objective, Terms, Fraction]], picks: Picks | None) -> Picks | None:
    """Take back, objective by objective, what later ones were allowed to give up and did not need."""
    for objective, terms, units in kept[:-1]:
        if not objective.tolerance:
            continue
        found = search.best(terms, objective.sense)
        if found.picks is None or found.status is not Status.OPTIMAL:
            return picks
        picks = found.picks
        held = holdings(search.awards(picks), search.pairs(picks), search.model.tables.applicants)
        value = objective.value(held.awards, search.model.tables)
        objective.keep(search.model, terms, units, value)
        search.settle(value * units)
    return picks


def _finished(search: Search, picks: Picks, stages: tuple[Stage, ...], status: Status, ties: str) -> Plan:
    awards, pairs = search.awards(picks), search.pairs(picks)
    held = holdings(awards, pairs, search.model.tables.applicants, search.model.tables.options)
    settled = tuple(
        Stage(s.objective, s.objective.value(held.awards, search.model.tables), s.bound, s.status) for s in stages
    )
    return Plan(status, awards, pairs, settled, usages(search.rules, held), ties)


def _no_plan(tables: Tables, status: Status) -> Plan:
    awards = tables.options.iloc[:0].set_index("applicant")
    return Plan(status, awards, pd.DataFrame(columns=list(PAIR_COLUMNS)), (), (), "open")
