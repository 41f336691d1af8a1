"""What certificates and prices must say, worked out by brute force."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from optimizer import Plan, Settings, allocate
from tests.optimizer.brute_force import World, best
from tests.optimizer.instances import objectives_of, rules_of, tables

PATIENT = Settings(seconds=300)


def first_best(world: World, further: Sequence[dict[str, Any]] = ()) -> Fraction | None:
    """The best of the first objective under the rules and further ones; None when no plan is lawful."""
    first = [
        {key: value for key, value in objective.items() if key != "tolerance"} for objective in world.objectives[:1]
    ]
    found = best(replace(world, rules=[*world.rules, *further], objectives=first))
    return None if found is None else (found.values[0] if first else Fraction(0))


def sign(world: World) -> int:
    """1 where more of the first objective is better."""
    return -1 if world.objectives and "minimise" in world.objectives[0] else 1


def loss(world: World, further: Sequence[dict[str, Any]]) -> Fraction | None:
    """What further rules cost the first objective; None when no plan is left."""
    before, after = first_best(world), first_best(world, further)
    assert before is not None
    return None if after is None else sign(world) * (before - after)


def gain(world: World, without: Sequence[str]) -> Fraction:
    """What the first objective gains when some rules are dropped."""
    before = first_best(world)
    after = first_best(replace(world, rules=[rule for rule in world.rules if rule["id"] not in without]))
    assert before is not None
    assert after is not None
    return sign(world) * (after - before)


def plan_of(world: World) -> Plan:
    """The optimizer's plan of a world."""
    applicants, options = tables(world)
    return allocate(applicants, options, rules_of(world), objectives_of(world), PATIENT)


def with_options(world: World) -> list[str]:
    """Applicants that could be given anything."""
    return sorted({str(option["applicant"]) for option in world.options})
