"""A sheet before it is a sheet: columns with a kind, rows of values, said in no language yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias

from locales import Text

Value: TypeAlias = Text
"""Numbers (int, float, Fraction) become numbers in the cell; everything else becomes text."""


AT_ONCE = 4096
"""Rows that are made together of whole columns: the cells of all of a nation's villages at once are large."""


class Kind(StrEnum):
    """How the numbers of a column are shown."""

    TEXT = "text"
    MONEY = "money"
    WHOLE = "whole"
    POINTS = "points"
    NUMBER = "number"
    PERCENT = "percent"
    YEAR = "year"


class Mark(StrEnum):
    """What a row or cell stands out for; always said in words as well, colour only helps to find it."""

    NONE = "none"
    TOTAL = "total"
    NOTICE = "notice"
    WARNING = "warning"
    ERROR = "error"
    GOOD = "good"


@dataclass(frozen=True)
class Column:
    """One column: its heading, how numbers are shown, and its width in characters (0: from its contents).

    spare: the first to be left out where paper or screen is too narrow, for another column says nearly the same.
    """

    label: Text
    kind: Kind = Kind.TEXT
    width: float = 0
    spare: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One row; `marks` belong to cells by position, and `kinds` overrule the column where units differ by row."""

    cells: tuple[Value, ...]
    mark: Mark = Mark.NONE
    marks: tuple[tuple[int, Mark], ...] = ()
    kinds: tuple[tuple[int, Kind], ...] = ()


@dataclass(frozen=True)
class Grid:
    """A table with headings. `totals` rows stand below it and are neither sorted nor filtered with it."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    totals: tuple[Row, ...] = ()
    title: Text = None


@dataclass(frozen=True)
class Sheet:
    """One sheet: facts above (label and value), then its tables. `frozen` columns stay in sight when scrolling."""

    name: Text
    grids: tuple[Grid, ...]
    facts: tuple[tuple[Text, Value, Mark], ...] = ()
    notes: tuple[Text, ...] = ()
    frozen: int = 0


def total(label: Text, columns: Sequence[Column], rows: Sequence[Row], at: Sequence[int]) -> Row:
    """Make a row with the exact sums of the columns `at`, and a label in the first."""
    cells: list[Value] = [label, *([None] * (len(columns) - 1))]
    for place in at:
        numbers = [row.cells[place] for row in rows]
        cells[place] = plain_sum(numbers)
    return Row(tuple(cells), Mark.TOTAL)


def plain_sum(numbers: Sequence[Value]) -> int | float:
    """Sum numbers exactly; blanks count nothing."""
    added = sum((Fraction(str(n)) for n in numbers if isinstance(n, int | float | Fraction)), Fraction(0))
    return int(added) if added.denominator == 1 else float(added)
