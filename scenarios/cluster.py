"""Cluster: questions answered by the workers of a Dask scheduler, wherever they are."""

import re
from collections.abc import Generator, Iterable, Sequence
from contextlib import suppress
from functools import partial
from queue import Empty

from intake import Findings, InputError
from optimizer import stopping
from scenarios.blocks import Answers, Ask, Block, Scheduler, in_turn
from scenarios.cluster_findings import not_an_address
from scenarios.crew import EVERY

ADDRESS = re.compile(r"(?:(?:tcp|tls)://)?(?:\[[0-9A-Fa-f:.%]+\]|[^\s\[\]:/@?#]+):(?P<port>\d{1,5})")


def cluster(address: str) -> Scheduler:
    """Whoever answers at a Dask scheduler's address (tcp://host:port or tls://host:port), as a scheduler of questions.

    Can be sent to another process. Every question is answered once, the same as here: workers that differ
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


def _scheduled(address: str, ask: Ask, blocks: Sequence[Block]) -> Iterable[tuple[int, Answers]]:
    return in_turn(_come(address, ask, blocks)) if blocks else ()


def _come(address: str, ask: Ask, blocks: Sequence[Block]) -> Generator[tuple[int, Answers | Exception], None, None]:
    from scenarios.cluster_client import Broken, Courier

    courier = Courier(address, ask, blocks)
    try:
        for _ in blocks:
            word = None
            while word is None:
                if stopping():
                    return
                with suppress(Empty):
                    word = courier.box.get(timeout=EVERY)
            if isinstance(word, Broken):
                raise word.error
            yield word.place, word.found
    finally:
        courier.stop()
