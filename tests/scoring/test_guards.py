"""Guards of scoring: what is counted twice, what separates nobody, figures of the pool, blanks that pass."""

import random
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake import Finding, PoolScale, Severity, pool_scale
from scoring import Policy, score
from tests.scoring.rounds import criteria, group, levels, linear, question, round_of

MANY = 30
X = [float(n * n % 97) for n in range(MANY)]


def found(code: str, leaves: Sequence[dict[str, Any]], answers: dict[str, list[Any]], **more: Any) -> list[Finding]:
    policy = more.pop("policy", Policy())
    return [each for each in score(round_of(criteria(leaves, **more), answers), policy).findings if each.code == code]


def test_siblings_that_run_together_are_asked_about_until_that_is_answered() -> None:
    answers = {"x": X, "y": [2 * each + 1 for each in X]}
    asked = found("scoring-overlap", [linear("x", 0, 97), linear("y", 0, 195)], answers)
    assert [each.severity for each in asked] == [Severity.WARNING]
    assert "twice" in asked[0].remedy.text("en")
    said = {"with": "x", "answer": {"id": "beda", "en": "rooms are not hours"}}
    for leaves in (
        [linear("x", 0, 97), linear("y", 0, 195, overlap=(said,))],
        [linear("x", 0, 97, overlap=({**said, "with": "y"},)), linear("y", 0, 195)],
    ):
        told = found("scoring-overlap", leaves, answers)
        assert [each.severity for each in told] == [Severity.NOTE]
        assert "rooms are not hours" in told[0].remedy.text("en")


def test_siblings_that_go_their_own_ways_are_left_alone() -> None:
    chance = random.Random(1)
    answers = {"x": X, "y": [chance.uniform(0, 97) for _ in X]}
    assert not found("scoring-overlap", [linear("x", 0, 97), linear("y", 0, 97)], answers)
    cousins = [linear("x", 0, 97), linear("y", 0, 97, group="other")]
    assert not found("scoring-overlap", cousins, {"x": X, "y": X}, groups=[group("all"), group("other")])


def test_one_answer_read_by_two_criteria_is_told_wherever_they_stand() -> None:
    twice = [linear("x", 0, 97), linear("y", 0, 50, column="x", group="other")]
    groups = [group("all"), group("other")]
    told = found("scoring-same-answer", twice, {"x": X}, groups=groups)
    assert [(each.severity, each.problem.text("en")) for each in told] == [
        ("warning", "Criterion x and Criterion y read the same answer (x), so it counts twice.")
    ]
    per_head = {"column": "people", "times": 1}
    apart = [linear("x", 0, 97), linear("y", 0, 1, column="x", per=per_head, group="other")]
    assert not found("scoring-same-answer", apart, {"x": X, "people": [100.0] * MANY}, groups=groups)


def test_a_criterion_must_separate_those_who_are_ranked() -> None:
    answers: dict[str, list[Any]] = {"x": [9.0, 9.0, 9.0, 2.0, 1.0], "open": ["yes", "yes", "yes", "no", "no"]}
    gate = {
        "id": "g",
        "label": {"id": "g", "en": "g"},
        "conditions": [{"column": "open", "among": ["yes"]}],
        "source": "",
    }
    asked = [question("x"), question("open", "choice", choices=("yes", "no"))]
    told = found("scoring-constant-ranked", [linear("x", 0, 10)], answers, gates=[gate], questions=asked)
    assert [each.problem.text("en") for each in told] == [
        "Criterion x does not separate those who are ranked: all 3 of them earn the same."
    ]
    answers["x"][0] = 8.0
    assert not found("scoring-constant-ranked", [linear("x", 0, 10)], answers, gates=[gate], questions=asked)


def test_a_question_that_nobody_answered_is_told_and_one_answer_is_not() -> None:
    leaves = [linear("x", 0, 10), linear("y", 0, 10)]
    assert len(found("scoring-unanswered", leaves, {"x": [None, None], "y": [1.0, 2.0]})) == 1
    assert not found("scoring-unanswered", leaves, {"x": [None, 3.0], "y": [1.0, 2.0]})


