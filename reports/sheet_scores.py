"""Sheet Scores: gates, points by criterion, score and rank of every applicant."""

from collections.abc import Iterator

import pandas as pd

from locales import message
from reports.grid import AT_ONCE, Column, Grid, Kind, Mark, Row, Sheet, Value
from reports.words import ELIGIBLE, GATES, Names
from scenarios import Outcome

SHARED, FUNDED, UNANSWERED = message("shared"), message("funded"), message("no answer")
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
    rows = tuple(_rows(outcome, names, order, [gate.id for gate in gates], [leaf.id for leaf in leaves]))
    notes = (
        message("Score at worst and at best: every missing answer at the worst or at the best it could be."),
        message("A criterion shows the points earned; in brackets the most that can be earned."),
    )
    return Sheet(message("Scores"), (Grid(columns, rows),), notes=notes, frozen=3)


def _most(outcome: Outcome, criterion: str) -> float:
    return round(float(outcome.scores.weights[criterion]) * 100, 2)


def _rows(outcome: Outcome, names: Names, order: "pd.Index[str]", gates: list[str], leaves: list[str]) -> Iterator[Row]:
    """Make rows of whole columns: one applicant looked up after another takes a minute for a nation's villages."""
    for start in range(0, len(order), AT_ONCE):
        yield from _some(outcome, names, order[start : start + AT_ONCE], gates, leaves)


def _some(outcome: Outcome, names: Names, order: "pd.Index[str]", gates: list[str], leaves: list[str]) -> Iterator[Row]:
    scores, people = outcome.scores, outcome.table.loc[order, ["name", "kind", "province"]]
    summary = scores.table.loc[order, ["rank", "eligible", "score", "score_low", "score_high", "tied"]]
    shown = zip(
        order.tolist(),
        *(people[column].tolist() for column in people),
        *(summary[column].tolist() for column in summary),
        scores.gates.loc[order, gates].to_numpy(dtype=object).tolist(),
        scores.contributions.loc[order, leaves].to_numpy(dtype=float).tolist(),
        scores.missing.loc[order, leaves].to_numpy(dtype=bool).tolist(),
        strict=True,
    )
    funded = set(outcome.plan.awards.index)
    for each, name, kind, province, rank, eligible, score, low, high, tied, judged, points, blanks in shown:
        first: tuple[Value, ...] = (
            None if pd.isna(rank) else int(rank),
            str(each),
            str(name),
            names.kind(kind),
            str(province),
            ELIGIBLE[str(eligible)],
            float(score),
            float(low),
            float(high),
            SHARED if tied else None,
            FUNDED if each in funded else None,
        )
        start = len(first) + len(judged)
        marks = [(len(first) + n, GATE_MARKS[said]) for n, said in enumerate(judged) if said in GATE_MARKS]
        marks += [(start + n, Mark.WARNING) for n, blank in enumerate(blanks) if blank]
        earned: list[Value] = [UNANSWERED if blank else value for value, blank in zip(points, blanks, strict=True)]
        yield Row((*first, *(GATES[str(said)] for said in judged), *earned), marks=tuple(marks))
