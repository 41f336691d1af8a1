"""Blanks: answers and official figures that are missing, and what could stand there."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import pandas as pd

from intake import Condition, Criterion, Level, Missing, Question, Round
from scenarios.outcome import Outcome
from scenarios.own_answers import meeting


@dataclass(frozen=True)
class Blank:
    """One empty cell: of an applicant's answers, or (region) of its district's figures; `key` is the id of the row."""

    region: bool
    key: str
    column: str


@dataclass(frozen=True)
class Filled:
    """What a blank is taken to hold."""

    blank: Blank
    cell: Any


@dataclass(frozen=True)
class Range:
    """What a blank could hold by one criterion: from its worst to its best, or one of levels, worst first."""

    blank: Blank
    worst: float = 0.0
    best: float = 0.0
    whole: bool = False
    levels: tuple[str, ...] = ()

    def at(self, share: Fraction) -> Filled:
        """The answer so far along from the worst (0) to the best (1)."""
        if self.levels:
            place = min(int(share * len(self.levels)), len(self.levels) - 1)
            return Filled(self.blank, self.levels[place])
        number = self.worst + float(share) * (self.best - self.worst)
        return Filled(self.blank, float(round(number)) if self.whole else round(number, 6))


def ranges(outcome: Outcome) -> tuple[Range, ...]:
    """Every missing answer of everyone with a rank, where a criterion counts it as nothing until it is there.

    Where an answer is required, or a gate waits for it, the scenario's rule stands. An official figure that a
    district lacks is one blank for all its applicants.
    """
    ranked = outcome.scores.table["rank"].notna()
    table = outcome.round.table()
    found: dict[Blank, Range] = {}
    for criterion in outcome.round.criteria.criteria:
        if criterion.panel is not None or criterion.missing is Missing.REJECT:
            continue
        missing = outcome.scores.missing[criterion.id] & ranked
        for name in sorted(map(str, missing.index[missing])):
            row = {str(column): cell for column, cell in table.loc[name].items()}
            made = range_of(outcome.round, criterion, name, row)
            if made is not None:
                found.setdefault(made.blank, made)
    return tuple(found.values())


def range_of(round_: Round, criterion: Criterion, applicant: str, row: dict[str, Any]) -> Range | None:
    """What an applicant's blank could hold by a criterion; None where what is missing is what it is divided by."""
    if not pd.isna(row[criterion.column]):
        return None
    asked = criterion.column in round_.applicants
    blank = Blank(not asked, applicant if asked else str(row["region"]), criterion.column)
    if criterion.shape == "levels":
        return Range(blank, levels=tuple(each.code for each in sorted(criterion.levels, key=_by_value)))
    base = 1.0
    if criterion.per is not None:
        base = float(row[criterion.per.column]) * criterion.per.times
        if not base > 0:
            return None
    question = next((each for each in round_.criteria.questions if each.column == criterion.column), None)
    worst, best = (_possible(question, end * base) for end in (criterion.anchors.zero.at, criterion.anchors.one.at))
    return Range(blank, worst, best, whole=question is not None and question.whole)


def _by_value(level: Level) -> tuple[float, str]:
    return level.value, level.code


def _possible(question: Question | None, number: float) -> float:
    if question is not None and question.at_least is not None:
        number = max(number, question.at_least)
    if question is not None and question.at_most is not None:
        number = min(number, question.at_most)
    return number


def filled(round_: Round, answers: Iterable[Filled]) -> Round:
    """The round with these blanks filled, everything else as it is."""
    given = list(answers)
    if not given:
        return round_
    people, regions = round_.applicants.copy(), round_.regions.copy()
    for each in given:
        table = regions if each.blank.region else people
        table.loc[each.blank.key, each.blank.column] = each.cell
    return replace(round_, applicants=people, regions=regions)


POINTS = tuple(Fraction(2 * k + 1, 8) for k in range(4))
"""Answers between the ends: the middles of the four quarters of what could be answered."""


def ends(outcome: Outcome) -> Iterator[tuple[str, str, tuple[Filled, ...], tuple[Filled, ...]]]:
    """For everyone and every question left blank that a criterion or gate reads: what could be answered.

    Gives applicant, column, the answers at its two ends, worst first (the better one alone where the other is as the
    blank counts), and answers between them, each as likely (of a choice: every choice; none where a gate asks).
    """
    criteria = outcome.round.criteria
    table = outcome.round.table()
    questions = {each.column: each for each in criteria.questions}
    scored = {each.column: each for each in criteria.criteria if each.panel is None}
    gated = {each.column: each for gate in criteria.gates for each in gate.conditions}
    for name in sorted(map(str, table.index)):
        row = {str(column): cell for column, cell in table.loc[name].items()}
        for column, question in questions.items():
            asked = not question.kinds or row["kind"] in question.kinds
            if not asked or not pd.isna(row[column]):
                continue
            if column in scored:
                made = range_of(outcome.round, scored[column], name, row)
                if made is not None:
                    yield name, column, (made.at(Fraction(0)), made.at(Fraction(1))), _between(made)
            elif column in gated:
                yield name, column, _at_gate(question, gated[column], Blank(False, name, column)), ()


def _between(held: Range) -> tuple[Filled, ...]:
    count = len(held.levels)
    return tuple(held.at(share) for share in (POINTS if not count else (Fraction(k, count) for k in range(count))))


def _at_gate(question: Question, condition: Condition, blank: Blank) -> tuple[Filled, ...]:
    worst = [each.code for each in question.choices if each.code not in condition.among]
    met = Filled(blank, meeting(condition, None))
    return (Filled(blank, worst[0]), met) if condition.among and worst else (met,)
