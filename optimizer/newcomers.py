"""Newcomers: what the rules would say of a plan if one applicant more were given one of its options.

Putting one award more into a plan and asking every rule again takes some hundredths of a second; asked of every village
of a nation it takes hours. So the rules are asked once about the plan as it is. For a limit
    used' = used + amount of the option,  bound' = share * (whole + its amount of the whole) + fixed amount,
exactly, in whole millionths. Rules about named applicants, announced plans, minimums and mentors are asked again only
about the few whom they can concern, and any other rule is asked about the whole plan each time.
"""

from collections.abc import Callable, Container, Hashable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any, TypeAlias

import pandas as pd

from locales import Message, message
from optimizer.joined import Joined
from optimizer.measures import LIBRARIES, Where, measured
from optimizer.numbers import PLACES, fraction, millionths
from optimizer.rules import (
    CountedBeside,
    Exclude,
    Holdings,
    Include,
    Limit,
    Mentoring,
    MinimumScore,
    OneOf,
    Requires,
    Rule,
    Share,
    SharedCost,
    StayClose,
    Usage,
    amount,
)

Said: TypeAlias = tuple[Message, ...]
Pairs: TypeAlias = Callable[[], pd.DataFrame]
Look: TypeAlias = Callable[[int, Pairs], Said]
MILLION = 10**PLACES


class Newcomers:
    """Asks the rules about one newcomer after another.

    held: the finished plan. offers: everything that could be given, each option's columns and its applicant's beside
    them, as in the awards of `held`. A newcomer is a row of the offers whose applicant has no award.
    """

    def __init__(self, rules: Sequence[Rule], held: Holdings, offers: Joined) -> None:
        self._held, self._offers = held, offers
        self._cells: dict[str, list[Any]] = {}
        self._with: tuple[int, pd.DataFrame] | None = None
        self._amounts: dict[Hashable, dict[str, Fraction]] = {}
        self._shares = [rule for rule in rules if isinstance(rule, SharedCost)]
        self._looks: list[tuple[str, Look]] = [(rule.id, self._look(rule)) for rule in rules]
        self._minimums = [self._below(rule) for rule in rules if isinstance(rule, MinimumScore)]

    def breaks(self, at: int, pairs: Pairs, skipped: Container[str] = ()) -> list[Message]:
        """What the plan with the offer in row `at` would break, rule by rule; limits say what would be used.

        pairs: gives the plan's pairs with the newcomer's own. skipped: rules (by id) that are not asked.
        """
        return [said for rule, look in self._looks if rule not in skipped for said in look(at, pairs)]

    def below_minimum(self, at: int) -> Said:
        """What keeps the offer in row `at` below a minimum, whatever the plan."""
        return tuple(said for below in self._minimums for said in below(at))

    def whole(self, at: int) -> pd.DataFrame:
        """The awards of the plan with the offer in row `at` among them."""
        if self._with is None or self._with[0] != at:
            option = self._option(at)
            self._with = (at, pd.concat([self._held.awards, option]) if len(self._held.awards) else option)
        return self._with[1]

    def _option(self, at: int) -> pd.DataFrame:
        return self._offers.row(at).set_index("applicant")

    def cells(self, column: str) -> list[Any]:
        """One column of the offers."""
        if column not in self._cells:
            self._cells[column] = self._offers[column].tolist()
        return self._cells[column]

    def condition(self, where: Where) -> Callable[[int], bool]:
        """Whether the offer in a row holds one of the values wanted in every column."""
        wanted = [
            (self.cells(column), set(values) if isinstance(values, tuple) else {values})
            for column, values in where.items()
        ]
        return lambda at: all(cells[at] in values for cells, values in wanted)

    def beside(self, at: int) -> tuple[Hashable, dict[str, Fraction]]:
        """What is counted beside the awards with the newcomer among them, by measure; with what it depends on."""
        depends: Hashable = tuple(
            tuple(self.cells(column)[at] for column in rule.per) if self.condition(rule.where)(at) else None
            for rule in self._shares
        )
        if depends not in self._amounts:
            found: dict[str, Fraction] = {}
            for rule in self._shares:
                for measure, counted in rule.amounts(self.whole(at)).items():
                    found[measure] = found.get(measure, Fraction(0)) + counted
            self._amounts[depends] = found
        return depends, self._amounts[depends]

    def _look(self, rule: Rule) -> Look:
        again = self._again(rule)
        if broken(rule, self._held):
            return again  # it is broken as it is: what a newcomer mends is not added up, but looked at
        if isinstance(rule, CountedBeside):
            return _nothing
        if isinstance(rule, Limit) and list(rule.beside) in ([], self._shares):
            return _OneLimit(rule, self, self._held)
        if isinstance(rule, MinimumScore):
            below = self._below(rule)
            return lambda at, _: below(at)
        if isinstance(rule, Mentoring):
            return self._mentoring(rule, again)
        named = _named(rule)
        if named is None:
            return again
        if isinstance(rule, StayClose):
            return self._strangers_alike(named, again)
        return lambda at, pairs: again(at, pairs) if self.cells("applicant")[at] in named else ()

    def _again(self, rule: Rule) -> Look:
        def look(at: int, pairs: Pairs) -> Said:
            return broken(rule, replace(self._held, awards=self.whole(at), pairs=pairs()))

        return look

    def _alone(self, at: int) -> Holdings:
        return replace(self._held, awards=self._option(at), pairs=self._held.pairs.iloc[:0])

    def _below(self, rule: MinimumScore) -> Callable[[int], Said]:
        concerned, numbers = self.condition(rule.where), self.cells(rule.measure)
        minimum = fraction(rule.at_least)

        def below(at: int) -> Said:
            number = numbers[at]
            if not concerned(at) or (not pd.isna(number) and fraction(float(number)) >= minimum):
                return ()
            return broken(rule, self._alone(at))

        return below

    def _mentoring(self, rule: Mentoring, again: Look) -> Look:
        """A village that was given a mentor with room breaks nothing; a mentor is one to whom no village is given."""
        village, mentor = self.condition(rule.villages), self.condition(rule.mentors)

        def look(at: int, pairs: Pairs) -> Said:
            if village(at):
                return again(at, pairs) if mentor(at) else ()
            return broken(rule, self._alone(at)) if mentor(at) else ()

        return look

    def _strangers_alike(self, named: Container[str], again: Look) -> Look:
        """All who were not announced make the same change."""
        known: list[Said] = []

        def look(at: int, pairs: Pairs) -> Said:
            if self.cells("applicant")[at] in named:
                return again(at, pairs)
            if not known:
                known.append(again(at, pairs))
            return known[0]

        return look


