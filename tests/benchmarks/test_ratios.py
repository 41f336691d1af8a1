"""What is recorded: pieces beside each other, with their runs and margins; what a check finds wrong; the page of it."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks import page, ratios
from benchmarks.line import Line
from benchmarks.ratios import Run

LINE = Line("Building", 100, "options", "ours", "theirs", 0.5, 1.0, 2.0, checked="same 7 rows", quick=True)
SCORING = replace(LINE, topic="Scoring", value=0.2)
FIRST = Run("2026-11-01", "python -m benchmarks --write", 'A "machine"', 0.25, "pulp 3.3")
LATER = Run("2026-11-02", "python -m benchmarks --only build --write", "Another", 1.5, "pulp 3.4")
ALL = ("Building", "Scoring")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "ratios.toml"


def faults(lines: Sequence[Line], file: Path, begins: tuple[str, ...] = ALL) -> list[str]:
    return [each.partition(": ")[0] for each in ratios.faults(lines, ratios.recorded(file), begins)]


def test_a_line_is_read_as_it_was_written(file: Path) -> None:
    odd = Line("Nation: own", 9, "options", 'all "held"', "-", 3.5, unit="GiB", goal="own memory", agrees=False)
    found = ratios.record([LINE, odd], FIRST, file)
    assert [each.line for each in found.values()] == [LINE, odd]
    assert {each.run for each in found.values()} == {FIRST}
    assert found == ratios.recorded(file)


def test_a_piece_is_recorded_beside_the_rest_with_its_own_run(file: Path) -> None:
    large = replace(LINE, scale=900, quick=False)
    ratios.record([SCORING, large, LINE], FIRST, file)
    found = ratios.record([replace(LINE, value=0.4)], LATER, file)
    assert [(each.line, each.run) for each in found.values()] == [
        (replace(LINE, value=0.4), LATER),
        (large, FIRST),
        (SCORING, FIRST),
    ]
    ratios.record([SCORING, large], LATER, file)
    assert FIRST.date not in file.read_text(), "a run of which nothing is left is forgotten"


def test_a_margin_changed_by_hand_is_kept(file: Path) -> None:
    ratios.record([LINE], FIRST, file)
    file.write_text(file.read_text().replace(f"margin = {ratios.MARGIN}", "margin = 0.07"))
    ratios.record([SCORING], LATER, file)
    found = ratios.record([replace(LINE, value=0.4), replace(LINE, scale=9)], LATER, file)
    assert {key: each.margin for key, each in found.items()} == {
        LINE.key: 0.07,
        replace(LINE, scale=9).key: ratios.MARGIN,
        SCORING.key: ratios.MARGIN,
    }


def test_a_ratio_is_worse_beyond_its_margin_only(file: Path) -> None:
    ratios.record([LINE], FIRST, file)
    most = 0.5 * (1 + ratios.MARGIN)
    assert faults([replace(LINE, value=most)], file) == []
    assert faults([replace(LINE, value=most + 0.001)], file) == ["WORSE"]
    assert faults([replace(LINE, value=float("nan"))], file) == ["WORSE"]
    (said,) = ratios.faults([replace(LINE, value=9.0)], ratios.recorded(file), ALL)
    assert said == f"WORSE: {LINE.key}: 9, recorded 0.5, at most 0.75"


def test_what_is_recorded_and_not_measured_is_a_fault_where_the_check_should_have_measured_it(file: Path) -> None:
    ratios.record([LINE, SCORING, replace(LINE, scale=900, quick=False)], FIRST, file)
    assert faults([LINE, SCORING], file) == []
    assert faults([LINE], file) == ["NOT MEASURED"]
    assert faults([LINE], file, ("Building",)) == []
    (said,) = ratios.faults([LINE], ratios.recorded(file), ALL)
    assert SCORING.key in said


def test_what_is_measured_and_not_recorded_is_a_fault(file: Path) -> None:
    assert faults([LINE], file) == ["NOT RECORDED"]
    ratios.record([LINE, replace(SCORING, quick=False)], FIRST, file)
    assert faults([LINE, replace(LINE, scale=7)], file) == ["NOT RECORDED"]
    assert faults([LINE, SCORING], file) == ["NOT RECORDED"], "recorded, but no check would miss it"


def test_all_that_is_recorded_stands_between_the_marks_and_nothing_else_changes(file: Path, tmp_path: Path) -> None:
    document = tmp_path / "page.md"
    document.write_text(f"# Before\n{page.BEGIN}\nold numbers\n{page.END}\nAfter\n")
    ratios.record([LINE, SCORING], FIRST, file)
    found = ratios.record([replace(LINE, scale=7, agrees=False)], LATER, file)
    page.written(found.values(), document)
    text = document.read_text()
    assert text.startswith("# Before\n")
    assert text.endswith("\nAfter\n")
    assert "old numbers" not in text
    assert "| 1 | 2026-11-02 | `python -m benchmarks --only build --write` | Another | 1.5 | pulp 3.4 |" in text
    assert "| 7 options | ours | theirs | 1.000 | 2.000 | 0.5 | **DISAGREES:** same 7 rows | 1 |" in text
    assert "| 100 options | ours | theirs | 1.000 | 2.000 | 0.5 | same 7 rows | 2 |" in text


def test_growth_is_told_of_one_machine_only(file: Path, tmp_path: Path) -> None:
    document = tmp_path / "page.md"
    document.write_text(f"{page.BEGIN}{page.END}")
    grown = [replace(LINE, scale=size, ours=size**1.5) for size in (10, 100, 1_000)]
    ratios.record(grown, FIRST, file)
    page.written(ratios.recorded(file).values(), document)
    assert "| Building | ours | 10 to 1,000 options | 1.50 |" in document.read_text()
    page.written(ratios.record(grown[:1], LATER, file).values(), document)
    assert "10 to 1,000" not in document.read_text()


def test_every_recorded_ratio_has_a_margin() -> None:
    held = ratios.recorded()
    assert held
    assert all(0 < each.margin <= 3 for each in held.values())
    assert all(each.line.value > 0 or each.line.unit != "times" for each in held.values())
