"""Packed: a block of questions as it travels to a worker.

Blocks do not hold their Case: it would be many times as large as they are. It is sent once, and named by its place.
"""

import io
import pickle
from collections.abc import Sequence
from dataclasses import dataclass

from scenarios.blocks import Ask, Block
from scenarios.cases import Case

PROTOCOL = 5


@dataclass(frozen=True)
class Packed:
    """A block and what answers it as bytes; `cases`: the numbers of the cases that it names, in its own order."""

    data: bytes
    cases: tuple[int, ...]


def packed(ask: Ask, blocks: Sequence[Block]) -> tuple[list[Packed], list[Case]]:
    """Pack every block by itself, and give the cases that they share, each once."""
    shared: dict[int, Case] = {}
    return [_packed((ask, block), shared) for block in blocks], list(shared.values())


def _packed(value: object, shared: dict[int, Case]) -> Packed:
    held: list[int] = []

    def place(part: object) -> int | None:
        if not isinstance(part, Case):
            return None
        shared.setdefault(id(part), part)
        number = list(shared).index(id(part))
        if number not in held:
            held.append(number)
        return held.index(number)

    written = io.BytesIO()
    pickler = pickle.Pickler(written, PROTOCOL)
    pickler.persistent_id = place  # type: ignore[method-assign]
    pickler.dump(value)
    return Packed(written.getvalue(), tuple(held))


def unpacked(data: bytes, cases: Sequence[Case]) -> tuple[Ask, Block]:
    """What answers, and the block that was packed; cases: those that it names."""
    unpickler = pickle.Unpickler(io.BytesIO(data))  # noqa: S301
    unpickler.persistent_load = cases.__getitem__  # type: ignore[method-assign]
    ask, asked = unpickler.load()
    return ask, asked
