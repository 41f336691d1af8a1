"""Value functions: anchors, shapes, ratios, fallbacks, blanks."""

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake import Criterion
from scoring import Scores, score
from scoring.points import VALUE_ONE
from scoring.values import on_scale, scale
from tests.scoring.rounds import criteria, levels, linear, question, round_of

POINTS = ((0.0, 0.0), (10.0, 0.5), (30.0, 0.9), (50.0, 1.0))


def values(leaf: dict[str, Any], **answers: list[Any]) -> list[float]:
    given_values: list[float] = score(round_of(criteria([leaf]), answers)).values[str(leaf["id"])].tolist()
    return given_values


def test_linear_up_and_down_clip_at_the_anchors() -> None:
    assert values(linear("x", 2, 6), x=[1, 2, 3, 5, 6, 7]) == [0, 0, 0.25, 0.75, 1, 1]
    assert values(linear("x", 6, 2), x=[1, 2, 3, 5, 6, 7]) == [1, 1, 0.75, 0.25, 0, 0]


def test_points_are_straight_between_corners() -> None:
    leaf = linear("x", 0, 50, shape="points", points=POINTS)
    # 5 lies halfway to (10, 0.5); 20 halfway from 0.5 to 0.9; 40 halfway from 0.9 to 1
    assert values(leaf, x=[-1, 5, 10, 20, 40, 60]) == [0, 0.25, 0.5, 0.7, 0.95, 1]


def test_levels_are_a_table() -> None:
    leaf = levels("x", {"a": 0, "b": 0.1, "c": 1})
    assert values(leaf, x=["c", "b", None, "a"]) == [1, 0.1, 0, 0]


def test_levels_read_whole_figures_of_the_district_as_codes() -> None:
    leaf = levels("underdeveloped_2015", {"0": 0, "1": 1})
    assert values(leaf, region=["1102", "1101"]) == [1, 0]
    # A district without a row of its own makes the column one of floats; 1.0 still is code 1.
    round_ = round_of(criteria([leaf]), {"region": ["1102", "9999"]})
    assert score(round_).values["underdeveloped_2015"].tolist() == [1, 0]
    assert score(round_).missing["underdeveloped_2015"].tolist() == [False, True]


def test_a_ratio_divides_by_another_column() -> None:
    # The collection standard: titles per 0.025 inhabitants; 89,117 people need 2,227.925 titles.
    leaf = linear("titles", 0, 1, per={"column": "population_2015", "times": 0.025})
    assert values(leaf, titles=[2227.925, 1113.9625, None, 9000]) == [1, 0.5, 0, 1]


def test_a_ratio_without_a_divisor_is_missing() -> None:
    leaf = linear("x", 0, 2, per={"column": "seats", "times": 1})
    scores = score(round_of(criteria([leaf]), {"x": [4, 4, 4, 4, 0], "seats": [4, 0, None, -1, 0]}))
    assert scores.missing["x"].tolist() == [False, True, True, True, True]
    assert scores.table["score_high"].tolist() == [50, 100, 100, 100, 100]
    assert "scoring-no-base" in codes(scores)


def test_fallbacks_are_used_in_order_and_told() -> None:
    leaf = linear("x", 0, 10, fallbacks=("y", "z"))
    scores = score(
        round_of(criteria([leaf]), {"x": [1, None, None, None], "y": [9, 2, None, None], "z": [9, 9, 3, None]})
    )
    assert scores.values["x"].tolist() == [0.1, 0.2, 0.3, 0]
    assert scores.missing["x"].tolist() == [False, False, False, True]
    assert codes(scores).count("scoring-fallback") == 2


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.integers(-1000, 1000), min_size=2, max_size=6, unique=True),
    st.lists(st.floats(0, 1), min_size=6, max_size=6),
    st.lists(st.floats(-1200, 1200), min_size=1, max_size=30),
)
def test_the_scale_is_numpys_interpolation(corners: list[int], heights: list[float], figures: list[float]) -> None:
    xs = np.array(sorted(corners), dtype=np.float64)
    ys = np.array(heights[: len(xs)])
    ours = on_scale(np.array(figures), xs, ys) / VALUE_ONE
    assert np.abs(ours - np.interp(figures, xs, ys)).max() <= 1e-9


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.floats(-1e6, 1e6, allow_subnormal=False), min_size=2, max_size=6, unique=True),
    st.lists(st.floats(0, 1), min_size=6, max_size=6),
    st.lists(st.floats(-2e6, 2e6), min_size=2, max_size=30),
)
def test_the_scale_never_turns_back(corners: list[float], heights: list[float], figures: list[float]) -> None:
    xs = np.array(sorted(corners))
    ys = np.array(sorted(heights)[: len(xs)])
    assert (np.diff(on_scale(np.array(sorted([*figures, *corners])), xs, ys)) >= 0).all()


