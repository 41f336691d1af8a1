"""Ten applicants' files as strangers send them: each gives findings, and never a traceback."""

import random
import string
import time
import zipfile
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from intake import Findings, InputError, check_round, read_round
from tests.intake.folders import HEADER, codes, make_round, people, read_all, write_csv


def refused(folder: Path, applicants: Path) -> Findings:
    """Check a round with a broken file: no round, errors that can all be said, in bounded number."""
    round_, findings = check_round(folder, applicants)
    assert round_ is None
    assert findings.errors
    assert len(findings) < 700
    read_all(findings)
    with pytest.raises(InputError):
        read_round(folder, applicants)
    return findings


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_round(tmp_path / "round")


def workbook(
    path: Path, rows: list[dict[str, object]], *, sheet: str = "applicants", extra: tuple[str, ...] = ()
) -> Path:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = sheet
    page.append(list(HEADER))
    for row in rows:
        page.append([row.get(column) or None for column in HEADER])
    for name in extra:
        book.create_sheet(name)
    book.save(path)
    return path


def test_1_encodings(folder: Path, tmp_path: Path) -> None:
    good = people({"name": "Perpustakaan Citéureup – Baru"})
    text = write_csv(tmp_path / "utf8.csv", good).read_text(encoding="utf-8")
    for encoding, said in (("utf-8", 0), ("utf-8-sig", 0), ("cp1252", 1), ("utf-16", 1)):
        path = tmp_path / f"{encoding}.csv"
        path.write_bytes(text.encode(encoding))
        round_, findings = check_round(folder, path)
        assert round_ is not None
        assert round_.applicants["name"].tolist() == ["Perpustakaan Citéureup – Baru"]
        assert codes(findings).count("encoding") == said
    path = tmp_path / "broken.csv"
    path.write_bytes(text.encode("utf-8") + b"\x81\x8d\x90,\xff\n")
    assert codes(refused(folder, path).errors) == ["unknown-encoding"]
    path.write_bytes(text.encode("utf-16-le"))
    assert codes(refused(folder, path).errors) == ["unknown-encoding"]


def test_2_missing_column(folder: Path, tmp_path: Path) -> None:
    header = [{"match_pct": "mach_pct"}.get(column, column) for column in HEADER if column != "letter"]
    findings = refused(folder, write_csv(tmp_path / "a.csv", people({}), header))
    missing = {f.column: f for f in findings.errors}
    assert set(missing) == {"letter", "match_pct"}
    assert "mach_pct" in missing["match_pct"].remedy.text("en")


def test_3_swapped_codes(folder: Path, tmp_path: Path) -> None:
    rows = people(
        {"bps_code": "1801", "region_name": "Kabupaten Lampung Selatan"},
        {"bps_code": "1101", "region_name": "Kabupaten Aceh Selatan"},
        {"bps_code": "1103", "region_name": "Kabupaten Aceh Selatan"},
    )
    findings = refused(folder, write_csv(tmp_path / "a.csv", rows))
    assert [(f.code, f.row) for f in findings.errors] == [("swapped-code", 2), ("swapped-code", 3)]


def test_4_text_in_numbers(folder: Path, tmp_path: Path) -> None:
    rows = people({"staff": "lima orang"}, {"staff": "5"}, {"staff": "± 7"})
    findings = refused(folder, write_csv(tmp_path / "a.csv", rows))
    assert [(f.code, f.row, f.value) for f in findings.errors] == [
        ("text-for-number", 2, "lima orang"),
        ("text-for-number", 4, "± 7"),
    ]


def test_5_duplicate_ids(folder: Path, tmp_path: Path) -> None:
    rows = people({}, {"applicant": "a1"}, {"applicant": "A2"}, {"applicant": "A1 "})
    findings = refused(folder, write_csv(tmp_path / "a.csv", rows))
    assert [(f.code, f.row) for f in findings.errors] == [("duplicate-id", 3), ("duplicate-id", 5)]
    assert "rows 2 and 5" in findings.errors[1].problem.text("en")


def test_6_formula_cells(folder: Path, tmp_path: Path) -> None:
    findings = refused(
        folder, workbook(tmp_path / "a.xlsx", people({}, {"staff": "=2+3"}, {"name": '=HYPERLINK("x")'}))
    )
    assert [(f.code, f.row, f.column) for f in findings.errors] == [("formula", 3, "staff"), ("formula", 4, "name")]


def test_7_a_hundred_thousand_rows_of_nonsense(folder: Path, tmp_path: Path) -> None:
    chance = random.Random(7)
    letters = string.ascii_letters + string.digits + " .,:;-%é"
    path = tmp_path / "a.csv"
    lines = [",".join(HEADER)]
    lines += [",".join('"' + "".join(chance.choices(letters, k=6)) + '"' for _ in HEADER) for _ in range(100_000)]
    path.write_text("\n".join(lines), encoding="utf-8")
    start = time.process_time()
    findings = refused_once(folder, path)
    assert time.process_time() - start < 30
    assert "no-applicants-list" in codes(findings.errors)


def refused_once(folder: Path, applicants: Path) -> Findings:
    round_, findings = check_round(folder, applicants)
    assert round_ is None
    assert len(findings) < 500
    read_all(findings)
    return findings


