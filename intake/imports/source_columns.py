"""The columns of an upload: their headers, made distinct, with what stands in them."""

import datetime
from collections import Counter
from dataclasses import dataclass

import numpy as np
import pandas as pd
from openpyxl.utils import get_column_letter

from intake.findings import Finding, Findings, InputError, Severity
from intake.imports.grids import Grid
from intake.tables import Cell, Share, Table
from intake.words import key
from locales import message

SAMPLES = 5
CHECK_HEADERS = {"id": "Hasil pemeriksaan", "en": "Result of the check"}
"""The header of the column that a marked list has in each language; it is never a column of the upload."""


@dataclass(frozen=True)
class Source:
    """One column of an upload.

    header: distinct, with the column's letter where the file has it twice or not at all; text: as the file has it.
    samples: the first distinct values as text; filled: how many cells are.
    """

    place: int
    header: str
    text: str
    samples: tuple[str, ...]
    filled: int

    @property
    def key(self) -> str:
        """The header without case, accents, punctuation and spacing; "" where there is none."""
        return key(self.text)


def table_below(grid: Grid, header: int, file: str) -> Table:
    """Give the table whose header stands in a row of the sheet; raises InputError where nothing stands below it.

    A header that is blank or there twice is told apart by its column's letter.
    """
    head = grid.cells_of(header)
    body = [(number, row) for number, row in grid.rows if number > header]
    if not head or not body:
        problem = message("row {row} is not the header of a table: nothing stands below it", row=str(header))
        finding = Finding("no-applicants", Severity.ERROR, problem, message("Choose another row."), file, grid.sheet)
        raise InputError(Findings.of([finding]))
    width = max(grid.width, 1)
    cells = np.full((len(body), width), None, dtype=object)
    for place, (_, row) in enumerate(body):
        cells[place, : len(row)] = row[:width]
    frame = pd.DataFrame(cells, index=[number for number, _ in body], columns=range(width), dtype=object, copy=False)
    return Table(file, grid.sheet, _distinct(head, width), frame, grid.language_hint)


def sources(table: Table) -> tuple[Source, ...]:
    """Describe every column that has a header or holds anything."""
    found = []
    for place, header in enumerate(table.headers):
        column = table.cells[place]
        filled = column[column.notna()]
        text = header.removesuffix(f"({get_column_letter(place + 1)})").strip()
        if (text or len(filled)) and header not in CHECK_HEADERS.values():
            samples = dict.fromkeys(said(cell) for cell in filled.head(200).tolist())
            found.append(Source(place, header, text, tuple(samples)[:SAMPLES], len(filled)))
    return tuple(found)


def said(cell: Cell) -> str:
    """Write a cell as the text that a person would have typed; "" for blank."""
    if cell is None:
        return ""
    if isinstance(cell, Share):
        return f"{float(cell) * 100:.12g} %"
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat() if cell.time() == datetime.time() else cell.isoformat(" ")
    if isinstance(cell, datetime.date | datetime.time):
        return cell.isoformat()
    try:
        return str(cell)
    except ValueError:  # a whole number too long for Python to write out in decimal
        return "…"


def _distinct(head: tuple[Cell, ...], width: int) -> tuple[str, ...]:
    texts = ["" if place >= len(head) else " ".join(said(head[place]).split()) for place in range(width)]
    count = Counter(texts)
    taken = {text for text in texts if count[text] == 1}
    result = []
    for place, text in enumerate(texts):
        own, letter = text, get_column_letter(place + 1)
        if not text or count[text] > 1:
            own = f"{text} ({letter})".strip()
            while own in taken:
                own += f" ({letter})"
            taken.add(own)
        result.append(own)
    return tuple(result)
