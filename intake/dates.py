"""Dates as people and spreadsheets write them."""

import datetime
import math
import re
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from intake.collector import Collector, each, row_list
from intake.findings import Severity
from intake.words import says_missing
from locales import Date, Message, message

EARLIEST = datetime.date(1900, 1, 1)
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari january jan",
            "februari february feb pebruari",
            "maret march mar",
            "april apr",
            "mei may",
            "juni june jun",
            "juli july jul",
            "agustus august agu agt ags aug agust",
            "september sep sept",
            "oktober october okt oct",
            "november nov nopember nop",
            "desember december des dec",
        ),
        1,
    )
    for name in names.split()
}
_ISO = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?Z?)?$")
_FIGURES = re.compile(r"^(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})$")
_SHORT_YEAR = re.compile(r"^\d{1,2}[/.\- ]\d{1,2}[/.\- ]\d{2}$")
_WORDS = re.compile(r"^(\d{1,2})(?:st|nd|rd|th)?[ \-/.]*([a-z]+)[ \-/.,]*(\d{4})$")
_MONTH_FIRST = re.compile(r"^([a-z]+)[ .]*(\d{1,2})(?:st|nd|rd|th)?,? +(\d{4})$")
_NUMBER = re.compile(r"^\d{5}(?:[.,]\d+)?$")


@dataclass(frozen=True)
class Written:
    """One distinct text: a day, or day and month whose order is open, or what is wrong with it."""

    day: datetime.date | None = None
    parts: tuple[int, int, int] | None = None
    fault: str = ""


def examine_date(text: str) -> Written:
    """Say which day a text means; `parts` are (first, second, year) of `01/10/2015`, whose order the column settles."""
    body = " ".join(text.split()).casefold().lstrip("'")
    if says_missing(body):
        return Written()
    if found := _ISO.match(body):
        return _day(*(int(part) for part in found.groups()))
    if found := _FIGURES.match(body):
        first, second, year = (int(part) for part in found.groups())
        return Written(parts=(first, second, year))
    if found := _WORDS.match(body):
        day, month, year = int(found.group(1)), MONTHS.get(found.group(2)), int(found.group(3))
        return _day(year, month, day) if month else Written(fault="text")
    if found := _MONTH_FIRST.match(body):
        month, day, year = MONTHS.get(found.group(1)), int(found.group(2)), int(found.group(3))
        return _day(year, month, day) if month else Written(fault="text")
    if _SHORT_YEAR.match(body):
        return Written(fault="short-year")
    if _NUMBER.match(body):
        return Written(fault="number")
    return Written(fault="text")


def _day(year: int, month: int, day: int) -> Written:
    try:
        return Written(day=datetime.date(year, month, day))
    except ValueError:
        return Written(fault="no-such-day")


def read_dates(
    cells: "pd.Series[Any]", header: str, latest: datetime.date, collector: Collector
) -> "pd.Series[pd.Timestamp]":
    """Read a column of dates: datetime64 by row number, NaT for blank and for cells that have an error.

    Figures such as `03/04/2015` are read day first, as is written in Indonesia, unless a cell of the column can
    only be month first; where nothing settles it a warning says how they were read.
    """
    known = {text: examine_date(text) for text in {cell for cell in cells if isinstance(cell, str)}}
    month_first = _order(cells, known, header, collector)
    days = [_read(row, cell, known, month_first, header, latest, collector) for row, cell in each(cells)]
    return pd.Series(np.array(days, dtype="datetime64[us]"), index=cells.index)


def _order(cells: "pd.Series[Any]", known: dict[str, Written], header: str, collector: Collector) -> bool:
    def rows(test: Any) -> list[int]:  # noqa: ANN401
        return [
            row for row, cell in each(cells) if isinstance(cell, str) and (parts := known[cell].parts) and test(*parts)
        ]

    day_first = rows(lambda first, second, _: first > 12 >= second)
    month_first = rows(lambda first, second, _: second > 12 >= first)
    either = rows(lambda first, second, _: first <= 12 and second <= 12 and first != second)
    if day_first and month_first:
        collector.add(
            "mixed-dates",
            Severity.ERROR,
            message(
                "some dates have the day first (rows {day_first}) and others the month first (rows {month_first})",
                day_first=row_list(day_first),
                month_first=row_list(month_first),
            ),
            message("Write all dates as year-month-day, such as 2015-10-01."),
            header,
        )
    elif either and not day_first:
        example = str(cells.loc[either[0]])
        first, second, year = known[example].parts or (1, 1, 2000)
        day, month = (second, first) if month_first else (first, second)
        taken = datetime.date(year, month, day) if year else EARLIEST
        collector.add(
            "date-order",
            Severity.NOTE if month_first else Severity.WARNING,
            message(
                "“{example}” was read as {taken}; so in rows {rows}",
                example=example,
                taken=Date(taken),
                rows=row_list(either),
            ),
            message("If that is wrong, write the dates as year-month-day, such as 2015-10-01."),
            header,
        )
    return bool(month_first)


def _read(
    row: int,
    cell: object,
    known: dict[str, Written],
    month_first: bool,
    header: str,
    latest: datetime.date,
    collector: Collector,
) -> np.datetime64:
    written = _written(cell, known, month_first)
    fault = written.fault
    if written.day is not None:
        if written.day > latest:
            fault = "too-late"
        elif written.day < EARLIEST:
            fault = "too-early"
        else:
            return np.datetime64(written.day)
    if fault and (row, header) not in collector.spoilt:
        code = {"too-late": "date-too-late", "too-early": "date-too-early"}.get(fault, "not-a-date")
        collector.cell(
            code,
            Severity.ERROR,
            row,
            header,
            cell,
            lambda: _problem(fault, latest),
            lambda: message("Write the date as year-month-day, such as 2015-10-01, or leave the cell blank."),
        )
    return np.datetime64("NaT")


def _written(cell: object, known: dict[str, Written], month_first: bool) -> Written:
    if cell is None or (isinstance(cell, float) and math.isnan(cell)):
        return Written() if cell is None else Written(fault="text")
    if isinstance(cell, str):
        written = known[cell]
        if written.parts:
            first, second, year = written.parts
            return _day(year, first, second) if month_first else _day(year, second, first)
        return written
    if isinstance(cell, datetime.datetime):
        return Written(day=cell.date())
    if isinstance(cell, datetime.date):
        return Written(day=cell)
    return Written(fault="number" if isinstance(cell, int | float) else "text")


def _problem(fault: str, latest: datetime.date) -> Message:
    match fault:
        case "too-late":
            return message("the date lies after the day of the decision, {latest}", latest=Date(latest))
        case "too-early":
            return message("the date lies before 1900")
        case "no-such-day":
            return message("there is no such day in the calendar")
        case "short-year":
            return message("the year needs four digits")
        case "number":
            return message("a plain number stands where a date belongs; the cell has lost its date format")
    return message("this is text, and a date belongs here")
