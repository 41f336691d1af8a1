"""Whole rounds whose every figure is worked out in the comments."""

from typing import Any

import pandas as pd
import pytest

from intake import InputError
from scoring import Policy, Scores, score
from tests.scoring.rounds import criteria, group, levels, linear, question, round_of, round_with

RULES = criteria(
    # Weights 3 to 1 between the groups, 1 to 2 inside capacity: effective 3/4, 1/12, 2/12.
    groups=[group("commitment", 3), group("capacity", 1)],
    leaves=[
        levels("letter", {"none": 0, "signed": 0.4, "with_amount": 1}, group="commitment"),
        linear("hours", 30, 50, group="capacity", weight=1),
        linear("room", 2, 6, group="capacity", weight=2, missing="ask"),
    ],
    gates=[
        {
            "id": "open",
            "label": {"id": "buka", "en": "open"},
            "conditions": [{"column": "hours", "at_least": 20}],
            "source": "test",
        }
    ],
    questions=[
        question("letter", "choice", choices=("none", "signed", "with_amount")),
        question("hours", unit="hours"),
        question("room", unit="m2"),
    ],
)
ANSWERS: dict[str, list[Any]] = {
    "letter": ["signed", "with_amount", "none", None, "signed"],
    "hours": [35, 60, 10, 30, 35],
    "room": [4, 6, 2, 5, None],
}

INTERVAL = ["score", "score_low", "score_high"]


@pytest.fixture(scope="module")
def scores() -> Scores:
    return score(round_of(RULES, ANSWERS, ["a", "b", "c", "d", "e"]))


def test_weights_are_the_product_down_the_tree_in_whole_parts(scores: Scores) -> None:
    # 1/12 = 8.3333333... points, 2/12 = 16.6666666...; 75 + 8.333333 + 16.666666 leaves one millionth, which
    # goes to the larger remainder (.666...), the room.
    assert scores.weights.to_dict() == {"letter": 0.75, "hours": 0.08333333, "room": 0.16666667}


def test_values_and_contributions(scores: Scores) -> None:
    # a: letter 0.4; hours (35-30)/(50-30) = 0.25; room (4-2)/(6-2) = 0.5
    assert scores.values.loc["a"].to_dict() == {"letter": 0.4, "hours": 0.25, "room": 0.5}
    # 75 x 0.4 = 30; 8.333333 x 0.25 = 2.08333325 -> 2.083333; 16.666667 x 0.5 = 8.3333335 -> 8.333334
    assert scores.contributions.loc["a"].to_dict() == {"letter": 30.0, "hours": 2.083333, "room": 8.333334}
    # 30 + 2.083333 + 8.333334 = 40.416667
    assert scores.table.loc["a", "score"] == 40.416667


def test_the_best_earns_exactly_100_and_the_worst_exactly_0(scores: Scores) -> None:
    assert scores.table.loc["b", "score"] == 100.0  # 60 hours are clipped at the anchor of 50
    assert scores.table.loc["c", "score"] == 0.0


def test_interval_holds_every_possible_answer(scores: Scores) -> None:
    # d: no letter: 0 to 75; hours 0; room (5-2)/4 = 0.75 -> 12.50000025 -> 12.5
    assert scores.table[INTERVAL].to_numpy()[3].tolist() == [12.5, 12.5, 87.5]
    # e: as a without room: 30 + 2.083333 = 32.083333; with the best room 16.666667 more: 48.75
    assert scores.table[INTERVAL].to_numpy()[4].tolist() == [
        32.083333,
        32.083333,
        48.75,
    ]
    assert scores.missing.loc["e"].to_dict() == {"letter": False, "hours": False, "room": True}


def test_ranks_and_eligibility(scores: Scores) -> None:
    # c opens 10 hours, under the gate's 20; the others rank 100 > 40.4 > 32.1 > 12.5
    assert scores.table["eligible"].to_dict() == {"a": "yes", "b": "yes", "c": "no", "d": "yes", "e": "yes"}
    assert scores.table["rank"].dtype == "Int64"
    assert scores.table["rank"].dropna().to_dict() == {"b": 1, "a": 2, "e": 3, "d": 4}
    assert not scores.table["tied"].any()


