"""The kernel on arrays: the same numbers as score(), bit for bit; and counts over many weightings."""

import sys
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring import VALUE_ONE, acceptability, judged, score
from scoring.on_scale import on_scale
from scoring.points import apportion, comparable, ranks
from scoring.values import scale
from tests.scoring.rounds import criteria, linear, round_of

FEW = settings(max_examples=40, deadline=None)


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[dict[str, Any]], dict[str, list[float | None]]]:
    """Criteria of every straight and bent kind, upwards and downwards, and answers at, between and beyond anchors."""
    leaves: list[dict[str, Any]] = []
    answers: dict[str, list[float | None]] = {}
    rows = draw(st.integers(1, 8))
    for k in range(draw(st.integers(1, 4))):
        zero, one = draw(st.sampled_from([(0, 10), (10, 0), (-3, 7), (1e6, 5e5), (0.1, 0.7)]))
        more: dict[str, Any] = {"weight": draw(st.integers(1, 9))}
        if draw(st.booleans()):
            low, high = sorted((zero, one))
            ends = (0.0, 1.0) if zero < one else (1.0, 0.0)
            middle = [(low + (high - low) * part, abs(ends[0] - part**2)) for part in (0.25, 0.5)]
            more |= {"shape": "points", "points": [(low, ends[0]), *middle, (high, ends[1])]}
        leaves.append(linear(f"c{k}", zero, one, **more))
        part = st.one_of(st.none(), st.floats(-0.5, 1.5), st.sampled_from([0.0, 0.25, 0.5, 1.0, -1e300, 1e300]))
        drawn = draw(st.lists(part, min_size=rows, max_size=rows))
        answers[f"c{k}"] = [None if each is None else zero + (one - zero) * each for each in drawn]
    return leaves, answers


@FEW
@given(tables())
def test_the_kernel_gives_what_score_gives(case: tuple[list[dict[str, Any]], dict[str, list[float | None]]]) -> None:
    leaves, answers = case
    rules = criteria(leaves)
    scores = score(round_of(rules, answers))
    figures = np.array([[np.nan if x is None else x for x in answers[c.id]] for c in rules.criteria]).T
    weights = [Fraction(leaf["weight"], sum(each["weight"] for each in leaves)) for leaf in leaves]
    found = judged(np.asfortranarray(figures), [scale(c) for c in rules.criteria], weights)
    assert (found.values / VALUE_ONE == scores.values[list(answers)].to_numpy()).all()
    assert (found.points / 10_000 == scores.table["points"].to_numpy()).all()
    assert found.rank.tolist() == scores.table["rank"].tolist()
    assert found.tied.tolist() == scores.table["tied"].tolist()


@FEW
@given(
    st.lists(st.integers(1, 50), min_size=1, max_size=14, unique=True),
    st.lists(st.one_of(st.floats(-5, 60), st.integers(0, 50), st.just(np.nan)), min_size=1, max_size=20),
)
def test_scales_with_few_or_many_corners_are_read_alike(corners: list[int], figures: list[float]) -> None:
    """Against plain fractions, corner by corner: comparing with each corner, and searching among them."""
    xs = np.array([0, *sorted(corners)], dtype=float)
    ys = np.linspace(0, 1, len(xs)) ** 2
    found = on_scale(np.array(figures, dtype=float), xs, ys)
    for figure, billionths in zip(figures, found.tolist(), strict=True):
        if figure != figure:
            assert billionths == 0
            continue
        inside = min(max(Fraction(figure), Fraction(xs[0])), Fraction(xs[-1]))
        left = max(k for k in range(len(xs) - 1) if Fraction(xs[k]) <= inside)
        along = (inside - Fraction(xs[left])) / Fraction(xs[left + 1] - xs[left])
        exact = Fraction(ys[left]) + along * (Fraction(ys[left + 1]) - Fraction(ys[left]))
        assert abs(exact * VALUE_ONE - billionths) <= Fraction(501, 1000)


