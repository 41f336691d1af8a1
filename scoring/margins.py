"""Margins at the gates: how far every answer is from its limit, in the answer's own unit."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from intake import Condition, Round
from locales import Label, Message, Text, message
from scoring.answers import Answers, blank, rows
from scoring.gates import NOT_ASKED, condition_outcome, condition_said
from scoring.points import Floats
from scoring.scores import Scores

DAY = np.timedelta64(1, "D")
DIGITS = 9
"""Decimals kept of a margin: what differs after them is the arithmetic's, not the answer's."""


@dataclass(frozen=True)
class GateMargin:
    """One condition of one gate and one applicant.

    status: of this condition alone: pass, fail, unknown (no answer) or not asked. said: the answer beside what is
    needed. margin: how much better the answer is than its limit, in `unit`; negative: how much it is short of it;
    None for a choice, and where there is no answer.
    """

    gate: str
    label: Label
    column: str
    question: Text
    status: str
    said: Message
    margin: float | None
    unit: Text


def margins(condition: Condition, table: pd.DataFrame) -> "pd.Series[float]":
    """Give every row's margin at one condition: days for dates, else the column's unit; NaN for choices and blanks."""
    if condition.among:
        return pd.Series(np.nan, index=table.index, dtype="float64")
    cells = table[condition.column]
    room = np.full(len(table), np.inf)
    for bound, sign in ((condition.at_least, 1), (condition.at_most, -1)):
        if bound is not None:
            room = np.minimum(room, sign * _beyond(cells, bound))
    return pd.Series(room, index=table.index, dtype="float64")


def gate_margins(round_: Round, scores: Scores) -> pd.DataFrame:
    """Give all margins of all applicants: one column (gate, place of the condition) a condition that has a limit.

    NaN where the gate was not asked, or there is no answer.
    """
    table = _table(round_, scores)
    found: dict[tuple[str, int], Any] = {}
    for gate in round_.criteria.gates:
        asked = scores.gates[gate.id] != NOT_ASKED
        for place, condition in enumerate(gate.conditions):
            if not condition.among:
                found[gate.id, place] = margins(condition, table).where(asked)
    columns = pd.MultiIndex.from_tuples(list(found), names=["gate", "condition"]) if found else None
    return pd.DataFrame(found, index=table.index, columns=columns)


def margins_of(round_: Round, scores: Scores, applicants: Sequence[str]) -> dict[str, tuple[GateMargin, ...]]:
    """Give the margins of some applicants, condition by condition, in words; raises KeyError for one not there."""
    table = _table(round_, scores).loc[list(applicants)]
    cells, judged = rows(table, list(applicants)), rows(scores.gates, list(applicants))
    answers = Answers(round_.criteria)
    found: dict[str, list[GateMargin]] = {each: [] for each in applicants}
    for gate, condition in [(each, one) for each in round_.criteria.gates for one in each.conditions]:
        question, unit = gate_unit(round_, condition)
        for each, room in margins(condition, table).items():
            applicant = str(each)
            asked = judged[applicant][gate.id] != NOT_ASKED
            found[applicant].append(
                GateMargin(
                    gate=gate.id,
                    label=gate.label,
                    column=condition.column,
                    question=question,
                    status=condition_outcome(condition, cells[applicant]) if asked else NOT_ASKED,
                    said=condition_said(condition, cells[applicant], answers),
                    margin=None if blank(room) or not asked else float(room),
                    unit=unit,
                )
            )
    return {applicant: tuple(margins_) for applicant, margins_ in found.items()}


def _table(round_: Round, scores: Scores) -> pd.DataFrame:
    table = round_.table()
    return table if scores.panel is None else scores.panel.beside(table)


def _beyond(cells: "pd.Series[Any]", bound: float | datetime.date) -> Floats:
    """How far cells lie above a bound; the sign is that of the comparison itself, whatever the rounding."""
    if isinstance(bound, datetime.date):
        far: Floats = (cells.to_numpy(dtype="datetime64[ns]") - np.datetime64(bound, "ns")) / DAY
        return far
    given = cells.to_numpy(dtype=np.float64, na_value=np.nan)
    raw = given - bound
    near: Floats = np.round(raw, DIGITS)
    return np.where((near == 0) & (raw != 0), raw, near)


def gate_unit(round_: Round, condition: Condition) -> tuple[Text, Text]:
    """Name what a condition with a limit asks, and the unit of its margin (None: it has none)."""
    answers = Answers(round_.criteria)
    dated = isinstance(condition.at_least or condition.at_most, datetime.date)
    return answers.title(condition.column), message("days") if dated else answers.unit(condition.column)
