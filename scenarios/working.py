"""Working: a long question, answered in a worker process that can be watched, stopped, and may even die."""

import contextlib
import signal
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from functools import partial
from math import inf
from multiprocessing import connection, context, get_context, resource_tracker
from types import TracebackType
from typing import Generic, TypeVar

from intake import InputError, Round
from locales import Message, message
from optimizer import Best, Doing, Progress, SolverError
from scenarios.outcome import Outcome
from scenarios.run import MANY, in_the_background, run, run_ended
from scenarios.scenario import Scenario
from scenarios.worker import READY, STOP, Answer, Failure, Question, Word, end_group, serve

T = TypeVar("T")
GRACE = 1.0
"""Seconds in which a worker that is told to stop may answer with what it has; then it is ended."""
SHORT = 0.2
"""The part of it that a worker gets whose answer about very many could not travel in time anyway."""
OVERTIME = 1.0
"""Seconds beyond its own time limit after which a worker is told to stop."""
PAUSE = 0.01
"""Seconds between two looks of whoever waits. A lock to wait on could stay locked when Ctrl-C comes as it is taken."""
START = 180.0
"""Seconds in which a worker must have started: where others keep all processors busy it gets little of them."""


class WorkerError(SolverError):
    """The worker failed or was ended without an answer; `problem` says what happened."""

    def __init__(self, problem: Message) -> None:
        super().__init__(problem.text("en"))
        self.problem = problem

    def __reduce__(self) -> tuple[type["WorkerError"], tuple[Message]]:
        return type(self), (self.problem,)


class StoppedError(WorkerError):
    """The question was stopped before there was anything to answer it with."""


def working(round_: Round, scenario: Scenario) -> "Working[Outcome]":
    """Run a scenario in a worker, within its time limit; stopped early it gives the best plan so far."""
    # Of very many the tables take longer than who stops a run should wait, so they are made meanwhile.
    many = len(round_.applicants) > MANY
    ready = in_the_background(round_, scenario) if many else None
    rescue = partial(run_ended, round_, scenario, ready=ready)
    found = Working(run, round_, scenario, limit=scenario.solver.seconds, rescue=rescue)
    found.grace = GRACE * SHORT if many else GRACE
    return found


