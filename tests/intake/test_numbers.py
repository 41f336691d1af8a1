from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from babel.numbers import format_decimal, parse_decimal
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.numbers import Form, Marks, decide, examine, looks_like_time
from tests.intake.folders import check, codes, people, read_all

LOCALES = {Marks.INDONESIAN: "id_ID", Marks.ENGLISH: "en_GB"}
NUMBERS = st.decimals(min_value=-(10**12), max_value=10**12, places=4, allow_nan=False, allow_infinity=False)


@given(st.lists(NUMBERS, min_size=1, max_size=8), st.sampled_from(list(Marks)))
@settings(max_examples=300, deadline=None)
def test_columns_formatted_by_babel_are_read_back(numbers: list[Decimal], marks: Marks) -> None:
    texts = [
        format_decimal(number, format="#,##0.####", locale=LOCALES[marks])
        for number in [*numbers, Decimal("1234567.5")]
    ]
    readings = [examine(text) for text in texts]
    decision = decide(readings, lambda _: True, strict=True, elsewhere=None, language=marks)
    assert (decision.marks, decision.by) == (marks, "cells")
    for text, reading in zip(texts, readings, strict=True):
        assert decision.marks.read(reading.digits) == float(parse_decimal(text, locale=LOCALES[marks], strict=True))


@pytest.mark.parametrize(
    ("text", "form", "number"),
    [
        ("1.234,5", Form.INDONESIAN, 1234.5),
        ("1,234.5", Form.ENGLISH, 1234.5),
        ("12,5", Form.INDONESIAN, 12.5),
        ("12.5", Form.ENGLISH, 12.5),
        ("0,125", Form.INDONESIAN, 0.125),
        ("Rp 2.500.000", Form.INDONESIAN, 2_500_000),
        ("Rp2.500.000,-", Form.INDONESIAN, 2_500_000),
        ("-Rp 2.500.000", Form.INDONESIAN, -2_500_000),
        ("Rp -2.500.000", Form.INDONESIAN, -2_500_000),
        ("\u2212 Rp2.500.000,00", Form.INDONESIAN, -2_500_000),
        ("1 234 567,25", Form.INDONESIAN, 1_234_567.25),
        ("1\u00a0234", Form.PLAIN, 1234),
        ("\u22127,25", Form.INDONESIAN, -7.25),
        ("45 %", Form.PLAIN, 45),
        ("2.500.000", Form.INDONESIAN, 2_500_000),
        ("2,500,000", Form.ENGLISH, 2_500_000),
        ("1.234.567,89", Form.INDONESIAN, 1_234_567.89),
    ],
)
def test_texts_that_allow_one_reading(text: str, form: Form, number: float) -> None:
    reading = examine(text)
    marks = Marks.ENGLISH if form is Form.ENGLISH else Marks.INDONESIAN
    assert reading.form is form
    assert marks.read(reading.digits) == number


@pytest.mark.parametrize("text", ["", " ", "-", "–", "...", "…", "n/a", "N.A.", "tidak ada", "Tidak tersedia"])
def test_blanks(text: str) -> None:
    assert examine(text).form is Form.BLANK


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("1.500", Form.OPEN),
        ("-2,750", Form.OPEN),
        ("1e400", Form.SCIENTIFIC),
        ("1,5E+09", Form.SCIENTIFIC),
        ("nan", Form.ENDLESS),
        ("-Infinity", Form.ENDLESS),
        ("9:37", Form.TIME),
        ("#REF!", Form.ERROR),
        ("#N/A", Form.ERROR),
        ("4 unit", Form.TEXT),
        ("1.23.4", Form.TEXT),
        ("12,34,5", Form.TEXT),
        ("1.234,5.6", Form.TEXT),
        ("--5", Form.TEXT),
    ],
)
def test_texts_that_are_no_number_by_themselves(text: str, form: Form) -> None:
    assert examine(text).form is form


def test_the_damaged_poverty_rate_is_the_time_it_was_taken_for() -> None:
    assert looks_like_time(0.4006944) == "9:37"
    assert looks_like_time(0.2263889) == "5:26"
    for true in (0.25, 0.5, 1 / 3, 0.123, 0.4):
        assert looks_like_time(true) == ""


def test_unambiguous_cells_decide_for_the_column(tmp_path: Path) -> None:
    rows = people({"distance": "1.500"}, {"distance": "2,5"}, {"distance": "Rp 3.000"})
    round_, findings = check(tmp_path, rows)
    assert round_ is not None, [f.problem.text("en") for f in findings.errors]
    assert round_.applicants["distance"].tolist() == [1500, 2.5, 3000]
    assert "open-marks" not in codes(findings)


