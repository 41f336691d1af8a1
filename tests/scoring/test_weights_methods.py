"""Elicitation: published numbers, exact oracles that share no code, and what every method must hold."""

import math
import random
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring import ahp, best_worst, direct, rank_order_centroid, swing

Pairs = dict[tuple[str, str], Fraction]
NAMES = ("a", "b", "c", "d", "e", "f")
# Saaty, The Analytic Hierarchy Process (1980): mean consistency index of random matrices of 1 to 15 nodes.
RANDOM = [0, 0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59]
SCALE = [Fraction(n) for n in range(1, 10)]
LONG_BEST_WORST = 3_000


def rounded(weights: Mapping[str, Fraction]) -> list[float]:
    return [round(float(weights[name]), 4) for name in sorted(weights)]


def test_swing_as_in_the_handbook() -> None:
    # The worked kind of example of von Winterfeldt and Edwards (1986): swings 100, 60, 40.
    assert swing({"a": 100, "b": 60, "c": 40}) == {"a": Fraction(1, 2), "b": Fraction(3, 10), "c": Fraction(1, 5)}


def test_rank_order_centroid_of_barron_and_barrett() -> None:
    # Barron and Barrett, Management Science 42 (1996), table of rank order centroid weights for 2 to 5 attributes.
    assert rounded(rank_order_centroid({"a": 1, "b": 2})) == [0.75, 0.25]
    assert rounded(rank_order_centroid({"a": 1, "b": 2, "c": 3})) == [0.6111, 0.2778, 0.1111]
    assert rounded(rank_order_centroid({"a": 1, "b": 2, "c": 3, "d": 4})) == [0.5208, 0.2708, 0.1458, 0.0625]
    five = rank_order_centroid(dict(zip("abcde", range(1, 6), strict=True)))
    assert rounded(five) == [0.4567, 0.2567, 0.1567, 0.09, 0.04]


def test_rank_order_centroid_shares_shared_places() -> None:
    weights = rank_order_centroid({"a": 1, "b": 2, "c": 2, "d": 4})
    plain = rank_order_centroid({"a": 1, "b": 2, "c": 3, "d": 4})
    assert weights["b"] == weights["c"] == (plain["b"] + plain["c"]) / 2
    assert (weights["a"], weights["d"]) == (plain["a"], plain["d"])


def test_ahp_of_the_three_by_three_example() -> None:
    # Saaty (1980) scale; principal eigenvector of [[1, 3, 5], [1/3, 1, 3], [1/5, 1/3, 1]] with the random index 0.58:
    # weights .6370 .2583 .1047, consistency ratio .033.
    weighed = ahp({("a", "b"): 3, ("a", "c"): 5, ("b", "c"): 3})
    assert rounded(weighed.weights) == [0.6370, 0.2583, 0.1047]
    assert round(float(weighed.ratio), 3) == 0.033
    assert round(float(weighed.largest), 4) == 3.0385
    assert weighed.worst_triple is not None
    triple = weighed.worst_triple
    assert (triple.first, triple.middle, triple.last) == ("a", "b", "c")
    assert (triple.implied, triple.given, triple.off) == (Fraction(9), Fraction(5), Fraction(9, 5))


def test_ahp_of_saatys_school_selection() -> None:
    # Saaty, A scaling method for priorities in hierarchical structures (1977), the choice of a school: six criteria
    # with the weights .32 .14 .03 .13 .24 .14, far from consistent.
    upper: list[list[int | Fraction]] = [
        [4, 3, 1, 3, 4],
        [7, 3, Fraction(1, 5), 1],
        [Fraction(1, 5), Fraction(1, 5), Fraction(1, 6)],
    ]
    upper += [[1, Fraction(1, 3)], [3]]
    pairs = {(NAMES[i], NAMES[i + 1 + k]): number for i, row in enumerate(upper) for k, number in enumerate(row)}
    weighed = ahp(pairs)
    assert [round(float(weighed.weights[name]), 2) for name in NAMES] == [0.32, 0.14, 0.03, 0.13, 0.24, 0.14]
    assert weighed.ratio > Fraction(1, 10)


