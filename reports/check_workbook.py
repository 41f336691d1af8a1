"""Check of a written workbook: the sheets that follow from plan.json are made again and compared cell by cell."""

import re
import zipfile
from collections.abc import Iterator
from importlib.metadata import version
from io import BytesIO
from itertools import zip_longest
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter

from locales import message
from optimizer import Violation
from reports import workbook
from reports.again import Again
from reports.canonical import shown
from reports.reading import WORKBOOK

CHUNK = 2**20
DATA, END_OF_ROW, ELSEWHERE = b"<sheetData>", b"</row>", b't="s"'
FORMAT = re.compile(rb'(<c r="[A-Z]+[0-9]+") s="[0-9]+"')
SHOWN_FIRST = b' tabSelected="1"'


def cells(folder: Path, again: Again) -> Iterator[Violation]:
    """Compare every cell that is worked out from plan.json; sentences of reasons and findings are not among them.

    Only a workbook of this version of the program is compared: another one words and arranges its sheets otherwise.
    """
    path = folder / WORKBOOK
    if again.document.versions.get("pilih") != version("pilih") or not path.exists():
        return
    made = BytesIO(workbook.worked_out(again.outcome, again.document.about.language))
    wanted, given = _opened(made), _opened(path)
    for sheet in wanted.sheetnames:
        if sheet not in given.sheetnames:
            yield Violation(WORKBOOK, message("the sheet {sheet} is missing", sheet=sheet))
            continue
        if not _has_dates(given) and _alike(made, wanted[sheet], path, given[sheet]):
            continue
        rows = zip_longest(
            wanted[sheet].iter_rows(values_only=True), given[sheet].iter_rows(values_only=True), fillvalue=()
        )
        for number, (right, mine) in enumerate(rows, start=1):
            for place, (value, found) in enumerate(zip_longest(right, mine), start=1):
                if value != found:
                    yield _differs(sheet, f"{get_column_letter(place)}{number}", mine, found, value)


def _differs(sheet: str, cell: str, row: tuple[Any, ...], given: Any, right: Any) -> Violation:  # noqa: ANN401
    return Violation(
        WORKBOOK,
        message(
            "sheet {sheet}, cell {cell} ({row}): {given}, plan.json gives {right}",
            sheet=sheet,
            cell=cell,
            row=shown(" ".join(str(each) for each in row[:3] if each is not None)),
            given=shown(given),
            right=shown(right),
        ),
    )


def _alike(made: BytesIO, right: Any, path: Path, mine: Any) -> bool:  # noqa: ANN401
    """Whether two sheets are the same letter by letter but for their cells' looks; asked before cells are read.

    Reading the cells of a nation's villages takes minutes, and comparing their letters seconds.
    """
    with zipfile.ZipFile(made) as here, zipfile.ZipFile(path) as there:
        # The part that the reader of cells would read too, whatever else a changed workbook may hold.
        ours, theirs = _pieces(here, right._worksheet_path), _pieces(there, mine._worksheet_path)
        return all(one is not None and one == other for one, other in zip_longest(ours, theirs))


def _pieces(archive: zipfile.ZipFile, part: str) -> Iterator[bytes | None]:
    """All of a sheet as it is written, cut after each row, without the numbers of its cells' formats.

    Nothing is left out of what stands before the first row and after the last: a remark there may hide every row.
    None stands for what is not told by the letters alone: words that are kept elsewhere.
    """
    left, begun = b"", False
    with archive.open(part) as file:
        while piece := file.read(CHUNK):
            left += piece
            *whole, left = left.split(END_OF_ROW)
            for row in whole:
                if not begun:
                    head, data, row = row.partition(DATA)
                    yield (head + data).replace(SHOWN_FIRST, b"")
                    begun = True
                yield None if ELSEWHERE in row else FORMAT.sub(rb"\1", row)
    yield left if begun else left.replace(SHOWN_FIRST, b"")


def _has_dates(book: Any) -> bool:  # noqa: ANN401
    """Whether any format of a workbook makes dates or times of numbers, which none of this program's does."""
    return bool(book._date_formats or book._timedelta_formats)


def _opened(content: BytesIO | Path) -> Any:  # noqa: ANN401
    return openpyxl.load_workbook(content, read_only=True, data_only=False)
