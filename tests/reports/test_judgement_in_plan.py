"""Plans that rest on the members' weights or on a panel's marks: written, verified, and with their sheets."""

import json
import shutil
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

import scenarios
from intake import Members
from locales import render
from reports import canonical, robust_sheet, verify_folder, write_plan
from reports.schema import SECTIONS
from reports.workbook import workbook
from scenarios import Outcome
from scoring import GAP, Policy, against, explain, lifts, margins_of, node_share, weight_set
from tests.reports import plan_rounds
from tests.reports.test_sheet_panel import REVIEWERS, panel_round
from tests.scoring.committees import swinging

NAMES = ("=Ketua", "+62", "@member", "-1")


@cache
def judged() -> Outcome:
    """The small hostile round with a panel and a committee whose middle decides, and hostile names in both."""
    round_ = panel_round()
    nodes = [each.id for each in round_.criteria.criteria]
    people = [
        swinging(
            round_.criteria, f"m{n}", {node: 100 if place == n % 3 else 15 + n for place, node in enumerate(nodes)}
        )
        for n in range(len(NAMES))
    ]
    members = Members(tuple(replace(each, name=name) for each, name in zip(people, NAMES, strict=True)))
    scenario = plan_rounds.scenario(scoring={"weights_from": "members"})
    assert isinstance(scenario.scoring, Policy)
    return scenarios.run(replace(round_, members=members), scenario)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("judged") / "plan"
    write_plan(judged(), target, "en")
    return target


@pytest.fixture(scope="module")
def book(folder: Path) -> openpyxl.Workbook:
    return openpyxl.load_workbook(folder / "plan.xlsx")


def rows_of(book: openpyxl.Workbook, sheet: str, first: str) -> list[dict[str, Any]]:
    """The rows of the table whose first heading is `first`, by heading."""
    lines = [list(row) for row in book[sheet].iter_rows(values_only=True)]
    start = next(place for place, row in enumerate(lines) if row[0] == first and row[1] is not None)
    heads = [str(head) for head in lines[start] if head is not None]
    found = []
    for row in lines[start + 1 :]:
        if all(cell is None for cell in row):
            break
        found.append(dict(zip(heads, row, strict=False)))
    return found


def test_a_plan_of_weights_and_marks_verifies_alone_and_with_its_round(folder: Path) -> None:
    assert verify_folder(folder) == []
    assert verify_folder(folder, judged().round) == []


@pytest.mark.parametrize("what", ["mark", "answer"])
def test_a_changed_mark_or_answer_is_found_though_the_digests_are_renewed(
    folder: Path, tmp_path: Path, what: str
) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    data = json.loads((copy / "plan.json").read_text(encoding="utf-8"))
    if what == "mark":
        row = next(row for row in data["round"]["marks"]["rows"] if row["mark"] == 3)
        row["mark"] = 5
    else:
        data["round"]["members"][0]["answers"][1]["number"] = 99
    data["digests"]["sections"] = {name: canonical.digest(data[name]) for name in SECTIONS if name in data}
    (copy / "plan.json").write_bytes(canonical.text(data).encode())
    assert any(each.where == "scores" for each in verify_folder(copy))
    said = [each.problem.text("en") for each in verify_folder(copy, judged().round) if each.where in ("round", "marks")]
    assert any(("mark" if what == "mark" else "members") in each for each in said)


def test_the_sheet_of_weights_holds_every_member_and_every_share(book: openpyxl.Workbook) -> None:
    made = judged()
    group = weight_set(made.round.criteria, made.round.members or Members(()))
    rows = {row["Group or criterion"]: row for row in rows_of(book, "Weights", "Group or criterion")}
    for criterion in made.round.criteria.criteria:
        row = rows[f"– {criterion.label.en}"]
        for member in group.members:
            assert row[member.name] == pytest.approx(
                float(node_share(made.round.criteria, criterion.id, member.effective))
            )
        assert row["Middle"] == pytest.approx(float(made.scores.weights[criterion.id]), abs=1e-8)


