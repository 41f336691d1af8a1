"""Member plans: the plan of a scenario under other weights, everything else as it is."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol, TypeAlias

from locales import Text
from optimizer import Status, allocate, options, step, stopping
from scenarios.outcome import Outcome
from scenarios.run import admitted, attributes
from scoring import millionths, score

Question: TypeAlias = tuple[Text, Mapping[str, Fraction]]
"""What is asked, in words, and exact effective weights of every criterion."""


@dataclass(frozen=True)
class Planned:
    """Who is funded under some weights.

    funded: None where there is no plan. certain: the plan is proven best, and settled by the stated order where
    others are as good. points: millionths of the points that ranks are made of, of everyone with a rank.
    """

    status: Status
    funded: frozenset[str] | None
    certain: bool
    points: Mapping[str, int]


class Planner(Protocol):
    """Whoever finds the plans of many weightings: one after another, or many at a time."""

    def all(self, questions: Sequence[Question]) -> list[Planned | None]:
        """Give one answer a question, in their order; None where the time was over before."""


class MemberPlans:
    """Solves an outcome's scenario again under other weights, one after another, each once, until the time is over."""

    def __init__(self, outcome: Outcome, seconds: float) -> None:
        self._outcome = outcome
        self._deadline = time.monotonic() + seconds

    def all(self, questions: Sequence[Question]) -> list[Planned | None]:
        """Give one answer a question, in their order; tells how far it is."""
        known: dict[tuple[tuple[str, Fraction], ...], Planned | None] = {}
        found = []
        for place, (what, weights) in enumerate(questions):
            step(place, len(questions), what)
            key = tuple(sorted(weights.items()))
            if known.get(key) is None:
                left = self._deadline - time.monotonic()
                known[key] = None if left <= 0 or stopping() else planned(self._outcome, weights, left)
            found.append(known[key])
        return found


def planned(outcome: Outcome, weights: Mapping[str, Fraction], seconds: float) -> Planned | None:
    """Give the plan of an outcome's scenario under exact effective weights, everything else as it is.

    None when no plan was found in so many seconds, or in the scenario's own time.
    """
    scenario = outcome.scenario
    scores = score(outcome.round, scenario.scoring, weights=weights)
    offered = options(outcome.round, admitted(scores), scenario.catalogue)
    settings = scenario.solver.model_copy(update={"seconds": min(seconds, scenario.solver.seconds)})
    plan = allocate(attributes(outcome.round, scores), offered.table, outcome.rules, scenario.objectives, settings)
    if plan.status is Status.STOPPED:
        return None
    ranked = scores.table.loc[scores.table["rank"].notna(), "points"]
    return Planned(
        status=plan.status,
        funded=frozenset(map(str, plan.awards.index)) if plan.has_awards else None,
        certain=plan.status is Status.INFEASIBLE or (plan.status is Status.OPTIMAL and plan.ties != "open"),
        points={str(name): millionths(float(number)) for name, number in ranked.items()},
    )
