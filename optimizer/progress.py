"""Progress: what a long computation tells while it runs, and how it is asked to stop.

Whoever wants to know computes inside `with watched(...)`. Outside of it nothing is told and nothing is stopped. The
watch belongs to the running context, so two computations in two threads do not hear each other. Telling never
changes what is computed: an engine only ever asks whether it is to stop.
"""

import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias, TypeVar

import pandas as pd

from locales import Message, Text
from optimizer.solution import Status

T = TypeVar("T")
Proven: TypeAlias = tuple[Fraction | None, bool]
EVERY = 0.2
"""Seconds between two events in which only numbers changed."""


class Doing(StrEnum):
    """What is being done, in the order in which an allocation comes to it."""

    STARTING = "starting"
    PREPARING = "preparing"
    BUILDING = "building the model"
    SOLVING = "solving"
    COMPARING = "proving that no other plan is as good"
    TIES = "settling ties"
    VERIFYING = "verifying"
    EXPLAINING = "explaining"
    WRITING = "writing"


@dataclass(frozen=True)
class Progress:
    """Where a computation stands.

    stage: which objective of how many (0 before the first); `objective` in words, `measure` its unit. incumbent:
    what the best plan so far reaches on it, exactly; bound: what no plan can beat, as far as proven (None: nothing
    yet). plans: better and better plans that passed the exact check. seconds: since the watch began. done, of, what:
    the question asked now of how many, for computations that ask many; left: seconds that the rest may take, by how
    long the others took (None: nothing to go by).
    """

    doing: Doing
    stage: int = 0
    stages: int = 0
    objective: Message | None = None
    measure: str = ""
    incumbent: Fraction | None = None
    bound: Fraction | None = None
    plans: int = 0
    seconds: float = 0.0
    done: int = 0
    of: int = 0
    what: Text = None
    left: float | None = None

    @property
    def gap(self) -> float | None:
        """How much better a plan might be, as a share of the larger of incumbent and bound; None while unknown."""
        if self.incumbent is None or self.bound is None:
            return None
        if self.incumbent == self.bound:
            return 0.0
        return float(abs(self.bound - self.incumbent) / max(abs(self.bound), abs(self.incumbent)))


@dataclass(frozen=True)
class Best:
    """The best plan so far, small enough to be sent: what to award to whom, and what is proven about it.

    status: infeasible when it is proven that no plan exists. awards: applicant and option. pairs: rule, village,
    mentor, kilometres. bounds: one an objective that was begun: what no plan can beat (None: nothing proven), and
    whether the best was found and proven. ties: what is said of them once the plan is decided; empty before.
    """

    status: Status
    awards: tuple[tuple[str, str], ...] = ()
    pairs: tuple[tuple[str, str, str, float], ...] = ()
    bounds: tuple[Proven, ...] = ()
    ties: str = ""


class Watch:
    """What is known of one computation; the only thing here that changes."""

    def __init__(
        self, hear: Callable[[Progress], None], keep: Callable[[Best], None] | None, stop: Callable[[], bool]
    ) -> None:
        self.now = Progress(Doing.STARTING)
        self.stopping = stop
        self._hear, self._keep = hear, keep
        self._began = time.monotonic()
        self._told = self._began - EVERY

    def tell(self, now: Progress, *, at_once: bool = True) -> None:
        """Move on; events in which only numbers changed are told `EVERY` so often."""
        self.now = now
        clock = time.monotonic()
        if at_once or clock - self._told >= EVERY:
            self._told = clock
            self._hear(replace(now, seconds=clock - self._began))

    def keep(self, best: Best) -> None:
        """Hand over the best plan so far, where it is wanted."""
        if self._keep is not None:
            self._keep(best)


_WATCH: ContextVar[Watch | None] = ContextVar("watch", default=None)


def never() -> bool:
    """The stop that is never asked for."""
    return False


@contextmanager
def watched(
    hear: Callable[[Progress], None],
    *,
    keep: Callable[[Best], None] | None = None,
    stop: Callable[[], bool] = never,
) -> Iterator[None]:
    """Tell `hear` of every step inside, hand every better plan to `keep`, and end early once `stop` says so.

    All three are called from within the computation, also from inside the solver; what they raise ends it.
    """
    token = _WATCH.set(Watch(hear, keep, stop))
    try:
        yield
    finally:
        _WATCH.reset(token)


def current() -> Watch | None:
    """The watch over the computation that runs now."""
    return _WATCH.get()


def stopping() -> bool:
    """Whether the computation that runs now is asked to end."""
    watch = _WATCH.get()
    return watch is not None and watch.stopping()


class EndedError(Exception):
    """The computation was asked to end where there is nothing yet to answer with."""


_HEEDING: ContextVar[bool] = ContextVar("heeding", default=False)


@contextmanager
def heeding() -> Iterator[None]:
    """Have what is done inside end with EndedError at the next `may_end` once it is asked to."""
    token = _HEEDING.set(True)
    try:
        yield
    finally:
        _HEEDING.reset(token)


def may_end() -> None:
    """Stand between two steps of which each takes a second of a nation's tables; does nothing unless heeded."""
    if _HEEDING.get() and stopping():
        raise EndedError


def doing(what: Doing) -> None:
    """Tell what is being done from now on."""
    watch = _WATCH.get()
    if watch is not None:
        fresh = what in (Doing.PREPARING, Doing.BUILDING)
        now = replace(watch.now, doing=what)
        if fresh:
            now = Progress(what, done=now.done, of=now.of, what=now.what, left=now.left)
        watch.tell(now, at_once=not now.of)


def begin(what: Doing) -> None:
    """Tell what is being done from now on, once all that was asked before is answered."""
    watch = _WATCH.get()
    if watch is not None:
        watch.tell(Progress(what))


def step(done: int, of: int, what: Text = None, left: float | None = None) -> bool:
    """Tell that `done` of so many questions are answered and `what` comes next; returns whether to end early.

    left: seconds that the rest may take, where that can be estimated.
    """
    watch = _WATCH.get()
    if watch is None:
        return False
    watch.tell(replace(watch.now, done=done, of=of, what=what, left=left), at_once=False)
    return watch.stopping()


def each(items: Collection[T], said: Callable[[T], Text] = str) -> Iterator[T]:
    """Give one after another, telling how many questions of how many are answered and which comes next."""
    for place, item in enumerate(items):
        step(place, len(items), said(item))
        yield item


def keep(status: Status, awards: pd.DataFrame, pairs: pd.DataFrame, bounds: Sequence[Proven], ties: str = "") -> None:
    """Hand over a plan that passed the exact check, or that none exists; `ties` once it is decided."""
    watch = _WATCH.get()
    if watch is None:
        return
    chosen = tuple((str(applicant), str(option)) for applicant, option in awards["option"].items())
    links = tuple((str(r), str(v), str(m), float(km)) for r, v, m, km in pairs.itertuples(index=False, name=None))
    watch.keep(Best(status, chosen, links, tuple(bounds), ties))
