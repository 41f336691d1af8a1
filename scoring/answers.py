"""An applicant's answers in words: the question, the answer with its unit, or that there is none."""

import datetime
from collections.abc import Mapping
from typing import Any, TypeAlias

import pandas as pd

from intake import Criteria, Question
from locales import Date, Label, Message, Text, message

Row: TypeAlias = Mapping[str, Any]
"""One applicant's cells by column: text, a number, a day, or blank."""

NOT_ASKED = {
    "kind": message("kind of library"),
    "region": message("district code"),
    "district": message("district"),
    "district_kind": message("kabupaten or kota"),
    "province": message("province"),
    "island_group": message("island group"),
}


def rows(table: pd.DataFrame, applicants: list[str]) -> dict[str, dict[str, Any]]:
    """Give some applicants' cells as plain Python values, by applicant and column."""
    chosen = table.loc[applicants]
    cells = {column: chosen[column].tolist() for column in chosen.columns}
    return {each: {column: cells[column][i] for column in cells} for i, each in enumerate(applicants)}


class Answers:
    """Puts columns and cells into words, with the labels, units and choices of the questions."""

    def __init__(self, criteria: Criteria) -> None:
        self._questions = {question.column: question for question in criteria.questions}

    def question(self, column: str) -> Question | None:
        """Give the question behind a column; figures of the district have none."""
        return self._questions.get(column)

    def title(self, column: str) -> Text:
        """Name a column: its question's label, or what the figure of the district is."""
        question = self._questions.get(column)
        return question.label if question else NOT_ASKED.get(column, column)

    def unit(self, column: str) -> Label | None:
        """Give the unit of a column's question, if it has one."""
        question = self._questions.get(column)
        return question.unit if question else None

    def said(self, column: str, cell: object, unit: Label | None = None) -> Text:
        """Put one cell into words: with its unit, or the label of the choice; "no answer" for a blank.

        `unit` is used where the column is no question's, or its question states none.
        """
        if blank(cell):
            return message("no answer")
        question = self._questions.get(column)
        if question and question.choices:
            labels = {choice.code: choice.label for choice in question.choices}
            return labels.get(str(cell), str(cell))
        if isinstance(cell, datetime.date):
            return Date(cell.date() if isinstance(cell, datetime.datetime) else cell)
        if isinstance(cell, int | float):
            return with_unit(cell, self.unit(column) or unit)
        return str(cell)


def blank(cell: object) -> bool:
    """Tell whether a cell is blank: None, NaN, NaT or pandas' missing value."""
    return bool(pd.isna(cell))  # type: ignore[call-overload]


def with_unit(number: float, unit: Label | None) -> Text:
    """Write a number with its unit, if it has one."""
    return message("{number} {unit}", number=number, unit=unit) if unit else number


def no_answer(title: Text) -> Message:
    """Say that a question was left blank."""
    return message("{question}: no answer", question=title)
