"""The marked list: an upload's own rows and headers in their places, every faulty cell coloured, with its remedy."""

import datetime
import math
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

import xlsxwriter

from intake import Finding, Severity, imports
from locales import Message, Text, message
from reports.grid import Mark
from reports.words import SEVERITIES
from reports.xlsx import COLOURS, HEADING, LARGEST_SHOWN, said_in

MADE = datetime.datetime(2015, 10, 1)
"""A fixed date, so that the same list has the same bytes on every day."""
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_format_properties": {"font_name": "Calibri", "font_size": 11, "valign": "top"},
}
LONGEST = 32_767
LONGEST_COMMENT = 1_000
MOST_COMMENTS = 2_000
WIDTH, CHECK_WIDTH = 18.0, 70.0
SIGNS = {Severity.ERROR: "✗", Severity.WARNING: "!"}
MARKS = {Severity.ERROR: Mark.ERROR, Severity.WARNING: Mark.WARNING, Severity.NOTE: Mark.NONE}
LEFT_OUT: dict[str, Any] = {"italic": True, "font_color": "#5A5A5A", "bg_color": "#EEEEEE"}


def marked_list(grid: imports.Grid, judged: imports.Judged, header: int, language: str) -> bytes:
    """Write the workbook in one language; the same list always gives the same bytes.

    The first sheet has every row of the upload in its own place, with the cells mended so far; the column after the
    last says in words what is wrong with a row or why it is not read, and is passed over when the file is uploaded
    again. The second sheet has every finding. No cell holds a formula, whatever the upload says.
    """
    out = BytesIO()
    book = xlsxwriter.Workbook(out, OPTIONS)
    book.set_properties({"created": MADE})
    marker = _Marker(book, judged, language)
    marker.rows(book.add_worksheet(_sheet_name(grid.sheet, language)), grid, header)
    marker.findings(book.add_worksheet(message("Findings").text(language)))
    book.close()
    return out.getvalue()


