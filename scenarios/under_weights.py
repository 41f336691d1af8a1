"""Under whose weights: whether one applicant is in the plan that each member's weights alone would make."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import pandas as pd

from intake import Members
from scenarios.member_plans import MemberPlans
from scenarios.outcome import Outcome
from scoring import score, weight_set


@dataclass(frozen=True)
class UnderWeights:
    """One member's whole plan, and what becomes of one applicant in it.

    funded: None where the member's weights lead to no plan, or none was found in time. certain: that plan is proven
    best. score and rank: under these weights; the rank is None for one who may not be funded.
    """

    member: str
    name: str
    funded: bool | None
    certain: bool
    score: float
    rank: int | None


def under_weights(outcome: Outcome, applicant: str, *, seconds: float | None = None) -> tuple[UnderWeights, ...]:
    """Solve the scenario once under every member's weights, in order of id; empty where no member's answers count.

    Everything but the weights is the outcome's own. seconds: for all together; the scenario's time for each when not
    given.
    """
    members = weight_set(outcome.round.criteria, outcome.round.members or Members(())).members
    time = outcome.scenario.solver.seconds * len(members) if seconds is None else seconds
    answers = MemberPlans(outcome, time).all([(member.name, member.effective) for member in members])
    found = []
    for member, planned in zip(members, answers, strict=True):
        points, rank = _scored(outcome, member.effective, applicant)
        funded = None if planned is None or planned.funded is None else applicant in planned.funded
        certain = planned is not None and planned.certain
        found.append(UnderWeights(member.id, member.name, funded, certain, points, rank))
    return tuple(found)


def _scored(outcome: Outcome, weights: Mapping[str, Fraction], applicant: str) -> tuple[float, int | None]:
    table = score(outcome.round, outcome.scenario.scoring, weights=weights).table
    rank = table["rank"][applicant]
    return float(table["score"][applicant]), None if pd.isna(rank) else int(rank)
