"""HeldTables: the two tables of an allocation, kept in order while nothing but cells changes."""

from collections.abc import Set
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from intake import Findings, InputError
from optimizer.joined import Joined
from optimizer.tables import KEYS, Tables, number_findings, prepare


@dataclass(frozen=True, eq=False)
class HeldTables:
    """Tables as they were given, as `prepare` made them, and which row went where."""

    applicants: pd.DataFrame
    options: pd.DataFrame
    tables: Tables
    people: npt.NDArray[np.intp]
    rows: npt.NDArray[np.intp]

    @staticmethod
    def of(applicants: pd.DataFrame, options: pd.DataFrame) -> "HeldTables":
        """Prepare tables; raises what `prepare` raises."""
        tables = prepare(applicants, options)
        people = pd.Series(np.arange(len(applicants)), index=applicants.index.astype(str)).sort_index(kind="stable")
        keys = options[list(KEYS)].astype(str).assign(place=np.arange(len(options)))
        rows = keys.sort_values(list(KEYS), kind="stable")["place"]
        return HeldTables(applicants, options, tables, people.to_numpy(np.intp), rows.to_numpy(np.intp))

    def changed(self, applicants: pd.DataFrame, options: pd.DataFrame) -> frozenset[str] | None:
        """The columns in which other tables differ; None where they differ in more than cells."""
        people, rows = _unlike(self.applicants, applicants), _unlike(self.options, options)
        if people is None or rows is None or rows & set(KEYS):
            return None
        return people | rows

    def with_cells(self, applicants: pd.DataFrame, options: pd.DataFrame, changed: Set[str]) -> "HeldTables":
        """Take over the cells of the changed columns; raises InputError where `prepare` would refuse them."""
        own = [column for column in options.columns if column in changed]
        findings = Findings.of(number_findings(options[[*KEYS, *own]]))
        if findings.errors:
            raise InputError(findings)
        held = self.tables
        people = {c: applicants[c].array.take(self.people) for c in applicants.columns if c in changed}
        rows = {c: options[c].array.take(self.rows) for c in own}
        everyone, everything = held.applicants.assign(**people), held.options.assign(**rows)
        joined = Joined(everything, everyone, held.owner)
        tables = replace(held, applicants=everyone, options=everything, joined=joined)
        return replace(self, applicants=applicants, options=options, tables=tables)


def _unlike(before: pd.DataFrame, after: pd.DataFrame) -> frozenset[str] | None:
    """The columns whose cells differ; None where rows, columns or their order do."""
    if before is after:
        return frozenset()
    if not (before.columns.equals(after.columns) and before.index.equals(after.index)):
        return None
    return frozenset(str(column) for column in before.columns if not before[column].equals(after[column]))
