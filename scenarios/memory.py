"""Memory: the latest so many things by key, and no more of them than so many bytes."""

import sys
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import fields, is_dataclass
from typing import Any, Generic, TypeVar

import numpy as np
import pandas as pd

from intake import Round

T = TypeVar("T")
LEAST = 2
"""Things that are kept however heavy they are, so that two who ask in turns do not undo each other's work."""
SAMPLE = 100
"""Members of a long row of things that are weighed; the others count as much as these on average."""


class Memory(Generic[T]):
    """The latest so many things by key; safe for many threads.

    most: entries. heaviest: bytes of all together, as `weight` estimates them; what was asked for longest ago goes
    first, but the latest LEAST stay. None: only the entries count.
    """

    def __init__(self, most: int, heaviest: int | None = None) -> None:
        self._most, self._heaviest, self._lock = most, heaviest, threading.Lock()
        self._held, self._weights = OrderedDict[Hashable, T](), dict[Hashable, int]()
        self._made = dict[Hashable, threading.Lock]()

    def __len__(self) -> int:
        return len(self._held)

    @property
    def bytes(self) -> int:
        """What is held weighs so much; 0 where nothing is weighed."""
        with self._lock:
            return sum(self._weights.values())

    def get(self, key: Hashable) -> T | None:
        """What is known under a key."""
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
            return self._held.get(key)

    def items(self) -> list[tuple[Hashable, T]]:
        """Everything that is held, what was asked for last at the end."""
        with self._lock:
            return list(self._held.items())

    def put(self, key: Hashable, value: T) -> T:
        """Remember, and forget what was asked for longest ago."""
        heavy = 0 if self._heaviest is None else weight(value)
        with self._lock:
            self._held[key], self._weights[key] = value, heavy
            self._held.move_to_end(key)
            while len(self._held) > self._most or (len(self._held) > LEAST and self._too_heavy()):
                gone, _ = self._held.popitem(last=False)
                del self._weights[gone]
        return value

    def drop(self, key: Hashable) -> None:
        """Forget what is known under a key."""
        with self._lock:
            self._held.pop(key, None)
            self._weights.pop(key, None)

    def made(self, key: Hashable, make: Callable[[], T]) -> T:
        """What is known under a key, else make it: once, however many ask at the same time."""
        known = self.get(key)
        if known is not None:
            return known
        with self._lock:
            turn = self._made.setdefault(key, threading.Lock())
        try:
            with turn:
                known = self.get(key)
                return self.put(key, make()) if known is None else known
        finally:
            with self._lock:
                self._made.pop(key, None)

    def _too_heavy(self) -> bool:
        return self._heaviest is not None and sum(self._weights.values()) > self._heaviest


def weight(value: Any) -> int:  # noqa: ANN401
    """Bytes that a value takes, as far as tables, arrays, texts and what holds them tell; a Round is not counted.

    A Round is shared by everything that was made of it, and has a memory of its own.
    """
    if isinstance(value, pd.DataFrame):
        return int(value.memory_usage(deep=True).sum())
    if isinstance(value, pd.Series | pd.Index):
        return int(value.memory_usage(deep=True))
    if isinstance(value, np.ndarray):
        return int(value.nbytes)
    if isinstance(value, Round):
        return 0
    return sys.getsizeof(value) + _inside(value)


def _inside(value: Any) -> int:  # noqa: ANN401
    if is_dataclass(value) and not isinstance(value, type):
        return sum(weight(getattr(value, each.name)) for each in fields(value))
    if isinstance(value, Mapping):
        return sum(weight(each) for each in value.values())
    if isinstance(value, tuple | list | frozenset | set):
        some = list(value)[:SAMPLE]
        return sum(weight(each) for each in some) * len(value) // max(len(some), 1)
    return 0
