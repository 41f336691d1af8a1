"""Quick: a plan that is near the best, and by how much at most, when the answer is wanted in a moment.

First a good plan close to the relaxation, then the search over lists of applicants, which proves the best plan or,
when the time is over, what none can beat. Every plan is counted exactly and passes `verify` before it is given.
"""

import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from math import floor, inf

import numpy as np
import pandas as pd

from optimizer.allocate import refuse_misfits
from optimizer.core_search import Question
from optimizer.funded import LARGEST
from optimizer.highs import Run
from optimizer.model import PAIR_COLUMNS
from optimizer.narrowing import near, search
from optimizer.objectives import Objective
from optimizer.part import Matter
from optimizer.plan import Plan, Stage
from optimizer.program import Program, Row, program
from optimizer.relaxation import Floats, Relaxation, arrays, with_room
from optimizer.rules import Rule, named_rules
from optimizer.set_search import Enough, best_set
from optimizer.solution import SolverError, Status
from optimizer.tables import Tables, prepare
from optimizer.vector_plan import VectorPlans

GAP = 0.001
"""How near to the bound, as a share of the value, a plan ends the search once half of the time is over."""
FIRST = 0.25
"""The share of the time in which a first plan is looked for."""
BEGIN = 0.1
"""Seconds that a first plan may take in any case, where none is known."""
HALF = 0.5
"""The share of the time from which on a plan within the gap is enough."""
LEAST = 0.02
"""Seconds below which nothing more is begun."""


@dataclass(frozen=True)
class KnownPlan:
    """A plan of any scenario of the same round: option by applicant, and its pairs as (rule, village, mentor)."""

    awards: Mapping[str, str]
    pairs: tuple[tuple[str, str, str], ...] = ()

    @classmethod
    def of(cls, plan: Plan) -> "KnownPlan":
        """Take what was chosen out of a plan."""
        made = plan.pairs[["rule", "village", "mentor"]].astype(str)
        pairs = tuple((rule, village, mentor) for rule, village, mentor in made.itertuples(index=False))
        return cls({str(name): str(option) for name, option in plan.awards["option"].items()}, pairs)

    def vector(self, whole: Program) -> tuple[int, ...] | None:
        """The plan in this program; None where something of it is not offered here, or it chooses nobody."""
        keys = [*(("option", *award) for award in self.awards.items()), *(("pair", *pair) for pair in self.pairs)]
        if not self.awards or any(key not in whole.position for key in keys):
            return None
        return tuple(whole.vector(self.awards, self.pairs))


@dataclass(frozen=True, eq=False)
class Quick:
    """A plan found in a moment.

    plan: as `allocate` gives it, but that its status is optimal only where every objective is proven, and that its
    ties are "open" where the stated order was not applied. alone: proven that no other list of applicants is as
    good, so that these are the applicants whom `allocate` funds.
    """

    plan: Plan
    alone: bool


def quick(
    applicants: pd.DataFrame,
    options: pd.DataFrame,
    rules: Sequence[Rule],
    objectives: Sequence[Objective],
    *,
    seconds: float,
    gap: float = GAP,
    known: KnownPlan | None = None,
    others: Iterable[KnownPlan] = (),
) -> Quick:
    """Choose as `allocate` does, within so many seconds.

    objectives: at least one. known: any plan; it is kept where none is better. others: plans that are looked at only
    where the time was too short for a proof, and taken where they are better than what was found. A plan that is
    within `gap` of the bound is improved for half of the time, any other until all of it is over. Without a plan the
    status is infeasible where that is proven, else stopped; a plan that the exact check refuses is none. Raises
    InputError as `allocate` does.
    """
    deadline = time.monotonic() + seconds
    tables, named = prepare(applicants, options), named_rules(rules)
    refuse_misfits(tables, named, objectives)
    whole = program(tables, named, objectives)
    climb = _Climb(whole, gap, deadline, None if known is None else known.vector(whole), others)
    for place in range(len(objectives)):
        status = climb.reach(place)
        if status in (Status.INFEASIBLE, Status.STOPPED):
            return _none(tables, status)
    climb.win_back()
    assert climb.vector is not None
    only = climb.alone and _without_choice(whole, climb.vector)
    try:
        plan = VectorPlans(whole, named).plan(climb.vector, climb.stages, "unique" if only else "open")
    except SolverError:
        return _none(tables, Status.STOPPED)
    return Quick(plan, climb.alone)


