"""Cases: one round and scenario, and what is changed about them."""

from dataclasses import dataclass
from fractions import Fraction

from intake import Round
from scenarios.outcome import Outcome
from scenarios.robust_blanks import Filled
from scenarios.scenario import Scenario


@dataclass(frozen=True, eq=False)
class Case:
    """What every question of one inquiry has in common; `known` is a plan as (applicant, option): where to look."""

    round: Round
    scenario: Scenario
    known: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Change:
    """What is otherwise than in the scenario.

    weights: exact effective weights of all criteria. marks: of a panel, as (criterion, applicant, figure). prices:
    whole rupiah by item. money: times which every budget line and funder is taken.
    """

    weights: tuple[tuple[str, Fraction], ...] = ()
    answers: tuple[Filled, ...] = ()
    marks: tuple[tuple[str, str, float], ...] = ()
    prices: tuple[tuple[str, int], ...] = ()
    money: Fraction = Fraction(1)


def case_of(outcome: Outcome) -> Case:
    """The outcome's round and scenario, with its plan as the place to look first."""
    awards = outcome.plan.awards["option"]
    return Case(outcome.round, outcome.scenario, tuple((str(name), str(option)) for name, option in awards.items()))
