"""Alternatives: plans within a stated loss that really differ from the plan and from each other.

Two plans differ by d when d applicants are decided differently: in one list of names and not in the other, either way
round. So one library in place of another is a difference of two. Packages do not count.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import pandas as pd

from optimizer.near_search import Found, NearSearch
from optimizer.objectives import Objective
from optimizer.plan import Plan, Stage
from optimizer.program import Row
from optimizer.rules import Rule, named_rules
from optimizer.settings import Settings
from optimizer.settled import core
from optimizer.solution import Status
from optimizer.standing import LOSS
from optimizer.tie_count import other_names
from optimizer.vector_plan import VectorPlans
from optimizer.within import Within, within

COUNT = 3
DIFFERENT = 4


@dataclass(frozen=True, eq=False)
class Alternative:
    """Another lawful plan within the loss; its first stage holds what it reaches beside the bound of the best.

    status: optimal when no plan so different loses less (most_different: when none is more different); feasible when
    time ran out before that was proven. loss: what it reaches less than the best. loss_at_least: the proven least
    that any plan so different loses (equal to loss when optimal; None: nothing proven). enters and leaves: measured
    from the plan. differences: how many applicants are decided differently from the plan; at_most, for the most
    different plan, the proven most.
    """

    plan: Plan
    status: Status
    loss: Fraction
    loss_at_least: Fraction | None
    enters: tuple[str, ...]
    leaves: tuple[str, ...]
    differences: int
    at_most: int | None = None


@dataclass(frozen=True, eq=False)
class Alternatives:
    """The alternatives, least loss first, and what is known beyond them.

    ended: optimal when all that were asked for are there; infeasible when it is proven that no further plan within
    the loss differs so much from the plan and from those listed; stopped when time ran out. most_different: the plan
    within the loss that decides most applicants differently; None when there is none (`alone`: proven) or no time.
    loss: the amount accepted, of `best`, which is `proven` or not.
    """

    listed: tuple[Alternative, ...]
    ended: Status
    most_different: Alternative | None
    alone: bool
    best: Fraction
    loss: Fraction
    least_differences: int
    proven: bool


def alternatives(
    applicants: pd.DataFrame,
    options: pd.DataFrame,
    rules: Sequence[Rule],
    objectives: Sequence[Objective],
    plan: Plan,
    settings: Settings | None = None,
    *,
    loss: Fraction | float = LOSS,
    amount: Fraction | int | None = None,
    count: int = COUNT,
    different: int = DIFFERENT,
    later_held: bool = False,
) -> Alternatives:
    """Find up to `count` plans within the loss, each deciding at least `different` applicants differently.

    Each is the best on the first objective that differs so much from the plan and from every one before it. loss: a
    share of the first objective's best; `amount` says it in the objective's unit. later_held: no alternative may be
    worse on a later objective. settings.seconds is for everything. Raises ValueError when nothing could differ.
    """
    if different < 1 or count < 0:
        raise ValueError("an alternative decides at least one applicant differently, and a count is zero or more")
    deadline = time.monotonic() + (settings or Settings()).seconds
    near = within(applicants, options, rules, objectives, plan, loss, amount=amount, later_held=later_held)
    search = NearSearch(core(near.base.program, near.floors), deadline)
    maker = _Maker(near, VectorPlans(near.base.program, named_rules(rules)), plan.stages)
    farthest = _farthest(near, search)
    listed, ended = _listed(near, search, maker, count, different)
    best = Fraction(near.base.best * near.base.sign) / near.base.units
    most = maker.made(farthest, differences=True) if farthest.vector is not None else None
    alone = farthest.status is Status.INFEASIBLE
    return Alternatives(listed, ended, most, alone, best, near.loss, different, near.base.proven)


def _listed(
    near: Within, search: NearSearch, maker: "_Maker", count: int, different: int
) -> tuple[tuple[Alternative, ...], Status]:
    """The best, then the best that differs from it too, and so on; and how that ended."""
    program = near.base.program
    demands: list[Row] = [other_names(program, near.base.vector, different)]
    found: list[Alternative] = []
    while len(found) < count:
        answer = search.find(demands, near.worth)
        if answer.vector is None:
            return tuple(found), answer.status
        found.append(maker.made(answer))
        demands.append(other_names(program, answer.vector, different))
    return tuple(found), Status.OPTIMAL


def _farthest(near: Within, search: NearSearch) -> Found:
    """The plan with other names that decides most applicants differently."""
    least = other_names(near.base.program, near.base.vector)
    return search.find([least], dict(zip(least.columns, least.numbers, strict=True)))


@dataclass(frozen=True, eq=False)
class _Maker:
    near: Within
    plans: VectorPlans
    stages: tuple[Stage, ...]

    def made(self, found: Found, *, differences: bool = False) -> Alternative:
        """The alternative of a vector; with `differences`, its weight counts those."""
        assert found.vector is not None
        base = self.near.base
        before, after = set(base.program.awards(base.vector)), set(base.program.awards(found.vector))
        loss = base.loss(self.near.value(found.vector))
        at_least: Fraction | None = None
        most: int | None = None
        if differences:
            at_least = None
            most = None if found.bound is None else found.bound + len(before)
        elif found.bound is not None:
            at_least = base.loss(found.bound)
            at_least = max(at_least, Fraction(0)) if base.proven else at_least
        return Alternative(
            plan=self.plans.plan(found.vector, self._stages(), "open"),
            status=found.status,
            loss=loss,
            loss_at_least=at_least,
            enters=tuple(sorted(after - before)),
            leaves=tuple(sorted(before - after)),
            differences=len(before ^ after),
            at_most=most,
        )

    def _stages(self) -> tuple[Stage, ...]:
        """What bounds any plan: the first objective's own bound. Later ones are bounded only beside the first."""
        return tuple(
            Stage(stage.objective, stage.value, None if place else stage.bound, Status.FEASIBLE)
            for place, stage in enumerate(self.stages)
        )
