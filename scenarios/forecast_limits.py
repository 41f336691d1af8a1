"""Forecast of limits: what minimums and named applicants must cost at the least, and whether it is there."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

import pandas as pd

from locales import Message, Text, message
from optimizer import Include, Limit, Rule, amount, fraction, measure_name

Shortfall = tuple[str, Message, Message]
"""The rule, what is wrong, and the remedy."""


def too_dear(rules: Sequence[Rule], admissible: pd.DataFrame, offered: pd.DataFrame) -> Iterator[Shortfall]:
    """Upper limits below the cheapest set that meets a minimum, or that the named applicants need.

    admissible: applicants that may be funded. offered: their options. Every applicant is taken at its cheapest
    option, so what is found is certain; what is not found may still go wrong.
    """
    for cap in rules:
        if not isinstance(cap, Limit) or not isinstance(cap.at_most, int | float) or cap.where or cap.per:
            continue
        least = _least(cap, admissible, offered)
        if least is None:
            continue
        for rule in rules:
            needed = _needed(rule, admissible, least)
            if needed is not None and needed > fraction(cap.at_most):
                yield _shortfall(cap, rule, needed)


def _least(cap: Limit, admissible: pd.DataFrame, offered: pd.DataFrame) -> "pd.Series[int] | None":
    """The least that each admissible applicant adds to a limit."""
    if cap.measure == "libraries":
        return pd.Series(1, index=admissible.index)
    if cap.measure not in offered or not pd.api.types.is_numeric_dtype(offered[cap.measure]):
        return None
    return offered.groupby("applicant")[cap.measure].min().reindex(admissible.index)


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


def _shortfall(cap: Limit, rule: Rule, needed: Fraction) -> Shortfall:
    assert isinstance(cap.at_most, int | float)
    there: Text = amount(cap.measure, fraction(cap.at_most))
    problem = message(
        "{rule} takes at least {needed} of {measure}, even with the cheapest options; {cap} allows {there}",
        rule=rule.name,
        needed=amount(cap.measure, needed),
        measure=measure_name(cap.measure),
        cap=cap.name,
        there=there,
    )
    remedy = message(
        "raise {cap} by {more} at least, or ask for less in {rule}",
        cap=cap.name,
        more=amount(cap.measure, needed - fraction(cap.at_most)),
        rule=rule.name,
    )
    return cap.id, problem, remedy
