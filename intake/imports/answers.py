"""Whole questions about an upload, from its bytes on: so that a worker can answer them for a long list."""

from collections.abc import Mapping

from intake.findings import InputError
from intake.imports.asked import asked_by
from intake.imports.choices import Choices
from intake.imports.grids import Grid, read_grid
from intake.imports.judging import Judged, judge
from intake.imports.mapping import Proposal, propose
from intake.imports.source_columns import sources, table_below
from intake.imports.uploads import Upload
from intake.template_workbook import template_workbook

Files = Mapping[str, bytes]


def grid_of(upload: Upload, content: bytes, sheet: str) -> Grid:
    """Read one sheet; raises InputError when it cannot be had."""
    grid, findings = read_grid(upload, content, sheet)
    if grid is None:
        raise InputError(findings)
    return grid


def proposals_of(
    upload: Upload,
    content: bytes,
    files: Files,
    sheet: str,
    header: int,
    remembered: Mapping[str, str],
    learned: Mapping[str, str],
) -> tuple[Proposal, ...]:
    """Propose a column for every column of a sheet; files: those of the round that asks. Raises InputError."""
    table = table_below(grid_of(upload, content, sheet), header, upload.name)
    return propose(table, sources(table), asked_by(files), remembered, learned)


def judged_of(upload: Upload, content: bytes, files: Files, choices: Choices) -> Judged:
    """Check an upload under a person's choices; raises InputError where they do not fit it."""
    return judge(grid_of(upload, content, choices.sheet), asked_by(files), choices, upload.name)


def template_of(files: Files, language: str) -> bytes:
    """Write the blank workbook that a round's applicants are entered in; raises InputError for unsound files."""
    asked = asked_by(files)
    return template_workbook(asked.call, asked.criteria, asked.regions, language, asked.call.title.text(language))
