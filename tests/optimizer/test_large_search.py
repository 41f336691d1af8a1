"""The route for a nation on small worlds: the very plan of the brute force, and of the route that others take."""

from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module

import numpy as np
import pytest

from benchmarks.villages import programme, villages
from optimizer import Maximise, Plan, Settings, Status, allocate, named_rules, verify
from optimizer.columnar import columnar
from optimizer.sifting import Sift
from optimizer.tables import prepare
from tests.optimizer.brute_force import World, best
from tests.optimizer.comparing import differences
from tests.optimizer.instances import world_of

CHUNK = 50
PROVEN = Settings(seconds=300, gap=1e-12)
"""A gap that only the best plan is within: without one, this route takes a plan that is near the best."""
SHARE = 0.002


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every allocation takes the route for a nation."""
    monkeypatch.setattr(import_module("optimizer.allocate"), "LARGE_FROM", 0)


def _wrong(worlds: Iterator[tuple[int, World]]) -> dict[int, list[str]]:
    return {seed: said for seed, world in worlds if (said := differences(world, PROVEN))}


@pytest.mark.usefixtures("large")
@pytest.mark.parametrize("start", range(0, 300, CHUNK))
def test_it_finds_the_plan_that_brute_force_finds(start: int) -> None:
    assert not _wrong((seed, world_of(seed)) for seed in range(start, start + CHUNK))


@pytest.mark.long
@pytest.mark.usefixtures("large")
@pytest.mark.parametrize("start", range(10_000, 12_000, 2 * CHUNK))
def test_it_finds_the_plan_that_brute_force_finds_thousands_of_times(start: int) -> None:
    assert not _wrong((seed, world_of(seed)) for seed in range(start, start + 2 * CHUNK))


def _with_nearest(seed: int, nearest: int) -> World | None:
    world = world_of(seed)
    rules = [{**rule, "nearest": nearest} if rule["rule"] == "mentoring" else rule for rule in world.rules]
    return replace(world, rules=rules) if rules != world.rules else None


@pytest.mark.parametrize("route", ["small", "large"])
def test_only_the_nearest_may_be_mentors_by_either_route(route: str, request: pytest.FixtureRequest) -> None:
    if route == "large":
        request.getfixturevalue("large")
    found = ((seed, _with_nearest(seed, 1 + seed % 2)) for seed in range(200))
    worlds = [(seed, world) for seed, world in found if world is not None]
    assert any(best(world) != best(world_of(seed)) for seed, world in worlds)
    assert not _wrong(iter(worlds))


def _plans(nearest: int | None, monkeypatch: pytest.MonkeyPatch) -> tuple[Plan, Plan]:
    people, options = villages(SHARE, tiers=nearest is not None)
    rules = programme(SHARE, nearest=nearest)
    found = []
    for size in (0, len(options) + 1):
        monkeypatch.setattr(import_module("optimizer.allocate"), "LARGE_FROM", size)
        found.append(allocate(people, options, rules, settings=PROVEN))
        assert not verify(found[-1], people, options, rules)
    return found[0], found[1]


@pytest.mark.long
@pytest.mark.parametrize("nearest", [None, 3])
def test_both_routes_choose_the_same_villages(nearest: int | None, monkeypatch: pytest.MonkeyPatch) -> None:
    large, small = _plans(nearest, monkeypatch)
    assert (large.status, large.ties, large.stages) == (Status.OPTIMAL, small.ties, small.stages)
    assert large.awards.equals(small.awards)
    assert large.pairs.to_numpy().tolist() == small.pairs.to_numpy().tolist()


@pytest.mark.usefixtures("large")
def test_a_plan_near_the_best_says_how_near() -> None:
    people, options = villages(SHARE)
    plan = allocate(people, options, programme(SHARE), settings=Settings(gap=0.02))
    assert plan.gap is not None
    assert plan.gap <= 0.02
    assert plan.status is (Status.OPTIMAL if plan.gap == 0 else Status.FEASIBLE)
    assert plan.ties == "open" or plan.gap == 0


@pytest.mark.parametrize("nearest", [None, 3])
def test_whoever_is_turned_costs_at_least_what_the_prices_say(nearest: int | None) -> None:
    """Forbidding or forcing one decision moves the bound down by no less than `turning`: each program solved anew."""
    people, options = villages(0.0005, tiers=nearest is not None)
    model = columnar(prepare(people, options), named_rules(programme(0.0005, nearest=nearest)))
    written = model.written()
    terms, _ = Maximise(measure="value").terms(model)
    goal = np.zeros(model.width, dtype=np.int64)
    held = model.summed(terms)
    goal[held.columns] = held.numbers // terms.divisor  # type: ignore[attr-defined]
    data = written.arrays(goal)
    found = Sift(data, model.blocks()).solve(100)
    assert found is not None
    assert found.turning is not None
    turned = [*np.argsort(-found.turning)[:20], *np.flatnonzero((found.values > 0.999) & (found.turning > 0))[:20]]
    for column in turned:
        row = np.array([column], dtype=np.int32)
        forced = 1.0 if found.values[column] < 0.5 else 0.0
        one = replace(
            data,
            start=np.append(data.start, data.start[-1] + 1).astype(np.int32),
            index=np.append(data.index, row),
            value=np.append(data.value, 1.0),
            row_of=np.append(data.row_of, len(data.lower)),
            lower=np.append(data.lower, forced),
            upper=np.append(data.upper, forced),
            row_unit=np.append(data.row_unit, 1.0),
        )
        anew = Sift(one, model.blocks()).solve(100)
        assert anew is not None
        assert anew.bound <= found.bound - found.turning[column] + 1e-3
