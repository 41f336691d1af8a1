"""Solving beside the page: a worker answers, the page shows how it goes, and anyone may stop it."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

import streamlit as st

import intake
import reports
import scenarios
from locales import Text, message
from scenarios import Outcome, WorkerError, Working
from views.literal import literal

Key: TypeAlias = tuple[str, str, tuple[tuple[str, int, int], ...]]
Say: TypeAlias = Callable[[Text], str]
KEPT = 16
"""Outcomes remembered for everybody who looks at the same files."""
POLLED = 0.5
WORK, EARLY = "work", "stopped early"


@dataclass
class _Answers:
    """Outcomes that were solved to their end, the latest last."""

    held: "OrderedDict[Key, Outcome]" = field(default_factory=OrderedDict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def get(self, key: Key) -> Outcome | None:
        with self.lock:
            if key in self.held:
                self.held.move_to_end(key)
            return self.held.get(key)

    def put(self, key: Key, outcome: Outcome) -> None:
        with self.lock:
            self.held[key] = outcome
            while len(self.held) > KEPT:
                self.held.popitem(last=False)


@st.cache_resource
def _answers() -> _Answers:
    return _Answers()


def solved(folder: Path, scenario: str, say: Say) -> Outcome | None:
    """Give the outcome of a round's scenario; None while a worker is at it, with its progress on the page.

    Raises InputError for files that cannot be used, and SolverError when the worker failed.
    """
    key: Key = (str(folder), scenario, _state(folder))
    known = _answers().get(key) or _early(key, say)
    if known is not None:
        _leave(None)
        return known
    held: tuple[Key, Working[Outcome]] | None = st.session_state.get(WORK)
    if held is None or held[0] != key:
        _leave(None)
        round_ = intake.read_round(folder)
        chosen = scenarios.read(scenarios.find(round_.folder, scenario))
        held = (key, scenarios.working(round_, chosen))
        st.session_state[WORK] = held
    if held[1].done:
        return _taken(*held)
    _progress(say)
    return None


def _state(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """What tells one state of the round's files from another, so that an edit is never answered from memory."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return tuple((str(path), path.stat().st_mtime_ns, path.stat().st_size) for path in files)


def _taken(key: Key, work: Working[Outcome]) -> Outcome:
    """Take a finished worker's answer; one that was stopped is shown to whoever stopped it, and to nobody else."""
    try:
        outcome = work.result()
    finally:
        _leave(work)
    if work.stopped:
        st.session_state[EARLY] = (key, outcome)
        st.rerun()
    _answers().put(key, outcome)
    return outcome


def _leave(work: Working[Outcome] | None) -> None:
    """End what is under way and is no longer looked at."""
    held = st.session_state.pop(WORK, None)
    for each in {id(w): w for w in (work, held[1] if held else None) if w is not None}.values():
        each.close()


def _early(key: Key, say: Say) -> Outcome | None:
    """The plan in hand when somebody stopped the search, with the way back."""
    held: tuple[Key, Outcome] | None = st.session_state.get(EARLY)
    if held is None or held[0] != key:
        st.session_state.pop(EARLY, None)
        return None
    early = message("The search was stopped early: this is the best plan so far.")
    none = message("The search was stopped before there was any plan.")
    st.warning(literal(say(early if held[1].plan.has_awards else none)))
    if st.button(say(message("Solve to the end")), key="again"):
        del st.session_state[EARLY]
        st.rerun()
    return held[1]


@st.fragment(run_every=POLLED)
def _progress(say: Say) -> None:
    """Show where the worker stands; the whole page is drawn again once it is done."""
    held: tuple[Key, Working[Outcome]] | None = st.session_state.get(WORK)
    if held is None or held[1].done:
        st.rerun()
    _, work = held
    event = work.latest
    st.progress(reports.filled(event) or 0.0, text=literal(say(reports.progress_said(event))))
    seconds = say(message("{seconds} seconds", seconds=round(event.seconds)))
    st.caption(literal(seconds))
    if st.button(say(message("Stop, and use the best plan so far")), key="stop", disabled=work.stopped):
        work.cancel()


def failed(error: WorkerError, say: Say) -> None:
    """Say what became of a worker that gave no answer, and offer to try again."""
    st.error(literal(say(error.problem)))
    if st.button(say(message("Try again")), key="retry"):
        st.rerun()
