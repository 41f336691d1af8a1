"""The marked list: the upload in its places, faults coloured and told, nothing that runs, and it can come back."""

from io import BytesIO
from typing import Any

import openpyxl
import pytest

import reports
from intake import imports
from tests.intake import messy
from tests.intake.folders import people

ROWS = [{**row, "staff": staff} for row, staff in zip(people({}, {}, {}), ("banyak", "7", "9"), strict=True)]
BODY: list[list[Any]] = [["DAFTAR PEMOHON"], [], *messy.table(ROWS), ["", "JUMLAH", *[None] * 6, 21]]
PAYLOADS = ["=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://a")', "http://a.b"]


def marked(content: bytes, language: str = "id", sheet: str = "") -> openpyxl.Workbook:
    choices = messy.choose(content, sheet)
    grid = messy.grid_of(content, sheet)
    judged = imports.judge(grid, messy.ASKED, choices, "daftar")
    written = reports.marked_list(grid, judged, choices.header, language)
    assert written == reports.marked_list(grid, judged, choices.header, language)
    return openpyxl.load_workbook(BytesIO(written))


def test_every_cell_stands_where_it_stood_and_the_faulty_one_is_coloured_and_commented() -> None:
    page = marked(messy.csv_bytes(BODY)).worksheets[0]
    for number, row in enumerate(BODY, 1):
        assert [page.cell(number, place).value or "" for place in range(1, len(row) + 1)] == [
            "" if value in (None, "") else str(value) for value in row
        ]
    bad = page.cell(4, 9)
    assert bad.value == "banyak"
    assert bad.comment is not None
    assert bad.fill.fgColor.rgb != page.cell(5, 9).fill.fgColor.rgb
    assert page.cell(5, 9).comment is None
    assert "✗ Jumlah Petugas: " in str(page.cell(4, 16).value)
    assert page.cell(3, 16).value == "Hasil pemeriksaan"
    assert not page.cell(5, 16).value
    assert "jumlah" in str(page.cell(7, 16).value)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_of_an_upload_runs_or_links(payload: str) -> None:
    rows = [{**ROWS[0], "remark": payload, "staff": payload}, *ROWS[1:]]
    heads = {**messy.HEADS, "distance": payload}
    book = marked(messy.csv_bytes(messy.table(rows, heads)))
    for page in book.worksheets:
        assert not page._hyperlinks  # type: ignore[attr-defined]
        assert all(cell.data_type != "f" for row in page.iter_rows() for cell in row)


def test_the_list_comes_back_as_it_went_with_what_was_mended() -> None:
    body = messy.table([{**row, "since": ""} for row in ROWS])
    body[2][10], body[2][11] = 1_000_000, 1.125
    content = messy.xlsx_bytes(body)
    choices = messy.choose(content, "Sheet1", edits=(imports.Edit(row=2, column=8, old="banyak", new="5"),))
    grid = messy.grid_of(content, "Sheet1")
    judged = imports.judge(grid, messy.ASKED, choices, "daftar")
    again = reports.marked_list(grid, judged, choices.header, "id")
    back = messy.judged(again, sheet="Sheet1")
    assert back.content == judged.content != b""
    assert back.unread == ()
    headers = [each.header for each in imports.sources(judged.whole)]
    assert headers == [each.header for each in imports.sources(back.whole)]


@pytest.mark.parametrize(("language", "name"), [("id", "Temuan"), ("en", "Findings")])
def test_the_findings_are_all_there_in_the_reader_s_language(language: str, name: str) -> None:
    page = marked(messy.csv_bytes(BODY), language)[name]
    rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=2)]
    assert [row[1:4] for row in rows if row[1]] == [["4", "Jumlah Petugas", "banyak"]]
