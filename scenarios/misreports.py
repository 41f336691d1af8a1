"""Misreports: the honest-looking other answers that applicants could give, question by question.

A blank; a number rounded to the roundest figure, or up to a limit, anchor or corner that a rule states, within the
margin; a date moved to a limit within the days; the neighbouring choice. A count may be off by one whatever its size.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from intake import AnswerType, Condition, Question
from optimizer import Limit, MinimumScore
from scenarios.manipulation_settings import Honest
from scenarios.outcome import Outcome

Floats: TypeAlias = npt.NDArray[np.float64]
Flags: TypeAlias = npt.NDArray[np.bool_]
STEPS = tuple(part * 10.0**power for power in range(9, -4, -1) for part in (5, 2, 1))
"""What a round figure is a multiple of, the roundest first."""
PLACES = 6


class Kind(StrEnum):
    """How an answer is bent."""

    BLANK = "blank"
    ROUND = "round figure"
    LIMIT = "up to a limit"
    CHOICE = "neighbouring choice"
    TOGETHER = "all of these together"
    MARK = "one mark higher"


@dataclass(frozen=True, eq=False)
class Sweep:
    """One way of bending the answers to one question: for every applicant whether it is open, and the other answer."""

    column: str
    kind: Kind
    open: Flags
    cells: npt.NDArray[Any]


def sweeps(outcome: Outcome, columns: Iterable[str], honest: Honest) -> Iterator[Sweep]:
    """Every honest-looking misreport of the answers in these columns, rows in the order of the applicants' table.

    A question that is not asked of a kind of library, and one that was left blank, offers none: whoever has said
    nothing cannot bend it.
    """
    table = outcome.round.table()
    wanted = set(columns)
    for question in outcome.round.criteria.questions:
        if question.column not in wanted:
            continue
        cells = table[question.column]
        asked = np.array([not question.kinds or kind in question.kinds for kind in table["kind"]], dtype=np.bool_)
        said = asked & cells.notna().to_numpy()
        blank = pd.NaT if question.type is AnswerType.DATE else np.nan if cells.dtype.kind == "f" else None
        yield Sweep(question.column, Kind.BLANK, said, np.full(len(table), blank, dtype=object))
        if question.type is AnswerType.NUMBER:
            yield from _numbers(outcome, question, table, said, honest)
        elif question.type is AnswerType.DATE:
            yield from _dates(outcome, question, cells, said, honest)
        elif question.type is AnswerType.CHOICE:
            yield from _choices(outcome, question, cells, said)


def _numbers(outcome: Outcome, question: Question, table: pd.DataFrame, said: Flags, honest: Honest) -> Iterator[Sweep]:
    given = table[question.column].to_numpy(dtype=np.float64, na_value=np.nan)
    room = np.maximum(np.abs(given) * honest.margin, 1.0 if question.whole and honest.margin else 0.0)
    low = -np.inf if question.at_least is None else question.at_least
    high = np.inf if question.at_most is None else question.at_most
    for sign in (1.0, -1.0):
        yield _bent(question, Kind.ROUND, said, given, roundest(given, room, sign, whole=question.whole), (low, high))
    for limit in _limits(outcome, question.column, table):
        for at in (np.ceil(limit), np.floor(limit)) if question.whole else (limit,):
            near = np.where(np.abs(at - given) <= room + 10.0**-PLACES, at, np.nan)
            yield _bent(question, Kind.LIMIT, said, given, near, (low, high))


def _bent(
    question: Question, kind: Kind, said: Flags, given: Floats, other: Floats, possible: tuple[float, float]
) -> Sweep:
    """Keep what really is another answer, and one that can be true at all."""
    with np.errstate(invalid="ignore"):
        fits = said & np.isfinite(other) & (other >= possible[0]) & (other <= possible[1]) & (other != given)
    return Sweep(question.column, kind, fits, other.astype(object))


def roundest(given: Floats, room: Floats, sign: float, *, whole: bool) -> Floats:
    """The roundest figure beyond each number within its room: a multiple of 1, 2 or 5 times a power of ten.

    sign: 1 above the number, -1 below it. Of multiples of one step the nearest; NaN where there is none.
    """
    found = np.full(len(given), np.nan)
    for step in STEPS:
        if whole and step < 1:
            break
        with np.errstate(invalid="ignore"):
            # A number that is a multiple already is written as one, whatever its last bit: the next is a step away.
            beyond = (np.floor(sign * given / step + 10.0**-9) + 1) * step * sign
            near = np.isnan(found) & (np.abs(beyond - given) <= room + 10.0**-9)
        found = np.where(near, np.round(beyond, PLACES), found)
    return found


def _limits(outcome: Outcome, column: str, table: pd.DataFrame) -> Iterator[Floats]:
    """The figures at which a rule begins to treat a number otherwise, one array an applicant each."""
    everyone = np.ones(len(table))
    for condition in _conditions(outcome):
        if condition.column == column:
            bounds = (condition.at_least, condition.at_most)
            yield from (everyone * bound for bound in bounds if isinstance(bound, int | float))
    for criterion in outcome.round.criteria.criteria:
        if (
            criterion.panel is None
            and column in (criterion.column, *criterion.fallbacks)
            and criterion.shape != "levels"
        ):
            base = everyone
            if criterion.per is not None:
                base = table[criterion.per.column].to_numpy(dtype=np.float64, na_value=np.nan) * criterion.per.times
            ends = (criterion.anchors.zero.at, criterion.anchors.one.at, *(x for x, _ in criterion.points))
            yield from (np.round(base * end, PLACES) for end in sorted(set(ends)))
    for package in outcome.round.catalogue.packages:
        if package.match is not None and package.match.pledged == column and package.match.unit == "percent":
            yield from (everyone * float(level * 100) for level in package.match.all_levels())
    for rule in outcome.rules:
        if isinstance(rule, MinimumScore) and rule.measure == column:
            yield everyone * rule.at_least
        if isinstance(rule, Limit) and column in rule.where:
            named = rule.where[column]
            held = named if isinstance(named, tuple) else (named,)
            yield from (everyone * each for each in held if isinstance(each, int | float))


def _conditions(outcome: Outcome) -> Iterator[Condition]:
    for gate in outcome.round.criteria.gates:
        if gate.id not in outcome.scenario.scoring.gates_off:
            yield from gate.conditions
    for package in outcome.round.catalogue.packages:
        yield from package.conditions
    for tier in outcome.round.catalogue.tiers:
        yield from tier.conditions


def _dates(
    outcome: Outcome, question: Question, cells: "pd.Series[Any]", said: Flags, honest: Honest
) -> Iterator[Sweep]:
    for condition in _conditions(outcome):
        for bound in (condition.at_least, condition.at_most):
            if condition.column == question.column and isinstance(bound, date):
                at = pd.Timestamp(bound)
                away = (cells - at).abs() <= pd.Timedelta(days=honest.days)
                fits = said & away.fillna(False).to_numpy(dtype=np.bool_) & (cells != at).to_numpy(dtype=np.bool_)
                yield Sweep(question.column, Kind.LIMIT, fits, np.full(len(cells), at, dtype=object))


def _choices(outcome: Outcome, question: Question, cells: "pd.Series[Any]", said: Flags) -> Iterator[Sweep]:
    """The choices before and after in the question's order, and the next better level of every criterion on it."""
    codes = [choice.code for choice in question.choices]
    ladders = [codes, codes[::-1]]
    for criterion in outcome.round.criteria.criteria:
        if criterion.levels and criterion.column == question.column:
            worth = {level.code: level.value for level in criterion.levels}
            ladders.append(sorted(worth, key=lambda code: (worth[code], codes.index(code) if code in codes else 0)))
    for ladder in {tuple(each): None for each in ladders}:
        following = dict(pairwise(ladder))
        other = np.array([following.get(str(cell)) for cell in cells], dtype=object)
        yield Sweep(question.column, Kind.CHOICE, said & np.array([each is not None for each in other]), other)
