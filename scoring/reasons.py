"""Reasons: why an applicant has its score and its eligibility, and what sets it apart from another."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from intake import Criterion, Missing, Question, Round
from locales import Label, Message, Text, message
from scoring.answers import Answers, Row, blank, no_answer, rows, with_unit
from scoring.faults import fault, refuse
from scoring.gates import FAIL, UNKNOWN, GateReason, why
from scoring.points import ONE_POINT, millionths
from scoring.scores import Scores


@dataclass(frozen=True)
class CriterionReason:
    """What one criterion earned one applicant.

    `groups` are the labels from the root down. `question` names where the figure comes from; `answer` is the
    cell as given, with its unit, and `figure` what was put on the scale (differs from `answer` when it is
    divided by another figure). `zero` and `one` say which figures earn value 0 and value 1, and what they
    mean. `value` lies between 0 and 1, `weight` is the effective weight, `points` and `most` (what value 1
    would earn) are points of 100. `fallback` names the column used instead of the criterion's own, or is
    empty.
    """

    criterion: str
    label: Label
    groups: tuple[Label, ...]
    question: Text
    answer: Text
    figure: Text
    zero: Message
    one: Message
    value: float
    weight: float
    points: float
    most: float
    missing: bool
    rule: Missing
    fallback: str
    source: str


@dataclass(frozen=True)
class Reasons:
    """Everything that made one applicant's result; `criteria` points sum to `score` exactly in millionths.

    `obstacles` says in sentences what keeps it out, or open: failed gates, required answers that are missing,
    gates without an answer. It is empty for an eligible applicant.
    """

    applicant: str
    name: str
    score: float
    score_low: float
    score_high: float
    rank: int | None
    tied: bool
    eligible: str
    obstacles: tuple[Message, ...]
    gates: tuple[GateReason, ...]
    criteria: tuple[CriterionReason, ...]


@dataclass(frozen=True)
class Barred:
    """What keeps one applicant off the list: whether a gate is failed or open, and the obstacles of `Reasons`."""

    failed: bool
    open: bool
    eligible: str
    obstacles: tuple[Message, ...]


@dataclass(frozen=True)
class CriterionDifference:
    """One criterion of two applicants, in points; positive where the first is ahead."""

    criterion: str
    label: Label
    points: float
    other_points: float
    difference: float


@dataclass(frozen=True)
class Difference:
    """What sets one applicant apart from another: differences that sum to `gap` exactly in millionths."""

    applicant: str
    other: str
    gap: float
    criteria: tuple[CriterionDifference, ...]


def explain(round_: Round, scores: Scores, applicant: str) -> Reasons:
    """Explain one applicant's result; raises InputError when there is no such applicant."""
    return next(explain_all(round_, scores, [applicant]))


def explain_all(round_: Round, scores: Scores, applicants: Iterable[str] | None = None) -> Iterator[Reasons]:
    """Explain some applicants, or all in order of id; `scores` must be of this round."""
    chosen = list(scores.table.index) if applicants is None else list(applicants)
    _known(scores, chosen)
    table = round_.table()
    cells = rows(table if scores.panel is None else scores.panel.beside(table), chosen)
    judged, summary = rows(scores.gates, chosen), rows(scores.table, chosen)
    values, points = rows(scores.values, chosen), rows(scores.contributions, chosen)
    missing = rows(scores.missing, chosen)
    words = _Words(round_, scores)
    for each in chosen:
        criteria = tuple(
            words.criterion(criterion, cells[each], values[each], points[each], missing[each])
            for criterion in round_.criteria.criteria
        )
        gates = tuple(why(gate, judged[each][gate.id], cells[each], round_.criteria) for gate in round_.criteria.gates)
        result = summary[each]
        yield Reasons(
            applicant=each,
            name=str(cells[each]["name"]),
            score=result["score"],
            score_low=result["score_low"],
            score_high=result["score_high"],
            rank=None if blank(result["rank"]) else int(result["rank"]),
            tied=bool(result["tied"]),
            eligible=str(result["eligible"]),
            obstacles=(*_gate_obstacles(gates), *_blank_obstacles(criteria)),
            gates=gates,
            criteria=criteria,
        )


def barred(round_: Round, scores: Scores, applicants: Sequence[str]) -> dict[str, Barred]:
    """Say of some applicants what keeps them out or open, as `explain_all` does, and no more: for very many at once."""
    chosen = list(applicants)
    _known(scores, chosen)
    table = round_.table() if scores.panel is None else scores.panel.beside(round_.table())
    rejecting = [each for each in round_.criteria.criteria if each.missing is Missing.REJECT]
    asked = {condition.column for gate in round_.criteria.gates for condition in gate.conditions}
    columns = [str(column) for column in table.columns if column in asked or column == "kind"]
    cells, judged = rows(table[columns], chosen), rows(scores.gates, chosen)
    missing, eligible = rows(scores.missing, chosen), rows(scores.table[["eligible"]], chosen)
    found: dict[str, Barred] = {}
    for each in chosen:
        statuses = judged[each]
        stopped = [gate for gate in round_.criteria.gates if statuses[gate.id] in (FAIL, UNKNOWN)]
        gates = [why(gate, statuses[gate.id], cells[each], round_.criteria) for gate in stopped]
        blanks = (_blank_obstacle(criterion.label) for criterion in rejecting if missing[each][criterion.id])
        found[each] = Barred(
            failed=any(gate.status == FAIL for gate in gates),
            open=any(gate.status == UNKNOWN for gate in gates),
            eligible=str(eligible[each]["eligible"]),
            obstacles=(*_gate_obstacles(gates), *blanks),
        )
    return found