def test_ties_share_a_rank_and_the_next_rank_is_skipped() -> None:
    rules = criteria([linear("x", 0, 10)])
    table = score(round_of(rules, {"x": [5, 9, 5, 1, 9, 5]})).table
    assert table["rank"].tolist() == [3, 1, 3, 6, 1, 3]
    assert table["tied"].tolist() == [True, True, True, False, True, True]


def test_equal_merit_on_equal_criteria_is_a_tie_although_100_does_not_divide_by_three() -> None:
    rules = criteria([linear(name, 0, 1) for name in "abc"])
    table = score(round_of(rules, {"a": [1, 0, 0], "b": [0, 1, 0], "c": [0, 0, 1]})).table
    assert table["score"].sum() == pytest.approx(100)
    assert table["rank"].tolist() == [1, 1, 1]
    assert table["tied"].all()


def test_an_answer_required_on_pain_of_rejection() -> None:
    rules = criteria([linear("x", 0, 10, missing="reject"), linear("y", 0, 10)])
    table = score(round_of(rules, {"x": [None, 1], "y": [10, 1]})).table
    assert table["eligible"].tolist() == ["no", "yes"]
    assert table["score"].tolist() == [50.0, 10.0]
    assert pd.isna(table["rank"].iloc[0])
    assert table["rank"].iloc[1] == 1


def test_unknown_gates_rank_only_where_the_policy_says_so() -> None:
    rules = criteria(
        [linear("x", 0, 10)],
        gates=[
            {
                "id": "g",
                "label": {"id": "g", "en": "g"},
                "conditions": [{"column": "y", "at_least": 1}],
                "source": "test",
            }
        ],
        questions=[question("x"), question("y")],
    )
    round_ = round_of(rules, {"x": [9, 5, 7], "y": [None, 1, 0]})
    out, in_ = score(round_).table, score(round_, Policy(unknown_gates="in")).table
    assert out["eligible"].tolist() == in_["eligible"].tolist() == ["unknown", "yes", "no"]
    assert out["rank"].tolist() == [pd.NA, 1, pd.NA]
    assert in_["rank"].tolist() == [1, 2, pd.NA]
    switched_off = score(round_, Policy(gates_off=("g",)))
    assert switched_off.table["rank"].tolist() == [1, 3, 2]
    assert switched_off.gates["g"].tolist() == ["not asked"] * 3


def test_figures_of_the_district_are_scored_like_answers() -> None:
    # Simeulue: poverty 20.2 of 0..40.4 -> 0.5. Aceh Singkil: HDI 66.06 falls from 70.06 to 60.06 -> 0.4.
    rules = criteria([linear("poverty_pct_2017", 0, 40.4), linear("hdi_2015", 70.06, 60.06)])
    scores = score(round_of(rules, {"region": ["1101", "1102"]}))
    assert scores.values["poverty_pct_2017"].iloc[0] == 0.5
    assert scores.values["hdi_2015"].iloc[1] == 0.4


def test_policy_weights_replace_those_of_the_file() -> None:
    round_ = round_of(RULES, ANSWERS, ["a", "b", "c", "d", "e"])
    scores = score(round_, Policy(weights={"commitment": 1, "room": 1}))
    assert scores.weights.to_dict() == {"letter": 0.5, "hours": 0.25, "room": 0.25}


def test_all_faults_come_at_once() -> None:
    rules = criteria([linear("absent", 0, 1), levels("letter", {"a": 0, "b": 1}), linear("text", 0, 1)])
    round_ = round_of(rules, {"letter": ["a", "c"], "text": ["x", "y"]})
    with pytest.raises(InputError) as caught:
        score(round_, Policy(gates_off=("nowhere",)))
    assert [finding.code for finding in caught.value.findings] == [
        "scoring-gate-unknown",
        "scoring-column-absent",
        "scoring-level-unknown",
        "scoring-not-a-number",
    ]


def test_an_applicant_listed_twice_is_refused() -> None:
    rules = criteria([linear("x", 0, 10)])
    once = round_of(rules, {"x": [1.0]})
    twice = round_with(rules, pd.concat([once.applicants, once.applicants]))
    with pytest.raises(InputError, match="A0000 is there more than once"):
        score(twice)


def test_nobody_applied() -> None:
    scores = score(round_of(RULES, {"letter": [], "hours": [], "room": []}))
    assert len(scores.table) == 0
    assert [finding.code for finding in scores.findings] == ["scoring-nobody", "scoring-single-child"]
