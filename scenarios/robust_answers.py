"""Any answer: who is in or out whatever its own missing answers turn out to be, and for whom they decide."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from intake import Condition, Criterion
from locales import Label, Text, message
from optimizer import Funded, Status
from scenarios.cases import Change
from scenarios.outcome import Outcome
from scenarios.robust_blanks import Filled
from scenarios.robust_calls import Asked

WORST, BEST = 0, -1


class Stand(StrEnum):
    """What somebody's own missing answers can do about its funding."""

    IN = "in for any answer"
    OUT = "out for any answer"
    DEPENDS = "depends on the answer"
    OPEN = "not known"


@dataclass(frozen=True)
class AnyAnswer:
    """One applicant with missing answers: all of them at their worst, and all at their best, others as they count.

    missing: the questions. worst, best: whether it is funded then; None where time ran out. between: whether what
    both ends agree on holds for every answer between them: nothing but its points and its gates read the answers,
    and both only rise or only fall with them.
    """

    applicant: str
    missing: tuple[Label, ...]
    worst: bool | None
    best: bool | None
    between: bool

    @property
    def stand(self) -> Stand:
        """Where it stands."""
        if self.worst is None or self.best is None:
            return Stand.OPEN
        if self.worst != self.best:
            return Stand.DEPENDS
        if not self.between:
            return Stand.OPEN
        return Stand.IN if self.best else Stand.OUT


@dataclass(frozen=True)
class Blanks:
    """The missing answers of one applicant; `fails`: at the worst it fails a gate, and there is nothing to solve."""

    applicant: str
    asked: tuple[Asked, ...]
    fails: bool
    between: bool

    def questions(self) -> dict[tuple[object, ...], tuple[Change, Text]]:
        """What is to be solved, by key: where one answer alone is missing, the same as for its call."""
        said = message("all missing answers of {applicant}", applicant=self.applicant)
        ends = {place: self._end(place) for place in (WORST, BEST)}
        return {self.key(place): (Change(answers=end), said) for place, end in ends.items() if end}

    def key(self, place: int) -> tuple[object, ...]:
        """By which the answer for one end is found."""
        return "any answer", self.applicant, place

    def _end(self, place: int) -> tuple[Filled, ...]:
        """The answers at one end, without those that change nothing; none where a gate settles it."""
        if place == WORST and self.fails:
            return ()
        # A gate's answer is known by its better end alone: its worse end is as the blank counts.
        able = [each for each in self.asked if place == BEST or len(each.ends) > 1]
        return tuple(each.ends[place] for each in able if not each.same[place])


def blanks(outcome: Outcome, asked: tuple[Asked, ...]) -> tuple[Blanks, ...]:
    """Gather what one applicant is asked; `asked` is ordered by applicant."""
    barred = outcome.scenario.scoring.unknown_gates == "in"
    made = []
    for applicant, own in groupby(asked, key=lambda one: one.applicant):
        held = tuple(own)
        fails = barred and any(len(each.ends) == 1 and not each.same[BEST] for each in held)
        made.append(Blanks(applicant, held, fails, all(ordered(outcome, each.column) for each in held)))
    return tuple(made)


def ordered(outcome: Outcome, column: str) -> bool:
    """Whether a better answer never costs a place: only points and gates read it, from one side.

    Every value function rises with its answer or falls with it, and so does its gate where it has one bound on the
    side of the worse answers.
    """
    criteria = outcome.round.criteria
    readers = [each for each in criteria.criteria if column in (each.column, *each.fallbacks)]
    divided = any(each.per is not None and each.per.column == column for each in criteria.criteria)
    gates = [each for gate in criteria.gates for each in gate.conditions if each.column == column]
    text = json.dumps(outcome.scenario.as_data()) + outcome.round.catalogue.model_dump_json()
    if divided or len(readers) > 1 or f'"{column}"' in text:
        return False
    if not readers:
        return len(gates) == 1
    return readers[0].column == column and all(_same_side(readers[0], gate) for gate in gates)


def _same_side(criterion: Criterion, gate: Condition) -> bool:
    if criterion.shape == "levels" or criterion.per is not None or gate.among:
        return False
    rising = criterion.anchors.one.at > criterion.anchors.zero.at
    return gate.at_most is None if rising else gate.at_least is None


def any_answers(
    asked: tuple[Blanks, ...], plan: frozenset[str], found: Mapping[tuple[object, ...], Funded]
) -> tuple[AnyAnswer, ...]:
    """Say where everybody with missing answers stands: those on whom they decide first, then by id."""
    made = [
        AnyAnswer(
            each.applicant,
            tuple(one.label for one in each.asked),
            False if each.fails else _funded(each, WORST, plan, found),
            _funded(each, BEST, plan, found),
            each.between,
        )
        for each in asked
    ]
    order = list(Stand)
    order.insert(0, order.pop(order.index(Stand.DEPENDS)))
    return tuple(sorted(made, key=lambda one: (order.index(one.stand), one.applicant)))


def _funded(one: Blanks, place: int, plan: frozenset[str], found: Mapping[tuple[object, ...], Funded]) -> bool | None:
    answer = found.get(one.key(place))
    if answer is None:
        return one.applicant in plan
    return None if answer.status is Status.STOPPED else one.applicant in answer.names
