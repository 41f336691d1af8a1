"""XLSX workbooks: native cells, no formula is ever worked out."""

import zipfile
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import ParseError

import openpyxl
from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped]
from openpyxl.utils.exceptions import InvalidFileException

from intake.archives import MAX_UNPACKED, why_unsafe
from intake.collector import Collector
from intake.findings import Severity
from intake.tables import MAX_ROWS, Cell, Share, Table, build, choose_sheet, plain
from locales import Message, message

MAX_CELLS = 12_000_000
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
    if not openpyxl.DEFUSEDXML:
        raise RuntimeError("openpyxl does not use defusedxml: workbooks of strangers must not be opened")
    unsafe = why_unsafe(content)
    if unsafe is not None:
        return _refuse(collector, unsafe)
    try:
        book = openpyxl.load_workbook(BytesIO(content), read_only=True, data_only=False, keep_links=False)
    except DAMAGE:
        return _refuse(
            collector, message("this is not a sound .xlsx workbook: the file is damaged, locked or of another kind")
        )
    try:
        sheets = {sheet.title: sheet for sheet in book.worksheets}
        name = choose_sheet(list(sheets), wanted, collector)
        if name is None:
            return None
        collector.sheet = name
        rows = _rows(sheets[name], collector)
        return None if rows is None else build(collector, rows)
    except DAMAGE:
        return _refuse(collector, message("the sheet cannot be read: the workbook is damaged"))
    finally:
        book.close()


def _refuse(collector: Collector, problem: Message) -> Table | None:
    remedy = message(
        "Open the file in a spreadsheet and save it as an .xlsx workbook without a password, "
        "at most {limit} MB when unpacked.",
        limit=MAX_UNPACKED // 1024 // 1024,
    )
    collector.add("not-a-workbook", Severity.ERROR, problem, remedy)
    return None


def _rows(sheet: Any, collector: Collector) -> list[tuple[int, list[Cell]]] | None:  # noqa: ANN401
    # What a sheet says about its own size can be wrong by millions of cells; counting while reading cannot.
    sheet.reset_dimensions()
    rows: list[tuple[int, list[Cell]]] = []
    read = 0
    headers: list[str] = []
    for number, cells in enumerate(sheet.iter_rows(), 1):
        read += len(cells)
        if read > MAX_CELLS or len(rows) > MAX_ROWS + 1:
            collector.add(
                "too-large",
                Severity.ERROR,
                message("the sheet holds more than {rows} rows or {cells} cells", rows=MAX_ROWS, cells=MAX_CELLS),
                message("Keep one row an applicant, and the columns of the template; delete formatted blank rows."),
            )
            return None
        row = [_value(cell, number, headers, collector) for cell in cells]
        if any(value is not None for value in row):
            rows.append((number, row))
            if number == 1:
                headers = ["" if value is None else " ".join(str(value).split()) for value in row]
    return rows


def _value(cell: Any, number: int, headers: list[str], collector: Collector) -> Cell:  # noqa: ANN401
    value = cell.value
    if value is None:
        return None
    if cell.data_type == "f":
        place = cell.column - 1
        header = headers[place] if place < len(headers) and headers[place] else str(cell.column_letter)
        text = value if isinstance(value, str) else getattr(value, "text", None) or getattr(value, "ref", "=")
        collector.cell(
            "formula",
            Severity.ERROR,
            number,
            header,
            text,
            lambda: message("the cell holds a formula, and formulas are not worked out"),
            lambda: message("Copy the column and paste it back as values."),
        )
        return str(text)
    if isinstance(value, int | float) and not isinstance(value, bool) and "%" in str(cell.number_format):
        return Share(value)
    return plain(value)
