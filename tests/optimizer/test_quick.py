"""The quick plan against brute force: lawful, its bound a true bound, and the best wherever it says so."""

import sys
from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

import pytest

from benchmarks.nation import nation
from benchmarks.nation import rules as nation_rules
from optimizer import KnownPlan, Limit, Maximise, Objective, Quick, Stage, Status, named_rules, quick, verify
from optimizer.plan import better
from optimizer.program import program
from optimizer.set_search import Enough, best_set
from optimizer.tables import prepare
from tests.optimizer.brute_force import best
from tests.optimizer.instances import objectives_of, rules_of, tables, world_of

QUICK = 100
CHUNK = 100
LONG = 3_000
HURRIES = (60.0, 0.02, 0.0)
"""Seconds: enough for a proof, hardly any, none."""


def _is_bound(stage: Stage, best_value: Fraction) -> bool:
    return stage.bound is None or not better(stage.objective, best_value, stage.bound)


def _compare(start: int) -> Counter[str]:
    """Compare one chunk of worlds; counts how the answers came about."""
    counted: Counter[str] = Counter()
    for seed in range(start, start + CHUNK):
        world = world_of(seed)
        if not world.objectives:
            continue
        expected = best(world)
        people, offered = tables(world)
        rules, objectives = rules_of(world), objectives_of(world)
        any_plan = KnownPlan({str(o["applicant"]): str(o["option"]) for o in world.options[seed % 3 :: 3]})
        known, others = (any_plan, ()) if seed % 2 else (None, (any_plan,))
        gap = (0.0, 0.05)[seed % 2]
        for seconds in HURRIES:
            found = quick(people, offered, rules, objectives, seconds=seconds, gap=gap, known=known, others=others)
            plan = found.plan
            counted[plan.status] += 1
            if expected is None:
                assert plan.status in (Status.INFEASIBLE, Status.STOPPED), seed
                continue
            assert plan.status is not Status.INFEASIBLE, seed
            if not plan.has_awards:
                continue
            assert verify(plan, people, offered, rules) == [], seed
            _hold(found, objectives, expected.bounds, seed)
            if found.alone:
                counted["alone"] += 1
                assert frozenset(plan.awards.index) == frozenset(expected.options), seed
            if seconds == HURRIES[0]:
                assert plan.status is Status.OPTIMAL, seed
            if seconds == HURRIES[0] or (plan.status is Status.OPTIMAL and not any(o.tolerance for o in objectives)):
                assert tuple(stage.value for stage in plan.stages) == tuple(expected.values), seed
    return counted


def _hold(found: Quick, objectives: Sequence[Objective], bounds: Sequence[Fraction], seed: int) -> None:
    """The first objective has nothing before it, so its bound is to be one for every plan there is."""
    assert [stage.objective for stage in found.plan.stages] == list(objectives), seed
    first = found.plan.stages[0]
    assert _is_bound(first, bounds[0]), seed
    assert not better(first.objective, first.value, bounds[0]), seed
    if first.status is Status.OPTIMAL:
        assert first.bound == bounds[0], seed


@pytest.mark.parametrize("start", range(0, QUICK, CHUNK))
def test_a_quick_plan_never_says_more_than_is_so(start: int) -> None:
    counted = _compare(start)
    assert counted[Status.OPTIMAL] > CHUNK // 3
    assert counted[Status.FEASIBLE] > 0
    assert counted["alone"] > CHUNK // 4


@pytest.mark.long
@pytest.mark.many
@pytest.mark.parametrize("start", range(20_000, 20_000 + LONG, CHUNK))
def test_a_quick_plan_never_says_more_than_is_so_on_many(start: int) -> None:
    _compare(start)


def test_a_search_that_gives_up_names_a_bound_that_no_plan_beats() -> None:
    people, offered = nation(90, 3, seed=4)
    made = program(prepare(people, offered), named_rules(nation_rules()), [Maximise(measure="value")])
    whole = best_set(made)
    assert whole.status is Status.OPTIMAL
    assert whole.value is not None
    told = [best_set(made, nodes=nodes) for nodes in range(1, min(whole.parts, 12))]
    assert len(told) > 3
    for each in told:
        assert each.status in (Status.FEASIBLE, Status.STOPPED)
        assert each.bound is not None
        assert each.bound >= whole.value
        assert not each.alone
        if each.value is not None:
            assert each.vector is not None
            assert made.broken(each.vector) == []
            assert each.value <= whole.value
    bounds = [each.bound for each in told if each.bound is not None]
    assert bounds == sorted(bounds, reverse=True)
    assert bounds[-1] < bounds[0]


def test_near_enough_ends_the_search_and_a_known_plan_is_kept_where_none_is_better() -> None:
    people, offered = nation(90, 3, seed=4)
    tables, named = prepare(people, offered), named_rules(nation_rules())
    made = program(tables, named, [Maximise(measure="value")])
    computers = best_set(program(tables, named, [Maximise(measure="computers")]))
    whole = best_set(made)
    assert whole.value is not None
    assert computers.vector is not None
    near = best_set(made, computers.vector, enough=Enough(gap=0.5, seconds=0.0))
    assert near.status is Status.FEASIBLE
    assert near.value is not None
    assert near.bound is not None
    assert near.value < whole.value <= near.bound <= near.value * 1.5
    assert near.parts < whole.parts
    again = best_set(made, whole.vector)
    assert (again.status, again.vector) == (Status.OPTIMAL, whole.vector)


def test_a_plan_of_another_question_stands_in_where_there_was_no_time_for_one(monkeypatch: pytest.MonkeyPatch) -> None:
    people, offered = nation(90, 3, seed=4)
    value = Maximise(measure="value")
    plans = [
        quick(people, offered, [*nation_rules(), Limit(measure="cost", at_most=money)], [value], seconds=2.0).plan
        for money in (2_000_000_000, 3_000_000_000, 4_000_000_000)
    ]
    known = [KnownPlan.of(plan) for plan in plans]
    assert len({tuple(each.awards) for each in known}) == 3
    # On a quick machine no time at all is enough for a first look, so there is none.
    monkeypatch.setattr(sys.modules["optimizer.quick"], "near", lambda *_: None)
    asked = [*nation_rules(), Limit(measure="cost", at_most=3_500_000_000)]
    alone = quick(people, offered, asked, [value], seconds=0.0)
    assert alone.plan.status is Status.STOPPED
    found = quick(people, offered, asked, [value], seconds=0.0, others=known).plan
    assert KnownPlan.of(found) == known[1]
    assert found.status is Status.FEASIBLE
    assert verify(found, people, offered, named_rules(asked)) == []
