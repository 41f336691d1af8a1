"""Which processes run, as /proc shows them."""

import time
from collections.abc import Iterator
from pathlib import Path

SOON = 5.0
"""Two seconds are promised; the rest is for a machine that is busy with other tests."""
ENDED = ("Z", "X")
"""States of a process that has ended and only waits to be noticed."""


def _states() -> Iterator[tuple[int, int, int, str]]:
    """Every process that still runs: its number, its parent's, its group's, and its state."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent, group = stat.read_text().rsplit(")", 1)[1].split()[:3]
        except (FileNotFoundError, ProcessLookupError):
            continue
        if state not in ENDED:
            yield int(stat.parent.name), int(parent), int(group), state


def alive(worker: int) -> bool:
    """Whether a worker, or anything that it started, still runs."""
    return any(worker in (process, group) for process, _, group, _ in _states())


def gone(worker: int, within: float = SOON) -> bool:
    """Whether a worker, and everything that it started, has ended in time."""
    until = time.monotonic() + within
    while time.monotonic() < until:
        if not alive(worker):
            return True
        time.sleep(0.02)
    return False


def solvers(worker: int) -> int:
    """How many processes a worker has started that still run."""
    return sum(group == worker and process != worker for process, _, group, _ in _states())


def workers_of(parent: int) -> list[int]:
    """The worker processes of a process."""
    return [process for process, above, _, _ in _states() if above == parent and _is_worker(process)]


def _is_worker(process: int) -> bool:
    try:
        return "spawn_main" in Path(f"/proc/{process}/cmdline").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
