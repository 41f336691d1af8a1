"""Rows of one shape held by column: of very many applicants in a small part of the room that rows by name take."""

import math
from abc import abstractmethod
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias, overload

from reports.canonical import CELLS, Cell, Listed

Row: TypeAlias = dict[str, Cell]
STEP = 4096
"""Rows that are looked at together."""
MANY = 50_000
"""Values of one column that are remembered to be held once; where there are more, most are there once anyway."""


class RowTable(Listed, Sequence[Row]):
    """Rows with the same names and plain cells, made one by one as they are gone through; a list of them is equal.

    names: of the cells in every row, in their order.
    """

    names: tuple[str, ...]

    @abstractmethod
    def part(self, name: str, start: int, stop: int) -> list[Cell]:
        """The cells of one column from a row on, up to another."""

    def column(self, name: str) -> list[Cell]:
        """All cells of one column."""
        return self.part(name, 0, len(self))

    def __iter__(self) -> Iterator[Row]:
        for start in range(0, len(self), STEP):
            columns = [self.part(name, start, start + STEP) for name in self.names]
            for cells in zip(*columns, strict=True):
                yield dict(zip(self.names, cells, strict=True))

    @overload
    def __getitem__(self, place: int) -> Row: ...

    @overload
    def __getitem__(self, place: slice) -> list[Row]: ...

    def __getitem__(self, place: int | slice) -> Row | list[Row]:
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(len(self)))]
        at = place + len(self) if place < 0 else place
        if not 0 <= at < len(self):
            raise IndexError(place)
        return {name: self.part(name, at, at + 1)[0] for name in self.names}

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, list | RowTable):
            return NotImplemented
        return len(self) == len(other) and all(one == another for one, another in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"{type(self).__name__}({len(self)} rows of {', '.join(self.names)})"


class HeldRows(RowTable):
    """Rows that were read: a list of cells for each column."""

    def __init__(self, columns: Mapping[str, list[Cell]], count: int) -> None:
        self.names, self._columns, self._count = tuple(columns), columns, count

    def part(self, name: str, start: int, stop: int) -> list[Cell]:
        """See `RowTable`."""
        return self._columns[name][start:stop]

    def column(self, name: str) -> list[Cell]:
        """See `RowTable`; not to be changed."""
        return self._columns[name]

    def __len__(self) -> int:
        return self._count


class Gathering:
    """Gathers rows batch by batch: by column while all have the same names and plain cells, else as they are."""

    def __init__(self) -> None:
        self._columns: dict[str, list[Cell]] = {}
        self._known: dict[str, defaultdict[type, dict[Cell, Cell]]] = {}
        self._rows: list[Any] | None = None
        self._count = 0

    def add(self, batch: Sequence[Any]) -> None:
        """Put rows after those that are there."""
        if not batch:
            return
        if self._rows is None and not self._fits(batch):
            self._rows = list(self.gathered)
        if self._rows is not None:
            self._rows += batch
            return
        for name, cells in self._columns.items():
            cells += _once([row[name] for row in batch], self._known[name])
        self._count += len(batch)

    @property
    def gathered(self) -> RowTable | list[Any]:
        """All that was put in."""
        if self._rows is not None or not self._count:
            return self._rows or []
        return HeldRows(self._columns, self._count)

    def _fits(self, batch: Sequence[Any]) -> bool:
        if batch and not self._count and type(batch[0]) is dict:
            self._columns = {name: [] for name in batch[0]}
            self._known = {name: defaultdict(dict) for name in batch[0]}
        names = self._columns.keys()
        return bool(names) and all(_plain(row) and row.keys() == names for row in batch)


def by_column(rows: Iterable[Any]) -> RowTable | list[Any]:
    """Hold rows by column where they have the same names and plain cells, else give them as they are."""
    if isinstance(rows, RowTable):
        return rows
    gathering = Gathering()
    gathering.add(list(rows))
    return gathering.gathered


def _plain(row: Any) -> bool:  # noqa: ANN401
    return (
        type(row) is dict
        and {*map(type, row)} <= {str}
        and {*map(type, row.values())} <= CELLS
        and all(math.isfinite(value) for value in row.values() if type(value) is float)
    )


def _once(cells: list[Cell], known: defaultdict[type, dict[Cell, Cell]]) -> list[Cell]:
    """The same cells, equal ones of a kind being one object: 1 is neither true nor 1.0, nor is 0.0 what -0.0 is."""
    kinds = {*map(type, cells)} - {type(None)}
    if not kinds or any(len(known[kind]) > MANY for kind in kinds):
        return cells
    if len(kinds) == 1 and float not in kinds:
        same = known[kinds.pop()].setdefault
        return list(map(same, cells, cells))
    return [known[type(cell)].setdefault(cell, cell) if cell else cell for cell in cells]


def alike(one: RowTable, other: RowTable) -> bool:
    """Whether two tables hold the same rows in the same order, true and false being no numbers."""
    if len(one) != len(other) or {*one.names} != {*other.names}:
        return False
    return all(
        _alike(one.part(name, start, start + STEP), other.part(name, start, start + STEP))
        for name in one.names
        for start in range(0, len(one), STEP)
    )


def _alike(one: list[Cell], other: list[Cell]) -> bool:
    if one != other:
        return False
    truths = bool in {*map(type, one), *map(type, other)}
    return not truths or [each is True or each is False for each in one] == [
        each is True or each is False for each in other
    ]
