"""Asking: long questions answered in workers that everybody who looks shares; seen under way, stopped, remembered."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, TypeAlias, TypeVar

import streamlit as st

import reports
from intake import InputError
from locales import message
from optimizer import Best, Progress, SolverError
from scenarios import StoppedError, WorkerError, Working
from views import states
from views.visit import Visit

T = TypeVar("T")
Key: TypeAlias = tuple[str, ...]
AT_ONCE = 2
"""Workers under way together; further questions wait for their turn."""
KEPT = 48
"""Answers remembered, the latest asked for last."""
POLLED = 0.5


@dataclass(eq=False)
class Job:
    """One question: waiting for its turn, under way, or answered."""

    key: Key
    make: Callable[[], Working[Any]]
    then: Callable[[Any], None] | None
    future: "Future[Any]" = field(default_factory=Future)
    work: Working[Any] | None = None
    given_up: bool = False

    @property
    def early(self) -> bool:
        """Whether its answer is what there was when somebody stopped it."""
        return self.work is not None and self.work.stopped

    @property
    def latest(self) -> Progress | None:
        """Where it stands; None while it waits for its turn."""
        return self.work.latest if self.work is not None else None

    def stop(self) -> None:
        """Let it answer with what it has."""
        self.given_up = True
        if self.work is not None:
            self.work.cancel()


class Desk:
    """The questions of one server: each is worked on once, whoever asks, and remembered when it was answered."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._answers: OrderedDict[Key, Any] = OrderedDict()
        self._jobs: dict[Key, Job] = {}
        self._pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="asking")

    def remembered(self, key: Key) -> Any:  # noqa: ANN401
        """Give an answer that is known; None for one that is not."""
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
            return self._answers.get(key)

    def remember(self, key: Key, answer: object) -> None:
        """Keep an answer for everybody who asks the same."""
        with self._lock:
            self._answers[key] = answer
            while len(self._answers) > KEPT:
                self._answers.popitem(last=False)

    def drop(self, key: Key) -> None:
        """Let an answer go that nobody will ask for again."""
        with self._lock:
            self._answers.pop(key, None)

    def job(self, key: Key, make: Callable[[], Working[Any]], then: Callable[[Any], None] | None = None) -> Job:
        """Give the job of a question, begun now unless it was before."""
        with self._lock:
            if key not in self._jobs:
                job = Job(key, make, then)
                self._jobs[key] = job
                self._pool.submit(self._run, job)
            return self._jobs[key]

    def forget(self, key: Key) -> None:
        """Let a job go, so that its question can be asked again."""
        with self._lock:
            self._jobs.pop(key, None)

    def before(self, job: Job) -> int:
        """How many others wait for their turn before this one."""
        with self._lock:
            waiting = [each for each in self._jobs.values() if each.work is None and not each.future.done()]
        return waiting.index(job) if job in waiting else 0

    def under_way(self) -> tuple[Job, ...]:
        """The jobs that have no answer yet."""
        with self._lock:
            return tuple(job for job in self._jobs.values() if not job.future.done())

    def close(self) -> None:
        """End every worker, answered or not, and begin none: the server goes down."""
        with self._lock:
            jobs = tuple(self._jobs.values())
        for job in jobs:
            job.given_up = True
            if job.work is not None and not job.future.done():
                job.work.close()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _run(self, job: Job) -> None:
        try:
            if job.given_up:
                raise StoppedError(message("stopped on request, before there was an answer"))
            with job.make() as work:
                job.work = work
                if job.given_up:
                    work.cancel()
                answer = work.result()
            if not job.early:
                self.remember(job.key, answer)
            job.future.set_result(answer)
        except BaseException as error:
            job.future.set_exception(error)
            return
        if job.then is not None and not job.early:
            job.then(answer)


@st.cache_resource(show_spinner=False)
def desk() -> Desk:
    """The questions of this server."""
    return Desk()


def ask(
    visit: Visit,
    key: Key,
    function: Callable[..., T],
    *given: object,
    limit: float | None = None,
    rescue: Callable[[Best | None], T] | None = None,
    then: Callable[[T], None] | None = None,
    **named: object,
) -> T | None:
    """Give the answer to a question that takes a while; None while it is under way, which is drawn here instead.

    key: everything that decides the answer, and what is asked; whoever asks under the same key gets the same answer,
    here and in any other window. limit, rescue: as for `Working`. then: called with a whole answer, off this page. A
    failure and a question that was stopped are drawn here too, with the way on.
    """
    held = desk()
    known = held.remembered(key)
    if known is not None:
        held.forget(key)
        answer: T = known
        return answer
    job = held.job(key, lambda: Working(function, *given, limit=limit, rescue=rescue, **named), then)
    if not job.future.done():
        _under_way(visit, job)
        return None
    taken: T | None = _taken(visit, job)
    return taken


def _taken(visit: Visit, job: Job) -> Any:  # noqa: ANN401
    try:
        answer = job.future.result()
    except InputError as error:
        desk().forget(job.key)
        states.refused(visit, error)
        return None
    except StoppedError as error:
        st.warning(visit.mark(error.problem))
        _again(visit, job)
        return None
    except SolverError as error:
        why = error.problem if isinstance(error, WorkerError) else str(error)
        st.error(visit.mark(message("This could not be worked out: {why}", why=why)))
        _again(visit, job)
        return None
    if job.early:
        st.warning(visit.mark(message("The search was stopped early: this is the best so far, and not proven.")))
        _again(visit, job)
    return answer


def _again(visit: Visit, job: Job) -> None:
    if st.button(visit.mark(message("Work it out to the end")), key=f"again {job.key}", icon=":material/replay:"):
        desk().forget(job.key)
        st.rerun()


@st.fragment(run_every=POLLED)
def _under_way(visit: Visit, job: Job) -> None:
    """Show where a job stands; the whole page is drawn again once it is done."""
    if job.future.done():
        st.rerun()
    event = job.latest
    with st.container(border=True):
        if event is None:
            ahead = desk().before(job)
            waits = message("Waiting for its turn; {count} questions are before it.", count=ahead)
            st.text(visit.say(waits if ahead else message("Its turn is next.")))
        else:
            st.progress(reports.filled(event) or 0.0, text=visit.mark(reports.progress_said(event)))
            st.caption(visit.mark(message("{seconds} seconds", seconds=round(event.seconds))))
        said = visit.mark(message("Stop, and use the best so far"))
        st.button(said, key=f"stop {job.key}", disabled=job.given_up, on_click=job.stop, icon=":material/stop_circle:")
