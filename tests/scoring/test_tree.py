"""The tree's weights, and the arithmetic of points."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake import Criteria, InputError
from scoring import score, tree
from scoring.points import ALL_POINTS, VALUE_ONE, apportion, comparable, contribution, ranks
from tests.scoring import oracle
from tests.scoring.rounds import criteria, group, linear, round_of
from tests.scoring.strategies import trees

NESTED = criteria(
    groups=[group("a", 2), group("b", 1), group("aa", 1, "a")],
    leaves=[
        linear("b1", 0, 1, group="b", weight=0.1),
        linear("a1", 0, 1, group="a", weight=3),
        linear("aa1", 0, 1, group="aa", weight=5),
        linear("b2", 0, 1, group="b", weight=0.3),
    ],
)


def test_local_and_effective_weights_of_a_nested_tree() -> None:
    nodes = {node.id: node for node in tree(NESTED)}
    # Parents come before children, siblings in the order of the file (groups, then criteria).
    assert list(nodes) == ["a", "aa", "aa1", "a1", "b", "b1", "b2"]
    local = {node: each.local for node, each in nodes.items()}
    third, quarter = Fraction(1, 3), Fraction(1, 4)
    assert local == {
        "a": 2 * third,
        "aa": quarter,
        "aa1": Fraction(1),
        "a1": 3 * quarter,
        "b": third,
        "b1": quarter,  # 0.1 to 0.3 is exactly one to three, which it is not in binary fractions
        "b2": 3 * quarter,
    }
    assert nodes["aa1"].effective == Fraction(1, 6)
    assert nodes["a1"].effective == Fraction(1, 2)
    assert nodes["b2"].effective == quarter
    assert (nodes["aa1"].depth, nodes["a"].depth, nodes["a"].parent) == (2, 0, "")


@settings(max_examples=60, deadline=None)
@given(trees())
def test_effective_weights_sum_to_one_at_every_level(rules: Criteria) -> None:
    nodes = tree(rules)
    assert {node.id: node.effective for node in nodes if node.is_criterion} == oracle.weights(rules)
    assert sum(node.effective for node in nodes if not node.parent) == 1
    for node in nodes:
        if not node.is_criterion:
            assert sum(each.effective for each in nodes if each.parent == node.id) == node.effective


def test_an_empty_tree_is_refused() -> None:
    empty = Criteria.model_validate({"schema": 1, "questions": [], "groups": [], "criteria": []})
    with pytest.raises(InputError, match="no criterion"):
        tree(empty)
    with pytest.raises(InputError, match="no criterion"):
        score(round_of(empty, {"x": [1.0]}))


def test_weights_without_effect_are_told() -> None:
    scores = score(round_of(NESTED, {name: [1.0, 0.5] for name in ("a1", "aa1", "b1", "b2")}))
    told = [f.problem.text("en") for f in scores.findings if f.code == "scoring-single-child"]
    assert told == ["Criterion aa1 is alone in its group, so its weight has no effect."]
    light = criteria([linear("x", 0, 1, weight=1e-12), linear("y", 0, 1)])
    scores = score(round_of(light, {"x": [1.0, 0.5], "y": [0.1, 0.2]}))
    assert [f.severity for f in scores.findings if f.code == "scoring-weightless"] == ["warning"]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(1, 10_000), min_size=1, max_size=40), st.randoms(use_true_random=False))
def test_parts_sum_to_100_points_and_are_off_by_less_than_a_millionth(counts: list[int], chance: object) -> None:
    effective = {f"c{i}": Fraction(count, sum(counts)) for i, count in enumerate(counts)}
    parts = apportion(effective)
    assert sum(parts.values()) == ALL_POINTS
    assert all(abs(parts[node] - share * ALL_POINTS) < 1 for node, share in effective.items())
    assert apportion(dict(reversed(effective.items()))) == parts


@settings(max_examples=200, deadline=None)
@given(st.integers(0, VALUE_ONE), st.integers(0, ALL_POINTS))
def test_a_contribution_is_the_product_rounded_half_up(value: int, part: int) -> None:
    exact = Fraction(value * part, VALUE_ONE)
    assert contribution(np.array([value]), part).tolist() == [int(exact + Fraction(1, 2))]


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.lists(st.integers(0, VALUE_ONE), min_size=3, max_size=3), min_size=1, max_size=5),
    st.sampled_from([(1, 1, 1), (1, 2, 3), (10**9 + 7, 10**9 + 9, 998_244_353), (10**15, 1, 7)]),
)
def test_comparing_is_exact_for_any_weights(table: list[list[int]], weights: tuple[int, int, int]) -> None:
    """The last two sets of weights need more than 64 bits."""
    effective = {name: Fraction(w, sum(weights)) for name, w in zip("abc", weights, strict=True)}
    columns = {name: np.array([row[i] for row in table]) for i, name in enumerate("abc")}
    steps = comparable(columns, effective, len(table)).tolist()
    for row, step in zip(table, steps, strict=True):
        points = sum(Fraction(v * w, sum(weights) * VALUE_ONE) for v, w in zip(row, weights, strict=True)) * 100
        assert abs(points * 10_000 - step) <= Fraction(1, 2)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 6), st.booleans()), max_size=30))
def test_ranks_count_who_is_better(drawn: list[tuple[int, bool]]) -> None:
    scores, among = np.array([s for s, _ in drawn], dtype=np.int64), np.array([a for _, a in drawn], dtype=np.bool_)
    rank, tied = ranks(scores, among)
    inside = [s for s, a in drawn if a]
    for i, (mine, ranked) in enumerate(drawn):
        assert rank[i] == (1 + sum(other > mine for other in inside) if ranked else 0)
        assert tied[i] == (ranked and inside.count(mine) > 1)
