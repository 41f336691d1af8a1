"""Many people at the app at once: how long each answer takes, what goes wrong, and how much memory it all needs."""

import random
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import TypeAlias

from benchmarks.clients import Client

Errand: TypeAlias = Callable[[Client, int, int], bool]
"""What a person asks of an open page, and the wait for its answer: errand(client, person, turn).

Gives whether the answer was one; an honest "not in this short time" is none."""
PAUSE = (5.0, 15.0)
"""Seconds that people look at an answer before they ask again."""


@dataclass
class Load:
    """What a crowd met.

    opened, answers: seconds from a question to its answer. evasive: answers that were none. troubles: what went wrong.
    memory: (seconds since the start, bytes). received: bytes that came to all people together.
    """

    opened: list[float] = field(default_factory=list)
    answers: list[float] = field(default_factory=list)
    evasive: int = 0
    troubles: list[str] = field(default_factory=list)
    memory: list[tuple[float, int]] = field(default_factory=list)
    received: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def add(self, where: list[float], seconds: float) -> None:
        """Note a time."""
        with self._lock:
            where.append(seconds)

    def trouble(self, said: str) -> None:
        """Note what went wrong."""
        with self._lock:
            self.troubles.append(said)

    def growth(self) -> float:
        """The median memory of the last quarter of the time over that of the quarter before it."""
        if len(self.memory) < 8:
            return float("nan")
        end = self.memory[-1][0]
        last = [taken for at, taken in self.memory if at > end * 3 / 4]
        before = [taken for at, taken in self.memory if end / 2 < at <= end * 3 / 4]
        return median(last) / median(before)

    def lines(self) -> list[str]:
        """What to print."""
        if not self.opened or not self.answers:
            return [f"opened {len(self.opened)}, answered {len(self.answers)}", *self.troubles[:10]]
        ordered = sorted(self.answers)
        late = ordered[int(len(ordered) * 0.95)]
        most = max(taken for _, taken in self.memory)
        middle, first = median(ordered), self.memory[0][1]
        return [
            f"pages opened {len(self.opened)}, median {median(self.opened):.2f} s, worst {max(self.opened):.2f} s",
            f"questions {len(ordered)}, median {middle:.2f} s, 95 of 100 in {late:.2f} s, worst {ordered[-1]:.2f} s",
            f"answers that were none, for want of time: {self.evasive}",
            f"memory {first / 1e6:.0f} MB at first, {most / 1e6:.0f} MB at most, growth at the end {self.growth():.3f}",
            f"received {self.received / 1e6:.1f} MB; went wrong {len(self.troubles)}",
            *self.troubles[:10],
        ]


def crowd(
    url: str,
    errand: Errand,
    memory: Callable[[], int],
    people: int = 20,
    seconds: float = 300.0,
    page: str = "",
    queries: Sequence[str] = ("",),
    ready: Callable[[Client], bool] = lambda _: True,
) -> Load:
    """Send people to a page, each for as long as told, each with pauses of their own (the same in every run).

    ready: whether a page that was just opened is fit for the first question. queries: what stands behind the `?`, one
    for each person in turn.
    """
    load = Load()
    started = time.monotonic()
    end = started + seconds

    def one(person: int) -> None:
        chance = random.Random(person)
        time.sleep(chance.uniform(0, min(10.0, seconds / 10)))
        client = Client(url, page, queries[person % len(queries)])
        try:
            asked = time.monotonic()
            client.open().until(ready)
            load.add(load.opened, time.monotonic() - asked)
            turn = 0
            while True:
                client.rest(chance.uniform(*PAUSE))
                if time.monotonic() > end:
                    break
                asked = time.monotonic()
                answered = errand(client, person, turn)
                load.add(load.answers, time.monotonic() - asked)
                load.evasive += not answered
                turn += 1
        except Exception as error:  # nobody may be missed without a word
            load.trouble(f"person {person}: {type(error).__name__}: {error}")
        finally:
            load.received += client.received
            client.close()

    threads = [threading.Thread(target=one, args=(person,), daemon=True) for person in range(people)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        load.memory.append((time.monotonic() - started, memory()))
        time.sleep(min(1.0, seconds / 40))
    return load