class _OneLimit:
    """One limit and what a newcomer adds to its totals; what alike newcomers break is worked out once."""

    def __init__(self, rule: Limit, offers: Newcomers, held: Holdings) -> None:
        self._rule, self._offers = rule, offers
        self._uses = rule.usage(held)
        self._places = {value: place for place, value in enumerate(_groups(rule, held))}
        self._own = measured(held.awards, rule.measure) if rule.about_all else Fraction(0)
        every = [rule.at_least, rule.at_most]
        every += [bound for group in rule.instead.values() for bound in (group.at_least, group.at_most)]
        self._of = tuple(dict.fromkeys(bound.of for bound in every if isinstance(bound, Share)))
        self._wholes = {measure: measured(held.awards, measure) for measure in self._of}
        self._concerned = offers.condition(rule.where)
        self._beside = bool(rule.beside) and (rule.about_all or bool(self._of))
        self._moving = self._beside or bool(self._of)
        self._known: dict[Hashable, Said] = {}

    def __call__(self, at: int, pairs: Pairs) -> Said:
        del pairs
        concerned = self._concerned(at)
        if not concerned and not self._moving:
            return ()
        place = (
            self._places.get(self._offers.cells(self._rule.per)[at] if self._rule.per else "") if concerned else None
        )
        more = self._counted(self._rule.measure, at) if concerned else 0
        wholes = tuple(self._counted(measure, at) for measure in self._of)
        depends, amounts = self._offers.beside(at) if self._beside else (None, {})
        key = (place, more, wholes, depends)
        if key not in self._known:
            added = {of: Fraction(number, MILLION) for of, number in zip(self._of, wholes, strict=True)}
            self._known[key] = tuple(self._broken(place, Fraction(more, MILLION), added, amounts))
        return self._known[key]

    def _counted(self, measure: str, at: int) -> int:
        return MILLION if measure == LIBRARIES else millionths(self._offers.cells(measure)[at])

    def _broken(
        self, own: int | None, more: Fraction, added: dict[str, Fraction], amounts: dict[str, Fraction]
    ) -> Iterator[Message]:
        rule = self._rule
        for place, use in enumerate(self._uses):
            if place != own and not self._moving:
                continue
            used = use.used + (more if place == own else 0)
            if rule.about_all and self._beside:
                used = self._own + more + amounts.get(rule.measure, Fraction(0))
            given = rule.instead.get(use.part) if rule.per else None
            pair = (rule.at_least, rule.at_most) if given is None else (given.at_least, given.at_most)
            least, most = (self._bound(bound, added, amounts) for bound in pair)
            now = Usage(use.rule, use.part, use.measure, used, least, most)
            if now.broken:
                yield _come_to(rule, now)

    def _bound(
        self, given: int | float | Share | None, added: dict[str, Fraction], amounts: dict[str, Fraction]
    ) -> Fraction | None:
        if not isinstance(given, Share):
            return None if given is None else fraction(given)
        whole = self._wholes[given.of] + added[given.of] + amounts.get(given.of, Fraction(0))
        return fraction(given.share) * whole + fraction(given.plus)


def broken(rule: Rule, held: Holdings) -> Said:
    """What one rule says is broken in a plan; a limit in terms of what would be used."""
    if isinstance(rule, Limit):
        return tuple(_come_to(rule, use) for use in rule.usage(held) if use.broken)
    return tuple(violation.problem for violation in rule.check(held))


def _groups(rule: Limit, held: Holdings) -> list[Any]:
    """The groups of a limit in the order of its usage; one group of all where it has none."""
    if not rule.per:
        return [""]
    offered = held.awards if held.options is None else held.options
    source = held.applicants if rule.per in held.applicants else offered
    return sorted(source[rule.per].dropna().unique().tolist(), key=lambda value: (str(type(value)), value))


def _come_to(rule: Limit, use: Usage) -> Message:
    return message(
        "{rule}{part}: it would come to {used}; the rule says {bounds}",
        rule=rule.name,
        part=message(" ({part})", part=use.part) if use.part else "",
        used=amount(use.measure, use.used),
        bounds=rule.bounds_for(use),
    )


def _named(rule: Rule) -> Container[str] | None:
    """The applicants that a rule is about, where it is about named ones alone."""
    if isinstance(rule, Exclude | Include):
        return frozenset(rule.applicants)
    if isinstance(rule, OneOf) and rule.applicants:
        return frozenset(rule.applicants)
    if isinstance(rule, Requires):
        return frozenset({rule.applicant, *rule.needs})
    if isinstance(rule, StayClose):
        return frozenset(rule.announced)
    return None


def _nothing(at: int, pairs: Pairs) -> Said:
    del at, pairs
    return ()
