"""The worker: answers one question in a process of its own, and tells how it goes.

It ends when it is told to, when its answer is given, and at once when the process that asked is gone.
"""

import contextlib
import os
import signal
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from intake import InputError
from optimizer import Best, Progress, SolverError, watched

READY, STOP = "ready", "stop"


@dataclass(frozen=True)
class Question:
    """A function that any process can import, and what to call it with."""

    ask: Callable[..., Any]
    given: tuple[Any, ...]
    named: Mapping[str, Any]


@dataclass(frozen=True)
class Answer:
    """What the question came to."""

    value: Any


@dataclass(frozen=True)
class Failure:
    """What went wrong: the error itself where it is one that the question promises, else its name and words."""

    error: Exception | None
    kind: str
    said: str


Word = str | Progress | Best | Answer | Failure


def serve(wire: Connection, orders: Connection) -> None:
    """Answer the one question that comes over the wire; `orders` brings the word to stop, or its end."""
    stand_alone()
    stop = threading.Event()
    threading.Thread(target=obey, args=(orders, stop), daemon=True).start()
    try:
        wire.send(READY)
        question: Question = wire.recv()
    except (EOFError, OSError):
        return
    try:
        with watched(wire.send, keep=wire.send, stop=stop.is_set):
            word: Answer | Failure = Answer(question.ask(*question.given, **question.named))
    except Exception as error:
        word = _failed(error)
    try:
        wire.send(word)
    except (TypeError, AttributeError, ValueError) as error:  # an answer that cannot travel
        wire.send(_failed(error))


def _failed(error: Exception) -> Failure:
    told = error if isinstance(error, InputError | SolverError) else None
    kind = "MemoryError" if isinstance(error, MemoryError) else type(error).__name__
    return Failure(told, kind, str(error))


def stand_alone() -> None:
    """Be reached by neither a Ctrl-C at the terminal nor by the end of one's own solver processes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "setpgid"):
        os.setpgid(0, 0)


def obey(orders: Connection, stop: threading.Event) -> None:
    """Set `stop` at the word, and end everything here when whoever gives orders is gone."""
    with contextlib.suppress(EOFError, OSError):
        while orders.recv() == STOP:
            stop.set()
    # Whoever asked is gone: nothing that is computed from here on would be read.
    end_group(os.getpid())
    os._exit(1)


def end_group(worker: int) -> None:
    """End a worker together with the solver processes that it started."""
    if hasattr(os, "killpg"):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(worker, signal.SIGKILL)
