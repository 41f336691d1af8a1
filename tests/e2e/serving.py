"""The app as people start it (`pilih app`), on a free port, with rounds and a store of its own."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from tests.samples import ROOT

UP = 240.0
"""Seconds that a start may take on a busy machine."""


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Served:
    """A running app.

    rounds: its folder of rounds, which holds its store too. log: what its processes wrote. surroundings: environment
    variables beside those.
    """

    rounds: Path
    log: Path
    surroundings: Mapping[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    options: tuple[str, ...] = ()
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def store(self) -> Path:
        """The file of its store."""
        return self.rounds / "pilih.sqlite"

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it, and return when it answers."""
        command = [sys.executable, "-c", "from cli import main; main()", "app", str(self.rounds), "--port"]
        settings = {name: value for name, value in os.environ.items() if not name.startswith("PILIH_")}
        settings |= dict(self.surroundings)
        with self.log.open("ab") as said:
            self.process = subprocess.Popen(
                [*command, str(self.port), *self.options],
                cwd=ROOT,
                env=settings,
                stdout=said,
                stderr=said,
                start_new_session=True,
            )
        until = time.monotonic() + UP
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > until:
                self.stop()
                raise AssertionError(f"the app did not start:\n{self.said()}")
            time.sleep(0.05)

    def answers(self) -> bool:
        """Whether it says that it is well."""
        try:
            with urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=5) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def stop(self, how: int = signal.SIGKILL) -> None:
        """End it and all that it started."""
        if self.process is None:
            return
        with contextlib.suppress(psutil.NoSuchProcess):
            started = psutil.Process(self.process.pid).children(recursive=True)
            os.killpg(self.process.pid, how)
            for each in psutil.wait_procs(started, timeout=10)[1]:
                each.kill()
        self.process.wait(timeout=30)
        self.process = None

    def restart(self) -> None:
        """End it without warning, as a power cut would, and start it on the same port, rounds and store."""
        self.stop()
        self.start()

    def memory(self) -> int:
        """Bytes in use by the processes of the app together."""
        assert self.process is not None
        total = 0
        for each in [psutil.Process(self.process.pid), *psutil.Process(self.process.pid).children(recursive=True)]:
            with contextlib.suppress(psutil.NoSuchProcess):
                total += each.memory_info().rss
        return total

    def workers(self) -> int:
        """How many processes answer a long question now."""
        assert self.process is not None
        found = 0
        for each in psutil.Process(self.process.pid).children(recursive=True):
            with contextlib.suppress(psutil.NoSuchProcess):
                found += any("spawn_main" in word for word in each.cmdline())
        return found

    def said(self) -> str:
        """What its processes wrote."""
        return self.log.read_text(encoding="utf-8", errors="replace") if self.log.exists() else ""


@contextlib.contextmanager
def serve(folder: Path, rounds: Path, surroundings: Mapping[str, str] | None = None) -> Iterator[Served]:
    """Run the app for a folder of rounds, with its log in `folder`; a traceback there is a failure."""
    served = Served(rounds, folder / "app.log", surroundings or {})
    served.start()
    try:
        yield served
    finally:
        served.stop()
    assert "Traceback" not in served.said(), served.said()
