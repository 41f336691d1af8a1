"""The frontier equals all non-dominated pairs of values that trying every plan finds."""

from collections import Counter
from dataclasses import replace
from fractions import Fraction
from random import Random
from typing import Any

import pandas as pd
import pytest

from intake import InputError
from optimizer import Maximise, MaximiseWorst, Minimise, Settings, Status, read_objective
from optimizer.frontier import Frontier, frontier
from optimizer.objective_limit import holding, smallest_step, with_measure
from optimizer.tables import prepare
from tests.optimizer.brute_force import World
from tests.optimizer.enumerated import Known, every_plan, signed
from tests.optimizer.handmade import PEOPLE, offers, rule
from tests.optimizer.instances import rules_of, tables, world_of

QUICK = 60
LONG = 900
CHUNK = 30
KINDS: tuple[dict[str, Any], ...] = (
    {"maximise": "value"},
    {"maximise": "libraries"},
    {"maximise": "computers"},
    {"minimise": "cost"},
    {"minimise": "libraries"},
    {"maximise_worst": "libraries", "per": "island"},
    {"maximise_worst": "value", "per": "province"},
    {"maximise_worst": "computers", "per": "tier"},
)


def world_with(seed: int) -> tuple[World, list[dict[str, Any]]]:
    """A world with two of its rules at the most, so that there is something to choose, and two different objectives."""
    world, random = world_of(seed), Random(seed * 7 + 1)
    return replace(world, rules=world.rules[:2]), random.sample(KINDS, 2)


def found(world: World, objectives: list[dict[str, Any]], **settings: Any) -> Frontier:
    """What the optimizer makes of it."""
    applicants, options = tables(world)
    first, second = (read_objective(each) for each in objectives)
    return frontier(applicants, options, rules_of(world), first, second, Settings(seconds=300), **settings)


def undominated(objectives: list[dict[str, Any]], plans: list[Known]) -> dict[tuple[Fraction, Fraction], Known]:
    """The pairs of values that no plan beats, best first objective first, each with its plan of the stated order."""
    kept: dict[tuple[Fraction, Fraction], Known] = {}
    for plan in plans:
        one, other = (signed(o, v) for o, v in zip(objectives, plan.values, strict=True))
        kept.setdefault((one, other), plan)
    best = {
        pair: plan
        for pair, plan in kept.items()
        if not any(o[0] >= pair[0] and o[1] >= pair[1] and o != pair for o in kept)
    }
    return dict(sorted(best.items(), key=lambda item: -item[0][0]))


def differences(seed: int) -> list[str]:
    """Where the frontier of a world and the brute force differ: all points, and a few evenly placed ones."""
    world, objectives = world_with(seed)
    plans = every_plan(world, objectives)
    right = undominated(objectives, plans)
    whole = found(world, objectives, steps=10**15)
    if not plans:
        return [] if whole.status is Status.INFEASIBLE and whole.complete else ["no plan is lawful"]
    said = []
    pairs = [(signed(objectives[0], p.first), signed(objectives[1], p.second)) for p in whole.points]
    if pairs != list(right) or not whole.complete or not all(p.proven and p.bound == p.first for p in whole.points):
        said.append(f"{pairs} instead of {list(right)}, complete: {whole.complete}")
    else:
        for point, wanted in zip(whole.points, right.values(), strict=True):
            if point.plan.awards["option"].to_dict() != wanted.options:
                said.append(f"at {point.second}: another of the tied plans")
    if seed % 4:
        return said
    few = found(world, objectives, points=3, steps=0)
    some = [(signed(objectives[0], p.first), signed(objectives[1], p.second)) for p in few.points]
    if not set(some) <= set(right) or {some[0], some[-1]} != {next(iter(right)), list(right)[-1]} or len(some) > 3:
        said.append(f"evenly placed: {some} of {list(right)}")
    if few.complete and len(some) != len(right):
        said.append("said to be complete, and is not")
    return said


@pytest.mark.parametrize("start", range(0, QUICK, CHUNK))
def test_all_points_are_those_that_brute_force_finds(start: int) -> None:
    wrong = {seed: said for seed in range(start, start + CHUNK) if (said := differences(seed))}
    assert not wrong


@pytest.mark.long
@pytest.mark.many
@pytest.mark.parametrize("start", range(QUICK, QUICK + LONG, CHUNK))
def test_all_points_are_those_that_brute_force_finds_thousands_of_times(start: int) -> None:
    test_all_points_are_those_that_brute_force_finds(start)


