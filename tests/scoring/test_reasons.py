"""Reasons: every figure behind a score, in words and to the last digit."""

import pytest
from hypothesis import given, settings

from intake import InputError, Missing
from locales import render
from scoring import difference, explain, explain_all, millionths, score
from tests.scoring.rounds import criteria, group, levels, linear, question, round_of
from tests.scoring.strategies import Case, cases

RULES = criteria(
    groups=[group("top", 1), group("inner", 1, "top")],
    leaves=[
        levels("letter", {"none": 0, "signed": 1}, group="top", weight=3, missing="reject"),
        linear("titles", 0, 1, group="inner", per={"column": "population_2015", "times": 0.025}),
        linear("visits", 0, 100, group="inner", fallbacks=("visits_before",)),
        linear("poverty_pct_2017", 0, 40.4, group="inner"),
        linear("room", 2, 6, group="inner", missing="ask"),
    ],
    questions=[
        question("letter", "choice", choices=("none", "signed")),
        question("titles", unit="titles"),
        question("visits", unit="visits"),
        question("visits_before", unit="visits"),
        question("room", unit="m2"),
    ],
)
ROUND = round_of(
    RULES,
    {
        "letter": ["signed", None],
        "titles": [1113.9625, 0],
        "visits": [25, None],
        "visits_before": [99, 50],
        "room": [4, None],
    },
    ["first", "second"],
)
SCORES = score(ROUND)


def said(applicant: str) -> dict[str, tuple[str, str, str]]:
    """Question, answer and figure of every criterion, in English."""
    return {
        each.criterion: (render(each.question, "en"), render(each.answer, "en"), render(each.figure, "en"))
        for each in explain(ROUND, SCORES, applicant).criteria
    }


def test_answers_are_told_as_given_with_unit_and_as_put_on_the_scale() -> None:
    assert said("first") == {
        "letter": ("Label of letter", "Signed", "Signed"),
        "titles": ("Label of titles", "1,113.9625 titles", "0.5 unit"),
        "visits": ("Label of visits", "25 visits", "25 visits"),
        "poverty_pct_2017": ("figure of the district", "20.2 unit", "20.2 unit"),
        "room": ("Label of room", "4 m2", "4 m2"),
    }
    assert said("second")["letter"] == ("Label of letter", "no answer", "no answer")
    assert said("second")["visits"] == ("Label of visits", "50 visits", "50 visits")


def test_a_contribution_names_its_parts() -> None:
    reasons = explain(ROUND, SCORES, "first")
    room = reasons.criteria[4]
    # Under the top group the letter has 3 of 4, the inner group 1 of 4, the room a quarter of that: 1/16.
    assert (room.value, room.weight, room.points, room.most) == (0.5, 0.0625, 3.125, 6.25)
    assert [each.en for each in room.groups] == ["Group top", "Group inner"]
    assert room.zero.text("en") == "2 unit: nothing"
    assert room.one.text("en") == "6 unit: enough"
    assert reasons.criteria[0].one.text("en") == "enough"
    # 75 + 6.25 x (0.5 + 0.25 + 0.5 + 0.5)
    assert (reasons.score, reasons.rank, reasons.eligible, reasons.obstacles) == (85.9375, 1, "yes", ())
    assert reasons.name == "Library first"


def test_a_missing_answer_is_flagged_with_its_rule_and_disqualifies_by_name() -> None:
    reasons = explain(ROUND, SCORES, "second")
    assert {each.criterion for each in reasons.criteria if each.missing} == {"letter", "room"}
    assert reasons.criteria[4].rule is Missing.ASK
    assert reasons.criteria[2].fallback == "visits_before"
    assert (reasons.eligible, reasons.rank) == ("no", None)
    assert [each.text("en") for each in reasons.obstacles] == [
        "A required answer is missing: Criterion letter: no answer."
    ]
    # 6.25 x (0 + 0.5 + 0.5), and up to 75 + 6.25 more
    assert (reasons.score, reasons.score_low, reasons.score_high) == (6.25, 6.25, 87.5)


def test_a_difference_adds_up_to_the_gap() -> None:
    apart = difference(ROUND, SCORES, "first", "second")
    assert apart.gap == 79.6875
    assert {each.criterion: each.difference for each in apart.criteria} == {
        "letter": 75.0,
        "titles": 3.125,
        "visits": -1.5625,
        "poverty_pct_2017": 0.0,
        "room": 3.125,
    }
    assert difference(ROUND, SCORES, "second", "first").gap == -79.6875


@settings(max_examples=20, deadline=None)
@given(cases(least=2))
def test_reasons_add_up_for_any_round(case: Case) -> None:
    round_ = case.round()
    scores = score(round_)
    everyone = list(explain_all(round_, scores))
    assert [each.applicant for each in everyone] == list(scores.table.index)
    for each in everyone:
        assert sum(millionths(part.points) for part in each.criteria) == millionths(each.score)
        missing = sum(millionths(part.most) for part in each.criteria if part.missing)
        assert millionths(each.score_low) + missing == millionths(each.score_high)
        rejected = any(part.missing and part.rule is Missing.REJECT for part in each.criteria)
        assert bool(each.obstacles) == rejected == (each.eligible == "no")
        assert sum(millionths(part.most) for part in each.criteria) == 100_000_000
        for part in each.criteria:
            assert (render(part.figure, "en") in {"no answer", "cannot be worked out"}) == part.missing
        apart = difference(round_, scores, each.applicant, everyone[0].applicant)
        assert sum(millionths(part.difference) for part in apart.criteria) == millionths(apart.gap)
        assert millionths(apart.gap) == millionths(each.score) - millionths(everyone[0].score)


def test_explaining_one_equals_explaining_all() -> None:
    assert [explain(ROUND, SCORES, each) for each in ("first", "second")] == list(explain_all(ROUND, SCORES))


def test_an_unknown_applicant_is_named() -> None:
    with pytest.raises(InputError, match="There is no applicant third"):
        explain(ROUND, SCORES, "third")
    with pytest.raises(InputError, match="There is no applicant third"):
        difference(ROUND, SCORES, "first", "third")
