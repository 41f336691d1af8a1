"""Letters and reasons at the command line: what is written, what is refused, and what a committee's plan adds."""

import csv
import io
import json
from pathlib import Path

import pytest
from pypdf import PdfReader

from commands.desk import Desk
from commands.takeaway import Extra, extra_sheets, possible
from locales import render
from tests.cli.test_cli import document, pilih
from tests.reports import plan_rounds
from tests.reports.test_judgement_in_plan import judged
from tests.samples import ROOT

ROUND = ROOT / "data" / "rounds" / "first-partners-2011"


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("decided") / "plan"
    assert pilih("plan", ROUND, "-o", folder).returncode == 0
    return folder


def test_letters_of_a_decided_plan_carry_its_figures(plan: Path, tmp_path: Path) -> None:
    awards = list(csv.DictReader((plan / "awards.csv").read_text(encoding="utf-8-sig").splitlines()))
    out = list(json.loads((plan / "plan.json").read_text(encoding="utf-8"))["not_funded"])
    first, last = awards[0], out[0]["applicant"]
    shown = document(
        *("letters", ROUND, "--plan", plan, "-o", tmp_path / "letters", "--language", "en"),
        *("--applicant", first["applicant"], "--applicant", last),
    )
    granted, refused = shown["letters"]
    assert (granted["funded"], refused["funded"]) == (True, False)
    assert granted["grant"]["cost"] == int(first["cost"])
    assert granted["score"] == float(first["score"])
    assert refused["cause"] == out[0]["cause"]
    assert [Path(each).name for each in shown["files"]][-2:] == ["letters.pdf", "letters.json"]
    pages = PdfReader(io.BytesIO((tmp_path / "letters" / "letters.pdf").read_bytes())).pages
    assert [first["applicant"] in pages[0].extract_text(), last in pages[1].extract_text()] == [True, True]


def test_letters_of_a_changed_plan_are_refused_without_a_file(plan: Path, tmp_path: Path) -> None:
    text = (plan / "plan.json").read_text(encoding="utf-8")
    copy = tmp_path / "plan"
    copy.mkdir()
    for each in plan.iterdir():
        (copy / each.name).write_bytes(each.read_bytes())
    (copy / "plan.json").write_text(text.replace('"computers": 4', '"computers": 5', 1), encoding="utf-8")
    ended = pilih("letters", ROUND, "--plan", copy, "-o", tmp_path / "letters", "--json")
    assert ended.returncode == 1
    assert json.loads(ended.stdout)["ok"] is False
    assert not (tmp_path / "letters").exists()


def test_a_letter_to_nobody_is_refused(plan: Path, tmp_path: Path) -> None:
    ended = pilih("letters", ROUND, "--plan", plan, "-o", tmp_path / "letters", "--applicant", "nobody")
    assert ended.returncode == 1
    assert "nobody" in ended.stderr
    assert not (tmp_path / "letters").exists()


def test_explain_says_margins_lifts_and_weights_as_data(plan: Path) -> None:
    not_funded = json.loads((plan / "plan.json").read_text(encoding="utf-8"))["not_funded"]
    gate = next(each["applicant"] for each in not_funded if each["cause"] == "gate")
    shown = document("explain", ROUND, gate, "--language", "en")
    failed = [each for each in shown["margins"] if each["status"] == "fail"]
    assert failed
    assert all(each["margin"] is None or each["margin"] < 0 for each in failed)
    assert round(sum(shown["at_the_line"]["criteria"].values()), 6) == shown["at_the_line"]["gap"]
    assert shown["lifts_by_points"] == []
    assert shown["under_weights"] == []


def test_agreement_is_among_all_the_extras_only_where_members_have_answered() -> None:
    desk = Desk("en", as_json=True)
    (sheet,) = extra_sheets(desk, judged(), [Extra.AGREEMENT])
    assert render(sheet.name, "en") == "Agreement"
    assert len(sheet.grids) == 4
    assert Extra.AGREEMENT in possible(judged())
    assert Extra.AGREEMENT not in possible(plan_rounds.outcome())
