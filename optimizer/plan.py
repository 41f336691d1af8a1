"""A Plan: who gets what, how good that is, and what every rule has left."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import pandas as pd
import pulp

from optimizer.numbers import plain
from optimizer.objectives import Objective
from optimizer.rules import Holdings, Rule, Usage
from optimizer.solution import Status


@dataclass(frozen=True)
class Stage:
    """One objective as it was solved: what the plan reaches, and the best that is still possible (None: unproven)."""

    objective: Objective
    value: Fraction
    bound: Fraction | None
    status: Status

    @property
    def gap(self) -> float | None:
        """How much better a plan might be, as a share of what is possible or reached, whichever is larger."""
        if self.bound is None:
            return None
        if self.bound == self.value:
            return 0.0
        return float(abs(self.bound - self.value) / max(abs(self.bound), abs(self.value)))


@dataclass(frozen=True, eq=False)
class Plan:
    """The result of one allocation.

    awards: index applicant (sorted), column option and the option's own columns. pairs: columns rule, village,
    mentor, km. stages: one an objective, in order; objective, bound and gap are those of the first. usage: what
    every rule has left. ties: "unique" (proven to be the only plan this good), "settled" (other plans are equally
    good; the stated order chose), or "open" (time ran out before the order was applied).
    """

    status: Status
    awards: pd.DataFrame
    pairs: pd.DataFrame
    stages: tuple[Stage, ...]
    usage: tuple[Usage, ...]
    ties: str

    @property
    def objective(self) -> int | float | None:
        """What the plan reaches on the first objective."""
        return plain(self.stages[0].value) if self.stages else None

    @property
    def bound(self) -> int | float | None:
        """What no plan can beat on the first objective."""
        bound = self.stages[0].bound if self.stages else None
        return None if bound is None else plain(bound)

    @property
    def gap(self) -> float | None:
        """How far the first objective may be from the best, as a share."""
        return self.stages[0].gap if self.stages else None

    @property
    def has_awards(self) -> bool:
        """Whether there is a plan at all."""
        return self.status in (Status.OPTIMAL, Status.FEASIBLE)


def holdings(
    awards: pd.DataFrame, pairs: pd.DataFrame, applicants: pd.DataFrame, options: pd.DataFrame | None = None
) -> Holdings:
    """Put the applicants' attributes beside the awards, as rules check them."""
    return Holdings(awards.join(applicants), pairs, applicants, options)


def usages(rules: Sequence[Rule], held: Holdings) -> tuple[Usage, ...]:
    """Measure every rule on a finished plan."""
    return tuple(use for rule in rules for use in rule.usage(held))


def better(objective: Objective, one: Fraction, other: Fraction) -> bool:
    """Whether `one` is better than `other` for an objective."""
    return one > other if objective.sense == pulp.LpMaximize else one < other
