"""Without: what the plan would be if one criterion did not count."""

from collections.abc import Mapping
from dataclasses import dataclass

from locales import Label, Text, message
from optimizer import Funded, Status
from scenarios.cases import Change
from scenarios.member_plans import change_to
from scenarios.outcome import Outcome
from scenarios.robust_draws import central_weights
from scoring import moved


@dataclass(frozen=True)
class Removed:
    """The question about one criterion left out; the others keep their proportions."""

    criterion: str
    label: Label
    change: tuple[Change, Text]

    @property
    def key(self) -> tuple[object, ...]:
        """By which its answer is found."""
        return "without", self.criterion


@dataclass(frozen=True)
class Without:
    """Who enters and leaves when one criterion is left out; None where there was no answer."""

    criterion: str
    label: Label
    answer: Funded
    enters: tuple[str, ...] | None
    leaves: tuple[str, ...] | None


def without(outcome: Outcome) -> tuple[Removed, ...]:
    """Ask about every criterion that counts and is not alone."""
    weights = central_weights(outcome)
    return tuple(
        Removed(
            each.id,
            each.label,
            (
                change_to(moved(outcome.round.criteria, each.id, weights[each.id] * 0, weights)),
                message("without {criterion}", criterion=each.label),
            ),
        )
        for each in outcome.round.criteria.criteria
        if 0 < weights[each.id] < 1
    )


def left_out(
    removed: tuple[Removed, ...], plan: frozenset[str], found: Mapping[tuple[object, ...], Funded]
) -> tuple[Without, ...]:
    """Compare every answer with the plan, those that change most first."""
    made = []
    for each in removed:
        answer = found[each.key]
        known = answer.status is not Status.STOPPED
        enters, leaves = tuple(sorted(answer.names - plan)), tuple(sorted(plan - answer.names))
        made.append(Without(each.criterion, each.label, answer, enters if known else None, leaves if known else None))
    return tuple(sorted(made, key=lambda one: -max(len(one.enters or ()), len(one.leaves or ()))))
