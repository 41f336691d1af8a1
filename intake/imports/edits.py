"""Cells mended in place: a list of changes to the text of a table, which can be taken back one by one."""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from intake.findings import Finding, Findings, InputError, Severity
from intake.imports.choices import Edit
from intake.imports.source_columns import said
from intake.tables import Table
from locales import message

MOST_EDITS = 20_000
MOST_ROWS_EDITED = 2_000


def edited(table: Table, edits: Sequence[Edit]) -> Table:
    """Apply the edits in order; raises InputError where one does not meet the text that it was made for."""
    if not edits:
        return table
    cells = table.cells.copy()
    rows = {int(row): at for at, row in enumerate(cells.index)}
    faults: list[Finding] = []
    for edit in edits:
        at = rows.get(edit.row, -1)
        known = at >= 0 and 0 <= edit.column < len(table.headers)
        now = said(cells.to_numpy()[at, edit.column]) if known else ""
        if not known or now != edit.old:
            faults.append(_stray(table, edit, now))
            continue
        cells.iat[at, edit.column] = edit.new if edit.new.strip() else None
    if faults:
        raise InputError(Findings.of(faults))
    return replace(table, cells=cells)


def changes_between(table: Table, shown: pd.DataFrame) -> tuple[Edit, ...]:
    """Give the edits that turn a table into what a person made of some of its cells.

    shown: texts, index row numbers and columns places of the table, as many as were shown.
    """
    found: list[Edit] = []
    for place in shown.columns:
        before = table.cells.loc[shown.index, place].map(said)
        after = shown[place].map(lambda text: "" if text is None or text != text else str(text))
        found += [
            Edit(row=int(row), column=int(place), old=before.loc[row], new=after.loc[row])
            for row in shown.index[(before != after).to_numpy()]
        ]
    return tuple(sorted(found, key=lambda edit: (edit.row, edit.column)))


def _stray(table: Table, edit: Edit, now: str) -> Finding:
    header = table.headers[edit.column] if 0 <= edit.column < len(table.headers) else ""
    problem = message("the cell reads “{now}”, not “{old}” for which it was mended", now=now, old=edit.old)
    remedy = message("Take the change back and make it again.")
    return Finding("stray-edit", Severity.ERROR, problem, remedy, table.file, table.sheet, edit.row, header, edit.new)
