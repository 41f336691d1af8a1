"""Tables in JSON: rows by name, with the type of every column, so that reading them back gives the same table."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from pandas.api import types

from reports.canonical import LARGEST_WHOLE, Cell, cell
from reports.rows import RowTable, by_column

FLAG, WHOLE, NUMBER, DAY, TEXT = "flag", "whole", "number", "date", "text"


def kind(column: "pd.Series[Any]") -> str:
    """Name the type of a column."""
    if types.is_bool_dtype(column.dtype):
        return FLAG
    if types.is_integer_dtype(column.dtype):
        return WHOLE
    if types.is_float_dtype(column.dtype):
        return NUMBER
    return DAY if types.is_datetime64_any_dtype(column.dtype) else TEXT


def kinds(table: pd.DataFrame) -> dict[str, str]:
    """Name the type of every column."""
    return {str(name): kind(table[name]) for name in table.columns}


class WrittenRows(RowTable):
    """The rows of a table, whose cells are written as they are gone through, so that nothing more is held.

    index: names the column that the table's index becomes (none: it is left out).
    """

    def __init__(self, given: pd.DataFrame, index: str = "") -> None:
        self._table, self._index = given, index
        self.names = (*([index] if index else []), *map(str, given.columns))

    def part(self, name: str, start: int, stop: int) -> list[Cell]:
        """See `RowTable`."""
        if self._index and name == self._index:
            return [str(value) for value in self._table.index[start:stop]]
        return _cells(self._table[name].iloc[start:stop])

    def __len__(self) -> int:
        return len(self._table)


def rows(table: pd.DataFrame, index: str = "") -> list[dict[str, Cell]]:
    """Write the rows; `index` names the column that the table's index becomes (none: it is left out)."""
    return list(WrittenRows(table, index))


def _cells(column: "pd.Series[Any]") -> list[Cell]:
    """Write the cells of a column, those of numbers and texts without looking at the type of each."""
    values: list[Any] = column.tolist()
    if column.dtype == "float64":
        return [
            None if number != number else int(number) if number.is_integer() and abs(number) < LARGEST_WHOLE else number
            for number in values
        ]
    if column.dtype in ("int64", "bool"):
        return values
    return [value if type(value) is str else cell(value) for value in values]


def table(written: Sequence[Mapping[str, Cell]], columns: Mapping[str, str], index: str = "") -> pd.DataFrame:
    """Read the rows back; raises ValueError that names the row and column which cannot be read."""
    wanted = {index, *columns} if index else {*columns}
    by_name = by_column(written)
    if not isinstance(by_name, RowTable) or wanted.symmetric_difference(by_name.names):
        for place, row in enumerate(by_name):
            odd = sorted(wanted.symmetric_difference(row))
            if odd:
                raise ValueError(f"row {row.get(index) or place + 1}: column {odd[0]} is missing or unknown")
    cells = by_name.column if isinstance(by_name, RowTable) else lambda name: [row[name] for row in by_name]
    read = {name: _column(cells(name), name, type_) for name, type_ in columns.items()}
    names = list(map(str, cells(index))) if index else range(len(by_name))
    label = pd.Index(names, name=index or None, dtype=object if index else "int64")
    return pd.DataFrame({name: pd.Series(each, index=label) for name, each in read.items()}, index=label)


def _column(cells: list[Cell], name: str, type_: str) -> Any:  # noqa: ANN401
    accepted: dict[str, tuple[type, ...]] = {
        FLAG: (bool,),
        WHOLE: (int,),
        NUMBER: (int, float),
        DAY: (str,),
        TEXT: (str, int, float, bool),
    }
    if type_ not in accepted:
        raise ValueError(f"column {name}: there is no type {type_}")
    for value in cells:
        misread = isinstance(value, bool) and type_ not in (FLAG, TEXT)
        if value is not None and (misread or not isinstance(value, accepted[type_])):
            raise ValueError(f"column {name}: {value!r} is not of type {type_}")
    try:
        return _typed(cells, type_)
    except (OverflowError, TypeError, ValueError) as error:
        raise ValueError(f"column {name}: {error}") from error


def _typed(cells: Any, type_: str) -> Any:  # noqa: ANN401
    if type_ == DAY:
        return pd.to_datetime(pd.Series(cells, dtype=object), format="ISO8601").to_numpy()
    if type_ == NUMBER:
        return pd.array([float("nan") if value is None else float(value) for value in cells], dtype="float64")
    if type_ == WHOLE:
        return pd.array(cells, dtype="Int64") if None in cells else pd.array(cells, dtype="int64")
    if type_ == FLAG:
        return pd.array(cells, dtype="boolean") if None in cells else pd.array(cells, dtype="bool")
    return _objects(cells)


def _objects(cells: list[Cell]) -> Any:  # noqa: ANN401
    return pd.Series(cells, dtype=object).to_numpy()
