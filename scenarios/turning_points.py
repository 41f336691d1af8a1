"""Turning points: the first step of a change at which the decision on one applicant turns.

A change of its own answers is looked through step by step; one of a rule along the two best values it moves. Where
only a whole allocation decides, steps are asked one by one.
"""

from collections.abc import Callable
from typing import TypeAlias

from intake import InputError
from optimizer import Verdict
from scenarios.hypothetical import Hypothetical, World
from scenarios.least_step import Along, Found, first_step
from scenarios.scan import Scan
from scenarios.variants import Variants

TOGETHER = 4096
"""Variants that are scored together."""
Copies: TypeAlias = Callable[[int, int], Variants | None]
Worlds: TypeAlias = Callable[[int], World | None]


def among(
    ask: Hypothetical, copies: Copies, world: Worlds, most: int, wanted: Verdict, enough: float | None = None
) -> Found:
    """The first step of a change of the applicant itself; every smaller one is proven not to turn the decision.

    copies: the applicant after the steps from the first to the last named; world: the whole round after one step,
    with which the step that is found is decided again, and the one before it. enough: points with which the
    decision is known to turn, to begin with where steps are asked one by one.
    """

    def turns(step: int) -> bool:
        return ask.verdict(world(step)) is wanted

    if ask.direct:
        try:
            step = _looked_through(ask, copies, most, wanted)
        except _NotTogetherError:
            step = -1
        if step == 0:
            return Found(None, least=True)
        if step > 0 and turns(step) and (step == 1 or not turns(step - 1)):
            return Found(step, least=True)
    found = first_step(turns, most, _guess(copies, most, enough))
    return Found(found, least=found == 1)


class _NotTogetherError(Exception):
    """The steps cannot be looked at together."""


def _looked_through(ask: Hypothetical, copies: Copies, most: int, wanted: Verdict) -> int:
    """The first step, 0 when there is none."""
    for first in range(1, most + 1, TOGETHER):
        made = copies(first, min(first + TOGETHER - 1, most))
        scan = None if made is None else Scan(ask, made)
        if scan is None or not scan.fits:
            raise _NotTogetherError
        try:
            place = scan.first(wanted)
        except InputError as error:
            raise _NotTogetherError from error
        if place is not None:
            return first + place
    return 0


def _guess(copies: Copies, most: int, enough: float | None) -> int:
    """The first step that earns points known to be enough; the last where none does."""
    if enough is None:
        return 1
    for first in range(1, most + 1, TOGETHER):
        made = copies(first, min(first + TOGETHER - 1, most))
        if made is None:
            return 1
        reached = (made.table["score"] >= enough).to_numpy().nonzero()[0]
        if len(reached):
            return first + int(reached[0])
    return most


def along(ask: Hypothetical, world: Callable[[int], World], most: int, guess: int, wanted: Verdict) -> Found:
    """The first step of a change of one rule that only gives way (wanted: IN) or only tightens (wanted: OUT)."""
    if ask.direct:
        steps = Along(
            ask.contest,
            lambda step: ask.sides(world(step)),
            wanted,
            lambda step: ask.in_full(world(step)) is wanted,
        )
        return steps.first(most, guess)
    widest = ask.plan(world(most)) if most > 0 else ask.outcome.plan
    if wanted is Verdict.IN and widest.objective == ask.outcome.plan.objective and not ask.funded(widest):
        return Found(None, least=False)  # the rule costs nothing, so giving way changes nothing
    found = first_step(lambda step: ask.verdict(world(step)) is wanted, most, guess)
    return Found(found, least=found == 1)
