"""Forecast of limits: what minimums and named applicants must cost at the least, and whether it is there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import pandas as pd

from locales import Message, Text, message
from optimizer import Funders, Include, Limit, Rule, YearlyBudget, amount, fraction, measure_name

Shortfall = tuple[str, Message, Message]
"""The rule, what is wrong, and the remedy."""


def too_dear(rules: Sequence[Rule], admissible: pd.DataFrame, offered: pd.DataFrame) -> Iterator[Shortfall]:
    """Upper limits below the cheapest set that meets a minimum, or that the named applicants need.

    admissible: applicants that may be funded. offered: their options. Every applicant is taken at its cheapest
    option, so what is found is certain; what is not found may still go wrong.
    """
    for cap in (each for rule in rules for each in _caps(rule)):
        least = _least(cap, admissible, offered)
        if least is None:
            continue
        for rule in rules:
            needed = _needed(rule, admissible, least)
            if needed is not None and needed > cap.at_most:
                yield _shortfall(cap, rule, needed)


@dataclass(frozen=True)
class _Cap:
    """The most that some measures may come to together: a limit, or the money of all years or funders."""

    rule: Rule
    measures: tuple[str, ...]
    at_most: Fraction


def _caps(rule: Rule) -> Iterator[_Cap]:
    if isinstance(rule, Limit) and isinstance(rule.at_most, int | float) and not rule.where and not rule.per:
        yield _Cap(rule, (rule.measure,), fraction(rule.at_most))
    if isinstance(rule, YearlyBudget) and not rule.unlimited:
        yield _Cap(rule, (rule.measure,), Fraction(sum(rule.amounts.values())))
    if isinstance(rule, Funders) and not rule.unlimited:
        money = (sum(f.money.values()) if isinstance(f.money, dict) else f.money for f in rule.funders)
        yield _Cap(rule, rule.costs, Fraction(sum(money)))


def _least(cap: _Cap, admissible: pd.DataFrame, offered: pd.DataFrame) -> "pd.Series[int] | None":
    """The least that each admissible applicant adds to a limit."""
    if cap.measures == ("libraries",):
        return pd.Series(1, index=admissible.index)
    if any(name not in offered or not pd.api.types.is_numeric_dtype(offered[name]) for name in cap.measures):
        return None
    each = offered[list(cap.measures)].sum(axis=1) if len(cap.measures) > 1 else offered[cap.measures[0]]
    return each.groupby(offered["applicant"]).min().reindex(admissible.index)


def _needed(rule: Rule, admissible: pd.DataFrame, least: "pd.Series[int]") -> Fraction | None:
    """The least that one rule adds to a limit; None when nothing can be said."""
    if isinstance(rule, Include):
        names = [name for name in rule.applicants if name in least.index]
        return _sum(least.loc[names])
    if not isinstance(rule, Limit) or rule.measure != "libraries" or not isinstance(rule.at_least, int | float):
        return None
    if rule.instead or any(c not in admissible for c in (*rule.where, *([rule.per] if rule.per else []))):
        return None
    kept = admissible
    for column, wanted in rule.where.items():
        kept = kept[kept[column].isin(list(wanted) if isinstance(wanted, tuple) else [wanted])]
    groups = [names for _, names in kept.groupby(rule.per).groups.items()] if rule.per else [kept.index]
    count = -(-fraction(rule.at_least) // 1)
    return sum((_sum(least.loc[list(names)].sort_values().iloc[:count]) for names in groups), Fraction(0))


def _sum(cells: "pd.Series[int]") -> Fraction:
    return sum((Fraction(str(cell)) for cell in cells.tolist()), Fraction(0))


def _shortfall(cap: _Cap, rule: Rule, needed: Fraction) -> Shortfall:
    there: Text = amount(cap.measures[0], cap.at_most)
    problem = message(
        "{rule} takes at least {needed} of {measure}, even with the cheapest options; {cap} allows {there}",
        rule=rule.name,
        needed=amount(cap.measures[0], needed),
        measure=measure_name(cap.measures[0] if len(cap.measures) == 1 else "cost"),
        cap=cap.rule.name,
        there=there,
    )
    remedy = message(
        "raise {cap} by {more} at least, or ask for less in {rule}",
        cap=cap.rule.name,
        more=amount(cap.measures[0], needed - cap.at_most),
        rule=rule.name,
    )
    return cap.rule.id, problem, remedy
