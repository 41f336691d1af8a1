"""Funded: who is funded by the best plan, when only that is asked, and asked many times over."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import pandas as pd

from optimizer.allocate import allocate, refuse_misfits
from optimizer.objectives import Objective
from optimizer.program import Program, program
from optimizer.rules import Rule, named_rules
from optimizer.set_search import BestSet, best_set
from optimizer.settings import Settings
from optimizer.solution import SolverError, Status
from optimizer.tables import prepare

LARGEST = 5_000
"""Up to so many options the search over lists is tried first."""
SHORTEST = 0.001
"""Seconds that are left to `allocate` when the search took them all."""


@dataclass(frozen=True)
class Funded:
    """The applicants that the best plan funds.

    status: optimal, proven to be the list that `allocate` gives; feasible, a lawful plan whose first objective is
    `value` while none can be above `bound`, or one among plans as good to which the stated order was not applied
    (bound equals value then; None: nothing proven); infeasible and stopped, no plan. value and bound are of the
    first objective, in its own unit.
    """

    status: Status
    names: frozenset[str] = frozenset()
    value: Fraction | None = None
    bound: Fraction | None = None

    @property
    def proven(self) -> bool:
        """Whether more time could say nothing more."""
        return self.status in (Status.OPTIMAL, Status.INFEASIBLE)


def funded(
    applicants: pd.DataFrame,
    options: pd.DataFrame,
    rules: Sequence[Rule],
    objectives: Sequence[Objective],
    settings: Settings | None = None,
    *,
    known: Mapping[str, str] | None = None,
) -> Funded:
    """Say whom `allocate` would fund, by the shortest proof there is.

    Where one list of applicants alone is best by the first objective, neither later objectives nor the stated order
    can change it, and nothing else is asked. Otherwise `allocate` answers. known: option by applicant of any plan;
    it only shows where to look. settings.seconds is the allowance for everything together. Raises what `allocate`
    raises.
    """
    chosen = settings or Settings()
    began = time.monotonic()
    tables, named = prepare(applicants, options), named_rules(rules)
    refuse_misfits(tables, named, objectives)
    if by_lists(len(tables.options), objectives):
        made = program(tables, named, objectives[:1])
        answer = said_of(made, best_set(made, vector_of(made, known or {}), chosen.seconds))
        if answer is not None:
            return answer
    return by_allocating(applicants, options, rules, objectives, chosen, time.monotonic() - began)


def by_lists(options: int, objectives: Sequence[Objective]) -> bool:
    """Whether the search over lists of applicants is tried first, with so many options."""
    return bool(objectives) and not objectives[0].tolerance and options <= LARGEST


def said_of(made: Program, found: BestSet) -> Funded | None:
    """What a search over lists says about who is funded; None where that is left to `allocate`."""
    if found.status is Status.INFEASIBLE:
        return Funded(Status.INFEASIBLE)
    if found.vector is None or found.value is None or not found.alone:
        return None
    _refuse_unlawful(made, found.vector)
    value = found.value * made.goals[0].sign / made.goals[0].units
    return Funded(Status.OPTIMAL, frozenset(made.awards(found.vector)), value, value)


def by_allocating(
    applicants: pd.DataFrame,
    options: pd.DataFrame,
    rules: Sequence[Rule],
    objectives: Sequence[Objective],
    settings: Settings,
    spent: float,
) -> Funded:
    """Whom `allocate` funds in what is left of the allowance after `spent` seconds."""
    left = max(settings.seconds - spent, SHORTEST)
    plan = allocate(applicants, options, rules, objectives, settings.model_copy(update={"seconds": left}))
    if not plan.has_awards:
        return Funded(plan.status)
    stage = plan.stages[0] if plan.stages else None
    return Funded(
        Status.OPTIMAL if plan.status is Status.OPTIMAL and plan.ties != "open" else Status.FEASIBLE,
        frozenset(map(str, plan.awards.index)),
        stage.value if stage else None,
        stage.bound if stage else None,
    )


def vector_of(made: Program, known: Mapping[str, str]) -> list[int] | None:
    """A known plan in this program; None where something of it is not offered here."""
    if not known or any(("option", name, option) not in made.position for name, option in known.items()):
        return None
    return made.vector(known)


def _refuse_unlawful(made: Program, vector: Sequence[int]) -> None:
    broken = made.broken(vector)
    if broken:
        raise SolverError(f"the plan breaks {broken[0].rule}")
