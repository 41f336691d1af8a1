"""The columns of marks.csv, found by name or synonym."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from intake.collector import Collector
from intake.findings import Severity
from intake.synonyms import ID, SYNONYMS
from intake.tables import Table
from intake.words import key
from locales import message

APPLICANT, REVIEWER, CRITERION, MARK, CONFLICT = "applicant", "reviewer", "criterion", "mark", "conflict"
NAMES: dict[str, tuple[str, ...]] = {
    APPLICANT: (ID, *SYNONYMS[ID], "pemohon"),
    REVIEWER: ("reviewer", "reviewer id", "panel member", "juror", "judge", "penilai", "id penilai", "juri"),
    CRITERION: ("criterion", "criteria", "kriteria", "id kriteria", "aspek"),
    MARK: ("mark", "marks", "score", "points", "nilai", "skor"),
    CONFLICT: ("conflict", "conflict of interest", "konflik", "konflik kepentingan", "benturan kepentingan"),
}


@dataclass(frozen=True, eq=False)
class Headed:
    """The table of marks, and where each known column stands."""

    table: Table
    position: Mapping[str, int]

    def header(self, column: str) -> str:
        """Give the header that the file uses for a column, or the column's own name where it has none."""
        place = self.position.get(column)
        return column if place is None else self.table.headers[place]

    def cells(self, column: str) -> "pd.Series[Any]":
        """Give one column's raw cells; all blank where the file lacks the column."""
        place = self.position.get(column)
        if place is None:
            return pd.Series([None] * len(self.table.cells), index=self.table.cells.index, dtype=object)
        return self.table.cells[place]

    def __contains__(self, column: str) -> bool:
        return column in self.position


def headed(table: Table, criteria: Sequence[str], collector: Collector) -> Headed | None:
    """Match the headers; None, with the errors told, when a needed column is absent or there twice.

    The column criterion may be left out while the panel marks one criterion only, and the column conflict always.
    """
    known = {key(text): column for column, texts in NAMES.items() for text in texts}
    position: dict[str, int] = {}
    clear = True
    for place, header in enumerate(table.headers):
        column = known.get(key(header))
        if column is None:
            if header:
                problem = message("the column “{header}” is not known and was not read", header=header)
                collector.add("unknown-column", Severity.NOTE, problem, message("Nothing needs doing."), header)
        elif column in position:
            clear = False
            headers = (f"“{table.headers[position[column]]}”", f"“{header}”")
            problem = message("the headers {headers} all mean the column {column}", headers=headers, column=column)
            remedy = message("Keep one of them, and delete or rename the others.")
            collector.add("two-columns-for-one", Severity.ERROR, problem, remedy, header)
        else:
            position[column] = place
    needed = [APPLICANT, REVIEWER, MARK, *([CRITERION] if len(criteria) > 1 else [])]
    for column in needed:
        if column not in position:
            clear = False
            problem = message("the column {column} is missing", column=column)
            remedy = message("Add the column {column}, or give it this header.", column=column)
            collector.add("missing-column", Severity.ERROR, problem, remedy, column)
    return Headed(table, position) if clear else None