def test_failing_a_gate_is_worse_than_a_blank_only_where_unknown_gates_bar() -> None:
    gate = {"id": "g", "label": {"id": "g", "en": "g"}, "conditions": [{"column": "x", "at_least": 3}], "source": ""}
    answers = {"x": [1.0, 4.0, 5.0]}
    lenient = {"gates": [gate], "policy": Policy(unknown_gates="in")}
    told = found("scoring-blank-gains", [linear("x", 0, 10)], answers, **lenient)
    assert [each.severity for each in told] == ["warning"]
    assert not found("scoring-blank-gains", [linear("x", 0, 10)], answers, gates=[gate])
    assert not found("scoring-blank-gains", [linear("x", 0, 10)], {"x": [3.0, 4.0, 5.0]}, **lenient)


# --- figures made from the pool ---


def measured(seed: int, size: int = 60) -> np.ndarray[Any, np.dtype[np.float64]]:
    return np.round(np.random.default_rng(seed).gamma(3.0, 20.0, size), 2)


def test_ranks_standardised_and_stretched_figures_are_suspected_and_can_be_vouched_for() -> None:
    raw = measured(1)
    made = {
        PoolScale.RANKS: pd.Series(raw).rank().tolist(),
        PoolScale.STANDARDISED: ((raw - raw.mean()) / raw.std(ddof=1)).tolist(),
        PoolScale.STRETCHED: ((raw - raw.min()) / (raw.max() - raw.min())).tolist(),
    }
    for numbers in made.values():
        told = found("scoring-pool-scale", [linear("x", 0, 1)], {"x": numbers})
        assert [(each.severity, each.column) for each in told] == [("warning", "x")]
        vouched = [linear("x", 0, 1, scale_checked="numbers of the reading room")]
        assert [each.severity for each in found("scoring-pool-scale", vouched, {"x": numbers})] == ["note"]
    assert not found("scoring-pool-scale", [linear("x", 0, 1)], {"x": raw.tolist()})
    assert not found("scoring-pool-scale", [levels("x", {"a": 0, "b": 1})], {"x": ["a", "b"] * 20})


@pytest.mark.parametrize("seed", range(20))
def test_every_way_of_scaling_by_the_pool_is_known(seed: int) -> None:
    raw = measured(seed)
    tied = np.round(raw / 10)
    for numbers in (raw, tied):
        cells = pd.Series(numbers)
        for ranks in (cells.rank(method="min"), cells.rank(method="max"), cells.rank(method="average")):
            for one in (ranks, len(raw) + 1 - ranks, ranks / len(raw), 100 * (ranks - 1) / (len(raw) - 1)):
                assert pool_scale(one) is PoolScale.RANKS
    for lost in (0, 1):
        z = (raw - raw.mean()) / raw.std(ddof=lost)
        assert pool_scale(z) is pool_scale(50 + 10 * z) is pool_scale(100 + 15 * z) is PoolScale.STANDARDISED
    stretched = (raw - raw.min()) / (raw.max() - raw.min())
    assert pool_scale(stretched) is pool_scale(100 * stretched) is PoolScale.STRETCHED


@given(st.integers(0, 10**6), st.integers(10, 400))
def test_figures_that_were_measured_are_not_suspected(seed: int, size: int) -> None:
    chance = np.random.default_rng(seed)
    assert pool_scale(np.round(chance.gamma(3.0, 20.0, size), 2)) is None
    per_cent = chance.integers(0, 101, size).astype(float)
    per_cent[:2] = (0, 100)
    assert pool_scale(per_cent) is None  # a share of which some have nothing and some all
    assert pool_scale(chance.integers(0, 8, size).astype(float)) is None  # a small count
    assert pool_scale([*range(9)]) is None  # too few to tell
