"""SetSearch: the best list of applicants to fund, and whether any other list is as good.

Branch and bound over the relaxation. What is split is above all how many are funded of a group that a rule counts
(Ryan and Foster 1981: branch on sums, not on single decisions): a whole number there settles more than any one yes or
no. Every bound is worked out by weak duality with all rounding counted against it, so that nothing rests on the
solver's word; every plan is counted exactly. The search follows from the numbers alone; the clock can only end it.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from heapq import heappop, heappush
from itertools import count
from math import floor, inf
from typing import TypeAlias

import numpy as np

from optimizer.core_search import Question
from optimizer.narrowing import settled
from optimizer.part import Matter
from optimizer.program import Program, Row
from optimizer.progress import stopping
from optimizer.relaxation import Arrays, Floats, Outlook, Relaxation, arrays
from optimizer.set_sums import Counts, Sums, sums
from optimizer.solution import Status
from optimizer.tie_count import other_names

Cut: TypeAlias = tuple[int, bool, float, float]
"""A row (True) or column (False) by its place, and the bounds between which it is to be."""
WHOLE = 1e-6
CANDIDATES = 8
"""How many sums and decisions are tried before a part is split."""
LOOK = 3
"""After so many that are no better than the best so far, no more are tried (Achterberg, Koch and Martin 2005)."""
NODES = 1_500
"""Parts after which the search gives up; harder programs are left to the solver's own search."""


@dataclass(frozen=True, eq=False)
class BestSet:
    """What a search came to; value in whole units of the first objective, turned round to be maximised.

    optimal: `vector` is a best plan; `alone` tells that every plan as good funds the same applicants. infeasible:
    there is no plan. feasible: the search gave up with a plan in hand, stopped: with none. bound: what no plan can
    beat, where that is known; the value itself when it is optimal. parts: how many were looked at.
    """

    status: Status
    vector: tuple[int, ...] | None = None
    value: int | None = None
    alone: bool = False
    parts: int = 0
    bound: int | None = None


@dataclass(frozen=True)
class Enough:
    """After so many seconds a plan that is this near to the bound, as a share of its value, ends the search."""

    gap: float
    seconds: float


def best_set(
    program: Program,
    known: Sequence[int] | None = None,
    seconds: float = inf,
    nodes: int = NODES,
    enough: Enough | None = None,
) -> BestSet:
    """Find a best plan by the first objective and prove whether it funds the only best list of applicants.

    known: any vector of the program, used where it is lawful. seconds, nodes, enough: when to give up. The program
    needs an objective.
    """
    search = _Search(program, nodes, time.monotonic() + seconds, enough)
    try:
        if known is not None and search.question.lawful(list(known)):
            search.take(tuple(known))
        tied = search.look_everywhere()
    except _GivenUpError:
        return search.given_up()
    if search.vector is None:
        return BestSet(Status.INFEASIBLE, parts=search.parts)
    return BestSet(Status.OPTIMAL, search.vector, search.value, not tied, search.parts, search.value)


class _GivenUpError(Exception):
    """Too many parts, or one about which nothing could be proven."""


class _TiedError(Exception):
    """Another list of applicants is exactly as good as the best one."""


@dataclass(frozen=True, eq=False)
class _Part:
    """Some of the plans; `age` tells how many lists were excluded when its outlook was worked out."""

    cuts: tuple[Cut, ...]
    outlook: Outlook
    age: int


class _Search:
    """One program, the best plan in hand, and how many parts were looked at."""

    def __init__(self, program: Program, nodes: int, deadline: float, enough: Enough | None) -> None:
        self.program, self.nodes, self.deadline = program, nodes, deadline
        self.enough, self.began = enough, time.monotonic()
        self.data = arrays(program)
        self.question = Question(program, self.data)
        self.sums = sums(program)
        self.parts = 0
        self.vector: tuple[int, ...] | None = None
        self.value = 0
        self.bound: int | None = None
        """What no plan on another list than those held can beat: the most promising part is looked at first."""

    def go_on(self) -> None:
        """Count one part more, unless it is time to give up."""
        self.parts += 1
        if self.parts > self.nodes:
            raise _GivenUpError
        self.watch()

    def watch(self) -> None:
        """Give up when it is time."""
        now = time.monotonic()
        if now > self.deadline or stopping():
            raise _GivenUpError
        if self.enough is None or self.vector is None or self.bound is None:
            return
        if now - self.began > self.enough.seconds and self.bound - self.value <= self.enough.gap * abs(self.value):
            raise _GivenUpError

    def given_up(self) -> BestSet:
        """What there is when the search ends early."""
        if self.vector is None:
            return BestSet(Status.STOPPED, parts=self.parts, bound=self.bound)
        bound = None if self.bound is None else max(self.bound, self.value)
        return BestSet(Status.FEASIBLE, self.vector, self.value, parts=self.parts, bound=bound)

    def take(self, vector: tuple[int, ...]) -> None:
        """Hold this plan, with the best packages and pairs that its applicants can be given."""
        self.vector, self.value = vector, self.question.value(list(vector))
        if self._choice_within(vector):
            _Tree(self, within=vector).explore(self.value + 1, self._improve)

    def _improve(self, vector: tuple[int, ...]) -> int:
        self.vector, self.value = vector, self.question.value(list(vector))
        return self.value + 1

    def look_everywhere(self) -> bool:
        """Take better and better plans until there is none; whether another list is exactly as good as the last.

        Lists are only told apart by the best that each can reach, so a list once held need never be looked at again.
        """
        tree = _Tree(self)
        if self.vector is not None:
            tree.exclude(self.vector)

        def found(vector: tuple[int, ...]) -> int:
            before, reached = self.vector, self.value
            self.take(vector)
            if before is not None and self.value == reached:
                self.vector = before
                raise _TiedError
            assert self.vector is not None
            tree.exclude(self.vector)
            return self.value

        try:
            tree.explore(None if self.vector is None else self.value, found)
        except _TiedError:
            return True
        return False

    def _choice_within(self, vector: tuple[int, ...]) -> bool:
        awarded = self.program.awards(vector)
        options = sum(len(own) for own in self.program.options.values())
        return len(self.program.columns) > options or any(len(self.program.options[name]) > 1 for name in awarded)


