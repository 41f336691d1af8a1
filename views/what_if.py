"""What-ifs: quick answers in the page's own thread, a bounded number at a time; full runs in a worker behind them."""

import threading
from collections.abc import Callable
from functools import partial

import streamlit as st

from locales import Message, message
from scenarios import Outcome, Rehearsal, Scenario, Sitting, WhatIf, Working, rehearse, working
from views.asking import Job, Key, desk

AT_ONCE = 2
"""Quick answers worked out together; they share the processors with everybody's pages."""
POLLED = 2.0


@st.cache_resource(show_spinner=False)
def _turns() -> threading.BoundedSemaphore:
    return threading.BoundedSemaphore(AT_ONCE)


def sitting_of(baseline: Outcome) -> Sitting:
    """What is known about a baseline, for everybody who asks about it."""
    plan = sorted(f"{name} {option}" for name, option in baseline.plan.awards["option"].items())
    return _sitting((baseline.fingerprint, *plan), baseline)


@st.cache_resource(max_entries=6, show_spinner=False)
def _sitting(key: tuple[str, ...], _baseline: Outcome) -> Sitting:
    del key  # by which it is found
    return Sitting(_baseline)


def quick_answer(sitting: Sitting, scenario: Scenario) -> WhatIf:
    """Answer at once; raises InputError for a scenario that does not fit the round."""
    known = sitting.known(scenario)
    if known is not None:
        return known
    with _turns():
        return sitting.ask(scenario)


class Refining:
    """What is being proven for one window: one question at a time, as long as somebody looks at it."""

    def __init__(self) -> None:
        self._desk = desk()
        self.job: Job | None = None

    def ask(self, key: Key, make: Callable[[], Working[Outcome]], take: Callable[[Outcome], WhatIf]) -> Job:
        """Have a question worked on in place of the one before; whose answer is kept is `take`'s matter."""
        before = self.job
        self.job = self._desk.job(key, make, take=take, lasting=False, looker=self)
        if before is not None and before is not self.job:
            self._desk.leave(before, self)
        return self.job

    def end(self) -> None:
        """Look at nothing any more: what nobody else looks at is stopped."""
        before, self.job = self.job, None
        if before is not None:
            self._desk.leave(before, self)


@st.cache_resource(scope="session", max_entries=1, show_spinner=False, on_release=Refining.end)
def _refining() -> Refining:
    """What this window looks at; it ends with the window."""
    return Refining()


def refine(sitting: Sitting, answer: WhatIf) -> Message | None:
    """Have what is not proven proven in a worker; says how far that is, and draws the page again when it is done.

    One at a time for each window: what nobody looks at any more is stopped, when something else is asked and when
    the window is closed.
    """
    held = _refining()
    if answer.final:
        held.end()
        return None
    key = ("what if", sitting.baseline.fingerprint, answer.scenario.fingerprint())
    round_, scenario = sitting.baseline.round, answer.scenario
    job = held.ask(key, lambda: working(round_, scenario), sitting.learn)
    if job.future.done() and (job.early or job.future.exception() is not None):
        return message("it could not be proven to the end")
    if job.future.done():
        sitting.answered(job.future.result())  # so many were asked meanwhile that it was forgotten again
    _watched(job)
    return message("being proven to the end")


@st.fragment(run_every=POLLED)
def _watched(job: Job) -> None:
    """Draws nothing; asks for the page once the worker is done."""
    if job.future.done():
        st.rerun()


def rehearsal_of(sitting: Sitting, *, begin: bool) -> tuple[Rehearsal | None, Job | None]:
    """The rehearsal of a baseline where it is known, else the job that is at it, begun now if that is wanted."""
    key = ("rehearsal", sitting.baseline.fingerprint)
    known: Rehearsal | None = desk().remembered(key)
    if known is not None or not begin:
        return known, None
    return None, desk().job(key, lambda: Working(rehearse, sitting.baseline), then=partial(_learnt, sitting))


def _learnt(sitting: Sitting, rehearsal: Rehearsal) -> None:
    for answer in rehearsal.answers:
        sitting.answered(answer)