@pytest.mark.parametrize(
    ("to_best", "to_worst", "weights", "largest"),
    [
        # Rezaei, Omega 64 (2016), linear model; both checked against its solution with the reference values
        # .2105 .4211 .1053 .2105 .0526 (no disagreement) and .2462 .4308 .1231 .1538 .0462 (.0615).
        ((2, 1, 4, 2, 8), (4, 8, 2, 4, 1), [0.2105, 0.4211, 0.1053, 0.2105, 0.0526], 0.0),
        ((2, 1, 4, 3, 8), (4, 8, 4, 2, 1), [0.2462, 0.4308, 0.1231, 0.1538, 0.0462], 0.0615),
    ],
)
def test_linear_best_worst_of_rezaei(
    to_best: Sequence[int], to_worst: Sequence[int], weights: list[float], largest: float
) -> None:
    found = best_worst("b", "e", dict(zip("abcde", to_best, strict=True)), dict(zip("abcde", to_worst, strict=True)))
    assert rounded(found.weights) == weights
    assert round(float(found.largest), 4) == largest
    assert sum(found.weights.values()) == 1


def test_best_worst_says_where_it_contradicts_itself() -> None:
    found = best_worst("b", "e", {"a": 2, "c": 4, "d": 3, "e": 8}, {"a": 4, "c": 4, "d": 2})
    assert found.loop == ("c", Fraction(16))
    assert found.ratio == Fraction(abs(4 * 4 - 8), 8 * 8 - 8)
    assert ("b", "c") in found.off
    assert best_worst("b", "e", {"a": 2, "c": 4, "e": 8}, {"a": 4, "c": 2}).loop is None


# --- oracles ---


def eliminated(rows: list[list[Fraction]]) -> list[Fraction] | None:
    """Solve a square system by plain elimination; None when it has no single solution."""
    size = len(rows)
    table = [list(row) for row in rows]
    for k in range(size):
        swap = next((i for i in range(k, size) if table[i][k] != 0), None)
        if swap is None:
            return None
        table[k], table[swap] = table[swap], table[k]
        for i in range(size):
            if i != k:
                factor = table[i][k] / table[k][k]
                table[i] = [x - factor * y for x, y in zip(table[i], table[k], strict=True)]
    return [table[k][size] / table[k][k] for k in range(size)]


def every_optimum(
    best: int, worst: int, to: Sequence[int], over: Sequence[int]
) -> tuple[Fraction, set[tuple[Fraction, ...]]]:
    """Look at every vertex of the programme: the least disagreement, and all weights at vertices that reach it."""
    size = len(to)
    limits: list[list[Fraction]] = []  # coefficients of w and xi; each is >= 0
    for j in range(size):
        for left, right, times in ((best, j, to[j]), (j, worst, over[j])):
            if left != right:
                gap = [Fraction(0)] * (size + 1)
                gap[left] += 1
                gap[right] -= times
                limits.append([*(-x for x in gap[:size]), Fraction(1)])
                limits.append([*gap[:size], Fraction(1)])
        limits.append([Fraction(int(k == j)) for k in range(size + 1)])
    found: list[tuple[Fraction, tuple[Fraction, ...]]] = []
    whole = [Fraction(1)] * size + [Fraction(0), Fraction(1)]
    for tight in combinations(limits, size):
        point = eliminated([whole, *([*row, Fraction(0)] for row in tight)])
        if point and all(sum(c * x for c, x in zip(row, point, strict=True)) >= 0 for row in limits):
            found.append((point[size], tuple(point[:size])))
    least = min(xi for xi, _ in found)
    return least, {weights for xi, weights in found if xi == least}


def drawn(rng: random.Random, size: int) -> tuple[list[int], list[int]]:
    """Answers with node 0 the best and the last the worst, however contradictory."""
    to, over = [rng.randint(1, 9) for _ in range(size)], [rng.randint(1, 9) for _ in range(size)]
    to[0] = over[-1] = 1
    over[0] = to[-1]
    return to, over


def test_best_worst_is_the_only_optimum_of_every_vertex() -> None:
    rng, told = random.Random(4), 0
    for size in (2, 2, *[3] * 60, *[4] * 2):
        to, over = drawn(rng, size)
        least, optima = every_optimum(0, size - 1, to, over)
        names = NAMES[:size]
        found = best_worst(names[0], names[-1], dict(zip(names, to, strict=True)), dict(zip(names, over, strict=True)))
        assert found.largest == least
        assert optima == {tuple(found.weights[name] for name in names)}
        told += 1
    assert told == 64