@FEW
@given(
    st.lists(st.lists(st.integers(0, VALUE_ONE), min_size=3, max_size=3), min_size=1, max_size=8),
    st.sampled_from([(1, 2, 3), (1, 1, 1), (7_000_003, 11, 5), (2**40 + 1, 3, 5), (2**70 + 1, 2**69, 1)]),
)
def test_points_are_exact_whatever_the_weights_denominators(rows: list[list[int]], weights: tuple[int, ...]) -> None:
    """Floats, 64 bits and Python's own numbers must all give the plain sum of fractions, rounded half up once."""
    shares = [Fraction(weight, sum(weights)) for weight in weights]
    straight = (np.array([0.0, 1.0]), np.array([0.0, 1.0]))
    figures = np.asfortranarray(np.array(rows) / VALUE_ONE)
    found = judged(figures, [straight] * 3, shares)
    values = np.rint(figures * VALUE_ONE).astype(np.int64)
    plain = [sum((s * int(v) for s, v in zip(shares, row, strict=True)), Fraction(0)) for row in values]
    assert found.points.tolist() == [int((each / VALUE_ONE * 1_000_000 + Fraction(1, 2)) // 1) for each in plain]
    columns = {str(k): values[:, k] for k in range(3)}
    effective = {str(k): share for k, share in enumerate(shares)}
    assert found.points.tolist() == comparable(columns, effective, len(rows)).tolist()
    assert sum(apportion(effective).values()) == 100_000_000


@FEW
@given(st.lists(st.tuples(st.integers(0, 40), st.booleans()), max_size=40), st.sampled_from([1, 10**9]))
def test_ranks_counted_or_sorted_are_the_plain_ones(rows: list[tuple[int, bool]], spread: int) -> None:
    scores = np.array([number * spread for number, _ in rows], dtype=np.int64)
    among = np.array([inside for _, inside in rows], dtype=bool)
    rank, tied = ranks(scores, among)
    kept = [int(number) for number, inside in zip(scores, among, strict=True) if inside]
    plain = [
        1 + sum(other > number for other in kept) if inside else 0 for number, inside in zip(scores, among, strict=True)
    ]
    assert rank.tolist() == plain
    assert tied.tolist() == [
        bool(inside and kept.count(int(number)) > 1) for number, inside in zip(scores, among, strict=True)
    ]


@pytest.mark.parametrize("weights", [(Fraction(1, 2), Fraction(1, 3)), (Fraction(3, 2), Fraction(-1, 2)), ()])
def test_weights_that_are_none_are_refused(weights: tuple[Fraction, ...]) -> None:
    straight = (np.array([0.0, 1.0]), np.array([0.0, 1.0]))
    with pytest.raises(ValueError, match="sum to one"):
        judged(np.zeros((2, len(weights))), [straight] * len(weights), weights)


# --- many weightings ---


@FEW
@given(
    st.lists(st.lists(st.integers(0, 4), min_size=3, max_size=3), min_size=1, max_size=9),
    st.lists(st.lists(st.integers(0, 20), min_size=2, max_size=2), min_size=1, max_size=12),
    st.integers(1, 9),
)
def test_counts_are_those_of_plain_fractions(cells: list[list[int]], cuts: list[list[int]], count: int) -> None:
    values = np.array(cells, dtype=float) * (VALUE_ONE // 4)
    weightings = [(min(cut), max(cut) - min(cut), 20 - max(cut)) for cut in cuts]
    found = acceptability(values, np.array(weightings), count)
    within, tied = [0] * len(cells), [0] * len(cells)
    for weights in weightings:
        exact = [
            sum((Fraction(w, 20) * Fraction(c, 4) for w, c in zip(weights, row, strict=True)), Fraction(0))
            for row in cells
        ]
        points = [int((each * 1_000_000 + Fraction(1, 2)) // 1) for each in exact]
        order = sorted(range(len(cells)), key=lambda row: (-points[row], row))[:count]
        for row in order:
            within[row] += 1
        last = points[order[-1]]
        level = [row for row, point in enumerate(points) if point == last]
        if count < len(cells) and sum(point >= last for point in points) > count:
            for row in level:
                tied[row] += 1
    assert found.within.tolist() == within
    assert found.tied.tolist() == tied
    assert found.weightings == len(weightings)


def test_one_weighting_alone_is_the_deterministic_ranking() -> None:
    chance = np.random.default_rng(3)
    values = chance.integers(0, VALUE_ONE + 1, (300, 5)).astype(np.float64)
    parts = np.array([[100_000, 200_000, 300_000, 150_000, 250_000]])
    straight = (np.array([0.0, 1.0]), np.array([0.0, 1.0]))
    weights = [Fraction(int(part), 1_000_000) for part in parts[0]]
    found = judged(np.asfortranarray(values / VALUE_ONE), [straight] * 5, weights)
    assert not found.tied.any()
    assert (acceptability(values, parts, 40).within == (found.rank <= 40)).all()


def test_three_alternatives_under_every_weight_in_thousandths() -> None:
    """A(1, 0), B(0, 1), C(.6, .6), uniform weights: .4, .4, .2 (Lahdelma and Salminen's acceptability, in closed form).

    Over all 1,001 whole thousandths A wins above 600 or ties there, B below 400 or ties there.
    """
    values = np.array([[1.0, 0.0], [0.0, 1.0], [0.6, 0.6]]) * VALUE_ONE
    parts = np.array([[k, 1000 - k] for k in range(1001)])
    found = acceptability(values, parts, 1)
    assert found.within.tolist() == [401, 401, 199]
    assert found.tied.tolist() == [1, 1, 2]


def test_blocks_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = np.random.default_rng(4)
    values, parts = (
        (chance.integers(0, 5, (60, 4)) * 250_000_000).astype(np.float64),
        chance.multinomial(1000, [0.25] * 4, size=30),
    )
    whole = acceptability(values, parts, 20)
    monkeypatch.setattr(sys.modules["scoring.acceptability"], "BLOCK", 100)
    cut = acceptability(values, parts, 20)
    assert whole.within.tolist() == cut.within.tolist()
    assert whole.tied.tolist() == cut.tied.tolist()


@pytest.mark.parametrize(
    ("parts", "count"), [([[1, 1], [1, 2]], 1), ([[2, -1]], 1), ([[0, 0]], 1), ([[2**53, 0]], 1), ([[1, 1]], 0)]
)
def test_parts_that_cannot_be_counted_exactly_are_refused(parts: list[list[int]], count: int) -> None:
    with pytest.raises(ValueError, match="whole parts"):
        acceptability(np.zeros((3, 2)), np.array(parts), count)
