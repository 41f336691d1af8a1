"""Cluster task: what is done with a block of questions on a worker of a cluster."""

import pickle
from collections.abc import Sequence

from distributed import Worker, get_worker

from optimizer import Progress, watched
from scenarios.blocks import Answers
from scenarios.cases import Case
from scenarios.cluster_facts import Facts, facts
from scenarios.packed import unpacked


class UnwantedError(Exception):
    """What was asked is no longer wanted; whatever was found is not an answer."""


class UnlikeError(Exception):
    """This worker differs from whoever asks: its address, and what it is."""

    def __init__(self, worker: str, theirs: Facts) -> None:
        super().__init__(worker, theirs)
        self.worker, self.theirs = worker, theirs


def load(data: bytes, *, ours: Facts) -> Case:
    """Unpack a case on a worker; raises UnlikeError."""
    _refuse_unlike(ours)
    case: Case = pickle.loads(data)  # noqa: S301
    return case


def solve(data: bytes, cases: Sequence[Case], *, ours: Facts) -> Answers:
    """Answer a block on a worker, as long as it is wanted; ours: what the worker must be like.

    Raises what the question raises, UnlikeError, and UnwantedError instead of an answer that was cut short.
    """
    worker = _refuse_unlike(ours)
    ask, asked = unpacked(data, cases)
    ended = _Ended(worker)
    with watched(_unheard, stop=ended):
        answers = ask(asked)
    if ended.said:
        raise UnwantedError
    return answers


def _refuse_unlike(ours: Facts) -> Worker:
    worker = get_worker()
    if (theirs := facts(worker)) != ours:
        raise UnlikeError(worker.address, theirs)
    return worker


class _Ended:
    """Whether a task that runs here was given up by whoever asked, who may be gone; `said` once it was noticed."""

    def __init__(self, worker: Worker) -> None:
        self._tasks, self._key = worker.state.tasks, worker.get_current_task()
        self.said = False

    def __call__(self) -> bool:
        # Dask cannot end a thread: a task that is given up goes on, in a state of its own, until it looks.
        task = self._tasks.get(self._key)
        self.said = self.said or task is None or task.state != "executing"
        return self.said


def _unheard(_: Progress) -> None:
    """Where a worker stands is told by what it has answered."""
