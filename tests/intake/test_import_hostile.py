"""Uploads made to harm, and files of the wrong kind: each is one clear finding, and none is opened."""

import io
import sqlite3
import zipfile
from contextlib import closing
from io import BytesIO
from pathlib import Path
from typing import Any

import geopandas as gpd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from shapely.geometry import Point

from intake import Finding, Findings, imports
from tests.intake import messy
from tests.intake.folders import people, read_all

ROWS = messy.table(people({}, {}, {}))
SHEET = b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'


def refused(content: bytes, name: str = "daftar.xlsx") -> Finding:
    """The one finding of an upload that is not read, wherever it is noticed."""
    found = imports.identify(name, content)
    if isinstance(found, Finding):
        findings = Findings.of([found])
    else:
        sheets, findings = imports.first_rows(found, content)
        if sheets:
            grid, findings = imports.read_grid(found, content, next(iter(sheets)))
            assert grid is None
    assert len(findings) == len(findings.errors) == 1, messy.said(findings)
    read_all(findings)
    return findings.errors[0]


def repacked(content: bytes, **parts: bytes | None) -> bytes:
    """A workbook with some parts put in another's place; the names' dots and slashes are written as __ and _."""
    out = BytesIO()
    named = {name.replace("__", ".").replace("_", "/"): part for name, part in parts.items()}
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            if member.filename not in named:
                new.writestr(member.filename, old.read(member.filename))
        for name, part in named.items():
            if part is not None:
                new.writestr(name, part)
    return out.getvalue()


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd.csv", "C:\\Windows\\win.ini", "a\x00b.csv", "/etc/passwd", "", "..", "\u202egnp.csv", "x" * 300],
)
def test_a_name_is_only_ever_shown(name: str) -> None:
    found = messy.upload(messy.csv_bytes(ROWS), name)
    assert not set("/\\\x00\u202e") & set(found.name)
    assert 0 < len(found.name) <= 80
    assert found.kind is imports.UploadKind.DELIMITED


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"%PDF-1.7 a b c", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"\x1f\x8b\x08abc", "gzip"),
        (b"MZ\x90\x00abc", "EXE"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1abc", "old .xls"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "web page"),
        (b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', "XML"),
        (b" \n<!DOCTYPE html>", "web page"),
        (b"nama;jenis\x00;kode\nA;B;C", "zero bytes"),
        (b"", "nothing"),
        (b" \r\n ", "nothing"),
        (b"PK\x03\x04 not a zip", "workbook"),
        (b"SQLite format 3\x00 broken", "map layer"),
        (b"PAR1 broken PAR1", "Parquet"),
        (b'{"type": "FeatureCollection", "features": [', "map layer"),
    ],
)
@pytest.mark.parametrize("name", ["daftar.csv", "daftar.xlsx"])
def test_the_bytes_say_what_a_file_is_and_never_its_name(content: bytes, said: str, name: str) -> None:
    assert said in refused(content, name).problem.text("en")


def test_a_workbook_under_any_name_is_read_as_one() -> None:
    content = messy.xlsx_bytes(ROWS)
    assert {messy.upload(content, name).kind for name in ("a.csv", "a.pdf", "a")} == {imports.UploadKind.WORKBOOK}


def test_more_than_twenty_megabytes_are_refused_unread() -> None:
    assert refused(b"a;b\n" * (5 * 1024 * 1024 + 1)).code == "too-large"


def test_other_packed_files_are_told_apart() -> None:
    book = messy.xlsx_bytes(ROWS)
    assert "macros" in refused(repacked(book, xl_vbaProject__bin=b"x")).problem.text("en")
    for names, said in ((("word/document.xml",), "packed"), (("mimetype", "content.xml"), "OpenDocument")):
        out = BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            for name in names:
                archive.writestr(name, "x")
        assert said in refused(out.getvalue()).problem.text("en")


def test_a_workbook_that_unpacks_far_beyond_its_size_is_refused() -> None:
    rows = b"<row>" + b"<c><v>1</v></c>" * 100 + b"</row>"
    bomb = repacked(
        messy.xlsx_bytes(ROWS), xl_worksheets_sheet1__xml=SHEET + rows * 50_000 + b"</sheetData></worksheet>"
    )
    assert len(bomb) < 1_000_000
    assert "100 times" in refused(bomb).problem.text("en")


def test_entities_of_a_workbook_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("SECRET")
    doctype = f'<!DOCTYPE x [<!ENTITY a SYSTEM "file://{tmp_path}/secret">]>'.encode()
    sheet = SHEET.replace(b"<worksheet", doctype + b"<worksheet") + (
        b'<row r="1"><c r="A1" t="inlineStr"><is><t>&a;</t></is></c></row></sheetData></worksheet>'
    )
    assert "damaged" in refused(repacked(messy.xlsx_bytes(ROWS), xl_worksheets_sheet1__xml=sheet)).problem.text("en")


