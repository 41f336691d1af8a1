"""Lifts: which single better answer would bring an applicant's points up to a stated score. Points alone decide here.

Nothing is solved: whether the applicant would then be funded also depends on the money and on the rules.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from intake import Criterion, Question, Round
from locales import Text
from scoring.against import in_millionths
from scoring.answers import Answers
from scoring.gates import PASS, judge_all
from scoring.points import ONE_POINT, VALUE_ONE, Flags, Floats, Integers, contribution
from scoring.scores import Scores
from scoring.values import scale, value

NUDGES = 2
"""Steps by which a rounded answer may be mended before it is given up; more than one is never needed."""


@dataclass(frozen=True)
class Lift:
    """One answer that would bring one applicant to the stated score: the present answer, the one needed, its gain."""

    criterion: str
    label: Text
    question: Text
    before: Text
    after: Text
    points: float


@dataclass(frozen=True, eq=False)
class Lifts:
    """Single answers that would do, by points alone.

    answers: index applicant, one column a criterion that an applicant answers itself; the least better answer with
    which the score reaches its target, None where none does. gains: the points that the score would rise by.
    """

    answers: pd.DataFrame
    gains: pd.DataFrame

    def of(self, round_: Round, applicant: str) -> tuple[Lift, ...]:
        """Put one applicant's lifts into words, in the order of the criteria; none for one that was not asked about."""
        if applicant not in self.answers.index:
            return ()
        return Lifts(self.answers.loc[[applicant]], self.gains.loc[[applicant]]).said(round_)[applicant]

    def said(self, round_: Round) -> dict[str, tuple[Lift, ...]]:
        """Put all lifts into words, by applicant."""
        words = Answers(round_.criteria)
        found: dict[str, list[Lift]] = {str(each): [] for each in self.answers.index}
        now = round_.applicants.loc[self.answers.index]
        for criterion in (each for each in round_.criteria.criteria if each.id in self.answers):
            unit = None if criterion.per else criterion.unit
            column, title = criterion.column, words.title(criterion.column)
            cells = zip(found, now[column].tolist(), self.answers[criterion.id], self.gains[criterion.id], strict=True)
            for applicant, before, after, gain in cells:
                if after is not None:
                    was, needed = words.said(column, before, unit), words.said(column, after, unit)
                    found[applicant].append(Lift(criterion.id, criterion.label, title, was, needed, float(gain)))
        return {applicant: tuple(told) for applicant, told in found.items()}


def lifts(round_: Round, scores: Scores, targets: "pd.Series[float]") -> Lifts:
    """Find, for every applicant in `targets` (index applicant, value a score), each single answer that reaches it.

    Answers stay within the anchors and the limits of their question, are rounded to whole numbers or to a hundredth
    or so of the scale, always to the better side, and are tried by scoring again every criterion and judging again
    every gate that reads them: an answer that passes no longer a gate is none. Where another criterion loses by the
    same answer, the least that does may go unnoticed, but none is listed that does not.
    """
    table = round_.table()
    table = (table if scores.panel is None else scores.panel.beside(table)).loc[targets.index]
    asked = {question.column: question for question in round_.criteria.questions}
    goal = in_millionths(targets.to_frame())[:, 0]
    room = _Room(round_, scores, table, goal)
    answers: dict[str, Any] = {}
    gains: dict[str, Any] = {}
    for criterion in round_.criteria.criteria:
        question = asked.get(criterion.column)
        if question is not None and criterion.panel is None:
            answers[criterion.id], gains[criterion.id] = room.lift(criterion, question)
    return Lifts(pd.DataFrame(answers, index=table.index, dtype=object), pd.DataFrame(gains, index=table.index))


