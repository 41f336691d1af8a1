"""What a plan can be written with beyond itself: reasons that take time, each a sheet or two of the workbook."""

from collections.abc import Callable, Sequence
from enum import StrEnum

import reports
import scenarios
from commands.desk import Desk
from commands.sweeping import Sweeping
from locales import Message, message
from reports import Sheet
from scenarios import Outcome, Working


class Extra(StrEnum):
    """Reasons that `pilih plan --with` adds to the workbook."""

    FAIRNESS = "fairness"
    PRICES = "prices"
    STANDING = "standing"
    OTHER_PLANS = "other-plans"
    RESERVE = "reserve"
    BUDGET_CURVE = "budget-curve"
    AGREEMENT = "agreement"
    DOUBTS = "doubts"
    STABILITY = "stability"
    MANIPULATION = "manipulation"
    ALL = "all"


HERE = Sweeping(None, resume=True)
SAID: dict[Extra, Message] = {
    Extra.FAIRNESS: message("who gets what, region by region"),
    Extra.PRICES: message("prices of applicants, rules and money"),
    Extra.STANDING: message("who is clear and who is contested"),
    Extra.OTHER_PLANS: message("other plans nearly as good"),
    Extra.RESERVE: message("the reserve list"),
    Extra.BUDGET_CURVE: message("what more or less money would fund"),
    Extra.AGREEMENT: message("the plan of each member's weights"),
    Extra.DOUBTS: message("how sure it is, over everything that is open"),
    Extra.STABILITY: message("how far the weights may move"),
    Extra.MANIPULATION: message("what honest-looking misreports would gain"),
}


def extra_sheets(desk: Desk, outcome: Outcome, wanted: Sequence[Extra]) -> list[Sheet]:
    """Work out the reasons that were asked for, one after another, each in a worker; in the order of the workbook."""
    asked = possible(outcome) if Extra.ALL in wanted else set(wanted)
    made: list[Sheet] = []
    for extra in (each for each in SAID if each in asked):
        if not desk.as_json:
            desk.err.say(message("{what} …", what=SAID[extra]), "dim")
        made += MAKERS[extra](desk, outcome)
    return made


def possible(outcome: Outcome) -> set[Extra]:
    """What there is to say: a round without answers of members has no agreement."""
    return set(SAID) if outcome.round.members is not None else set(SAID) - {Extra.AGREEMENT}


def _fairness(desk: Desk, outcome: Outcome) -> list[Sheet]:
    return [reports.fairness_sheet(outcome, desk.ask(Working(scenarios.fairness, outcome)))]


def _prices(desk: Desk, outcome: Outcome) -> list[Sheet]:
    priced = HERE.ask(desk, "prices", outcome, lambda spread: scenarios.prices(outcome, scheduler=spread))
    return [reports.prices_of_applicants(outcome, priced), reports.prices_of_rules(outcome, priced)]


def _standing(desk: Desk, outcome: Outcome) -> list[Sheet]:
    return [reports.standing_sheet(outcome, desk.ask(Working(scenarios.standing, outcome)))]


def _other_plans(desk: Desk, outcome: Outcome) -> list[Sheet]:
    return [reports.other_plans_sheet(outcome, desk.ask(Working(scenarios.other_plans, outcome)))]


def _reserve(desk: Desk, outcome: Outcome) -> list[Sheet]:
    found = HERE.ask(desk, "reserve", outcome, lambda spread: scenarios.reserve(outcome, scheduler=spread))
    return [reports.reserve_sheet(outcome, found)]


def _budget_curve(desk: Desk, outcome: Outcome) -> list[Sheet]:
    found = HERE.ask(desk, "frontier", outcome, lambda spread: scenarios.budget_curve(outcome, scheduler=spread))
    return [reports.budget_curve_sheet(outcome, found)]


def _agreement(desk: Desk, outcome: Outcome) -> list[Sheet]:
    return [reports.agreement_sheet(outcome, desk.ask(Working(scenarios.agreement, outcome)))]


def _doubts(desk: Desk, outcome: Outcome) -> list[Sheet]:
    found = HERE.ask(desk, "robust", outcome, lambda spread: scenarios.robust(outcome, scheduler=spread))
    return [reports.robust_sheet(outcome, found)]


def _stability(desk: Desk, outcome: Outcome) -> list[Sheet]:
    found = HERE.ask(desk, "stability", outcome, lambda spread: scenarios.stability(outcome, scheduler=spread))
    return [reports.stability_sheet(outcome, found, scenarios.entries_of(outcome, found))]


def _manipulation(desk: Desk, outcome: Outcome) -> list[Sheet]:
    found = HERE.ask(desk, "manipulation", outcome, lambda spread: scenarios.manipulation(outcome, scheduler=spread))
    return [reports.manipulation_sheet(outcome, found)]


MAKERS: dict[Extra, Callable[[Desk, Outcome], list[Sheet]]] = {
    Extra.FAIRNESS: _fairness,
    Extra.PRICES: _prices,
    Extra.STANDING: _standing,
    Extra.OTHER_PLANS: _other_plans,
    Extra.RESERVE: _reserve,
    Extra.BUDGET_CURVE: _budget_curve,
    Extra.AGREEMENT: _agreement,
    Extra.DOUBTS: _doubts,
    Extra.STABILITY: _stability,
    Extra.MANIPULATION: _manipulation,
}
