"""The workbook writer: sheets of values become cells that are text or numbers, never formulas."""

import datetime
import math
import re
import unicodedata
from collections.abc import Sequence
from fractions import Fraction
from io import BytesIO
from typing import Any

import xlsxwriter

from locales import Label, Message, Text, message, render
from reports.grid import Column, Grid, Kind, Mark, Row, Sheet, Value

NUMBER_FORMATS: dict[Kind, str] = {
    Kind.TEXT: "#,##0.######",
    Kind.MONEY: '"Rp" #,##0',
    Kind.WHOLE: "#,##0",
    Kind.POINTS: "#,##0.00",
    Kind.NUMBER: "#,##0.##",
    Kind.PERCENT: "0.0%",
    Kind.YEAR: "0",
}
HEADING, BAND = "#0072B2", "#F0E442"
COLOURS: dict[Mark, dict[str, Any]] = {
    Mark.NONE: {},
    Mark.TOTAL: {"bold": True, "top": 1, "bg_color": "#E8EEF2"},
    Mark.NOTICE: {"bold": True, "bg_color": "#F0E442"},
    Mark.WARNING: {"bg_color": "#F8DFA6"},
    Mark.ERROR: {"bold": True, "font_color": "#FFFFFF", "bg_color": "#A34700"},
    Mark.GOOD: {"bg_color": "#CBE9DF"},
}
"""Tints of the palette of Okabe and Ito, told apart by people with any colour vision."""

