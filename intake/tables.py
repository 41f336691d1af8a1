"""Raw tables: an applicants' file as cells, before anything is understood."""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from pathlib import PurePath
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from intake.collector import Collector, each, row_list
from intake.findings import Severity
from intake.too_large import tell_shape
from intake.words import key
from locales import message

MAX_BYTES = 64 * 1024 * 1024
MAX_ROWS = 200_000
MAX_COLUMNS = 300
MAX_CELLS = 12_000_000
MAX_CELL = 5_000
SHEET_NAMES = ("applicants", "applicant", "pelamar", "pendaftar", "pemohon")


class Share(float):
    """A number of a cell that is shown as a percentage: 0.45 that reads 45 % on the screen."""


class Formula(str):
    """A cell's formula as it is written; what it would give is not worked out."""

    __slots__ = ()


Cell: TypeAlias = (
    str | bool | int | float | datetime.datetime | datetime.date | datetime.time | datetime.timedelta | None
)


@dataclass(frozen=True, eq=False)
class Table:
    """A header row and cells below it.

    cells: index = the row number a person sees in the file (the header is row 1), columns 0, 1, ... in step with
    `headers`, dtype object, None for blank; cells are text, or the type the file itself gave them.
    language_hint: "id" where the file separates its columns with semicolons, as Indonesian spreadsheets do.
    """

    file: str
    sheet: str
    headers: tuple[str, ...]
    cells: pd.DataFrame
    language_hint: str = ""


def plain(value: object) -> Cell:
    """Turn a cell of any reader into one of the few types that the checks know."""
    if value is None or isinstance(value, Share | bool | int | datetime.time | datetime.timedelta):
        return value
    if isinstance(value, str):
        return value if value.strip() else None
    if isinstance(value, Decimal):
        return int(value) if value.is_finite() and value == value.to_integral_value() else float(value)
    if isinstance(value, float | datetime.datetime | datetime.date):
        return value
    return str(value)


def choose_sheet(names: list[str], wanted: str, collector: Collector) -> str | None:
    """Choose the sheet to read: the wanted one, else the one named applicants or pelamar, else the only one."""
    remedy = message('Name the sheet in round.toml: `sheet = "…"`, or rename it to `applicants` or `pelamar`.')
    if wanted:
        if wanted in names:
            return wanted
        problem = message("there is no sheet “{sheet}”; the sheets are {sheets}", sheet=wanted, sheets=tuple(names))
        collector.add("wrong-sheet", Severity.ERROR, problem, remedy)
        return None
    named = [name for name in names if key(name) in SHEET_NAMES]
    if len(named) == 1:
        return named[0]
    if len(names) == 1:
        return names[0]
    problem = message("it is not clear which sheet holds the applicants; the sheets are {sheets}", sheets=tuple(names))
    collector.add("wrong-sheet", Severity.ERROR, problem, remedy)
    return None


def build(
    collector: Collector, rows: list[tuple[int, list[Cell]]], language_hint: str = "", most: int = MAX_ROWS
) -> Table | None:
    """Make a table of numbered rows whose first one is the header; None, with a finding, when there is none."""
    filled = [(number, row) for number, row in rows if any(cell is not None for cell in row)]
    if not filled:
        collector.add(
            "empty-file",
            Severity.ERROR,
            message("the file holds nothing"),
            message("Fill in the template: a header row, then one row an applicant."),
        )
        return None
    if len(filled) == 1:
        collector.add(
            "no-applicants",
            Severity.ERROR,
            message("there are no applicants yet: the file has a header row and nothing below it"),
            message("Fill in one row an applicant below the header."),
        )
        return None
    (header_row, header), body = filled[0], filled[1:]
    if header_row != 1:
        collector.add(
            "header-not-first",
            Severity.ERROR,
            message(
                "the first row is blank; the header must stand in row 1, but the file begins in row {row}",
                row=str(header_row),
            ),
            message("Delete the blank rows above the header."),
        )
        return None
    return _shape(collector, header, body, language_hint, most)


def _shape(
    collector: Collector, header: list[Cell], body: list[tuple[int, list[Cell]]], language_hint: str, most: int
) -> Table | None:
    width = max(_used(header), max(_used(row) for _, row in body))
    if len(body) > most or width > MAX_COLUMNS:
        tell_shape(collector, len(body), width, most, MAX_COLUMNS)
        return None
    padded = [(row[:width] + [None] * (width - len(row))) for _, row in body]
    grid = np.empty((len(padded), width), dtype=object)
    grid[:] = padded
    cells = pd.DataFrame(grid, index=[number for number, _ in body], columns=range(width), dtype=object, copy=False)
    heads = ["" if cell is None else " ".join(str(cell).split()) for cell in header[:width]]
    heads += [""] * (width - len(heads))
    for position, head in enumerate(heads):
        check_lengths(collector, head or f"#{position + 1}", cells[position])
    return Table(collector.file, collector.sheet, tuple(heads), cells, language_hint)


def _used(row: list[Cell]) -> int:
    return max((place + 1 for place, cell in enumerate(row) if cell is not None), default=0)


def check_lengths(collector: Collector, header: str, column: "pd.Series[Any]") -> None:
    """Refuse the cells of a column that are longer than is read."""
    long = [(row, cell) for row, cell in each(column) if isinstance(cell, str) and len(cell) > MAX_CELL]
    collector.cells(
        "cell-too-long",
        Severity.ERROR,
        header,
        [row for row, _ in long],
        [cell for _, cell in long],
        lambda cell: message(
            "the cell holds {length} characters; at most {limit} are read", length=len(str(cell)), limit=MAX_CELL
        ),
        lambda _: message("Shorten the text."),
    )


def blank_heads(table: Table, collector: Collector) -> None:
    """Warn of columns that have cells but no header: they are not read."""
    for position, head in enumerate(table.headers):
        column = table.cells[position]
        if not head and bool(column.notna().any()):
            rows = column.index[column.notna()].tolist()
            collector.add(
                "no-header",
                Severity.WARNING,
                message(
                    "column number {position} has no header and is not read; it holds cells in rows {rows}",
                    position=str(position + 1),
                    rows=row_list(rows),
                ),
                message("Give the column its header, or delete the cells."),
            )


def kind_of_file(name: str) -> str:
    """Give the kind of table file by its ending: delimited, workbook, parquet, geo, or "" when unknown."""
    endings = {
        "delimited": (".csv", ".tsv", ".tab", ".txt"),
        "workbook": (".xlsx",),
        "parquet": (".parquet",),
        "geo": (".geojson", ".json", ".gpkg"),
    }
    ending = PurePath(name).suffix.lower()
    return next((kind for kind, known in endings.items() if ending in known), "")
