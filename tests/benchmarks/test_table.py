"""The table of measurements: what counts as the same model, as growth, as held."""

from dataclasses import replace

import numpy as np
import pytest

from benchmarks import page
from benchmarks.goals import GOALS, verdicts
from benchmarks.line import Line, growths
from benchmarks.matrix import Matrix, same
from benchmarks.read_matrix import of_arrays, of_highs
from benchmarks.stated import stated
from benchmarks.villages import programme, villages
from benchmarks.with_pulp import whole
from optimizer import named_rules, prepare

LINE = Line("Building", 100, "options", "ours", "theirs", 0.5, 1.0, 2.0, checked="same 7 rows")


def matrix() -> Matrix:
    row, column = np.array([0, 0, 1, 1, 2]), np.array([0, 2, 1, 2, 0])
    bounds = np.array([-np.inf, 2.0, 0.0]), np.array([3.0, 2.0, np.inf])
    return Matrix(row, column, np.array([1.0, -2.0, 4.0, 1.0, 5.0]), *bounds, np.array([1.0, 2.0, 3.0]))


def test_rows_in_another_order_and_multiplied_are_the_same() -> None:
    one = matrix()
    times = np.array([-3.0, 0.5, 2.0])
    turned = np.array([2, 0, 1])
    other = replace(
        one,
        row=turned[one.row],
        value=one.value * times[one.row],
        lower=np.array([1.0, 0.0, -9.0]),
        upper=np.array([1.0, np.inf, np.inf]),
        cost=one.cost * 7,
    )
    assert same(one, other)


@pytest.mark.parametrize("place", range(5))
def test_a_number_that_differs_is_another_matrix(place: int) -> None:
    one = matrix()
    changed = one.value.copy()
    changed[place] += 0.01
    if place == 4:  # the only entry of its row: nothing but its size would tell, and 0 <= 5 x says the same as 0 <= x
        assert same(one, replace(one, value=changed))
    else:
        assert not same(one, replace(one, value=changed))


def test_a_bound_a_cost_or_an_entry_that_differs_is_another_matrix() -> None:
    one = matrix()
    assert not same(one, replace(one, upper=np.array([3.001, 2.0, np.inf])))
    assert not same(one, replace(one, lower=np.array([-np.inf, 2.0, 0.001])))
    assert not same(one, replace(one, cost=np.array([1.0, 2.0, 3.001])))
    assert not same(one, replace(one, column=np.array([0, 1, 1, 2, 0])))


def test_the_villages_written_in_plain_pulp_are_the_villages_written_by_our_rules() -> None:
    from benchmarks.bench_build import arrays_of

    tables, rules = prepare(*villages(0.001)), named_rules(programme(0.02))
    ours = of_arrays(arrays_of(tables, rules))
    assert len(ours.lower) > 3_000
    assert same(ours, of_highs(whole(stated(tables, rules))))


def test_an_exponent_is_that_of_the_times() -> None:
    sizes = (10, 100, 1_000)
    found = growths([replace(LINE, scale=size, ours=size**1.5 * 3, theirs=7.0) for size in sizes])
    assert [(each.who, round(each.exponent, 9)) for each in found] == [("ours", 1.5), ("theirs", 0.0)]
    assert growths([replace(LINE, scale=size) for size in sizes[:2]]) == []


def test_a_goal_holds_when_all_that_measures_it_does() -> None:
    key, goal = next(iter(GOALS.items()))
    good, bad = replace(LINE, goal=key, value=goal.at_most), replace(LINE, goal=key, value=goal.at_most * 1.01)
    assert verdicts([LINE])[0].holds is None
    assert verdicts([good])[0].holds is True
    assert verdicts([good, bad])[0].holds is False
    assert verdicts([replace(good, agrees=False)])[0].said == "DOES NOT HOLD"


def test_the_page_of_the_project_has_both_marks_once() -> None:
    text = page.FILE.read_text(encoding="utf-8")
    assert text.count(page.BEGIN) == text.count(page.END) == 1