class _Room:
    """Works out lifts for some applicants, criterion by criterion, all applicants at once."""

    def __init__(self, round_: Round, scores: Scores, table: pd.DataFrame, goal: Integers) -> None:
        self._round, self._scores, self._table, self._goal = round_, scores, table, goal
        held = scores.contributions.loc[table.index]
        self._earned = dict(zip(held.columns, in_millionths(held).T, strict=True))
        self._score = in_millionths(scores.table.loc[table.index, ["score"]])[:, 0]
        self._parts = {str(name): round(weight * 100 * ONE_POINT) for name, weight in scores.weights.items()}
        self._judged = scores.gates.loc[table.index]

    def lift(self, criterion: Criterion, question: Question) -> "tuple[pd.Series[Any], pd.Series[float]]":
        """Give the least answer that does, and what the score gains by it."""
        part = self._parts[criterion.id]
        wanted = self._earned[criterion.id] + self._goal - self._score
        able = (wanted > self._earned[criterion.id]) & (wanted <= part) & (part > 0)
        if question.kinds:
            able &= self._table["kind"].isin(list(question.kinds)).to_numpy(dtype=np.bool_)
        # The least value whose points, rounded half up, are those wanted.
        needed = -((VALUE_ONE // 2 - np.where(able, wanted, 0) * VALUE_ONE) // max(part, 1))
        if criterion.shape == "levels":
            tries, able = _levels(criterion, needed, able)
        else:
            tries, able = _numbers(criterion, question, self._table, needed, able)
        return self._least(criterion, tries, able)

    def _least(
        self, criterion: Criterion, tries: list[NDArray[Any]], able: Flags
    ) -> "tuple[pd.Series[Any], pd.Series[float]]":
        """Take the first try that holds when everything which reads the column is worked out again."""
        answers = np.full(len(able), None, dtype=object)
        gains = np.full(len(able), np.nan)
        open_ = able.copy()
        for given in tries:
            at = np.flatnonzero(open_)
            if not len(at):
                break
            cells = pd.Series(given[at], index=self._table.index[at], dtype=object)
            if criterion.shape != "levels":
                cells = cells.astype("float64")
            reached, allowed = self._again(criterion.column, cells, at)
            good = (self._score[at] + reached >= self._goal[at]) & allowed
            answers[at[good]] = given[at[good]]
            gains[at[good]] = reached[good] / ONE_POINT
            open_[at[good]] = False
        index = self._table.index
        return pd.Series(answers, index=index, dtype=object), pd.Series(gains, index=index)

    def _again(self, column: str, cells: "pd.Series[Any]", at: NDArray[np.intp]) -> tuple[Integers, Flags]:
        """Give the points gained by other answers to one question, and whether no gate that was passed is failed."""
        changed = self._table.iloc[at].assign(**{column: cells})
        gained = np.zeros(len(at), dtype=np.int64)
        for each in self._round.criteria.criteria:
            if column in (each.column, *each.fallbacks, each.per.column if each.per else ""):
                gained += contribution(value(each, changed).values, self._parts[each.id]) - self._earned[each.id][at]
        gates = [gate for gate in self._round.criteria.gates if any(c.column == column for c in gate.conditions)]
        allowed = np.ones(len(at), dtype=np.bool_)
        now = judge_all(gates, changed)
        for gate in gates:
            before = self._judged[gate.id].to_numpy()[at]
            allowed &= (before != PASS) | (now[gate.id].to_numpy() == PASS)
        return gained, allowed


def _levels(criterion: Criterion, needed: Integers, able: Flags) -> tuple[list[NDArray[Any]], Flags]:
    """Give the levels that are worth enough, the lowest first; of equal ones the first by code."""
    ordered = sorted((round(level.value * VALUE_ONE), level.code) for level in criterion.levels)
    place = np.searchsorted(np.array([worth for worth, _ in ordered], dtype=np.int64), needed)
    codes = np.array([*(code for _, code in ordered), None], dtype=object)
    tries = [codes[np.minimum(place + nudge, len(ordered))] for nudge in range(len(ordered))]
    return tries, able & (place < len(ordered))


def _numbers(
    criterion: Criterion, question: Question, table: pd.DataFrame, needed: Integers, able: Flags
) -> tuple[list[NDArray[Any]], Flags]:
    """Give the figure that is worth enough, as an answer rounded to the better side; and those a step better."""
    base = np.ones(len(table))
    if criterion.per is not None:
        base = criterion.per.times * table[criterion.per.column].to_numpy(dtype=np.float64, na_value=np.nan)
        able = able & np.isfinite(base) & (base > 0)
        base = np.where(able, base, 1.0)
    up = criterion.direction == "up"
    end = (criterion.anchors.one.at if up else -criterion.anchors.one.at) * base
    wide = abs(criterion.anchors.one.at - criterion.anchors.zero.at) * base
    digits = np.zeros(len(table), dtype=np.int64) if question.whole else 2 - np.floor(np.log10(wide)).astype(np.int64)
    exact = _figure(criterion, needed) * base * (1 if up else -1)
    steps = np.ceil(np.round(exact * 10.0**digits, 6))
    limit = question.at_most if up else question.at_least
    most = np.full(len(table), np.inf) if limit is None else np.full(len(table), limit if up else -limit)
    tries: list[NDArray[Any]] = []
    for nudge in range(NUDGES):
        given = _at(steps + nudge, digits)
        # The best anchor itself need not be a multiple of the step.
        given = np.where(given > end, np.where(question.whole, np.ceil(end), end), given)
        tries.append(np.where(given <= most, given if up else -given, np.nan) + 0.0)
    return tries, able & ~np.isnan(tries[0])


def _at(steps: Floats, digits: Integers) -> Floats:
    """Steps as numbers with so many decimals, the nearest there are."""
    return np.where(digits >= 0, steps / 10.0 ** np.maximum(digits, 0), steps * 10.0 ** np.maximum(-digits, 0))


def _figure(criterion: Criterion, needed: Integers) -> Floats:
    """Read a scale backwards: the worst figure whose value is at least so many billionths."""
    xs, ys = scale(criterion)
    if criterion.direction == "down":
        xs, ys = xs[::-1], ys[::-1]
    value_ = np.clip(needed / VALUE_ONE, ys[0], ys[-1])
    right = np.clip(np.searchsorted(ys, value_, side="left"), 1, len(ys) - 1)
    rise = ys[right] - ys[right - 1]
    along = np.where(rise > 0, (value_ - ys[right - 1]) / np.where(rise > 0, rise, 1.0), 0.0)
    figure: Floats = xs[right - 1] + along * (xs[right] - xs[right - 1])
    return figure