def test_a_sheet_of_all_the_rows_that_a_spreadsheet_has_is_read_for_what_is_in_it() -> None:
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
    content = repacked(messy.xlsx_bytes(ROWS), xl_worksheets_sheet1__xml=SHEET + far)
    assert refused(content).code == "too-large"


def test_a_sheet_full_of_blank_cells_is_refused() -> None:
    row = b"<row>" + b"<c/>" * 16_000 + b"</row>"
    content = repacked(messy.xlsx_bytes(ROWS), xl_worksheets_sheet1__xml=SHEET + row * 14 + b"</sheetData></worksheet>")
    assert refused(content).code == "too-large"


def test_a_text_of_nothing_but_delimiters_is_refused() -> None:
    assert refused(b"a" + b"," * 13_000_000).code == "too-large"
    assert refused(b"a,b\n" + b"1,2\n" * 200_001).code == "too-large"
    assert refused((b"a" + b",a" * 300 + b"\n") * 3).code == "too-large"


def test_a_geopackage_whose_layer_never_ends_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.gpkg"
    gpd.GeoDataFrame({"nama": ["a"]}, geometry=[Point(110, -7)], crs=4326).to_file(path, layer="a", engine="pyogrio")
    assert messy.upload(path.read_bytes()).kind is imports.UploadKind.GEOPACKAGE
    with closing(sqlite3.connect(path)) as database:
        database.execute(
            "CREATE VIEW b AS WITH RECURSIVE n(fid) AS (SELECT 1 UNION ALL SELECT fid + 1 FROM n) SELECT fid FROM n"
        )
        database.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) VALUES ('b', 'attributes', 'b', 0)"
        )
        database.commit()
    assert "plain table" in refused(path.read_bytes()).problem.text("en")


def test_a_map_layer_that_names_a_place_to_fetch_is_refused_unopened() -> None:
    content = (
        b'{"type": "FeatureCollection", "crs": {"type": "link", "properties": {"href": "http://127.0.0.1:1/"}}, '
        b'"features": [{"type": "Feature", "properties": {"nama": "a"}, "geometry": null}]}'
    )
    assert "map layer" in refused(content, "daftar.geojson").problem.text("en")


def test_a_database_that_is_no_geopackage_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite"
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE a (b)")
        database.commit()
    assert "map layer" in refused(path.read_bytes()).problem.text("en")


def test_a_parquet_file_that_repeats_one_long_text_is_refused_before_it_fills_the_memory() -> None:
    out = io.BytesIO()
    long = pa.DictionaryArray.from_arrays(pa.array([0] * 150_000, pa.int32()), pa.array(["x" * 100_000]))
    pq.write_table(pa.table({"nama": long}), out)
    assert len(out.getvalue()) < 200_000
    assert "unpacks" in refused(out.getvalue()).problem.text("en")


def test_nested_columns_of_a_parquet_file_are_told_and_not_read() -> None:
    out = io.BytesIO()
    pq.write_table(pa.table({"nama": ["a", "b"], "isi": [[1, 2], [3]]}), out)
    upload = messy.upload(out.getvalue())
    grid, findings = imports.read_grid(upload, out.getvalue(), "")
    assert grid is not None
    assert grid.cells_of(1) == ("nama",)
    assert [(each.code, each.column) for each in findings] == [("nested", "isi")]


def test_zero_bytes_hidden_in_a_text_are_told_and_not_cut_off() -> None:
    features = b'{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"a": "b\\u0000c"}}]}'
    assert "zero bytes" in refused(features).problem.text("en")
    rows: list[dict[str, Any]] = people({}, {"remark": "a\x00b"}, {})
    out = BytesIO()
    pq.write_table(pa.Table.from_pylist([{messy.HEADS[k]: v for k, v in row.items()} for row in rows]), out)
    found = messy.judged(out.getvalue())
    told = [(each.code, each.row, each.column) for each in found.findings.errors]
    assert told == [("control-character", 3, "Uraian")]
    assert not found.content


@pytest.mark.parametrize("cell", ["=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\t=1", '=HYPERLINK("http://a")'])
def test_what_looks_like_a_formula_is_text_that_stays(cell: str) -> None:
    rows = messy.table(people({"remark": cell}, {}, {}))
    found = messy.judged(messy.csv_bytes(rows))
    assert found.people["remark"].iloc[0] == cell.strip()
