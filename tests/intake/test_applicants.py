import datetime
from pathlib import Path

import pandas as pd
import pytest

from intake import check_round
from intake.dates import examine_date
from tests.intake.folders import CRITERIA, check, codes, make_round, people, read_all


def test_a_good_file_gives_a_typed_table(tmp_path: Path) -> None:
    round_, findings = check(tmp_path, people({}, {"kind": "Perpustakaan Desa", "since": "", "remark": ""}))
    assert round_ is not None
    table = round_.applicants
    assert table.index.name == "applicant"
    assert list(table.columns[:5]) == ["name", "kind", "region", "lat", "lon"]
    assert table["kind"].tolist() == ["district", "village"]
    assert table["region"].tolist() == ["3402", "3273"]
    assert table["staff"].dtype == "float64"
    assert str(table["since"].dtype).startswith("datetime64")
    assert table["remark"].tolist() == ["baik", None]
    assert pd.isna(table["since"].iloc[1])
    assert set(codes(findings)) == {"missing-answers"}
    joined = round_.table()
    assert joined["district"].tolist() == ["Kabupaten Bantul", "Kota Bandung"]
    assert joined["population_2015"].gt(0).all()


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("TBM", "reading_garden"),
        ("Taman Bacaan Masyarakat", "reading_garden"),
        ("perpustakaan desa", "village"),
        ("Village library", "village"),
        ("Perpustakaan Kabupaten/Kota", "district"),
        ("DISTRICT", "district"),
    ],
)
def test_kinds_are_known_by_code_label_and_common_name(tmp_path: Path, said: str, kind: str) -> None:
    round_, _ = check(tmp_path, people({"kind": said}))
    assert round_ is not None
    assert round_.applicants["kind"].tolist() == [kind]


@pytest.mark.parametrize(
    ("said", "code"), [("provincial", "unknown-kind"), ("sekolah", "unknown-kind"), ("", "required")]
)
def test_kinds_outside_the_call_are_errors(tmp_path: Path, said: str, code: str) -> None:
    round_, findings = check(tmp_path, people({"kind": said}))
    assert round_ is None
    assert codes(findings.errors) == [code]
    read_all(findings)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("ya", "yes"),
        ("Tidak", "no"),
        ("TRUE", "yes"),
        ("0", "no"),
        ("Ada", "yes"),
        ("tidak ada", "no"),
        ("absent", "no"),
        ("n/a", None),
    ],
)
def test_yes_and_no_in_either_language(tmp_path: Path, said: str, code: str | None) -> None:
    round_, _ = check(tmp_path, people({"letter": said}))
    assert round_ is not None
    assert round_.applicants["letter"].tolist() == [code]


def test_an_unknown_choice_lists_the_answers(tmp_path: Path) -> None:
    round_, findings = check(tmp_path, people({"letter": "mungkin"}))
    assert round_ is None
    (error,) = findings.errors
    assert (error.code, error.row, error.value) == ("unknown-choice", 2, "mungkin")
    assert "Present, Absent" in error.problem.text("en")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2015-10-01", datetime.date(2015, 10, 1)),
        ("1 Oktober 2015", datetime.date(2015, 10, 1)),
        ("1 October 2015", datetime.date(2015, 10, 1)),
        ("01-Okt-2015", datetime.date(2015, 10, 1)),
        ("October 1, 2015", datetime.date(2015, 10, 1)),
        ("17 Agustus 1945", datetime.date(1945, 8, 17)),
        ("31 Mei 2010", datetime.date(2010, 5, 31)),
    ],
)
def test_dates_in_words(text: str, day: datetime.date) -> None:
    assert examine_date(text).day == day


def test_day_first_is_settled_by_the_column(tmp_path: Path) -> None:
    round_, findings = check(tmp_path, people({"since": "03/04/2010"}, {"since": "25/12/2011"}))
    assert round_ is not None
    assert round_.applicants["since"].dt.date.tolist() == [datetime.date(2010, 4, 3), datetime.date(2011, 12, 25)]
    assert "date-order" not in codes(findings)


