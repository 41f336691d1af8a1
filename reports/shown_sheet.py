"""A sheet of the workbook on other paper: as tables of the terminal, and as plain data."""

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from locales import Decimals, Message, Money, Percent, Text, message, render
from optimizer import plain
from reports.console import Printer
from reports.grid import Column, Grid, Kind, Row, Sheet, Value

RIGHT = frozenset(Kind) - {Kind.TEXT}
ROOM, BETWEEN = 24, 3
"""Characters in which a long text still wraps legibly, and those between two columns."""


def print_sheet(printer: Printer, sheet: Sheet, most: int | None = None) -> None:
    """Write a sheet to the terminal: its name, facts, notes and tables; of each table at most so many rows."""
    printer.say(sheet.name, "bold")
    for label, value, _ in sheet.facts:
        printer.say(message("{label}: {value}", label=label, value=_one_line(said(value, Kind.NUMBER))))
    for note in sheet.notes:
        printer.say(note, "dim")
    for grid in sheet.grids:
        _print_grid(printer, grid, most, sheet.frozen)


def _print_grid(printer: Printer, grid: Grid, most: int | None, frozen: int) -> None:
    """Write one table; where it is wider than the terminal, without what can be spared, then in several parts."""
    if not grid.rows:
        if grid.title is not None:
            printer.say(message("{table}: none", table=grid.title))
        return
    shown = grid.rows if most is None else grid.rows[:most]
    rows = [_cells(grid.columns, row) for row in (*shown, *grid.totals)]
    widths = [
        _width(printer, column, [row[place] for row in rows], min(ROOM, printer.console.width // 4))
        for place, column in enumerate(grid.columns)
    ]
    kept, spared = _kept(grid.columns, widths, printer.console.width)
    for number, part in enumerate(_parts(kept, widths, printer.console.width, frozen)):
        numbers = tuple(at for at, place in enumerate(part) if grid.columns[place].kind in RIGHT)
        title = (grid.title or "") if number == 0 else message("{table}, further columns", table=grid.title or "")
        heads = [grid.columns[place].label for place in part]
        printer.table(title, heads, [tuple(row[place] for place in part) for row in rows], right=numbers)
    if spared:
        left_out = tuple(grid.columns[place].label for place in spared)
        printer.say(message("left out for want of width: {columns}", columns=left_out), "dim")
    if len(shown) < len(grid.rows):
        printer.say(message("… and {count} more; --all shows them", count=len(grid.rows) - len(shown)), "dim")


def _width(printer: Printer, column: Column, cells: Sequence[Text], room: int) -> int:
    """The characters that a column needs: all of a number and of every word, and some of a long text."""
    texts = [render(each, printer.language) for each in (column.label, *cells)]
    words = max((len(word) for text in texts for word in text.split()), default=0)
    longest = max((len(line) for text in texts[1:] for line in text.splitlines()), default=0)
    return max(words, longest if column.kind in RIGHT else min(longest, room)) + BETWEEN


def _kept(columns: tuple[Column, ...], widths: Sequence[int], room: int) -> tuple[list[int], list[int]]:
    """The places of the columns that are shown, and of those that are left out."""
    everywhere = list(range(len(columns)))
    if sum(widths) <= room:
        return everywhere, []
    spared = [place for place in everywhere if columns[place].spare]
    return [place for place in everywhere if place not in spared], spared


def _parts(kept: Sequence[int], widths: Sequence[int], room: int, frozen: int) -> list[list[int]]:
    """Break columns into parts that fit; each part begins with the frozen columns, which say what a row is."""
    leading = [place for place in kept if place < frozen] or [kept[0]]
    while len(leading) > 1 and sum(widths[place] for place in leading) > room / 2:
        leading.pop()
    parts = [list(leading)]
    for place in kept[len(leading) :]:
        used = sum(widths[each] for each in parts[-1])
        if len(parts[-1]) > len(leading) and used + widths[place] > room:
            parts.append(list(leading))
        parts[-1].append(place)
    return parts


def sheet_data(sheet: Sheet, language: str) -> dict[str, Any]:
    """Give a sheet as plain data: numbers as numbers, sentences in one language.

    `id` of the sheet and `keys` of its columns are the same in every language; a cell of several names is a list.
    """
    return {
        "id": _key(sheet.name),
        "name": render(sheet.name, language),
        "notes": [render(note, language) for note in sheet.notes],
        "facts": [
            {"name": render(label, language), "value": _plain(value, language)} for label, value, _ in sheet.facts
        ],
        "tables": [_table(grid, language) for grid in sheet.grids],
    }


def _table(grid: Grid, language: str) -> dict[str, Any]:
    return {
        "title": render(grid.title, language) if grid.title is not None else "",
        "keys": [_key(column.label) for column in grid.columns],
        "columns": [render(column.label, language) for column in grid.columns],
        "rows": [[_plain(cell, language) for cell in row.cells] for row in grid.rows],
        "totals": [[_plain(cell, language) for cell in row.cells] for row in grid.totals],
    }


def _key(label: Text) -> str:
    """A name for scripts, whatever language is shown."""
    return "_".join(re.findall(r"[a-z0-9]+", render(label, "en").casefold()))


def _plain(value: Value, language: str) -> int | float | str | list[Any] | None:
    if value is None or isinstance(value, int | float | str):
        return value
    if isinstance(value, tuple):
        return [_plain(each, language) for each in value]
    if isinstance(value, Money):
        return value.rupiah
    if isinstance(value, Fraction):
        return plain(value)
    return render(value, language)


def _cells(columns: tuple[Column, ...], row: Row) -> tuple[Text, ...]:
    kinds = dict(row.kinds)
    return tuple(
        said(cell, kinds.get(place, column.kind))
        for place, (cell, column) in enumerate(zip(row.cells, columns, strict=True))
    )


def said(value: Value, kind: Kind) -> Text:
    """Write a cell as its column shows numbers; blanks stay blank."""
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, int | float | Fraction):
        return value
    match kind:
        case Kind.MONEY:
            return Money(round(value))
        case Kind.PERCENT:
            return Percent(value)
        case Kind.POINTS:
            return Decimals(_half_up(value), 2)
        case Kind.YEAR:
            return str(value)
    return value


def _half_up(number: int | float | Fraction) -> float:
    """To two decimals as a spreadsheet shows them: halves away from zero, of the number as it is written."""
    written = number if isinstance(number, Fraction) else Fraction(str(number))
    hundredths = int(abs(written) * 100 + Fraction(1, 2))
    return (hundredths if written >= 0 else -hundredths) / 100


def _one_line(value: Text) -> Text:
    """Facts that stand one below the other in a cell are told apart by a semicolon on a line."""
    if isinstance(value, Message) and value.template == "{facts}\n{fact}":
        parts = dict(value.values)
        return message("{facts}; {fact}", facts=_one_line(parts["facts"]), fact=parts["fact"])
    return value
