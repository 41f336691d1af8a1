"""Best plan: one plan that is best by the first objective, when nothing else is asked, and asked many times over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from optimizer.allocate import allocate, refuse_misfits
from optimizer.funded import LARGEST
from optimizer.objectives import Objective
from optimizer.program import awarded_options, program
from optimizer.rules import Rule, named_rules
from optimizer.set_search import best_set
from optimizer.settings import Settings
from optimizer.solution import Status
from optimizer.tables import prepare


@dataclass(frozen=True)
class BestPlan:
    """Option by applicant of a plan; optimal: none is better by the objective; other statuses as of a `Plan`."""

    status: Status
    awards: Mapping[str, str]


def best_plan(
    applicants: pd.DataFrame,
    options: pd.DataFrame,
    rules: Sequence[Rule],
    objective: Objective,
    settings: Settings | None = None,
    *,
    known: Mapping[str, str] | None = None,
) -> BestPlan:
    """Find a plan that is best by one objective, any one among those as good.

    known: option by applicant of any plan; it only shows where to look. Raises what `allocate` raises.
    """
    tables, named = prepare(applicants, options), named_rules(rules)
    refuse_misfits(tables, named, (objective,))
    if len(tables.options) <= LARGEST:
        made = program(tables, named, (objective,))
        offered = known is not None and all(("option", *award) in made.position for award in known.items())
        found = best_set(made, made.vector(known) if known and offered else None)
        if found.status is Status.INFEASIBLE:
            return BestPlan(Status.INFEASIBLE, {})
        if found.status is Status.OPTIMAL and found.vector is not None and not made.broken(found.vector):
            return BestPlan(Status.OPTIMAL, made.awards(found.vector))
    plan = allocate(applicants, options, rules, (objective,), settings)
    return BestPlan(plan.status, awarded_options(plan.awards) if plan.has_awards else {})
