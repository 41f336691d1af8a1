"""What reaches the optimizer on a scale made from the pool, or without its zero, is found on any tables."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from intake import Finding, Severity
from optimizer import Objective, Rule, read_objective, read_rule, remarks
from tests.samples import ROUNDS, outcome, scenario_names

SIZE = 40
SCORE = np.round(np.random.default_rng(5).uniform(20, 90, SIZE), 4)
VALUE: list[Objective] = [read_objective({"maximise": "value"}, 0)]


def found(values: Any, rules: list[dict[str, Any]] | None = None, **columns: Any) -> list[Finding]:
    names = [f"A{place:02d}" for place in range(SIZE)]
    people = pd.DataFrame({"score": SCORE, "rank": pd.Series(-SCORE).rank().to_numpy(), **columns}, index=names)
    options = pd.DataFrame({"applicant": names, "option": "p", "value": np.round(values, 3), "cost": 5})
    read: list[Rule] = [read_rule(each, place) for place, each in enumerate(rules or [])]
    return [each for each in remarks(people, options, read, VALUE) if each.code.startswith("scale.")]


def test_values_that_are_the_score_times_a_factor_are_fine() -> None:
    for factor in (1, 0.8, 1.35):
        assert not found(SCORE * factor)


def test_two_packages_with_effects_of_their_own_are_fine() -> None:
    names = [f"A{place:02d}" for place in range(SIZE)]
    people = pd.DataFrame({"score": SCORE}, index=names)
    parts = [
        pd.DataFrame({"applicant": names, "option": option, "value": np.round(SCORE * effect, 3)})
        for option, effect in (("p", 1.0), ("q", 1.3))
    ]
    assert not remarks(people, pd.concat(parts, ignore_index=True), [], VALUE)


@pytest.mark.parametrize(
    ("values", "codes"),
    [
        (pd.Series(SCORE).rank().to_numpy(), {"scale.pool"}),
        (100 * (pd.Series(SCORE).rank() - 1) / (SIZE - 1), {"scale.pool"}),
        (50 + 10 * (SCORE - SCORE.mean()) / SCORE.std(), {"scale.pool", "scale.shifted"}),
        (100 * (SCORE - SCORE.min()) / (SCORE.max() - SCORE.min()), {"scale.pool", "scale.shifted"}),
        (SCORE - 15, {"scale.shifted"}),
        (SCORE + 0.5, {"scale.shifted"}),
        (SCORE * 0.5 + 20, {"scale.shifted"}),
    ],
)
def test_ranks_pool_scales_and_lost_zeros_are_told(values: Any, codes: set[str]) -> None:
    told = found(values)
    assert {each.code for each in told} == codes
    assert all(each.severity is Severity.WARNING and each.column == "value" and each.value for each in told)


def test_values_that_are_something_else_than_the_score_are_not_suspected() -> None:
    assert not found(np.random.default_rng(9).uniform(1, 90, SIZE))


def test_rules_that_look_at_ranks_are_told_and_others_are_not() -> None:
    ranks = {"rule": "minimum_score", "id": "r", "measure": "rank", "at_least": 3}
    assert [(each.code, each.value) for each in found(SCORE, [ranks])] == [("scale.rank", "r")]
    assert not found(SCORE, [{"rule": "minimum_score", "id": "r", "at_least": 30}])


def test_a_column_that_only_a_rule_measures_is_looked_at_and_an_unused_one_is_not() -> None:
    z = (SCORE - SCORE.mean()) / SCORE.std()
    rule = {"rule": "minimum_score", "id": "r", "measure": "need", "at_least": 0}
    assert [(each.code, each.column) for each in found(SCORE, [rule], need=z)] == [("scale.pool", "need")]
    assert not found(SCORE, need=z)
    assert not found(SCORE, [rule], need=np.random.default_rng(3).gamma(2, 3, SIZE))


def test_no_sample_round_is_suspected() -> None:
    for folder in ROUNDS[:1]:
        for name in scenario_names(folder)[:1]:
            codes = {each.code for each in outcome(folder.name, name).findings}
            assert not {code for code in codes if code.startswith("scale.") or code == "scoring-pool-scale"}
