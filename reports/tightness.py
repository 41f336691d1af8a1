"""Tightness: which rules leave room, and which hold the plan where it is."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

import pandas as pd

from locales import Message, message
from optimizer import Limit, Rule, Usage, fraction, holdings
from scenarios import Outcome


class Tightness(StrEnum):
    """How near one part of a rule is to its bounds."""

    USED_UP = "used up"
    FULL = "full"
    AT_LEAST = "at least"
    SPENT = "spent"
    ROOM = "room"
    IDLE = "idle"

    @property
    def binds(self) -> bool:
        """Whether the rule holds the plan where it is."""
        return self in (Tightness.USED_UP, Tightness.FULL, Tightness.AT_LEAST)

    def words(self) -> Message:
        """Say it."""
        return _WORDS[self]


_WORDS: dict[Tightness, Message] = {
    Tightness.USED_UP: message("BINDING: used up"),
    Tightness.FULL: message("BINDING: less is left than one more award needs"),
    Tightness.AT_LEAST: message("BINDING: not one award fewer"),
    Tightness.SPENT: message("used up, and nobody else waits for it"),
    Tightness.ROOM: message("room left"),
    Tightness.IDLE: message("nobody concerned"),
}


@dataclass(frozen=True)
class Tight:
    """One part of a rule in a plan, and how near it is to its bounds."""

    rule: Rule
    use: Usage
    tightness: Tightness


def tightnesses(outcome: Outcome) -> tuple[Tight, ...]:
    """Judge every part of every rule that measures something, in the order of the rules."""
    rules = {rule.id: rule for rule in outcome.rules}
    plan = outcome.plan
    held = holdings(plan.awards, plan.pairs, outcome.table).awards
    open_to = outcome.options.table
    waiting = open_to.loc[~open_to["applicant"].isin(plan.awards.index)].join(outcome.table, on="applicant")
    return tuple(
        Tight(rules[use.rule], use, _judge(rules[use.rule], use, held, waiting))
        for use in plan.usage
        if use.rule in rules
    )


def _judge(rule: Rule, use: Usage, held: pd.DataFrame, waiting: pd.DataFrame) -> Tightness:
    more, fewer = Fraction(1), Fraction(1)
    if isinstance(rule, Limit):
        smallest_more, smallest_fewer = _smallest(rule, use, waiting), _smallest(rule, use, held)
        if smallest_more is None and smallest_fewer is None:
            return Tightness.IDLE
        if smallest_more is None and use.left is not None and use.left <= 0:
            return Tightness.SPENT
        more, fewer = smallest_more or Fraction(0), smallest_fewer or Fraction(0)
    if use.left is not None and use.left < more:
        return Tightness.USED_UP if use.left <= 0 else Tightness.FULL
    if use.spare is not None and use.at_least and use.spare < fewer:
        return Tightness.AT_LEAST
    return Tightness.ROOM


def _smallest(rule: Limit, use: Usage, rows: pd.DataFrame) -> Fraction | None:
    """The least that one option or award of the group counts; None where nobody is concerned."""
    kept = rows
    for column, wanted in rule.where.items():
        kept = kept[kept[column].isin(list(wanted) if isinstance(wanted, tuple) else [wanted])]
    if rule.per:
        kept = kept[kept[rule.per].astype(str) == use.part]
    if rule.measure == "libraries":
        return Fraction(1) if len(kept) else None
    counts = [fraction(number) for number in set(kept[rule.measure].dropna().tolist()) if number > 0]
    return min(counts, default=None)
