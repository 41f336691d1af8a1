"""Cluster client: sends blocks to a Dask scheduler and hands back answers as they come; all talk with Dask is here."""

import asyncio
import contextlib
import logging
import pickle
import threading
import time
import warnings
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from queue import SimpleQueue
from uuid import uuid4

from distributed import Client, Future
from distributed.client import FutureCancelledError
from distributed.scheduler import KilledWorker

from intake import Findings, InputError
from locales import Message, message
from scenarios.blocks import Answers, Ask, Block
from scenarios.cluster_facts import Facts, facts, unlike
from scenarios.cluster_findings import no_workers, not_reached, silent_workers
from scenarios.cluster_task import UnlikeError, UnwantedError, load, solve
from scenarios.packed import PROTOCOL, Packed, packed
from scenarios.working import WorkerError

CONNECT = 8.0
"""Seconds in which a scheduler must be reached."""
FIRST_WORKER = 10.0
"""Seconds in which a first worker must be there."""
SPEAK = 60.0
"""Seconds in which all workers must have said what they are: each may have to load the program first."""
DESERTED = 60.0
"""Seconds without any worker after which no more are waited for."""
PULSE, LOOK, LEAVE = 1.0, 0.05, 0.3
"""Seconds between two questions whether the scheduler is there, two looks whether to stop, and to take one's leave."""
AGAIN = 3
"""Times that a block is sent once more when a worker wrongly took it for given up."""


class ClusterError(WorkerError):
    """The cluster failed before everything was answered; `problem` says how, and what to do."""


@dataclass(frozen=True)
class Parcel:
    """The answers of one block, or why there are none."""

    place: int
    found: Answers | Exception


@dataclass(frozen=True)
class Broken:
    """Nothing more will come."""

    error: Exception


def refuse_unfit(address: str) -> None:
    """Raise InputError unless a scheduler is reached whose workers, one at least, can answer for this process."""

    async def look() -> None:
        async with _client(address):
            pass

    asyncio.run(look())


