"""Cluster: questions answered by the workers of a Dask scheduler, wherever they are."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from queue import Empty

from intake import Findings, InputError
from optimizer import stopping
from scenarios.allocations import EVERY, Answers, Block, Scheduler
from scenarios.cluster_findings import not_an_address

ADDRESS = re.compile(r"(?:(?:tcp|tls)://)?(?:\[[0-9A-Fa-f:.%]+\]|[^\s\[\]:/@?#]+):(?P<port>\d{1,5})")


def cluster(address: str) -> Scheduler:
    """Whoever answers at a Dask scheduler's address (tcp://host:port or tls://host:port), as a scheduler of questions.

    Can be sent to another process. Every question is answered once, in order, the same as here: workers that differ
    are refused, lost ones replaced. Certificates for tls:// are taken from Dask's own configuration. Raises
    InputError within about ten seconds where no scheduler is reached or it has no workers, and for unlike workers.
    Used, it raises what a question raises, InputError for an unlike worker that came later, and ClusterError when
    the scheduler or all workers are lost: a part of the answers is none.
    """
    found = ADDRESS.fullmatch(address.strip())
    if found is None or not 0 < int(found["port"]) < 65536:
        raise InputError(Findings.of([not_an_address(address)]))
    # Dask takes a moment to load, which only those who use it should wait for.
    from scenarios.cluster_client import refuse_unfit

    whole = address.strip() if "://" in address else f"tcp://{address.strip()}"
    refuse_unfit(whole)
    return partial(_scheduled, whole)


def _scheduled(address: str, ask: Callable[[Block], Answers], blocks: Sequence[Block]) -> Iterator[Answers]:
    from scenarios.cluster_client import Broken, Courier, Parcel

    if not blocks:
        return
    courier = Courier(address, ask, blocks)
    come: dict[int, Parcel] = {}
    try:
        for place in range(len(blocks)):
            while place not in come:
                if stopping():
                    return
                try:
                    word = courier.box.get(timeout=EVERY)
                except Empty:
                    continue
                if isinstance(word, Broken):
                    raise word.error
                come[word.place] = word
            parcel = come.pop(place)
            if parcel.answers is None:
                raise parcel.error or RuntimeError(place)
            yield parcel.answers
    finally:
        courier.stop()
