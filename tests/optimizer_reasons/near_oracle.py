"""Every plan of a small world with what it reaches: what standings, alternatives and ties must agree with."""

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from tests.optimizer import brute_force
from tests.optimizer.brute_force import World
from tests.optimizer_reasons.reasons_oracle import sign


class Lawful(NamedTuple):
    """One lawful choice of packages; ways: in how many ways villages and mentors can be paired under it."""

    options: dict[str, str]
    values: tuple[Fraction, ...]
    ways: int

    @property
    def names(self) -> frozenset[str]:
        """Who is awarded anything."""
        return frozenset(self.options)


def everything(world: World) -> list[Lawful]:
    """All of them."""
    return [
        Lawful(
            {name: str(award["option"]) for name, award in awards.items()},
            tuple(brute_force._reached(world, objective, awards) for objective in world.objectives),
            brute_force._count(ways),
        )
        for awards, ways in brute_force._lawful(world)
    ]


def accepted(
    world: World, plans: Sequence[Lawful], chosen: dict[str, str], loss: Fraction, *, later_held: bool = False
) -> list[Lawful]:
    """The plans within a loss (a share of the first objective's best), as the plan itself always is."""
    if not world.objectives:
        return list(plans)
    top = max(sign(world) * plan.values[0] for plan in plans)
    own = next(plan for plan in plans if plan.options == chosen)
    least = min(top - abs(top) * loss, sign(world) * own.values[0])
    near = [plan for plan in plans if sign(world) * plan.values[0] >= least]
    if not later_held:
        return near
    turned = [-1 if "minimise" in objective else 1 for objective in world.objectives]
    return [
        plan
        for plan in near
        if all(s * v >= s * o for s, v, o in list(zip(turned, plan.values, own.values, strict=True))[1:])
    ]


def apart(one: frozenset[str], other: frozenset[str]) -> int:
    """How many applicants are decided differently."""
    return len(one ^ other)
