"""What-ifs: quick answers in the page's own thread, a bounded number at a time; full runs in a worker behind them."""

import threading
from functools import partial

import streamlit as st

from intake import Round
from locales import Message, message
from scenarios import Outcome, Rehearsal, Scenario, Sitting, WhatIf, Working, rehearse, run, run_ended
from views.asking import Job, desk

AT_ONCE = 2
"""Quick answers worked out together; they share the processors with everybody's pages."""
POLLED = 1.0
REFINING = "refining"


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


def refine(sitting: Sitting, answer: WhatIf) -> Message | None:
    """Have what is not proven proven in a worker; says how far that is, and draws the page again when it is done.

    One at a time for each window: what nobody looks at any more is stopped.
    """
    key = ("what if", sitting.baseline.fingerprint, answer.scenario.fingerprint())
    before: Job | None = st.session_state.get(REFINING)
    if before is not None and before.key != key:
        before.stop()
        desk().forget(before.key)
        del st.session_state[REFINING]
    if answer.final:
        return None
    round_, scenario = sitting.baseline.round, answer.scenario
    job = desk().job(key, lambda: _worker(round_, scenario), then=partial(_proven, sitting))
    st.session_state[REFINING] = job
    if job.future.done() and (job.early or job.future.exception() is not None):
        return message("it could not be proven to the end")
    _watched(job)
    return message("being proven to the end")


def _worker(round_: Round, scenario: Scenario) -> Working[Outcome]:
    rescue = partial(run_ended, round_, scenario)
    return Working(run, round_, scenario, limit=scenario.solver.seconds, rescue=rescue)


def _proven(sitting: Sitting, outcome: Outcome) -> None:
    sitting.learn(outcome)


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
