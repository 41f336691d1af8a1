"""How an imported list came about: a note that is kept beside it, and from which it can be made again."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from intake.findings import Finding, Findings, InputError, Severity
from intake.imports.asked import asked_by
from intake.imports.canonical import FILE
from intake.imports.choices import Choices
from intake.imports.grids import read_grid
from intake.imports.judging import Judged, judge
from intake.imports.source_columns import sources
from intake.imports.uploads import Upload, UploadKind, identify
from intake.strict import Strict
from locales import message

FOLDER = "import/"
NOTE = FOLDER + "note.json"


class Source(Strict):
    """The upload: what it called itself, where it is kept, and its digest."""

    name: str
    kind: UploadKind
    file: str
    sha256: str
    size: int


class Column(Strict):
    """One column of the upload; `read_as` is "" for one that is not read."""

    header: str
    read_as: str


class Row(Strict):
    """One row that is not read: `why` the program left it out, or the `reason` of a person, and what stands in it."""

    row: int
    why: str
    reason: str
    cells: tuple[str, ...]


class Mended(Strict):
    """One cell that was mended: its row, its column's header, its text before and after."""

    row: int
    column: str
    old: str
    new: str


class Remark(Strict):
    """One warning or note about the upload, in the round's language: reading applicants.csv does not tell it again."""

    severity: str
    code: str
    row: int | None
    column: str
    value: str
    problem: str


class ImportNote(Strict):
    """import/note.json. `rows` counts those below and above the header; `replaces` is the round's former version."""

    schema_version: Literal[1] = 1
    source: Source
    choices: Choices
    columns: tuple[Column, ...]
    rows: dict[str, int]
    left_out: tuple[Row, ...]
    mended: tuple[Mended, ...]
    remarks: tuple[Remark, ...]
    replaces: str
    text: str


@dataclass(frozen=True, eq=False)
class Imported:
    """A list ready to be kept: the files that it adds to a round's folder, and what was read."""

    files: dict[str, bytes]
    judged: Judged
    note: ImportNote


def imported(
    upload: Upload,
    content: bytes,
    choices: Choices,
    judged: Judged,
    language: str,
    *,
    text: str,
    replaces: str = "",
) -> Imported:
    """Give applicants.csv, every byte of the upload, and the note; raises InputError while there are errors.

    text: what the person says about it; replaces: the id of the kept round that it is a new version of.
    """
    if not judged.content:
        raise InputError(judged.findings)
    kept = f"{FOLDER}source.{upload.kind.value}"
    headers = judged.whole.headers
    note = ImportNote(
        source=Source(name=upload.name, kind=upload.kind, file=kept, sha256=upload.sha256, size=upload.size),
        choices=choices,
        columns=tuple(
            Column(header=each.header, read_as=judged.mapping.get(each.place, "")) for each in sources(judged.whole)
        ),
        rows=judged.counts,
        left_out=tuple(
            Row(row=each.row, why=each.why.value if each.why else "person", reason=each.reason, cells=each.cells)
            for each in judged.left_out
        ),
        mended=tuple(
            Mended(row=each.row, column=headers[each.column], old=each.old, new=each.new) for each in choices.edits
        ),
        remarks=tuple(
            Remark(
                severity=each.severity.value,
                code=each.code,
                row=each.row,
                column=each.column,
                value=each.value,
                problem=each.problem.text(language),
            )
            for each in judged.findings
        ),
        replaces=replaces,
        text=text,
    )
    return Imported({FILE: judged.content, kept: content, NOTE: _written(note)}, judged, note)


def read_note(files: Mapping[str, bytes]) -> ImportNote | None:
    """Read the note of a round's files; None for a round that was not imported."""
    return ImportNote.model_validate_json(files[NOTE]) if NOTE in files else None


def made_again(files: Mapping[str, bytes]) -> bytes:
    """Make applicants.csv again from the upload and the note that are kept beside it.

    Raises InputError when the upload is not the one that the note speaks of, or it cannot be read any more.
    """
    note = read_note(files)
    content = files.get(note.source.file, b"") if note else b""
    upload = identify(note.source.name, content) if note else None
    if note is None or not isinstance(upload, Upload) or upload.sha256 != note.source.sha256:
        problem = message("the upload is not the one that the note speaks of")
        remedy = message("Import the list again.")
        raise InputError(Findings.of([Finding("no-upload", Severity.ERROR, problem, remedy, NOTE)]))
    grid, findings = read_grid(upload, content, note.choices.sheet)
    if grid is None:
        raise InputError(findings)
    return judge(grid, asked_by(files), note.choices, upload.name).content


def _written(note: ImportNote) -> bytes:
    said: Any = note.model_dump(mode="json")
    return (json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode("utf-8")
