"""Fairness figures equal a naive count that looks at every pair of groups, and a plan that helps the worst first."""

from collections.abc import Mapping
from fractions import Fraction
from itertools import product
from random import Random
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer import Maximise, MaximiseWorst, Settings, Status, allocate
from optimizer.fairness import fairness, gini, label, spread, worst_first, worst_of
from tests.optimizer.brute_force import World
from tests.optimizer.enumerated import every_plan
from tests.optimizer.handmade import PEOPLE, offers, rule
from tests.optimizer.instances import rules_of, tables, world_of

AMOUNTS = st.fractions(min_value=0, max_value=50, max_denominator=12)
FIGURES = st.lists(st.tuples(AMOUNTS, st.integers(1, 40)), min_size=1, max_size=9)


def pairwise_gini(figures: list[tuple[Fraction, int]]) -> Fraction | None:
    """By the definition: all pairs, population by population."""
    people = sum(weight for _, weight in figures)
    mean = sum((amount for amount, _ in figures), Fraction(0)) / people
    if not mean:
        return None
    apart = sum(
        (w * v * abs(a / w - b / v) for (a, w), (b, v) in product(figures, figures)),
        Fraction(0),
    )
    return apart / (2 * people * people * mean)


def naive_percentile(figures: list[tuple[Fraction, int]], share: Fraction) -> Fraction:
    """Write down everybody's own figure, and count along."""
    everybody = sorted(amount / weight for amount, weight in figures for _ in range(weight))
    return next(f for n, f in enumerate(everybody, 1) if Fraction(n, len(everybody)) >= share)


@given(FIGURES)
def test_gini_is_that_of_all_pairs(figures: list[tuple[Fraction, int]]) -> None:
    assert gini(figures) == pairwise_gini(figures)


@given(FIGURES)
def test_percentiles_are_those_of_everybody_in_a_row(figures: list[tuple[Fraction, int]]) -> None:
    found = spread({f"g{n}": figure for n, figure in enumerate(figures)})
    assert found.p10 == naive_percentile(figures, Fraction(1, 10))
    assert found.p90 == naive_percentile(figures, Fraction(9, 10))
    each = [amount / weight for amount, weight in figures]
    assert (found.least, found.most, found.gap) == (min(each), max(each), max(each) - min(each))
    assert found.worst == tuple(sorted(f"g{n}" for n, figure in enumerate(each) if figure == min(each)))
    assert found.ratio == (found.p90 / found.p10 if found.p10 else None)


@given(FIGURES, st.integers(1, 9), st.randoms(use_true_random=False))
def test_gini_knows_neither_units_nor_order_and_stays_below_one(
    figures: list[tuple[Fraction, int]], times: int, random: Random
) -> None:
    shuffled = [(amount * times, weight) for amount, weight in figures]
    random.shuffle(shuffled)
    found = gini(figures)
    assert gini(shuffled) == found == gini([(amount, weight * times) for amount, weight in figures])
    assert found is None or 0 <= found < 1


def test_gini_by_hand() -> None:
    assert gini([(Fraction(3), 1), (Fraction(3), 1)]) == 0
    assert gini([(Fraction(0), 1), (Fraction(6), 1)]) == Fraction(1, 2)
    assert gini([(Fraction(0), 3), (Fraction(6), 1)]) == Fraction(3, 4)
    assert gini([(Fraction(0), 1)]) is None


@pytest.mark.parametrize("seed", range(80))
def test_groups_are_counted_as_by_hand(seed: int) -> None:
    world = world_of(seed)
    applicants, options = tables(world)
    random = Random(seed)
    chosen = {o["applicant"]: o for o in world.options if random.random() < 0.6}
    rows = [{**option} for _, option in sorted(chosen.items())]
    awards = pd.DataFrame(rows, columns=list(options.columns)).set_index("applicant")
    people = {"Aceh": 5_000, "Bali": 4_000, "Papua Barat": 1_000}
    for measure in ("libraries", "cost", "value", "population"):
        found = fairness(applicants, options, awards, measure, "province", people)
        held = {row["province"] for row in world.applicants.values()} - {None}
        assert [each.group for each in found.groups] == sorted(held)
        for each in found.groups:
            own = {name for name, row in world.applicants.items() if row["province"] == each.group}
            assert each.applicants == len(own)
            assert each.open == len(own & {o["applicant"] for o in world.options})
            amount = sum((_counted(world, measure, chosen[name]) for name in sorted(own & set(chosen))), Fraction(0))
            assert each.amount == amount
            assert each.per_head == amount / people[each.group]
        nowhere = [name for name in chosen if world.applicants[name]["province"] is None]
        assert found.ungrouped == sum((_counted(world, measure, chosen[name]) for name in nowhere), Fraction(0))
        if held:
            assert found.by_group is not None
            assert found.by_group.gini == pairwise_gini([(each.amount, 1) for each in found.groups])
            assert found.per_head is not None
            assert found.per_head.gini == pairwise_gini([(e.amount, people[e.group]) for e in found.groups])


