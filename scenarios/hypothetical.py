"""Hypothetical: one outcome solved again with one thing changed, as often as the allowance permits."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from intake import InputError
from optimizer import Plan, Rule, allocate, options
from scenarios.outcome import Outcome
from scenarios.run import admitted, attributes
from scoring import Scores, score


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

    def take(self) -> float:
        """Take one solve, and say how many seconds it may last; raises EnoughError."""
        left = self.deadline - time.monotonic()
        if self.spent >= self.solves or left <= 0:
            raise EnoughError
        self.spent += 1
        return left


class Hypothetical:
    """Asks for one applicant what the plan would be if something were different."""

    def __init__(self, outcome: Outcome, applicant: str, allowance: Allowance) -> None:
        self.outcome = outcome
        self.applicant = applicant
        self.allowance = allowance

    def with_answers(self, answers: Mapping[str, Any]) -> tuple[Scores, Plan]:
        """Score and allocate again with other answers of the applicant."""
        made = self.outcome
        people = made.round.applicants.copy()
        for column, cell in answers.items():
            people.loc[self.applicant, column] = cell
        round_ = replace(made.round, applicants=people)
        scores = score(round_, made.scenario.scoring)
        offered = options(round_, admitted(scores), made.scenario.catalogue)
        return scores, self._solved(attributes(round_, scores), offered.table, made.rules)

    def with_points(self, points: float) -> Plan:
        """Allocate again as if the applicant had so many points, from whatever answers."""
        made = self.outcome
        judged = admitted(made.scores)
        judged.loc[self.applicant, "score"] = points
        table = made.table.copy()
        table.loc[self.applicant, "score"] = points
        offered = options(made.round, judged, made.scenario.catalogue)
        return self._solved(table, offered.table, made.rules)

    def with_rules(self, rules: Sequence[Rule]) -> Plan:
        """Allocate again under other rules."""
        return self._solved(self.outcome.table, self.outcome.options.table, rules)

    def funded(self, plan: Plan) -> bool:
        """Whether the applicant is in a plan."""
        return plan.has_awards and self.applicant in plan.awards.index

    def _solved(self, table: pd.DataFrame, offered: pd.DataFrame, rules: Sequence[Rule]) -> Plan:
        scenario = self.outcome.scenario
        seconds = min(self.allowance.take(), scenario.solver.seconds)
        plan = allocate(
            table, offered, rules, scenario.objectives, scenario.solver.model_copy(update={"seconds": seconds})
        )
        if plan.status == "stopped":
            raise EnoughError
        return plan

    def score_again(self, answers: Mapping[str, Any]) -> Scores | None:
        """Only score again; None where the answers cannot be scored. Takes nothing from the allowance."""
        people = self.outcome.round.applicants.copy()
        for column, cell in answers.items():
            people.loc[self.applicant, column] = cell
        try:
            return score(replace(self.outcome.round, applicants=people), self.outcome.scenario.scoring)
        except InputError:
            return None


def first_step(holds: Callable[[int], bool], most: int, guess: int = 1) -> int | None:
    """The first of the steps 1 to `most` at which something holds, found around a guess by growing and halving.

    Both the step returned and the one before it were asked. Where it holds, fails and holds again as steps grow, a
    smaller step may have been passed over between two that were asked. None when it held nowhere that was asked.
    """
    if most < 1:
        return None
    low, high, stride = 0, min(max(guess, 1), most), 1
    if holds(high):
        if high == 1 or not holds(high - 1):
            return high
        high -= 1
    else:
        while True:
            if high >= most:
                return None
            low, high, stride = high, min(high + stride, most), stride * 4
            if holds(high):
                break
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high