NARROWEST, WIDEST, LINE_HEIGHT, A4 = 8.0, 60.0, 15.0, 9
PAGE_WIDTH = 300.0
"""Characters that a landscape page still shows legibly; a wider sheet is spread over several."""
LETTERS, RUNNING = 1.0, 1.2
"""Letters that fit where one digit does, of names in cells and of running text; widths are counted in digits."""
READING_WIDTH = 200.0
"""Characters of a line of running text that a screen or a page shows at once; what is longer wraps."""
LARGEST_SHOWN = 10**15
"""A spreadsheet keeps fifteen digits; a larger number is written as text rather than rounded."""
HEADER_LIMIT = 255
UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 does not allow."""


class Writer:
    """Writes one workbook in one language; the same sheets always give the same bytes."""

    def __init__(self, title: Label, made_up: Label | None, day: datetime.date, language: str) -> None:
        self._out = BytesIO()
        self._book = xlsxwriter.Workbook(
            self._out,
            {
                # Row after row goes to the file: held in memory, the cells of a nation's villages take gigabytes.
                "constant_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
                "default_format_properties": {"font_name": "Calibri", "font_size": 11, "valign": "top"},
            },
        )
        self._language, self._title = language, said_in(title, language)
        self._made_up = said_in(made_up, language) if made_up else ""
        self._book.set_properties({"title": self._title, "created": datetime.datetime(day.year, day.month, day.day)})
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}
        self._looks: dict[tuple[Mark, str | None], Any] = {}
        self._spoken: dict[Label | Message, str] = {}
        self._names: set[str] = set()

    def close(self) -> bytes:
        """Finish and give the file's bytes."""
        self._book.close()
        return self._out.getvalue()

    def add(self, sheet: Sheet) -> None:
        """Write one sheet: title, banner, facts, tables; ready to scroll, filter and print."""
        name = self._sheet_name(said_in(sheet.name, self._language))
        page = self._book.add_worksheet(name)
        columns = max([len(grid.columns) for grid in sheet.grids] or [2])
        widths = self._widths(sheet, columns)
        for place, width in enumerate(widths):
            page.set_column(place, place, width)
        across = sum(widths)
        seen = _seen(widths)
        read = sum(widths[:seen])
        row = self._line(page, 0, seen, f"{self._title}: {name}", {"bold": True, "font_size": 14}, read * 0.75)
        if self._made_up:
            row = self._line(page, row, seen, self._made_up, {"bold": True, "bg_color": BAND, "border": 1}, read)
        for label, value, mark in sheet.facts:
            row = self._fact(page, row, seen, (label, value, mark), widths)
        for note in sheet.notes:
            row = self._line(page, row, seen, said_in(note, self._language), {"italic": True}, read)
        if sheet.facts or len(sheet.grids) > 1:
            row += 1
        self._print_set_up(page, name, math.ceil(across / PAGE_WIDTH))
        if across > PAGE_WIDTH and sheet.frozen:
            page.repeat_columns(0, sheet.frozen - 1)
        for grid in sheet.grids:
            row = self._grid(page, row, grid, widths, sheet.frozen if len(sheet.grids) == 1 else None) + 1

    def _grid(self, page: Any, row: int, grid: Grid, widths: Sequence[float], frozen: int | None) -> int:  # noqa: ANN401
        if grid.title is not None:
            title = said_in(grid.title, self._language)
            row = self._line(page, row, len(grid.columns), title, {"bold": True, "font_size": 12}, sum(widths))
        heading = {
            "bold": True,
            "font_color": "#FFFFFF",
            "bg_color": HEADING,
            "text_wrap": True,
            "border": 1,
            "valign": "vcenter",
            "align": "center",
        }
        heads = [said_in(column.label, self._language) for column in grid.columns]
        for place, head in enumerate(heads):
            page.write_string(row, place, head, self._format(heading))
        page.set_row(row, LINE_HEIGHT * max(_lines(h, w - 2) for h, w in zip(heads, widths, strict=False)))
        if frozen is not None:
            page.freeze_panes(row + 1, frozen)
            page.repeat_rows(row)
            if grid.rows:
                page.autofilter(row, 0, row + len(grid.rows), len(grid.columns) - 1)
        for line in (*grid.rows, *grid.totals):
            row += 1
            self._row(page, row, grid.columns, line, widths)
        return row + 1

    def _row(self, page: Any, row: int, columns: Sequence[Column], line: Row, widths: Sequence[float]) -> None:  # noqa: ANN401
        marks, kinds = dict(line.marks), dict(line.kinds)
        height = 1
        for place, value in enumerate(line.cells):
            kind = kinds.get(place, columns[place].kind)
            said = self._cell(page, row, place, value, kind, marks.get(place, line.mark))
            height = max(height, _lines(said, widths[place] - 2))
        page.set_row(row, min(LINE_HEIGHT * height, 400))

    def _cell(self, page: Any, row: int, place: int, value: Value, kind: Kind, mark: Mark) -> str:  # noqa: ANN401
        if value is None:
            page.write_blank(row, place, None, self._look(mark))
            return ""
        if _is_number(value):
            assert isinstance(value, int | float | Fraction)
            number = float(value) if isinstance(value, Fraction) else value
            page.write_number(row, place, number, self._look(mark, _number_format(value, kind)))
            return ""
        said = self._said(value)
        page.write_string(row, place, said, self._look(mark, ""))
        return said

    def _look(self, mark: Mark, numbers: str | None = None) -> Any:  # noqa: ANN401
        """The format of a cell in a table: blank (None), text (""), or numbers in this format."""
        if (mark, numbers) not in self._looks:
            style: dict[str, Any] = {"border": 4, "border_color": "#B0B0B0", **COLOURS[mark]}
            if numbers:
                style["num_format"] = numbers
            elif numbers is not None:
                style |= {"text_wrap": True, "align": "left", "indent": 1}
            self._looks[mark, numbers] = self._format(style)
        return self._looks[mark, numbers]

    def _said(self, value: Value) -> str:
        """Render a value; words that stand in a hundred thousand cells are looked up once."""
        if not (isinstance(value, Label) or (isinstance(value, Message) and not value.values)):
            return said_in(value, self._language)
        if value not in self._spoken:
            self._spoken[value] = said_in(value, self._language)
        return self._spoken[value]

    def _fact(
        self,
        page: Any,  # noqa: ANN401
        row: int,
        columns: int,
        fact: tuple[Text, Value, Mark],
        widths: Sequence[float],
    ) -> int:
        label, value, mark = fact
        style: dict[str, Any] = {"text_wrap": True, "align": "left", **COLOURS[mark]}
        page.write_string(row, 0, said_in(label, self._language), self._format({"bold": True, "text_wrap": True}))
        said = "" if _is_number(value) else said_in(value, self._language)
        if columns > 2:
            page.merge_range(row, 1, row, columns - 1, "", self._format(style))
        if _is_number(value):
            assert isinstance(value, int | float | Fraction)
            number = float(value) if isinstance(value, Fraction) else value
            page.write_number(row, 1, number, self._format({**style, "num_format": _number_format(value, Kind.NUMBER)}))
        else:
            page.write_string(row, 1, said, self._format(style))
        page.set_row(row, LINE_HEIGHT * _lines(said, sum(widths[1:columns]), RUNNING))
        return row + 1

    def _line(self, page: Any, row: int, columns: int, said: str, style: dict[str, Any], width: float) -> int:  # noqa: ANN401
        """Write one line of text over the whole width."""
        look = self._format({**style, "text_wrap": True})
        if columns > 1:
            page.merge_range(row, 0, row, columns - 1, "", look)
        page.write_string(row, 0, said, look)
        page.set_row(row, (LINE_HEIGHT + max(0, style.get("font_size", 11) - 11)) * _lines(said, width, RUNNING))
        return row + 1

    def _print_set_up(self, page: Any, name: str, pages: int) -> None:  # noqa: ANN401
        page.set_landscape()
        page.set_paper(A4)
        page.fit_to_pages(pages, 0)
        page.set_margins(left=0.4, right=0.4, top=0.75, bottom=0.6)
        page.hide_gridlines(2)
        page_of = message("page {page} of {pages}", page="&P", pages="&N").text(self._language)
        if self._made_up:
            page.set_header("&C" + _code(self._made_up, HEADER_LIMIT - 2))
        page.set_footer(f"&L{_code(self._title, 120)}&C{_code(name, 31)}&R{page_of}")

    def _widths(self, sheet: Sheet, columns: int) -> list[float]:
        widths = [NARROWEST] * columns
        for label, _, _ in sheet.facts:
            widths[0] = max(widths[0], min(len(said_in(label, self._language)) + 2, 40))
        for grid in sheet.grids:
            for place, column in enumerate(grid.columns):
                widths[place] = max(widths[place], column.width or self._natural(grid, place, column))
        return widths

    def _natural(self, grid: Grid, place: int, column: Column) -> float:
        head = max((len(word) for word in said_in(column.label, self._language).split()), default=0) + 4
        longest = max((self._length(row.cells[place], column.kind) for row in (*grid.rows, *grid.totals)), default=0)
        return float(min(max(head, longest + 3, NARROWEST), WIDEST))

    def _length(self, value: Value, kind: Kind) -> int:
        if value is None:
            return 0
        if _is_number(value) and isinstance(value, int | float | Fraction):
            return len(f"{int(value):,}") + {Kind.MONEY: 3, Kind.POINTS: 3, Kind.NUMBER: 3}.get(kind, 0)
        return max((len(part) for part in self._said(value).splitlines()), default=0)

    def _format(self, style: dict[str, Any]) -> Any:  # noqa: ANN401
        key = tuple(sorted(style.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format({"valign": "top", **style})
        return self._formats[key]

    def _sheet_name(self, name: str) -> str:
        """Make a name that a workbook accepts and does not have yet."""
        clean = (
            "".join(" " if letter.isspace() or letter in "[]:*?/\\" else letter for letter in name).strip("' ")[:31]
            or "-"
        )
        unique, number = clean, 2
        while unique.casefold() in self._names:
            unique, number = f"{clean[:27]} {number}", number + 1
        self._names.add(unique.casefold())
        return unique


def said_in(value: Text, language: str) -> str:
    """Render a value; what the file format cannot hold is shown as the mark for unreadable letters."""
    return UNWRITABLE.sub("\ufffd", render(value, language))


def _is_number(value: Value | Message) -> bool:
    """Whether a value becomes a number in its cell."""
    if isinstance(value, bool) or not isinstance(value, int | float | Fraction):
        return False
    return math.isfinite(value) and abs(float(value)) < LARGEST_SHOWN


def _number_format(value: int | float | Fraction, kind: Kind) -> str:
    """The format of one number: a whole one without the lone decimal point that a spreadsheet would leave."""
    whole = kind in (Kind.NUMBER, Kind.TEXT) and value == int(value)
    return NUMBER_FORMATS[Kind.WHOLE if whole else kind]


def _seen(widths: Sequence[float]) -> int:
    """How many columns from the left running text may span and still be read without scrolling; two at least."""
    seen, across = 0, 0.0
    while seen < len(widths) and (seen < 2 or across + widths[seen] <= READING_WIDTH):
        across += widths[seen]
        seen += 1
    return seen


def _lines(said: str, width: float, letters: float = LETTERS) -> int:
    """How many lines a text needs in the room of so many digits, broken at blanks."""
    total, width = 0, width * letters
    if len(said) < width and said.isascii() and said.isprintable():
        return 1
    for paragraph in said.splitlines() or [""]:
        used, count = 0.0, 1
        for word in paragraph.split(" "):
            length = len(word) if word.isascii() else sum(map(_letters, word))
            if used and used + 1 + length > width:
                used, count = 0.0, count + 1
            count += int(length // max(width, 1))
            used += length + (1 if used else 0)
        total += count
    return total


def _letters(letter: str) -> int:
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def _code(said: str, limit: int) -> str:
    """Make a text safe inside a page header, where & begins a command."""
    said = " ".join(said.split())
    cut = said if len(said) <= limit else said[: limit - 1] + "…"
    while len(cut.replace("&", "&&")) > limit:
        cut = cut[:-2] + "…"
    return cut.replace("&", "&&")