def test_7_every_fault_of_a_long_file_is_counted(folder: Path, tmp_path: Path) -> None:
    rows = [
        {**people({})[0], "applicant": f"A{n}", "name": f"Perpustakaan {n}", "staff": "x", "since": "y"}
        for n in range(5_000)
    ]
    findings = refused(folder, write_csv(tmp_path / "a.csv", rows))
    for column, code in (("staff", "text-for-number"), ("since", "not-a-date")):
        told = [f for f in findings.errors if f.code == code and f.column == column]
        assert [f.row for f in told[:20]] == list(range(2, 22))
        assert len(told) == 21
        assert "4,980" in told[20].problem.text("en")
        assert "22, 23" in told[20].problem.text("en")


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx", "a.parquet", "a.geojson", "a.gpkg"])
@pytest.mark.parametrize("content", [b"", b"\n\n  \n"])
def test_8_empty_file(folder: Path, tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert codes(refused(folder, path).errors) == ["empty-file"]


def test_8_header_alone(folder: Path, tmp_path: Path) -> None:
    assert codes(refused(folder, write_csv(tmp_path / "a.csv", [])).errors) == ["no-applicants"]


def test_9_zip_bomb(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as member,
    ):
        for _ in range(300):
            member.write(b"\0" * 1024 * 1024)
    assert path.stat().st_size < 1_000_000
    start = time.process_time()
    findings = refused(folder, path)
    assert time.process_time() - start < 20
    assert codes(findings.errors) == ["not-a-workbook"]
    assert "200 MB" in findings.errors[0].problem.text("en")


def test_9_zip_bomb_that_lies_about_its_size(folder: Path, tmp_path: Path) -> None:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"\0" * (230 * 1024 * 1024))
    real = (230 * 1024 * 1024).to_bytes(4, "little")
    path = tmp_path / "a.xlsx"
    path.write_bytes(packed.getvalue().replace(real, (1000).to_bytes(4, "little")))
    assert codes(refused(folder, path).errors) == ["not-a-workbook"]


def test_9_too_many_members_and_other_kinds_of_file(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(2_500):
            archive.writestr(f"{number}.xml", "")
    assert codes(refused(folder, path).errors) == ["not-a-workbook"]
    for content in (b"not a workbook", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", b"PK\x03\x04 broken"):
        path.write_bytes(content)
        assert codes(refused(folder, path).errors) == ["not-a-workbook"]
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("hello.txt", "hello")
    assert codes(refused(folder, path).errors) == ["not-a-workbook"]
    for name in ("a.parquet", "a.geojson", "a.gpkg"):
        (tmp_path / name).write_bytes(b"{ not a table")
        assert codes(refused(folder, tmp_path / name).errors) == ["not-readable"]
    (tmp_path / "a.docx").write_bytes(b"x")
    assert codes(refused(folder, tmp_path / "a.docx").errors) == ["unknown-format"]


def test_9_entities_are_not_expanded(folder: Path, tmp_path: Path) -> None:
    whole = workbook(tmp_path / "whole.xlsx", people({}))
    path = tmp_path / "a.xlsx"
    doctype = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name.endswith("sheet1.xml"):
                content = doctype + content.split(b"?>", 1)[-1].replace(b"Kabupaten", b"&b;")
            target.writestr(name, content)
    assert codes(refused(folder, path).errors) == ["not-a-workbook"]


def test_10_wrong_sheet(folder: Path, tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", people({}), sheet="Sheet1", extra=("Sheet2",))
    (error,) = refused(folder, path).errors
    assert error.code == "wrong-sheet"
    assert "Sheet1, Sheet2" in error.problem.text("en")
    text = (folder / "round.toml").read_text(encoding="utf-8")
    (folder / "round.toml").write_text(text.replace("price_year", 'sheet = "Lembar"\nprice_year'), encoding="utf-8")
    assert codes(refused(folder, path).errors) == ["wrong-sheet"]
    (folder / "round.toml").write_text(text.replace("price_year", 'sheet = "Sheet1"\nprice_year'), encoding="utf-8")
    assert check_round(folder, path)[0] is not None


def test_sheet_named_pelamar_is_taken_among_several(folder: Path, tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", people({}), sheet="Pelamar", extra=("lain",))
    assert check_round(folder, path)[0] is not None


def test_title_rows_are_pointed_out_not_guessed(folder: Path, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", people({}))
    path.write_text(
        "Daftar pelamar 2016" + "," * (len(HEADER) - 1) + "\n" + path.read_text(encoding="utf-8"), encoding="utf-8"
    )
    (error,) = refused(folder, path).errors
    assert error.code == "header-not-first"
    assert "row 2" in error.problem.text("en")


def test_rows_with_shifted_cells_are_errors(folder: Path, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", people({}))
    path.write_text(path.read_text(encoding="utf-8") + "A9,Perpustakaan, Kota,district\n", encoding="utf-8")
    assert next((f.code, f.row) for f in refused(folder, path).errors) == ("ragged-row", 3)


def test_an_unclosed_quote_is_an_error(folder: Path, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", people({}))
    path.write_text(path.read_text(encoding="utf-8") + '"A9,Perpustakaan\n', encoding="utf-8")
    assert codes(refused(folder, path).errors) == ["broken-quotes"]
