"""Cluster task: how a block of questions travels to a worker, what is done with it there, and what they share.

Blocks do not hold their Case: it would be many times as large as they are. It is sent once, and named by its place.
"""

import io
import pickle
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from distributed import Worker, get_worker

from optimizer import Progress, watched
from scenarios.allocations import Answers, Block, Case
from scenarios.cluster_facts import Facts, facts

PROTOCOL = 5


class UnwantedError(Exception):
    """What was asked is no longer wanted; whatever was found is not an answer."""


class UnlikeError(Exception):
    """This worker differs from whoever asks: its address, and what it is."""

    def __init__(self, worker: str, theirs: Facts) -> None:
        super().__init__(worker, theirs)
        self.worker, self.theirs = worker, theirs


@dataclass(frozen=True)
class Packed:
    """A block and what answers it as bytes; `cases`: the numbers of the cases that it names, in its own order."""

    data: bytes
    cases: tuple[int, ...]


def packed(ask: Callable[[Block], Answers], blocks: Sequence[Block]) -> tuple[list[Packed], list[Case]]:
    """Pack every block by itself, and give the cases that they share, each once."""
    shared: dict[int, Case] = {}
    return [_packed((ask, block), shared) for block in blocks], list(shared.values())


def _packed(value: object, shared: dict[int, Case]) -> Packed:
    held: list[int] = []

    def place(part: object) -> int | None:
        if not isinstance(part, Case):
            return None
        shared.setdefault(id(part), part)
        number = list(shared).index(id(part))
        if number not in held:
            held.append(number)
        return held.index(number)

    written = io.BytesIO()
    pickler = pickle.Pickler(written, PROTOCOL)
    pickler.persistent_id = place  # type: ignore[method-assign]
    pickler.dump(value)
    return Packed(written.getvalue(), tuple(held))


def unpacked(data: bytes, cases: Sequence[Case]) -> tuple[Callable[[Block], Answers], Block]:
    """What answers, and the block that was packed; cases: those that it names."""
    unpickler = pickle.Unpickler(io.BytesIO(data))  # noqa: S301
    unpickler.persistent_load = cases.__getitem__  # type: ignore[method-assign]
    ask, asked = unpickler.load()
    return ask, asked


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
