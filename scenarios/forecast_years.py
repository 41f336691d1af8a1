"""Forecast of years and partners: figures that do not fit the round, years without money, items that nobody names."""

from collections.abc import Iterator

from intake import Finding, Purse, Round, Severity
from locales import Message, message
from optimizer import SharedCost, single_items
from scenarios.scenario import Rupiah, Scenario

OWN_IDS = ("funders",)


def misfits(round_: Round, scenario: Scenario) -> Iterator[Finding]:
    """Errors: money by year where the round has none or the other way round, ids that the round's rules have."""
    call = round_.call
    for kind, given, purses in (
        ("lines", scenario.budget.lines, call.budget_lines),
        ("funders", scenario.budget.funders, call.funders),
    ):
        for purse in purses:
            if purse.id in given:
                yield from _form(kind, purse, given[purse.id])
    own = {*(f"budget_{line.id}" for line in call.budget_lines), *(OWN_IDS if call.funders else ())}
    for rule in scenario.rules:
        if rule.id in own:
            problem = message("a rule is called {rule}, as one that the round itself makes", rule=rule.id)
            yield _error(problem, rule.id)
    split = {item.line for item in round_.catalogue.items if item.id in single_items(call, round_.catalogue)}
    items = {item.id for item in round_.catalogue.items}
    for rule in scenario.rules:
        if isinstance(rule, SharedCost) and rule.line in split and rule.item not in items:
            problem = message(
                "{rule} is paid from {line}, of which funders pay for single items, so it must be one of them",
                rule=rule.name,
                line=rule.line,
            )
            yield _error(problem, rule.id, "item")


def _form(kind: str, purse: Purse, given: "Rupiah | dict[str, Rupiah]") -> Iterator[Finding]:
    place = f"budget.{kind}.{purse.id}"
    if isinstance(given, dict) and not purse.by_year:
        yield _error(message("{place} is given by year, but the round gives it in all", place=place), purse.id)
    if not isinstance(given, dict) and purse.by_year:
        yield _error(message("{place} is given in all, but the round gives it by year", place=place), purse.id)
    years = set(given) if isinstance(given, dict) else set()
    known = set(purse.yearly("amount"))
    if purse.by_year and years and years != known:
        problem = message(
            "{place} names the years {years}, the round has {known}",
            place=place,
            years=tuple(sorted(years)),
            known=tuple(sorted(known)),
        )
        yield _error(problem, purse.id)


def without_money(round_: Round, scenario: Scenario) -> Iterator[Finding]:
    """Warnings: years whose cost counts, but for which a line or funder by year has no money."""
    years = scenario.catalogue.years or scenario.catalogue.starts(round_.call.price_year)
    for purse in (*round_.call.budget_lines, *round_.call.funders):
        known = {money.year for money in purse.by_year}
        missing = tuple(str(year) for year in years if year not in known) if known else ()
        if missing:
            problem = message(
                "costs of {years} count, but {purse} has no money of its own in these years",
                years=missing,
                purse=purse.label,
            )
            remedy = message("add the years to round.toml, with 0 where only carried money is meant")
            yield Finding("scenario.years", Severity.WARNING, problem, remedy, file="scenario", value=purse.id)


def _error(problem: Message, value: str, column: str = "") -> Finding:
    remedy = message("correct the scenario file; docs/scenarios.md lists every field")
    return Finding("scenario", Severity.ERROR, problem, remedy, file="scenario", column=column, value=value)