class _Tree:
    """The parts of all plans, or (within) of those that fund exactly the applicants of one vector."""

    def __init__(self, search: _Search, within: tuple[int, ...] | None = None) -> None:
        self.search, self.within = search, within
        self.first_sum = len(search.data.lower)
        self.age = -1
        self._root: Outlook | None = None
        """What the prices say of all the plans together, once they are known."""
        self._prepare(None)

    def exclude(self, vector: tuple[int, ...]) -> None:
        """From now on, only look at plans that fund another list than this vector."""
        self._prepare(other_names(self.search.program, vector))
        self._settle(self.search.value)

    def _prepare(self, other: Row | None) -> None:
        self.age += 1
        self.relaxation = held = Relaxation(_with_rows(self.search.data, self.search.sums, other))
        if self.within is not None:
            awarded = self.search.program.awards(self.within)
            for name, row in self.search.program.choice_row.items():
                number = 1.0 if name in awarded else 0.0
                held.bound_row(row, number, number)
        self._base = (held.lower.copy(), held.upper.copy(), held.least.copy(), held.most.copy())
        self._moved: set[tuple[int, bool]] = set()

    def explore(self, least: int | None, found: Callable[[tuple[int, ...]], int]) -> None:
        """Tell `found` of plans that reach `least` whole units (None: any at all), most promising first.

        `found` gives what plans must reach from then on.
        """
        whole = self._certain(())
        self._root = whole.outlook
        self._settle(least)
        waiting = [(0.0, 0, whole)]
        told = count(1)
        while waiting:
            _, _, part = heappop(waiting)
            promised = part.outlook.bound  # looked at anew, this part may promise less than others that wait
            if part.age < self.age and not _below(part.outlook, least):
                part = self._certain(part.cuts)
            if _below(part.outlook, least):
                continue
            if self.within is None:
                self.search.bound = floor(promised)
            self.search.go_on()
            candidates = self._undecided(part.outlook.values)
            if candidates:
                for half in self._split(part, candidates, least):
                    heappush(waiting, (-half.outlook.bound, next(told), half))
                continue
            least = found(self._whole(part.outlook, least))
            heappush(waiting, (-part.outlook.bound, next(told), part))

    def _settle(self, least: int | None) -> None:
        """Hold the decisions that no plan reaching `least` takes the other way, so that less is left to solve."""
        outlook = self._root
        if outlook is None or least is None or outlook.bound == -inf:
            return
        data = self.search.data
        matter = Matter(data, self._base[2], self._base[3], judge=lambda _: None)
        for j in np.flatnonzero(settled(matter, outlook, outlook.bound - least)).tolist():
            at = float(round(outlook.values[j]))
            self._base[2][j] = self._base[3][j] = at
            self.relaxation.bound_column(j, at, at)

    def _certain(self, cuts: tuple[Cut, ...]) -> _Part:
        part = self._part(cuts)
        if part is None:
            raise _GivenUpError
        return part

    def _part(self, cuts: tuple[Cut, ...]) -> _Part | None:
        outlook = self._outlook(cuts)
        return None if outlook is None else _Part(cuts, outlook, self.age)

    def _whole(self, outlook: Outlook, least: int | None) -> tuple[int, ...]:
        """The plan that a whole point of the relaxation stands for; gives up where it is none, or worth too little."""
        search, units = self.search, outlook.values * self.search.data.column_unit
        vector = search.program.raised([int(v) for v in np.rint(units)])
        if not search.question.lawful(vector) or (least is not None and search.question.value(vector) < least):
            raise _GivenUpError
        return tuple(vector)

    def _split(self, part: _Part, candidates: Sequence[tuple[int, bool, float]], least: int | None) -> list[_Part]:
        """What is left of the two halves of the split that lowers the bounds most."""
        best: tuple[float, list[_Part]] | None = None
        waited = 0
        for at, is_row, number in candidates:
            self.search.watch()
            halves, drops = [], []
            for cut in ((at, is_row, -inf, float(floor(number))), (at, is_row, float(floor(number) + 1), inf)):
                half = self._part((*part.cuts, cut))
                if half is None:
                    break
                drops.append(max(part.outlook.bound - half.outlook.bound, 0.0))
                if not _below(half.outlook, least):
                    halves.append(half)
            else:
                spare = inf if least is None else part.outlook.bound - least + 1
                one, other = (min(drop, spare, 1e12) + 1e-3 for drop in drops)
                waited += 1
                if best is None or one * other > best[0]:
                    best, waited = (one * other, halves), 0
                if len(halves) < 2 or waited >= LOOK:
                    break
        if best is None:
            raise _GivenUpError
        return best[1]

    def _undecided(self, values: Floats) -> list[tuple[int, bool, float]]:
        """Sums and decisions that are not whole, nearest to a half first; sums before decisions."""
        totals = np.array([values[each].sum() for each in self.search.sums.groups])
        found: list[tuple[int, bool, float]] = []
        for numbers, is_row, first in ((totals, True, self.first_sum), (values, False, 0)):
            away = np.abs(numbers - np.rint(numbers))
            if not is_row:
                away = np.where(self.search.data.whole, away, 0.0)
            open_ = np.flatnonzero(away > WHOLE)
            urgent = np.round(away[open_], 9) + (self.search.sums.wide[open_] if is_row else 0)
            near = open_[np.argsort(-urgent, kind="stable")]
            found += [(first + int(k), is_row, float(numbers[k])) for k in near[: max(CANDIDATES - len(found), 1)]]
        return found

    def _outlook(self, cuts: tuple[Cut, ...]) -> Outlook | None:
        """The relaxation of one part, each sum between the whole numbers that the cuts leave it."""
        held, (lower, upper, low, most) = self.relaxation, self._base
        wanted: dict[tuple[int, bool], tuple[float, float]] = {}
        counted = (self.search.sums.least.copy(), self.search.sums.most.copy())
        for at, is_row, least, top in cuts:
            if is_row:
                _narrow(counted, at - self.first_sum, least, top)
            else:
                before = wanted.get((at, False), (low[at], most[at]))
                wanted[at, False] = (max(before[0], least), min(before[1], top))
        known = self.search.sums.tightened(*counted)
        if known is None:
            return Outlook(-inf, np.zeros(len(lower)), np.zeros(len(low)), np.zeros(len(low)))
        wanted |= self._between(*known)
        for at, is_row in sorted(self._moved | set(wanted)):
            own = (lower[at], upper[at]) if is_row else (low[at], most[at])
            bounds = wanted.get((at, is_row), own)
            now = (held.lower[at], held.upper[at]) if is_row else (held.least[at], held.most[at])
            if now != bounds:
                (held.bound_row if is_row else held.bound_column)(at, float(bounds[0]), float(bounds[1]))
        self._moved = set(wanted)
        return held.solve()

    def _between(self, least: Counts, most: Counts) -> dict[tuple[int, bool], tuple[float, float]]:
        """The rows of the sums that must be narrower than they are by themselves."""
        held = self.search.sums
        below, above = least > held.least, most < held.most
        return {
            (self.first_sum + int(k), True): (
                float(least[k]) if below[k] else -inf,
                float(most[k]) if above[k] else inf,
            )
            for k in np.flatnonzero(below | above)
        }


