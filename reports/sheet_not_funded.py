"""Sheet Not funded: everyone who missed out, and why."""

from typing import Any

import pandas as pd

from locales import Text, message
from reports.grid import Column, Grid, Kind, Row, Sheet
from reports.words import CAUSES, Names
from scenarios import Outcome, Reason


def sheet(outcome: Outcome) -> Sheet:
    """Make the sheet."""
    names = Names(outcome)
    columns = (
        Column(message("Rank"), Kind.WHOLE),
        Column(message("Applicant")),
        Column(message("Library"), width=34),
        Column(message("Kind"), width=18),
        Column(message("District"), width=24),
        Column(message("Province"), width=18),
        Column(message("Score"), Kind.POINTS),
        Column(message("Reason"), width=26),
        Column(message("The facts behind it"), width=90),
    )
    rows = tuple(_row(outcome, names, reason) for reason in outcome.reasons)
    return Sheet(message("Not funded"), (Grid(columns, rows),), frozen=3)


def _row(outcome: Outcome, names: Names, reason: Reason) -> Row:
    person: dict[Any, Any] = outcome.table.loc[reason.applicant].to_dict()
    return Row(
        (
            None if pd.isna(person["rank"]) else int(person["rank"]),
            reason.applicant,
            str(person["name"]),
            names.kind(person["kind"]),
            str(person["district"]),
            str(person["province"]),
            float(person["score"]),
            CAUSES[reason.cause],
            listed(reason.facts),
        )
    )


def listed(facts: tuple[Text, ...]) -> Text:
    """Put facts one below the other."""
    if not facts:
        return None
    first, *others = facts
    said: Text = first
    for fact in others:
        said = message("{facts}\n{fact}", facts=said, fact=fact)
    return said
