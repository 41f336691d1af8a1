"""Rows: many demands at once, as arrays, so that a nation's villages are written down without a loop over them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from optimizer.numbers import Integers

Sense: TypeAlias = Literal["<=", ">=", "=="]


@dataclass(frozen=True, eq=False)
class Rows:
    """Demands `sum of numbers over the entries of a row  sense  bound`.

    row, columns, numbers: one entry each; the entries lie row by row. senses and bounds: one a row.
    """

    row: Integers
    columns: Integers
    numbers: Integers
    senses: tuple[Sense, ...]
    bounds: Integers

    def each(self) -> Iterator[tuple[list[int], list[int], Sense, int]]:
        """Row by row: columns, numbers, sense and bound."""
        ends = np.searchsorted(self.row, np.arange(len(self.senses) + 1))
        columns, numbers = self.columns.tolist(), self.numbers.tolist()
        for i, (sense, bound) in enumerate(zip(self.senses, self.bounds.tolist(), strict=True)):
            held = slice(int(ends[i]), int(ends[i + 1]))
            yield columns[held], numbers[held], sense, bound


def rows_of(
    entries: list[tuple[Integers, Integers, Integers | int]], senses: Sequence[Sense], bounds: Integers | int = 0
) -> Rows:
    """Put entries together: (row, columns, numbers) each; within a row they keep the order in which they are given."""
    row = np.concatenate([np.asarray(at, dtype=np.int64) for at, _, _ in entries])
    columns = np.concatenate([np.asarray(held, dtype=np.int64) for _, held, _ in entries])
    numbers = np.concatenate([np.broadcast_to(n, np.shape(at)).astype(np.int64) for at, _, n in entries])
    order = np.argsort(row, kind="stable")
    whole = np.broadcast_to(bounds, (len(senses),)).astype(np.int64)
    return Rows(row[order], columns[order], numbers[order], tuple(senses), whole)
