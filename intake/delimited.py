"""CSV and its relatives: any delimiter, UTF-8, UTF-16 or Windows-1252."""

import codecs
import csv
import re
from collections import Counter
from io import StringIO

from intake.collector import Collector
from intake.findings import Severity
from intake.tables import MAX_CELLS, MAX_COLUMNS, MAX_ROWS, Cell, Table, build
from intake.too_large import tell_cells
from locales import message

DELIMITERS = (";", ",", "\t", "|")
NAMES = {";": ";", ",": ",", "\t": "tab", "|": "|"}


def read_delimited(content: bytes, collector: Collector, most: int = MAX_ROWS) -> Table | None:
    """Read a delimited text of at most so many rows; they are numbered as a spreadsheet does, the header being 1."""
    read = delimited_rows(content, collector, most)
    if read is None:
        return None
    rows, language_hint = read
    check_widths(rows, collector)
    return build(collector, rows, language_hint, most)


def delimited_rows(
    content: bytes, collector: Collector, most: int = MAX_ROWS
) -> tuple[list[tuple[int, list[Cell]]], str] | None:
    """Cut a delimited text into numbered rows of cells, each as wide as it stands; with the language hint of `Table`.

    Gives None, with the error in the collector, when it is no text or its quotation marks do not close.
    """
    text = _decode(content, collector)
    if text is None:
        return None
    text, told = _told_delimiter(text)
    delimiter = told or _find_delimiter(text)
    rows: list[tuple[int, list[Cell]]] = []
    read = 0
    try:
        for number, record in enumerate(csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True), 1):
            rows.append((number, [cell if cell and not cell.isspace() else None for cell in record]))
            read += len(record)
            if number > most + 1 or read > MAX_CELLS:
                break
    except csv.Error:
        collector.add(
            "broken-quotes",
            Severity.ERROR,
            message(
                "the text cannot be cut into cells after row {row}: a quotation mark is missing or misplaced",
                row=str(len(rows)),
            ),
            message("Open the file in a spreadsheet and save it as CSV again."),
        )
        return None
    if read > MAX_CELLS:
        tell_cells(collector, MAX_ROWS, MAX_CELLS)
        return None
    return rows, "id" if delimiter == ";" else ""


def _decode(content: bytes, collector: Collector) -> str | None:
    encodings = ["utf-8"]
    if content.startswith(codecs.BOM_UTF8):
        encodings = ["utf-8-sig"]
    elif content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    elif b"\x00" not in content:
        encodings = ["utf-8", "cp1252"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            break
        _note_encoding(encoding, collector)
        return text
    collector.add(
        "unknown-encoding",
        Severity.ERROR,
        message("this is not a text file that can be read: its characters are neither UTF-8 nor Windows-1252"),
        message("Save the file as “CSV UTF-8”, or as an .xlsx workbook."),
    )
    return None


def _note_encoding(encoding: str, collector: Collector) -> None:
    if encoding in ("cp1252", "utf-16"):
        name = {"cp1252": "Windows-1252", "utf-16": "UTF-16"}[encoding]
        collector.add(
            "encoding",
            Severity.NOTE,
            message("the text was read as {encoding}, for it is not UTF-8", encoding=name),
            message("Look at names with accents; save the file as “CSV UTF-8” if they look wrong."),
        )


def _told_delimiter(text: str) -> tuple[str, str]:
    told = re.match(r"sep=([;,\t|])\r?\n", text)
    return (text[told.end() :], told.group(1)) if told else (text, "")


def _find_delimiter(text: str) -> str:
    """Choose the delimiter that cuts the first records most evenly, then into the most cells.

    Even is what agrees with the first record; where hardly any record does, a title stands above the header, and
    what agrees with the most frequent width counts instead.
    """
    sample = text[:200_000]
    widths = {delimiter: _widths(sample, delimiter) for delimiter in DELIMITERS}
    by_header = [(_even(found, found[0]), found[0], mark) for mark, found in widths.items() if found and found[0] > 1]
    best = max(by_header, key=lambda rank: rank[:2], default=(0.0, 0, ","))
    if best[0] >= 0.5:
        return best[2]
    usual = {mark: Counter(found).most_common(1)[0][0] for mark, found in widths.items() if found}
    by_usual = [(_even(widths[mark], width), width, mark) for mark, width in usual.items() if width > 1]
    return max([best, *by_usual], key=lambda rank: rank[:2])[2]


def _widths(sample: str, delimiter: str) -> list[int]:
    """Count the cells of the first fifty records that are not blank; nothing where quotation marks are broken."""
    widths: list[int] = []
    try:
        for record in csv.reader(StringIO(sample, newline=""), delimiter=delimiter):
            if record:
                widths.append(len(record))
            if len(widths) == 50:
                break
    except csv.Error:
        return []
    return widths


def _even(widths: list[int], width: int) -> float:
    return round(sum(each == width for each in widths) / len(widths), 1)


def check_widths(rows: list[tuple[int, list[Cell]]], collector: Collector) -> None:
    """Refuse rows with more or fewer cells than the header: their answers stand in the wrong columns."""
    if not rows:
        return
    width = len(rows[0][1])
    for number, row in rows[1:]:
        filled = any(cell is not None for cell in row)
        if filled and (len(row) < width or any(cell is not None for cell in row[width:])):
            found = len(row)
            collector.cell(
                "ragged-row",
                Severity.ERROR,
                number,
                "",
                None,
                lambda found=found: message(  # type: ignore[misc]
                    "the row has {found} cells where the header has {width}", found=found, width=width
                ),
                lambda: message(
                    "Put quotation marks around cells that hold the delimiter, and add the cells that are missing."
                ),
            )
        if filled and len(row) > MAX_COLUMNS * 10:
            break