def _none(tables: Tables, status: Status) -> Quick:
    awards = tables.options.iloc[:0].set_index("applicant")
    return Quick(Plan(status, awards, pd.DataFrame(columns=list(PAIR_COLUMNS)), (), (), "open"), alone=False)


def _without_choice(whole: Program, vector: Sequence[int]) -> bool:
    """Whether a list of applicants leaves no choice of packages or pairs."""
    single = all(len(whole.options[name]) == 1 for name in whole.awards(vector))
    return single and len(whole.columns) == sum(len(own) for own in whole.options.values())


@dataclass(frozen=True)
class _Found:
    """What the search by one objective came to; value and bound in whole units, turned round to be maximised."""

    status: Status
    vector: tuple[int, ...] | None = None
    value: int = 0
    bound: int | None = None
    alone: bool = False

    @property
    def proven(self) -> bool:
        """Whether no other plan can be better, or none exists."""
        return self.status is Status.INFEASIBLE or (self.vector is not None and self.value == self.bound)


class _Climb:
    """One objective after another, each held to what was reached before the next is looked at."""

    def __init__(
        self,
        whole: Program,
        gap: float,
        deadline: float,
        known: tuple[int, ...] | None,
        others: Iterable[KnownPlan],
    ) -> None:
        self.whole, self.gap, self.deadline, self.others = whole, gap, deadline, others
        self.vector = known
        self.kept: dict[int, Row] = {}
        self.stages: list[Stage] = []
        self.alone = False

    def reach(self, place: int) -> Status:
        """Solve by one objective; the status is that of the search."""
        goal, last = self.whole.goals[place], place == len(self.whole.goals) - 1
        left = self.deadline - time.monotonic()
        found = self._searched(place, left if last else left / 2)
        if found.vector is None:
            if not self.stages:
                return found.status
            # What was found before keeps every row, so only the time can have been too short to find it again.
            assert self.vector is not None
            found = _Found(Status.FEASIBLE, self.vector, goal.sign * goal.value(self.vector))
        self.vector = found.vector
        value, bound = (None if n is None else goal.sign * n / goal.units for n in (found.value, found.bound))
        assert value is not None
        proven = found.value == found.bound
        before = all(stage.status is Status.OPTIMAL for stage in self.stages)
        self.alone |= found.alone and before and (last or not goal.objective.tolerance)
        self.stages.append(Stage(goal.objective, value, bound, Status.OPTIMAL if proven else Status.FEASIBLE))
        self.kept[place] = self.whole.keeping(place, value if last else goal.objective.floor(value))
        return Status.OPTIMAL if proven else Status.FEASIBLE

    def win_back(self) -> None:
        """Take back what later objectives were allowed to cost earlier ones, and did not need."""
        if any(stage.status is not Status.OPTIMAL for stage in self.stages):
            return
        for place, goal in enumerate(self.whole.goals[:-1]):
            left = self.deadline - time.monotonic()
            if not goal.objective.tolerance or left < LEAST:
                continue
            found = self._searched(place, left)
            if found.vector is None or found.value != found.bound:
                return
            self.vector = found.vector
            self.kept[place] = self.whole.keeping(place, goal.sign * found.value / goal.units)

    def _searched(self, place: int, seconds: float) -> _Found:
        rows = (*self.whole.rows, *self.kept.values())
        part = replace(self.whole, rows=rows, goals=(self.whole.goals[place],))
        found = _searched(part, self.vector, self.gap, max(seconds, LEAST))
        return found if found.proven else self._bettered(found, part)

    def _bettered(self, found: _Found, part: Program) -> _Found:
        """The best of the other plans where it is better than what was found in too short a time."""
        goal = part.goals[0]
        for vector in self._vectors:
            value = goal.sign * goal.value(vector)
            if (found.vector is None or value > found.value) and not part.broken(vector):
                found = _Found(Status.FEASIBLE, vector, value, found.bound)
        return _refuted(found)

    @cached_property
    def _vectors(self) -> list[tuple[int, ...]]:
        made = (each.vector(self.whole) for each in self.others)
        return [vector for vector in made if vector is not None]


