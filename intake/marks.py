"""marks.csv: reviewers' marks, one row an applicant, reviewer and criterion; conflicts of interest kept apart."""

from collections.abc import Collection, Mapping
from typing import Any

import numpy as np
import pandas as pd
from rapidfuzz import fuzz, process

from intake.choices import NO, YES, read_choices, spelled
from intake.collector import Collector, each
from intake.criteria import AnswerType, Criteria, Criterion, Question
from intake.delimited import read_delimited
from intake.findings import Severity
from intake.marks_columns import APPLICANT, CONFLICT, CRITERION, MARK, REVIEWER, Headed, headed
from intake.number_columns import Style, file_marks, read_numbers, readings_of
from intake.numbers import Marks
from intake.words import key, says_missing, shown
from locales import Label, Message, message

MARKS_FILE = "marks.csv"
MAX_MARKS = 1_000_000
COLUMNS = (APPLICANT, REVIEWER, CRITERION, MARK, CONFLICT)


def no_marks() -> pd.DataFrame:
    """Give the table of marks with no row."""
    empty = {name: pd.Series([], dtype=object) for name in (APPLICANT, REVIEWER, CRITERION)}
    return pd.DataFrame({**empty, MARK: pd.Series([], dtype="float64"), CONFLICT: pd.Series([], dtype="bool")})


def marked(criteria: Criteria) -> tuple[Criterion, ...]:
    """Give the criteria that a panel marks, in the order of the file."""
    return tuple(criterion for criterion in criteria.criteria if criterion.panel is not None)


def read_marks(
    content: bytes, criteria: Criteria, applicants: Collection[str] | None, language: str, collector: Collector
) -> pd.DataFrame:
    """Read reviewers' marks; `applicants` are the known ids, or None where the applicants' file has no certain ones.

    Gives one row a cell of the file that names applicant, reviewer and criterion: columns applicant, reviewer,
    criterion (text), mark (float64, NaN while none is given, and always NaN in a conflict) and conflict (bool: the
    reviewer has a conflict of interest with this applicant, stated here or for another criterion), sorted. Cells with
    an error come back without their row: the caller refuses the round when the collector has errors.
    """
    if len([line for line in content.splitlines() if line.strip(b"\xef\xbb\xbf ;,\t")]) < 2:
        _tell_none(collector)
        return no_marks()
    table = read_delimited(content, collector, most=MAX_MARKS)
    if table is None:
        return no_marks()
    panel = {criterion.id: criterion for criterion in marked(criteria)}
    columns = headed(table, tuple(panel), collector)
    if columns is None:
        return no_marks()
    names = {
        APPLICANT: _names(columns, APPLICANT, collector),
        REVIEWER: _names(columns, REVIEWER, collector),
        CRITERION: _criteria(columns, panel, collector),
    }
    _tell_unknown(names[APPLICANT], applicants, columns.header(APPLICANT), collector)
    _tell_spellings(names[REVIEWER], columns.header(REVIEWER), collector)
    frame = pd.DataFrame({**names, CONFLICT: _conflicts(columns, collector)}, index=table.cells.index)
    frame = frame.dropna(subset=[APPLICANT, REVIEWER, CRITERION])
    _tell_doubles(frame, columns.header(APPLICANT), collector)
    frame = _spread_conflicts(frame, columns.header(CONFLICT), collector)
    frame[MARK] = _marks(columns, frame, panel, language, collector)
    ordered = frame[list(COLUMNS)].sort_values([CRITERION, APPLICANT, REVIEWER], kind="stable")
    return ordered.reset_index(drop=True)


def _tell_none(collector: Collector) -> None:
    problem = message("there are no marks yet")
    remedy = message("Fill in one row for every applicant, reviewer and criterion.")
    collector.add("no-marks", Severity.WARNING, problem, remedy)


def _objects(values: list[Any], index: "pd.Index[Any]") -> "pd.Series[Any]":
    filled = np.empty(len(values), dtype=object)
    filled[:] = values
    return pd.Series(filled, index=index, dtype=object)


def _names(columns: Headed, column: str, collector: Collector) -> "pd.Series[Any]":
    cells, header = columns.cells(column), columns.header(column)
    known: dict[object, str | None] = {}
    for cell in set(cells):
        text = " ".join((spelled(cell) or "").split())
        known[cell] = None if not text or says_missing(text) else text
    names = _objects([known[cell] for cell in cells.tolist()], cells.index)
    blank = names.index[names.isna()].tolist()
    collector.cells(
        "required",
        Severity.ERROR,
        header,
        blank,
        cells.loc[blank].tolist(),
        lambda _: message("the cell is blank, and a mark needs its applicant, its reviewer and its criterion"),
        lambda _: message("Fill in the cell, or delete the row."),
    )
    return names


def _criteria(columns: Headed, panel: Mapping[str, Criterion], collector: Collector) -> "pd.Series[Any]":
    if CRITERION not in columns:
        only = next(iter(panel))
        rows = columns.table.cells.index
        return _objects([only] * len(rows), rows)
    cells, header = columns.cells(CRITERION), columns.header(CRITERION)
    names = {key(code): code for code in panel}
    for criterion in panel.values():
        for text in (criterion.label.id, criterion.label.en):
            names.setdefault(key(text), criterion.id)
    found = read_choices(
        cells, header, names, [criterion.label for criterion in panel.values()], collector, "unknown-criterion"
    )
    blank = [row for row, name in each(found) if name is None and (row, header) not in collector.spoilt]
    collector.cells(
        "required",
        Severity.ERROR,
        header,
        blank,
        cells.loc[blank].tolist(),
        lambda _: message("the cell is blank, and a mark needs its applicant, its reviewer and its criterion"),
        lambda _: message("Fill in the cell, or delete the row."),
    )
    return found


