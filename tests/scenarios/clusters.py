"""Dask schedulers and workers for tests, each in a process of its own on this machine, on ports of its choice."""

import contextlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType

import psutil

from tests.samples import ROOT

PATIENCE = 120.0
"""Seconds for anything to happen on a machine that is busy with other tests."""
KEEP_TO_OURSELVES = {"DASK_CONFIG": os.devnull, "PYTHONDONTWRITEBYTECODE": "1"}


def eventually(met: Callable[[], object], within: float = PATIENCE) -> None:
    """Wait until something is so."""
    until = time.monotonic() + within
    while not met():
        assert time.monotonic() < until, "it never came to be"
        time.sleep(0.05)


class Cluster:
    """A scheduler and its workers; whatever happens in the `with`, none of them outlives it."""

    def __init__(self, folder: Path, workers: int = 0, protocol: str = "tcp") -> None:
        self.folder, self._first, self._protocol = folder, workers, protocol
        self.workers: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> "Cluster":
        contact = self.folder / "scheduler.json"
        words = ["--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(contact)]
        self.scheduler = self._start("scheduler", *words)
        try:
            eventually(lambda: contact.exists() or self.scheduler.poll() is not None)
            eventually(lambda: _read(contact) or self.scheduler.poll() is not None)
            self.address = _read(contact)
            assert self.address, self.said()
            for _ in range(self._first):
                self.join()
        except BaseException:
            self.end()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.end()

    def _start(self, role: str, *words: str, folder: Path = ROOT) -> subprocess.Popen[bytes]:
        with (self.folder / f"{role}.log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "dask", role, "--protocol", self._protocol, *words],
                cwd=folder,
                env={**os.environ, **KEEP_TO_OURSELVES},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def join(self, *, threads: int = 1, nanny: bool = False, folder: Path = ROOT) -> subprocess.Popen[bytes]:
        """Start one more worker; folder: whose code it has. A nanny starts a worker again that died."""
        words = [self.address, "--nthreads", str(threads), "--no-dashboard", "--memory-limit", "0"]
        words += ["--nanny" if nanny else "--no-nanny", "--local-directory", str(self.folder / "scratch")]
        self.workers.append(self._start("worker", *words, folder=folder))
        joined = self.workers[-1]
        eventually(lambda: self.said().count("Registered to:") >= len(self.workers) or joined.poll() is not None)
        assert joined.poll() is None, self.said()
        return joined

    def said(self) -> str:
        """Everything that schedulers and workers wrote."""
        return "\n".join(path.read_text(errors="replace") for path in sorted(self.folder.glob("*.log")))

    def end(self) -> None:
        """End all of it, and what it started."""
        for process in (*self.workers, self.scheduler):
            with contextlib.suppress(psutil.NoSuchProcess):
                for child in psutil.Process(process.pid).children(recursive=True):
                    with contextlib.suppress(psutil.NoSuchProcess):
                        child.kill()
            process.kill()
            process.wait()


def _read(contact: Path) -> str:
    """The address that a scheduler has written down; nothing while it is still writing."""
    with contextlib.suppress(OSError, ValueError, KeyError):
        return str(json.loads(contact.read_text())["address"])
    return ""


def nursed(nanny: subprocess.Popen[bytes]) -> int:
    """The process of the worker that a nanny looks after."""
    children = psutil.Process(nanny.pid).children()
    return next(each.pid for each in children if any("spawn_main" in word for word in each.cmdline()))


@contextlib.contextmanager
def none_left() -> Iterator[None]:
    """Nothing that was started inside is left behind."""
    before = _children()
    yield
    assert not {pid: words for pid, words in _children().items() if pid not in before}


def _children() -> dict[int, list[str]]:
    """Clusters' processes and workers that this process has started, and whatever they did."""
    found = {}
    for each in psutil.Process().children(recursive=True):
        with contextlib.suppress(psutil.NoSuchProcess):
            words = each.cmdline()
            if "dask" in words or any("spawn_main" in word for word in words):
                found[each.pid] = words
    return found
