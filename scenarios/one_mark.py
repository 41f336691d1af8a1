"""One mark: what it gains when one reviewer marks one application a step higher than it did."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from intake import Criterion, PanelScale, Round, marked
from locales import message
from scenarios.allocations import Question, allocations
from scenarios.cases import Case, Change, case_of
from scenarios.misreport import Misreport
from scenarios.misreports import Kind
from scenarios.outcome import Outcome
from scenarios.sweep import Spread
from scenarios.would_fund import NO, answer_for
from scoring import score

SHARE = 10
"""A step of a scale that is not of whole marks: this part of it."""


def one_mark(
    outcome: Outcome, scheduler: Spread | None = None, processes: int | None = None
) -> dict[str, list[Misreport]]:
    """By criterion, for everyone with a mark that could be higher: the first such reviewer gives a step more.

    Where marks are calibrated, one mark moves the others' too, so every round is judged again as a whole.
    """
    found: dict[str, list[Misreport]] = {}
    before = outcome.scores.table
    worlds = [
        (criterion.id, name, given, more, score(round_, outcome.scenario.scoring).table, round_)
        for criterion in marked(outcome.round.criteria)
        for name, given, more, round_ in _raised(outcome.round, criterion)
    ]
    inside = frozenset(map(str, outcome.plan.awards.index))
    case = case_of(outcome)
    open_ = {
        (criterion, name): Question(
            Case(round_, outcome.scenario, case.known),
            Change(),
            message("a higher mark for {applicant}", applicant=name),
        )
        for criterion, name, _, _, after, round_ in worlds
        if name not in inside
        and _standing(after, name).rank is not None
        and not after["points"].equals(before["points"])
    }
    answers = dict(zip(open_, allocations([*open_.values()], scheduler, processes=processes), strict=True))
    for criterion, name, given, more, after, _ in worlds:
        answer, was, now = answers.get((criterion, name)), _standing(before, name), _standing(after, name)
        found.setdefault(criterion, []).append(
            Misreport(
                name,
                Kind.MARK,
                ((criterion, given, more),),
                round(now.points - was.points, 4),
                round(now.low - was.low, 6),
                was.rank,
                now.rank,
                NO if answer is None else answer_for(answer, name),
            )
        )
    return found


@dataclass(frozen=True)
class _Standing:
    points: float
    low: float
    rank: int | None


def _standing(table: pd.DataFrame, name: str) -> _Standing:
    row: dict[str, Any] = {str(column): cell for column, cell in table.loc[name].items()}
    return _Standing(float(row["points"]), float(row["score_low"]), None if pd.isna(row["rank"]) else int(row["rank"]))


def _raised(round_: Round, criterion: Criterion) -> Iterator[tuple[str, float, float, Round]]:
    """Everyone with a mark below the best: the mark, the higher one, and the round with it."""
    marks, scale = round_.marks, criterion.panel
    if marks is None or scale is None:
        return
    held = marks[(marks["criterion"] == criterion.id) & ~marks["conflict"]].dropna(subset=["mark"])
    low = held[held["mark"] < scale.at_most].sort_values(["applicant", "reviewer"], kind="stable")
    for at, row in low.drop_duplicates("applicant").iterrows():
        given = float(row["mark"])
        more = min(given + _step(scale), scale.at_most)
        other = marks.copy()
        other.loc[at, "mark"] = more
        yield str(row["applicant"]), given, more, replace(round_, marks=other)


def _step(scale: PanelScale) -> float:
    return 1.0 if scale.whole else (scale.at_most - scale.at_least) / SHARE
