"""The panel on paper: every figure is the engine's, on every kind of paper, in both languages."""

import io
import json
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pytest
from rich.console import Console

import scenarios
from intake import Criteria, Round
from locales import render
from reports import Printer, print_sheet, sheet_data
from reports.grid import Sheet
from reports.sheet_panel import sheet
from reports.sheet_reading import sheet as reading_sheet
from scoring import discuss, plan_reading
from tests.reports import plan_rounds
from tests.reports.plan_rounds import both

REVIEWERS = ("=Sari", "Tono", "Wati", "Yusuf")


def panel_round(*, linked: bool = True) -> Round:
    plain = plan_rounds.round_()
    vision = {
        "id": "vision",
        "label": both("Vision"),
        "group": "all",
        "unit": both("marks"),
        "shape": "linear",
        "direction": "up",
        "anchors": {"zero": {"at": 1, "means": both("weak")}, "one": {"at": 5, "means": both("strong")}},
        "weight": 3,
        "missing": "ask",
        "source": "made up for this test",
        "panel": {"at_least": 1, "at_most": 5},
    }
    rules = plain.criteria.model_dump(by_alias=True)
    chance = np.random.default_rng(4)
    rows: list[tuple[Any, ...]] = []
    for place, applicant in enumerate(sorted(plain.applicants.index)):
        for number, reviewer in enumerate(REVIEWERS):
            if linked and (place + number) % 4 == 0 and place < 8:
                continue
            if not linked and place % 2 != number // 2:
                continue
            conflict = place == 9 and number == 1
            level = 3 + (place % 3) - 1 - (number == 0) + int(chance.integers(-1, 2))
            mark = np.nan if conflict else float(min(5, max(1, level)))
            rows.append((applicant, reviewer, "vision", mark, conflict))
    marks = pd.DataFrame(rows, columns=["applicant", "reviewer", "criterion", "mark", "conflict"])
    criteria = Criteria.model_validate({**rules, "criteria": [*rules["criteria"], vision]})
    return replace(plain, criteria=criteria, marks=marks)


@cache
def outcome(linked: bool = True) -> scenarios.Outcome:
    chosen = plan_rounds.scenario(rules=[{"rule": "limit", "id": "n", "measure": "libraries", "at_most": 4}])
    adopted = chosen.model_copy(update={"scoring": chosen.scoring.model_copy(update={"panel": "calibrated"})})
    return scenarios.run(panel_round(linked=linked), adopted)


@cache
def made(linked: bool = True) -> Sheet:
    ran = outcome(linked)
    return sheet(ran, discuss(ran.round, ran.scenario.scoring, line=len(ran.plan.awards)))


def grid(page: Sheet, start: str) -> list[dict[str, Any]]:
    found = next(each for each in page.grids if render(each.title, "en").startswith(start))
    heads = [render(column.label, "en") for column in found.columns]
    return [dict(zip(heads, row.cells, strict=True)) for row in found.rows]


def facts(page: Sheet) -> dict[str, str]:
    return {render(name, "en"): render(value, "en") for name, value, _ in page.facts}


def test_every_application_and_every_reviewer_is_there_once_with_the_engines_figures() -> None:
    panel = outcome().scores.panel
    assert panel is not None
    judged = panel["vision"]
    lines = grid(made(), "Vision: applications")
    assert sorted(line["Applicant"] for line in lines) == judged.applicants.index.tolist()
    for line in lines:
        row = judged.applicants.loc[line["Applicant"]]
        assert line["Raw mark"] == row["mean"]
        assert line["Calibrated mark"] == row["calibrated"]
        assert line["Marks"] == row["marks"]
    assert [line["Calibrated mark"] for line in lines] == sorted((x["Calibrated mark"] for x in lines), reverse=True)
    readers = grid(made(), "Vision: reviewers")
    assert {line["Reviewer"]: line["Severity of the reviewer"] for line in readers} == judged.reviewers[
        "severity"
    ].to_dict()
    assert readers[0]["Reviewer"] == "=Sari"
    assert sum(line["Read"] for line in readers) == len(judged.marks)


def test_facts_say_what_scores_and_what_holds() -> None:
    said = facts(made())
    assert said["Vision: what scores"] == "calibrated marks"
    assert said["Vision: marks removed for a conflict of interest"] == "1"
    assert said["Vision: All reviewers are linked by applications that they read in common"] == "yes"
    assert "probability" in said["Vision: does severity matter"]
    assert not any("ICC" in name for name in said)


def test_groups_apart_are_refused_and_named() -> None:
    page = made(linked=False)
    said = facts(page)
    assert said["Vision: what scores"] == "raw marks"
    assert said["Vision: calibration"].startswith("refused: the reviewers fall into 2 groups")
    lines = grid(page, "Vision: groups that no application links")
    assert {line["Reviewers"] for line in lines} == {("=Sari", "Tono"), ("Wati", "Yusuf")}
    assert sum(line["Number of applications"] for line in lines) == 12
    assert any("funding line" in render(note, "en") for note in page.notes)


def test_without_a_panel_there_is_no_sheet() -> None:
    with pytest.raises(ValueError, match="panel"):
        sheet(plan_rounds.outcome(), None)


def test_who_reads_what_lists_every_reading_and_how_it_is_linked() -> None:
    people = sorted(plan_rounds.round_().applicants.index)
    plan = plan_reading(people, REVIEWERS, anchors=2)
    page = reading_sheet(plan, dict(zip(people, people, strict=True)))
    lines = grid(page, "Who reads what")
    assert sorted((line["Applicant"], line["Reviewer"]) for line in lines) == list(plan.pairs)
    said = facts(page)
    assert said["All reviewers can be compared"] == "yes"
    assert said["Readings"] == str(len(plan.pairs))
    lone = plan_reading(people[:4], REVIEWERS, anchors=0, marks_each=1)
    assert "4 separate groups" in facts(reading_sheet(lone, {}))["All reviewers can be compared"]


@pytest.mark.parametrize("language", ["en", "id"])
@pytest.mark.parametrize("linked", [True, False])
def test_the_sheet_can_be_printed_and_given_as_data(language: str, linked: bool) -> None:
    console = Console(file=io.StringIO(), width=200)
    print_sheet(Printer(console, language), made(linked))
    assert "Tono" in console.file.getvalue()  # type: ignore[attr-defined]
    assert json.loads(json.dumps(sheet_data(made(linked), language)))
