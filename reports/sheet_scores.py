"""Sheet Scores: gates, points by criterion, score and rank of every applicant."""

from typing import Any

import pandas as pd

from locales import message
from reports.grid import Column, Grid, Kind, Mark, Row, Sheet, Value
from reports.words import ELIGIBLE, GATES, Names
from scenarios import Outcome

GATE_MARKS = {"fail": Mark.ERROR, "unknown": Mark.WARNING}


def sheet(outcome: Outcome) -> Sheet:
    """Make the sheet, best score first."""
    criteria, scores, names = outcome.round.criteria, outcome.scores, Names(outcome)
    gates = [gate for gate in criteria.gates if gate.id in scores.gates]
    leaves = [each for each in criteria.criteria if each.id in scores.contributions]
    columns = (
        Column(message("Rank"), Kind.WHOLE),
        Column(message("Applicant")),
        Column(message("Library"), width=34),
        Column(message("Kind"), width=18),
        Column(message("Province"), width=18),
        Column(message("Eligible")),
        Column(message("Score"), Kind.POINTS),
        Column(message("Score at worst"), Kind.POINTS),
        Column(message("Score at best"), Kind.POINTS),
        Column(message("Rank is shared")),
        Column(message("Funded")),
        *(Column(message("Gate: {gate}", gate=gate.label), width=14) for gate in gates),
        *(
            Column(
                message("{criterion} (of {most})", criterion=leaf.label, most=_most(outcome, leaf.id)),
                Kind.POINTS,
                14,
            )
            for leaf in leaves
        ),
    )
    order = scores.table.sort_index().sort_values("score", ascending=False, kind="stable").index
    rows = tuple(
        _row(outcome, names, str(each), [gate.id for gate in gates], [leaf.id for leaf in leaves]) for each in order
    )
    notes = (
        message("Score at worst and at best: every missing answer at the worst or at the best it could be."),
        message("A criterion shows the points earned; in brackets the most that can be earned."),
    )
    return Sheet(message("Scores"), (Grid(columns, rows),), notes=notes, frozen=3)


def _most(outcome: Outcome, criterion: str) -> float:
    return round(float(outcome.scores.weights[criterion]) * 100, 2)


def _number(cell: Any) -> float:  # noqa: ANN401
    return float(cell)


def _row(outcome: Outcome, names: Names, applicant: str, gates: list[str], leaves: list[str]) -> Row:
    scores, person = outcome.scores, outcome.table.loc[applicant]
    summary: dict[Any, Any] = scores.table.loc[applicant].to_dict()
    judged = [str(scores.gates.at[applicant, gate]) for gate in gates]
    unanswered = [bool(scores.missing.at[applicant, leaf]) for leaf in leaves]
    points: list[Value] = [_number(scores.contributions.at[applicant, leaf]) for leaf in leaves]
    first: tuple[Value, ...] = (
        None if pd.isna(summary["rank"]) else int(summary["rank"]),
        applicant,
        str(person["name"]),
        names.kind(person["kind"]),
        str(person["province"]),
        ELIGIBLE[str(summary["eligible"])],
        float(summary["score"]),
        float(summary["score_low"]),
        float(summary["score_high"]),
        message("shared") if summary["tied"] else None,
        message("funded") if applicant in outcome.plan.awards.index else None,
    )
    marks = [(len(first) + n, GATE_MARKS[said]) for n, said in enumerate(judged) if said in GATE_MARKS]
    start = len(first) + len(judged)
    blanks = [(start + n, Mark.WARNING) for n, blank in enumerate(unanswered) if blank]
    shown = [message("no answer") if blank else value for value, blank in zip(points, unanswered, strict=True)]
    return Row((*first, *(GATES[said] for said in judged), *shown), marks=(*marks, *blanks))
