"""Calls: which missing answers could change who is funded, and so whom to phone first."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from locales import Label, Text, message
from optimizer import Funded, Status
from scenarios.cases import Change
from scenarios.outcome import Outcome
from scenarios.robust_blanks import Filled, ends

Found: TypeAlias = Mapping[tuple[object, ...], Funded]


@dataclass(frozen=True)
class Asked:
    """One missing answer: the answers at its ends, worst first, and which of them changes nothing for certain.

    between: answers from worst to best, each as likely; none where nothing lies between the ends.
    """

    applicant: str
    column: str
    label: Label
    ends: tuple[Filled, ...]
    same: tuple[bool, ...]
    between: tuple[Filled, ...]

    def questions(self) -> dict[tuple[object, ...], tuple[Change, Text]]:
        """What is to be solved first, by key: the ends."""
        return {
            self.key(place): (Change(answers=(end,)), self._said)
            for place, end in enumerate(self.ends)
            if not self.same[place]
        }

    def further(self, plan: frozenset[str], found: Found) -> dict[tuple[object, ...], tuple[Change, Text]]:
        """What is to be solved then, by key: answers between the ends, where one of the ends changes something."""
        known = (found.get(self.key(place)) for place in range(len(self.ends)))
        if all(each is None or each.status is Status.STOPPED or each.names == plan for each in known):
            return {}
        return {self.key(end.cell): (Change(answers=(end,)), self._said) for end in self.between}

    def key(self, place: object) -> tuple[object, ...]:
        """By which an answer is found: for one end by its place, between them by its cell."""
        return "call", self.applicant, self.column, type(place).__name__, place

    @property
    def _said(self) -> Text:
        return message("{question} of {applicant}", question=self.label, applicant=self.applicant)


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
    """One missing answer: what follows from its worst and its best (from one alone where the other is as the blank
    counts), and from answers between them, each as likely.
    """

    applicant: str
    column: str
    label: Label
    ends: tuple[End, ...]
    between: tuple[End, ...] = ()

    @property
    def expected(self) -> Fraction | None:
        """Places that change on average, every answer as likely; None while one of them has no answer."""
        chosen = self.between or self.ends
        known = [each.places for each in chosen if each.places is not None]
        return Fraction(sum(known), max(len(known), 2)) if len(known) == len(chosen) else None


def calls(outcome: Outcome) -> tuple[Asked, ...]:
    """Ask about every question left blank that a criterion or a gate reads."""
    questions = {each.column: each.label for each in outcome.round.criteria.questions}
    gates = outcome.round.criteria.gates
    failed = outcome.scores.gates == "fail"
    made = []
    for applicant, column, given, between in ends(outcome):
        others = [gate.id for gate in gates if all(each.column != column for each in gate.conditions)]
        barred = bool(failed.loc[applicant, [each for each in others if each in failed]].any())
        worthless = _only_scored(outcome, column)
        same = tuple(barred or (place == 0 and len(given) > 1 and worthless) for place in range(len(given)))
        made.append(Asked(applicant, column, questions[column], given, same, between))
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


def phoned(asked: tuple[Asked, ...], plan: frozenset[str], found: Found) -> tuple[Call, ...]:
    """Put those first whose answer changes most places, those without an answer last."""
    made = []
    for each in asked:
        ends_ = tuple(_end(filled.cell, found.get(each.key(place)), plan) for place, filled in enumerate(each.ends))
        inner = [(filled.cell, found.get(each.key(filled.cell))) for filled in each.between]
        solved = any(answer is not None for _, answer in inner)
        between = tuple(_end(cell, answer, plan) for cell, answer in inner) if solved else ()
        made.append(Call(each.applicant, each.column, each.label, ends_, between))
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
