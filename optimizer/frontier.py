"""Frontier: how much of one objective must be given up for more of another, point by point, each one proven.

The epsilon-constraint method: the best of the first objective, and of all plans as good the best of the second; then
the same with the second demanded one step beyond what was reached; and so on to the best of the second. Every point
found so is non-dominated, and a demand that was passed over on the way is skipped (Mavrotas, "Effective
implementation of the epsilon-constraint method", 2009). With steps of one whole unit no point is missed.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil

import pandas as pd
import pulp

from optimizer.allocate import allocate, refuse_misfits
from optimizer.model import beside
from optimizer.objective_limit import free_id, holding, smallest_step
from optimizer.objectives import Objective
from optimizer.plan import Plan, better
from optimizer.rules import Rule, named_rules
from optimizer.settings import Settings
from optimizer.solution import Status
from optimizer.tables import Tables, prepare

POINTS = 20
STEPS = 60
"""Up to so many whole steps from end to end, every one is taken."""
PART = 4
"""A single point may use a quarter of the time that is left, so that others get some."""
DEMAND = "frontier"


@dataclass(frozen=True, eq=False)
class FrontierPoint:
    """One plan of the frontier.

    first and second: what it reaches. asked: the least of the second that was demanded (None at the two ends). bound:
    no plan with as much of the second as was asked has a better first (None: nothing is proven). enters and leaves:
    who changes places against the point before.
    """

    plan: Plan
    first: Fraction
    second: Fraction
    asked: Fraction | None
    bound: Fraction | None
    enters: tuple[str, ...] = ()
    leaves: tuple[str, ...] = ()

    @property
    def proven(self) -> bool:
        """Whether no plan is better on one objective without being worse on the other."""
        return self.plan.status is Status.OPTIMAL


@dataclass(frozen=True, eq=False)
class Frontier:
    """All points, best first objective first. status: "infeasible" or "stopped" when there is no plan at all.

    complete: these are all the non-dominated pairs of values. in_time: every point that was asked for was looked at.
    step: the smallest step of the second objective; steps: how many of them lie between the ends (None: unproven).
    """

    first: Objective
    second: Objective
    points: tuple[FrontierPoint, ...]
    status: Status
    complete: bool
    in_time: bool
    step: Fraction
    steps: int | None

    @property
    def table(self) -> pd.DataFrame:
        """One row a point, ready for a chart: second, first, bound, proven, libraries, price; numbers are exact.

        price: what one unit of the second costs in the first, on the way from the point before.
        """
        rates: list[Fraction | None] = [None]
        for one, other in zip(self.points, self.points[1:], strict=False):
            far = abs(other.second - one.second)
            rates.append(abs(other.first - one.first) / far if far else None)
        return pd.DataFrame(
            {
                "second": [point.second for point in self.points],
                "first": [point.first for point in self.points],
                "bound": [point.bound for point in self.points],
                "proven": [point.proven for point in self.points],
                "libraries": [len(point.plan.awards) for point in self.points],
                "price": rates[: len(self.points)],
                "enters": [point.enters for point in self.points],
                "leaves": [point.leaves for point in self.points],
            },
            dtype=object,
        )


@dataclass(frozen=True, eq=False)
class _Case:
    tables: Tables
    rules: tuple[Rule, ...]
    first: Objective
    second: Objective
    settings: Settings
    deadline: float

    def plan(self, asked: Fraction | None, objectives: Sequence[Objective], part: int = 1) -> Plan | None:
        """The best plan with so much of the second; None when the time is over."""
        left = (self.deadline - time.monotonic()) / part
        if left <= 0:
            return None
        demand = () if asked is None else holding(self.second, asked, self.tables, free_id(self.rules, DEMAND))
        settings = self.settings.model_copy(update={"seconds": left})
        found = allocate(self.tables.applicants, self.tables.options, [*self.rules, *demand], objectives, settings)
        names = {rule.id for rule in demand}
        return replace(found, usage=tuple(use for use in found.usage if use.rule not in names))

    def point(self, plan: Plan, asked: Fraction | None) -> FrontierPoint:
        awards = plan.awards.join(self.tables.applicants)
        place = next((s for s in plan.stages if s.objective is self.first), None)
        bound = place.bound if place is not None else None
        if place is not plan.stages[0] and plan.stages[0].status is not Status.OPTIMAL:
            bound = None  # proven only for plans with as much of the second, which may not be its best
        return FrontierPoint(
            plan, self.first.value(awards, self.tables), self.second.value(awards, self.tables), asked, bound
        )


def frontier(
    applicants: pd.DataFrame,
    options: pd.DataFrame,
    rules: Sequence[Rule],
    first: Objective,
    second: Objective,
    settings: Settings | None = None,
    *,
    points: int = POINTS,
    steps: int = STEPS,
) -> Frontier:
    """Find the plans that are best on one objective for what they reach on the other.

    settings.seconds is for everything together. Where at most `steps` whole steps of the second lie between the two
    ends, all non-dominated points are found; else at most `points`, evenly placed in the second and each of them
    non-dominated. Tolerances of the objectives are left aside; a plan at a point is the one of the stated order of
    ties. Raises InputError when an objective does not fit the tables, ValueError for fewer than two points.
    """
    if points < 2:
        raise ValueError("a frontier has two ends, so it needs at least two points")
    named, given = named_rules(rules), settings or Settings()
    tables = beside(prepare(applicants, options), named)
    one, other = (each.model_copy(update={"tolerance": 0}) for each in (first, second))
    refuse_misfits(tables, named, (one, other))
    case = _Case(tables, named, one, other, given, time.monotonic() + given.seconds)
    step = smallest_step(tables, named, other)
    top = case.plan(None, (one, other), PART)
    if top is not None and top.status is Status.STOPPED:
        top = case.plan(None, (one, other)) or top
    if top is None or not top.has_awards:
        status = Status.STOPPED if top is None else top.status
        return Frontier(one, other, (), status, status is Status.INFEASIBLE, top is not None, step, None)
    end = case.plan(None, (other, one), PART)
    start = case.point(top, None)
    last = case.point(end, None) if end is not None and end.has_awards else None
    known = start.proven and last is not None and last.proven
    between = None
    if last is not None and known:
        between = int(abs(last.second - start.second) / step) if step else 0
    walked = _Walk(case, step, start, last, between is not None and between <= steps, points)
    found = _moves(_undominated(case, list(walked.points())))
    complete = walked.through and walked.every and all(point.proven for point in found)
    return Frontier(
        one, other, found, Status.OPTIMAL if complete else Status.FEASIBLE, complete, walked.through, step, between
    )


@dataclass
class _Walk:
    """From the best first to the best second. through: no demand was left unanswered. every: each unit was taken."""

    case: _Case
    step: Fraction
    start: FrontierPoint
    last: FrontierPoint | None
    every: bool
    most: int
    through: bool = True
    reached: Fraction = Fraction(0)

    def points(self) -> Iterator[FrontierPoint]:
        """One point after another, the two ends included."""
        yield self.start
        self.reached = self.start.second
        if self.last is None:
            self.through = False
            return
        goal = self.last.second
        for asked in self._demands():
            if not better(self.case.second, asked, self.reached):
                continue
            if not better(self.case.second, goal, asked):
                break
            plan = self.case.plan(asked, (self.case.first, self.case.second), PART)
            if plan is None or not plan.has_awards:
                self.through = False
                if plan is None:
                    break
                continue
            found = self.case.point(plan, asked)
            self.reached = found.second
            yield found
        if better(self.case.second, goal, self.reached):
            yield self.last

    def _demands(self) -> Iterator[Fraction]:
        """What to ask of the second, one after another: the next unit each time, or even places rounded to units."""
        assert self.last is not None
        one, end, sign = self.start.second, self.last.second, 1 if self.case.second.sense == pulp.LpMaximize else -1
        if self.every:
            asked = one
            while better(self.case.second, end, asked):
                # A point may have reached more than was asked of it.
                asked = (asked if better(self.case.second, asked, self.reached) else self.reached) + sign * self.step
                yield asked
            return
        if not self.step:
            return
        for k in range(1, self.most - 1):
            units = ceil(abs(end - one) * k / (self.most - 1) / self.step)
            yield one + sign * units * self.step


def _undominated(case: _Case, points: Sequence[FrontierPoint]) -> list[FrontierPoint]:
    """Leave out what another point beats, which only points that time ran out for can be."""

    def beaten(point: FrontierPoint) -> bool:
        return any(
            not better(case.first, point.first, other.first)
            and not better(case.second, point.second, other.second)
            and (point.first, point.second) != (other.first, other.second)
            for other in points
        )

    return [point for point in points if not beaten(point)]


def _moves(points: Sequence[FrontierPoint]) -> tuple[FrontierPoint, ...]:
    found: list[FrontierPoint] = []
    for point in points:
        now = set(map(str, point.plan.awards.index))
        before = set(map(str, found[-1].plan.awards.index)) if found else now
        found.append(replace(point, enters=tuple(sorted(now - before)), leaves=tuple(sorted(before - now))))
    return tuple(found)
