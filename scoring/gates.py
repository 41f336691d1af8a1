"""Gates: conditions that no score can make up for, judged per applicant, with the reason in words."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import numpy as np
import pandas as pd

from intake import Condition, Criteria, Finding, Gate
from locales import Date, Label, Message, Text, message
from scoring.answers import Answers, Row, blank, no_answer, with_unit
from scoring.faults import fault

PASS: Final = "pass"  # noqa: S105 (a verdict, not a password)
FAIL: Final = "fail"
UNKNOWN: Final = "unknown"
NOT_ASKED: Final = "not asked"


@dataclass(frozen=True)
class GateReason:
    """What one gate says about one applicant.

    `reasons` holds the conditions that decided: those that fail, or else those without an answer, or all of
    them when the gate is passed; for a gate that was not asked, why not.
    """

    gate: str
    label: Label
    status: str
    reasons: tuple[Message, ...]


def judge(gate: Gate, table: pd.DataFrame) -> pd.Series:
    """Judge every row: "pass", "fail", "unknown", or "not asked" where the gate does not concern its kind.

    All conditions must hold; one that fails makes the gate fail, whatever the others; else one without an
    answer makes it unknown.
    """
    failed = np.zeros(len(table), dtype=np.bool_)
    unknown = np.zeros(len(table), dtype=np.bool_)
    for condition in gate.conditions:
        holds = condition.holds(table)
        unknown |= holds.isna().to_numpy()
        failed |= (~holds.fillna(True)).to_numpy(dtype=np.bool_)
    status = np.select([~_concerned(gate, table), failed, unknown], [NOT_ASKED, FAIL, UNKNOWN], default=PASS)
    return pd.Series(status, index=table.index, name=gate.id, dtype="str")


def judge_all(gates: Sequence[Gate], table: pd.DataFrame, off: Sequence[str] = ()) -> pd.DataFrame:
    """Judge every gate: one column a gate in the order of the file; those in `off` are asked of nobody."""
    columns: dict[str, Any] = {
        gate.id: pd.Series(NOT_ASKED, index=table.index, dtype="str") if gate.id in off else judge(gate, table)
        for gate in gates
    }
    return pd.DataFrame(columns, index=table.index)


def why(gate: Gate, status: str, row: Row, criteria: Criteria) -> GateReason:
    """Say why one applicant has this status at one gate: what it answered, and what is needed."""
    if status == NOT_ASKED:
        concerned = not gate.kinds or row["kind"] in gate.kinds
        reason = (
            message("This gate is switched off.")
            if concerned
            else message("This gate does not concern this kind of library.")
        )
        return GateReason(gate.id, gate.label, status, (reason,))
    answers = Answers(criteria)
    judged = [
        (condition_outcome(condition, row), condition_said(condition, row, answers)) for condition in gate.conditions
    ]
    return GateReason(gate.id, gate.label, status, tuple(said for outcome, said in judged if outcome == status))


def gate_faults(gates: Sequence[Gate], table: pd.DataFrame, off: Sequence[str] = ()) -> Iterator[Finding]:
    """Find why gates cannot be judged: unknown names in `off`, columns absent or of the wrong type."""
    known = tuple(gate.id for gate in gates)
    for gate_id in sorted(set(off) - set(known)):
        yield fault(
            "scoring-gate-unknown",
            message("Gate {gate} is to be switched off, but there is no such gate.", gate=gate_id),
            message("Use one of: {gates}.", gates=known) if known else message("Leave it out; there are no gates."),
            file="",
            value=gate_id,
        )
    for gate in gates:
        for condition in gate.conditions:
            yield from _condition_faults(gate, condition, table)


def _condition_faults(gate: Gate, condition: Condition, table: pd.DataFrame) -> Iterator[Finding]:
    if condition.column not in table.columns:
        yield fault(
            "scoring-column-absent",
            message(
                "Gate {gate} reads a column that is neither a question nor a figure of the district.",
                gate=gate.label,
            ),
            message("Add a question for this column, or correct its name."),
            column=condition.column,
        )
        return
    dtype = table[condition.column].dtype
    for bound in (condition.at_least, condition.at_most):
        dated = isinstance(bound, datetime.date)
        fits = pd.api.types.is_datetime64_any_dtype(dtype) if dated else pd.api.types.is_numeric_dtype(dtype)
        if bound is not None and not fits:
            yield fault(
                "scoring-gate-type",
                message("Gate {gate} sets a limit that this column cannot be compared with.", gate=gate.label),
                message("Compare a date with a date and a number with a number."),
                column=condition.column,
                value=str(bound),
            )
    if pd.api.types.is_float_dtype(dtype):
        infinite = np.isinf(table[condition.column].to_numpy(dtype=np.float64, na_value=np.nan))
        for applicant in sorted(str(each) for each in table.index[infinite]):
            problem = message(
                "Gate {gate}: the figure of applicant {applicant} is infinite.",
                gate=gate.label,
                applicant=applicant,
            )
            yield fault(
                "scoring-infinite",
                problem,
                message("Give a finite number."),
                file="",
                column=condition.column,
            )


def _concerned(gate: Gate, table: pd.DataFrame) -> Any:  # noqa: ANN401
    if not gate.kinds:
        return np.ones(len(table), dtype=np.bool_)
    return table["kind"].isin(list(gate.kinds)).to_numpy(dtype=np.bool_)


def condition_outcome(condition: Condition, row: Row) -> str:
    """Judge one cell by the code that judges whole columns, so that reason and status agree."""
    return _judged(condition, row[condition.column])


@lru_cache(maxsize=4096)
def _judged(condition: Condition, cell: object) -> str:
    held = condition.holds(pd.DataFrame({condition.column: [cell]})).iloc[0]
    if blank(held):
        return UNKNOWN
    return PASS if held else FAIL


def condition_said(condition: Condition, row: Row, answers: Answers) -> Message:
    """Put one condition into words: the answer beside what is needed."""
    column = condition.column
    title, cell = answers.title(column), row[column]
    if blank(cell):
        return no_answer(title)
    answer = answers.said(column, cell)
    if condition.among:
        accepted = tuple(answers.said(column, each) for each in condition.among)
        return message("{question}: {answer}; needed: {accepted}", question=title, answer=answer, accepted=accepted)
    unit = answers.unit(column)
    least, most = _limit(condition.at_least, unit), _limit(condition.at_most, unit)
    if most is None:
        return message("{question}: {answer}, at least {limit} needed", question=title, answer=answer, limit=least)
    if least is None:
        return message("{question}: {answer}, at most {limit} allowed", question=title, answer=answer, limit=most)
    return message(
        "{question}: {answer}, between {least} and {most} needed",
        question=title,
        answer=answer,
        least=least,
        most=most,
    )


def gate_in_words(gate: Gate, criteria: Criteria) -> tuple[Message, ...]:
    """Say what a gate needs, condition by condition."""
    answers = Answers(criteria)
    return tuple(_needed(each, answers) for each in gate.conditions)


def _needed(condition: Condition, answers: Answers) -> Message:
    column = condition.column
    title, unit = answers.title(column), answers.unit(column)
    if condition.among:
        accepted = tuple(answers.said(column, each) for each in condition.among)
        return message("{question}: {accepted}", question=title, accepted=accepted)
    least, most = _limit(condition.at_least, unit), _limit(condition.at_most, unit)
    if condition.at_most is None:
        return message("{question}: at least {limit}", question=title, limit=least)
    if condition.at_least is None:
        return message("{question}: at most {limit}", question=title, limit=most)
    return message("{question}: between {least} and {most}", question=title, least=least, most=most)


def _limit(bound: float | datetime.date | None, unit: Label | None) -> Text:
    if bound is None:
        return None
    return Date(bound) if isinstance(bound, datetime.date) else with_unit(bound, unit)
