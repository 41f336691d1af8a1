"""Reading a written plan: whatever is damaged becomes a violation that says where."""

import hashlib
import zipfile
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from pydantic import ValidationError

from intake import UNSOUND_ZIP
from locales import message
from optimizer import Violation
from reports import canonical, plan_file, schema
from reports.schema import SECTIONS, Document

PLAN, AWARDS, WORKBOOK, CERTIFICATE, DRAW = "plan.json", "awards.csv", "plan.xlsx", "certificate.json", "draw.json"
WITH_A_PLAN = frozenset({WORKBOOK, AWARDS, CERTIFICATE})
"""The files beside plan.json when there is a plan; without one there is the workbook alone."""
TABLES = frozenset({"applicants", "regions", "options", "scores", "bill", "not_funded"})
"""The sections that grow with the applicants."""
OWN = WITH_A_PLAN | {PLAN, DRAW}
CHUNK = 2**20
LARGEST_MEMBER = 2**30
"""Bytes that one part of a workbook may unpack to; more is not a workbook of ours."""


def read(folder: Path) -> tuple[Document | None, list[Violation]]:
    """Read plan.json and compare every section with its digest; no document when its shape is wrong."""
    try:
        data, digests, found = _read(folder / PLAN)
    except OSError as error:
        why = error.strerror or type(error).__name__
        return None, [Violation(PLAN, message("the plan cannot be read: {why}", why=why))]
    except ValueError as error:
        return None, [Violation(PLAN, message("this is not a plan in JSON: {why}", why=str(error)))]
    found += _sections(data, digests)
    huge = canonical.too_large(data)
    if huge:
        number = canonical.shown(huge[0])
        return None, [*found, Violation(PLAN, message("{number} is larger than any figure of a plan", number=number))]
    try:
        return Document.model_validate(data), found
    except ValidationError as error:
        found += [
            Violation(
                PLAN,
                message(
                    "{section}: {place} is not what a plan holds there: {why}",
                    section=str(each["loc"][0]) if each["loc"] else PLAN,
                    place=".".join(map(str, each["loc"])),
                    why=each["msg"],
                ),
            )
            for each in error.errors()[:20]
        ]
        return None, found


def plan_sections(plan: BinaryIO) -> Iterator[plan_file.Section]:
    """Read all sections of a plan that verifies one after the other, by their names; rows are held by column."""
    return plan_file.sections(plan, by_column=schema.ROWS)


def _read(path: Path) -> tuple[dict[str, Any], dict[str, str], list[Violation]]:
    """The sections of a plan and their digests, and where it is not written as this program writes it."""
    with path.open("rb") as file:
        try:
            held = list(plan_sections(file))
            return {each.name: each.value for each in held}, {each.name: each.digest for each in held}, []
        except ValueError:
            file.seek(0)
            content = file.read()  # whatever is wrong with it is said of the whole
    data = canonical.parse(content.decode("utf-8"))
    if not isinstance(data, dict):
        raise ValueError("no sections")
    return data, {name: canonical.digest(value) for name, value in data.items()}, _rewritten(content, data)


def read_decided(folder: Path) -> Document:
    """Read what was decided from plan.json, and not the tables that it was decided on, which come back without rows.

    For a plan whose bytes are known to be those that were written: nothing is compared with a digest. Raises
    ValueError when they cannot be read so.
    """
    with (folder / PLAN).open("rb") as file:
        wanted = [name for name in Document.model_fields if name not in TABLES]
        data = {each.name: each.value for each in plan_file.sections(file, wanted, schema.ROWS)}
        types = plan_file.read_member(file, "options", "types")
    none: dict[str, Any] = {"types": {}, "rows": []}
    return Document.model_validate(
        {
            **data,
            **dict.fromkeys(("applicants", "regions"), none),
            "options": {"types": types, "rows": []},
            "scores": {"weights": {}, "summary": [], "gates": [], "points": []},
            "bill": [],
            "not_funded": [],
        }
    )


