"""Budget lines and funders as rules: all of the round bind, whether the scenario repeats them or not."""

import math
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import TypeAlias

from intake import Call, Catalogue, Purse
from locales import Label
from optimizer import Funders, Limit, PayerTerms, Rule, YearlyBudget, named_rules, single_items
from scenarios.scenario import Budget, Scenario

Money: TypeAlias = int | dict[str, int]
"""Whole rupiah, in all or by year."""

FUNDERS = "funders"


def money(purse: Purse, budget: Budget) -> Money:
    """What a line or funder may be used for under a scenario, rounded down to whole rupiah."""
    scale = Fraction(str(budget.scale))
    replaced = {**budget.lines, **budget.funders}.get(purse.id)
    figure: Money = purse.yearly(budget.basis) or (purse.pledged if budget.basis == "pledged" else purse.amount)
    given = figure if replaced is None else replaced
    if isinstance(given, dict):
        return {year: int(amount * scale) for year, amount in sorted(given.items())}
    return int(given * scale)


def lines(call: Call, scenario: Scenario) -> dict[str, int]:
    """What each budget line may be used for in all years together, in whole rupiah, under a scenario."""
    return {line.id: total(money(line, _of_lines(scenario.budget))) for line in call.budget_lines}


def yearly_lines(call: Call, scenario: Scenario) -> dict[str, dict[str, int]]:
    """What each budget line that is given by year may be used for, year by year."""
    found = {line.id: money(line, _of_lines(scenario.budget)) for line in call.budget_lines}
    return {line: given for line, given in found.items() if isinstance(given, dict)}


def funders(call: Call, scenario: Scenario) -> dict[str, Money]:
    """What each funder may be asked for."""
    return {funder.id: money(funder, _of_funders(scenario.budget)) for funder in call.funders}


def total(given: Money) -> int:
    """Money of all years together."""
    return sum(given.values()) if isinstance(given, dict) else given


def _of_lines(budget: Budget) -> Budget:
    return budget.model_copy(update={"funders": {}})


def _of_funders(budget: Budget) -> Budget:
    return budget.model_copy(update={"lines": {}})


def rules(call: Call, catalogue: Catalogue, scenario: Scenario) -> tuple[Rule, ...]:
    """All rules of a scenario: one a budget line, one for all funders, then its own; each knows the shared costs."""
    found: list[Rule] = []
    for line in call.budget_lines:
        label = Label(id=f"Pos anggaran {line.label.id}", en=f"Budget line {line.label.en}")
        given, name, measure = money(line, _of_lines(scenario.budget)), f"budget_{line.id}", f"cost_{line.id}"
        if isinstance(given, dict):
            carry = line.carry_over
            found.append(YearlyBudget(id=name, label=label, measure=measure, amounts=given, carry_over=carry))
        else:
            found.append(Limit(id=name, label=label, measure=measure, at_most=given))
    if call.funders:
        found.append(_funders(call, catalogue, scenario))
    return named_rules((*found, *scenario.rules))


def _funders(call: Call, catalogue: Catalogue, scenario: Scenario) -> Funders:
    single = set(single_items(call, catalogue))
    split = {item.line for item in catalogue.items if item.id in single}
    costs = dict.fromkeys(
        f"cost_item_{item.id}" if item.line in split else f"cost_{item.line}" for item in catalogue.items
    )
    given = funders(call, scenario)
    terms = []
    for funder in call.funders:
        pays = {f"cost_{line}" for line in funder.lines} | {f"cost_item_{item}" for item in funder.items}
        pays |= {f"cost_item_{item.id}" for item in catalogue.items if item.id in single and item.line in funder.lines}
        own = tuple(cost for cost in costs if cost in pays)
        terms.append(
            PayerTerms(id=funder.id, label=funder.label, money=given[funder.id], carry_over=funder.carry_over, pays=own)
        )
    label = Label(id="Pihak pendana", en="Funders")
    return Funders(id=FUNDERS, label=label, funders=tuple(terms), costs=tuple(costs))


def written_out(budget: Budget, call: Call, scenario: Scenario, after: Iterable[Rule]) -> Budget:
    """The budget of a scenario with what rules now allow; lines and funders that stay as they are stay unsaid.

    The scale stays too, unless no whole figure comes to an amount under it: then every figure is written without it.
    """
    before = {line.id: money(line, _of_lines(budget)) for line in call.budget_lines}
    paid = funders(call, scenario)
    held, given = dict(before), dict(paid)
    for rule in after:
        line = rule.id.removeprefix("budget_")
        if line in before and isinstance(rule, Limit) and isinstance(rule.at_most, int):
            held[line] = rule.at_most
        elif line in before and isinstance(rule, YearlyBudget):
            held[line] = dict(rule.amounts)
        elif rule.id == FUNDERS and isinstance(rule, Funders):
            given = {funder.id: funder.money for funder in rule.funders}
    scale = Fraction(str(budget.scale))
    said, payers = _changed(before, held, scale), _changed(paid, given, scale)
    if said is None or payers is None:
        return budget.model_copy(update={"scale": 1.0, "lines": held, "funders": given})
    return budget.model_copy(update={"lines": {**budget.lines, **said}, "funders": {**budget.funders, **payers}})


def _changed(before: Mapping[str, Money], after: Mapping[str, Money], scale: Fraction) -> dict[str, Money] | None:
    """The figures that come to the amounts that changed under a scale; None where no figure comes to one of them."""
    found: dict[str, Money] = {}
    for name, given in after.items():
        if given == before[name]:
            continue
        years = given if isinstance(given, dict) else {"": given}
        # Amounts are rounded down, so the least figure that reaches an amount is the one that can come to it.
        figures = {year: math.ceil(amount / scale) if scale else 0 for year, amount in years.items()}
        if any(int(figure * scale) != years[year] for year, figure in figures.items()):
            return None
        found[name] = figures if isinstance(given, dict) else figures[""]
    return found
