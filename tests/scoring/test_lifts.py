"""Lifts: each single answer is the least that does, found again by trying every answer there is."""

from decimal import Decimal
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake import Criteria, Criterion, Round
from locales import render
from scoring import Scores, lifts, millionths, score
from tests.scoring.rounds import criteria, levels, linear, question, round_of
from tests.scoring.strategies import CODES, Case, cases


def asked(rules: Criteria, whole: bool, gate: bool) -> Criteria:
    """The same criteria, each answered by the applicant itself; one may be shut by a gate above some figure."""
    given_ = rules.model_dump(by_alias=True)
    questions: list[dict[str, Any]] = []
    for each in rules.criteria:
        asks = question(each.column, "choice", choices=CODES) if each.levels else question(each.column)
        questions.append({**asks, "whole": whole and not each.levels})
    first = rules.criteria[0]
    levels_: dict[str, Any] = {"column": first.column, "among": ["none", "much"]}
    condition = levels_ if first.levels else {"column": first.column, "at_most": 6}
    shut = {"id": "shut", "label": {"id": "x", "en": "x"}, "conditions": [condition], "source": "test"}
    return Criteria.model_validate({**given_, "questions": questions, "gates": [shut] if gate else []})


def grid(criterion: Criterion, whole: bool, row: dict[str, Any]) -> list[Any]:
    """Every answer that may be given, the worst first, by whole numbers or three digits of the scale."""
    if criterion.levels:
        return [code for _, code in sorted((level.value, level.code) for level in criterion.levels)]
    base = 1.0 if criterion.per is None else criterion.per.times * row[criterion.per.column]
    if not base > 0:
        return []
    zero, one = criterion.anchors.zero.at * base, criterion.anchors.one.at * base
    step = Decimal(1) if whole else Decimal(1).scaleb(Decimal(abs(one - zero)).adjusted() - 2)
    low, high = int(Decimal(min(zero, one)) // step) - 1, int(Decimal(max(zero, one)) // step) + 1
    found = [float(step * k) for k in range(low, high + 1)]
    if not whole:
        found = [each for each in found if min(zero, one) <= each <= max(zero, one)] + [one]
    return sorted(set(found), reverse=criterion.direction == "down")


def tried(round_: Round, criterion: Criterion, answers: list[tuple[str, Any]]) -> Scores:
    """Score applicants with other answers to one criterion, each as if it were an applicant of its own."""
    copies = round_.applicants.loc[[applicant for applicant, _ in answers]]
    copies.index = pd.Index([f"T{n:06d}" for n in range(len(answers))], name="applicant", dtype=object)
    cells = pd.Series([answer for _, answer in answers], index=copies.index, dtype=object)
    copies = copies.assign(**{criterion.column: cells if criterion.levels else cells.astype("float64")})
    return score(Round(**{**vars(round_), "applicants": copies}))


def least(round_: Round, scores: Scores, criterion: Criterion, whole: bool, goal: dict[str, int]) -> dict[str, Any]:
    """The first answer of everyone's grid that reaches its goal, with what the score gains in millionths."""
    rows = round_.table().to_dict("index")
    answers = [
        (str(each), a)
        for each, row in rows.items()
        for a in grid(criterion, whole, {str(k): v for k, v in row.items()})
    ]
    found: dict[str, Any] = {}
    if not answers:
        return found
    again = tried(round_, criterion, answers)
    points, gates = again.contributions[criterion.id].tolist(), again.gates.to_dict("records")
    total, before = again.table["score"].tolist(), scores.gates.to_dict("index")
    for n, (each, answer) in enumerate(answers):
        better = points[n] > scores.contributions[criterion.id][each]
        kept = all(gates[n][gate] == "pass" or before[each][gate] != "pass" for gate in before[each])
        if each not in found and better and kept and millionths(total[n]) >= goal[each]:
            found[each] = (answer, millionths(total[n]) - millionths(float(scores.table["score"][each])))
    return found


@settings(max_examples=25)
@given(cases(), st.booleans(), st.booleans(), st.integers(1, 60))
def test_every_lift_is_the_least_answer_that_reaches_the_score_and_there_is_none_where_none_does(
    case: Case, whole: bool, gate: bool, more: int
) -> None:
    rules = asked(case.rules, whole, gate)
    round_ = Case(rules, case.answers).round()
    scores = score(round_)
    targets = scores.table["score"] + more / 7
    goal = {str(each): round(target * 1_000_000) for each, target in targets.items()}
    found = lifts(round_, scores, targets)
    for criterion in rules.criteria:
        right = least(round_, scores, criterion, whole, goal)
        for applicant in scores.table.index:
            answer, gained = right.get(applicant, (None, None))
            assert found.answers.at[applicant, criterion.id] == answer, (criterion.id, applicant)
            gain = float(found.gains[criterion.id][applicant])
            assert gained is None or millionths(gain) == gained


def test_an_answer_that_another_criterion_reads_is_counted_there_too() -> None:
    rules = criteria(
        [linear("more", 0, 100, column="visits", weight=3), linear("fewer", 100, 0, column="visits", weight=1)],
        questions=[question("visits")],
    )
    round_ = round_of(rules, {"visits": [20.0]})
    scores = score(round_)
    assert scores.table["score"].iloc[0] == 35.0
    found = lifts(round_, scores, pd.Series([36.0], index=scores.table.index))
    # Two visits more earn 1.5 points by the one and cost half a point by the other.
    assert found.answers["more"].iloc[0] == 22.0
    assert found.gains["more"].iloc[0] == 1.0
    assert found.answers["fewer"].iloc[0] is None


def test_the_limits_of_a_question_and_its_kinds_hold() -> None:
    leaf = linear("room", 0, 10)
    open_, shut = question("room"), {**question("room"), "at_most": 4.0}
    others = {**question("room"), "kinds": ("village",)}
    for asks, right in ((open_, 5.0), (shut, None), (others, None)):
        round_ = round_of(criteria([leaf], questions=[asks]), {"room": [1.0]})
        scores = score(round_)
        found = lifts(round_, scores, pd.Series([50.0], index=scores.table.index))
        assert found.answers["room"].iloc[0] == right


@pytest.mark.parametrize(("goal", "right"), [(30.0, "Some"), (30.1, "Much")])
def test_a_lift_is_said_with_the_question_and_both_answers(goal: float, right: str) -> None:
    leaf = levels("letter", {"none": 0, "some": 0.3, "much": 1})
    round_ = round_of(criteria([leaf], questions=[question("letter", "choice", choices=CODES)]), {"letter": [None]})
    scores = score(round_)
    (said,) = lifts(round_, scores, pd.Series([goal], index=scores.table.index)).of(round_, "A0000")
    assert tuple(render(each, "en") for each in (said.question, said.before, said.after)) == (
        "Label of letter",
        "no answer",
        right,
    )
    assert lifts(round_, scores, pd.Series([], index=scores.table.index[:0], dtype="float64")).of(round_, "A0000") == ()
