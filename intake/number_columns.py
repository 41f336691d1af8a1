"""A column of numbers: every cell read, checked against its question, and told about."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from intake.collector import Collector, each, row_list
from intake.criteria import Question
from intake.findings import Severity
from intake.number_faults import FAULT_CODES, ask_unit, beyond, in_money, in_percent, lowest, problem, remedy
from intake.numbers import Decision, Form, Marks, Reading, decide, examine, looks_like_time
from intake.tables import Share
from locales import message

OWN_FORMS = {Form.PLAIN, Form.OPEN, Form.INDONESIAN, Form.ENGLISH}
Readings = dict[str, Reading]


@dataclass(frozen=True)
class Style:
    """What the rest of the file says about how numbers are written in it."""

    elsewhere: Marks | None
    language: Marks


def readings_of(cells: "pd.Series[Any]") -> Readings:
    """Examine every distinct text of a column."""
    return {text: examine(text) for text in {cell for cell in cells.tolist() if isinstance(cell, str)}}


def file_marks(columns: Iterable[Readings]) -> Marks | None:
    """Give the convention on which all the file's number columns that settle one by their own cells agree."""
    found: set[Form] = set()
    for known in columns:
        forms = {reading.form for reading in known.values()} & {Form.INDONESIAN, Form.ENGLISH}
        found |= forms if len(forms) == 1 else set()
    return Marks(found.pop().value) if len(found) == 1 else None


def read_numbers(
    cells: "pd.Series[Any]", known: Readings, question: Question, header: str, style: Style, collector: Collector
) -> "pd.Series[float]":
    """Read a column of numbers: float64 by row number, NaN for blank and for cells that have an error.

    known: the readings of the column's texts, from `readings_of`.
    """
    decision = decide(
        list(known.values()),
        lambda number: _lawful(number, question),
        strict=question.whole or in_money(question),
        elsewhere=style.elsewhere,
        language=style.language,
    )
    _tell_decision(cells, known, decision, header, collector)
    values, faults = _values(known, decision.marks, in_percent(question))
    numbers = np.full(len(cells), math.nan)
    bad: dict[Form, list[tuple[int, object]]] = {}
    for position, (row, cell) in enumerate(each(cells)):
        if cell is None:
            continue
        if isinstance(cell, str):
            fault_form = faults.get(cell)
            numbers[position] = values.get(cell, math.nan)
        else:
            numbers[position], fault_form = _native(cell, in_percent(question))
        if fault_form is not None and (row, header) not in collector.spoilt:
            bad.setdefault(fault_form, []).append((row, cell))
    _tell_faults(bad, question, header, collector)
    result = pd.Series(numbers, index=cells.index, dtype="float64")
    _tell_shares(cells, question, header, collector)
    _check_limits(result, cells, question, header, collector)
    return result


def _lawful(number: float, question: Question) -> bool:
    floor = lowest(question)
    low = floor is None or number >= floor
    high = question.at_most is None or number <= question.at_most
    return low and high and math.isfinite(number) and (not question.whole or number == math.floor(number))


def _values(known: Readings, marks: Marks, percent: bool) -> tuple[dict[str, float], dict[str, Form]]:
    """Give the number that each distinct text means, or the fault that it has; a blank has neither."""
    values: dict[str, float] = {}
    faults: dict[str, Form] = {}
    for text, reading in known.items():
        if reading.form is Form.BLANK:
            continue
        if reading.percent and not percent:
            faults[text] = Form.PERCENT
        elif reading.form not in OWN_FORMS:
            faults[text] = reading.form
        else:
            value = marks.read(reading.digits)
            if math.isfinite(value):
                values[text] = value
            else:
                faults[text] = Form.ENDLESS
    return values, faults


def _native(cell: object, percent: bool) -> tuple[float, Form | None]:
    """Give the number of a cell that is no text, or NaN and its fault."""
    if isinstance(cell, bool):
        return math.nan, Form.TEXT
    if isinstance(cell, Share):
        # 0.35 x 100 is 35.000000000000004 in binary; twelve significant digits are what a sheet shows at most.
        return (float(f"{cell * 100:.12g}"), None) if percent else (math.nan, Form.PERCENT)
    if isinstance(cell, int | float):
        try:
            value = float(cell)
        except OverflowError:
            value = math.inf
        return (value, None) if math.isfinite(value) else (math.nan, Form.ENDLESS)
    return math.nan, Form.TIME


