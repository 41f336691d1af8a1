"""Influence: which rules read what an applicant answers itself, and so could be played."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from intake import Criterion
from locales import Text
from optimizer import named_in
from scenarios.outcome import Outcome

SCORED = frozenset({"score", "score_low", "score_high", "rank", "value"})
"""What a rule may look at that is made of the answers to all criteria."""


class Played(StrEnum):
    """What kind of rule it is."""

    CRITERION = "criterion"
    GATE = "gate"
    CATALOGUE = "catalogue"
    RULE = "rule"
    PANEL = "panel"


@dataclass(frozen=True)
class Influence:
    """One rule and the applicants' own answers that it reads; none for a criterion that a panel marks.

    kinds: the kinds of library that it concerns; none means all.
    """

    played: Played
    id: str
    label: Text
    columns: tuple[str, ...]
    kinds: tuple[str, ...] = ()


def influences(outcome: Outcome) -> tuple[Influence, ...]:
    """Every criterion, gate, package, connection and rule that reads an own answer, itself or through the score."""
    own = tuple(each.column for each in outcome.round.criteria.questions if each.column in outcome.round.applicants)
    found = [*_criteria(outcome), *_gates(outcome), *_catalogue(outcome), *_rules(outcome)]
    kept = (replace(each, columns=tuple(column for column in own if column in each.columns)) for each in found)
    return tuple(each for each in kept if each.columns or each.played is Played.PANEL)


def columns_of(criterion: Criterion) -> tuple[str, ...]:
    """The columns that a criterion reads."""
    per = (criterion.per.column,) if criterion.per else ()
    return (criterion.column, *criterion.fallbacks, *per)


def _criteria(outcome: Outcome) -> Iterator[Influence]:
    for each in outcome.round.criteria.criteria:
        played = Played.PANEL if each.panel else Played.CRITERION
        yield Influence(played, each.id, each.label, () if each.panel else columns_of(each))


def _gates(outcome: Outcome) -> Iterator[Influence]:
    for each in outcome.round.criteria.gates:
        if each.id not in outcome.scenario.scoring.gates_off:
            yield Influence(Played.GATE, each.id, each.label, tuple(one.column for one in each.conditions), each.kinds)


def _catalogue(outcome: Outcome) -> Iterator[Influence]:
    catalogue, off = outcome.round.catalogue, outcome.scenario.catalogue
    factors = {each.id: each.column for each in catalogue.factors}
    priced = tuple(factors[item.factor] for item in catalogue.items if item.factor in factors)
    for package in catalogue.packages:
        if package.id not in off.packages_off:
            matched = package.match.columns() if package.match else ()
            read = (*(one.column for one in package.conditions), *matched, *priced)
            yield Influence(Played.CATALOGUE, package.id, package.label, read, package.kinds)
    for tier in catalogue.tiers:
        if tier.id not in off.tiers_off:
            read = tuple(one.column for one in tier.conditions)
            carried = tuple(
                kind for package in catalogue.packages if tier.id in package.tiers for kind in package.kinds
            )
            yield Influence(Played.CATALOGUE, tier.id, tier.label, read, carried)


def _rules(outcome: Outcome) -> Iterator[Influence]:
    scored = tuple(column for each in outcome.round.criteria.criteria for column in columns_of(each))
    for rule in outcome.rules:
        named = named_in(rule)
        yield Influence(Played.RULE, rule.id, rule.name, (*sorted(named), *(scored if named & SCORED else ())))
