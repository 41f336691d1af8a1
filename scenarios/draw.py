"""Draw: a tie of an outcome decided in public, and the outcome that follows from the seed."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from intake import Finding, Findings, InputError, Severity
from locales import Message, message
from optimizer import Draw, Settings
from optimizer import check_draw as check_written
from optimizer import draw as prepare_draw
from scenarios.outcome import Outcome, Reason
from scenarios.reasons import reasons

MOST = 60


def draw(outcome: Outcome, *, most: int = MOST, settings: Settings | None = None) -> Draw:
    """Prepare the publication of a draw between all plans that are exactly as good as the outcome's.

    It names the round and the scenario by their fingerprints. Raises InputError when the plan is not proven best or
    time runs out.
    """
    return prepare_draw(
        outcome.table,
        outcome.options.table,
        outcome.rules,
        outcome.scenario.objectives,
        outcome.plan,
        settings or outcome.scenario.solver,
        most=most,
        about=_about(outcome),
    )


def drawn(outcome: Outcome, published: Draw, seed: str) -> Outcome:
    """The outcome with the plan that the seed draws; whoever lost the draw is told so.

    Raises InputError when the publication is about another round or scenario, or the seed could be misread.
    """
    if published.publication["about"] != _about(outcome):
        raise InputError(
            Findings.of(
                [
                    Finding(
                        "draw.other",
                        Severity.ERROR,
                        message("the draw was published for another round or scenario"),
                        message("draw again from the files as they are now, and publish the new chances first"),
                        file="draw",
                    )
                ]
            )
        )
    plan = published.drawn(seed)
    whys = reasons(outcome.round, outcome.scores, outcome.table, outcome.options, outcome.rules, plan)
    return replace(
        outcome,
        plan=plan,
        reasons=after_draw(whys, published.record(seed)),
    )


def after_draw(given: Sequence[Reason], record: Mapping[str, Any]) -> tuple[Reason, ...]:
    """The reasons of those who are not funded, with the chance they had in a draw whose record names the seed."""
    chances = {name: Fraction(chance) for name, chance in record["publication"]["chances"].items()}
    return tuple(_told(reason, chances.get(reason.applicant), record["seed"]) for reason in given)


def check_draw(outcome: Outcome, record: Mapping[str, Any]) -> tuple[Message, ...]:
    """Check a written draw against an outcome, without a solver; () when nothing is wrong with it."""
    found = check_written(
        record, outcome.table, outcome.options.table, outcome.rules, outcome.scenario.objectives, outcome.plan
    )
    if not found and record["publication"]["about"] != _about(outcome):
        return (message("the draw was published for another round or scenario"),)
    return found


def _about(outcome: Outcome) -> dict[str, str]:
    return {
        "round": outcome.round.call.id,
        "round_fingerprint": outcome.round.fingerprint,
        "scenario": outcome.scenario.id,
        "scenario_fingerprint": outcome.scenario.fingerprint(),
    }


def _told(reason: Reason, chance: Fraction | None, seed: str) -> Reason:
    if chance is None:
        return reason
    lost = message(
        "plans with it were as good; the public draw with the seed {seed} chose another (its chance was {chance})",
        seed=seed,
        chance=str(chance),
    )
    return replace(reason, facts=(lost, *reason.facts))
