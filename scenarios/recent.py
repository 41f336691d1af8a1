"""Recent: what was made last, so that whoever asks again for the same need not wait."""

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")
MOST = 2


class Recent(Generic[K, V]):
    """Gives what `make` makes of a key; keeps what was asked for last, `most` at a time."""

    def __init__(self, make: Callable[[K], V], most: int = MOST) -> None:
        self._make, self._most = make, most
        self._kept: dict[K, V] = {}

    def __call__(self, key: K) -> V:
        """What belongs to a key; nothing is kept of what could not be made."""
        found = self._kept.pop(key) if key in self._kept else self._make(key)
        self._kept[key] = found
        if len(self._kept) > self._most:
            del self._kept[next(iter(self._kept))]
        return found
