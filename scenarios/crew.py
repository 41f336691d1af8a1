"""Crew: worker processes of this machine that answer blocks of questions; who is lost is replaced.

They talk over pipes that nobody else can reach, and end when they are told to, and at once when whoever asked is gone.
"""

import os
import threading
from collections import Counter, deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from functools import partial
from multiprocessing import connection, current_process, get_context
from multiprocessing.connection import Connection

from locales import message
from optimizer import Progress, stopping, watched
from scenarios.blocks import Answers, Ask, Block, Scheduler, in_turn
from scenarios.packed import Packed, packed, unpacked
from scenarios.worker import READY, obey, stand_alone
from scenarios.working import WorkerError, died, end_process, start_process

EVERY = 0.2
"""Seconds after which it is asked again whether to stop."""
AGAIN = 3
"""Workers that may be lost over one block, or one after another before they begin, until it is given up."""


def crew(many: int | None = None) -> Scheduler:
    """So many processes of this machine, or one for each processor.

    Where there is but one, or none may be started, blocks are answered here, one after another.
    """
    return partial(_scheduled, many or os.cpu_count() or 1)


def _scheduled(many: int, ask: Ask, blocks: Sequence[Block]) -> Iterable[tuple[int, Answers]]:
    if many == 1 or len(blocks) < 2 or current_process().daemon:
        return _here(ask, blocks)
    return in_turn(_come(many, ask, blocks))


def _here(ask: Ask, blocks: Sequence[Block]) -> Iterator[tuple[int, Answers]]:
    for place, block in enumerate(blocks):
        if stopping():
            return
        yield place, ask(block)


class _Worker:
    """One process, and the place of the block that it has; None while it has none."""

    def __init__(self) -> None:
        processes = get_context("spawn")
        self.wire, wire = processes.Pipe()
        orders, self._orders = processes.Pipe(duplex=False)
        self.process = processes.Process(target=serve, args=(wire, orders), daemon=True)
        start_process(self.process)
        wire.close()
        orders.close()
        self.ready = False
        self.place: int | None = None

    def end(self) -> None:
        """End it, whatever it does; once, for its number may be another's afterwards."""
        if self.wire.closed:
            return
        end_process(self.process)
        self.process.join()
        self.wire.close()
        self._orders.close()


def _come(many: int, ask: Ask, blocks: Sequence[Block]) -> Generator[tuple[int, Answers | Exception], None, None]:
    """Answers and errors as they come; ends with the last, or when nobody wants more."""
    if stopping():
        return
    sent, cases = packed(ask, blocks)
    waiting, lost, unstarted = deque(range(len(blocks))), Counter[int](), 0
    workers = [_Worker() for _ in range(min(many, len(blocks)))]
    try:
        while waiting or any(each.place is not None for each in workers):
            if stopping():
                return
            for wire in connection.wait([each.wire for each in workers], EVERY):
                worker = next(each for each in workers if each.wire is wire)
                try:
                    word = worker.wire.recv()
                    if word == READY:
                        worker.wire.send(cases)
                        worker.ready, unstarted = True, 0
                    elif worker.place is not None:
                        yield worker.place, word
                        worker.place = None
                    _give(worker, waiting, sent)
                except (EOFError, OSError):
                    unstarted += not worker.ready
                    if unstarted > AGAIN:
                        raise WorkerError(message("the worker process did not start")) from None
                    workers[workers.index(worker)] = _replaced(worker, waiting, lost)
                    if worker.place is not None and lost[worker.place] > AGAIN:
                        waiting.remove(worker.place)
                        yield worker.place, WorkerError(died(worker.process.exitcode))
    finally:
        for each in workers:
            each.end()


def _give(worker: _Worker, waiting: "deque[int]", sent: Sequence[Packed]) -> None:
    if waiting:
        worker.place = waiting.popleft()
        worker.wire.send(sent[worker.place])


def _replaced(worker: _Worker, waiting: "deque[int]", lost: "Counter[int]") -> _Worker:
    """Another in place of one that is lost; its block comes first."""
    worker.end()
    if worker.place is not None:
        lost[worker.place] += 1
        waiting.appendleft(worker.place)
    return _Worker()


def serve(wire: Connection, orders: Connection) -> None:
    """Answer block after block; `orders` only tells, by its end, that whoever asked is gone."""
    stand_alone()
    threading.Thread(target=obey, args=(orders, threading.Event()), daemon=True).start()
    try:
        wire.send(READY)
        cases = wire.recv()
        while True:
            block: Packed = wire.recv()
            wire.send(_answer(block, cases))
    except (EOFError, OSError):
        return


def _answer(block: Packed, cases: Sequence[object]) -> Answers | Exception:
    try:
        ask, asked = unpacked(block.data, [cases[number] for number in block.cases])  # type: ignore[misc]
        with watched(_unheard):
            return ask(asked)
    except Exception as error:
        return error


def _unheard(_: Progress) -> None:
    """Where a worker stands is told by what it has answered."""
