"""The command `pilih` as a user meets it: exit codes, one JSON document, no traceback, files that verify."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.samples import ROOT

ROUND = ROOT / "data" / "rounds" / "first-partners-2011"


def pilih(*words: str | Path, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own."""
    command = [sys.executable, str(ROOT / "cli.py"), *map(str, words)]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, encoding="utf-8")


def document(*words: str | Path, code: int = 0) -> dict[str, Any]:
    """Run with --json and read what comes to standard output."""
    ended = pilih(*words, "--json")
    assert ended.returncode == code, ended.stderr
    assert "Traceback" not in ended.stderr
    read: dict[str, Any] = json.loads(ended.stdout)
    return read


@pytest.fixture(scope="module")
def plan_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("plan") / "written"
    ended = pilih("plan", ROUND, "-o", folder, "--language", "en")
    assert ended.returncode == 0, ended.stderr
    assert "34 of 63 applicants are funded" in ended.stdout
    assert "proven optimal" in ended.stdout
    assert "made up" in ended.stdout
    return folder


def test_plan_writes_files_that_verify(plan_folder: Path) -> None:
    assert {path.name for path in plan_folder.iterdir()} == {"plan.xlsx", "awards.csv", "certificate.json", "plan.json"}
    assert document("verify", plan_folder)["ok"] is True
    assert document("verify", plan_folder, "--round", ROUND)["ok"] is True


def test_the_same_files_give_the_same_bytes(plan_folder: Path, tmp_path: Path) -> None:
    again = tmp_path / "again"
    assert pilih("plan", ROUND, "-o", again, "--language", "en").returncode == 0
    for name in ("plan.xlsx", "awards.csv", "certificate.json", "plan.json"):
        assert (again / name).read_bytes() == (plan_folder / name).read_bytes(), name


def test_an_edited_plan_is_refused_with_the_place(plan_folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(plan_folder, copy)
    text = (copy / "awards.csv").read_text(encoding="utf-8-sig")
    (copy / "awards.csv").write_text(text.replace("district_standard", "district_palace", 1), encoding="utf-8-sig")
    said = document("verify", copy, code=1)
    assert said["ok"] is False
    assert any("district_palace" in v["problem"] for v in said["violations"])


def test_check_score_explain_and_compare_speak_json() -> None:
    assert document("check", ROUND)["ok"] is True
    scored = document("score", ROUND)
    ranks = [each["rank"] for each in scored["applicants"] if each["rank"] is not None]
    assert ranks == sorted(ranks)
    for each in scored["applicants"]:
        assert sum(each["points"].values()) == pytest.approx(each["score"], abs=1e-6)
    first = scored["applicants"][0]["applicant"]
    told = document("explain", ROUND, first)
    assert told["applicant"] == first
    assert told["reversed"] is None or told["reversed"]["loss"] is None or told["reversed"]["loss"] >= 0
    compared = document("compare", ROUND, "-s", "base", "-s", "budget-cut", "--no-causes")
    assert len(compared["scenarios"]) == 2
    assert compared["causes"] == []


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_command_speaks_both_languages(language: str) -> None:
    made_up = {"id": "dibuat-buat", "en": "made up"}[language]
    for words in (("score", ROUND), ("explain", ROUND, "D-3320"), ("compare", ROUND, "-s", "base", "-s", "base")):
        ended = pilih(*words, "--language", language)
        assert ended.returncode == 0, ended.stderr
        assert made_up in ended.stdout


@pytest.mark.parametrize(
    "words",
    [
        ("check", "no/such/folder"),
        ("plan", "no/such/folder"),
        ("plan", str(ROUND), "-s", "no-such-scenario"),
        ("plan", str(ROUND), "--applicants", "no/such/file.csv"),
        ("explain", str(ROUND), "D-0000"),
        ("compare", str(ROUND), "-s", "base"),
        ("verify", "no/such/folder"),
        ("verify", str(ROOT / "docs")),
    ],
)
def test_a_users_mistake_ends_with_1_and_no_traceback(words: tuple[str, ...], tmp_path: Path) -> None:
    ended = pilih(*words, folder=tmp_path)
    assert ended.returncode == 1
    assert "Traceback" not in ended.stderr + ended.stdout
    assert (ended.stdout + ended.stderr).strip()
    said = json.loads(pilih(*words, "--json", folder=tmp_path).stdout)
    assert said["ok"] is False


@pytest.mark.parametrize("words", [("plan",), ("nonsense",), ("plan", str(ROUND), "--nonsense")])
def test_wrong_usage_ends_with_2(words: tuple[str, ...]) -> None:
    ended = pilih(*words)
    assert ended.returncode == 2
    assert "Traceback" not in ended.stderr


def test_a_folder_that_is_no_plan_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("keep me", encoding="utf-8")
    ended = pilih("plan", ROUND, "-o", tmp_path / "mine")
    assert ended.returncode == 1
    assert (tmp_path / "mine" / "letter.txt").read_text(encoding="utf-8") == "keep me"


def test_an_infeasible_scenario_names_the_conflict_and_ends_with_1(tmp_path: Path) -> None:
    copy = tmp_path / "round"
    shutil.copytree(ROUND, copy)
    base = (copy / "scenarios" / "base.toml").read_text(encoding="utf-8").replace('id = "base"', 'id = "greedy"', 1)
    rule = '\n[[rules]]\nrule = "limit"\nid = "too_many"\nmeasure = "libraries"\nat_least = 1000\n'
    head, tail = base.split("[[objectives]]", 1)
    (copy / "scenarios" / "greedy.toml").write_text(f"{head}{rule}\n[[objectives]]{tail}", encoding="utf-8")
    said = document("plan", copy, "-s", "greedy", "-o", tmp_path / "out", code=1)
    assert said["status"] == "infeasible"
    assert said["conflict"]
    assert said["awards"] == {}


def test_new_writes_a_round_that_asks_for_applicants(tmp_path: Path) -> None:
    for language in ("id", "en"):
        fresh = tmp_path / language
        assert pilih("new", fresh, "--language", language).returncode == 0
        said = document("check", fresh, code=1)
        assert [finding["code"] for finding in said["findings"] if finding["severity"] == "error"] == ["no-applicants"]
