"""Calls: which missing answers could change who is funded, and so whom to phone first."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from locales import Label, Text, message
from optimizer import Funded, Status
from scenarios.allocations import Change
from scenarios.outcome import Outcome
from scenarios.robust_blanks import Filled, ends


@dataclass(frozen=True)
class Asked:
    """One missing answer: the answers at its ends, worst first, and which of them changes nothing for certain."""

    applicant: str
    column: str
    label: Label
    ends: tuple[Filled, ...]
    same: tuple[bool, ...]

    def questions(self) -> dict[tuple[object, ...], tuple[Change, Text]]:
        """What is to be solved, by key."""
        said = message("{question} of {applicant}", question=self.label, applicant=self.applicant)
        return {
            self.key(place): (Change(answers=(end,)), said)
            for place, end in enumerate(self.ends)
            if not self.same[place]
        }

    def key(self, place: int) -> tuple[object, ...]:
        """By which the answer for one end is found."""
        return "call", self.applicant, self.column, place


@dataclass(frozen=True)
class End:
    """One answer that could be given, and what would follow.

    answer: None where it changes nothing for certain, without a solve: it is worth what the blank is worth, or the
    applicant fails a gate that does not read it. places: how many go to others; None without an answer.
    """

    cell: object
    answer: Funded | None
    places: int | None
    enters: tuple[str, ...]
    leaves: tuple[str, ...]


@dataclass(frozen=True)
class Call:
    """One missing answer: what follows from its worst and its best (from one alone where only that is known)."""

    applicant: str
    column: str
    label: Label
    ends: tuple[End, ...]

    @property
    def expected(self) -> Fraction | None:
        """Places that change, each end as likely; None while one of them has no answer."""
        known = [each.places for each in self.ends if each.places is not None]
        return Fraction(sum(known), len(known)) if len(known) == len(self.ends) else None


def calls(outcome: Outcome) -> tuple[Asked, ...]:
    """Ask about every question left blank that a criterion or a gate reads."""
    questions = {each.column: each.label for each in outcome.round.criteria.questions}
    gates = outcome.round.criteria.gates
    failed = outcome.scores.gates == "fail"
    made = []
    for applicant, column, given in ends(outcome):
        others = [gate.id for gate in gates if all(each.column != column for each in gate.conditions)]
        barred = bool(failed.loc[applicant, [each for each in others if each in failed]].any())
        worthless = _only_scored(outcome, column)
        same = tuple(barred or (place == 0 and len(given) > 1 and worthless) for place in range(len(given)))
        made.append(Asked(applicant, column, questions[column], given, same))
    return tuple(made)


def _only_scored(outcome: Outcome, column: str) -> bool:
    """Whether nothing but one criterion reads a column, for which a blank is worth its worst answer: nothing."""
    criteria = outcome.round.criteria
    gated = any(each.column == column for gate in criteria.gates for each in gate.conditions)
    readers = [
        each
        for each in criteria.criteria
        if column in (each.column, *each.fallbacks) or (each.per is not None and each.per.column == column)
    ]
    text = json.dumps(outcome.scenario.as_data()) + outcome.round.catalogue.model_dump_json()
    plain = len(readers) == 1 and readers[0].column == column and readers[0].missing != "reject"
    worst = min((each.value for each in readers[0].levels), default=0.0) if plain else 1.0
    return plain and worst == 0 and not gated and f'"{column}"' not in text


def phoned(
    asked: tuple[Asked, ...], plan: frozenset[str], found: Mapping[tuple[object, ...], Funded]
) -> tuple[Call, ...]:
    """Put those first whose answer changes most places, those without an answer last."""
    made = [
        Call(
            each.applicant,
            each.column,
            each.label,
            tuple(_end(filled.cell, found.get(each.key(place)), plan) for place, filled in enumerate(each.ends)),
        )
        for each in asked
    ]
    return tuple(sorted(made, key=_most_first))


def _end(cell: object, answer: Funded | None, plan: frozenset[str]) -> End:
    if answer is None:
        return End(cell, None, 0, (), ())
    if answer.status is Status.STOPPED:
        return End(cell, answer, None, (), ())
    enters, leaves = tuple(sorted(answer.names - plan)), tuple(sorted(plan - answer.names))
    return End(cell, answer, max(len(enters), len(leaves)), enters, leaves)


def _most_first(one: Call) -> tuple[bool, Fraction, str, str]:
    expected = one.expected
    return expected is None, -(expected or Fraction(0)), one.applicant, one.column
