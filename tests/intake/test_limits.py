"""What the files may not hold: paths, reserved names, numbers beyond reason, characters that are not seen."""

from pathlib import Path

import pytest

from intake import check_round, language_of, read_round
from tests.intake.folders import CALL, CATALOGUE, check, make_round, people, read_all, write_csv

FACTOR = """
[[factors]]
id = "freight"
label = { id = "Angkutan", en = "Freight" }
column = "island_group"
default = 1
values = { Jawa = 1.2 }
source = "test"
"""


@pytest.mark.parametrize("name", ["../other.csv", "/etc/hosts", "..", "", "a\\\\b.csv", "C:a.csv", "sub/a.csv"])
def test_round_toml_names_a_file_of_its_own_folder_only(tmp_path: Path, name: str) -> None:
    folder = make_round(tmp_path / "round", call=CALL.replace("price_year", f'applicants = "{name}"\nprice_year', 1))
    write_csv(tmp_path / "other.csv", people({}))
    round_, findings = check_round(folder)
    assert round_ is None
    (error,) = findings.errors
    assert (error.code, error.file, error.column) == ("does-not-fit", "round.toml", "applicants")
    read_all(findings)


def test_the_file_given_by_hand_may_stand_anywhere(tmp_path: Path) -> None:
    folder = make_round(tmp_path / "round")
    assert len(read_round(folder, write_csv(tmp_path / "other.csv", people({}, {}))).applicants) == 2


def test_no_budget_line_may_be_called_match(tmp_path: Path) -> None:
    folder = make_round(
        tmp_path, call=CALL.replace('"hardware"', '"match"'), catalogue=CATALOGUE.replace('"hardware"', '"match"')
    )
    round_, findings = check_round(folder)
    assert round_ is None
    assert [f.code for f in findings.errors] == ["does-not-fit"]
    assert "local match" in findings.errors[0].problem.text("en")


@pytest.mark.parametrize(
    ("file", "old", "most", "more"),
    [
        ("catalogue", "price = 6_000_000", f"price = {10**15}", f"price = {10**15 + 1}"),
        ("catalogue", "units = 4", f"units = {10**6}", f"units = {10**6 + 1}"),
        ("catalogue", "computers = 4", f"computers = {10**6}", f"computers = {10**6 + 1}"),
        ("catalogue", "Jawa = 1.2", "Jawa = 1000", "Jawa = 1000.5"),
        ("catalogue", "default = 1", "default = 1000", "default = 1e300"),
        ("call", "amount = 1_000_000_000", f"amount = {10**15}", f"amount = {10**15 + 1}"),
        ("call", "pledged = 1_000_000_000", f"pledged = {10**15}", f"pledged = {10**400}"),
    ],
)
def test_numbers_beyond_reason_are_findings(tmp_path: Path, file: str, old: str, most: str, more: str) -> None:
    texts = {"call": CALL, "catalogue": CATALOGUE + FACTOR}
    for number, (new, sound) in enumerate([(most, True), (more, False)]):
        changed = texts | {file: texts[file].replace(old, new, 1)}
        assert changed != texts
        _, findings = check_round(make_round(tmp_path / str(number), None, **changed))
        bad = [f for f in findings.errors if f.code == "bad-field"]
        assert len(bad) == (0 if sound else 1)
        assert all("at most" in f.problem.text("en") for f in bad)
        read_all(findings)


@pytest.mark.parametrize("number", ["9" * 5000, "0x" + "f" * 5000, "9" * 400])
@pytest.mark.parametrize("field", ["price = 6_000_000", "effect = 1", "units = 4"])
def test_a_number_of_thousands_of_digits_is_a_finding(tmp_path: Path, field: str, number: str) -> None:
    name = field.split(" = ", maxsplit=1)[0]
    folder = make_round(tmp_path, catalogue=CATALOGUE.replace(field, f"{name} = {number}", 1))
    round_, findings = check_round(folder)
    assert round_ is None
    assert {f.file for f in findings.errors} == {"catalogue.toml"}
    read_all(findings)


@pytest.mark.parametrize("column", ["applicant", "name"])
@pytest.mark.parametrize("unseen", ["\x01", "\x1c", "\x7f", "\x85", "\x9b", "\u200e", "\u200f", "\u202e", "\u2067"])
def test_characters_that_are_not_seen_are_errors_with_their_row(tmp_path: Path, column: str, unseen: str) -> None:
    round_, findings = check(make_round(tmp_path), people({}, {column: f"Bina{unseen}Baca"}))
    assert round_ is None
    (error,) = findings.errors
    assert (error.code, error.row, error.column) == ("control-character", 3, column)
    read_all(findings)


def test_tabs_and_line_breaks_in_a_name_are_blanks_as_before(tmp_path: Path) -> None:
    round_, _ = check(tmp_path / "x", people({"name": "Bina\tBaca\nKita"}))
    assert round_ is not None
    assert round_.applicants["name"].tolist() == ["Bina Baca Kita"]


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ('language = "en"', "en"),
        ('language = "id"', "id"),
        ('language = "en"\nprice_yaer = 3', "en"),
        ('language = "fr"', "id"),
        ("language = 3", "id"),
        ("", "id"),
        ('language = "en"\nbroken = ', "id"),
    ],
)
def test_an_unsound_round_is_spoken_of_in_its_own_language(tmp_path: Path, said: str, language: str) -> None:
    (tmp_path / "round.toml").write_text(f"\ufeff{said}\r\n", encoding="utf-8")
    assert language_of(tmp_path) == language
    assert language_of(str(tmp_path)) == language


def test_the_language_of_no_round_is_indonesian(tmp_path: Path) -> None:
    assert language_of(tmp_path / "nowhere") == "id"
    (tmp_path / "round.toml").write_bytes(b"\xff\xfe\x00")
    assert language_of(tmp_path) == "id"
