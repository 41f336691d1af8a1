"""Own answers: which other answer of an applicant would earn so many points more, and which its gates need."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, log10
from typing import Any

import numpy as np
import pandas as pd

from intake import Condition, Criterion, Question, Round


@dataclass(frozen=True)
class Rung:
    """The answers that one criterion could be given, from the present one to the best, by number of steps.

    step: size of one step in the answer's unit (0 for choices); whole: only whole numbers.
    """

    criterion: Criterion
    question: Question
    start: float
    step: float
    most: int
    choices: tuple[str, ...] = ()

    def answer(self, steps: int) -> Any:  # noqa: ANN401
        """The answer after so many steps."""
        if self.choices:
            return self.choices[steps - 1]
        places = max(0, -floor(log10(abs(self.step))))
        return round(self.start + steps * self.step, places)


def rungs(round_: Round, table: pd.DataFrame, applicant: str) -> Iterator[Rung]:
    """Every criterion that the applicant answers itself and could still do better on, within the anchors."""
    questions = {question.column: question for question in round_.criteria.questions}
    row: pd.Series[Any] = table.loc[[applicant]].iloc[0]
    for criterion in round_.criteria.criteria:
        question = questions.get(criterion.column)
        if question is None or (question.kinds and row["kind"] not in question.kinds):
            continue
        found = _levels(criterion, question, row) if criterion.shape == "levels" else _numbers(criterion, question, row)
        if found is not None and found.most > 0:
            yield found


def _levels(criterion: Criterion, question: Question, row: "pd.Series[Any]") -> Rung | None:
    worth = {level.code: level.value for level in criterion.levels}
    now = worth.get(str(row[criterion.column]), -1.0)
    better = sorted((value, code) for code, value in worth.items() if value > max(now, 0.0))
    return Rung(criterion, question, 0.0, 0.0, len(better), tuple(code for _, code in better))


def _numbers(criterion: Criterion, question: Question, row: "pd.Series[Any]") -> Rung | None:
    base = 1.0
    if criterion.per is not None:
        base = float(row[criterion.per.column]) * criterion.per.times
        if not np.isfinite(base) or base <= 0:
            return None
    zero, one = criterion.anchors.zero.at * base, criterion.anchors.one.at * base
    given = row[criterion.column]
    up = 1 if one > zero else -1
    start = zero if pd.isna(given) else float(given)
    start = max(start, zero) if up == 1 else min(start, zero)
    step = 10.0 ** (floor(log10(abs(one - zero))) - 2)
    if question.whole:
        step, start = 1.0, float(floor(start) if up == 1 else ceil(start))
    end = one
    if up == 1 and question.at_most is not None:
        end = min(one, question.at_most)
    if up == -1 and question.at_least is not None:
        end = max(one, question.at_least)
    start = float(Fraction(round(start / step)) * Fraction(str(step))) if not question.whole else start
    most = ceil(round(abs(end - start) / step, 6)) if (end - start) * up > 0 else 0
    if end != one:
        most = floor(round(abs(end - start) / step, 6)) if (end - start) * up > 0 else 0
    return Rung(criterion, question, start, up * step, most)


def meeting(condition: Condition, cell: Any) -> Any:  # noqa: ANN401
    """The nearest answer that meets a gate's condition."""
    if condition.among:
        return condition.among[0]
    bound = condition.at_least
    if bound is None or (condition.at_most is not None and not pd.isna(cell) and cell > _comparable(condition.at_most)):
        bound = condition.at_most
    return _comparable(bound)


def _comparable(bound: Any) -> Any:  # noqa: ANN401
    return bound if isinstance(bound, int | float) else pd.Timestamp(bound)
