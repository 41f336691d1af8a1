"""Attendance: turns what HiGHS says from inside a run into plans that passed the exact check, and proven bounds."""

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING

import numpy as np
import pulp

from optimizer import progress
from optimizer.model import Terms, divisor
from optimizer.objectives import Objective
from optimizer.plan import Plan, Stage, better, holdings
from optimizer.progress import Doing, Proven
from optimizer.relaxation import Floats
from optimizer.solution import SolverError, Status

if TYPE_CHECKING:
    from optimizer.search import Picks, Search

SHARE = 20
"""A check of a plan is followed by at least so many times its own duration without one."""


@dataclass(frozen=True, eq=False)
class Aim:
    """The objective that is being solved: its terms in whole units, and what is proven of those before it."""

    objective: Objective
    terms: Terms
    units: Fraction
    before: tuple[Proven, ...]


def begin(
    search: "Search", objective: Objective, terms: Terms, units: Fraction, done: Sequence[Stage], of: int
) -> None:
    """Tell that the next objective is being solved, and have its better plans heard from inside the solver."""
    watch = progress.current()
    if watch is None:
        return
    search.aim = Aim(objective, terms, units, _proven(done))
    place = len(done) + 1
    now = replace(
        watch.now,
        doing=Doing.SOLVING,
        stage=place,
        stages=of,
        objective=objective.describe(),
        measure=objective.measure,
        incumbent=None,
        bound=None,
    )
    watch.tell(now, at_once=not now.of)


def reached(search: "Search", picks: "Picks", stages: Sequence[Stage]) -> None:
    """Tell what the objective came to."""
    search.aim = None
    watch = progress.current()
    if watch is None:
        return
    last = stages[-1]
    watch.tell(replace(watch.now, incumbent=last.value, bound=last.bound), at_once=not watch.now.of)
    progress.keep(Status.FEASIBLE, search.awards(picks), search.pairs(picks), _proven(stages))


def decided(plan: Plan) -> Plan:
    """Tell the outcome of an allocation; gives the plan back."""
    if plan.has_awards or plan.status is Status.INFEASIBLE:
        progress.keep(plan.status, plan.awards, plan.pairs, _proven(plan.stages), plan.ties)
    return plan


def _proven(stages: Sequence[Stage]) -> tuple[Proven, ...]:
    return tuple((stage.bound, stage.status is Status.OPTIMAL) for stage in stages)


def seen(search: "Search", picks: "Picks") -> None:
    """Hear of a plan that passed the exact check; told when it is better than those before."""
    watch, aim = progress.current(), search.aim
    if watch is None or aim is None:
        return
    tables, awards, pairs = search.model.tables, search.awards(picks), search.pairs(picks)
    value = aim.objective.value(holdings(awards, pairs, tables.applicants, tables.options).awards, tables)
    now = watch.now
    if now.incumbent is not None and not better(aim.objective, value, now.incumbent):
        return
    bound = now.bound
    if bound is not None and better(aim.objective, value, bound):
        bound = None  # the plan itself refutes what the solver said
    watch.tell(replace(now, incumbent=value, bound=bound, plans=now.plans + 1), at_once=not now.of)
    progress.keep(Status.FEASIBLE, awards, pairs, (*aim.before, (bound, bound == value)))


def bounded(search: "Search", units: int) -> None:
    """Hear how many whole units of the objective no plan can beat; what was proven once is not taken back."""
    watch, aim = progress.current(), search.aim
    if watch is None or aim is None:
        return
    proven, now = Fraction(units) / aim.units, watch.now
    if now.incumbent is not None and better(aim.objective, now.incumbent, proven):
        return
    if now.bound is None or better(aim.objective, now.bound, proven):
        watch.tell(replace(now, bound=proven), at_once=False)


def hearer(search: "Search", turned: int) -> Callable[[int], None] | None:
    """Takes bounds in `turned` whole units of the objective; None when nobody wants to know."""
    if progress.current() is None or search.aim is None:
        return None
    return lambda units: bounded(search, turned * units)


def observer(search: "Search", scale: int) -> "Attendance | None":
    """Who listens to a run over the whole problem; None when nobody wants to know, or it is about no objective."""
    if progress.current() is None or search.aim is None:
        return None
    aim, unit = search.aim, divisor(search.aim.terms)

    def look(values: Floats) -> None:
        picks = search.lawful(values)
        if picks is not None:
            seen(search, picks)

    upward = aim.objective.sense == pulp.LpMaximize
    return Attendance(look, lambda units: bounded(search, units * unit), scale, upward=upward)


class Attendance:
    """Hears one run; of plans that come faster than they can be checked, the latest is.

    look: checks a plan and tells it. hear: takes what no plan can beat, in whole units. scale: whole units in one of
    the run's objective. upward: it is maximised.
    """

    def __init__(
        self, look: Callable[[Floats], object], hear: Callable[[int], None], scale: float, *, upward: bool = True
    ) -> None:
        self.look, self.hear, self.scale, self.upward = look, hear, scale, upward
        self.waiting: Floats | None = None
        self.next = 0.0

    def improved(self, values: Floats) -> None:
        """Hear of a better plan."""
        self.waiting = values
        self._check()

    def bounded(self, bound: float) -> None:
        """Hear what no plan can beat: rounded to whole units towards safety."""
        if np.isfinite(bound):
            limit = bound * self.scale
            hair = 1e-6 + 1e-9 * abs(limit)
            self.hear(floor(limit + hair) if self.upward else ceil(limit - hair))
        self._check()

    def _check(self) -> None:
        began = time.monotonic()
        if self.waiting is None or began < self.next:
            return
        values, self.waiting = self.waiting, None
        # What the solver ends with is judged by the search itself; here a plan that is none is only passed over.
        with suppress(SolverError):
            self.look(values)
        ended = time.monotonic()
        self.next = ended + SHARE * (ended - began)