class Courier:
    """A thread that has blocks answered by a cluster and puts parcels into `box`, in no order; `stop` ends it soon."""

    def __init__(self, address: str, ask: Ask, blocks: Sequence[Block]) -> None:
        self.box: SimpleQueue[Parcel | Broken] = SimpleQueue()
        self._address, self._ask, self._blocks = address, ask, blocks
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End it, at once as far as whoever asks is concerned; what the cluster still does for it is given up."""
        self._stopped.set()
        self._thread.join(LEAVE)

    def _run(self) -> None:
        try:
            asyncio.run(self._until_stopped())
        except Exception as error:
            self.box.put(Broken(error))

    async def _until_stopped(self) -> None:
        work = asyncio.create_task(self._work())
        while not self._stopped.is_set() and not work.done():
            await asyncio.wait([work], timeout=LOOK)
        work.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await work

    async def _work(self) -> None:
        async with _client(self._address) as client:
            sent = _Sent(client, self._address, *packed(self._ask, self._blocks))
            answering = [asyncio.ensure_future(self._deliver(sent, place)) for place in range(len(self._blocks))]
            beating = asyncio.ensure_future(sent.beat())
            answered = asyncio.ensure_future(asyncio.wait(answering))
            await asyncio.wait([beating, answered], return_when=asyncio.FIRST_COMPLETED)
            # Before the client goes: its end looks like a lost scheduler to whoever still waits.
            for each in answering:
                each.cancel()
            if beating.done():
                beating.result()

    async def _deliver(self, sent: "_Sent", place: int) -> None:
        try:
            self.box.put(Parcel(place, await sent.answers(place)))
        except FutureCancelledError:
            self.box.put(Broken(ClusterError(_lost(self._address))))
        except KilledWorker as error:
            self.box.put(Parcel(place, ClusterError(_deadly(error))))
        except UnlikeError as error:
            self.box.put(Parcel(place, InputError(Findings.of(unlike(facts(), {error.worker: error.theirs})))))
        except Exception as error:
            self.box.put(Parcel(place, error))


class _Sent:
    """What a scheduler was given, under names that nobody else uses."""

    def __init__(self, client: Client, address: str, blocks: Sequence[Packed], cases: Sequence[object]) -> None:
        self._client, self._address, self._blocks = client, address, blocks
        self._name = f"pilih-{uuid4().hex}"
        # A task, not scattered data: whoever loses it has it made again from what the scheduler keeps.
        self._cases = [
            client.submit(load, pickle.dumps(case, PROTOCOL), ours=facts(), key=(f"{self._name}-case", number))
            for number, case in enumerate(cases)
        ]
        # All together: Dask keeps the order within what is sent at once, and hands it out as workers become free.
        self._futures: list[Future[Answers] | None] = [*self._send(range(len(blocks)), 0)]

    def _send(self, places: Sequence[int], again: int) -> list[Future[Answers]]:
        blocks = [self._blocks[place] for place in places]
        cases = [[self._cases[number] for number in block.cases] for block in blocks]
        keys = [(self._name, place, again) for place in places]
        sent: list[Future[Answers]] = self._client.map(
            solve, [block.data for block in blocks], cases, key=keys, ours=facts()
        )
        return sent

    async def answers(self, place: int) -> Answers:
        """Wait for the answers of one block, and let the cluster forget it."""
        for again in range(1, AGAIN + 1):
            future, self._futures[place] = self._futures[place] or self._send([place], again)[0], None
            try:
                found: Answers = await future
                return found
            except UnwantedError:
                continue
        raise ClusterError(message("a worker of the cluster gave up what it was still asked for, time and again"))

    async def beat(self) -> None:
        """Look whether the scheduler is there and has workers, until it is not; raises ClusterError then."""
        seen = time.monotonic()
        while True:
            await asyncio.sleep(PULSE)
            try:
                there = await _workers(self._client)
            except OSError:
                raise ClusterError(_lost(self._address)) from None
            if there:
                seen = time.monotonic()
            elif time.monotonic() - seen > DESERTED:
                raise ClusterError(_deserted(self._address))


@contextlib.asynccontextmanager
async def _client(address: str) -> AsyncIterator[Client]:
    """A client of a scheduler whose workers are like this process; raises InputError where there is none."""
    _hush()
    client = Client(address, asynchronous=True, timeout=CONNECT, set_as_default=False, name="pilih")  # type: ignore[no-untyped-call]
    try:
        try:
            await asyncio.wait_for(client, CONNECT + 1)
        except (OSError, TypeError, ValueError, RuntimeError, ImportError) as error:
            raise InputError(Findings.of([not_reached(address, error)])) from None
        try:
            await _refuse_unlike(client, address)
        except OSError as error:
            raise InputError(Findings.of([not_reached(address, error)])) from None
        yield client
    finally:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(client._close(fast=True), LEAVE)


async def _refuse_unlike(client: Client, address: str) -> None:
    """Raise InputError unless there are workers, and all are like this process; a later one is asked by its tasks."""
    until = time.monotonic() + FIRST_WORKER
    while not await _workers(client):
        if time.monotonic() > until:
            raise InputError(Findings.of([no_workers(address)]))
        await asyncio.sleep(LOOK)
    try:
        told: dict[str, Facts | Exception] = await asyncio.wait_for(client.run(facts, on_error="return"), SPEAK)
    except TimeoutError:
        raise InputError(Findings.of([silent_workers(address)])) from None
    # Whoever is gone at that moment is asked again by its first task, should it come back.
    there = {worker: each for worker, each in told.items() if not isinstance(each, OSError)}
    if found := unlike(facts(), there):
        raise InputError(Findings.of(found))


async def _workers(client: Client) -> int:
    """How many workers a scheduler has; raises OSError when it is gone."""
    if client.status != "running" or client.scheduler is None:
        raise ConnectionError
    told = await asyncio.wait_for(client.scheduler.identity(n_workers=0), SPEAK)
    return int(told["n_workers"])


def _hush() -> None:
    """Whatever Dask would write to the terminal is said in our words; its schedulers and workers write as ever."""
    for name in ("distributed", "distributed.client"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    warnings.filterwarnings("ignore", module="distributed")


def _lost(address: str) -> Message:
    return message(
        "the Dask scheduler at {address} was lost, or dropped the work: not everything is answered, and nothing is "
        "concluded from a part. Start it again and ask again, or leave the scheduler out to compute on this machine.",
        address=address,
    )


def _deserted(address: str) -> Message:
    return message(
        "all workers of the Dask scheduler at {address} are gone: not everything is answered, and nothing is "
        "concluded from a part. Start workers and ask again, or leave the scheduler out to compute on this machine.",
        address=address,
    )


def _deadly(error: KilledWorker) -> Message:
    return message(
        "several workers died one after another over the same questions, {worker} last: perhaps memory runs out there. "
        "Give workers more memory, or start fewer on a machine.",
        worker=error.last_worker.address,
    )