def test_rounding_does_not_carry_a_figure_past_the_next_corner() -> None:
    # So close below the corner the way along the segment rounds to 1, and 0.042 + (0.1054952805 - 0.042) lies a
    # last bit above 0.1054952805, on the other side of half a billionth.
    xs, ys = np.array([-1e6, 1000.0, 2000.0]), np.array([0.042, 0.1054952805, 0.2])
    just_below, corner = on_scale(np.array([np.nextafter(1000.0, 0), 1000.0]), xs, ys)
    assert just_below <= corner


def test_the_kernel_refuses_infinity_and_counts_a_blank_nothing() -> None:
    leaf = Criterion.model_validate(linear("x", 10, 0))
    xs, ys = scale(leaf)
    assert xs.tolist() == [0, 10]
    assert on_scale(np.array([math.nan, 5.0]), xs, ys).tolist() == [0, VALUE_ONE // 2]
    with pytest.raises(ValueError, match="infinite"):
        on_scale(np.array([1.0, -math.inf]), xs, ys)


def codes(scores: Scores) -> list[str]:
    return [finding.code for finding in scores.findings]


def remarks(leaf: dict[str, Any], **answers: list[Any]) -> dict[str, str]:
    scores = score(round_of(criteria([leaf]), answers))
    return {finding.code: finding.problem.text("en") for finding in scores.findings}


def test_saturation_is_told_above_38_percent_of_the_answers() -> None:
    leaf = linear("x", 0, 10)
    at_the_top = [10.0] * 38 + [5.0] * 62
    assert "scoring-saturated" not in remarks(leaf, x=at_the_top)
    told = remarks(leaf, x=[12.0, *at_the_top[1:38], 10.0, *at_the_top[39:], None])
    assert told["scoring-saturated"] == (
        "Criterion x: 39 % of the answers are at or beyond 10 unit; it does not separate them."
    )
    assert told["scoring-beyond"] == (
        "Criterion x: 0 answers lie beyond 0 unit and count as that, 1 lie beyond 10 unit."
    )
    assert told["scoring-missing"].startswith("Criterion x: 1 of 101 applicants gave no usable answer")


def test_on_a_falling_scale_worse_is_above() -> None:
    assert remarks(linear("x", 10, 0), x=[11, 12, -1, 5, 5, 5, 5, 5])["scoring-beyond"] == (
        "Criterion x: 2 answers lie beyond 10 unit and count as that, 1 lie beyond 0 unit."
    )


def test_a_criterion_that_separates_nobody_is_told_once() -> None:
    told = remarks(linear("x", 0, 10), x=[10.0, 11.0, 12.0])
    assert "scoring-constant" in told
    assert "scoring-saturated" not in told
    assert "scoring-constant" not in remarks(linear("x", 0, 10), x=[3.0, None])


def test_what_a_blank_means_is_told_with_the_weight_it_has() -> None:
    for rule, severity in (("floor", "note"), ("ask", "warning"), ("reject", "warning")):
        scores = score(round_of(criteria([linear("x", 0, 10, missing=rule)]), {"x": [1.0, None]}))
        assert [f.severity for f in scores.findings if f.code == "scoring-missing"] == [severity]


def test_siblings_that_run_together_are_named() -> None:
    rules = criteria([linear("x", 0, 30), linear("y", 0, 60), linear("z", 30, 0), linear("w", 0, 1)])
    xs = list(range(1, 30))
    answers = {"x": xs, "y": [2 * x for x in xs], "z": xs, "w": [x % 2 for x in xs]}
    told = [f.problem.text("en") for f in score(round_of(rules, answers)).findings if f.code == "scoring-overlap"]
    assert told == [
        "Criterion x and Criterion y run together (correlation 1.00); perhaps they count one thing twice.",
        "Criterion x and Criterion z run together (correlation -1.00); what one gives, the other takes away.",
        "Criterion y and Criterion z run together (correlation -1.00); what one gives, the other takes away.",
    ]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 1000), st.integers(0, 1000)), min_size=20, max_size=60))
def test_overlap_agrees_with_pandas(pairs: list[tuple[int, int]]) -> None:
    table = pd.DataFrame(pairs, columns=["x", "y"], dtype="float64")
    table["y"] = (table["x"] * 3 + table["y"]) / 4
    correlation = table["x"].corr(table["y"])
    if math.isnan(correlation) or abs(abs(correlation) - 0.8) < 0.01:
        return
    rules = criteria([linear("x", 0, 1000), linear("y", 0, 1000)])
    scores = score(round_of(rules, {"x": table["x"].tolist(), "y": table["y"].tolist()}))
    assert ("scoring-overlap" in codes(scores)) == (abs(correlation) > 0.8)


def test_a_round_without_questions_to_value_says_so_in_words() -> None:
    scores = score(round_of(criteria([linear("x", 0, 1)], questions=[question("x")]), {"x": [None, None]}))
    assert scores.table["score_high"].tolist() == [100, 100]
    assert scores.table["tied"].all()
