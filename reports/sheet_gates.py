"""Sheet Gates: how far every answer is from its gate's limit, who just missed, and by which gate alone."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from intake import Gate
from locales import Text, message
from reports.grid import AT_ONCE, Column, Grid, Kind, Mark, Row, Sheet, Value
from reports.words import ELIGIBLE, GATES
from scenarios import Outcome
from scoring import gate_margins, gate_unit, one_gate_short

MARKS = {"fail": Mark.ERROR, "unknown": Mark.WARNING}


def sheet(outcome: Outcome) -> Sheet:
    """Make the sheet: those that one gate alone keeps out first, then by score."""
    criteria, scores = outcome.round.criteria, outcome.scores
    gates = [gate for gate in criteria.gates if gate.id in scores.gates]
    room = gate_margins(outcome.round, scores)
    short = one_gate_short(scores)
    labels = {gate.id: gate.label for gate in gates}
    columns = (
        Column(message("Applicant")),
        Column(message("Library"), width=34),
        Column(message("Province"), width=18),
        Column(message("Eligible")),
        Column(message("Score"), Kind.POINTS),
        Column(message("Only this gate keeps it out"), width=26),
        *(each for gate in gates for each in _columns(outcome, gate)),
    )
    by_score = scores.table["score"].sort_index().sort_values(ascending=False, kind="stable").index
    near = by_score.isin(short.index)
    order = [*by_score[near], *by_score[~near]]

    def some(order: list[Any]) -> Iterator[Row]:
        rooms: list[list[float]] = room.loc[order].to_numpy().tolist()
        judged: list[list[str]] = scores.gates.loc[order, [gate.id for gate in gates]].to_numpy().tolist()
        people = zip(
            map(str, order),
            map(str, outcome.table.loc[order, "name"]),
            map(str, outcome.table.loc[order, "province"]),
            (ELIGIBLE[str(eligible)] for eligible in scores.table.loc[order, "eligible"]),
            map(float, scores.table.loc[order, "score"]),
            (labels.get(str(gate)) for gate in short.reindex(order)),
            strict=True,
        )
        shown = zip(people, judged, rooms, strict=True)
        yield from (_row(first, gates, said, margins) for first, said, margins in shown)

    rows = tuple(row for start in range(0, len(order), AT_ONCE) for row in some(order[start : start + AT_ONCE]))
    notes = (
        message(
            "After each gate: how much better the answer is than the limit, in its own unit; below zero: how much it "
            "is short. Answers to be chosen from a list have no such distance."
        ),
        message("Open means that an answer is missing: neither passed nor failed."),
    )
    facts = ((message("Kept out by one gate alone"), len(short), Mark.NOTICE if len(short) else Mark.NONE),)
    return Sheet(message("Gates"), (Grid(columns, rows),), facts, notes, frozen=2)


def _columns(outcome: Outcome, gate: Gate) -> list[Column]:
    found = [Column(message("Gate: {gate}", gate=gate.label), width=14)]
    for condition in gate.conditions:
        if not condition.among:
            question, unit = gate_unit(outcome.round, condition)
            said: Text = message("{question}, distance from the limit", question=question)
            if unit is not None:
                said = message("{question}, distance from the limit ({unit})", question=question, unit=unit)
            found.append(Column(said, Kind.NUMBER, 16))
    return found


def _row(first: tuple[Value, ...], gates: list[Gate], judged: list[str], margins: list[float]) -> Row:
    cells, marks = list(first), []
    room = iter(margins)
    for gate, status in zip(gates, judged, strict=True):
        if status in MARKS:
            marks.append((len(cells), MARKS[status]))
        cells.append(GATES[status])
        for _ in (condition for condition in gate.conditions if not condition.among):
            found = next(room)
            cells.append(None if pd.isna(found) else found)
    return Row(tuple(cells), marks=tuple(marks))
