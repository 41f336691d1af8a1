"""XLSX workbooks: native cells, no formula is ever worked out."""

import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import ParseError

import openpyxl
from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped]
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from intake.archives import MAX_UNPACKED, why_unsafe
from intake.collector import Collector
from intake.findings import Severity
from intake.tables import MAX_CELLS, MAX_ROWS, Cell, Formula, Share, Table, build, choose_sheet, plain
from intake.too_large import tell_cells
from locales import Message, message

DAMAGE = (
    zipfile.BadZipFile,
    InvalidFileException,
    ParseError,
    DefusedXmlException,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    OSError,
    OverflowError,
)


def read_workbook(content: bytes, wanted: str, collector: Collector) -> Table | None:
    """Read one sheet of an .xlsx workbook; formulas are findings, percentages come as `Share`."""
    with opened(content, collector) as book:
        if book is None:
            return None
        name = choose_sheet(book.names, wanted, collector)
        if name is None:
            return None
        collector.sheet = name
        rows = book.rows(name)
    if rows is None:
        return None
    header = rows[0][1] if rows and rows[0][0] == 1 else []
    heads = ["" if value is None else " ".join(str(value).split()) for value in header]
    for number, row in rows:
        tell_formulas(number, row, heads if number > 1 else [], collector)
    return build(collector, rows)


@dataclass(frozen=True, eq=False)
class Book:
    """An open workbook: the names of its sheets in order, and their cells."""

    sheets: Mapping[str, Any]
    collector: Collector

    @property
    def names(self) -> list[str]:
        """The sheets' names, in order."""
        return list(self.sheets)

    def rows(
        self, name: str, most_rows: int = MAX_ROWS, most_cells: int = MAX_CELLS, most_blank: int = MAX_CELLS
    ) -> list[tuple[int, list[Cell]]] | None:
        """Read the filled rows of a sheet with their numbers; None, with the finding, when it is damaged or too large.

        Formulas come as `Formula`, percentages as `Share`. most_blank: so many blank cells are read beyond four for
        each filled one.
        """
        try:
            return _rows(self.sheets[name], self.collector, most_rows, most_cells, most_blank)
        except DAMAGE:
            _refuse(self.collector, message("the sheet cannot be read: the workbook is damaged"))
            return None

    def first_rows(self, name: str, count: int) -> list[tuple[int, list[Cell]]]:
        """Read the filled ones of the first rows of a sheet; none of a damaged sheet."""
        sheet = self.sheets[name]
        try:
            sheet.reset_dimensions()
            rows = [(n, [*map(_value, cells)]) for n, cells in enumerate(sheet.iter_rows(max_row=count), 1)]
        except DAMAGE:
            return []
        return [(number, row) for number, row in rows if any(value is not None for value in row)]


@contextmanager
def opened(content: bytes, collector: Collector) -> Iterator[Book | None]:
    """Open a workbook; None, with the finding, when it is no sound one or must not be opened."""
    if not openpyxl.DEFUSEDXML:
        raise RuntimeError("openpyxl does not use defusedxml: workbooks of strangers must not be opened")
    unsafe = why_unsafe(content)
    if unsafe is not None:
        _refuse(collector, unsafe)
        yield None
        return
    try:
        book = openpyxl.load_workbook(BytesIO(content), read_only=True, data_only=False, keep_links=False)
    except DAMAGE:
        _refuse(
            collector, message("this is not a sound .xlsx workbook: the file is damaged, locked or of another kind")
        )
        yield None
        return
    try:
        yield Book({sheet.title: sheet for sheet in book.worksheets}, collector)
    finally:
        book.close()


def _refuse(collector: Collector, problem: Message) -> None:
    remedy = message(
        "Open the file in a spreadsheet and save it as an .xlsx workbook without a password, "
        "at most {limit} MB when unpacked.",
        limit=MAX_UNPACKED // 1024 // 1024,
    )
    collector.add("not-a-workbook", Severity.ERROR, problem, remedy)


def _rows(
    sheet: Any,  # noqa: ANN401
    collector: Collector,
    most_rows: int,
    most_cells: int,
    most_blank: int,
) -> list[tuple[int, list[Cell]]] | None:
    # What a sheet says about its own size can be wrong by millions of cells; counting while reading cannot.
    sheet.reset_dimensions()
    rows: list[tuple[int, list[Cell]]] = []
    read = filled = 0
    for number, cells in enumerate(sheet.iter_rows(), 1):
        read += len(cells)
        if read > most_cells or len(rows) > most_rows + 1 or read - 5 * filled > most_blank:
            tell_cells(collector, most_rows, most_cells)
            return None
        row = [_value(cell) for cell in cells]
        held = sum(value is not None for value in row)
        filled += held
        if held:
            rows.append((number, row))
    return rows


def _value(cell: Any) -> Cell:  # noqa: ANN401
    value = cell.value
    if value is None:
        return None
    if cell.data_type == "f":
        text = value if isinstance(value, str) else getattr(value, "text", None) or getattr(value, "ref", "=")
        return Formula(text)
    if isinstance(value, int | float) and not isinstance(value, bool) and "%" in str(cell.number_format):
        return Share(value)
    return plain(value)


def tell_formulas(number: int, row: Sequence[Cell], heads: Sequence[str], collector: Collector) -> None:
    """Refuse the formulas of one row; a column without a head goes by its letter."""
    for place, value in enumerate(row):
        if isinstance(value, Formula):
            header = heads[place] if place < len(heads) and heads[place] else get_column_letter(place + 1)
            collector.cell(
                "formula",
                Severity.ERROR,
                number,
                header,
                value,
                lambda: message("the cell holds a formula, and formulas are not worked out"),
                lambda: message("Copy the column and paste it back as values."),
            )