class Working(Generic[T]):
    """One question under way. Use it in a `with`: whatever happens there, the worker does not outlive it.

    ask: a function of a module, called with `given` and `named`, which must be values that can be pickled. limit:
    seconds, kept even by a solver that overruns its own: after OVERTIME and GRACE more the worker is ended.
    rescue: makes an answer of the best plan so far when the worker had to be ended; without it, or for a question
    that has no answer yet, `result` raises StoppedError. Never changes what is answered.

    grace: seconds in which a worker that is told to stop may answer by itself.
    """

    grace = GRACE

    def __init__(
        self,
        ask: Callable[..., T],
        *given: object,
        limit: float | None = None,
        rescue: Callable[[Best | None], T] | None = None,
        **named: object,
    ) -> None:
        self._question = Question(ask, given, named)
        self._limit, self._rescue = limit, rescue
        self._future: Future[T] = Future()
        self._ends = threading.RLock()
        self._settled = False
        self._told = [Progress(Doing.STARTING)]
        self._best: Best | None = None
        self._ending: Message | None = None
        self._fault: Message | None = None
        self._ready = self._gone = False
        self._timers: list[threading.Timer] = []
        processes = get_context("spawn")
        self._wire, wire = processes.Pipe()
        orders, self._orders = processes.Pipe(duplex=False)
        self._process = processes.Process(target=serve, args=(wire, orders), daemon=True)
        start_process(self._process)
        wire.close()
        orders.close()
        self._finalizer = weakref.finalize(self, end_process, self._process)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._after(START, self._never_started)
        self._reader.start()

    def __enter__(self) -> "Working[T]":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    @property
    def latest(self) -> Progress:
        """Where it stands, without waiting."""
        return self._told[-1]

    @property
    def done(self) -> bool:
        """Whether `result` would answer or raise at once."""
        return self._settled

    @property
    def stopped(self) -> bool:
        """Whether it was told to stop, by someone or by the time limit."""
        return self._ending is not None

    @property
    def pid(self) -> int | None:
        """The worker's process id."""
        return self._process.pid

    def events(self) -> Iterator[Progress]:
        """Every event from the first on, as they come; ends when there is an answer or none will come."""
        place = 0
        while True:
            settled = self._settled
            while place < len(self._told):
                place += 1
                yield self._told[place - 1]
            if settled:
                return
            time.sleep(PAUSE)

    def result(self, timeout: float | None = None) -> T:
        """Wait for the answer.

        Raises what the question itself raises (InputError, SolverError), WorkerError when the worker failed or was
        killed, StoppedError when it was stopped with nothing in hand, TimeoutError when `timeout` seconds were not
        enough (the question goes on).
        """
        end = inf if timeout is None else time.monotonic() + timeout
        while not self._settled:
            if time.monotonic() > end:
                raise TimeoutError
            time.sleep(PAUSE)
        return self._future.result()

    def cancel(self) -> None:
        """Ask for the best answer so far; it is there within two seconds. Does nothing once there is an answer.

        Of very many applicants their tables must be made first, which takes some seconds from the beginning.
        """
        self._stop(message("stopped on request"))

    def close(self) -> None:
        """End the worker, answered or not."""
        with self._ends:
            self._rescue = None  # nobody will read it
            if not self.done and self._ending is None:
                self._ending = message("stopped on request")
        self._kill()
        self._reader.join()

    def _after(self, seconds: float, action: Callable[[], None]) -> threading.Timer:
        timer = threading.Timer(seconds, action)
        timer.daemon = True
        self._timers.append(timer)
        timer.start()
        return timer

    def _stop(self, why: Message) -> None:
        with self._ends:
            if self.done or self._ending is not None:
                return
            self._ending = why
        self._after(self.grace if self._ready else 0.0, self._kill)
        with contextlib.suppress(OSError, ValueError):
            self._orders.send(STOP)

    def _never_started(self) -> None:
        self._fault = message("the worker process did not start")
        self._kill()

    def _kill(self) -> None:
        """End the worker and what it started, unless it is gone: its number may be another's by then."""
        with self._ends:
            if not self._gone:
                end_process(self._process)

    def _bury(self) -> None:
        self._kill()
        with self._ends:
            self._gone = True
        self._process.join()
        self._finalizer.detach()

    def _read(self) -> None:
        """Follow the worker to its end, and settle the answer."""
        word: Word | None = None
        try:
            with contextlib.suppress(EOFError, OSError):
                while not isinstance(word, Answer | Failure):
                    word = self._wire.recv()
                    self._heard(word)
            self._settle(word if isinstance(word, Answer | Failure) else None)
        except (InputError, SolverError) as error:
            self._future.set_exception(error)
        except Exception as error:
            self._future.set_exception(WorkerError(_failed(Failure(None, type(error).__name__, str(error)))))
        finally:
            self._settled, self._rescue = True, None
            for timer in self._timers:
                timer.cancel()
            self._bury()
            self._wire.close()
            self._orders.close()

    def _heard(self, word: Word) -> None:
        if word == READY:
            self._ready = True
            self._timers[0].cancel()
            if self._limit is not None:
                self._after(self._limit + OVERTIME, partial(self._stop, message("the time limit was reached")))
            self._wire.send(self._question)
        elif isinstance(word, Best):
            self._best = word
        elif isinstance(word, Progress):
            self._told.append(word)

    def _settle(self, word: Answer | Failure | None) -> None:
        if isinstance(word, Answer):
            self._future.set_result(word.value)
        elif isinstance(word, Failure):
            self._future.set_exception(word.error or WorkerError(_failed(word)))
        elif self._fault is not None:
            self._future.set_exception(WorkerError(self._fault))
        elif self._ending is None:
            connection.wait([self._process.sentinel], GRACE)
            self._bury()
            self._future.set_exception(WorkerError(died(self._process.exitcode)))
        elif (rescue := self._rescue) is not None:
            self._future.set_result(rescue(self._best))
        else:
            self._future.set_exception(StoppedError(message("{why}, before there was an answer", why=self._ending)))


def start_process(process: context.SpawnProcess) -> None:
    """Start a worker that no Ctrl-C reaches, not even while it is still starting."""
    if not hasattr(signal, "pthread_sigmask"):
        process.start()
        return
    resource_tracker.ensure_running()  # which would let the signal through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        process.start()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def end_process(process: context.SpawnProcess) -> None:
    """End a worker, and what it started, wherever it is."""
    if process.pid is not None:
        end_group(process.pid)
    with contextlib.suppress(ValueError, OSError):
        process.kill()


def _failed(failure: Failure) -> Message:
    if failure.kind == "MemoryError":
        return message("the worker process ran out of memory")
    return message("the worker process failed: {kind}: {why}", kind=failure.kind, why=failure.said)


def died(code: int | None) -> Message:
    """Say how a process ended that gave no answer."""
    if code is not None and code < 0:
        name = signal.Signals(-code).name if -code in set(signal.Signals) else str(-code)
        if name == "SIGKILL":
            return message(
                "the worker process was killed ({signal}): by someone, or by the system because memory ran out",
                signal=name,
            )
        return message("the worker process crashed ({signal})", signal=name)
    return message("the worker process ended without an answer (exit code {code})", code=code)