def _counted(world: World, measure: str, option: Mapping[str, Any]) -> Fraction:
    if measure == "libraries":
        return Fraction(1)
    row = {**world.applicants[str(option["applicant"])], **option}
    return Fraction(str(row[measure]))


def test_without_a_population_nothing_is_said_per_head() -> None:
    plan = allocate(PEOPLE, offers())
    assert fairness(PEOPLE, offers(), plan.awards, "libraries", "province").per_head is None
    part = fairness(PEOPLE, offers(), plan.awards, "libraries", "province", {"Aceh": 10})
    assert part.per_head is None
    assert [each.per_head for each in part.groups] == [Fraction(3, 10), None]


def test_a_flag_is_one_group_however_it_is_written() -> None:
    assert {label(1), label(1.0)} == {"1"}
    assert label(True) == "True"
    assert label(0.5) == "0.5"


def test_wrong_columns_and_populations_are_refused() -> None:
    awards = allocate(PEOPLE, offers()).awards
    for measure, per, people in (
        ("nothing", "province", {}),
        ("cost", "nowhere", {}),
        ("cost", "province", {"Bali": 0}),
    ):
        with pytest.raises(ValueError, match=r"column|population"):
            fairness(PEOPLE, offers(), awards, measure, per, people)


@pytest.mark.parametrize("seed", range(30))
def test_worst_first_reaches_what_brute_force_reaches(seed: int) -> None:
    world = world_of(seed)
    applicants, options = tables(world)
    aims = [{"maximise_worst": "libraries", "per": "island"}, {"maximise": "value"}]
    plan = allocate(applicants, options, rules_of(world), [Maximise(measure="value")], Settings(seconds=300))
    found = worst_first(
        applicants,
        options,
        rules_of(world),
        [Maximise(measure="value")],
        "libraries",
        "island",
        plan,
        Settings(seconds=300),
    )
    lawful = every_plan(world, aims)
    if not lawful:
        assert found.plan.status is Status.INFEASIBLE
        assert found.worst is None
        return
    most, value = max(each.values for each in lawful)
    assert found.worst == found.bound == most
    assert found.plan.stages[1].value == value
    assert found.cost == max(each.values[1] for each in lawful) - value
    assert found.before == worst_of(applicants, options, plan, MaximiseWorst(measure="libraries", per="island"))
    assert found.before is not None
    assert found.worst is not None
    assert found.before <= found.worst


def test_the_worst_is_looked_for_among_those_with_an_option_alone() -> None:
    people = PEOPLE.assign(place=["west", "west", "east", "east", "nowhere"])
    options = offers(D1=1.0, V1=1.0)
    plan = allocate(people, options, [rule("limit", measure="libraries", at_most=1)])
    found = worst_first(people, options, (), [Maximise(measure="value")], "libraries", "place", plan)
    assert [found.before, found.worst, found.bound] == [0, 1, 1]
    assert found.cost is not None
    assert found.cost < 0, "fewer rules, more value: the cost is a gain"


def test_ids_that_are_numbers_find_their_groups() -> None:
    people = pd.DataFrame({"island": ["west", "west", "east"]}, index=[7, 8, 9])
    options = pd.DataFrame({"applicant": [7, 8, 9], "option": "p", "value": [3, 4, 1]})
    plan = allocate(people, options)
    found = fairness(people, options, plan.awards, "value", "island")
    assert [(each.group, each.open, each.amount) for each in found.groups] == [
        ("east", 1, Fraction(1)),
        ("west", 2, Fraction(7)),
    ]
    assert found.ungrouped == 0
    assert worst_of(people, options, plan, MaximiseWorst(measure="value", per="island")) == 1