def test_month_first_is_settled_by_the_column(tmp_path: Path) -> None:
    round_, findings = check(tmp_path, people({"since": "03/04/2010"}, {"since": "12/25/2011"}))
    assert round_ is not None
    assert round_.applicants["since"].dt.date.tolist() == [datetime.date(2010, 3, 4), datetime.date(2011, 12, 25)]
    assert [f.severity.value for f in findings if f.code == "date-order"] == ["note"]


def test_an_open_day_and_month_is_stated(tmp_path: Path) -> None:
    round_, findings = check(tmp_path, people({"since": "03/04/2010"}))
    assert round_ is not None
    assert round_.applicants["since"].dt.date.tolist() == [datetime.date(2010, 4, 3)]
    (warning,) = [f for f in findings if f.code == "date-order"]
    assert warning.severity == "warning"
    assert "3 April 2010" in warning.problem.text("en")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2016-02-16", "date-too-late"),
        ("1850-01-01", "date-too-early"),
        ("2015-02-30", "not-a-date"),
        ("01/10/15", "not-a-date"),
        ("42278", "not-a-date"),
        ("kemarin", "not-a-date"),
        ("31/02/2015", "not-a-date"),
        ("01/01/0000", "not-a-date"),
    ],
)
def test_bad_dates_name_their_row(tmp_path: Path, text: str, code: str) -> None:
    round_, findings = check(tmp_path, people({}, {"since": text}))
    assert round_ is None
    assert [(f.code, f.row, f.column) for f in findings.errors] == [(code, 3, "since")]
    read_all(findings)


def test_contradicting_dates_are_an_error(tmp_path: Path) -> None:
    round_, findings = check(tmp_path, people({"since": "25/12/2011"}, {"since": "12/25/2011"}))
    assert round_ is None
    assert "mixed-dates" in codes(findings.errors)


@pytest.mark.parametrize("text", ["", "=1+1", "@x", "-7", "a,b", "x" * 61, "-"])
def test_ids_are_safe(tmp_path: Path, text: str) -> None:
    round_, findings = check(tmp_path, people({"applicant": text}))
    assert round_ is None
    assert {finding.column for finding in findings.errors} == {"applicant"}


def test_two_rows_of_one_library_are_a_warning(tmp_path: Path) -> None:
    village = {"kind": "village", "region_name": "Kabupaten Bantul"}
    rows = people(
        {**village, "name": "Perpustakaan Desa Wukirsari"},
        {**village, "name": "Perpusdes Wukirsari"},
        {**village, "name": "Perpustakaan Desa Wukirsarii"},
        {**village, "name": "Perpustakaan Desa Mangunan"},
        {**village, "name": "TBM Cerdas 1", "kind": "reading_garden"},
        {**village, "name": "TBM Cerdas 2", "kind": "reading_garden"},
    )
    round_, findings = check(tmp_path, rows)
    assert round_ is not None
    assert [f.row for f in findings.warnings if f.code == "same-library"] == [4]


def test_a_required_answer_must_be_there(tmp_path: Path) -> None:
    criteria = CRITERIA.replace('synonyms = ["petugas"]', "required = true")
    folder = make_round(tmp_path, people({"staff": ""}, {"staff": "n/a"}, {}), criteria=criteria)
    round_, findings = check_round(folder)
    assert round_ is None
    assert [(f.code, f.row) for f in findings.errors] == [("required", 2), ("required", 3)]


def test_a_question_for_some_kinds_is_not_missed_by_others(tmp_path: Path) -> None:
    criteria = CRITERIA.replace('synonyms = ["petugas"]', 'required = true\nkinds = ["district"]')
    folder = make_round(tmp_path, people({"kind": "village", "staff": ""}, {}), criteria=criteria)
    round_, findings = check_round(folder)
    assert round_ is not None
    assert "required" not in codes(findings)


def test_all_findings_come_at_once(tmp_path: Path) -> None:
    rows = people(
        {"staff": "x", "kind": "y", "since": "z"}, {"applicant": "A1", "match_pct": "900"}, {"region_name": "Bogor"}
    )
    round_, findings = check(tmp_path, rows)
    assert round_ is None
    assert {(f.code, f.row) for f in findings.errors} == {
        ("text-for-number", 2),
        ("unknown-kind", 2),
        ("not-a-date", 2),
        ("duplicate-id", 3),
        ("out-of-range", 3),
        ("kabupaten-or-kota", 4),
    }
