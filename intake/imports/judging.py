"""An upload checked: every cell against what the round asks, with the file's own rows and headers."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd

from intake.applicants import Frame, read_applicants
from intake.collector import Collector, each
from intake.columns import Columns
from intake.delimited import check_widths
from intake.findings import Findings, InputError, Severity
from intake.imports.asked import Asked
from intake.imports.canonical import canonical, own_points
from intake.imports.choices import Choices
from intake.imports.edits import edited
from intake.imports.grids import Grid
from intake.imports.mapping import mapping_faults
from intake.imports.odd_rows import REASONS, Odd, odd_rows
from intake.imports.source_columns import said, sources, table_below
from intake.round import ColumnMatch
from intake.synonyms import ID
from intake.tables import Formula, Table, check_lengths
from intake.workbooks import tell_formulas
from locales import Message, message

WRITTEN_OUT = 2_000
"""So many findings of a kind and column are written out; the rest are counted, and their cells still marked."""
NO_TEXT = re.compile("[\x00\ud800-\udfff\ufffe\uffff]")
RUNNING = 5


@dataclass(frozen=True)
class RowLeftOut:
    """A row of the sheet that is not read: why the program (`why`) or a person (`reason`) left it out, and its text."""

    row: int
    why: Odd | None
    reason: str
    cells: tuple[str, ...]

    @property
    def said(self) -> Message | str:
        """Say why."""
        return REASONS[self.why] if self.why else self.reason


@dataclass(frozen=True, eq=False)
class Judged:
    """An upload under a person's choices.

    table: what is read, index row numbers of the file, after the edits and without the rows left out. people: typed
    applicants as `Round` documents them, blank where there are errors. wrong, doubted: the (row, header) places with
    an error, with a warning. content: applicants.csv in canonical form; empty while there are errors.
    """

    table: Table
    whole: Table
    mapping: Mapping[int, str]
    people: pd.DataFrame
    findings: Findings
    left_out: tuple[RowLeftOut, ...]
    wrong: frozenset[tuple[int, str]]
    doubted: frozenset[tuple[int, str]]
    content: bytes

    @property
    def counts(self) -> dict[str, int]:
        """Count the rows that are sound, have a warning, have an error, and are left out: together all rows."""
        rows = {int(row) for row in self.table.cells.index}
        wrong = {row for row, _ in self.wrong} & rows
        doubted = ({row for row, _ in self.doubted} & rows) - wrong
        sound = len(rows) - len(wrong) - len(doubted)
        return {"sound": sound, "warning": len(doubted), "error": len(wrong), "left_out": len(self.left_out)}

    @property
    def unread(self) -> tuple[str, ...]:
        """Name the columns of the file that are not read."""
        return tuple(source.header for source in sources(self.whole) if not self.mapping.get(source.place))


def judge(grid: Grid, asked: Asked, choices: Choices, file: str) -> Judged:
    """Check what an upload says under the choices; raises InputError where the choices do not fit the file."""
    whole = edited(table_below(grid, choices.header, file), choices.edits)
    mapping = {place: target for place, target in choices.mapping if target}
    faults = mapping_faults(mapping, sources(whole), asked, file)
    if faults.errors:
        raise InputError(faults)
    left_out = _left_out(grid, whole, mapping, choices)
    gone = {each.row for each in left_out}
    kept = whole.cells.loc[[int(row) not in gone for row in whole.cells.index]]
    if not len(kept):
        problem = message("every row is left out: there are no applicants")
        raise InputError(_one(problem, message("Take at least one row in."), file, grid.sheet))
    return _checked(replace(whole, cells=kept), whole, mapping, left_out, grid, asked, choices.header)


def _one(problem: Message, remedy: Message, file: str, sheet: str) -> Findings:
    collector = Collector(file, sheet)
    collector.add("no-applicants", Severity.ERROR, problem, remedy)
    return collector.findings()


def _left_out(grid: Grid, whole: Table, mapping: Mapping[int, str], choices: Choices) -> tuple[RowLeftOut, ...]:
    by_person = {each.row: each.reason for each in choices.left_out}
    by_program = {each.row: each.why for each in odd_rows(whole, mapping) if each.row not in set(choices.taken_in)}
    above = [
        RowLeftOut(number, Odd.ABOVE, "", tuple(map(said, row))) for number, row in grid.rows if number < choices.header
    ]
    below = [
        RowLeftOut(
            int(row),
            None if int(row) in by_person else by_program[int(row)],
            by_person.get(int(row), ""),
            tuple(map(said, whole.cells.loc[row].tolist())),
        )
        for row in whole.cells.index
        if int(row) in by_person or int(row) in by_program
    ]
    return (*above, *below)


def _checked(
    table: Table,
    whole: Table,
    mapping: Mapping[int, str],
    left_out: tuple[RowLeftOut, ...],
    grid: Grid,
    asked: Asked,
    header: int,
) -> Judged:
    collector = Collector(whole.file, grid.sheet, most=WRITTEN_OUT)
    _tell_cells(table, mapping, collector)
    if grid.is_text:
        kept = {header, *(int(row) for row in table.cells.index)}
        check_widths([(number, list(row)) for number, row in grid.rows if number in kept], collector)
    position = {target: place for place, target in mapping.items()}
    matches = tuple(ColumnMatch(whole.headers[place], target, "chosen") for place, target in sorted(mapping.items()))
    frame = Frame(table, Columns(position, whole.headers, matches), asked.call, asked.criteria, asked.regions)
    _tell_running(frame, collector)
    people = read_applicants(frame, collector)
    content = b""
    if not collector.has_errors() and not collector.spoilt:
        content = canonical(people, set(mapping.values()), own_points(frame), asked.regions, asked.criteria)
    return Judged(
        table=table,
        whole=whole,
        mapping=dict(mapping),
        people=people,
        findings=collector.findings(),
        left_out=left_out,
        wrong=frozenset(collector.spoilt),
        doubted=frozenset(collector.doubted),
        content=content,
    )


def _tell_cells(table: Table, mapping: Mapping[int, str], collector: Collector) -> None:
    """Refuse formulas, cells too long and characters that are no text, in the columns that are read."""
    for place in sorted(mapping):
        header, column = table.headers[place], table.cells[place]
        check_lengths(collector, header, column)
        for row, cell in each(column):
            if isinstance(cell, Formula):
                tell_formulas(row, [*[None] * place, cell], table.headers, collector)
        bad = [row for row, cell in each(column) if isinstance(cell, str) and NO_TEXT.search(cell)]
        collector.cells(
            "control-character",
            Severity.ERROR,
            header,
            bad,
            column.loc[bad].tolist(),
            lambda _: message("the cell holds characters that are not seen and can disguise the text"),
            lambda _: message("Delete the cell and type its text anew."),
        )


def _tell_running(frame: Frame, collector: Collector) -> None:
    """Warn of ids that only number the rows: in another order they would be other applicants'."""
    ids = [said(cell) for cell in frame.cells(ID)]
    if len(ids) >= RUNNING and ids == [str(number) for number in range(1, len(ids) + 1)]:
        collector.add(
            "running-number",
            Severity.WARNING,
            message("the applicants' ids only number the rows, and would be others' if the list were sorted anew"),
            message("Use an id that stays with the library, such as its registration number."),
            frame.columns.header(ID),
        )
