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
    people = zip(
        shown.index,
        outcome.scores.table.loc[shown.index, "rank"],
        outcome.table.loc[shown.index, "name"],
        outcome.table.loc[shown.index, "province"],
        shown.index.isin(outcome.plan.awards.index),
        outcome.scores.table.loc[shown.index, "score"],
        shown["other"],
        strict=True,
    )
    points: list[list[float]] = shown[[GAP, *(leaf.id for leaf in leaves)]].to_numpy().tolist()
    rows = tuple(_row(person, apart_) for person, apart_ in zip(people, points, strict=True))
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


def _row(person: tuple[Any, ...], apart: list[float]) -> Row:
    applicant, rank, name, province, funded, score, other = person
    first: tuple[Value, ...] = (
        None if pd.isna(rank) else int(rank),
        str(applicant),
        str(name),
        str(province),
        message("funded") if funded else None,
        float(score),
        str(other),
    )
    return Row((*first, *apart))
