"""Which processes run, whatever system of the Unix family they run on."""

import os
import time
from collections.abc import Iterator

import psutil

SOON = 5.0
"""Two seconds are promised; the rest is for a machine that is busy with other tests."""
ENDED = (psutil.STATUS_ZOMBIE, psutil.STATUS_DEAD)
"""States of a process that has ended and only waits to be noticed."""


def _running() -> Iterator[tuple[psutil.Process, int]]:
    """Every process that still runs, and the group it belongs to."""
    for process in psutil.process_iter():
        try:
            if process.status() not in ENDED:
                yield process, os.getpgid(process.pid)
        except (psutil.NoSuchProcess, psutil.AccessDenied, ProcessLookupError, PermissionError):
            continue  # gone meanwhile, or somebody else's


def alive(worker: int) -> bool:
    """Whether a worker, or anything that it started, still runs."""
    return any(worker in (process.pid, group) for process, group in _running())


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
    return sum(group == worker and process.pid != worker for process, group in _running())


def workers_of(parent: int) -> list[int]:
    """The worker processes of a process."""
    found = []
    for process, _ in _running():
        try:
            if process.ppid() == parent and any("spawn_main" in word for word in process.cmdline()):
                found.append(process.pid)
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            continue
    return found
