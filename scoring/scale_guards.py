"""Scale guards: what about a criterion's anchors should be looked at, against the pool and what can be answered."""

from collections.abc import Iterator
from typing import Final

import numpy as np
import pandas as pd

from intake import Criterion, Finding, Question, Round
from locales import Message, message
from scoring.remarks import note, warning
from scoring.values import figures

NATURAL: Final = (0.0, 1.0, 100.0)
"""Ends that a scale has whoever applies: nothing, the whole, and all per cent."""
ENOUGH: Final = 10
"""Different answers from which on the very last one is met by chance seldom."""


def scale_guards(round_: Round) -> tuple[Finding, ...]:
    """Find anchors that are the pool's own lowest or highest answer, lie out of reach, or leave an end to nobody.

    An anchor taken from the pool makes a local scale (Belton and Stewart): one applicant more would move it for all
    others. Suspected are both ends together, and one that a single applicant of many reaches. The ends of what a
    question accepts, 0, 1 and 100 are anchors whoever applies.
    """
    table, questions = round_.table(), {each.column: each for each in round_.criteria.questions}
    found: list[Finding] = []
    for criterion in round_.criteria.criteria:
        question = questions.get(criterion.column)
        if criterion.levels:
            found += _levels(criterion)
        elif criterion.panel is None:
            found += _pool(criterion, question, table)
            found += _reach(criterion, question)
    return tuple(found)


def _pool(criterion: Criterion, question: Question | None, table: pd.DataFrame) -> Iterator[Finding]:
    given = figures(criterion, table)
    given = given[np.isfinite(given)]
    different = len(np.unique(given))
    if different < 2:
        return
    ends = {float(given.min()): message("lowest"), float(given.max()): message("highest")}
    anchors = [anchor.at for anchor in (criterion.anchors.zero, criterion.anchors.one)]
    stretched = all(at in ends for at in anchors)
    natural = {*NATURAL, *_limits(criterion, question)}
    for at in (at for at in anchors if at in ends and at not in natural):
        if not stretched and (different < ENOUGH or int((given == at).sum()) > 1):
            continue  # where answers are few or shared, an anchor meets the last of them by chance
        problem = message(
            "{criterion}: {anchor} is exactly the {end} answer of this pool. One applicant more would move such an "
            "anchor for all others.",
            criterion=criterion.label,
            anchor=_said(criterion, at),
            end=ends[at],
        )
        remedy = message("Take the anchor from what is wanted, not from who applied, or say why it is so.")
        if criterion.scale_checked:
            remedy = message("Looked into: {answer}", answer=criterion.scale_checked)
        say = note if criterion.scale_checked or natural & set(anchors) else warning
        yield say("scoring-anchor-of-pool", problem, remedy, criterion.column)


def _reach(criterion: Criterion, question: Question | None) -> Iterator[Finding]:
    low, high = _range(criterion, question)
    for anchor in (criterion.anchors.zero, criterion.anchors.one):
        if not low <= anchor.at <= high:
            problem = message(
                "{criterion}: {anchor} can never be answered; the question takes {low} to {high}.",
                criterion=criterion.label,
                anchor=_said(criterion, anchor.at),
                low=_end(low),
                high=_end(high),
            )
            yield warning("scoring-anchor-out-of-reach", problem, message("Reconsider this anchor."), criterion.column)


def _levels(criterion: Criterion) -> Iterator[Finding]:
    values = [level.value for level in criterion.levels]
    if max(values) < 1 or min(values) > 0:
        problem = message(
            "{criterion}: the choices are worth {low} to {high}, so its weight is never at stake as a whole.",
            criterion=criterion.label,
            low=min(values),
            high=max(values),
        )
        remedy = message("Let the best choice be worth 1 and the worst 0, or lower the weight.")
        yield note("scoring-levels-short", problem, remedy, criterion.column)


def _limits(criterion: Criterion, question: Question | None) -> tuple[float, ...]:
    return tuple(each for each in _range(criterion, question) if np.isfinite(each))


def _range(criterion: Criterion, question: Question | None) -> tuple[float, float]:
    """What can be answered at all; everything where an answer is divided by another column."""
    if question is None or criterion.per is not None:
        return -np.inf, np.inf
    low, high = question.at_least, question.at_most
    return -np.inf if low is None else low, np.inf if high is None else high


def _end(number: float) -> Message | float:
    return number if np.isfinite(number) else message("any number")


def _said(criterion: Criterion, at: float) -> Message:
    return message("{number} {unit}", number=at, unit=criterion.unit)