class _Marker:
    """Writes the sheets of one marked list."""

    def __init__(self, book: Any, judged: imports.Judged, language: str) -> None:  # noqa: ANN401
        self._book, self._judged, self._language = book, judged, language
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}
        self._of_cell: dict[tuple[int, str], list[Finding]] = {}
        for each in judged.findings:
            if each.row is not None and each.severity is not Severity.NOTE:
                self._of_cell.setdefault((each.row, each.column), []).append(each)
        self._comments = 0

    def rows(self, page: Any, grid: imports.Grid, header: int) -> None:  # noqa: ANN401
        """Write the upload's table."""
        headers = self._judged.whole.headers
        width = len(headers)
        left_out = {each.row: each for each in self._judged.left_out}
        whole = self._judged.whole.cells
        below = {int(row): cells for row, cells in zip(whole.index, whole.to_numpy(), strict=True)}
        by_row: dict[int, list[str]] = {}
        for row, column in sorted({*self._judged.wrong, *self._judged.doubted}):
            by_row.setdefault(row, []).append(column)
        page.set_column(0, max(width - 1, 0), WIDTH)
        page.set_column(width, width, CHECK_WIDTH)
        page.freeze_panes(header, 0)
        for number, cells in grid.rows:
            line = number - 1
            style = LEFT_OUT if number in left_out else {}
            if number == header:
                style = {"bold": True, "font_color": "#FFFFFF", "bg_color": HEADING, "text_wrap": True, "border": 1}
            for place, cell in enumerate(below.get(number, cells)):
                spot = (number, headers[place]) if place < width else (number, "")
                self._cell(page, line, place, cell, {**style, **self._colour(spot)})
                self._comment(page, line, place, spot)
            said = self._said(number, by_row.get(number, []), left_out)
            if number == header:
                said = imports.CHECK_HEADERS[self._language]
            if said:
                page.write_string(line, width, said[:LONGEST], self._format({**style, "text_wrap": True}))

    def findings(self, page: Any) -> None:  # noqa: ANN401
        """Write every finding, those about whole columns too."""
        heads = (
            (message("Severity"), 14),
            (message("Row"), 8),
            (message("Column"), 28),
            (message("Value"), 24),
            (message("Problem"), 70),
            (message("Remedy"), 60),
        )
        bold = self._format({"bold": True, "font_color": "#FFFFFF", "bg_color": HEADING, "border": 1})
        page.freeze_panes(1, 0)
        for place, (head, width) in enumerate(heads):
            page.set_column(place, place, width)
            page.write_string(0, place, head.text(self._language), bold)
        wrapped = {"text_wrap": True}
        for line, each in enumerate(self._judged.findings, 1):
            row = "" if each.row is None else str(each.row)
            cells: tuple[Text, ...] = (
                SEVERITIES[each.severity],
                row,
                each.column,
                each.value,
                each.problem,
                each.remedy,
            )
            for place, cell in enumerate(cells):
                style = {**wrapped, **(COLOURS[MARKS[each.severity]] if place == 0 else {})}
                page.write_string(line, place, said_in(cell, self._language)[:LONGEST], self._format(style))
        page.autofilter(0, 0, max(len(self._judged.findings), 1), len(heads) - 1)

    def _colour(self, spot: tuple[int, str]) -> Mapping[str, Any]:
        if spot in self._judged.wrong:
            return COLOURS[Mark.ERROR]
        return COLOURS[Mark.WARNING] if spot in self._judged.doubted else {}

    def _comment(self, page: Any, line: int, place: int, spot: tuple[int, str]) -> None:  # noqa: ANN401
        told = self._of_cell.get(spot, []) if spot[1] else []
        if not told or self._comments >= MOST_COMMENTS:
            return
        self._comments += 1
        text = "\n".join(f"{self._text(each.problem)}. {self._text(each.remedy)}" for each in told)
        page.write_comment(line, place, text[:LONGEST_COMMENT], {"author": "", "x_scale": 2, "y_scale": 1.5})

    def _said(self, row: int, columns: Sequence[str], left_out: Mapping[int, imports.RowLeftOut]) -> str:
        if row in left_out:
            return self._text(message("not read: {reason}", reason=left_out[row].said))
        told: list[str] = []
        for column in columns:
            found = self._of_cell.get((row, column), [])
            place = f"{column}: " if column else ""
            told += [f"{SIGNS[each.severity]} {place}{self._text(each.problem)}" for each in found]
            if not found:
                told.append(f"{SIGNS[Severity.ERROR]} {column}")
        return "\n".join(told)

    def _text(self, sentence: Message) -> str:
        return said_in(sentence, self._language)

    def _cell(self, page: Any, line: int, place: int, cell: imports.Cell, style: Mapping[str, Any]) -> None:  # noqa: ANN401
        if cell is None:
            if style:
                page.write_blank(line, place, None, self._format(style))
        elif isinstance(cell, bool):
            page.write_boolean(line, place, cell, self._format(style))
        elif isinstance(cell, int | float) and math.isfinite(cell) and abs(cell) < LARGEST_SHOWN:
            percent = {"num_format": "0.##%"} if isinstance(cell, imports.Share) else {}
            page.write_number(line, place, cell, self._format({**style, **percent}))
        elif isinstance(cell, datetime.datetime | datetime.date) and cell.year >= 1900:
            day = cell.replace(tzinfo=None) if isinstance(cell, datetime.datetime) else cell
            page.write_datetime(line, place, day, self._format({**style, "num_format": "yyyy-mm-dd"}))
        else:
            page.write_string(line, place, self._text_of(cell), self._format({**style, "num_format": "@"}))

    def _text_of(self, cell: imports.Cell) -> str:
        return said_in(imports.said(cell), self._language)[:LONGEST]

    def _format(self, style: Mapping[str, Any]) -> Any:  # noqa: ANN401
        key = tuple(sorted(style.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format({"valign": "top", **style})
        return self._formats[key]


def _sheet_name(name: str, language: str) -> str:
    """Keep the upload's sheet name where a workbook accepts it beside the sheet of findings."""
    clean = "".join(letter for letter in name if letter.isprintable() and letter not in "[]:*?/\\").strip("' ")[:31]
    taken = {message("Findings").text(each).casefold() for each in ("id", "en")}
    own = message("applicants").text(language)
    return own if not clean or clean.casefold() in {*taken, "history"} else clean
