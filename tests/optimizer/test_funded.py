"""Whom the best plan funds: the search over lists against brute force over all plans, on worlds with every rule."""

import importlib
from collections import Counter

import pytest

from optimizer import Plan, Settings, Status, allocate, funded
from tests.optimizer.brute_force import best
from tests.optimizer.instances import objectives_of, rules_of, tables, world_of

ENGINE = importlib.import_module("optimizer.funded")
QUICK = 100
CHUNK = 100
LONG = 4_000


def _compare(start: int, monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Compare one chunk of worlds; counts how the answers came about."""
    counted: Counter[str] = Counter()

    def allocated(*given: object, **named: object) -> Plan:
        counted["left to the solver"] += 1
        return allocate(*given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(ENGINE, "allocate", allocated)
    for seed in range(start, start + CHUNK):
        world = world_of(seed)
        expected = best(world)
        people, offered = tables(world)
        # Any known plan, lawful or not, must leave the answer as it is.
        known = {str(o["applicant"]): str(o["option"]) for o in world.options[seed % 3 :: 3]} if seed % 2 else None
        found = funded(people, offered, rules_of(world), objectives_of(world), Settings(seconds=60), known=known)
        if expected is None:
            assert found.status is Status.INFEASIBLE, seed
            counted["no plan"] += 1
            continue
        assert found.status is Status.OPTIMAL, seed
        assert found.names == frozenset(expected.options), seed
        if world.objectives:
            assert found.value == expected.values[0], seed
            assert found.bound == expected.bounds[0], seed
        counted["plans"] += 1
    return counted


@pytest.mark.parametrize("start", range(0, QUICK, CHUNK))
def test_the_funded_are_those_of_brute_force(start: int, monkeypatch: pytest.MonkeyPatch) -> None:
    counted = _compare(start, monkeypatch)
    assert counted["plans"] > CHUNK // 3
    assert 0 < counted["left to the solver"] < CHUNK  # both ways are taken


@pytest.mark.long
@pytest.mark.many
@pytest.mark.parametrize("start", range(10_000, 10_000 + LONG, CHUNK))
def test_the_funded_are_those_of_brute_force_on_many(start: int, monkeypatch: pytest.MonkeyPatch) -> None:
    _compare(start, monkeypatch)
