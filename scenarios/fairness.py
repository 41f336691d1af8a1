"""Fairness: who gets what, region by region and head by head, with the rules that ask for fairness and without them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from intake import Finding, Findings, InputError, Severity
from locales import message
from optimizer import (
    Fairness,
    Limit,
    Maximise,
    MaximiseWorst,
    Objective,
    OneOf,
    Plan,
    Rule,
    Settings,
    WorstFirst,
    allocate,
    group_label,
)
from optimizer import fairness as count_fairness
from optimizer import worst_first as solve_worst_first
from scenarios.outcome import Outcome

MEASURES = ("libraries", "cost", "computers", "value")
PLACES = ("province", "island_group")


@dataclass(frozen=True)
class Country:
    """How much of the country a group is: its districts, and their people (None where a figure is missing)."""

    districts: int
    population: int | None


@dataclass(frozen=True, eq=False)
class View:
    """One measure by one column: in the plan, and in the plan without the rules that ask for fairness."""

    per: str
    measure: str
    plan: Fairness
    without: Fairness | None


@dataclass(frozen=True, eq=False)
class FairnessReport:
    """Everything that is said about how evenly a plan gives.

    views: one for every column and measure asked for. country: by column, the groups of the whole region table, also
    those that nobody applied from. population and year: the column of the region table that heads are counted by.
    rules and objectives: what asks for fairness between regions; without: the plan without them (None where there
    are none, or where it was not asked for).
    """

    views: tuple[View, ...]
    country: Mapping[str, Mapping[str, Country]]
    population: str
    year: int
    rules: tuple[Rule, ...]
    objectives: tuple[Objective, ...]
    without: Plan | None


def fairness(
    outcome: Outcome,
    per: Sequence[str] = (),
    measures: Sequence[str] = (),
    *,
    compare: bool = True,
    settings: Settings | None = None,
) -> FairnessReport:
    """Count how evenly an outcome's plan gives; with `compare`, the plan without the fairness rules is solved too.

    per: columns of the applicants; by default province, island group and the list of underdeveloped districts that
    held when the money is spent. measures: by default libraries, grant, computers and value. Raises InputError for a
    column that does not exist.
    """
    year, population = figure_of(outcome, "population")
    columns = tuple(per) or tuple(c for c in (*PLACES, figure_of(outcome, "underdeveloped")[1]) if c in outcome.table)
    counted = tuple(measures) or tuple(m for m in MEASURES if m == "libraries" or m in outcome.options.table)
    _refuse(outcome, columns, counted)
    rules, objectives = fairness_rules(outcome), tuple(o for o in outcome.scenario.objectives if _evens(outcome, o))
    without = _without(outcome, rules, objectives, settings) if compare and (rules or objectives) else None
    country = {column: _country(outcome, column, population) for column in columns}
    views = [
        View(
            column,
            measure,
            _counted(outcome, outcome.plan, column, measure, country[column]),
            None
            if without is None or not without.has_awards
            else _counted(outcome, without, column, measure, country[column]),
        )
        for column in columns
        for measure in counted
    ]
    return FairnessReport(tuple(views), country, population, year, rules, objectives, without)


def worst_first(outcome: Outcome, measure: str, per: str, settings: Settings | None = None) -> WorstFirst:
    """Solve for the worst group first and the scenario's objectives after it, and say what that costs."""
    return solve_worst_first(
        outcome.table,
        outcome.options.table,
        outcome.rules,
        outcome.scenario.objectives,
        measure,
        per,
        outcome.plan,
        settings or outcome.scenario.solver,
    )


def figure_of(outcome: Outcome, name: str) -> tuple[int, str]:
    """The column `name_YEAR` nearest before the price year, or the earliest there is; (0, "") without one."""
    found = [re.fullmatch(rf"{name}_(\d{{4}})", str(column)) for column in outcome.table.columns]
    years = sorted(int(match.group(1)) for match in found if match)
    if not years:
        return 0, ""
    year = max([each for each in years if each <= outcome.round.call.price_year] or years[:1])
    return year, f"{name}_{year}"


def fairness_rules(outcome: Outcome) -> tuple[Rule, ...]:
    """The rules that treat regions differently from one another: limits and one-of rules by a figure of the region."""
    places = set(_regions(outcome).columns)
    return tuple(
        rule
        for rule in outcome.rules
        if isinstance(rule, Limit | OneOf) and (rule.per in places or places & set(rule.where))
    )


def _evens(outcome: Outcome, objective: Objective) -> bool:
    return isinstance(objective, MaximiseWorst) and objective.per in _regions(outcome).columns


def _without(
    outcome: Outcome, rules: Sequence[Rule], objectives: Sequence[Objective], settings: Settings | None
) -> Plan:
    dropped = {rule.id for rule in rules}
    kept = [rule for rule in outcome.rules if rule.id not in dropped]
    aims = [each for each in outcome.scenario.objectives if each not in objectives] or [Maximise(measure="value")]
    given = settings or outcome.scenario.solver
    return allocate(outcome.table, outcome.options.table, kept, aims, given)


def _regions(outcome: Outcome) -> pd.DataFrame:
    """The region table with the columns called as the applicants' table calls them."""
    regions = pd.DataFrame(outcome.round.regions.drop(columns=["geometry", "name", "lat", "lon"], errors="ignore"))
    return regions.rename(columns={"kind": "district_kind"})


def _country(outcome: Outcome, column: str, population: str) -> dict[str, Country]:
    regions = _regions(outcome)
    if column not in regions:
        return {}
    found: dict[str, Country] = {}
    named = regions[regions[column].notna()]
    for group, own in named.groupby(named[column].map(group_label), sort=True):
        known = bool(population) and bool(own[population].notna().all())
        people = sum(int(number) for number in own[population].tolist()) if known else None
        found[str(group)] = Country(len(own), people)
    return found


def _counted(outcome: Outcome, plan: Plan, column: str, measure: str, country: Mapping[str, Country]) -> Fairness:
    people = {name: each.population for name, each in country.items() if each.population}
    return count_fairness(outcome.table, outcome.options.table, plan.awards, measure, column, people)


def _refuse(outcome: Outcome, columns: Sequence[str], measures: Sequence[str]) -> None:
    numbers = [*map(str, outcome.options.table.columns), *map(str, outcome.table.columns)]
    numeric = {
        name
        for name in numbers
        if pd.api.types.is_numeric_dtype((outcome.table if name in outcome.table else outcome.options.table)[name])
    }
    wrong = [(name, tuple(map(str, outcome.table.columns))) for name in columns if name not in outcome.table]
    wrong += [(name, ("libraries", *sorted(numeric))) for name in measures if name not in {"libraries", *numeric}]
    if wrong:
        raise InputError(
            Findings.of(
                Finding(
                    "fairness.column",
                    Severity.ERROR,
                    message("fairness cannot be counted by {column}", column=name),
                    message("name one of: {columns}", columns=known),
                    file="scenario",
                    value=name,
                )
                for name, known in wrong
            )
        )
