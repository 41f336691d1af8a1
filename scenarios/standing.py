"""Standing: who is in or out whatever plan within a stated loss is chosen, in the committee's words."""

from fractions import Fraction

from intake import Finding, Findings, InputError, Severity
from locales import Decimals, Message, Money, Percent, Text, message
from optimizer import LOSS, Proof, Standing, Standings, amount, fraction, measure_name, standings
from scenarios.outcome import Outcome


def standing(
    outcome: Outcome,
    *,
    loss: Fraction | float = LOSS,
    amount: Fraction | int | None = None,
    later_held: bool = False,
    packages: bool = True,
    seconds: float | None = None,
) -> Standings:
    """Say for every applicant with a package open to it whether it is clear in, contested or clear out.

    loss: the share of the first objective's best that may be given up; `amount` says it in the objective's own unit.
    later_held: plans must also be no worse on the later objectives. seconds: else the scenario's own. Raises
    InputError when there is no plan or the loss is below zero.
    """
    refuse_without_plan(outcome, loss if amount is None else amount)
    settings = outcome.scenario.solver
    return standings(
        outcome.table,
        outcome.options.table,
        outcome.rules,
        outcome.scenario.objectives,
        outcome.plan,
        settings if seconds is None else settings.model_copy(update={"seconds": seconds}),
        loss=loss,
        amount=amount,
        later_held=later_held,
        packages=packages,
    )


def refuse_without_plan(outcome: Outcome, loss: Fraction | float) -> None:
    """Raise InputError when there is no plan to compare with, or the loss is below zero."""
    if not outcome.plan.has_awards:
        problem = message("there is no plan, so no other plan can be compared with it")
        remedy = message("repair the scenario first")
    elif fraction(loss) < 0:
        problem = message("the loss that is accepted is below zero")
        remedy = message("give a share of the best such as 0.002, or an amount, zero or more")
    else:
        return
    raise InputError(Findings.of([Finding("standing", Severity.ERROR, problem, remedy, file="scenario")]))


def standing_facts(outcome: Outcome, found: Standings) -> tuple[Message, ...]:
    """Say the standings in a few sentences: how many are clear and contested, how that is proven, what is open."""
    groups = {each: len(found.named(each)) for each in Standing}
    facts = [
        message(
            "Of {all} applicants with a package open to them, {clear_in} are in and {clear_out} are out whatever plan "
            "within {loss} of the best is chosen; {contested} are contested.",
            all=len(found.table),
            clear_in=groups[Standing.CLEAR_IN],
            clear_out=groups[Standing.CLEAR_OUT],
            loss=said_loss(outcome, found.best, found.loss),
            contested=groups[Standing.CONTESTED],
        )
    ]
    proofs = found.table["proof"].tolist()
    facts.append(
        message(
            "Proven by prices alone: {prices}. By a lawful plan that decides otherwise: {plans}. "
            "By a search to the end: {searches}.",
            prices=proofs.count(Proof.PRICES),
            plans=proofs.count(Proof.PLAN),
            searches=proofs.count(Proof.SEARCH),
        )
    )
    packages = found.table["package"].tolist()
    if any(packages):
        facts.append(
            message(
                "Of the funded with a choice of packages, {clear} get the same package in every such plan that funds "
                "them; {contested} could get another.",
                clear=packages.count(Standing.CLEAR_IN),
                contested=packages.count(Standing.CONTESTED),
            )
        )
    late = groups[Standing.NOT_PROVEN] + packages.count(Standing.NOT_PROVEN)
    if late:
        facts.append(message("Time ran out before {count} answers were proven.", count=late))
    if not found.proven:
        facts.append(message("The plan is not proven best: the loss is counted from the plan itself."))
    return tuple(facts)


def said_loss(outcome: Outcome, best: Fraction, loss: Fraction) -> Text:
    """Write a loss as a share of the best where there is one, and in the first objective's unit."""
    objectives = outcome.scenario.objectives
    if not objectives:
        return message("any loss (there is no objective)")
    said = said_amount(outcome, loss)
    if not best:
        return said
    return message("{share} ({amount})", share=Percent(loss / abs(best)), amount=said)


def said_amount(outcome: Outcome, number: Fraction) -> Text:
    """Write an amount of the first objective with its unit."""
    measure = outcome.scenario.objectives[0].measure if outcome.scenario.objectives else "value"
    if measure == "value":
        return message("{points} points", points=Decimals(float(number), 3))
    said = amount(measure, number)
    return said if isinstance(said, Money) else message("{number} {unit}", number=said, unit=measure_name(measure))
