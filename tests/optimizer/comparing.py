"""Says where an allocation and the brute force differ."""

from optimizer import Plan, Settings, Status, allocate
from tests.optimizer.brute_force import Best, World, best
from tests.optimizer.instances import objectives_of, rules_of, tables


def plan_of(world: World, settings: Settings | None = None) -> Plan:
    """What the optimizer makes of a world."""
    applicants, options = tables(world)
    return allocate(applicants, options, rules_of(world), objectives_of(world), settings or Settings(seconds=300))


def differences(world: World, settings: Settings | None = None, plan: Plan | None = None) -> list[str]:
    """Everything in which the optimizer (its plan, where there already is one) and the brute force disagree."""
    right, plan = best(world), plan or plan_of(world, settings)
    if right is None:
        return [] if plan.status is Status.INFEASIBLE else [f"no plan is lawful, the optimizer says {plan.status}"]
    if plan.status is not Status.OPTIMAL:
        return [f"there is a best plan, the optimizer says {plan.status}"]
    return [f"{what}: {given} instead of {wanted}" for what, given, wanted in _facts(plan, right) if given != wanted]


def _facts(plan: Plan, right: Best) -> list[tuple[str, object, object]]:
    pairs = tuple(sorted(zip(plan.pairs["rule"], plan.pairs["village"], plan.pairs["mentor"], strict=True)))
    return [
        ("values", tuple(stage.value for stage in plan.stages), right.values),
        ("bounds", tuple(stage.bound for stage in plan.stages), right.bounds),
        ("awards", plan.awards["option"].to_dict(), right.options),
        ("pairs", pairs, right.pairs),
        ("ties", plan.ties, "unique" if right.as_good == 1 else "settled"),
    ]
