"""Random small instances over all rules: status, objective values, bounds and the whole plan equal brute force."""

from collections import Counter
from dataclasses import replace

import pytest

from optimizer import Settings, SolverError, highs, narrowing, registry, search
from tests.optimizer import partners
from tests.optimizer.brute_force import World, best
from tests.optimizer.comparing import differences
from tests.optimizer.instances import world_of

CHUNK = 100
QUICK = 2_000
LONG = 5_000
CBC_QUICK = 300
CBC_LONG = 2_500
CBC_FAILS = {1_821, 1_898, 2_331, 2_422, 2_458}
"""Where CBC crashes both ways, or misses a budget met to the rupiah by one, which the verifier refuses."""


def _compare(start: int, settings: Settings, chunk: int = CHUNK) -> None:
    wrong = {seed: said for seed in range(start, start + chunk) if (said := differences(world_of(seed), settings))}
    assert not wrong


def _second_opinion(start: int, chunk: int) -> None:
    """CBC must never be wrong, and may say that it failed on the instances of CBC_FAILS alone."""
    failed: list[int] = []
    wrong: dict[int, list[str]] = {}
    for seed in range(start, start + chunk):
        try:
            said = differences(world_of(seed), Settings(seconds=300, solver="cbc"))
        except SolverError:
            failed.append(seed)
            continue
        if said:
            wrong[seed] = said
    assert not wrong
    assert set(failed) <= CBC_FAILS


@pytest.mark.parametrize("start", range(0, QUICK, CHUNK))
def test_highs_finds_the_plan_that_brute_force_finds(start: int) -> None:
    _compare(start, Settings(seconds=300))


@pytest.mark.parametrize("start", range(0, CBC_QUICK, CHUNK // 2))
def test_cbc_finds_the_same_plan(start: int) -> None:
    _second_opinion(start, CHUNK // 2)


@pytest.mark.long
@pytest.mark.many
@pytest.mark.parametrize("start", range(QUICK, QUICK + LONG, CHUNK))
def test_highs_finds_the_plan_that_brute_force_finds_thousands_of_times(start: int) -> None:
    _compare(start, Settings(seconds=300))


@pytest.mark.long
@pytest.mark.many
@pytest.mark.parametrize("start", range(CBC_QUICK, CBC_LONG, CHUNK))
def test_cbc_finds_the_same_plan_two_thousand_times(start: int) -> None:
    _second_opinion(start, CHUNK)


@pytest.mark.parametrize("presolve", [True, False])
def test_either_way_of_highs_alone_misses_a_budget_met_to_the_rupiah(
    presolve: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The defect of HiGHS 1.15 for which small problems are solved both ways, larger ones only with presolve.

    Each way has an instance that it gets wrong and the other gets right. Fails when HiGHS is cured: then
    `TWICE_UP_TO` may go.
    """
    world = world_of(9_996) if presolve else _without(world_of(40_152), "one_of-2")
    assert differences(world) == []
    run = highs._run
    monkeypatch.setattr(highs, "_run", lambda solver, wanted, n: run(solver, replace(wanted, presolve=presolve), n))
    with pytest.raises(SolverError, match="does not fit the value"):
        differences(world)


def _without(world: World, left_out: str) -> World:
    kept = [rule for rule in world.rules if rule["id"] != left_out]
    return replace(world, rules=kept, objectives=world.objectives[:1])


@pytest.mark.parametrize("start", range(0, 400, CHUNK))
def test_the_way_of_large_problems_finds_the_same_plans(start: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """With presolve alone, as everything above `TWICE_UP_TO` is solved; small problems would not show it otherwise."""
    monkeypatch.setattr(highs, "TWICE_UP_TO", 0)
    _compare(start, Settings(seconds=300))


@pytest.mark.parametrize("start", range(0, 600, CHUNK))
def test_what_prices_settle_first_loses_no_plan(start: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The way of national problems: relaxation, a first plan nearby, settled decisions, then the few that are open."""
    monkeypatch.setattr(search, "NARROWED_FROM", 0)
    _compare(start, Settings(seconds=300))


def test_an_optimum_without_a_bound_is_proven_by_the_other_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "NARROWED_FROM", 0)
    monkeypatch.setattr(narrowing, "SIZES", (2, 4))
    _compare(1306, Settings(seconds=300), chunk=1)


@pytest.mark.long
@pytest.mark.many
@pytest.mark.parametrize("start", range(600, 600 + LONG // 5, CHUNK))
def test_what_prices_settle_first_loses_no_plan_many_times(start: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "NARROWED_FROM", 0)
    monkeypatch.setattr(narrowing, "SIZES", (2, 4))
    _compare(start, Settings(seconds=300))


def test_the_instances_are_worth_comparing() -> None:
    """Every rule and objective often; ties, blanks and impossible worlds often; nothing settled by being empty."""
    seen: Counter[str] = Counter()
    for seed in range(450):
        world = world_of(seed)
        right = best(world)
        seen["impossible" if right is None else "possible"] += 1
        if right is not None:
            seen["tied"] += right.as_good > 1
            seen["empty"] += not right.options
            seen["paired"] += bool(right.pairs)
        seen.update({rule["rule"] for rule in world.rules})
        seen.update(key for objective in world.objectives for key in objective)
        seen["blank"] += any(row["province"] is None for row in world.applicants.values())
        seen["share"] += any(isinstance(rule.get("at_most", rule.get("at_least")), dict) for rule in world.rules)
    compared = set(registry()) - set(partners.KINDS)
    for what in (*compared, "impossible", "tied", "paired", "blank", "share", "tolerance", "maximise_worst"):
        assert seen[what] >= 15, what
    assert seen["possible"] >= 225
    assert seen["empty"] <= 110