def test_the_worlds_are_worth_comparing() -> None:
    sizes: Counter[int] = Counter()
    for seed in range(QUICK):
        world, objectives = world_with(seed)
        sizes[min(len(undominated(objectives, every_plan(world, objectives))), 4)] += 1
    assert all(sizes[size] >= 2 for size in (0, 1, 2, 3, 4)), sizes


def test_each_point_names_who_enters_and_who_leaves() -> None:
    line = frontier(PEOPLE, offers(), (), Maximise(measure="value"), Minimise(measure="cost"), steps=100)
    assert line.complete
    held = set(line.points[0].plan.awards.index)
    for point in line.points[1:]:
        held = (held | set(point.enters)) - set(point.leaves)
        assert held == set(point.plan.awards.index)
    assert [point.second for point in line.points] == [100_000_000 * k for k in range(10, -1, -1)]
    assert line.table["price"].tolist()[1] == Fraction(3, 100_000_000)


def test_the_demand_on_the_second_leaves_no_trace_in_the_plans() -> None:
    line = frontier(
        PEOPLE,
        offers(),
        [rule("limit", measure="libraries", at_most=3)],
        Maximise(measure="value"),
        MaximiseWorst(measure="libraries", per="province"),
    )
    assert line.points
    assert {use.rule for point in line.points for use in point.plan.usage} == {"r"}


def test_without_time_nothing_is_claimed() -> None:
    line = frontier(PEOPLE, offers(), (), Maximise(measure="value"), Minimise(measure="cost"), Settings(seconds=1e-9))
    assert not line.complete
    assert not line.in_time or line.points == ()
    assert line.steps is None


def test_fewer_points_than_steps_are_not_called_complete() -> None:
    line = frontier(PEOPLE, offers(), (), Maximise(measure="value"), Minimise(measure="cost"), points=4, steps=2)
    assert [point.second for point in line.points] == [1_000_000_000, 600_000_000, 300_000_000, 0]
    assert not line.complete
    assert line.in_time
    assert line.steps == 10


def test_objectives_and_points_that_do_not_fit_are_refused() -> None:
    with pytest.raises(InputError):
        frontier(PEOPLE, offers(), (), Maximise(measure="nothing"), Minimise(measure="cost"))
    with pytest.raises(ValueError, match="two points"):
        frontier(PEOPLE, offers(), (), Maximise(measure="value"), Minimise(measure="cost"), points=1)


def test_a_measure_can_count_some_awards_alone() -> None:
    options = with_measure(
        PEOPLE, offers().sample(frac=1, random_state=3), "remote awards", "libraries", {"remote": True}
    )
    counted = options.groupby("applicant")["remote awards"].max().to_dict()
    assert counted == {"D1": 0, "D2": 1, "V1": 1, "V2": 0, "V3": 0}
    scored = with_measure(PEOPLE, offers(D1=1.0, V2=1.0), "points", "score", {"kind": "village"})
    assert scored.groupby("applicant")["points"].max().to_dict() == {"D1": 0, "V2": 80.0}
    for name, measure, where in (
        ("cost", "libraries", {"remote": True}),
        ("x", "nothing", {"remote": True}),
        ("x", "cost", {"nowhere": 1}),
    ):
        with pytest.raises(ValueError, match="there is"):
            with_measure(PEOPLE, offers(), name, measure, where)


def test_the_smallest_step_divides_everything_that_can_be_reached() -> None:
    tables_ = prepare(PEOPLE, offers(D1=2.5, D2=10.0))
    assert smallest_step(tables_, (), Maximise(measure="value")) == Fraction(5, 2)
    assert smallest_step(tables_, (), Minimise(measure="cost")) == 100_000_000
    assert smallest_step(prepare(PEOPLE, offers(D1=0.0)), (), Maximise(measure="value")) == 0


def test_an_objective_is_held_as_a_limit_that_groups_without_an_option_do_not_break() -> None:
    people = PEOPLE.assign(place=["west", "west", "east", "east", "nowhere"])
    options = offers(D1=1.0, V1=1.0)
    held = holding(MaximiseWorst(measure="libraries", per="place"), Fraction(1), prepare(people, options), "held")
    line = frontier(people, options, held, Maximise(measure="value"), Minimise(measure="cost"))
    assert {point.second for point in line.points} == {200_000_000, 300_000_000, 400_000_000}


def test_row_order_does_not_matter() -> None:
    world, objectives = world_with(8)
    applicants, options = tables(world)
    first, second = (read_objective(each) for each in objectives)
    lines = [
        frontier(a, o, rules_of(world), first, second, steps=10**15)
        for a, o in ((applicants, options), (applicants.iloc[::-1], options.iloc[::-1]))
    ]
    pd.testing.assert_frame_equal(lines[0].table, lines[1].table)
