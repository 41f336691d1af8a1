"""Partners in a plan: money year by year, costs that are paid once, and who pays what."""

from dataclasses import dataclass

from intake import Funder
from locales import Label, Text
from optimizer import Funders, SharedCost, Usage, YearlyBudget
from scenarios import Outcome, total_of, yearly_budget_lines
from scenarios import funders as funders_money


@dataclass(frozen=True)
class YearUse:
    """One budget line in one year (whole rupiah): its money, what it has with what was carried into it, what it uses.

    money and there are None where the line's money is not given by year.
    """

    line: Label
    year: str
    money: int | None
    there: int | None
    used: int

    @property
    def carried(self) -> int | None:
        """What the year before left for it."""
        return None if self.there is None or self.money is None else self.there - self.money

    @property
    def left(self) -> int | None:
        """What it leaves."""
        return None if self.there is None else self.there - self.used


@dataclass(frozen=True)
class PaidOnce:
    """One cost that several libraries share: the rule, the group, and what it costs."""

    rule: SharedCost
    group: str
    cost: int


@dataclass(frozen=True)
class FunderUse:
    """One funder (whole rupiah): what it plans, has signed for and may be asked for, and what it pays in the plan."""

    label: Label
    amount: int
    pledged: int
    counted_on: int
    pays: int

    @property
    def left(self) -> int:
        """What it is not asked for."""
        return self.counted_on - self.pays


@dataclass(frozen=True)
class FunderPart:
    """What one funder pays of one line or item, in one year where money is given by year."""

    funder: Label
    of: Text
    year: str
    amount: int


def years(outcome: Outcome) -> tuple[str, ...]:
    """The years in which anything may be paid, where there are several or money is given by year."""
    columns = [name.removeprefix("cost_") for name in outcome.options.table.columns if name.startswith("cost_")]
    found = sorted(name for name in columns if len(name) == 4 and name.isdigit())
    given = yearly_budget_lines(outcome.round.call, outcome.scenario)
    named = sorted({year for money in given.values() for year in money} | set(found))
    return tuple(named) if len(found) > 1 or given else ()


def year_uses(outcome: Outcome) -> tuple[YearUse, ...]:
    """Every line in every year; nothing where the round has one year alone."""
    given = yearly_budget_lines(outcome.round.call, outcome.scenario)
    known = {rule.id for rule in outcome.rules if isinstance(rule, YearlyBudget)}
    use: dict[tuple[str, str], Usage] = {(u.rule, u.part): u for u in outcome.plan.usage if u.rule in known}
    found: list[YearUse] = []
    for line in outcome.round.call.budget_lines:
        for year in years(outcome):
            there = use.get((f"budget_{line.id}", year))
            money = given[line.id].get(year, 0) if line.id in given else None
            have = None if there is None or there.at_most is None else int(there.at_most)
            found.append(YearUse(line.label, year, money, have, int(outcome.total(f"cost_{line.id}_{year}"))))
    return tuple(found)


def paid_once(outcome: Outcome) -> tuple[PaidOnce, ...]:
    """Every cost that the plan pays once, in the order of the rules."""
    rules = {rule.id: rule for rule in outcome.rules if isinstance(rule, SharedCost)}
    return tuple(PaidOnce(rules[use.rule], use.part, int(use.used)) for use in outcome.plan.usage if use.rule in rules)


def funder_parts(outcome: Outcome) -> tuple[FunderPart, ...]:
    """Who pays what, in the order of the funders and of the costs."""
    labels = {funder.id: funder.label for funder in outcome.round.call.funders}
    lines: dict[str, Text] = {line.id: line.label for line in outcome.round.call.budget_lines}
    items: dict[str, Text] = {item.id: item.label for item in outcome.round.catalogue.items}
    found: list[FunderPart] = []
    for rule in outcome.rules:
        if not isinstance(rule, Funders) or rule.id != "funders" or not outcome.plan.has_awards:
            continue
        for payment in rule.paid(outcome.plan.awards.join(outcome.table)).made:
            name = payment.demand.measure.removeprefix("cost_")
            of = items[name.removeprefix("item_")] if name.startswith("item_") else lines[name]
            found.append(FunderPart(labels[payment.payer], of, payment.demand.year, int(payment.amount)))
    return tuple(found)


def funder_uses(outcome: Outcome) -> tuple[FunderUse, ...]:
    """Every funder with what it pays."""
    counted_on = funders_money(outcome.round.call, outcome.scenario)
    parts = funder_parts(outcome)

    def use(funder: Funder) -> FunderUse:
        pays = sum(part.amount for part in parts if part.funder == funder.label)
        return FunderUse(funder.label, funder.amount, funder.pledged, total_of(counted_on[funder.id]), pays)

    return tuple(use(funder) for funder in outcome.round.call.funders)
