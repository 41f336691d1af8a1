"""Rehearsal: what a meeting is likely to ask, answered before it, and whose place hangs on the weights."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from intake import InputError
from optimizer import step, stopping
from scenarios.adjustment import Adjustment, adjusted, quotas_of, top_weights, whole_money
from scenarios.outcome import Outcome
from scenarios.robust_draws import members_of
from scenarios.scenario import Scenario
from scenarios.sitting import Sitting
from scenarios.what_if import WhatIf

MONEY = tuple(range(70, 131, 5))
"""Per cent of the money."""
WEIGHTS = (-10, -5, 5, 10)
"""Points of a hundred by which the share of a group is moved."""
QUOTAS = (-5, 5)
SECONDS = 3.0
"""How long one question may take; nobody waits for it."""


@dataclass(frozen=True)
class Hanging:
    """An applicant whom some weights fund and others do not; share: of the weightings that were asked, how many do."""

    applicant: str
    share: Fraction


@dataclass(frozen=True, eq=False)
class Rehearsal:
    """Answers beforehand, and the applicants whose place hangs on the weights: the most divided first.

    asked: how many weightings the division counts; members' own where there are any, else groups moved up and down.
    """

    answers: tuple[WhatIf, ...]
    hanging: tuple[Hanging, ...]
    asked: int


def rehearse(baseline: Outcome, seconds: float = SECONDS) -> Rehearsal:
    """Answer the neighbourhood of a baseline: money, shares of top groups, quotas, and every member's own weights.

    Tells how far it is; stopped early, it gives what it has.
    """
    sitting = Sitting(baseline)
    weighted = list(_weightings(baseline))
    others = list(_others(baseline))
    answers: list[WhatIf] = []
    for place, scenario in enumerate((*weighted, *others)):
        if stopping():
            break
        step(place, len(weighted) + len(others), scenario.title)
        answers.append(sitting.ask(scenario, seconds))
    counted = [each for each in (sitting.known(baseline.scenario), *answers[: len(weighted)]) if each is not None]
    return Rehearsal(tuple(answers), hanging(counted), len(counted))


def hanging(answers: Sequence[WhatIf]) -> tuple[Hanging, ...]:
    """Whom some of the plans fund and others do not: the nearest to one half first, then by id."""
    plans = [set(map(str, each.plan.awards.index)) for each in answers if each.has_plan]
    if not plans:
        return ()
    divided = plans[0].union(*plans) - plans[0].intersection(*plans)
    found = [Hanging(name, Fraction(sum(name in plan for plan in plans), len(plans))) for name in divided]
    return tuple(sorted(found, key=lambda one: (abs(one.share - Fraction(1, 2)), one.applicant)))


def _weightings(baseline: Outcome) -> Iterator[Scenario]:
    """Every member's weights alone; where there are none, the top groups a little heavier and lighter."""
    scenario = baseline.scenario
    members = members_of(baseline).members
    for member in members:
        policy = scenario.scoring.model_copy(update={"weights": {}, "weights_from": member.id})
        yield scenario.model_copy(update={"scoring": policy})
    if not members:
        yield from _groups_moved(baseline)


def _others(baseline: Outcome) -> Iterator[Scenario]:
    money = whole_money(baseline.round, baseline.scenario)
    for percent in MONEY:
        yield adjusted(baseline.round, baseline.scenario, Adjustment(money=money * percent // 100))
    if members_of(baseline).members:
        yield from _groups_moved(baseline)
    for name, bound in quotas_of(baseline.scenario).items():
        for more in QUOTAS:
            if bound + more >= 0:
                yield adjusted(baseline.round, baseline.scenario, Adjustment(quotas={name: int(bound) + more}))


def _groups_moved(baseline: Outcome) -> Iterator[Scenario]:
    for name, share in top_weights(baseline.round, baseline.scenario).items():
        for more in WEIGHTS:
            percent = round(share * 100) + more
            if 1 <= percent <= 99:
                try:
                    yield adjusted(baseline.round, baseline.scenario, Adjustment(weights={name: percent}))
                except InputError:  # a tree with a single group has no other weights
                    return
