"""The route for a nation on small worlds: the very plan of the brute force, and of the route that others take."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from importlib import import_module
from itertools import count

import numpy as np
import pandas as pd
import pytest

from benchmarks.villages import programme, villages
from optimizer import (
    Best,
    Maximise,
    Plan,
    Rule,
    Settings,
    Status,
    allocate,
    certificate_matches,
    certify,
    named_rules,
    recheck,
    verify,
    watched,
)
from optimizer.blocks import Blocks
from optimizer.certificate import sealed
from optimizer.columnar import columnar
from optimizer.measures import coefficients
from optimizer.relaxation import Arrays, Relaxation
from optimizer.sifting import Sift
from optimizer.tables import prepare
from optimizer.written import ImpossibleError
from tests.optimizer.brute_force import World, best
from tests.optimizer.comparing import differences
from tests.optimizer.instances import rules_of, tables, world_of

CHUNK = 50
PROVEN = Settings(seconds=300, gap=1e-12)
"""A gap that only the best plan is within: without one, this route takes a plan that is near the best."""
SHARE = 0.002
NEAR = 0.01
"""Of every district's villages; so many are needed that a mentor has the three it must take."""


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
@pytest.mark.many
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


def _easier(share: float, nearest: int | None) -> list[Rule]:
    """Some rules of the programme, with money for twice as many, so that either route proves the best plan."""
    kept = ("hardware", "most", "need", "mentors")
    rules = [rule for rule in programme(share * 2, nearest=nearest) if rule.id in kept]
    return [rule.model_copy(update={"at_least": 0}) if rule.id == "mentors" else rule for rule in rules]


