"""The commands that give reasons, as a user meets them: one document each, files that verify, exit codes."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import optimizer
from tests.cli.test_cli import document, pilih
from tests.samples import ROOT
from tests.scenarios.clusters import Cluster

ROUND = ROOT / "data" / "rounds" / "first-partners-2011"
SEED = "Undian 23 November, 7719"
CHECKER = Path(optimizer.__file__).parent / "draw_checker.py"


@pytest.fixture(scope="module")
def by_number(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A scenario that only counts libraries, so that many plans are exactly as good."""
    text = (ROUND / "scenarios" / "base.toml").read_text(encoding="utf-8")
    assert text.count('maximise = "value"') == 1
    path = tmp_path_factory.mktemp("scenario") / "by-number.toml"
    path.write_text(
        text.replace('maximise = "value"', 'maximise = "libraries"').replace('id = "base"', 'id = "by-number"', 1),
        encoding="utf-8",
    )
    return path


@pytest.fixture(scope="module")
def announced(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("announced") / "plan"
    assert pilih("plan", ROUND, "-o", folder).returncode == 0
    return folder


def tables(shown: dict[str, Any], name: str) -> list[dict[str, Any]]:
    return next(sheet["tables"] for sheet in shown["sheets"] if sheet["name"] == name)


def test_verify_says_what_the_certificate_proves(announced: Path) -> None:
    assert document("verify", announced, "--language", "en")["certificate"][0].startswith("no plan under these rules")


def test_explain_without_an_applicant_prices_everyone_and_every_rule() -> None:
    shown = document("explain", ROUND, "--language", "en")
    people, rules = tables(shown, "Prices of applicants"), tables(shown, "Prices of rules")
    assert len(people[0]["rows"]) == 46
    assert all(row[4] in ("in", "out") for row in people[0]["rows"])
    assert all(row[1] is None or row[1] >= 0 for row in rules[0]["rows"])


def test_robust_ends_before_it_solves_anything_when_no_scheduler_is_reached() -> None:
    asked = ("robust", ROUND, "--doubts", "--language", "en", "--scheduler")
    ended = pilih(*asked, "tcp://127.0.0.1:1")  # a port that is nobody's
    assert ended.returncode == 1
    assert ended.stdout == ""
    assert "no Dask scheduler is reached at tcp://127.0.0.1:1" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert "…" not in ended.stderr  # no scenario was begun
    refused = document(*asked, "nowhere", code=1)
    assert [each["code"] for each in refused["findings"]] == ["scheduler"]


@pytest.mark.long
def test_robust_says_the_same_by_a_cluster_as_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (ROUND / "scenarios" / "base.toml").read_text(encoding="utf-8")
    few = tmp_path / "few.toml"
    few.write_text(f"{text}\n[robust]\ndraws = 4\nshares = 2\nprices = 0.2\n", encoding="utf-8")
    asked = ("robust", ROUND, "-s", few, "--doubts", "--plans", "0", "--json")
    here = pilih(*asked)
    with Cluster(tmp_path, workers=2) as made:
        monkeypatch.setenv("PILIH_SCHEDULER", made.address)
        there = pilih(*asked)
        assert "Run out-of-band function" in made.said()
    assert (here.returncode, there.returncode) == (0, 0), there.stderr
    assert there.stdout == here.stdout


def test_stability_by_rank_says_where_the_ranking_changes_and_what_brings_whom_in() -> None:
    shown = document("stability", ROUND, "--by-rank", "--weight", "need", "--language", "en")
    ranking, entries, turns = tables(shown, "Weights that hold")
    ((_, now, low, high, *_),) = ranking["rows"]
    assert low <= now <= high
    assert any(row[5] in (low, high) for row in entries["rows"])
    assert {low, now, high} <= {row[1] for row in turns["rows"]} | {0, 1}
    refused = pilih("stability", ROUND, "nobody", "--weight", "nothing", "--json")
    assert refused.returncode == 1
    assert {"stability.applicant", "stability.node"} <= {
        each["code"] for each in json.loads(refused.stdout)["findings"]
    }


def test_robust_sorts_everyone_and_a_larger_loss_contests_no_fewer() -> None:
    def contested(loss: str) -> set[str]:
        shown = document("robust", ROUND, "--loss", loss, "--plans", "0", "--language", "en")
        rows = tables(shown, "Clear and contested")[0]["rows"]
        assert len(rows) == 46
        assert {row[0] for row in rows} <= {"clear in", "contested", "clear out"}
        return {row[1] for row in rows if row[0] == "contested"}

    few, many = contested("0.001"), contested("0.004")
    assert few <= many
    assert len(many) > len(few)


def test_the_frontier_is_drawn_for_money_and_between_two_measures() -> None:
    curve = tables(document("frontier", ROUND, "--language", "en"), "Budget curve")[0]["rows"]
    values = [row[-5] for row in curve]
    assert values == sorted(values)
    weighed = document("frontier", ROUND, "--against", "minimise cost", "--points", "3", "--language", "en")
    assert len(tables(weighed, "Frontier")[0]["rows"]) >= 3
    wrong = pilih("frontier", ROUND, "--against", "as cheap as possible", "--language", "en")
    assert wrong.returncode == 1
    assert "minimise cost" in wrong.stderr
    assert "Traceback" not in wrong.stderr


def test_reserve_and_fairness_speak_of_every_winner_and_place() -> None:
    shown = document("reserve", ROUND, "--winner", "T-3471-01", "--winner", "D-1603", "--language", "en")
    assert any(len(table["rows"]) == 2 for table in tables(shown, "Reserve list"))
    unknown = pilih("reserve", ROUND, "--winner", "D-0000", "--language", "en")
    assert unknown.returncode == 1
    assert "D-0000 is not funded by this plan" in " ".join(unknown.stderr.split())
    assert tables(document("fairness", ROUND, "--language", "en"), "Fairness")


def test_a_plan_can_stay_close_to_an_announced_one(announced: Path, tmp_path: Path) -> None:
    cut = tmp_path / "cut"
    shown = document(
        "plan", ROUND, "-o", cut, "--announced", announced, "--budget", "0.9", "--most-changes", "4", "--language", "en"
    )
    before = {row["applicant"] for row in json.loads((announced / "plan.json").read_text(encoding="utf-8"))["awards"]}
    assert len(before ^ set(shown["awards"])) <= 4
    assert shown["scenario"] == "base-close-budget-0-9"
    assert document("verify", cut, "--round", ROUND)["ok"] is True
    same = document("plan", ROUND, "-o", tmp_path / "same", "--announced", announced, "--fewest-changes")
    assert set(same["awards"]) == before


def test_what_was_announced_must_be_a_plan_that_nobody_changed(announced: Path, tmp_path: Path) -> None:
    lost = pilih("plan", ROUND, "-o", tmp_path / "x", "--announced", tmp_path, "--language", "en")
    assert lost.returncode == 1
    assert "pilih plan writes" in " ".join(lost.stderr.split())
    alone = pilih("plan", ROUND, "-o", tmp_path / "x", "--most-changes", "2")
    assert alone.returncode == 2
    assert "--announced" in alone.stderr


def test_a_draw_is_published_then_drawn_and_can_be_replayed_by_anyone(by_number: Path, tmp_path: Path) -> None:
    odds, drawn = tmp_path / "odds", tmp_path / "drawn"
    document("plan", ROUND, "-s", by_number, "-o", odds, "--draw-odds")
    shown = document("plan", ROUND, "-s", by_number, "-o", drawn, "--draw", SEED, "--language", "en")
    assert shown["ties"] == "drawn"
    published = json.loads((odds / "draw.json").read_text(encoding="utf-8"))
    record = json.loads((drawn / "draw.json").read_text(encoding="utf-8"))
    assert published["publication"] == record["publication"]
    assert len(published["publication"]["tickets"]) > 1
    ticket = record["publication"]["tickets"][record["ticket"] - 1]
    assert ticket["awards"] == shown["awards"]
    replay = [sys.executable, "-I", "-S", str(CHECKER), str(odds / "draw.json"), SEED]
    said = subprocess.run(replay, capture_output=True, text=True, check=True).stdout
    assert f"draws ticket {record['ticket']}" in said
    for folder in (odds, drawn):
        assert document("verify", folder, "--round", ROUND)["ok"] is True
    record["seed"] = "another"
    (drawn / "draw.json").write_text(json.dumps(record), encoding="utf-8")
    assert document("verify", drawn, code=1)["ok"] is False


def test_reasons_can_be_taken_away_in_the_workbook(tmp_path: Path) -> None:
    folder = tmp_path / "plan"
    assert pilih("plan", ROUND, "-o", folder, "--with", "fairness", "--with", "standing").returncode == 0
    names = openpyxl.load_workbook(folder / "plan.xlsx").sheetnames
    plain = tmp_path / "plain"
    assert pilih("plan", ROUND, "-o", plain).returncode == 0
    assert len(names) == len(openpyxl.load_workbook(plain / "plan.xlsx").sheetnames) + 2
    assert document("verify", folder, "--round", ROUND)["ok"] is True
