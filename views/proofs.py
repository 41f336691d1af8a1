"""Proofs: standing within a loss, reserve list, stability of weights, agreement of members; each asked on a click."""

import reports
import scenarios
from locales import message
from scenarios import Outcome
from views import sheets
from views.asking import Key
from views.questions import on_click
from views.sheets import key_of
from views.visit import Visit


def standing(visit: Visit, outcome: Outcome) -> None:
    """Draw who is in or out whatever plan within a small loss is chosen, proven."""
    cost = message(
        "It is proven for every applicant whether a plan that decides otherwise can be nearly as good. Prices settle "
        "most; the others are searched. Seconds to some minutes, at most {seconds} seconds.",
        seconds=round(outcome.scenario.solver.seconds),
    )
    label = message("Prove who is clear in and clear out")
    found = on_click(visit, _key("standing", outcome), label, cost, scenarios.standing, outcome, lasting=True)
    if found is not None:
        sheets.draw(visit, reports.standing_sheet(outcome, found), "robust standing")


def reserve(visit: Visit, outcome: Outcome) -> None:
    """Draw who takes the place of each winner that withdraws, and in which order the others are called."""
    cost = message(
        "For each of the {count} winners the best lawful substitute is searched, again for every further place. "
        "Seconds to some minutes, at most {seconds} seconds.",
        count=len(outcome.plan.awards),
        seconds=round(outcome.scenario.solver.seconds),
    )
    label = message("Work out the reserve list")
    found = on_click(visit, _key("reserve", outcome), label, cost, scenarios.reserve, outcome, lasting=True)
    if found is not None:
        sheets.draw(visit, reports.reserve_sheet(outcome, found), "robust reserve")


def stability(visit: Visit, outcome: Outcome) -> None:
    """Draw between which shares of each weight the ranking, and then the funded set, stays as it is."""
    cost = message(
        "Without solving: at which share of each weight the ranking changes, and what brings whom up to the line. "
        "Seconds to a minute."
    )
    label = message("Follow the ranking")
    key = _key("stability by rank", outcome)
    ranked = on_click(visit, key, label, cost, scenarios.followed, outcome, lasting=True, in_full=False)
    cost = message(
        "The whole allocation is followed along every weight until other libraries are funded; up to {count} "
        "allocations, minutes to half an hour. It can be stopped.",
        count=scenarios.MOST_SOLVES,
    )
    label = message("Follow the whole allocation")
    whole = on_click(visit, _key("stability", outcome), label, cost, scenarios.followed, outcome, lasting=True)
    found = whole if whole is not None else ranked
    if found is not None:
        sheets.draw(visit, reports.stability_sheet(outcome, *found), "robust stability")


def members(visit: Visit, outcome: Outcome) -> None:
    """Draw what each member's weights would fund, and on whose weight most hangs."""
    assert outcome.round.members is not None
    cost = message(
        "The plan of each of the {count} members is solved, then the lowest and the highest share of every weight on "
        "which they differ. Seconds to some minutes.",
        count=len(outcome.round.members.people),
    )
    label = message("Compare the members' plans")
    found = on_click(visit, _key("agreement", outcome), label, cost, scenarios.agreement, outcome, lasting=True)
    if found is not None:
        sheets.draw(visit, reports.agreement_sheet(outcome, found), "robust members")


def _key(what: str, outcome: Outcome) -> Key:
    return (what, key_of(outcome))