@pytest.mark.parametrize(("share", "nearest"), [(0.005, None), pytest.param(0.0015, 3, marks=pytest.mark.long)])
def test_both_routes_choose_the_same_villages(
    share: float, nearest: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    people, options = villages(share, tiers=nearest is not None)
    rules = _easier(share, nearest)
    plans: list[Plan] = []
    for size in (0, len(options) + 1):
        monkeypatch.setattr(import_module("optimizer.allocate"), "LARGE_FROM", size)
        plans.append(allocate(people, options, rules, settings=PROVEN))
    large, small = plans
    assert len(large.pairs) > 20
    assert (large.status, large.ties, large.stages) == (Status.OPTIMAL, small.ties, small.stages)
    assert large.awards.equals(small.awards)
    assert large.pairs.to_numpy().tolist() == small.pairs.to_numpy().tolist()


@pytest.mark.usefixtures("large")
@pytest.mark.parametrize("searched", [True, False])
def test_a_plan_near_the_best_says_how_near(searched: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where so much is left open that no more is searched than for a first plan."""
    settings = Settings(gap=0.02)
    if not searched:
        monkeypatch.setattr(import_module("optimizer.large_search"), "MOST", 0)
        monkeypatch.setattr(import_module("optimizer.large_search"), "SIZES", (50,))
        settings = PROVEN
    people, options = villages(NEAR)
    plan = allocate(people, options, programme(NEAR), settings=settings)
    assert plan.status is Status.FEASIBLE
    assert len(plan.awards) > 20
    assert plan.gap is not None
    assert 0 < plan.gap <= (0.02 if searched else 0.5)
    assert plan.ties == "open"


@pytest.mark.usefixtures("large")
def test_it_ends_at_the_next_step_after_it_is_told_to_and_gives_what_it_has() -> None:
    """Asked to end when it looks for the n-th time whether it should, and as soon as a plan is there."""
    people, options = villages(NEAR)
    rules = programme(NEAR)
    for last in (0, 1, 2, 3, 5, 10, 30, 60, 80, 100, 400, 1_600, None):
        looked, kept = count(), list[Best]()

        def stop(looked: Iterator[int] = looked, kept: Sequence[Best] = kept, last: int | None = last) -> bool:
            return next(looked) >= last if last is not None else bool(kept)

        with watched(lambda _: None, keep=kept.append, stop=stop):
            plan = allocate(people, options, rules, settings=Settings(gap=0.02))
        assert verify(plan, people, options, rules) == []
        assert plan.status is (Status.FEASIBLE if kept else Status.STOPPED)
        assert len(plan.awards) == (len(kept[-1].awards) if kept else 0)
        assert last is None or next(looked) < last + 20, "it goes on after it was told to end"
    assert len(kept) > 0


def _data(people: pd.DataFrame, options: pd.DataFrame, rules: Sequence[Rule]) -> tuple[Arrays, Blocks]:
    model = columnar(prepare(people, options), named_rules(rules))
    terms, _ = Maximise(measure="value").terms(model)
    held = model.summed(terms)
    goal = np.zeros(model.width, dtype=np.int64)
    goal[held.columns] = held.numbers // held.divisor
    return model.written().arrays(goal), model.blocks()


@pytest.mark.parametrize("nearest", [None, 3])
@pytest.mark.parametrize("offered", ["all", "some"])
def test_the_bound_is_that_of_the_whole_relaxation(
    nearest: int | None, offered: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where villages have no option, and mentors whose own villages then have none."""
    monkeypatch.setattr(import_module("optimizer.blocks"), "DEEP", 2)
    monkeypatch.setattr(import_module("optimizer.sifting"), "ENTER", 50)
    people, options = villages(SHARE * 10, tiers=nearest is not None)
    if offered == "some":
        without = people.index[::7]
        options = options[~options["applicant"].isin(without)].reset_index(drop=True)
    data, blocks = _data(people, options, programme(SHARE * 10, nearest=nearest))
    sift = Sift(data, blocks)
    found, whole = sift.solve(100), Relaxation(data).solve()
    assert found is not None
    assert whole is not None
    assert found.bound == pytest.approx(whole.bound, rel=1e-6)
    assert sift.inside.sum() < 0.9 * len(people)


def test_no_bound_is_below_what_brute_force_reaches() -> None:
    seen = 0
    for seed in range(200):
        world = world_of(seed)
        (people, options), right = tables(world), best(replace(world, objectives=[{"maximise": "value"}]))
        try:
            data, blocks = _data(people, options, rules_of(world))
        except ImpossibleError:
            assert right is None
            continue
        found = Sift(data, blocks).solve(100)
        if right is not None and found is not None:
            reached = right.values[0] * coefficients(prepare(people, options), "value")[1]
            assert found.bound >= reached / (np.gcd.reduce(coefficients(prepare(people, options), "value")[0]) or 1)
            seen += 1
    assert seen > 100


@pytest.mark.parametrize(("share", "nearest"), [(NEAR, None), (0.02, 3)])
def test_whoever_is_turned_costs_at_least_what_the_prices_say(share: float, nearest: int | None) -> None:
    """Forbidding or forcing one decision moves the bound down by no less than `turning`: each program solved anew."""
    people, options = villages(share)
    data, blocks = _data(people, options, programme(share, nearest=nearest))
    found = Sift(data, blocks).solve(100)
    assert found is not None
    assert found.turning is not None
    taken, costs, option = found.values > 0.999, found.turning > 0, (blocks.of >= 0) & ~blocks.pairs
    for kind in (option & taken, option & ~taken, blocks.pairs & taken, blocks.pairs & ~taken):
        turned = np.flatnonzero(kind & costs)
        assert len(turned)
        for column in turned[:: max(len(turned) // 4, 1)][:4]:
            anew = Sift(_forced(data, int(column), float(not taken[column])), blocks).solve(100)
            assert anew is not None
            assert anew.bound <= found.bound - found.turning[column] + 1e-3


def _forced(data: Arrays, column: int, value: float) -> Arrays:
    """The arrays with one row more, which says what one decision is."""
    return replace(
        data,
        start=np.append(data.start, data.start[-1] + 1).astype(np.int32),
        index=np.append(data.index, np.int32(column)),
        value=np.append(data.value, 1.0),
        row_of=np.append(data.row_of, len(data.lower)),
        lower=np.append(data.lower, value),
        upper=np.append(data.upper, value),
        row_unit=np.append(data.row_unit, 1.0),
    )


def test_the_certificate_of_a_nation_proves_its_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sums over all awards are columns of their own there, and prices come from the same sifting."""
    for module in ("allocate", "certificate", "proof_tree"):
        monkeypatch.setattr(import_module(f"optimizer.{module}"), "LARGE_FROM", 0)
    people, options = villages(NEAR)
    rules, goals = programme(NEAR), [Maximise(measure="value")]
    plan = allocate(people, options, rules, settings=Settings(gap=0.02))
    assert len(plan.awards) > 20
    proof = certify(people, options, rules, goals, plan)
    assert not recheck(proof)
    assert not certificate_matches(proof, people, options, rules, goals, plan)
    assert ["extra", "all libraries"] in proof.data["columns"]
    assert [row["part"] for row in proof.data["rows"] if row["rule"] == " total"] == ["libraries"]
    named = {row["part"] for row in proof.data["rows"] if row["rule"] == "most"}
    assert named == set(people["province"])
    whole = Relaxation(_data(people, options, rules)[0]).solve()
    assert whole is not None
    stage = proof.data["stages"][0]
    assert stage["bound"] >= stage["searched"] >= stage["value"] > 0
    assert stage["bound"] == pytest.approx(whole.bound, rel=1e-5)
    altered = json.loads(proof.text())
    altered["rows"][-1]["bound"] += 1
    assert recheck(sealed(altered)) or certificate_matches(sealed(altered), people, options, rules, goals, plan)
