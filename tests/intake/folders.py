"""A small round on disk that tests can break in one place at a time."""

import csv
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from intake import Finding, Findings, check_round

CALL = """
schema = 1
id = "small"
title = { id = "Kecil", en = "Small" }
phase = { id = "Uji", en = "Test" }
price_year = 2016
opens = 2015-10-01
closes = 2015-12-15
decides = 2016-02-15

[[library_kinds]]
code = "district"
label = { id = "Perpustakaan kabupaten/kota", en = "District library" }

[[library_kinds]]
code = "village"
label = { id = "Perpustakaan desa", en = "Village library" }

[[library_kinds]]
code = "reading_garden"
label = { id = "Taman bacaan masyarakat", en = "Reading garden" }

[[budget_lines]]
id = "hardware"
label = { id = "Perangkat", en = "Hardware" }
funder = "Program"
amount = 1_000_000_000
pledged = 1_000_000_000
source = "test"
"""

CRITERIA = """
schema = 1

[[questions]]
column = "staff"
label = { id = "Jumlah petugas", en = "Number of staff" }
ask = { id = "Berapa petugas?", en = "How many staff?" }
type = "number"
unit = { id = "orang", en = "people" }
whole = true
at_least = 0
at_most = 200
synonyms = ["petugas"]

[[questions]]
column = "match_pct"
label = { id = "Dana pendamping", en = "Local match" }
ask = { id = "Berapa persen?", en = "How many per cent?" }
type = "number"
unit = { id = "persen", en = "per cent" }
at_least = 0
at_most = 100

[[questions]]
column = "money"
label = { id = "Anggaran", en = "Budget" }
ask = { id = "Berapa rupiah?", en = "How much?" }
type = "number"
unit = { id = "rupiah", en = "rupiah" }

[[questions]]
column = "distance"
label = { id = "Jarak", en = "Distance" }
ask = { id = "Berapa km?", en = "How far?" }
type = "number"
unit = { id = "km", en = "km" }
at_least = 0

[[questions]]
column = "letter"
label = { id = "Surat komitmen", en = "Commitment letter" }
ask = { id = "Ada?", en = "Is there one?" }
type = "choice"
choices = [
  { code = "yes", label = { id = "Ada", en = "Present" } },
  { code = "no", label = { id = "Tidak ada", en = "Absent" } },
]

[[questions]]
column = "since"
label = { id = "Berdiri sejak", en = "Open since" }
ask = { id = "Kapan?", en = "When?" }
type = "date"

[[questions]]
column = "remark"
label = { id = "Uraian", en = "Description" }
ask = { id = "Uraikan", en = "Describe" }
type = "text"

[[gates]]
id = "committed"
label = { id = "Komitmen", en = "Committed" }
conditions = [{ column = "letter", among = ["yes"] }]
source = "test"

[[groups]]
id = "all"
label = { id = "Semua", en = "All" }
weight = 1

[[criteria]]
id = "match"
label = { id = "Pendamping", en = "Match" }
group = "all"
column = "match_pct"
unit = { id = "persen", en = "per cent" }
shape = "linear"
direction = "up"
weight = 1
missing = "ask"
source = "test"
anchors.zero = { at = 0, means = { id = "nol", en = "none" } }
anchors.one = { at = 100, means = { id = "penuh", en = "all" } }
"""

CATALOGUE = """
schema = 1
price_year = 2016
bandwidth = { kbps_per_user = 512, users_per_computer = 1.3, source = "test" }

[[items]]
id = "computer"
label = { id = "Komputer", en = "Computer" }
unit = { id = "unit", en = "unit" }
price = 6_000_000
line = "hardware"
source = "test"

[[packages]]
id = "standard"
label = { id = "Standar", en = "Standard" }
kinds = ["district", "village", "reading_garden"]
computers = 4
effect = 1
items = [{ item = "computer", units = 4 }]
source = "test"
"""

HEADER = (
    "applicant",
    "name",
    "kind",
    "bps_code",
    "kemendagri_code",
    "region_name",
    "lat",
    "lon",
    "staff",
    "match_pct",
    "money",
    "distance",
    "letter",
    "since",
    "remark",
)
GOOD: dict[str, Any] = {
    "applicant": "A1",
    "name": "Perpustakaan Umum",
    "kind": "district",
    "bps_code": "",
    "kemendagri_code": "",
    "region_name": "Kabupaten Bantul",
    "lat": "",
    "lon": "",
    "staff": "5",
    "match_pct": "40",
    "money": "1000000",
    "distance": "12",
    "letter": "yes",
    "since": "2010-05-20",
    "remark": "baik",
}
PLACES = ("Kabupaten Bantul", "Kota Bandung", "Kabupaten Sleman", "Kota Batam", "Kabupaten Asmat", "Kota Bogor")


def people(*changes: dict[str, Any]) -> list[dict[str, Any]]:
    """One good applicant a change, each in a district of its own, with the change made to it."""
    return [
        {**GOOD, "applicant": f"A{number + 1}", "region_name": PLACES[number % len(PLACES)], **change}
        for number, change in enumerate(changes)
    ]


def write_csv(path: Path, rows: Sequence[dict[str, Any]], header: Sequence[str] = HEADER, delimiter: str = ",") -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=delimiter)
        writer.writerow(header)
        writer.writerows([row.get(column, "") for column in header] for row in rows)
    return path


def make_round(
    folder: Path,
    rows: Sequence[dict[str, Any]] | None = None,
    *,
    call: str = CALL,
    criteria: str = CRITERIA,
    catalogue: str = CATALOGUE,
) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in (("round.toml", call), ("criteria.toml", criteria), ("catalogue.toml", catalogue)):
        (folder / name).write_text(text, encoding="utf-8")
    write_csv(folder / "applicants.csv", people({}) if rows is None else rows)
    return folder


def check(folder: Path, rows: Sequence[dict[str, Any]]) -> tuple[Any, Findings]:
    """Check a small round with these applicants."""
    return check_round(make_round(folder, rows))


def codes(findings: Findings | Sequence[Finding], column: str = "") -> list[str]:
    return [finding.code for finding in findings if not column or finding.column == column]


def read_all(findings: Findings) -> None:
    """Every finding can be said in English, has a remedy, and never shows an unfilled place."""
    for finding in findings:
        for said in (finding.problem, finding.remedy, finding.place()):
            text = said.text("en")
            assert text
            assert not [place for place in re.findall(r"\{\w+\}", said.template) if place in text]