def _narrow(counted: tuple[Counts, Counts], at: int, least: float, top: float) -> None:
    """Take in what a cut says about a sum."""
    if least > -inf:
        counted[0][at] = max(counted[0][at], int(least))
    if top < inf:
        counted[1][at] = min(counted[1][at], int(top))


def _below(outlook: Outlook, least: int | None) -> bool:
    """Whether no plan of a part reaches so much."""
    return outlook.bound == -inf or (least is not None and floor(outlook.bound) < least)


def _with_rows(data: Arrays, sums: Sums, other: Row | None) -> Arrays:
    """The arrays with a row without bounds for every sum, and the demand for another list."""
    rows: list[tuple[Sequence[int], Sequence[int], float]] = [
        (each.tolist(), [1] * len(each), -inf) for each in sums.groups
    ]
    if other is not None:
        rows.append((other.columns, other.numbers, float(other.bound)))
    if not rows:
        return data
    counts = [len(columns) for columns, _, _ in rows]
    ends = int(data.start[-1]) + np.cumsum(counts)
    return replace(
        data,
        start=np.concatenate((data.start, ends)).astype(np.int32),
        index=np.concatenate((data.index, *(np.array(columns) for columns, _, _ in rows))).astype(np.int32),
        value=np.concatenate((data.value, *(np.array(numbers, dtype=np.float64) for _, numbers, _ in rows))),
        row_of=np.concatenate((data.row_of, np.repeat(len(data.lower) + np.arange(len(rows)), counts))),
        lower=np.concatenate((data.lower, [low for _, _, low in rows])),
        upper=np.concatenate((data.upper, np.full(len(rows), inf))),
        row_unit=np.concatenate((data.row_unit, np.ones(len(rows)))),
    )
