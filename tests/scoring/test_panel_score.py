"""Marks in the score: raw or calibrated, refused where they must be, and no change for rounds without a panel."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from intake import Criteria, Round, Severity
from scoring import CriterionPanel, Policy, Scores, discuss, explain, score
from tests.scoring.panel_oracle import Rows, gls
from tests.scoring.panels import simulated
from tests.scoring.rounds import criteria, group, linear, round_of

CALIBRATED = Policy(panel="calibrated")


def rules(**more: Any) -> Criteria:
    vision = linear("vision", 1, 5, panel={"at_least": 1, "at_most": 5}, missing="ask", weight=3, **more)
    del vision["column"]
    return criteria([vision, linear("x", 0, 10)])


def marks_table(rows: Rows, criterion: str = "vision", conflicts: Sequence[tuple[str, str]] = ()) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["applicant", "reviewer", "mark"]).astype({"mark": "float64"})
    table.insert(2, "criterion", criterion)
    pairs = pd.MultiIndex.from_frame(table[["applicant", "reviewer"]])
    return table.assign(conflict=[pair in set(conflicts) for pair in pairs])


def scored_round(rows: Rows, conflicts: Sequence[tuple[str, str]] = (), idle: Sequence[str] = ()) -> Round:
    people = sorted({a for a, _, _ in rows} | set(idle))
    plain = round_of(rules(), {"x": [5.0] * len(people)}, people)
    return replace(plain, marks=marks_table(rows, conflicts=conflicts))


def whole(rows: Rows) -> Rows:
    """Put simulated marks on the scale from 1 to 5."""
    return [(a, r, float(min(5, max(1, round(3 + y))))) for a, r, y in rows]


ROWS = whole(simulated(3, applicants=60, reviewers=8)[0])


def panel_of(scores: Scores) -> CriterionPanel:
    assert scores.panel is not None
    return scores.panel["vision"]


def codes(scores: Scores) -> list[str]:
    return [each.code for each in scores.findings if each.code.startswith("panel")]


def test_raw_means_score_unless_the_scenario_adopts_calibrated_ones() -> None:
    round_ = scored_round(ROWS)
    raw, calibrated = score(round_), score(round_, CALIBRATED)
    assert (panel_of(raw).basis, panel_of(calibrated).basis) == ("raw", "calibrated")
    found = panel_of(calibrated).calibration
    assert found is not None
    estimates, _, _ = gls(ROWS, found.variance.ratio)
    for applicant in raw.table.index:
        own = [y for a, _, y in ROWS if a == applicant]
        for scores, mark in ((raw, sum(own) / len(own)), (calibrated, estimates[applicant])):
            points = 75 * min(1.0, max(0.0, (mark - 1) / 4)) + 12.5
            assert scores.table.at[applicant, "score"] == pytest.approx(points, abs=1e-4)
    assert "panel-severity" in codes(raw)
    assert "panel-severity" not in codes(calibrated)


def test_the_error_of_the_mark_becomes_points_of_the_score_and_the_interval_stays_certain() -> None:
    scores = score(scored_round(ROWS), CALIBRATED)
    table = panel_of(scores).applicants.loc[scores.table.index]
    marks, errors = table["calibrated"].tolist(), table["calibrated_error"].tolist()
    for mark, error, (_, row) in zip(marks, errors, scores.table.iterrows(), strict=True):
        low, here, high = (min(5.0, max(1.0, each)) for each in (mark - error, mark, mark + error))
        room = max(high - here, here - low)
        assert row["panel_error"] == pytest.approx(75 * room / 4, abs=1e-4)
        assert row["score_low"] == row["score_high"] == row["score"]


def test_marks_in_conflict_never_count_whatever_they_hold() -> None:
    pair = ("A001", next(r for a, r, _ in ROWS if a == "A001"))
    without = [row for row in ROWS if row[:2] != pair]
    for mark in (1.0, 5.0):
        rows = [(a, r, mark if (a, r) == pair else y) for a, r, y in ROWS]
        for policy in (Policy(), CALIBRATED):
            kept, gone = score(scored_round(rows, [pair]), policy), score(scored_round(without), policy)
            pd.testing.assert_frame_equal(kept.table, gone.table, check_exact=True)
            assert panel_of(kept).conflicts == 1
            assert "panel-conflicts" in codes(kept)


def test_a_missing_mark_is_no_zero_and_an_unread_application_keeps_its_interval() -> None:
    rows = [(a, r, float("nan") if place % 7 == 0 else y) for place, (a, r, y) in enumerate(ROWS)]
    left = [row for place, row in enumerate(ROWS) if place % 7]
    scores, fewer = score(scored_round(rows, idle=["Z"])), score(scored_round(left, idle=["Z"]))
    pd.testing.assert_frame_equal(scores.table, fewer.table, check_exact=True)
    assert panel_of(scores).outstanding == len(rows) - len(left)
    assert (panel_of(scores).figures >= 1).all()
    unread = scores.table.loc["Z"]
    assert (unread["score_low"], unread["score_high"], unread["panel_error"]) == (12.5, 87.5, 0.0)
    assert "panel-unread" in codes(scores)


def test_calibrated_marks_that_cannot_rank_give_way_to_raw_ones_with_a_warning() -> None:
    north = [(a, r, y) for a, r, y in whole(simulated(1, applicants=20, reviewers=4)[0])]
    south = [(f"S{a}", f"S{r}", y) for a, r, y in whole(simulated(2, applicants=16, reviewers=4)[0])]
    round_ = scored_round([*north, *south])
    wanted, raw = score(round_, CALIBRATED), score(round_)
    pd.testing.assert_frame_equal(wanted.table, raw.table, check_exact=True)
    judged = panel_of(wanted)
    assert judged.basis == "raw"
    assert judged.calibration is None
    assert [len(island.applicants) for island in judged.islands] == [20, 16]
    told = [each for each in wanted.findings if each.code == "panel-islands"]
    assert [each.severity for each in told] == [Severity.WARNING] * 2
    assert "SR00" in told[1].problem.text("en")
    assert "SA000" in told[1].problem.text("en")
    assert {each.severity for each in raw.findings if each.code == "panel-islands"} == {Severity.NOTE}


@pytest.mark.parametrize(
    ("extra", "code"),
    [([("B", "R00", 3.0)], "panel-few-marks"), ([("A000", "New", 3.0)], "panel-few-read")],
)
def test_too_few_marks_keep_calibrated_ones_from_ranking(extra: Rows, code: str) -> None:
    scores = score(scored_round([*ROWS, *extra]), CALIBRATED)
    assert panel_of(scores).basis == "raw"
    assert panel_of(scores).calibration is not None
    assert {each.severity for each in scores.findings if each.code == code} == {Severity.WARNING}
    assert [each.passed for each in panel_of(scores).diagnostics].count(False) == 1


def test_no_marks_at_all_is_an_open_question_for_everybody() -> None:
    round_ = scored_round(ROWS)
    for marks in (None, round_.marks.iloc[:0] if round_.marks is not None else None):
        scores = score(replace(round_, marks=marks), CALIBRATED)
        assert (scores.table["score_high"] - scores.table["score_low"] == 75).all()
        assert panel_of(scores).basis == "raw"


def test_reasons_name_the_mark() -> None:
    round_ = scored_round(ROWS)
    reason = next(each for each in explain(round_, score(round_), "A000").criteria if each.criterion == "vision")
    own = [y for a, _, y in ROWS if a == "A000"]
    mean = round(sum(own) / len(own), 6)
    assert reason.points == pytest.approx(75 * (mean - 1) / 4, abs=1e-5)
    assert f"{mean:g}"[:4] in reason.answer.text("en")  # type: ignore[union-attr]


def test_two_criteria_are_judged_apart_and_their_errors_added() -> None:
    both = criteria(
        [
            {**linear(name, 1, 5, panel={"at_least": 1, "at_most": 5}, missing="ask", group=f"of_{name}")}
            for name in ("plan", "vision")
        ],
        [group("of_plan"), group("of_vision")],
    )
    people = sorted({a for a, _, _ in ROWS})
    other = [(a, r, 6.0 - y) for a, r, y in ROWS]
    marks = pd.concat([marks_table(ROWS), marks_table(other, "plan")])
    scores = score(replace(round_of(both, {"x": [0.0] * len(people)}, people), marks=marks), CALIBRATED)
    assert scores.panel is not None
    assert [each.criterion.id for each in scores.panel.criteria] == ["plan", "vision"]
    assert scores.table["score"].tolist() == pytest.approx([50.0] * len(people), abs=1e-3)
    inner = scores.panel.figures[scores.panel.figures["vision"].between(1.8, 4.2)].index
    alone = scores.panel.errors.loc[inner].sum(axis=1) * 50 / 4
    assert scores.table.loc[inner, "panel_error"].tolist() == pytest.approx(alone.tolist(), abs=1e-4)


def test_discussion_names_the_widest_gap() -> None:
    rows = [(f"A{a:02d}", f"R{r}", 3.0 + a % 2) for a in range(24) for r in range(3)]
    rows = [(a, r, y - 1 if r == "R0" else y) for a, r, y in rows]
    rows = [(a, r, 5.0 if (a, r) == ("A03", "R1") else 1.0 if (a, r) == ("A03", "R2") else y) for a, r, y in rows]
    round_ = scored_round(rows)
    talk = discuss(round_, Policy())
    assert talk is not None
    assert (talk.apart[0].applicant, talk.apart[0].generous, talk.apart[0].strict) == ("A03", "R1", "R2")
    assert (talk.apart[0].highest, talk.apart[0].lowest) == (5.0, 1.0)
    found = panel_of(score(round_)).calibration
    assert found is not None
    severity = dict(zip(found.marks.reviewers, (found.severity / 1e6).tolist(), strict=True))
    gap = (5 + severity["R1"] - 1 - severity["R2"]) / (found.variance.noise * 2**0.5)
    assert talk.apart[0].disagreement == pytest.approx(gap, abs=1e-3)
    assert (talk.line, talk.crossing) == (None, None)


@pytest.mark.parametrize("line", [10, 20, 30, 40])
def test_discussion_names_who_crosses_the_line(line: int) -> None:
    round_ = scored_round(ROWS)
    talk = discuss(round_, Policy(), line)
    raw, calibrated = score(round_).table["rank"], score(round_, CALIBRATED).table["rank"]
    crossed = {str(a): bool(raw[a] <= line) for a in raw.index if (raw[a] <= line) != (calibrated[a] <= line)}
    assert crossed
    assert talk is not None
    assert talk.crossing is not None
    assert {each.applicant: each.raw_in for each in talk.crossing} == crossed
    assert {each.applicant: each.calibrated_rank for each in talk.crossing} == {a: calibrated[a] for a in crossed}


def test_rounds_without_a_panel_are_as_ever() -> None:
    round_ = round_of(criteria([linear("x", 0, 10)]), {"x": [5.0, 2.0]})
    scores = score(round_)
    assert scores.panel is None
    assert "panel_error" not in scores.table
    assert discuss(round_, Policy()) is None
    assert "panel" not in Policy().model_dump()
    assert CALIBRATED.model_dump()["panel"] == "calibrated"
    assert "panel" not in round_.criteria.criteria[0].model_dump()


@pytest.mark.parametrize(
    "broken",
    [
        {"missing": "floor"},
        {"column": "other"},
        {"per": {"column": "x", "times": 2}},
        {"fallbacks": ("x",)},
        {"panel": {"at_least": 5, "at_most": 5}},
        {"panel": {"at_least": 2, "at_most": 5}},
    ],
)
def test_a_criterion_of_the_panel_must_be_one(broken: dict[str, Any]) -> None:
    vision = linear("vision", 1, 5, panel={"at_least": 1, "at_most": 5}, missing="ask")
    with pytest.raises(ValueError, match="panel"):
        criteria([{**vision, **broken}])
