"""An Outcome: everything that one scenario makes of one round."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

import pandas as pd

from intake import Findings, Round
from locales import Message
from optimizer import Certificate, CountedBeside, Options, Plan, Rule, bill, certify, shared
from scenarios.order import best_first
from scenarios.scenario import Scenario
from scoring import Scores


class Cause(StrEnum):
    """Why an applicant is not in the plan, in the order in which the causes are looked at."""

    GATE = "gate"
    GATE_UNKNOWN = "gate unknown"
    MISSING_ANSWER = "missing answer"
    EXCLUDED = "excluded"
    MINIMUM_SCORE = "minimum score"
    NO_OPTION = "no option"
    NO_MENTOR = "no mentor"
    OUT_COMPETED = "out-competed"
    NOT_DECIDED = "not decided"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why one applicant is not funded: the cause, and each fact behind it as a sentence."""

    applicant: str
    cause: Cause
    facts: tuple[Message, ...]


@dataclass(frozen=True, eq=False)
class Outcome:
    """Scores, options and plan of one scenario, with what is needed to print every report and to replay it.

    table: applicants with the figures of their district and their score (index applicant). reasons: one an applicant
    that is not funded, best score first. rules: the scenario's and the budget's. conflict: when no plan exists, the
    rules that contradict each other (empty if not found in time). fingerprint: SHA-256 over round, scenario and the
    versions of program and solver.
    """

    round: Round
    scenario: Scenario
    scores: Scores
    table: pd.DataFrame
    options: Options
    rules: tuple[Rule, ...]
    plan: Plan
    reasons: Sequence[Reason]
    conflict: tuple[Rule, ...]
    findings: Findings
    versions: dict[str, str]
    fingerprint: str

    @property
    def funded(self) -> pd.DataFrame:
        """Awards with the applicant's attributes beside them, best rank first."""
        return best_first(self.plan.awards.join(self.table))

    def total(self, measure: str) -> Fraction:
        """A measure over the whole plan, exactly, with what is paid once beside the awards."""
        return self._counted(self._held, measure)

    def total_of(self, awards: pd.DataFrame, measure: str) -> Fraction:
        """A measure over any awards of this round, exactly, with what would be paid once beside them."""
        return self._counted(awards.join(self.table), measure)

    @cached_property
    def _held(self) -> pd.DataFrame:
        return self.plan.awards.join(self.table)

    def _counted(self, held: pd.DataFrame, measure: str) -> Fraction:
        own = sum((Fraction(str(cell)) for cell in held[measure].tolist()), Fraction(0)) if measure in held else 0
        return own + shared((rule for rule in self.rules if isinstance(rule, CountedBeside)), held, measure)

    @cached_property
    def bill(self) -> pd.DataFrame:
        """What is bought, one row an award and item, worked out when first asked for."""
        return bill(self.round, self.plan.awards, self.scenario.catalogue)

    @cached_property
    def certificate(self) -> Certificate | None:
        """The proof of how much better any other plan could be, made when first asked for; None without a plan."""
        if not self.plan.has_awards:
            return None
        return certify(self.table, self.options.table, self.rules, self.scenario.objectives, self.plan)