def difference(round_: Round, scores: Scores, applicant: str, other: str) -> Difference:
    """Compare two applicants criterion by criterion; raises InputError when one of them does not exist."""
    _known(scores, [applicant, other])
    parts: list[CriterionDifference] = []
    for criterion in round_.criteria.criteria:
        column = scores.contributions[criterion.id]
        points, other_points = float(column[applicant]), float(column[other])
        apart = (millionths(points) - millionths(other_points)) / ONE_POINT
        parts.append(CriterionDifference(criterion.id, criterion.label, points, other_points, apart))
    scored = scores.table["score"]
    gap = (millionths(float(scored[applicant])) - millionths(float(scored[other]))) / ONE_POINT
    return Difference(applicant, other, gap, tuple(parts))


def one_gate_short(scores: Scores) -> "pd.Series[Any]":
    """Find near misses: the one gate that an applicant fails or leaves open while passing all others.

    Index applicant, values gate ids; applicants with no obstacle at a gate, or with several, are left out.
    """
    stopped = scores.gates.isin([FAIL, UNKNOWN])
    short = stopped[stopped.sum(axis=1) == 1]
    gates = [str(gate) for gate in stopped.columns]
    found = [gates[position] for position in short.to_numpy(dtype=np.bool_).argmax(axis=1)] if gates else []
    return pd.Series(found, index=short.index, name="gate", dtype="str")


class _Words:
    """Puts criteria into words for one round and its scores."""

    def __init__(self, round_: Round, scores: Scores) -> None:
        self._answers = Answers(round_.criteria)
        self._weights = {str(node): float(weight) for node, weight in scores.weights.items()}
        self._groups = {group.id: group for group in round_.criteria.groups}

    def criterion(self, criterion: Criterion, row: Row, values: Row, points: Row, missing: Row) -> CriterionReason:
        each = criterion.id
        columns = (criterion.column, *criterion.fallbacks)
        used = next((column for column in columns if not blank(row[column])), criterion.column)
        weight = self._weights[each]
        question = self._answers.question(criterion.column)
        return CriterionReason(
            criterion=each,
            label=criterion.label,
            groups=self._path(criterion.group),
            question=_asked(criterion, question),
            answer=self._answers.said(used, row[used], None if criterion.per else criterion.unit),
            figure=self._figure(criterion, used, row, missing[each]),
            zero=self._anchor(criterion, one=False),
            one=self._anchor(criterion, one=True),
            value=values[each],
            weight=weight,
            points=points[each],
            most=millionths(100 * weight) / ONE_POINT,
            missing=missing[each],
            rule=criterion.missing,
            fallback=used if used != criterion.column else "",
            source=criterion.source,
        )

    def _figure(self, criterion: Criterion, used: str, row: Row, missing: bool) -> Text:
        if missing:
            return message("no answer") if blank(row[used]) else message("cannot be worked out")
        if criterion.shape == "levels" or criterion.per is None:
            return self._answers.said(used, row[used], criterion.unit)
        return with_unit(row[used] / (criterion.per.times * row[criterion.per.column]), criterion.unit)

    def _anchor(self, criterion: Criterion, *, one: bool) -> Message:
        anchor = criterion.anchors.one if one else criterion.anchors.zero
        if criterion.shape == "levels":
            return message("{meaning}", meaning=anchor.means)
        return message("{figure}: {meaning}", figure=with_unit(anchor.at, criterion.unit), meaning=anchor.means)

    def _path(self, group: str) -> tuple[Label, ...]:
        path: list[Label] = []
        while group:
            path.insert(0, self._groups[group].label)
            group = self._groups[group].parent
        return tuple(path)


def _asked(criterion: Criterion, question: Question | None) -> Text:
    if criterion.panel is not None:
        return message("mark of the panel")
    return question.label if question else message("figure of the district")


def _gate_obstacles(gates: Iterable[GateReason]) -> Iterator[Message]:
    for gate in gates:
        if gate.status == FAIL:
            yield message("Gate {gate} is failed: {reasons}.", gate=gate.label, reasons=gate.reasons)
        elif gate.status == UNKNOWN:
            yield message("Gate {gate} is open: {reasons}.", gate=gate.label, reasons=gate.reasons)


def _blank_obstacles(criteria: Iterable[CriterionReason]) -> Iterator[Message]:
    for criterion in criteria:
        if criterion.missing and criterion.rule is Missing.REJECT:
            yield _blank_obstacle(criterion.label)


def _blank_obstacle(label: Label) -> Message:
    return message("A required answer is missing: {reason}.", reason=no_answer(label))


def _known(scores: Scores, applicants: Iterable[str]) -> None:
    refuse(
        fault(
            "scoring-applicant-unknown",
            message("There is no applicant {applicant}.", applicant=each),
            message("Use an identifier from the applicants' file."),
            file="",
            value=each,
        )
        for each in applicants
        if each not in scores.table.index
    )
