"""An application copied under another id and name is noticed by its answers; one that only resembles it is not."""

import csv
from pathlib import Path

from intake import Severity, check_round
from tests.samples import ROOT

FOLDER = ROOT / "data" / "rounds" / "expansion-2015"


def codes(path: Path, changes: dict[str, str]) -> list[tuple[str, Severity, int | None, str]]:
    """Copy the first application below the others, with these cells changed, and give what is said of copies."""
    with (FOLDER / "applicants.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    rows.append({**rows[0], "applicant": "X-1", "name": "Rumah Baca Melati", **changes})
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    _, findings = check_round(FOLDER, path)
    return [(each.code, each.severity, each.row, each.value) for each in findings if each.code == "same-answers"]


def test_a_copy_is_noticed_whatever_it_is_called(tmp_path: Path) -> None:
    assert codes(tmp_path / "applicants.csv", {}) == [("same-answers", Severity.WARNING, 182, "X-1")]


def test_another_answer_or_too_few_numbers_is_no_copy(tmp_path: Path) -> None:
    assert codes(tmp_path / "applicants.csv", {"titles": "5056"}) == []


def test_the_sample_itself_holds_no_copy() -> None:
    _, findings = check_round(FOLDER)
    assert not [each for each in findings if each.code == "same-answers"]
