"""A workbook of applicants as a provincial office sends it: everything that a spreadsheet lets people do to a list."""

import csv
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import openpyxl

from tests.samples import ROOT
from tests.stocked import SMALL

HOSTILE = '<img src=x onerror="window.__xss.push(1)"> **Perpustakaan** [klik](javascript:1)'
HEADS = {
    "applicant": "No Pendaftaran",
    "name": "NAMA PERPUSTAKAAN",
    "kind": "Jenis",
    "region_name": "Kab./Kota",
    "hours_per_week": "Jam/mgg",
}
"""Headings of the file for some of the columns; the others are called as they are asked for."""
KINDS = {"district": "Perpustakaan umum kabupaten/kota", "village": "Perpustakaan desa/kelurahan"}
FLAGS = {"yes": "ya", "no": "tidak"}
GROUPED = ("titles", "visits_year", "people_served")
LEFT_OUT = ("bps_code", "kemendagri_code")
"""Columns that the office does not send: the district is known by its name alone."""


def sample_rows() -> list[dict[str, str]]:
    """The small round's applicants as its file has them: text by column."""
    with (ROOT / "data" / "rounds" / SMALL / "applicants.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def indonesian(column: str, value: str) -> str:
    """A value as somebody in an Indonesian office writes it."""
    if column == "kind":
        return KINDS.get(value, value)
    if column == "data_date" and value:
        year, month, day = value.split("-")
        return f"{day}/{month}/{year}"
    if column in GROUPED and value:
        return f"{int(value):,}".replace(",", ".")
    if column in ("hours_per_day", "hours_per_week", "lat", "lon"):
        return value.replace(".", ",")
    return FLAGS.get(value, value)


@dataclass(frozen=True)
class Messy:
    """The file. spelt: how some districts are misspelt, by applicant. twice: who is in it twice."""

    spelt: dict[str, str]
    twice: str
    wrong: dict[tuple[str, str], str]
    hostile: str

    def content(self) -> bytes:
        """The workbook: a sheet of instructions, then the list under titles, a merged line and the headings."""
        rows = sample_rows()
        columns = [name for name in rows[0] if name not in LEFT_OUT]
        body: list[list[str | int | None]] = []
        for number, row in enumerate(rows, 1):
            who = row["applicant"]
            cells = {column: indonesian(column, row[column]) for column in columns}
            cells["region_name"] = self.spelt.get(who, cells["region_name"])
            if who == self.hostile:
                cells["name"] = HOSTILE
            cells |= {column: value for (name, column), value in self.wrong.items() if name == who}
            line: list[str | int | None] = [number, *(cells[column] or None for column in columns), "lihat berkas"]
            body.append(line)
            if who == self.twice:
                body.append([number, *line[1:]])
            if number % 20 == 0:
                body.append([])
        book = openpyxl.Workbook()
        cover = book.active
        assert cover is not None
        cover.title = "Petunjuk"
        cover.append(["Mohon diisi lengkap dan dikirim kembali"])
        sheet = book.create_sheet("Rekap")
        sheet.append(["REKAPITULASI PEMOHON BANTUAN"])
        sheet.append(["Dinas Perpustakaan dan Kearsipan"])
        sheet.append([])
        sheet.append([None, "IDENTITAS", None, None, None, "PRASARANA"])
        sheet.append(["No.", *(HEADS.get(column, column) for column in columns), "Keterangan panitia"])
        for line in body:
            sheet.append(line)
        sheet.append([None, "JUMLAH", len(rows)])
        for merged in ("A1:H1", "A2:H2", "B4:E4", "F4:J4"):
            sheet.merge_cells(merged)
        out = BytesIO()
        book.save(out)
        return out.getvalue()

    def written(self, folder: Path, name: str) -> Path:
        """Write it to a folder."""
        file = folder / name
        file.write_bytes(self.content())
        return file