def test_limits_decide_where_the_cells_do_not(tmp_path: Path) -> None:
    round_, findings = check(tmp_path, people({"match_pct": "12,345"}, {"match_pct": "7,500"}))
    assert round_ is not None
    assert round_.applicants["match_pct"].tolist() == [12.345, 7.5]
    assert [(f.code, f.severity) for f in findings if f.column == "match_pct"] == [("open-marks", "note")]


def test_an_open_column_is_read_by_the_file_and_shown(tmp_path: Path) -> None:
    round_, findings = check(tmp_path, people({"distance": "1.500"}, {"distance": "12"}))
    assert round_ is not None
    assert round_.applicants["distance"].tolist() == [1500, 12]
    (warning,) = [f for f in findings if f.column == "distance"]
    assert warning.code == "open-marks"
    assert warning.severity == "warning"
    assert "1,500" in warning.problem.text("en")
    assert "1.5" in warning.problem.text("en")


def test_other_columns_settle_an_open_one_with_a_warning(tmp_path: Path) -> None:
    round_, findings = check(tmp_path, people({"distance": "1.500", "match_pct": "12.5"}, {}))
    assert round_ is not None
    assert round_.applicants["distance"].tolist() == [1.5, 12]
    assert codes(findings.warnings, "distance") == ["open-marks"]


def test_open_money_is_refused(tmp_path: Path) -> None:
    round_, findings = check(tmp_path, people({"money": "1.500"}, {"money": "2.250"}))
    assert round_ is None
    assert codes(findings.errors) == ["open-marks"]


def test_whole_numbers_settle_thousands(tmp_path: Path) -> None:
    from tests.intake.folders import CRITERIA, make_round

    folder = make_round(
        tmp_path, people({"staff": "1.250"}), criteria=CRITERIA.replace("at_most = 200", "at_most = 9000")
    )
    from intake import check_round

    round_, findings = check_round(folder)
    assert round_ is not None
    assert round_.applicants["staff"].tolist() == [1250]
    assert not findings.errors


def test_mixed_marks_are_an_error_that_names_the_rows(tmp_path: Path) -> None:
    round_, findings = check(tmp_path, people({"distance": "1,5"}, {"distance": "2.5"}, {"distance": "3"}))
    assert round_ is None
    (error,) = findings.errors
    assert error.code == "mixed-marks"
    assert "rows 2)" in error.problem.text("en")
    assert "rows 3)" in error.problem.text("en")


@pytest.mark.parametrize(
    ("column", "cell", "code"),
    [
        ("money", "-5", "out-of-range"),
        ("money", "nan", "not-finite"),
        ("money", "inf", "not-finite"),
        ("money", "-Infinity", "not-finite"),
        ("money", "1e400", "scientific"),
        ("money", "9" * 299 + "8" * 20, "text-for-number"),
        ("staff", "2,5", "not-whole"),
        ("staff", "201", "out-of-range"),
        ("match_pct", "140", "out-of-range"),
        ("match_pct", "0,4006944", "time-for-number"),
        ("match_pct", "9:37", "time-for-number"),
        ("match_pct", "#REF!", "spreadsheet-error"),
        ("match_pct", "lima", "text-for-number"),
        ("staff", "5 %", "percent-sign"),
        ("distance", "12 km", "text-for-number"),
    ],
)
def test_bad_numbers_name_their_row_and_stop_the_round(tmp_path: Path, column: str, cell: str, code: str) -> None:
    round_, findings = check(tmp_path, people({}, {}, {column: cell}))
    assert round_ is None
    assert [(f.code, f.row, f.column) for f in findings.errors] == [(code, 4, column)]
    read_all(findings)


def test_blank_answers_stay_blank_and_are_told_once_a_column(tmp_path: Path) -> None:
    round_, findings = check(tmp_path, people({"match_pct": "-"}, {"match_pct": ""}, {"match_pct": "45 %"}))
    assert round_ is not None
    assert np.isnan(round_.applicants["match_pct"].to_numpy()[:2]).all()
    assert round_.applicants["match_pct"].iloc[2] == 45
    (warning,) = [f for f in findings if f.column == "match_pct"]
    assert "2 of 3" in warning.problem.text("en")
    assert "2, 3" in warning.problem.text("en")
