"""Member plans: whom a scenario would fund under other weights, everything else as it is."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol, TypeAlias

from locales import Text
from optimizer import Funded, Status, step, stopping
from scenarios.answering import Answering
from scenarios.cases import Change, case_of
from scenarios.outcome import Outcome

Weighting: TypeAlias = tuple[Text, Mapping[str, Fraction]]
"""What is asked, in words, and exact effective weights of every criterion."""


@dataclass(frozen=True)
class Planned:
    """Who is funded under some weights.

    funded: None where there is no plan. certain: the plan is proven best, and settled by the stated order where
    others are as good.
    """

    status: Status
    funded: frozenset[str] | None
    certain: bool


class Planner(Protocol):
    """Whoever finds the plans of many weightings: one after another, or many at a time."""

    def all(self, weightings: Sequence[Weighting]) -> list[Planned | None]:
        """Give one answer a weighting, in their order; None where the time was over before."""


class MemberPlans:
    """Solves an outcome's scenario again under other weights, one after another, each once, until the time is over."""

    def __init__(self, outcome: Outcome, seconds: float) -> None:
        self._outcome = outcome
        self._answering = Answering(case_of(outcome))
        self._deadline = time.monotonic() + seconds

    def all(self, weightings: Sequence[Weighting]) -> list[Planned | None]:
        """Give one answer a weighting, in their order; tells how far it is."""
        known: dict[Change, Planned | None] = {}
        found = []
        for place, (what, weights) in enumerate(weightings):
            step(place, len(weightings), what)
            change = change_to(weights)
            if known.get(change) is None:
                left = self._deadline - time.monotonic()
                known[change] = None if left <= 0 or stopping() else self._planned(change, left)
            found.append(known[change])
        return found

    def _planned(self, change: Change, seconds: float) -> Planned | None:
        solver = self._outcome.scenario.solver
        hurried = solver.model_copy(update={"seconds": min(seconds, solver.seconds)})
        return planned(self._answering.funded(change, hurried))


def change_to(weights: Mapping[str, Fraction]) -> Change:
    """Nothing but these effective weights."""
    return Change(weights=tuple(sorted(weights.items())))


def planned(answer: Funded) -> Planned | None:
    """Say an answer of the full allocation as a plan; None where it has none."""
    if answer.status is Status.STOPPED:
        return None
    there = answer.status is not Status.INFEASIBLE
    return Planned(answer.status, answer.names if there else None, answer.status is not Status.FEASIBLE)
