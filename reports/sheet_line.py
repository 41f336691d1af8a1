"""Sheet Against the line: what every criterion adds to, or takes from, everyone's distance to the line."""

from typing import Any

import pandas as pd

from locales import message
from reports.grid import Column, Grid, Kind, Mark, Row, Sheet, Value
from reports.words import Names
from scenarios import Outcome, against_line, line
from scoring import GAP


def sheet(outcome: Outcome) -> Sheet:
    """Make the sheet, best score first; the criteria of a row sum to its gap exactly in millionths of a point."""
    names, at = Names(outcome), line(outcome)
    leaves = [each for each in outcome.round.criteria.criteria if each.id in outcome.scores.contributions]
    columns = (
        Column(message("Rank"), Kind.WHOLE),
        Column(message("Applicant")),
        Column(message("Library"), width=34),
        Column(message("Province"), width=18),
        Column(message("Funded")),
        Column(message("Score"), Kind.POINTS),
        Column(message("Compared with")),
        Column(message("Gap to it"), Kind.POINTS),
        *(Column(leaf.label, Kind.POINTS, 14) for leaf in leaves),
    )
    apart = against_line(outcome)
    order = outcome.scores.table["score"].sort_index().sort_values(ascending=False, kind="stable").index
    shown = apart.loc[order[order.isin(apart.index)]]
    records: list[dict[Any, Any]] = shown.to_dict("records")
    rows = tuple(
        _row(outcome, names, str(applicant), record, [leaf.id for leaf in leaves])
        for applicant, record in zip(shown.index, records, strict=True)
    )
    notes = (
        message(
            "Points by criterion less those of the applicant it is compared with: whoever is not funded with the "
            "funded applicant of the lowest rank, whoever is funded with the best that is not. They sum to the gap."
        ),
        message(
            "A plan is no list by score: money, stock and rules decide too, so a gap may be above zero and not suffice."
        ),
    )
    facts = tuple(
        (label, None if who is None else f"{names.person(who)} ({who})", Mark.NONE)
        for label, who in (
            (message("Funded with the lowest rank"), at.lowest_funded),
            (message("Best that is not funded"), at.best_left_out),
        )
    )
    return Sheet(message("Against the line"), (Grid(columns, rows),), facts, notes, frozen=3)


def _row(outcome: Outcome, names: Names, applicant: str, apart: dict[Any, Any], leaves: list[str]) -> Row:
    rank = outcome.scores.table["rank"][applicant]
    first: tuple[Value, ...] = (
        None if pd.isna(rank) else int(rank),
        applicant,
        names.person(applicant),
        str(outcome.table["province"][applicant]),
        message("funded") if applicant in outcome.plan.awards.index else None,
        float(outcome.scores.table["score"][applicant]),
        str(apart["other"]),
        float(apart[GAP]),
    )
    return Row((*first, *(float(apart[leaf]) for leaf in leaves)))
