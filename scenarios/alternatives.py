"""Alternatives: plans within a stated loss that really differ from the plan, and how many are exactly as good."""

from dataclasses import dataclass
from fractions import Fraction

from locales import Message, message
from optimizer import LOSS, Alternatives, Status, TiedPlans, alternatives, tied_plans
from scenarios.outcome import Outcome
from scenarios.standing import refuse_without_plan, said_loss


@dataclass(frozen=True, eq=False)
class OtherPlans:
    """The alternatives, and the plans that are exactly as good (None where the plan is not proven best)."""

    alternatives: Alternatives
    ties: TiedPlans | None


def other_plans(
    outcome: Outcome,
    *,
    loss: Fraction | float = LOSS,
    amount: Fraction | int | None = None,
    count: int = 3,
    different: int = 4,
    later_held: bool = False,
    most_ties: int = 100,
    seconds: float | None = None,
) -> OtherPlans:
    """Find up to `count` plans within the loss, each deciding at least `different` applicants differently.

    loss, amount, later_held: as for `standing`. most_ties: up to so many equally good plans are counted exactly.
    seconds: for the alternatives, and again for the ties; else the scenario's own. Raises InputError when there is no
    plan or the loss is below zero.
    """
    refuse_without_plan(outcome, loss if amount is None else amount)
    settings = outcome.scenario.solver
    settings = settings if seconds is None else settings.model_copy(update={"seconds": seconds})
    tables = (outcome.table, outcome.options.table, outcome.rules, outcome.scenario.objectives, outcome.plan, settings)
    found = alternatives(*tables, loss=loss, amount=amount, count=count, different=different, later_held=later_held)
    proven = outcome.plan.status is Status.OPTIMAL
    return OtherPlans(found, tied_plans(*tables, most=most_ties) if proven else None)


def other_plans_facts(outcome: Outcome, found: OtherPlans) -> tuple[Message, ...]:
    """Say in a few sentences how many really different plans there are, and how many are exactly as good."""
    others = found.alternatives
    within = said_loss(outcome, others.best, others.loss)
    facts = [
        message(
            "Other plans listed: {count}. Each is within {loss} of the best and decides at least {different} "
            "applicants differently from the plan and from every other one.",
            count=len(others.listed),
            loss=within,
            different=others.least_differences,
        )
    ]
    if others.ended is Status.INFEASIBLE:
        facts.append(message("Proven: no further plan within this loss differs so much."))
    elif others.ended is Status.STOPPED:
        facts.append(message("Time ran out before a further plan was found or ruled out."))
    if others.alone:
        facts.append(message("Proven: every plan within this loss funds the same applicants."))
    elif others.most_different is None:
        facts.append(message("Time ran out before any plan with other applicants was found or ruled out."))
    else:
        facts.append(_farthest(others))
    facts.append(_ties(found.ties))
    if not others.proven:
        facts.append(message("The plan is not proven best: the loss is counted from the plan itself."))
    return tuple(facts)


def _farthest(others: Alternatives) -> Message:
    far = others.most_different
    assert far is not None
    if far.status is Status.OPTIMAL:
        return message("At the most, {count} applicants can be decided differently (proven).", count=far.differences)
    if far.at_most is None:
        return message(
            "A plan that decides {count} applicants differently is known; how many more it could be is not proven.",
            count=far.differences,
        )
    return message(
        "A plan that decides {count} applicants differently is known; more than {most} is proven impossible.",
        count=far.differences,
        most=far.at_most,
    )


def _ties(ties: TiedPlans | None) -> Message:
    if ties is None:
        return message("Equally good plans are not counted, because the plan is not proven best.")
    if ties.complete and ties.at_least == 1:
        return message("No other plan is exactly as good (proven).")
    if ties.complete:
        return message(
            "Exactly {count} plans are equally good on every objective, with {lists} lists of names (proven).",
            count=ties.at_least,
            lists=ties.name_lists,
        )
    if ties.names_complete:
        return message(
            "At least {count} plans are equally good on every objective, with exactly {lists} lists of names.",
            count=ties.at_least,
            lists=ties.name_lists,
        )
    return message(
        "At least {count} plans are equally good on every objective, with at least {lists} lists of names.",
        count=ties.at_least,
        lists=ties.name_lists,
    )
