"""The applicants: raw cells turned into one typed row a library, with everything that is wrong told."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from intake.call import Call
from intake.choices import accepted, read_choices
from intake.collector import Collector, row_list
from intake.columns import Columns
from intake.coordinates import read_points
from intake.criteria import AnswerType, Criteria, Question
from intake.dates import read_dates
from intake.district_names import DistrictNames
from intake.findings import Severity
from intake.gazetteer import Gazetteer
from intake.identity import read_ids, read_names, tell_twins
from intake.number_columns import Readings, Style, file_marks, read_numbers, readings_of
from intake.numbers import Marks
from intake.places import locate
from intake.same_answers import tell_same_answers
from intake.synonyms import ID, KIND, KIND_NAMES, LAT, LON, NAME, NOTES, REGION_KEYS
from intake.tables import Table
from intake.words import key, says_missing
from locales import Text, message

MANY_ROWS = 10_000


@dataclass(frozen=True, eq=False)
class Frame:
    """A raw table whose columns are known, together with what it is judged by."""

    table: Table
    columns: Columns
    call: Call
    criteria: Criteria
    regions: gpd.GeoDataFrame

    def cells(self, column: str) -> "pd.Series[Any]":
        """Give one known column's raw cells; all blank where the file lacks the column."""
        place = self.columns.position.get(column)
        if place is None:
            return pd.Series([None] * len(self.table.cells), index=self.table.cells.index, dtype=object)
        return self.table.cells[place]


def read_applicants(frame: Frame, collector: Collector) -> pd.DataFrame:
    """Type and check every cell; gives the table that `Round` documents, sorted by applicant id.

    Cells with an error come back blank: the caller refuses the round when the collector has errors. A large file of
    which most rows have no known kind or district is not judged further, and the table comes back empty.
    """
    columns = frame.columns
    ids = read_ids(frame.cells(ID), columns.header(ID), collector)
    names = read_names(frame.cells(NAME), columns.header(NAME), collector)
    kinds = _kinds(frame, collector)
    keys = {column: frame.cells(column) for column in REGION_KEYS if column in columns}
    gazetteer = Gazetteer(frame.regions, DistrictNames.of(frame.regions))
    region = locate(keys, {column: columns.header(column) for column in REGION_KEYS}, gazetteer, collector)
    if _is_no_list(kinds.isna() | region.isna(), collector):
        return pd.DataFrame()
    points = read_points(
        frame.cells(LAT), frame.cells(LON), (columns.header(LAT), columns.header(LON)), region, frame.regions, collector
    )
    typed: dict[str, Any] = {"name": names, "kind": kinds, "region": region, "lat": points["lat"], "lon": points["lon"]}
    if NOTES in columns:
        typed["notes"] = _texts(frame.cells(NOTES))
    readings = {
        question.column: readings_of(frame.cells(question.column))
        for question in frame.criteria.questions
        if question.type is AnswerType.NUMBER
    }
    language = Marks(frame.table.language_hint or frame.call.language)
    style = Style(file_marks(readings.values()), language)
    for question in frame.criteria.questions:
        asked = kinds.isin(list(question.kinds)) | kinds.isna() if question.kinds else kinds.notna() | kinds.isna()
        typed[question.column] = _answers(frame, question, readings.get(question.column, {}), style, asked, collector)
    table = pd.DataFrame(typed, index=frame.table.cells.index)
    tell_twins(ids, table, columns.header(NAME), gazetteer.titles, collector)
    tell_same_answers(ids, table, columns.header(ID), frame.criteria.questions, collector)
    table.index = pd.Index(ids.fillna("").astype(object), dtype=object, name="applicant")
    return table.sort_index(kind="stable")


def _is_no_list(unknown: "pd.Series[bool]", collector: Collector) -> bool:
    """Tell whether a large file is no list of applicants at all, and say so.

    Where most of many rows are of no known kind or district, judging every further cell takes long and tells
    nothing more.
    """
    count, total = int(unknown.sum()), len(unknown)
    if total < MANY_ROWS or 2 * count <= total:
        return False
    collector.add(
        "no-applicants-list",
        Severity.ERROR,
        message(
            "{count} of {total} rows are of no known kind or district; the answers were not looked at",
            count=count,
            total=total,
        ),
        message("Look whether this is the right file and whether its columns are in place."),
    )
    return True


def _kinds(frame: Frame, collector: Collector) -> "pd.Series[Any]":
    cells, header = frame.cells(KIND), frame.columns.header(KIND)
    kinds = frame.call.library_kinds
    if KIND not in frame.columns and len(kinds) == 1:
        collector.add(
            "kind-of-the-call",
            Severity.NOTE,
            message("all applicants were taken as {kind}, the only kind that the call knows", kind=kinds[0].label),
            message("Add a column kind if that is wrong."),
        )
        return pd.Series([kinds[0].code] * len(cells), index=cells.index, dtype=object)
    names = {key(kind.code): str(kind.code) for kind in kinds}
    for kind in kinds:
        for text in (kind.label.id, kind.label.en, *KIND_NAMES[kind.code]):
            names.setdefault(key(text), kind.code)
    options: list[Text] = [kind.label for kind in kinds]
    found = read_choices(cells, header, names, options, collector, "unknown-kind")
    _require(cells, found, header, collector)
    return found


def _require(cells: "pd.Series[Any]", found: "pd.Series[Any]", header: str, collector: Collector) -> None:
    rows = [int(row) for row in found.index[found.isna()] if (int(row), header) not in collector.spoilt]
    collector.cells(
        "required",
        Severity.ERROR,
        header,
        rows,
        cells.loc[rows].tolist(),
        lambda _: message("the cell is blank, and an answer is required"),
        lambda _: message("Fill in the cell."),
    )


def _answers(
    frame: Frame,
    question: Question,
    known: Readings,
    style: Style,
    asked: "pd.Series[bool]",
    collector: Collector,
) -> "pd.Series[Any]":
    cells, header = frame.cells(question.column), frame.columns.header(question.column)
    answers: pd.Series[Any]
    match question.type:
        case AnswerType.NUMBER:
            answers = read_numbers(cells, known, question, header, style, collector)
        case AnswerType.CHOICE:
            options: Sequence[Text] = [choice.label for choice in question.choices]
            answers = read_choices(cells, header, accepted(question), options, collector)
        case AnswerType.DATE:
            answers = read_dates(cells, header, frame.call.decides, collector)
        case AnswerType.TEXT:
            answers = _texts(cells)
    if question.required:
        _require(cells[asked], answers[asked], header, collector)
    elif question.column in frame.columns:
        _tell_missing(answers[asked], header, collector)
    return answers


def _texts(cells: "pd.Series[Any]") -> "pd.Series[Any]":
    values = np.empty(len(cells), dtype=object)
    values[:] = [_text(cell) for cell in cells]
    return pd.Series(values, index=cells.index, dtype=object)


def _text(cell: object) -> str | None:
    if cell is None or (isinstance(cell, float) and math.isnan(cell)):
        return None
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    text = " ".join(str(cell).split())
    return None if says_missing(text) else text


def _tell_missing(answers: "pd.Series[Any]", header: str, collector: Collector) -> None:
    rows = [int(row) for row in answers.index[answers.isna()] if (int(row), header) not in collector.spoilt]
    if rows:
        collector.add(
            "missing-answers",
            Severity.WARNING,
            message(
                "no answer from {count} of {total} applicants, in rows {rows}",
                count=len(rows),
                total=len(answers),
                rows=row_list(rows),
            ),
            message("Ask them for it; the criteria say what a missing answer does."),
            header,
        )
