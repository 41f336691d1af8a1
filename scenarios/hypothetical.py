"""Hypothetical: one outcome decided again with one thing changed, as often as the allowance permits.

What decides is the best plan with the applicant against the best plan without it. Only where both are worth the
same, and under objectives that such a comparison does not settle, is the whole allocation made again.
"""

import time
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from intake import InputError
from optimizer import Case, Contest, Plan, Rule, Side, Status, Verdict, allocate, decides, options, step, stopping
from scenarios.looked_up import looks_at_ranks, seen
from scenarios.outcome import Outcome
from scenarios.run import admitted, attributes
from scoring import score


class EnoughError(Exception):
    """The allowance of solves or seconds is used up; what was not answered stays unanswered."""


@dataclass
class Allowance:
    """How many solves and seconds may still be spent; the only thing here that changes."""

    solves: int
    seconds: float
    spent: int = 0

    def __post_init__(self) -> None:
        self.deadline = time.monotonic() + self.seconds

    def take(self, counted: bool = True) -> float:
        """Take one solve, and say how many seconds it may last; raises EnoughError."""
        left = self.deadline - time.monotonic()
        if self.spent + counted > self.solves or left <= 0 or stopping():
            raise EnoughError
        step(self.spent, self.solves)
        self.spent += counted
        return left


@dataclass(frozen=True, eq=False)
class World:
    """The tables and rules of one allocation that might have been."""

    table: pd.DataFrame
    offered: pd.DataFrame
    rules: Sequence[Rule]


class Hypothetical:
    """Asks for one applicant whether it would be funded if something were different."""

    def __init__(self, outcome: Outcome, applicant: str, allowance: Allowance) -> None:
        self.outcome = outcome
        self.applicant = applicant
        self.allowance = allowance
        self.scenario = outcome.scenario
        self.direct = decides(self.scenario.objectives, self.scenario.solver)
        self.contest = Contest(applicant, self.scenario.objectives, self._seconds)
        self._ranks_matter = looks_at_ranks(outcome.rules, self.scenario.objectives)
        self._told: dict[Hashable, Verdict] = {}
        self.now = World(outcome.table, outcome.options.table, outcome.rules)
        if self.direct:
            self.contest.remember(self.case(self.now), outcome.plan.awards, outcome.plan.pairs)

    def _seconds(self, counted: bool) -> float:
        return min(self.allowance.take(counted), self.scenario.solver.seconds)

    def with_answers(self, answers: Mapping[str, Any]) -> World | None:
        """The round scored again with other answers of the applicant; None where they cannot be scored."""
        made = self.outcome
        people = made.round.applicants.copy()
        for column, cell in answers.items():
            people.loc[self.applicant, column] = cell
        round_ = replace(made.round, applicants=people)
        try:
            scores = score(round_, self.scenario.scoring)
            offered = options(round_, admitted(scores), self.scenario.catalogue)
        except InputError:
            return None
        return World(attributes(round_, scores), offered.table, made.rules)

    def with_points(self, points: float) -> World:
        """As if the applicant had so many points, from whatever answers."""
        made = self.outcome
        judged = admitted(made.scores)
        judged.loc[self.applicant, "score"] = points
        table = made.table.copy()
        table.loc[self.applicant, "score"] = points
        return World(table, options(made.round, judged, self.scenario.catalogue).table, made.rules)

    def with_rules(self, rules: Sequence[Rule]) -> World:
        """Under other rules."""
        return replace(self.now, rules=rules)

    def case(self, world: World) -> Case:
        """The allocation written down."""
        return self.contest.case(world.table, world.offered, world.rules)

    def sides(self, world: World) -> tuple[Side | None, Side]:
        """The best with the applicant and without it."""
        case = self.case(world)
        return self.contest.inside(case), self.contest.outside(case)

    def verdict(self, world: World | None) -> Verdict:
        """What becomes of the applicant, proven; raises EnoughError or OutOfTimeError."""
        if world is None:
            return Verdict.NO_PLAN
        if not self.direct:
            return self.in_full(world)
        try:
            found = self.contest.decide_by_option(self.case(world))
        except InputError:
            return Verdict.NO_PLAN
        return self.in_full(world) if found is Verdict.TIED else found

    def in_full(self, world: World) -> Verdict:
        """The same from the whole allocation, with all objectives and the stated order; equal worlds are asked once."""
        key = self._looks(world)
        if key not in self._told:
            plan = self.plan(world)
            found = Verdict.IN if self.funded(plan) else Verdict.OUT
            self._told[key] = found if plan.has_awards else Verdict.NO_PLAN
        return self._told[key]

    def _looks(self, world: World) -> Hashable:
        """What an allocation sees of a world: the rules, and of the one who may differ its options and named columns.

        The others' ranks may differ too; a world in which anything looks at them is like no other.
        """
        if self._ranks_matter:
            return len(self._told)
        own = world.offered[world.offered["applicant"] == self.applicant].sort_values("option", kind="stable")
        row = seen(world.table.loc[[self.applicant]], world.rules, self.scenario.objectives)
        cells = repr((own.to_numpy().tolist(), row.to_numpy().tolist()))
        return cells, *(rule.model_dump_json() for rule in world.rules)

    def funded(self, plan: Plan) -> bool:
        """Whether the applicant is in a plan."""
        return plan.has_awards and self.applicant in plan.awards.index

    def plan(self, world: World) -> Plan:
        """The plan of an allocation that might have been, as far as it is proven to be the plan."""
        solver = self.scenario.solver.model_copy(update={"seconds": self._seconds(True)})
        plan = allocate(world.table, world.offered, world.rules, self.scenario.objectives, solver)
        unproven = plan.status is Status.FEASIBLE or (plan.has_awards and plan.ties == "open")
        if plan.status is Status.STOPPED or stopping() or (unproven and not solver.gap):
            raise EnoughError
        return plan
