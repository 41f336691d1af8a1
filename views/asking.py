"""Asking: long questions answered in workers that everybody who looks shares; seen under way, stopped, remembered."""

import contextlib
import os
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, TypeAlias, TypeVar

import streamlit as st

import reports
from intake import InputError
from locales import message
from optimizer import Best, Progress, SolverError
from scenarios import Memory, StoppedError, WorkerError, Working
from views import states
from views.visit import Visit

T = TypeVar("T")
Key: TypeAlias = tuple[str, ...]
AT_ONCE = 2
"""Workers under way together; further questions wait for their turn."""
KEPT, HEAVIEST = 48, 512 * 2**20
"""Answers remembered, and the bytes that they may take; what was asked for longest ago goes first."""
DONE = 48
"""Jobs that are done and that nobody asked for again; the oldest are let go."""
BEHIND = 10
"""By how much workers stand behind whoever looks at a page, who waits for each click (as `nice` counts)."""
POLLED = 0.5


@dataclass(eq=False)
class Job:
    """One question: waiting for its turn, under way, or answered.

    then, take, lasting: as `Desk.job` is given them. lookers: those for whom it goes on; none where it goes on in any
    case. work: its worker while it is under way. early: its answer is what there was when somebody stopped it.
    """

    key: Key
    make: Callable[[], Working[Any]]
    then: Callable[[Any], None] | None
    take: Callable[[Any], Any] | None = None
    lasting: bool = True
    lookers: set[object] = field(default_factory=set)
    future: "Future[Any]" = field(default_factory=Future)
    work: Working[Any] | None = None
    given_up: bool = False
    early: bool = False

    @property
    def latest(self) -> Progress | None:
        """Where it stands; None while it waits for its turn, and once it is done."""
        work = self.work
        return work.latest if work is not None else None

    def stop(self) -> None:
        """Let it answer with what it has."""
        self.given_up = True
        work = self.work
        if work is not None:
            work.cancel()


class Desk:
    """The questions of one server: each is worked on once, whoever asks, and remembered when it was answered."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._answers = Memory[Any](KEPT, HEAVIEST)
        self._jobs: dict[Key, Job] = {}
        self._pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="asking")

    def remembered(self, key: Key) -> Any:  # noqa: ANN401
        """Give an answer that is known; None for one that is not."""
        return self._answers.get(key)

    def remember(self, key: Key, answer: object) -> None:
        """Keep an answer for everybody who asks the same."""
        self._answers.put(key, answer)

    def made(self, key: Key, make: Callable[[], T]) -> T:
        """Give an answer that is known, else make it here and keep it: once, however many ask at the same time."""
        answer: T = self._answers.made(key, make)
        return answer

    def drop(self, key: Key) -> None:
        """Let an answer go that nobody will ask for again."""
        self._answers.drop(key)

    def job(
        self,
        key: Key,
        make: Callable[[], Working[Any]],
        then: Callable[[Any], None] | None = None,
        *,
        take: Callable[[Any], Any] | None = None,
        lasting: bool = True,
        looker: object = None,
    ) -> Job:
        """Give the job of a question, begun now unless it was before.

        then: called with a whole answer after it was given. take: makes of a whole answer what is given. lasting:
        whether the answer is remembered, and one given that is early. looker: for whom it goes on, until `leave`.
        """
        with self._lock:
            if key not in self._jobs:
                self._clear()
                job = Job(key, make, then, take, lasting)
                self._jobs[key] = job
                self._pool.submit(self._run, job)
            if looker is not None:
                self._jobs[key].lookers.add(looker)
            return self._jobs[key]

    def leave(self, job: Job, looker: object) -> None:
        """Let somebody go who looked at a job; where nobody is left it is stopped, and all of it is let go."""
        with self._lock:
            job.lookers.discard(looker)
            if not job.lookers:
                job.stop()
                if self._jobs.get(job.key) is job:
                    del self._jobs[job.key]

    def _clear(self) -> None:
        """Let the oldest jobs go that are done; whoever asks again gets the answer from memory, or a new job."""
        done = [key for key, job in self._jobs.items() if job.future.done()]
        for key in done[: max(len(done) - DONE, 0)]:
            del self._jobs[key]

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
            work = job.work
            if work is not None and not job.future.done():
                work.close()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _run(self, job: Job) -> None:
        try:
            if job.given_up:
                raise StoppedError(message("stopped on request, before there was an answer"))
            with job.make() as work:
                behind(work)
                job.work = work
                if job.given_up:
                    work.cancel()
                answer = work.result()
                job.early = work.stopped
            if not job.early:
                answer = answer if job.take is None else job.take(answer)
            if job.lasting and not job.early:
                self.remember(job.key, answer)
            job.future.set_result(answer if job.lasting or not job.early else None)
        except BaseException as error:
            job.future.set_exception(error)
            return
        finally:
            job.work = None
        if job.then is not None and not job.early:
            job.then(answer)


def behind(work: Working[Any]) -> None:
    """Let a worker, and what it starts, use the processors only as far as nobody's page needs them."""
    if hasattr(os, "setpriority") and work.pid is not None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.setpriority(os.PRIO_PROCESS, work.pid, os.getpriority(os.PRIO_PROCESS, 0) + BEHIND)


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
    take: Callable[[T], T] | None = None,
    **named: object,
) -> T | None:
    """Give the answer to a question that takes a while; None while it is under way, which is drawn here instead.

    key: everything that decides the answer, and what is asked; whoever asks under the same key gets the same answer,
    here and in any other window. limit, rescue: as for `Working`. then: called with a whole answer, off this page;
    take: makes of it what is given. A failure and a question that was stopped are drawn here too, with the way on.
    """
    return follow(visit, key, lambda: Working(function, *given, limit=limit, rescue=rescue, **named), then, take)


def follow(
    visit: Visit,
    key: Key,
    begin: Callable[[], Working[T]],
    then: Callable[[T], None] | None = None,
    take: Callable[[T], T] | None = None,
) -> T | None:
    """The same for a question that `begin` has answered."""
    held = desk()
    known = held.remembered(key)
    if known is not None:
        held.forget(key)
        answer: T = known
        return answer
    job = held.job(key, begin, then, take=take)
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
