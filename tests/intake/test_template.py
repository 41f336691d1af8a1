import tomllib
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from intake import InputError, Severity, check_round, read_round, write_template
from scenarios import find, from_data, read, run
from tests.intake.folders import codes

EMPTY = {"id": "belum diisi", "en": "to be filled in"}
TITLES = ("Kabupaten Bantul", "Kota Bogor", "Kabupaten Asmat")


def explained(book: Any) -> dict[str, dict[str, str]]:
    """The explanation sheet by column code: its own words are what the test fills the template with."""
    rows = list(book.worksheets[1].iter_rows(values_only=True))
    return {str(row[1]): {"example": str(row[5] or ""), "accepted": str(row[4] or "")} for row in rows[1:]}


def fill(path: Path, titles: tuple[str, ...] = TITLES) -> None:
    """Fill a row a district with the explanation's own examples, as a person would: numbers and dates as such."""
    book = openpyxl.load_workbook(path)
    sheet, help_ = book.worksheets[0], explained(book)
    for number, title in enumerate(titles):
        for place, cell in enumerate(sheet[1], 1):
            code = str(cell.value).rsplit("[", 1)[1][:-1]
            example: object = help_[code]["example"]
            if code in ("lat", "lon", "bps_code", "notes"):
                continue
            if code == "applicant":
                example = f"P-{number}"
            elif code == "name":
                example = f"Perpustakaan {title}"
            elif code == "region_name":
                example = title
            elif str(example).replace(".", "").isdigit():
                # Two libraries have not all numbers alike; those that do are told to be perhaps one.
                example = float(str(example)) + (number if code == "titles" else 0)
            sheet.cell(number + 2, place).value = example  # type: ignore[assignment]
    book.save(path)


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_fresh_round_filled_in_gives_no_findings_above_note(tmp_path: Path, language: str) -> None:
    folder = tmp_path / "baru"
    written = write_template(folder, language, "Uji coba")
    assert {"round.toml", "criteria.toml", "catalogue.toml", "applicants.xlsx", "SOURCES.md", "base.toml"} == {
        p.name for p in written
    }
    round_, findings = check_round(folder)
    assert round_ is None
    assert codes(findings) == ["no-applicants"]
    fill(folder / "applicants.xlsx")
    round_, findings = check_round(folder)
    assert [f.problem.text("en") for f in findings if f.severity is not Severity.NOTE] == []
    assert round_ is not None
    assert sorted(round_.applicants["region"]) == sorted(["3402", "3271", "9415"])
    assert round_.call.title.id == "Uji coba"
    assert not round_.applicants.drop(columns="notes").isna().any().any()


@pytest.mark.parametrize("language", ["id", "en"])
def test_two_rows_of_a_fresh_round_are_both_funded(tmp_path: Path, language: str) -> None:
    folder = tmp_path / "baru"
    write_template(folder, language)
    fill(folder / "applicants.xlsx", TITLES[:2])
    round_, findings = check_round(folder)
    assert round_ is not None
    assert [f.problem.text("en") for f in findings if f.severity is not Severity.NOTE] == []
    plan = run(round_, read(find(folder, "base"))).plan
    assert sorted(plan.awards.index) == ["P-0", "P-1"]
    # With the quotas taken up, no plan holds: this is why they stand as examples only.
    text = (folder / "scenarios" / "base.toml").read_text(encoding="utf-8")
    taken = "\n".join(line.removeprefix("# ") for line in text.splitlines())
    with_rules = from_data(tomllib.loads(taken))
    assert [rule.id for rule in with_rules.rules] == ["slots", "province_cap", "island_floor", "underdeveloped_floor"]
    assert len(run(round_, with_rules).plan.awards) == 0


@pytest.mark.parametrize(("language", "title"), [("id", "Putaran baru"), ("en", "New round")])
def test_a_fresh_round_carries_none_of_the_samples_statements(tmp_path: Path, language: str, title: str) -> None:
    folder = tmp_path / "x"
    for path in write_template(folder, language):
        if path.suffix != ".xlsx":
            text = path.read_text(encoding="utf-8").casefold()
            found = [
                w for w in ("made up", "made_up", "contoh", "dibuat-buat", "expansion", "8.2 billion") if w in text
            ]
            assert not found, path.name
    call = tomllib.loads((folder / "round.toml").read_text(encoding="utf-8"))
    assert call["title"][language] == title
    for line in call["budget_lines"]:
        assert (line["source"], line["funder"], line["assumption"]) == (*[EMPTY[language]] * 2, True)
        assert line["pledged"] == line["amount"]
    criteria = (folder / "criteria.toml").read_text(encoding="utf-8")
    (place,) = [
        n for n, text in enumerate(criteria.splitlines()) if text.startswith("conditions") and "data_date" in text
    ]
    assert criteria.splitlines()[place - 1].startswith("# ")
    (gate,) = [gate for gate in tomllib.loads(criteria)["gates"] if gate["id"] == "recent_data"]
    assert gate["conditions"][0]["at_least"] == call["closes"].replace(year=call["closes"].year - 1)


def test_the_template_is_the_same_everywhere_and_has_no_formulas(tmp_path: Path) -> None:
    one, two = tmp_path / "a" / "x", tmp_path / "b" / "x"
    for folder in (one, two):
        write_template(folder, "id", "=1+1")
    for path in one.rglob("*.*"):
        assert path.read_bytes() == (two / path.relative_to(one)).read_bytes()
    with zipfile.ZipFile(one / "applicants.xlsx") as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/"):
                assert b"<f>" not in archive.read(name)


def test_every_column_has_its_check_and_every_district_is_listed(tmp_path: Path) -> None:
    write_template(tmp_path / "x", "en")
    book = openpyxl.load_workbook(tmp_path / "x" / "applicants.xlsx")
    sheet, _, regions, lists = book.worksheets
    assert sheet.freeze_panes is not None
    assert lists.sheet_state == "hidden"
    assert regions.max_row == 515
    assert regions["C2"].value == "1101"
    checked = {str(check.sqref).split(":")[0] for check in sheet.data_validations.dataValidation}
    assert checked == {str(cell.coordinate).replace("1", "2") for cell in sheet[1]}
    read = read_columns(book)
    assert len([code for code in read if code]) == len(sheet[1])


def read_columns(book: Any) -> list[str]:
    return [str(cell.value).rsplit("[", 1)[-1].rstrip("]") for cell in book.worksheets[0][1]]


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(InputError):
        write_template(tmp_path, "id")
    assert [path.name for path in tmp_path.iterdir()] == ["x.txt"]


def test_the_title_survives_any_text(tmp_path: Path) -> None:
    title = 'Putaran "dua" \\ baru\n\x07 €'
    write_template(tmp_path / "x", "id", title)
    fill(tmp_path / "x" / "applicants.xlsx")
    assert read_round(tmp_path / "x").call.title.id == title
