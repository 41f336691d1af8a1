"""Lists of applicants as they really arrive: titles, running numbers, totals, other headers, other encodings."""

import csv
from collections.abc import Mapping, Sequence
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import openpyxl

from intake import Findings, imports
from tests.intake.folders import CALL, CATALOGUE, CRITERIA, HEADER, make_round, people

HEADS: dict[str, str] = {
    "applicant": "Nomor Pendaftaran",
    "name": "Nama Perpustakaan",
    "kind": "Jenis",
    "bps_code": "Kode BPS",
    "kemendagri_code": "Kode Kemendagri",
    "region_name": "Kab/Kota",
    "lat": "Lintang",
    "lon": "Bujur",
    "staff": "Jumlah Petugas",
    "match_pct": "Dana Pendamping",
    "money": "Anggaran",
    "distance": "Jarak",
    "letter": "Surat Komitmen",
    "since": "Berdiri Sejak",
    "remark": "Uraian",
}
BASE: dict[str, bytes] = {
    "round.toml": CALL.encode(),
    "criteria.toml": CRITERIA.encode(),
    "catalogue.toml": CATALOGUE.encode(),
}
ASKED = imports.asked_by(BASE)


def csv_bytes(rows: Sequence[Sequence[Any]], delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    out = StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode(encoding)


def xlsx_bytes(rows: Sequence[Sequence[Any]], sheet: str = "Sheet1", merged: Sequence[str] = ()) -> bytes:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = sheet
    for row in rows:
        page.append(list(row))
    for each in merged:
        page.merge_cells(each)
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def table(rows: Sequence[Mapping[str, Any]], heads: Mapping[str, str] = HEADS) -> list[list[Any]]:
    """A header row under the names of `heads`, and the rows below it."""
    return [[heads[column] for column in HEADER], *([row[column] for column in HEADER] for row in rows)]


def upload(content: bytes, name: str = "daftar.csv") -> imports.Upload:
    found = imports.identify(name, content)
    assert isinstance(found, imports.Upload), found.problem.text("en")
    return found


def grid_of(content: bytes, sheet: str = "") -> imports.Grid:
    grid, findings = imports.read_grid(upload(content), content, sheet)
    assert grid is not None, said(findings)
    return grid


def choose(content: bytes, sheet: str = "", **more: Any) -> imports.Choices:
    """What a person who takes every proposal as it is decides."""
    known, _ = imports.first_rows(upload(content), content)
    rows = known[sheet] or grid_of(content, sheet).rows[:1]
    guess = imports.guess_header(rows, ASKED.known)
    assert guess is not None
    table_ = imports.table_below(grid_of(content, sheet), guess.row, "daftar")
    proposals = imports.propose(table_, imports.sources(table_), ASKED)
    mapping = tuple(sorted(imports.decided(proposals).items()))
    return imports.Choices(sheet=sheet, header=guess.row, mapping=mapping, **more)


def judged(content: bytes, choices: imports.Choices | None = None, sheet: str = "") -> imports.Judged:
    taken = choices or choose(content, sheet)
    return imports.judge(grid_of(content, taken.sheet), ASKED, taken, "daftar")


def said(findings: Findings) -> list[str]:
    return [f"{each.code} {each.row} {each.column}: {each.problem.text('en')}" for each in findings]


def round_files(folder: Path, rows: Sequence[dict[str, Any]] | None = None) -> dict[str, bytes]:
    """A small round's files by their paths."""
    made = make_round(folder, people({}, {}, {}) if rows is None else rows)
    return {path.name: path.read_bytes() for path in made.iterdir()}