def read_sections(plan: BinaryIO, names: Collection[str]) -> Mapping[str, Any]:
    """Read these sections of plan.json, and the others only where it is not written as this program writes it."""
    try:
        return {each.name: each.value for each in plan_file.sections(plan, names)}
    except ValueError:
        plan.seek(0)
        held: Mapping[str, Any] = canonical.parse(plan.read().decode("utf-8"))
        return held


def _rewritten(content: bytes, data: Any) -> list[Violation]:  # noqa: ANN401
    if canonical.is_text_of(content, data):
        return []
    was, new = content.decode("utf-8").splitlines(), canonical.text(data).splitlines()
    place = next((n for n, (a, b) in enumerate(zip(was, new, strict=False)) if a != b), min(len(was), len(new)))
    return [
        Violation(
            PLAN,
            message(
                "line {line} is not written as this program writes it: {given}",
                line=str(place + 1),
                given=was[place].strip()[:120] if place < len(was) else "–",
            ),
        )
    ]


def _sections(data: Mapping[str, Any], actual: Mapping[str, str]) -> list[Violation]:
    digests = data.get("digests")
    stated = digests.get("sections") if isinstance(digests, dict) else None
    if not isinstance(stated, dict):
        return [Violation(PLAN, message("the digests of the sections are missing"))]
    found = [
        Violation(name, message("the section {section} was changed after it was written", section=name))
        for name in SECTIONS
        if name in data and actual[name] != stated.get(name)
    ]
    return found + [
        Violation("digests", message("there is a digest of {section}, which is no section", section=str(name)))
        for name in sorted(set(stated) - set(SECTIONS))
    ]


def files(folder: Path, document: Document) -> list[Violation]:
    """Compare the files beside plan.json with their digests, and find those that should not be there."""
    stated = document.digests.files
    drawn = set() if document.draw is None else {DRAW}
    wanted = WITH_A_PLAN | drawn if document.result.status in ("optimal", "feasible") else frozenset({WORKBOOK})
    found: list[Violation] = []
    if set(stated) != wanted:
        found.append(
            Violation(
                "digests",
                message(
                    "the files with a digest are {given}; they should be {wanted}",
                    given=tuple(sorted(stated)),
                    wanted=tuple(sorted(wanted)),
                ),
            )
        )
    for name in sorted(wanted):
        try:
            actual = workbook_digest(folder / name) if name == WORKBOOK else file_digest(folder / name)
        except OSError as error:
            why = error.strerror or type(error).__name__
            found.append(Violation(name, message("the file cannot be read: {why}", why=why)))
            continue
        except ValueError as error:
            found.append(Violation(name, message("the workbook is damaged: {why}", why=str(error))))
            continue
        if actual != stated.get(name):
            found.append(Violation(name, message("the file {file} was changed after it was written", file=name)))
    found += [
        Violation(name, message("there is a file {file} that the plan does not speak of", file=name))
        for name in sorted(OWN - wanted - {PLAN})
        if (folder / name).exists()
    ]
    return found


def file_digest(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def workbook_digest(path: Path) -> str:
    """SHA-256 over names and contents of a workbook's parts, so that it does not depend on how they are packed.

    Raises ValueError when it is not a readable ZIP file, and OSError when there is none that can be opened.
    """
    with path.open("rb") as file:
        try:
            return _parts_digest(file)
        except UNSOUND_ZIP as error:
            raise ValueError(str(error)) from error


def _parts_digest(file: BinaryIO) -> str:
    total = hashlib.sha256()
    with zipfile.ZipFile(file) as archive:
        for member in sorted(archive.infolist(), key=lambda each: (each.filename, each.header_offset)):
            if member.file_size > LARGEST_MEMBER:
                raise ValueError(f"{member.filename} is too large")
            content = hashlib.sha256()
            with archive.open(member) as part:
                while piece := part.read(CHUNK):
                    content.update(piece)
            total.update(f"{member.filename}\n{content.hexdigest()}\n".encode())
    return total.hexdigest()
