"""Memory: bounded by entries and by bytes, the longest unasked goes first, and no failure is remembered."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest

from scenarios.memory import LEAST, SAMPLE, Memory, weight
from tests.samples import outcome

ROUND = "expansion-2015"
BYTES = 8_000


def heavy() -> np.ndarray:
    return np.zeros(BYTES // 8)


def test_no_more_than_so_many_bytes_are_held_however_many_come() -> None:
    memory = Memory[np.ndarray](most=100, heaviest=10 * BYTES)
    for number in range(1000):
        memory.put(number, heavy())
        assert memory.get(0 if number < 500 else number) is not None
    assert len(memory) == 10
    assert memory.bytes == 10 * BYTES
    assert [key for key, _ in memory.items()] == list(range(990, 1000))
    memory.put(999, np.zeros(0))
    assert memory.bytes == 9 * BYTES
    memory.drop(998)
    assert (len(memory), memory.bytes) == (9, 8 * BYTES)


def test_the_latest_stay_however_heavy_they_are() -> None:
    memory = Memory[np.ndarray](most=100, heaviest=1)
    for number in range(5):
        memory.put(number, heavy())
    assert [key for key, _ in memory.items()] == [4 - (LEAST - 1), 4]


def test_what_could_not_be_made_is_made_anew() -> None:
    memory = Memory[int](most=4)

    def fails() -> int:
        raise ValueError("on purpose")

    with pytest.raises(ValueError, match="on purpose"):
        memory.made("a", fails)
    assert memory.made("a", lambda: 3) == 3
    assert memory.made("a", fails) == 3


@dataclass(frozen=True)
class Holder:
    table: pd.DataFrame
    more: tuple[np.ndarray, ...]


def test_a_thing_weighs_what_is_in_it() -> None:
    table = pd.DataFrame({"number": np.zeros(1000), "name": ["a library with a name"] * 1000})
    own = int(table.memory_usage(deep=True).sum())
    holder = Holder(table, (heavy(),) * (2 * SAMPLE))
    assert own + 2 * SAMPLE * BYTES <= weight(holder) <= own + 2 * SAMPLE * BYTES + 10_000
    assert weight({"a": heavy()}) >= BYTES
    assert weight(heavy()) == BYTES


def test_a_round_is_not_weighed_with_what_was_made_of_it() -> None:
    base = outcome(ROUND, "base")
    assert weight(base.round) == 0
    tables = (base.table, base.options.table, base.plan.awards)
    assert weight(base) > sum(int(each.memory_usage(deep=True).sum()) for each in tables)
