"""Plan data: a proven plan as data for JSON, from which it is made again and checked."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from optimizer import Best, Plan, Status


def best_of(plan: Plan) -> Best:
    """A plan, small enough to be sent: `rescued` makes it again from the tables and checks it exactly."""
    if not plan.has_awards:
        return Best(plan.status)
    return Best(
        plan.status,
        tuple((str(name), str(option)) for name, option in plan.awards["option"].items()),
        tuple((str(r), str(v), str(m), float(km)) for r, v, m, km in plan.pairs.itertuples(index=False, name=None)),
        tuple((stage.bound, stage.status is Status.OPTIMAL) for stage in plan.stages),
        plan.ties,
    )


def written(plan: Plan) -> dict[str, object] | None:
    """A plan as data; None where time cut it short: it may be better another time."""
    proven = plan.status is Status.OPTIMAL and plan.ties != "open"
    if not proven and plan.status is not Status.INFEASIBLE:
        return None
    best = best_of(plan)
    return {
        "status": best.status.value,
        "awards": [list(each) for each in best.awards],
        "pairs": [list(each) for each in best.pairs],
        "bounds": [[None if bound is None else str(bound), closed] for bound, closed in best.bounds],
        "ties": best.ties,
    }


def read(data: Mapping[str, Any]) -> Best:
    """What was written; raises ValueError, KeyError or TypeError for anything else."""
    return Best(
        Status(data["status"]),
        tuple((str(name), str(option)) for name, option in data["awards"]),
        tuple((str(r), str(v), str(m), float(km)) for r, v, m, km in data["pairs"]),
        tuple((None if bound is None else Fraction(bound), bool(closed)) for bound, closed in data["bounds"]),
        str(data["ties"]),
    )
