"""How a command runs a sweep: where, what is kept of it, and what becomes of it when it is interrupted."""

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Annotated, TypeVar

import typer

import records
import scenarios
from commands.desk import Desk
from locales import Message, message, plural
from scenarios import Kept, Outcome, Scheduler, Spread

T = TypeVar("T")
SchedulerOption = Annotated[
    str | None,
    typer.Option(
        "--scheduler",
        envvar="PILIH_SCHEDULER",
        help="The Dask scheduler to ask, tcp://HOST:PORT; else the processors of this machine.",
    ),
]
ResumeOption = Annotated[
    bool,
    typer.Option("--resume/--afresh", help="Use what an interrupted run has kept, which is as ever; or nothing of it."),
]


@dataclass(frozen=True)
class Sweeping:
    """A scheduler that was reached (None: this machine), and whether to go on from what is kept."""

    scheduler: Scheduler | None
    resume: bool

    @staticmethod
    def of(scheduler: str | None, resume: bool) -> "Sweeping":
        """Reach the scheduler, before anything else takes time; raises InputError where it cannot be used."""
        return Sweeping(scenarios.cluster(scheduler) if scheduler else None, resume)

    def ask(self, desk: Desk, name: str, outcome: Outcome, question: Callable[[Spread], T]) -> T:
        """Run a sweep and show how it goes. Ctrl-C takes what there is, a second one ends it; both keep what is done.

        name: of the command, for the file of kept answers, which goes once all are there and no other run's are.
        """
        file = records.SweepFile(
            _place(name, outcome),
            lambda count: desk.err.say(_resumed(count), "dim"),
            lambda error: desk.err.say(_not_kept(error), "bold yellow"),
            afresh=not self.resume,
        )
        try:
            with _interrupted() as stop:
                found = desk.watch(lambda: question(Kept(file, self.scheduler)), stop.is_set)
            if not stop.is_set():
                file.done()
                return found
        except BaseException:
            _say_kept(desk, file)
            raise
        finally:
            file.close()
        _say_kept(desk, file)
        return found


@contextmanager
def _interrupted() -> Iterator[threading.Event]:
    """An event that a Ctrl-C sets; a second one is a KeyboardInterrupt as ever."""
    stop = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield stop
        return

    def hear(_: int, __: FrameType | None) -> None:
        stop.set()
        signal.signal(signal.SIGINT, signal.default_int_handler)

    before = signal.signal(signal.SIGINT, hear)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)


def _place(name: str, outcome: Outcome) -> Path:
    """Where answers are kept: PILIH_SWEEPS, else out/sweeps where the command was called."""
    folder = os.environ.get("PILIH_SWEEPS")
    about = f"{name}-{outcome.round.call.id}-{outcome.scenario.id}-{outcome.fingerprint[:12]}.answers"
    return (Path(folder) if folder else Path("out") / "sweeps") / about


def _resumed(count: int) -> Message:
    answers = plural("{count} answer", "{count} answers", count=count)
    return message("taken over from an earlier run: {answers} (--afresh works everything out anew)", answers=answers)


def _not_kept(error: OSError) -> Message:
    return message(
        "answers cannot be kept, an interruption would lose them: {file}: {why}",
        file=str(error.filename or ""),
        why=error.strerror or str(error),
    )


def _say_kept(desk: Desk, file: records.SweepFile) -> None:
    if file.kept:
        answers = plural("{count} answer", "{count} answers", count=file.kept)
        said = message(
            "stopped early: {answers} are kept in {file}; the same command goes on from there",
            answers=answers,
            file=str(file.path),
        )
        desk.err.say(said, "bold yellow")
