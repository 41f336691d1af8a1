"""Two applications with all answers the same: perhaps one library that applies twice under two names."""

from collections.abc import Iterable
from typing import Any

import pandas as pd

from intake.collector import Collector, row_list
from intake.criteria import AnswerType, Question
from intake.findings import Severity
from locales import message

ENOUGH = 6
"""So many numbers must agree, besides all other answers: fewer can agree by chance."""


def recognisable(table: pd.DataFrame, questions: Iterable[Question]) -> "pd.Series[bool]":
    """Whether an application holds numbers enough that another with the same answers is no chance."""
    numbers = [each.column for each in questions if each.type is AnswerType.NUMBER and each.column in table]
    return table[numbers].notna().sum(axis=1) >= ENOUGH


def tell_same_answers(
    ids: "pd.Series[Any]", table: pd.DataFrame, header: str, questions: Iterable[Question], collector: Collector
) -> None:
    """Warn of every application of one kind whose answers are all those of an earlier row.

    Wherever the library stands and whatever it is called. Applications with few numbers are left alone.
    """
    asked = tuple(questions)
    columns = ["kind", *(each.column for each in asked if each.type is not AnswerType.TEXT and each.column in table)]
    held = table.loc[recognisable(table, asked), columns]
    alike = held[held.duplicated(keep=False)]
    first: dict[tuple[str, ...], int] = {}
    for row, cells in zip(alike.index.tolist(), alike.itertuples(index=False, name=None), strict=True):
        twin = first.setdefault(tuple(map(str, cells)), row)
        if twin != row:
            collector.cell(
                "same-answers",
                Severity.WARNING,
                row,
                header,
                ids.loc[row],
                lambda twin=twin, row=row: message(  # type: ignore[misc]
                    "all answers are those of row {row}: {one} and {other} may be one library that applies twice",
                    row=row_list([twin]),
                    one=str(ids.loc[twin]),
                    other=str(ids.loc[row]),
                ),
                lambda: message("Ask both; delete one of the rows if both are the same library."),
            )
