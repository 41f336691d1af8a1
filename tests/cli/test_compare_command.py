"""The command compare, as a user meets it: causes, versions of a round, announced plans, and the workbook."""

import shutil
from pathlib import Path

import openpyxl
import pytest

from tests.cli.test_cli import document, pilih
from tests.samples import ROOT

ROUND = ROOT / "data" / "rounds" / "first-partners-2011"
CUT = ("-s", "base", "-s", "budget-cut")


@pytest.fixture(scope="module")
def later(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A version of the round in which one application was withdrawn."""
    folder = tmp_path_factory.mktemp("versions") / "later"
    shutil.copytree(ROUND, folder)
    file = folder / "applicants.csv"
    rows = file.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [row for row in rows if not row.startswith("D-3314")]
    assert len(kept) == len(rows) - 1
    file.write_text("".join(kept), encoding="utf-8")
    return folder


def test_compare_names_the_change_that_decides(tmp_path: Path) -> None:
    said = document("compare", ROUND, *CUT, "-o", tmp_path / "new" / "book", "--language", "en")
    (found,) = said["causes"]
    assert found["refused"] is None
    assert found["unanswered"] == 0
    assert [change["key"] for change in found["changes"]] == [
        ["line", "hardware"],
        ["line", "connectivity"],
        ["line", "training"],
    ]
    assert {name["cause"] for name in found["names"]} == {"budget"}
    assert {name["applicant"] for name in found["names"]} == {move["applicant"] for move in said["moves"]}
    village = next(name for name in found["names"] if name["applicant"] == "V-3319-01")
    assert village["alone"] == village["needed"] == [0]
    assert [sheet["id"] for sheet in said["sheets"]] == [
        "comparison",
        "names_that_differ",
        "causes",
        "where_awards_differ",
        "funded_in_every_plan",
    ]
    book = openpyxl.load_workbook(said["files"][0], read_only=True)
    assert book.sheetnames == [sheet["name"] for sheet in said["sheets"]]
    assert [path.name for path in (tmp_path / "new" / "book").iterdir()] == ["compare.xlsx"]


def test_two_versions_of_a_round_and_an_announced_plan(later: Path, tmp_path: Path) -> None:
    announced = tmp_path / "announced"
    assert pilih("plan", ROUND, "-o", announced).returncode == 0
    words = ("compare", ROUND, "-s", "base", "-s", f"base@{later}", "--announced", announced, "--language", "en")
    said = document(*words)
    assert said["scenarios"] == ["1: Base scenario (first-partners-2011)", "2: Base scenario (later)"]
    (found,) = said["causes"]
    assert [change["key"] for change in found["changes"]] == [["applicant", "D-3314"]]
    withdrawn = next(name for name in found["names"] if name["applicant"] == "D-3314")
    assert (withdrawn["cause"], withdrawn["alone"], withdrawn["needed"]) == ("gate", [0], [0])
    told = [sheet for sheet in said["sheets"] if sheet["id"] == "changes_against_the_announced_plan"]
    changes = [next(fact["value"] for fact in sheet["facts"] if fact["name"] == "Changes") for sheet in told]
    assert changes == [0, len(found["names"])]
    alone = document("compare", ROUND, "-s", "base", "--announced", announced)
    assert [sheet["id"] for sheet in alone["sheets"]] == ["changes_against_the_announced_plan"]


@pytest.mark.parametrize(
    "words",
    [
        ("-s", "base", "-s", "base@no/such/round"),
        ("-s", "base", "-s", "no-such-scenario"),
        ("-s", "base") * 5,
        (*CUT, "--announced", "no/such/plan"),
    ],
)
def test_a_comparison_that_cannot_be_made_is_refused(words: tuple[str, ...]) -> None:
    said = document("compare", ROUND, *words, code=1)
    assert said["ok"] is False
    assert said["findings"]
