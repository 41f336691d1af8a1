"""Pre-checks: what can be said of a scenario while it is being changed, with figures and before anything is solved."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import partial
from typing import Any

import pandas as pd

from intake import InputError, Round, Severity
from locales import Money, Percent, Text, message, named, plural
from optimizer import Include, Limit, Options, Rule, Share, Tables, fraction, options, prepare
from scenarios import budget
from scenarios.forecast import admissible, refuse_unknown_names, weighed
from scenarios.forecast_years import without_money
from scenarios.round_names import round_names
from scenarios.run import admitted, attributes
from scenarios.scenario import Scenario
from scoring import Scores, score

TABLES = 8
"""Scores and options that are remembered; every other change of a scenario needs neither anew."""
MUCH = Fraction(1, 2)
"""Locks that take more than this share of the money leave little to choose."""


class Light(StrEnum):
    """How a check stands: as wanted, worth a look, or certain to fail."""

    GOOD = "good"
    LOOK = "look"
    BAD = "bad"


@dataclass(frozen=True)
class Check:
    """One thing that was looked at, said with its figures; `remedy` where something can be done."""

    light: Light
    said: Text
    remedy: Text = ""


@dataclass(frozen=True, eq=False)
class Prepared:
    """What a scenario makes of a round before anything is solved: applicants with their score, and all options."""

    scores: Scores
    table: pd.DataFrame
    options: Options
    tables: Tables


class Prechecks:
    """Looks at one scenario of a round after another; scores and options are worked out once. Safe for threads."""

    def __init__(self, round_: Round) -> None:
        self.round = round_
        self._lock = threading.Lock()
        self._held: OrderedDict[str, Any] = OrderedDict()

    def prepared(self, scenario: Scenario) -> Prepared:
        """Give scores and options of a scenario; raises InputError for names that the round does not have."""
        refuse_unknown_names(self.round, scenario)
        policy = scenario.scoring.model_dump_json()
        scores, table = self._made(policy, partial(self._scored, scenario))
        key = policy + scenario.catalogue.model_dump_json()
        offered, tables = self._made(key, partial(self._offered, scenario, scores, table))
        return Prepared(scores, table, offered, tables)

    def check(self, scenario: Scenario) -> tuple[Check, ...]:
        """Look at a scenario; what is certain to fail comes first."""
        try:
            held = self.prepared(scenario)
        except InputError as error:
            return tuple(Check(Light.BAD, each.problem, each.remedy) for each in error.findings.errors)
        rules = budget.rules(self.round.call, self.round.catalogue, scenario)
        misfits = [found for rule in rules for found in _problems(rule, held)]
        found = misfits or list(_checks(self.round, scenario, rules, held))
        order, names = list(reversed(Light)), round_names(self.round)
        told = (Check(each.light, named(each.said, names), named(each.remedy, names)) for each in found)
        return tuple(sorted(told, key=lambda each: order.index(each.light)))

    def _scored(self, scenario: Scenario) -> tuple[Scores, pd.DataFrame]:
        scores = score(self.round, scenario.scoring)
        return scores, attributes(self.round, scores)

    def _offered(self, scenario: Scenario, scores: Scores, table: pd.DataFrame) -> tuple[Options, Tables]:
        offered = options(self.round, admitted(scores), scenario.catalogue)
        return offered, prepare(table, offered.table)

    def _made(self, key: str, make: Callable[[], Any]) -> Any:  # noqa: ANN401
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
                return self._held[key]
        made = make()
        with self._lock:
            self._held[key] = made
            while len(self._held) > TABLES:
                self._held.popitem(last=False)
        return made


def _problems(rule: Rule, held: Prepared) -> Iterator[Check]:
    for found in rule.problems(held.tables):
        yield Check(Light.BAD if found.severity is Severity.ERROR else Light.LOOK, found.problem, found.remedy)


def _checks(round_: Round, scenario: Scenario, rules: tuple[Rule, ...], held: Prepared) -> Iterator[Check]:
    table, offered = held.table, held.options.table
    weighed_up = dict(weighed(rules, table, offered))
    for each in (*weighed_up, *without_money(round_, scenario)):
        yield Check(Light.BAD if weighed_up.get(each) else Light.LOOK, each.problem, each.remedy)
    open_ = admissible(rules, table, offered)
    yield _people(len(open_), len(table))
    least = _least(offered, open_)
    money = sum(budget.lines(round_.call, scenario).values())
    yield _money(round_, scenario, money)
    yield from _locks(rules, least, money)
    yield _reach(least, money)
    yield from _minimums(rules, open_, {found.column for found in weighed_up})


def _people(open_: int, all_: int) -> Check:
    said = message("{count} of {all} applicants may be funded", count=open_, all=all_)
    if open_:
        return Check(Light.GOOD, said)
    return Check(Light.BAD, said, message("look at the gates, the minimum scores, and what the catalogue offers"))


def _least(offered: pd.DataFrame, open_: pd.DataFrame) -> pd.Series:
    """The cheapest option of everybody who may be funded, in rupiah."""
    if not len(offered):
        return pd.Series(dtype="int64")
    return offered.groupby("applicant")["cost"].min().reindex(open_.index).sort_values(kind="stable")


def _money(round_: Round, scenario: Scenario, money: int) -> Check:
    plain = scenario.model_copy(update={"budget": type(scenario.budget)()})
    whole = sum(budget.lines(round_.call, plain).values())
    if not money:
        return Check(Light.BAD, message("there is no money in any budget line"), message("give a line an amount"))
    share = Percent(Fraction(money, whole)) if whole else Percent(1)
    said = message("the budget is {money}, {share} of what the round plans", money=Money(money), share=share)
    return Check(Light.GOOD if money <= whole else Light.LOOK, said)


def _locks(rules: tuple[Rule, ...], least: pd.Series, money: int) -> Iterator[Check]:
    names = {name for rule in rules if isinstance(rule, Include) for name in rule.applicants}
    held = least[least.index.isin(sorted(names))]
    if not names:
        return
    cost = int(held.sum())
    if not money or cost > money:
        said = message("the locks take {cost} even with the cheapest packages; there is {money}", **_pair(cost, money))
        yield Check(Light.BAD, said, message("take locks out, or raise the budget"))
        return
    share = Fraction(cost, money)
    said = plural(
        "{count} lock takes at least {share} of the budget ({cost})",
        "{count} locks take at least {share} of the budget ({cost})",
        count=len(names),
        share=Percent(share),
        cost=Money(cost),
    )
    yield Check(Light.LOOK if share > MUCH else Light.GOOD, said)


def _pair(cost: int, money: int) -> dict[str, Text]:
    return {"cost": Money(cost), "money": Money(money)}


def _reach(least: pd.Series, money: int) -> Check:
    """How many could be paid for if everybody took the cheapest package; no plan funds more."""
    most = int((least.cumsum() <= money).sum())
    said = plural(
        "the money reaches for {count} library at most, with the cheapest packages",
        "the money reaches for {count} libraries at most, with the cheapest packages",
        count=most,
    )
    return Check(Light.GOOD if most else Light.BAD, said, "" if most else message("raise the budget lines"))


def _minimums(rules: tuple[Rule, ...], open_: pd.DataFrame, told: set[str]) -> Iterator[Check]:
    """Of every minimum of libraries that could be met: how many there are for it, where fewest."""
    for rule in rules:
        if not isinstance(rule, Limit) or rule.measure != "libraries" or rule.at_least is None or rule.instead:
            continue
        columns = [*rule.where, *([rule.per] if rule.per else [])]
        if rule.id in told or any(column not in open_ for column in columns):
            continue
        kept = open_
        for column, wanted in rule.where.items():
            kept = kept[kept[column].isin(list(wanted) if isinstance(wanted, tuple) else [wanted])]
        asked: Text = Percent(rule.at_least.share) if isinstance(rule.at_least, Share) else rule.at_least
        yield _minimum(rule, kept, asked)


def _minimum(rule: Limit, kept: pd.DataFrame, asked: Text) -> Check:
    counts = kept[rule.per].value_counts() if rule.per else pd.Series({"": len(kept)})
    part, count = ("", 0) if counts.empty else (str(counts.index[-1]), int(counts.iloc[-1]))
    wanted = rule.at_least
    tight = count == 0 or (not isinstance(wanted, Share) and wanted is not None and fraction(wanted) == count)
    named: Text = message(" ({part})", part=part) if part else ""
    said = message(
        "{rule}{part}: {asked} asked for, {count} may be funded", rule=rule.name, part=named, asked=asked, count=count
    )
    return Check(Light.LOOK if tight else Light.GOOD, said)