def _searched(part: Program, known: tuple[int, ...] | None, gap: float, seconds: float) -> _Found:
    """The best plan by the only goal of a program, as good as it can be found in this time."""
    began = time.monotonic()
    question = Question(part, arrays(part))
    outlook = Relaxation(question.data).solve(seconds)
    if outlook is not None and outlook.bound == -inf:
        return _Found(Status.INFEASIBLE)
    best = _Found(Status.STOPPED, bound=None if outlook is None else floor(outlook.bound))
    best = _better(best, question, known)

    def left() -> float:
        return seconds - (time.monotonic() - began)

    matter = _matter(question)
    first = left() * FIRST if best.vector is not None else max(left() * FIRST, BEGIN)
    run = Run(seconds=first, absolute_gap=0.999 / question.data.cost_unit)
    if outlook is not None:
        with suppress(SolverError):
            best = _better(best, question, _vector(question, near(matter, outlook, run, _values(question, best))))
    if len(part.tables.options) <= LARGEST and left() > LEAST:
        half = max(left() - seconds * (1 - HALF), 0.0)
        found = best_set(part, best.vector, left(), enough=Enough(gap, half))
        if found.status is Status.INFEASIBLE:
            return _Found(Status.INFEASIBLE)
        best = replace(_better(best, question, found.vector), alone=found.alone)
        best = replace(best, bound=_lower(best.bound, found.bound))
    # Where that search gave up, the solver's own goes on: until a plan is near enough, then to the best for a while.
    for near_enough, kept_back in ((gap, 0.0), (0.0, seconds * (1 - HALF))):
        if left() - kept_back <= LEAST or _near(best, near_enough):
            continue
        with suppress(SolverError):
            run = replace(run, seconds=left() - kept_back, gap=near_enough)
            reached = search(matter, outlook, run, _values(question, best))
            if reached.status is Status.INFEASIBLE:
                return _Found(Status.INFEASIBLE)
            best = _better(best, question, _vector(question, reached.values))
            best = replace(best, bound=_lower(best.bound, reached.bound))
    return _refuted(best)


def _refuted(best: _Found) -> _Found:
    """Without a bound that the plan in hand refutes, for it is better."""
    bad = best.vector is not None and best.bound is not None and best.bound < best.value
    return replace(best, bound=None) if bad else best


def _matter(question: Question) -> Matter:
    """What the solver searches: a plan is judged by an exact count of every row."""

    def judge(values: Floats) -> int | None:
        vector = _vector(question, values)
        return question.value(list(vector)) if vector is not None and question.lawful(list(vector)) else None

    data = question.data
    return Matter(with_room(data), np.zeros(len(data.cost)), data.limit, judge)


def _vector(question: Question, values: Floats | None) -> tuple[int, ...] | None:
    if values is None:
        return None
    units = np.rint(values * question.data.column_unit)
    return tuple(question.program.raised([int(number) for number in units]))


def _values(question: Question, found: _Found) -> Floats | None:
    return None if found.vector is None else np.array(found.vector, dtype=np.float64) / question.data.column_unit


def _better(best: _Found, question: Question, vector: Sequence[int] | None) -> _Found:
    """The plan in hand or this one, if it is lawful and better; the one in hand stands where both are as good."""
    if vector is None or not question.lawful(list(vector)):
        return best
    value = question.value(list(vector))
    if best.vector is not None and value <= best.value:
        return best
    return replace(best, status=Status.FEASIBLE, vector=tuple(vector), value=value)


def _lower(one: int | None, other: int | None) -> int | None:
    known = [each for each in (one, other) if each is not None]
    return min(known) if known else None


def _near(best: _Found, gap: float) -> bool:
    if best.vector is None or best.bound is None:
        return False
    return best.bound - best.value <= gap * abs(best.value)
