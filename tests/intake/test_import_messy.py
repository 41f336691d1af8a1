"""Real messy lists end as the applicants that a clean file would have given, or say what is wrong where."""

import datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from intake import imports, read_round
from tests.intake import messy
from tests.intake.folders import HEADER, codes, make_round, people, read_all

ROWS = people({"applicant": "0110"}, {"staff": "12", "letter": "Tidak ada"}, {"remark": "Café – baik", "since": ""})
MONEY = [
    {**row, "money": money, "staff": staff}
    for row, money, staff in zip(ROWS, ("Rp 8.200.000", "Rp 1.000.000", "Rp 950.000"), ("5", "12", "7"), strict=True)
]


def expected(folder: Path, rows: list[dict[str, Any]]) -> pd.DataFrame:
    return read_round(make_round(folder, rows)).applicants


def same(one: pd.DataFrame, other: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(one[sorted(one.columns)], other[sorted(other.columns)])


def reread(folder: Path, content: bytes) -> pd.DataFrame:
    """What everybody reads from the canonical file."""
    made = make_round(folder)
    (made / "applicants.csv").write_bytes(content)
    return read_round(made).applicants


def test_a_workbook_with_titles_numbers_and_totals_gives_the_applicants_of_a_clean_file(tmp_path: Path) -> None:
    body = messy.table(MONEY)
    rows: list[list[Any]] = [
        ["DAFTAR PEMOHON BANTUAN KOMPUTER TAHUN 2015"],
        ["Dinas Perpustakaan dan Arsip"],
        [],
        ["No.", *body[0]],
        [f"({number})" for number in range(1, len(body[0]) + 2)],
        *([number, *row] for number, row in enumerate(body[1:], 1)),
        ["", "JUMLAH", "", "", "", "", "", "", "", 24],
        [],
        ["Sumber: Dinas Perpustakaan"],
    ]
    content = messy.xlsx_bytes(rows, "Data 2015", ["A1:P1", "A2:P2"])
    choices = messy.choose(content, "Data 2015")
    found = messy.judged(content, choices)
    assert choices.header == 4
    assert not found.findings.errors, messy.said(found.findings)
    assert [(each.row, each.why) for each in found.left_out] == [
        (1, imports.Odd.ABOVE),
        (2, imports.Odd.ABOVE),
        (5, imports.Odd.NUMBERING),
        (9, imports.Odd.TOTALS),
        (11, imports.Odd.BELOW),
    ]
    assert found.unread == ("No.",)
    clean = [{**row, "money": money} for row, money in zip(MONEY, ("8200000", "1000000", "950000"), strict=True)]
    same(found.people, expected(tmp_path / "clean", clean))
    same(reread(tmp_path / "again", found.content), found.people)
    assert found.counts == {"sound": 3, "warning": 0, "error": 0, "left_out": 5}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_every_encoding_and_delimiter_under_a_title_gives_the_same(
    tmp_path: Path, encoding: str, delimiter: str
) -> None:
    content = messy.csv_bytes([["Daftar pemohon, tahap 3"], *messy.table(ROWS)], delimiter, encoding)
    found = messy.judged(content)
    assert not found.findings.errors, messy.said(found.findings)
    assert [each.row for each in found.left_out] == [1]
    same(found.people, expected(tmp_path, ROWS))


def test_leading_zeros_of_text_stay_and_excel_dates_and_percentages_are_read() -> None:
    rows = messy.table(ROWS)
    at = HEADER.index("since")
    rows[1][at] = datetime.datetime(2010, 5, 20)
    rows[2][at] = datetime.date(2011, 1, 2)
    found = messy.judged(messy.xlsx_bytes(rows), sheet="Sheet1")
    assert found.people.index.tolist() == ["0110", "A2", "A3"]
    assert found.people["since"].dt.date.tolist()[:2] == [datetime.date(2010, 5, 20), datetime.date(2011, 1, 2)]
    assert "2010-05-20" in found.content.decode()


def test_a_number_that_can_be_read_two_ways_is_an_error_and_never_a_guess() -> None:
    rows = [{**row, "money": "1.234"} for row in ROWS]
    found = messy.judged(messy.csv_bytes(messy.table(rows)))
    assert "open-marks" in codes(found.findings.errors, "Anggaran")
    assert not found.content
    edits = tuple(imports.Edit(row=row, column=10, old="1.234", new="1234") for row in (2, 3, 4))
    mended = messy.judged(
        messy.csv_bytes(messy.table(rows)), messy.choose(messy.csv_bytes(messy.table(rows)), edits=edits)
    )
    assert mended.people["money"].tolist() == [1234.0] * 3


def test_a_number_of_three_decimals_is_written_so_that_it_reads_back() -> None:
    rows = messy.table([{**row, "distance": km} for row, km in zip(ROWS, (1.125, 12.0, 0.5), strict=True)])
    found = messy.judged(messy.xlsx_bytes(rows), sheet="Sheet1")
    assert found.people["distance"].tolist() == [1.125, 12.0, 0.5]
    assert ",1.1250," in found.content.decode()


def test_a_header_that_is_there_twice_is_nobodys_until_a_person_says_whose() -> None:
    rows = messy.table(ROWS)
    twice = [[*row, row[HEADER.index("name")]] for row in rows]
    content = messy.csv_bytes(twice)
    table = imports.table_below(messy.grid_of(content), 1, "daftar")
    proposals = imports.propose(table, imports.sources(table), messy.ASKED)
    assert [(each.source.header, each.target) for each in proposals if each.contested == "name"] == [
        ("Nama Perpustakaan (B)", ""),
        ("Nama Perpustakaan (P)", ""),
    ]
    mapping = imports.decided(proposals)
    assert "name" in [each.column for each in imports.mapping_faults(mapping, imports.sources(table), messy.ASKED, "")]
    both = {**mapping, 1: "name", 15: "name"}
    faults = imports.mapping_faults(both, imports.sources(table), messy.ASKED, "daftar")
    assert codes(faults) == ["two-columns-for-one"]
    read_all(faults)
    assert not imports.mapping_faults({**mapping, 15: "name"}, imports.sources(table), messy.ASKED, "")


def test_findings_name_the_rows_and_headers_of_the_file() -> None:
    rows = [{**ROWS[0], "staff": "banyak"}, {**ROWS[1], "region_name": "Kabupaten Antah"}, ROWS[2]]
    content = messy.csv_bytes([["Judul"], [], *messy.table(rows)])
    found = messy.judged(content)
    places = {(each.row, each.column, each.value) for each in found.findings.errors}
    assert places == {(4, "Jumlah Petugas", "banyak"), (5, "Kab/Kota", "Kabupaten Antah")}
    assert found.wrong == {(4, "Jumlah Petugas"), (5, "Kab/Kota")}
    assert found.counts == {"sound": 1, "warning": 0, "error": 2, "left_out": 1}
    read_all(found.findings)


def test_counts_are_exact_far_beyond_what_is_written_out() -> None:
    rows = [{**ROWS[0], "applicant": f"A{number}", "staff": "banyak"} for number in range(3000)]
    found = messy.judged(messy.csv_bytes(messy.table(rows)))
    assert found.counts["error"] == 3000
    assert len(found.findings.errors) < 2100


def test_a_row_that_a_person_leaves_out_is_kept_in_the_note_with_the_reason() -> None:
    rows = [{**ROWS[0], "staff": "banyak"}, ROWS[1], ROWS[2]]
    content = messy.csv_bytes(messy.table(rows))
    choices = messy.choose(content, left_out=(imports.LeftOut(row=2, reason="Mengundurkan diri"),))
    found = messy.judged(content, choices)
    assert found.people.index.tolist() == ["A2", "A3"]
    made = imports.imported(messy.upload(content), content, choices, found, "id", text="Daftar akhir")
    (left,) = made.note.left_out
    assert (left.row, left.why, left.reason) == (2, "person", "Mengundurkan diri")
    assert left.cells[0] == "0110"


def test_a_row_of_totals_can_be_taken_in_again() -> None:
    rows = messy.table(ROWS)
    total = ["", "Total", *[""] * 6, "22", *[""] * 6]
    content = messy.csv_bytes([*rows, total])
    assert [each.row for each in messy.judged(content).left_out] == [5]
    taken = messy.judged(content, messy.choose(content, taken_in=(5,)))
    assert not taken.left_out
    assert taken.counts["error"] == 1


@pytest.mark.parametrize("word", ["JUMLAH", "Sub Total", "Rata-rata"])
def test_a_number_beside_the_word_for_a_total_is_no_name(word: str) -> None:
    rows = messy.table(ROWS)
    found = messy.judged(messy.csv_bytes([*rows, [word, "63", *[""] * 13]]))
    assert [(each.row, each.why) for each in found.left_out] == [(5, "totals")]
    assert not found.counts["error"]


def test_a_library_called_total_is_an_applicant() -> None:
    rows = [{**ROWS[0], "name": "Total Membaca"}, ROWS[1], {**ROWS[2], "name": "Jumlah Ilmu"}]
    assert not messy.judged(messy.csv_bytes(messy.table(rows))).left_out


def test_a_formula_counts_only_where_it_is_read() -> None:
    rows = messy.table(ROWS)
    rows[2][8] = "=1+1"
    content = messy.xlsx_bytes([*rows, ["", "JUMLAH", *[None] * 6, "=SUM(I2:I4)"]])
    found = messy.judged(content, sheet="Sheet1")
    assert [(each.code, each.row, each.column) for each in found.findings.errors] == [("formula", 3, "Jumlah Petugas")]
    choices = messy.choose(content, "Sheet1", edits=(imports.Edit(row=3, column=8, old="=1+1", new="2"),))
    assert messy.judged(content, choices).people["staff"].tolist() == [5.0, 2.0, 5.0]


def test_ids_that_only_number_the_rows_are_warned_of() -> None:
    rows = people(*({"applicant": str(number)} for number in range(1, 7)))
    found = messy.judged(messy.csv_bytes(messy.table(rows)))
    assert "running-number" in codes(found.findings.warnings, "Nomor Pendaftaran")


def test_ragged_rows_below_a_title_are_told_with_their_numbers() -> None:
    content = messy.csv_bytes([["Judul"], *messy.table(ROWS)]) + b"A9,Perpustakaan\r\n"
    found = messy.judged(content)
    assert [(each.code, each.row) for each in found.findings.errors if each.code == "ragged-row"] == [("ragged-row", 6)]