def _tell_faults(
    bad: dict[Form, list[tuple[int, object]]], question: Question, header: str, collector: Collector
) -> None:
    for form in Form:
        cells = bad.get(form, [])
        collector.cells(
            FAULT_CODES.get(form, "text-for-number"),
            Severity.ERROR,
            header,
            [row for row, _ in cells],
            [f"{cell * 100:.12g} %" if isinstance(cell, Share) else cell for _, cell in cells],
            lambda cell, form=form: problem(form, cell),  # type: ignore[misc]
            lambda _, form=form: remedy(form, question),  # type: ignore[misc]
        )


def _tell_decision(
    cells: "pd.Series[Any]", known: dict[str, Reading], decision: Decision, header: str, collector: Collector
) -> None:
    def rows(*forms: Form) -> list[int]:
        return [row for row, cell in each(cells) if isinstance(cell, str) and known[cell].form in forms]

    if decision.by == "mixed":
        said = message(
            "some cells have a decimal comma (rows {comma}) and others a decimal point (rows {point})",
            comma=row_list(rows(Form.INDONESIAN)),
            point=row_list(rows(Form.ENGLISH)),
        )
        advice = message("Write all numbers of the column one way.")
        collector.add("mixed-marks", Severity.ERROR, said, advice, header)
        return
    if decision.by not in ("open", "file", "language", "limits"):
        return
    open_rows = rows(Form.OPEN)
    example = str(cells.loc[open_rows[0]])
    digits = known[example].digits
    taken, other = (marks.read(digits) for marks in (decision.marks, _other(decision.marks)))
    if decision.by == "open":
        said = message(
            "“{example}” can be {taken} or {other}, and nothing in the column says which; so in rows {rows}",
            example=example,
            taken=taken,
            other=other,
            rows=row_list(open_rows),
        )
        advice = message("Write the numbers without thousands marks.")
        collector.add("open-marks", Severity.ERROR, said, advice, header)
        return
    severity = Severity.NOTE if decision.by == "limits" else Severity.WARNING
    said = message(
        "“{example}” was read as {taken}, not as {other}; so in rows {rows}",
        example=example,
        taken=taken,
        other=other,
        rows=row_list(open_rows),
    )
    advice = message("If that is wrong, write the numbers without thousands marks, or with all their decimals.")
    collector.add("open-marks", severity, said, advice, header)


def _other(marks: Marks) -> Marks:
    return Marks.ENGLISH if marks is Marks.INDONESIAN else Marks.INDONESIAN


def _tell_shares(cells: "pd.Series[Any]", question: Question, header: str, collector: Collector) -> None:
    rows = [row for row, cell in each(cells) if isinstance(cell, Share)]
    if rows and in_percent(question):
        first = cells.loc[rows[0]]
        collector.add(
            "percent-format",
            Severity.NOTE,
            message(
                "cells shown as percentages were read as such: {stored} as {taken}; so in rows {rows}",
                stored=float(first),
                taken=float(f"{first * 100:.12g}"),
                rows=row_list(rows),
            ),
            message("Nothing needs doing if the numbers are right on the screen."),
            header,
        )


def _check_limits(
    numbers: "pd.Series[float]", cells: "pd.Series[Any]", question: Question, header: str, collector: Collector
) -> None:
    low, high = lowest(question), question.at_most
    bad = pd.Series(False, index=numbers.index)
    if low is not None:
        bad |= numbers < low
    if high is not None:
        bad |= numbers > high
    times = [row for row, value in each(numbers[(numbers > 0) & (numbers < 1)]) if looks_like_time(float(value))]
    collector.cells(
        "time-for-number",
        Severity.ERROR,
        header,
        times,
        cells.loc[times].tolist(),
        lambda cell: message(
            "this looks like the time of day {time}, which a spreadsheet makes of a number typed with a point or comma",
            time=looks_like_time(_as_float(cell)),
        ),
        lambda _: message("Set the cell's format to a plain number and type the number again."),
    )
    outside = [row for row in numbers.index[bad] if row not in set(times)]
    collector.cells(
        "out-of-range",
        Severity.ERROR,
        header,
        outside,
        cells.loc[outside].tolist(),
        lambda _: beyond(question),
        lambda _: ask_unit(question),
    )
    if question.whole:
        broken = numbers.index[~bad & numbers.notna() & (numbers != np.floor(numbers))]
        rows = [row for row in broken if row not in set(times)]
        collector.cells(
            "not-whole",
            Severity.ERROR,
            header,
            rows,
            cells.loc[rows].tolist(),
            lambda _: message("this must be a whole number"),
            lambda _: ask_unit(question),
        )


def _as_float(cell: object) -> float:
    if isinstance(cell, str):
        digits = examine(cell).digits.replace(",", ".")
        return float(digits) if digits else math.nan
    return float(cell) if isinstance(cell, int | float) else math.nan
