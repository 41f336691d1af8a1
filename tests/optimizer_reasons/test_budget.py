"""The budget curve: every step is the best plan at its budget, and nested lists only grow."""

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest

from intake import InputError
from optimizer import Limit, Maximise
from optimizer.budget_curve import BudgetCurve, budget_curve
from tests.optimizer.brute_force import World, best
from tests.optimizer.handmade import PEOPLE, offers
from tests.optimizer.instances import objectives_of, rules_of, tables, world_of
from tests.optimizer_reasons.reasons_oracle import PATIENT, first_best, sign

FACTORS = (Fraction(1, 2), 1, 1.5)
WORLDS = 120
LONG = 200


def lines(world: World) -> list[str]:
    """Money limits with a plain amount and no floor."""
    return [
        rule["id"]
        for rule in world.rules
        if rule["rule"] == "limit"
        and str(rule["measure"]).startswith("cost")
        and isinstance(rule.get("at_most"), int)
        and "at_least" not in rule
    ]


def at(world: World, factor: Fraction) -> World:
    """The world at another budget."""
    rules: list[dict[str, Any]] = [
        {**rule, "at_most": int(rule["at_most"] * factor)} if rule["id"] in lines(world) else dict(rule)
        for rule in world.rules
    ]
    return replace(world, rules=rules)


def curve(world: World, *, nested: bool) -> BudgetCurve:
    """Its curve at three budgets."""
    given = (*tables(world), rules_of(world), objectives_of(world))
    return budget_curve(*given, lines(world), FACTORS, PATIENT, nested=nested)


def compare(seeds: range) -> int:
    """Compare the curves of many worlds with brute force; returns how many were compared."""
    compared = 0
    for seed in seeds:
        world = world_of(seed)
        if not lines(world) or not world.objectives:
            continue
        compared += 1
        free, kept = curve(world, nested=False), curve(world, nested=True)
        for step, nested in zip(free.steps, kept.steps, strict=True):
            right = best(at(world, step.factor))
            assert (None if right is None else right.options) == (
                step.plan.awards["option"].to_dict() if step.plan.has_awards else None
            ), seed
            if right is not None:
                alone = first_best(at(world, step.factor))
                assert alone is not None
                assert step.bound == alone, seed
                assert nested.bound is not None
                assert nested.price == sign(world) * (alone - nested.bound) >= 0, seed
        for less, more in pairwise(kept.steps):
            assert not more.leaves, seed
            assert set(less.plan.awards.index) | set(more.enters) == set(more.plan.awards.index), seed
        assert not free.problems, seed
        assert not kept.problems or kept.direction == "down", seed
    return compared


def test_every_step_is_what_brute_force_finds() -> None:
    assert compare(range(WORLDS)) > 20


@pytest.mark.long
@pytest.mark.parametrize("start", range(WORLDS, WORLDS + LONG, 100))
def test_every_step_is_what_brute_force_finds_many_times(start: int) -> None:
    assert compare(range(start, start + 100)) > 10


def test_more_money_drops_somebody_unless_lists_are_nested() -> None:
    """At 200 million D1 alone is best; at 300 million the dearer D2 with V1 is worth more."""
    options = offers(D1=10.0, D2=16.0, V1=3.0)
    options = options[options["option"] == "small"].assign(cost=[200_000_000, 300_000_000, 50_000_000])
    rules = [Limit(id="money", measure="cost", at_most=200_000_000)]
    given = (PEOPLE, options, rules, [Maximise(measure="value")], ["money"], [1, 1.5])
    free = budget_curve(*given, PATIENT)
    assert [(step.enters, step.leaves) for step in free.steps] == [((), ()), (("D2",), ("D1",))]
    kept = budget_curve(*given, PATIENT, nested=True)
    assert [step.leaves for step in kept.steps] == [(), ()]
    assert [step.price for step in kept.steps] == [0, Fraction(3)]
    assert kept.steps[1].value == Fraction(13)
    assert [step.amounts["money"] for step in kept.steps] == [200_000_000, 300_000_000]
    assert list(kept.table["price"]) == [0, 3]


def test_a_line_that_is_none_is_named() -> None:
    rules = [Limit(id="money", measure="cost", at_most=200_000_000), Limit(id="floor", measure="libraries", at_least=1)]
    with pytest.raises(InputError) as refused:
        budget_curve(PEOPLE, offers(), rules, [Maximise(measure="value")], ["floor", "gone", "money"], [1, -1])
    said = [finding.problem.text("en") for finding in refused.value.findings.errors]
    assert len(said) == 3
    assert said[0] == "floor is not a limit with an amount"
