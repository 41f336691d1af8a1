"""WhatIf: what a changed scenario would do to a baseline, and how sure that is."""

from dataclasses import dataclass, replace
from enum import StrEnum
from math import ceil

from locales import Message, Percent, message
from optimizer import Plan, Rule, Status
from scenarios.compare import Figure, Group, figures, groups
from scenarios.outcome import Outcome
from scenarios.scenario import Scenario

SHOWN = 10_000
"""A share is shown to a hundredth of a per cent."""


class Certainty(StrEnum):
    """How sure a plan is.

    settled: proven best, and the full run gives the very same. proven: none is better, but others may be as good,
    and the stated order has not chosen among them. within: lawful, and at most so much below the best. open: lawful,
    nothing else is known. infeasible: proven that there is no plan. stopped: time ran out before there was one.
    """

    SETTLED = "settled"
    PROVEN = "proven"
    WITHIN = "within"
    OPEN = "open"
    INFEASIBLE = "infeasible"
    STOPPED = "stopped"


@dataclass(frozen=True, eq=False)
class WhatIf:
    """A plan against a baseline.

    scenario: the one asked about. gap: with `within`, how much of the objective the plan may lack. entered, left:
    applicants that the baseline does not fund, or alone funds, best score first; altered: funded by both, with
    another option. figures, groups: sums, budget lines, provinces, island groups and kinds, the baseline first;
    groups only where they differ. Without a plan all of these are empty. full: by a full run; conflict: the rules
    that it found to contradict each other.
    """

    scenario: Scenario
    plan: Plan
    certainty: Certainty
    gap: float | None
    entered: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    altered: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()
    groups: tuple[Group, ...] = ()
    full: bool = False
    conflict: tuple[Rule, ...] = ()

    @property
    def has_plan(self) -> bool:
        """Whether there is a plan at all."""
        return self.plan.has_awards

    @property
    def final(self) -> bool:
        """Whether a full run could say no more."""
        return self.full or self.certainty is Certainty.SETTLED

    def said(self) -> Message:
        """Say how sure it is."""
        if self.certainty is Certainty.WITHIN:
            return message("at most {gap} below the best possible", gap=_upward(self.gap or 0.0))
        return SAID[self.certainty]


def _upward(gap: float) -> Percent:
    """Rounded up to what is shown, so that no more is said than is proven."""
    return Percent(ceil(gap * SHOWN) / SHOWN)


SAID = {
    Certainty.SETTLED: message("proven best"),
    Certainty.PROVEN: message("proven: none is better, but others may be as good"),
    Certainty.OPEN: message("a plan that keeps every rule; how near it is to the best is not known yet"),
    Certainty.INFEASIBLE: message("proven: no plan exists under these rules"),
    Certainty.STOPPED: message("no plan was found in this time"),
}


def against(baseline: Outcome, outcome: Outcome, *, alone: bool | None = None) -> WhatIf:
    """Set an outcome against a baseline of the same round.

    alone: of a quick plan, whether its list of applicants is proven to be the only best one; None for a full run,
    whose ties are settled or open as its plan says.
    """
    plan = outcome.plan
    certainty, gap = sure_of(plan, settled=plan.ties != "open" if alone is None else alone)
    found = WhatIf(outcome.scenario, plan, certainty, gap, full=alone is None, conflict=outcome.conflict)
    if not plan.has_awards:
        return found
    before, after = baseline.plan.awards["option"], plan.awards["option"]
    both = [str(name) for name in after.index if name in before.index]
    return replace(
        found,
        entered=_best_first(outcome, set(after.index) - set(before.index)),
        left=_best_first(baseline, set(before.index) - set(after.index)),
        altered=_best_first(outcome, {name for name in both if after[name] != before[name]}),
        figures=figures((baseline, outcome)),
        groups=groups((baseline, outcome)),
    )


def sure_of(plan: Plan, *, settled: bool) -> tuple[Certainty, float | None]:
    """How sure a plan is, and how much of the first objective that is not proven it may lack."""
    if plan.status is Status.INFEASIBLE:
        return Certainty.INFEASIBLE, None
    if not plan.has_awards:
        return Certainty.STOPPED, None
    if plan.status is Status.OPTIMAL:
        return Certainty.SETTLED if settled else Certainty.PROVEN, 0.0
    gap = next((stage.gap for stage in plan.stages if stage.status is not Status.OPTIMAL), None)
    return (Certainty.OPEN, None) if gap is None else (Certainty.WITHIN, gap)


def _best_first(outcome: Outcome, names: set[str]) -> tuple[str, ...]:
    score = outcome.table["score"]
    return tuple(sorted(map(str, names), key=lambda name: (-float(score[name]), name)))