def _conflicts(columns: Headed, collector: Collector) -> "pd.Series[Any]":
    cells = columns.cells(CONFLICT)
    options = [Label(id="ya", en="yes"), Label(id="tidak", en="no")]
    words = {**dict.fromkeys(YES, "yes"), **dict.fromkeys(NO, "no")}
    found = read_choices(cells, columns.header(CONFLICT), words, options, collector, "unknown-choice")
    return found == "yes"


def _tell_unknown(
    names: "pd.Series[Any]", applicants: Collection[str] | None, header: str, collector: Collector
) -> None:
    if applicants is None:
        return
    known = set(applicants)
    rows = [row for row, name in each(names) if name is not None and name not in known]

    def remedy(name: object) -> Message:
        like = process.extractOne(str(name), sorted(known), scorer=fuzz.ratio, score_cutoff=75.0)
        if like:
            return message("Did you mean {applicant}?", applicant=like[0])
        return message("Use an id of the applicants' file, or delete the row.")

    collector.cells(
        "unknown-applicant",
        Severity.ERROR,
        header,
        rows,
        names.loc[rows].tolist(),
        lambda _: message("the applicants' file has no such applicant"),
        remedy,
    )


def _tell_spellings(names: "pd.Series[Any]", header: str, collector: Collector) -> None:
    """Refuse reviewers whose ids differ in capitals, accents or marks alone: one person's severity would be split."""
    spellings: dict[str, list[str]] = {}
    for name in sorted({name for name in names.tolist() if name is not None}):
        spellings.setdefault(key(name) or name, []).append(name)
    first = {name: row for row, name in reversed(list(each(names)))}
    for same in spellings.values():
        for other in same[1:]:
            collector.cell(
                "reviewer-spelling",
                Severity.ERROR,
                first[other],
                header,
                other,
                lambda one=same[0], other=other: message(  # type: ignore[misc]
                    "the reviewers {one} and {other} differ only in how they are written", one=one, other=other
                ),
                lambda: message("Write every reviewer one way, or give two people ids that differ clearly."),
            )


def _tell_doubles(frame: pd.DataFrame, header: str, collector: Collector) -> None:
    again = frame.duplicated([APPLICANT, REVIEWER, CRITERION], keep=False)
    first: dict[tuple[str, ...], int] = {}
    twice = frame.loc[again, [APPLICANT, REVIEWER, CRITERION]]
    for row, *cells in twice.itertuples(index=True, name=None):
        at = first.setdefault(tuple(cells), row)
        if at == row:
            continue
        collector.cell(
            "duplicate-mark",
            Severity.ERROR,
            row,
            header,
            " / ".join(cells),
            lambda at=at, row=row, cells=cells: message(  # type: ignore[misc]
                "rows {first} and {row} both hold what {reviewer} says of {applicant} on {criterion}",
                first=str(at),
                row=str(row),
                reviewer=shown(cells[1]),
                applicant=shown(cells[0]),
                criterion=cells[2],
            ),
            lambda: message("Keep the row that is right, and delete the other."),
        )


def _spread_conflicts(frame: pd.DataFrame, header: str, collector: Collector) -> pd.DataFrame:
    """A conflict is between a person and an applicant: stated for one criterion, it holds for all."""
    pair = pd.MultiIndex.from_frame(frame[[APPLICANT, REVIEWER]])
    stated = frame[CONFLICT].to_numpy(dtype=np.bool_)
    held = pair.isin(pair[stated])
    rows = frame.index[held & ~stated].tolist()
    collector.cells(
        "conflict-elsewhere",
        Severity.WARNING,
        header,
        rows,
        frame.loc[rows, REVIEWER].tolist(),
        lambda reviewer: message(
            "{reviewer} has stated a conflict of interest with this applicant for another criterion, so this mark "
            "does not count either",
            reviewer=shown(reviewer),
        ),
        lambda _: message("Write yes here as well, or take back the other."),
    )
    return frame.assign(**{CONFLICT: held})


def _marks(
    columns: Headed, frame: pd.DataFrame, panel: Mapping[str, Criterion], language: str, collector: Collector
) -> "pd.Series[float]":
    cells, header = columns.cells(MARK), columns.header(MARK)
    counted = frame.index[~frame[CONFLICT].to_numpy(dtype=np.bool_)]
    readings = readings_of(cells.loc[counted])
    style = Style(file_marks([readings]), Marks(columns.table.language_hint or language))
    marks = pd.Series(np.nan, index=frame.index, dtype="float64")
    for name, criterion in panel.items():
        rows = counted[(frame.loc[counted, CRITERION] == name).to_numpy(dtype=np.bool_)]
        own = cells.loc[rows]
        known = {cell: readings[cell] for cell in set(own) if isinstance(cell, str)}
        marks.loc[rows] = read_numbers(own, known, _question(criterion), header, style, collector)
    blank = int(marks.loc[counted].isna().sum())
    if blank and not collector.has_errors():
        problem = message("{count} of {total} marks are not given yet", count=blank, total=len(counted))
        collector.add("marks-outstanding", Severity.WARNING, problem, message("Ask the reviewers for them."), header)
    return marks


def _question(criterion: Criterion) -> Question:
    """Ask for a mark on the panel's scale, as a question with limits."""
    scale = criterion.panel
    if scale is None:
        raise ValueError(f"criterion {criterion.id} is not marked by a panel")
    return Question(
        column=MARK,
        label=criterion.label,
        ask=criterion.label,
        type=AnswerType.NUMBER,
        unit=criterion.unit,
        whole=scale.whole,
        at_least=scale.at_least,
        at_most=scale.at_most,
    )
