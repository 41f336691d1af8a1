"""Explain: why one applicant is in or out, and what the programme would lose by deciding the other way."""

from dataclasses import dataclass
from fractions import Fraction

from intake import Finding, Findings, InputError, Severity
from locales import Label, Message, message
from optimizer import Exclude, Include, Rule, Status, Usage, allocate, holdings, plain
from scenarios.line import lifts_to_line, line
from scenarios.outcome import Outcome, Reason
from scenarios.reasons import reason_of
from scenarios.under_weights import UnderWeights, under_weights
from scoring import Difference, GateMargin, Lift, Reasons, difference, margins_of
from scoring import explain as explain_score


@dataclass(frozen=True)
class Reversal:
    """The best plan with the decision on one applicant reversed; confirmed by solving.

    loss: how much worse the first objective becomes (None when no such plan exists or none was proven best).
    enters and leaves: the other applicants that change places.
    """

    status: Status
    loss: int | float | None
    enters: tuple[str, ...]
    leaves: tuple[str, ...]


@dataclass(frozen=True)
class Explanation:
    """Everything that can be said about one applicant in one outcome.

    reason is None for the funded. needed_by: rules that would break if a funded applicant simply left. at_the_line:
    the difference to the funded applicant with the lowest score (for the not funded) or to the best one that is
    not funded (for the funded); None where there is no such applicant. margins: how far every answer to a gate is from
    its limit. lifts: single answers that would bring one who is not funded up to the line, by points alone. under:
    whether it is in the plan of each member's weights; None where that was not asked.
    """

    applicant: str
    scored: Reasons
    reason: Reason | None
    needed_by: tuple[Message, ...]
    at_the_line: Difference | None
    reversal: Reversal | None
    margins: tuple[GateMargin, ...] = ()
    lifts: tuple[Lift, ...] = ()
    under: tuple[UnderWeights, ...] | None = None


def explain(outcome: Outcome, applicant: str, *, members: bool = False, reverse: bool = True) -> Explanation:
    """Explain one applicant; raises InputError when the round has no such applicant.

    members: also solve the scenario under every member's weights. reverse: solve it with the decision reversed; without
    either, nothing is solved.
    """
    if applicant not in outcome.table.index:
        raise InputError(
            Findings.of(
                [
                    Finding(
                        "applicant.unknown",
                        Severity.ERROR,
                        message("there is no applicant {name} in this round", name=applicant),
                        message("applicants are named by the first column of the applicants' file"),
                        file=outcome.round.call.applicants,
                        value=applicant,
                    )
                ]
            )
        )
    funded = applicant in outcome.plan.awards.index
    scored = explain_score(outcome.round, outcome.scores, applicant)
    reason = reason_of(outcome.reasons, applicant)
    open_to_it = applicant in set(outcome.options.table["applicant"])
    reversible = reverse and outcome.plan.has_awards and (funded or (open_to_it and scored.rank is not None))
    return Explanation(
        applicant=applicant,
        scored=scored,
        reason=None if funded else reason,
        needed_by=_needed_by(outcome, applicant) if funded else (),
        at_the_line=_at_the_line(outcome, applicant, funded),
        reversal=_reversed(outcome, applicant, funded) if reversible else None,
        margins=margins_of(outcome.round, outcome.scores, [applicant])[applicant],
        lifts=lifts_to_line(outcome).of(outcome.round, applicant),
        under=under_weights(outcome, applicant) if members and outcome.plan.has_awards else None,
    )


def _needed_by(outcome: Outcome, applicant: str) -> tuple[Message, ...]:
    plan = outcome.plan
    pairs = plan.pairs[(plan.pairs["village"] != applicant)]
    held = holdings(plan.awards.drop(index=applicant), pairs, outcome.table, outcome.options.table)
    return tuple(violation.problem for rule in outcome.rules for violation in rule.check(held))


def _at_the_line(outcome: Outcome, applicant: str, funded: bool) -> Difference | None:
    at = line(outcome)
    other = at.best_left_out if funded else at.lowest_funded
    return None if other is None else difference(outcome.round, outcome.scores, applicant, other)


def _reversed(outcome: Outcome, applicant: str, funded: bool) -> Reversal:
    label = Label(id="pertanyaan: bagaimana jika sebaliknya", en="question: what if the other way round")
    kind = Exclude if funded else Include
    lock: Rule = kind(id="reversed", applicants=(applicant,), reason=label)
    scenario = outcome.scenario
    other = allocate(outcome.table, outcome.options.table, (*outcome.rules, lock), scenario.objectives, scenario.solver)
    if not other.has_awards:
        return Reversal(other.status, None, (), ())
    before, after = set(outcome.plan.awards.index), set(other.awards.index)
    first, again = outcome.plan.stages[0], other.stages[0]
    proven = outcome.plan.status is Status.OPTIMAL and other.status is Status.OPTIMAL
    loss: Fraction = abs(first.value - again.value)
    return Reversal(
        other.status,
        plain(loss) if proven else None,
        tuple(sorted(after - before - {applicant})),
        tuple(sorted(before - after - {applicant})),
    )


def binding(outcome: Outcome) -> tuple[tuple[Rule, Usage], ...]:
    """The rules that are used to the last unit, with the part that is."""
    rules = {rule.id: rule for rule in outcome.rules}
    return tuple((rules[use.rule], use) for use in outcome.plan.usage if use.left == 0 or use.spare == 0)
