"""marks.csv: read as reviewers write it, refused with everything that is wrong."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from intake import Findings, Round, check_round
from tests.intake.folders import CRITERIA, codes, make_round, people

PANEL = """
[[criteria]]
id = "vision"
label = { id = "Gagasan", en = "Vision" }
group = "all"
unit = { id = "angka", en = "marks" }
shape = "linear"
direction = "up"
weight = 1
missing = "ask"
source = "test"
panel = { at_least = 1, at_most = 5 }
anchors.zero = { at = 1, means = { id = "lemah", en = "weak" } }
anchors.one = { at = 5, means = { id = "kuat", en = "strong" } }
"""
SECOND = PANEL.replace('"vision"', '"plan"').replace("Gagasan", "Rencana").replace("Vision", "Plan")
HALVES = SECOND.replace("at_most = 5 }\nanchors", "at_most = 5, whole = false }\nanchors")
HEAD = "applicant,reviewer,criterion,mark,conflict"


def read(folder: Path, lines: list[str], *, head: str = HEAD, panel: str = PANEL) -> tuple[Round | None, Findings]:
    make_round(folder, people({}, {}, {}), criteria=CRITERIA + panel)
    (folder / "marks.csv").write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    return check_round(folder)


def of_marks(findings: Findings) -> Findings:
    return Findings.of(each for each in findings if each.file == "marks.csv")


def table(round_: Round | None) -> list[tuple[Any, ...]]:
    assert round_ is not None
    assert round_.marks is not None
    return [
        tuple(None if isinstance(cell, float) and pd.isna(cell) else cell for cell in row)
        for row in round_.marks.itertuples(index=False, name=None)
    ]


def test_marks_are_read_sorted_and_fingerprinted(tmp_path: Path) -> None:
    lines = ["A2,Sari,vision,4,", "A1,Tono,vision,,", "A1,Sari,vision,3,no", "A3,Tono,vision,2,yes"]
    round_, findings = read(tmp_path, lines)
    assert table(round_) == [
        ("A1", "Sari", "vision", 3.0, False),
        ("A1", "Tono", "vision", None, False),
        ("A2", "Sari", "vision", 4.0, False),
        ("A3", "Tono", "vision", None, True),
    ]
    assert codes(of_marks(findings)) == ["marks-outstanding"]
    assert "1 of 3" in of_marks(findings).items[0].problem.text("en")
    assert round_ is not None
    assert "marks.csv" in round_.files
    other, _ = read(tmp_path, lines[::-1])
    assert table(other) == table(round_)
    assert other is not None
    assert other.fingerprint != round_.fingerprint


@pytest.mark.parametrize(
    "head",
    [
        "pemohon,penilai,kriteria,nilai,benturan kepentingan",
        "Applicant ID,Panel member,Criteria,Score,Conflict of interest",
    ],
)
def test_headers_labels_and_answers_may_be_in_either_language(tmp_path: Path, head: str) -> None:
    round_, _ = read(tmp_path, ["A1,Sari,Gagasan,3,tidak", "A2,Sari,Vision,4,ya"], head=head)
    assert table(round_) == [("A1", "Sari", "vision", 3.0, False), ("A2", "Sari", "vision", None, True)]


def test_one_criterion_needs_no_column_and_two_do(tmp_path: Path) -> None:
    round_, findings = read(tmp_path / "one", ["A1,Sari,3"], head="applicant,reviewer,mark")
    assert table(round_) == [("A1", "Sari", "vision", 3.0, False)]
    assert not of_marks(findings)
    none, findings = read(tmp_path / "two", ["A1,Sari,3"], head="applicant,reviewer,mark", panel=PANEL + SECOND)
    assert none is None
    assert [(each.code, each.column) for each in of_marks(findings)] == [("missing-column", "criterion")]


def test_each_criterion_has_its_own_scale_and_decimal_commas_are_read(tmp_path: Path) -> None:
    lines = ["A1;Sari;vision;3;", "A1;Sari;plan;3,5;", "A2;Sari;plan;2,5;"]
    round_, findings = read(tmp_path, lines, head=HEAD.replace(",", ";"), panel=PANEL + HALVES)
    assert [row[2:4] for row in table(round_)] == [("plan", 3.5), ("plan", 2.5), ("vision", 3.0)]
    assert not of_marks(findings)


def test_a_conflict_counts_for_every_criterion(tmp_path: Path) -> None:
    lines = ["A1,Sari,vision,3,yes", "A1,Sari,plan,4,no", "A1,Tono,plan,4,no"]
    round_, findings = read(tmp_path, lines, panel=PANEL + SECOND)
    assert table(round_) == [
        ("A1", "Sari", "plan", None, True),
        ("A1", "Tono", "plan", 4.0, False),
        ("A1", "Sari", "vision", None, True),
    ]
    told = of_marks(findings)
    assert [(each.code, each.severity.value, each.row) for each in told] == [("conflict-elsewhere", "warning", 3)]


def test_the_mark_of_a_conflict_is_not_even_judged(tmp_path: Path) -> None:
    round_, findings = read(tmp_path, ["A1,Sari,vision,ninety,yes", "A2,Sari,vision,99,yes"])
    assert [row[3:] for row in table(round_)] == [(None, True), (None, True)]
    assert not of_marks(findings)


def test_everything_wrong_is_told_at_once_with_its_place(tmp_path: Path) -> None:
    lines = [
        "A1,Sari,vision,3,",
        "A1,Sari,vision,4,",
        "A9,Sari,vision,4,",
        "A2,Sari,vison,4,",
        "A2,Sari,vision,6,",
        "A3,Sari,vision,2.5,",
        "A3,Tono,vision,good,",
        ",Tono,vision,3,",
        "A2,,vision,3,",
        "A2,Tono,,3,",
        "A2,SARI,vision,3,perhaps",
    ]
    round_, findings = read(tmp_path, lines)
    assert round_ is None
    told = {(each.code, each.row, each.column, each.value) for each in of_marks(findings)}
    assert told == {
        ("duplicate-mark", 3, "applicant", "A1 / Sari / vision"),
        ("unknown-applicant", 4, "applicant", "A9"),
        ("unknown-criterion", 5, "criterion", "vison"),
        ("out-of-range", 6, "mark", "6"),
        ("not-whole", 7, "mark", "2.5"),
        ("text-for-number", 8, "mark", "good"),
        ("required", 9, "applicant", ""),
        ("required", 10, "reviewer", ""),
        ("required", 11, "criterion", ""),
        ("reviewer-spelling", 2, "reviewer", "Sari"),
        ("unknown-choice", 12, "conflict", "perhaps"),
    }
    assert all(each.remedy.text("en") and each.remedy.text("id") for each in of_marks(findings))
    double = next(each for each in findings if each.code == "duplicate-mark")
    assert "rows 2 and 3" in double.problem.text("en")
    wrong = next(each for each in findings if each.code == "out-of-range")
    assert "1 to 5 marks" in wrong.problem.text("en")
    meant = next(each for each in findings if each.code == "unknown-criterion")
    assert "vision" in meant.remedy.text("en")


@pytest.mark.parametrize("content", ["", HEAD + "\n", "\ufeff" + HEAD + "\n\n"])
def test_a_file_without_marks_is_a_warning(tmp_path: Path, content: str) -> None:
    make_round(tmp_path, people({}), criteria=CRITERIA + PANEL)
    (tmp_path / "marks.csv").write_text(content, encoding="utf-8")
    round_, findings = check_round(tmp_path)
    assert table(round_) == []
    assert [(each.code, each.severity.value) for each in of_marks(findings)] == [("no-marks", "warning")]


def test_no_file_of_marks_is_a_warning_where_a_panel_marks(tmp_path: Path) -> None:
    round_, findings = check_round(make_round(tmp_path, people({}), criteria=CRITERIA + PANEL))
    assert table(round_) == []
    assert [(each.code, each.severity.value) for each in of_marks(findings)] == [("no-marks", "warning")]


def test_without_a_panel_the_file_changes_nothing(tmp_path: Path) -> None:
    plain, _ = check_round(make_round(tmp_path, people({})))
    (tmp_path / "marks.csv").write_text("anything", encoding="utf-8")
    round_, findings = check_round(tmp_path)
    assert round_ is not None
    assert plain is not None
    assert round_.fingerprint == plain.fingerprint
    assert round_.marks is None
    assert [(each.code, each.severity.value) for each in of_marks(findings)] == [("not-read", "note")]


def test_faults_of_the_applicants_file_and_of_the_marks_are_told_together(tmp_path: Path) -> None:
    folder = make_round(tmp_path, people({"staff": "many"}), criteria=CRITERIA + PANEL)
    (folder / "marks.csv").write_text(f"{HEAD}\nA7,Sari,vision,9,\n", encoding="utf-8")
    round_, findings = check_round(folder)
    assert round_ is None
    told = {(each.file, each.code) for each in findings.errors}
    assert told >= {
        ("applicants.csv", "text-for-number"),
        ("marks.csv", "unknown-applicant"),
        ("marks.csv", "out-of-range"),
    }


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (('missing = "ask"\nsource = "test"\npanel', 'missing = "floor"\nsource = "test"\npanel'), "does-not-fit"),
        (("at_most = 5 }\nanchors", "at_most = 4 }\nanchors"), "does-not-fit"),
        (("at_least = 1, at_most = 5", "at_least = 6, at_most = 5"), "does-not-fit"),
        (('id = "vision"\n', 'id = "vision"\ncolumn = "staff"\n'), "does-not-fit"),
        (('id = "vision"', 'id = "staff"'), "shadowed-column"),
        (('id = "vision"', 'id = "population_2015"'), "shadowed-column"),
    ],
)
def test_a_criterion_that_cannot_be_marked_by_a_panel_is_named(
    tmp_path: Path, change: tuple[str, str], code: str
) -> None:
    broken = PANEL.replace(*change)
    assert broken != PANEL
    round_, findings = check_round(make_round(tmp_path, people({}), criteria=CRITERIA + broken))
    assert round_ is None
    assert code in [each.code for each in findings.errors if each.file == "criteria.toml"]


def test_many_marks_are_read(tmp_path: Path) -> None:
    lines = [f"A{a},R{r},vision,{(a + r) % 5 + 1}," for a in range(1, 4) for r in range(70_000)]
    round_, findings = read(tmp_path, lines)
    assert len(table(round_)) == 210_000
    assert not of_marks(findings)
