"""The reserve list: one order in which to call those who were left out, and where that order does not hold.

Place 1 is whoever takes the place of the most winners (each winner's own best substitutes are asked for by
themselves). For place 2, whoever has place 1 is no longer available, and the same is asked again; and so on. Equal
counts go by the value of the best option, then by applicant id. The order ends when nobody left would enter for any
winner. Where a winner's own best substitutes are not the first of the list, they come first for that winner.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import pandas as pd

from optimizer.objectives import Objective
from optimizer.plan import Plan
from optimizer.reserve import Stand, Substitution
from optimizer.rest import awarded
from optimizer.rules import Rule
from optimizer.settings import Settings

PLACES = 10
Asker: TypeAlias = Callable[[Sequence[str]], Sequence[Substitution]]


@dataclass(frozen=True)
class Place:
    """One place of the list: who, and the winners whose place it takes when all those above are not available."""

    applicant: str
    replaces: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class ReserveList:
    """Every winner's own substitutes, and the order that follows from them.

    complete: nobody beyond the list would enter for any winner. in_time: every answer is proven; otherwise the order
    ends before the first place that is not.
    """

    substitutions: tuple[Substitution, ...]
    order: tuple[Place, ...]
    complete: bool
    in_time: bool

    @property
    def exceptions(self) -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
        """Who comes first instead of place 1, and for which winners; most winners first, then by id."""
        first = tuple(place.applicant for place in self.order[:1])
        found: dict[tuple[str, ...], list[str]] = {}
        for each in self.substitutions:
            if each.substitutes and each.substitutes != first:
                found.setdefault(each.substitutes, []).append(each.winner)
        ordered = sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
        return tuple((called, tuple(sorted(winners))) for called, winners in ordered)


def reserve_list(
    applicants: pd.DataFrame,
    options: pd.DataFrame,
    rules: Sequence[Rule],
    objectives: Sequence[Objective],
    plan: Plan,
    settings: Settings | None = None,
    *,
    places: int = PLACES,
    asker: Asker | None = None,
) -> ReserveList:
    """Find each winner's substitutes and the first `places` of the order.

    settings.seconds is the allowance for everything together. asker: finds every winner's own substitutes as
    `substitutes` does, in place of one after another here; the order then has the whole allowance. Raises ValueError
    for a plan without awards.
    """
    stand = Stand(applicants, options, rules, objectives, plan, settings)
    winners = sorted(awarded(plan.awards))
    found = tuple(asker(winners) if asker else (stand.without(winner) for winner in winners))
    if asker:
        stand.deadline = time.monotonic() + stand.settings.seconds
    called = {each.winner: each.substitutes for each in found}
    worth = stand.tables.options.groupby("applicant")["value"].max()
    order: list[Place] = []
    in_time = all(each.in_time for each in found)
    while in_time and len(order) < places:
        replaces: dict[str, list[str]] = {}
        for winner, substitutes in called.items():
            for name in substitutes:
                replaces.setdefault(name, []).append(winner)
        if not replaces:
            return ReserveList(found, tuple(order), True, True)
        best = min(replaces, key=lambda name: (-len(replaces[name]), -float(worth[name]), name))
        order.append(Place(best, tuple(replaces[best])))
        gone = [place.applicant for place in order]
        for winner in called if not stand.steady else replaces[best]:
            again = stand.called(winner, gone)
            if again is None:
                in_time = False
                break
            called[winner] = again
    complete = in_time and not any(called.values())
    return ReserveList(found, tuple(order), complete, in_time)