@pytest.mark.long
def test_best_worst_stands_its_exact_check_on_many() -> None:
    rng = random.Random(5)
    for _ in range(LONG_BEST_WORST):
        names = [f"n{k:02d}" for k in range(rng.randint(2, 15))]
        to, over = drawn(rng, len(names))
        found = best_worst(names[0], names[-1], dict(zip(names, to, strict=True)), dict(zip(names, over, strict=True)))
        assert sum(found.weights.values()) == 1


@given(st.integers(2, 6), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_ahp_agrees_with_a_numerical_eigenvector(size: int, rng: random.Random) -> None:
    pairs = comparisons(rng, size)
    matrix = np.ones((size, size))
    for (one, other), times in pairs.items():
        i, j = NAMES.index(one), NAMES.index(other)
        matrix[i, j], matrix[j, i] = float(times), 1 / float(times)
    values, vectors = np.linalg.eig(matrix)
    place = int(np.argmax(values.real))
    vector = np.abs(vectors[:, place].real)
    weighed = ahp(pairs)
    assert [float(weighed.weights[name]) for name in NAMES[:size]] == pytest.approx(vector / vector.sum(), abs=1e-9)
    assert float(weighed.largest) == pytest.approx(values[place].real, abs=1e-9)
    index = (values[place].real - size) / (size - 1)
    assert float(weighed.ratio) == pytest.approx(index / RANDOM[size - 1] if size > 2 else 0, abs=1e-8)
    assert sum(weighed.weights.values()) == 1


@given(st.integers(3, 6), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_the_worst_triple_is_the_worst(size: int, rng: random.Random) -> None:
    pairs = comparisons(rng, size)

    def times(one: str, other: str) -> Fraction:
        return pairs[one, other] if (one, other) in pairs else 1 / pairs[other, one]

    off = []
    for a, b, c in combinations(NAMES[:size], 3):
        round_trip = times(a, b) * times(b, c) * times(c, a)
        off.append(max(round_trip, 1 / round_trip))
    triple = ahp(pairs).worst_triple
    assert (triple.off if triple else 1) == max(off)
    if triple:
        assert triple.one == times(triple.first, triple.middle) >= 1
        assert triple.two == times(triple.middle, triple.last) >= 1
        assert triple.given == times(triple.first, triple.last)
        assert triple.implied == triple.one * triple.two


@pytest.mark.parametrize("size", range(3, 16))
def test_the_random_index_is_saatys(size: int) -> None:
    names = [f"n{k:02d}" for k in range(size)]
    pairs = dict.fromkeys(combinations(names, 2), 1) | {(names[0], names[1]): 9}
    weighed = ahp(pairs)
    index = (float(weighed.largest) - size) / (size - 1)
    assert float(weighed.ratio) == pytest.approx(index / RANDOM[size - 1], abs=1e-8)


def comparisons(rng: random.Random, size: int) -> Pairs:
    scale = [*SCALE, *(1 / n for n in SCALE)]
    return {pair: rng.choice(scale) for pair in combinations(NAMES[:size], 2)}


# --- what must hold ---


@given(st.dictionaries(st.sampled_from(NAMES), st.integers(0, 100), min_size=2), st.randoms(use_true_random=False))
def test_swing_is_monotone_and_needs_no_order(points: dict[str, int], rng: random.Random) -> None:
    first = sorted(points)[0]
    points[first] = 100
    weights = swing(points)
    assert sum(weights.values()) == 1
    shuffled = rng.sample(sorted(points), len(points))
    assert swing({name: points[name] for name in shuffled}) == weights
    assert all((weights[a] > weights[b]) == (points[a] > points[b]) for a in points for b in points)
    raised = next((name for name in sorted(points) if points[name] < 100), None)
    if raised is not None:
        more = swing({**points, raised: points[raised] + 1})
        assert more[raised] > weights[raised]
        assert all(more[name] < weights[name] for name in points if name != raised and points[name])


@given(st.dictionaries(st.sampled_from(NAMES), st.integers(1, 40), min_size=1), st.integers(1, 9))
def test_scaling_all_points_changes_nothing(points: dict[str, int], times: int) -> None:
    total = sum(points.values())
    exact = {name: Fraction(100 * number, total) for name, number in points.items()}
    weights = direct(exact)
    assert weights == {name: Fraction(number, total) for name, number in sorted(points.items())}
    largest = max(points.values())
    as_swing = {name: Fraction(100 * number * times, largest * times) for name, number in points.items()}
    assert swing(as_swing) == weights


@given(st.integers(2, 6), st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_names_and_their_order_do_not_matter_in_pairs(size: int, rng: random.Random) -> None:
    pairs = comparisons(rng, size)
    weights = ahp(pairs).weights
    turned = {
        (b, a) if k % 2 else (a, b): 1 / n if k % 2 else n for k, ((a, b), n) in enumerate(reversed(pairs.items()))
    }
    assert ahp(turned).weights == weights
    renamed = dict(zip(NAMES[:size], rng.sample(NAMES[:size], size), strict=True))
    other = ahp({(renamed[a], renamed[b]): n for (a, b), n in pairs.items()})
    assert {name: other.weights[renamed[name]] for name in weights} == weights
    assert other.ratio == ahp(pairs).ratio


@given(st.lists(st.integers(1, 3), min_size=2, max_size=6))
@settings(max_examples=40, deadline=None)
def test_answers_that_agree_give_back_their_weights(worth: list[int]) -> None:
    names = NAMES[: len(worth)]
    whole = sum(worth)
    pairs = {(a, b): Fraction(worth[i], worth[j]) for (i, a), (j, b) in combinations(enumerate(names), 2)}
    weighed = ahp(pairs)
    assert all(
        abs(weighed.weights[n] - Fraction(w, whole)) < Fraction(1, 10**11) for n, w in zip(names, worth, strict=True)
    )
    assert weighed.ratio == 0
    assert weighed.worst_triple is None
    assert weighed.worst_pair is None
    order = sorted(range(len(worth)), key=lambda k: (-worth[k], k))
    best, worst = order[0], order[-1]
    to = {names[k]: Fraction(worth[best], worth[k]) for k in range(len(worth)) if k != best}
    over = {names[k]: Fraction(worth[k], worth[worst]) for k in range(len(worth)) if k not in (best, worst)}
    found = best_worst(names[best], names[worst], to, over)
    assert found.weights == {n: Fraction(w, whole) for n, w in zip(names, worth, strict=True)}
    assert found.largest == 0
    assert found.loop is None


@given(st.permutations(range(1, 6)))
def test_the_centroid_is_the_mean_of_what_respects_the_order(places: list[int]) -> None:
    weights = rank_order_centroid(dict(zip(NAMES, places, strict=False)))
    corners = [[Fraction(int(rank <= k), k) for rank in places] for k in range(1, 6)]
    assert list(weights.values()) == [sum(column) / 5 for column in zip(*corners, strict=True)]


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf, -1.0])
def test_what_is_no_number_is_refused_by_name(bad: float) -> None:
    with pytest.raises(ValueError, match="b"):
        swing({"a": 100, "b": bad})
    with pytest.raises(ValueError, match="b"):
        direct({"a": 100, "b": bad})
    with pytest.raises(ValueError, match="b"):
        rank_order_centroid({"a": 1, "b": bad})
    with pytest.raises(ValueError, match="a / b"):
        ahp({("a", "b"): bad})
    with pytest.raises(ValueError, match="b"):
        best_worst("a", "b", {"b": bad}, {})


def test_answers_that_break_their_method_are_refused() -> None:
    with pytest.raises(ValueError, match="counts 100"):
        swing({"a": 90, "b": 10})
    with pytest.raises(ValueError, match="sum to 90"):
        direct({"a": 60, "b": 30})
    with pytest.raises(ValueError, match="gaps"):
        rank_order_centroid({"a": 1, "b": 3})
    with pytest.raises(ValueError, match="a / c"):
        ahp({("a", "b"): 2, ("b", "c"): 2})
    with pytest.raises(ValueError, match="twice"):
        ahp({("a", "b"): 2, ("b", "a"): 2})
    with pytest.raises(ValueError, match="c"):
        best_worst("a", "b", {"b": 3, "c": 2}, {})
    with pytest.raises(ValueError, match="needs one answer"):
        best_worst("a", "b", {"b": 3}, {"a": 4})
    with pytest.raises(ValueError, match="below one"):
        best_worst("a", "b", {"b": Fraction(1, 2)}, {})
    with pytest.raises(ValueError, match="two nodes"):
        best_worst("a", "a", {}, {})
    for nothing in (swing, direct, rank_order_centroid):
        with pytest.raises(ValueError, match="nothing"):
            nothing({})
    sixteen = [f"n{k:02d}" for k in range(16)]
    with pytest.raises(ValueError, match="16 nodes"):
        ahp(dict.fromkeys(combinations(sixteen, 2), 1))
