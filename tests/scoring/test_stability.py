"""Stability along one weight: against a walk over every share at which two scores meet, in plain fractions."""

import random
from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring import VALUE_ONE, Lines, entries, highest, least_distance, lines, nearest, swaps, unchanged
from scoring.points import Flags

FEW = settings(max_examples=60, deadline=None)


@st.composite
def drawn(draw: st.DrawFn) -> tuple[Lines, Fraction, Flags]:
    """Few applicants, coarse values with many ties or fine ones with none, and those highest at the present share."""
    rows, columns = draw(st.integers(2, 14)), draw(st.integers(2, 4))
    steps = draw(st.sampled_from([1, 2, 4, 1000, VALUE_ONE]))
    cells = draw(st.lists(st.integers(0, steps), min_size=rows * columns, max_size=rows * columns))
    values = np.array(cells, dtype=np.int64).reshape(rows, columns) * (VALUE_ONE // steps)
    weights = draw(st.lists(st.integers(1, 9), min_size=columns, max_size=columns))
    place = draw(st.integers(0, columns - 1))
    rest = sum(weights) - weights[place]
    without = [Fraction(0) if k == place else Fraction(weights[k], rest) for k in range(columns)]
    made = lines(values, without, [Fraction(int(k == place)) for k in range(columns)])
    now, count = Fraction(weights[place], sum(weights)), draw(st.integers(1, rows))
    scores = exact(made, now)
    last = sorted(scores, reverse=True)[count - 1]
    return made, now, np.array([score >= last for score in scores])


def exact(made: Lines, share: Fraction) -> list[Fraction]:
    return [(1 - share) * int(zero) + share * int(one) for zero, one in zip(made.zero, made.one, strict=True)]


def shares(made: Lines, now: Fraction) -> list[Fraction]:
    """Every share at which anything can change, and one between each two."""
    zero, one = [int(each) for each in made.zero], [int(each) for each in made.one]
    found = {Fraction(0), Fraction(1), now}
    for i in range(len(zero)):
        for j in range(i):
            rise = one[j] - zero[j] - one[i] + zero[i]
            if rise and 0 <= (meets := Fraction(zero[i] - zero[j], rise)) <= 1:
                found.add(meets)
    ordered = sorted(found)
    return sorted({*ordered, *((low + high) / 2 for low, high in pairwise(ordered))})


def stands(made: Lines, share: Fraction, chosen: Flags) -> bool:
    scores = exact(made, share)
    inside = [score for score, kept in zip(scores, chosen, strict=True) if kept]
    outside = [score for score, kept in zip(scores, chosen, strict=True) if not kept]
    return not outside or min(inside) >= max(outside)


@FEW
@given(drawn())
def test_the_interval_is_where_nobody_outside_is_above_anyone_inside(case: tuple[Lines, Fraction, Flags]) -> None:
    made, now, chosen = case
    low, high = unchanged(made, now, chosen)
    assert low <= now <= high
    for share in shares(made, now):
        between = low <= share <= high
        assert stands(made, share, chosen) == between


@FEW
@given(drawn())
def test_everyone_enters_where_a_walk_over_all_meeting_points_says(case: tuple[Lines, Fraction, Flags]) -> None:
    made, now, chosen = case
    below, above = entries(made, now, chosen)
    walk = shares(made, now)
    at = walk.index(now)
    assert above == first_in(made, walk[at:], chosen)
    assert below == first_in(made, walk[: at + 1][::-1], chosen)


def first_in(made: Lines, walk: list[Fraction], chosen: Flags) -> dict[int, Fraction]:
    found: dict[int, Fraction] = {}
    for share in walk:
        scores = exact(made, share)
        last = sorted(scores, reverse=True)[int(chosen.sum()) - 1]
        for row, score in enumerate(scores):
            if not chosen[row] and score >= last:
                found.setdefault(row, share)
    return found


@FEW
@given(drawn(), st.booleans())
def test_after_every_swap_the_rows_inside_are_the_highest_until_the_next(
    case: tuple[Lines, Fraction, Flags], down: bool
) -> None:
    made, now, chosen = case
    inside, since = chosen.copy(), now
    end = Fraction(0 if down else 1)
    for swap in [*swaps(made, now, chosen, down=down), None]:
        until = swap.share if swap else end
        assert stands(made, since, inside)
        assert stands(made, until, inside)
        assert stands(made, (since + until) / 2, inside)
        if swap:
            inside[list(swap.leaves)], inside[list(swap.enters)] = False, True
            assert inside.sum() == chosen.sum()
            since = until


def test_many_rows_are_searched_in_stretches_with_the_same_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = np.random.default_rng(5)
    values = chance.integers(0, 11, (150, 3)) * (VALUE_ONE // 10)
    made = lines(values, [Fraction(0), Fraction(1, 3), Fraction(2, 3)], [Fraction(1), Fraction(0), Fraction(0)])
    now = Fraction(1, 4)
    scores = np.array([int(4 * each) for each in exact(made, now)])
    chosen = highest(scores, 40)
    whole = entries(made, now, chosen)
    monkeypatch.setattr("scoring.stability.FEW", 5)
    assert entries(made, now, chosen) == whole
    assert len(whole[0]) + len(whole[1]) > 20


@FEW
@given(drawn(), st.randoms(use_true_random=False))
def test_order_of_rows_twins_and_who_is_far_below_change_no_end(
    case: tuple[Lines, Fraction, Flags], chance: random.Random
) -> None:
    made, now, chosen = case
    order = list(range(len(chosen)))
    chance.shuffle(order)
    shuffled = Lines(made.zero[order], made.one[order], made.unit)
    ends = unchanged(made, now, chosen)
    assert unchanged(shuffled, now, chosen[order]) == ends
    below, above = entries(made, now, chosen)
    for side, other in zip((below, above), entries(shuffled, now, chosen[order]), strict=True):
        assert {order[row]: share for row, share in other.items()} == side
    last = np.zeros(1, dtype=made.zero.dtype)
    more = Lines(np.concatenate([made.zero, last]), np.concatenate([made.one, last]), made.unit)
    if made.zero[chosen].min() > 0 and made.one[chosen].min() > 0:
        assert unchanged(more, now, np.append(chosen, False)) == ends


def test_three_applicants_by_hand() -> None:
    # A(1, 0), B(0, 1), C(.6, .6): for one place A wins from a weight of .6 on, B up to .4, C between.
    values = np.array([[10, 0], [0, 10], [6, 6]]) * (VALUE_ONE // 10)
    made = lines(values, [Fraction(0), Fraction(1)], [Fraction(1), Fraction(0)])
    middle = np.array([False, False, True])
    assert unchanged(made, Fraction(1, 2), middle) == (Fraction(2, 5), Fraction(3, 5))
    assert entries(made, Fraction(1, 2), middle) == ({1: Fraction(2, 5)}, {0: Fraction(3, 5)})
    with pytest.raises(ValueError, match="not the highest"):
        unchanged(made, Fraction(1, 5), middle)


@FEW
@given(drawn())
def test_weights_with_long_fractions_are_as_exact(case: tuple[Lines, Fraction, Flags]) -> None:
    """Whole numbers beyond 64 bits: everything times a large prime must change nothing."""
    made, now, chosen = case
    prime = 2**61 - 1
    long = Lines(made.zero.astype(object) * prime, made.one.astype(object) * prime, made.unit * prime)
    assert unchanged(long, now, chosen) == unchanged(made, now, chosen)
    assert entries(long, now, chosen) == entries(made, now, chosen)


@st.composite
def two(draw: st.DrawFn) -> tuple[list[int], list[int], list[Fraction]]:
    size = draw(st.integers(2, 4))
    numbers = st.lists(st.integers(0, 5), min_size=size, max_size=size)
    own, other = draw(numbers), draw(numbers)
    weights = draw(st.lists(st.integers(0, 6), min_size=size, max_size=size).filter(any))
    return own, other, [Fraction(weight, sum(weights)) for weight in weights]


@FEW
@given(two())
def test_the_nearest_weights_reach_and_no_corner_of_a_smaller_ball_does(
    case: tuple[list[int], list[int], list[Fraction]],
) -> None:
    own, other, weights = case
    found = nearest(np.array(own), np.array(other), weights)
    ahead = [mine - theirs for mine, theirs in zip(own, other, strict=True)]

    def lead(given: list[Fraction]) -> Fraction:
        return sum((weight * by for weight, by in zip(given, ahead, strict=True)), Fraction(0))

    if found is None:
        assert max(ahead) < 0
        return
    assert sum(found.weights) == 1
    assert min(found.weights) >= 0
    assert found.distance == sum(abs(x - y) for x, y in zip(found.weights, weights, strict=True)) / 2
    assert lead(list(found.weights)) >= 0
    if lead(weights) >= 0:
        assert found.distance == 0
        return
    # The best that a distance can do, step by step from the dual side: lead is lost by price times distance.
    assert lead(list(found.weights)) == 0
    price = _least_price(ahead, weights)
    assert all(price(found.distance * part) < 0 for part in (Fraction(1, 2), Fraction(99, 100)))
    assert price(found.distance) == 0


def _least_price(ahead: list[int], weights: list[Fraction]) -> Callable[[Fraction], Fraction]:
    """The largest lead within a distance, by its dual: the least over prices y of y d + what pays more than y."""

    def most(distance: Fraction) -> Fraction:
        best, now = max(ahead), sum((w * a for w, a in zip(weights, ahead, strict=True)), Fraction(0))
        gains = [best - each for each in ahead]
        return now + min(
            y * distance + sum((w * max(g - y, 0) for w, g in zip(weights, gains, strict=True)), Fraction(0))
            for y in {0, *gains}
        )

    return most


@FEW
@given(drawn())
def test_no_weights_nearer_than_the_least_distance_bring_a_row_in(case: tuple[Lines, Fraction, Flags]) -> None:
    """Along one weight the distance is by how much its share changes, so entries may never be nearer."""
    made, now, chosen = case
    values = np.stack([made.zero, made.one], axis=1).astype(np.int64)
    weights = [1 - now, now]
    below, above = entries(made, now, chosen)
    for row in np.flatnonzero(~chosen).tolist():
        least = least_distance(values, row, weights, int(chosen.sum()))
        ways = [abs(side[row] - now) for side in (below, above) if row in side]
        assert all(least is not None and way >= least for way in ways)