def test_the_panel_sheet_holds_every_reviewer_and_every_raw_mark(book: openpyxl.Workbook) -> None:
    made = judged()
    marks = made.round.marks
    assert marks is not None
    counted = marks[~marks["conflict"] & marks["mark"].notna()]
    reviewers = {row["Reviewer"]: row for row in rows_of(book, "Panel", "Reviewer")}
    assert set(reviewers) == set(REVIEWERS)
    for reviewer, given in counted.groupby("reviewer")["mark"]:
        assert reviewers[str(reviewer)]["Mean of the marks given"] == pytest.approx(given.mean())
    lines = [list(row) for row in book["Panel"].iter_rows(values_only=True)]
    start = next(place for place, row in enumerate(lines) if row[:4] == ["Applicant", "Library", "Province", "Marks"])
    raw = {row[0]: row[4] for row in lines[start + 1 : start + 1 + counted["applicant"].nunique()]}
    assert raw == {str(each): pytest.approx(mark) for each, mark in counted.groupby("applicant")["mark"].mean().items()}


def test_nothing_that_members_or_reviewers_are_called_can_run(book: openpyxl.Workbook) -> None:
    for name in ("Weights", "Panel", "Against the line", "Single answers", "Gates"):
        for row in book[name].iter_rows():
            for cell in row:
                assert cell.data_type in ("n", "s"), (name, cell.coordinate)
    shown = {cell for row in book["Weights"].iter_rows(values_only=True) for cell in row}
    assert set(NAMES) <= shown


def test_the_sheet_against_the_line_sums_to_the_gap(book: openpyxl.Workbook) -> None:
    made = judged()
    rows = rows_of(book, "Against the line", "Rank")
    assert sorted(row["Applicant"] for row in rows) == sorted(made.scores.table.index)
    for row in rows:
        parts = [row[each.label.en] for each in made.round.criteria.criteria]
        assert round(sum(parts), 6) == row["Gap to it"]
        apart = against(made.scores, pd.Series([row["Compared with"]], index=[row["Applicant"]]))
        assert row["Gap to it"] == apart[GAP].iloc[0]
        assert (row["Funded"] == "funded") == (row["Applicant"] in made.plan.awards.index)


def test_the_sheet_of_gates_holds_every_margin_and_near_misses_first(book: openpyxl.Workbook) -> None:
    made = judged()
    rows = rows_of(book, "Gates", "Applicant")
    told = margins_of(made.round, made.scores, list(made.scores.table.index))
    for row in rows:
        (since,) = (each for each in told[row["Applicant"]] if each.gate == "young")
        assert row["Since, distance from the limit (days)"] == since.margin
        stopped = [
            g for g in map(str, made.scores.gates) if made.scores.gates.at[row["Applicant"], g] in ("fail", "unknown")
        ]
        label = {gate.id: gate.label.en for gate in made.round.criteria.gates}
        assert row["Only this gate keeps it out"] == (label[stopped[0]] if len(stopped) == 1 else None)
    near = [row["Only this gate keeps it out"] is not None for row in rows]
    assert any(near)
    assert near == sorted(near, reverse=True)


def test_the_sheet_of_single_answers_is_what_lifts_say(book: openpyxl.Workbook) -> None:
    made = judged()
    line = scenarios.line(made).lowest_funded
    assert line is not None
    scores = made.scores.table["score"]
    found = lifts(made.round, made.scores, pd.Series(float(scores[line]), index=scores.index))
    shown = rows_of(book, "Single answers", "Rank")
    assert shown
    for row in shown:
        said = {each.criterion: each for each in found.of(made.round, row["Applicant"])}
        assert row["Answers that would do"] == len(said)
        space = row["space"]
        assert (space is None) == ("space" not in said)
        if space is not None:
            assert space.startswith(f"{render(said['space'].after, 'en')} (now ")
        assert explain(made.round, made.scores, row["Applicant"]).rank is not None


def test_a_round_without_committee_and_panel_has_no_such_sheets() -> None:
    names = openpyxl.load_workbook(BytesIO(workbook(plan_rounds.outcome(), "en"))).sheetnames
    assert not {"Weights", "Panel"} & set(names)


@pytest.mark.parametrize("language", ["id", "en"])
def test_how_sure_a_plan_is_goes_with_its_workbook(tmp_path: Path, language: str) -> None:
    made = judged()
    found = scenarios.robust(made, scenarios.Robust(draws=3, shares=0), processes=1)
    sheet = robust_sheet(made, found)
    write_plan(made, tmp_path / "plan", language, [sheet])
    assert verify_folder(tmp_path / "plan") == []
    written = openpyxl.load_workbook(tmp_path / "plan" / "plan.xlsx")[render(sheet.name, language)]
    cells = [cell for row in written.iter_rows() for cell in row]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    shown = {str(cell.value) for cell in cells}
    assert {str(name) for name in made.table.index} <= shown
    assert set(NAMES) <= shown
