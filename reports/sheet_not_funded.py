"""Sheet Not funded: everyone who missed out, and why."""

from collections.abc import Iterable
from typing import Any

import pandas as pd

from locales import Text, message
from reports.grid import Column, Grid, Kind, Row, Sheet
from reports.words import CAUSES, Names
from scenarios import Cause, Outcome, causes


def sheet(outcome: Outcome) -> Sheet:
    """Make the sheet."""
    known = ((reason.applicant, reason.cause, (listed(reason.facts),)) for reason in outcome.reasons)
    return _sheet(outcome, known, (Column(message("The facts behind it"), width=90),))


def without_facts(outcome: Outcome) -> Sheet:
    """Make the sheet for the screen where very many missed out: the facts are said of the one that is looked at."""
    return _sheet(outcome, ((applicant, cause, ()) for applicant, cause in causes(outcome.reasons).items()), ())


def _sheet(outcome: Outcome, known: Iterable[tuple[str, Cause, tuple[Text, ...]]], more: tuple[Column, ...]) -> Sheet:
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
        *more,
    )
    people = outcome.table[["rank", "name", "kind", "district", "province", "score"]]
    cells: dict[str, tuple[Any, ...]] = dict(
        zip(people.index, zip(*(people[column].tolist() for column in people), strict=True), strict=True)
    )
    rows = tuple(Row((*_person(cells[each], names, each), CAUSES[cause], *facts)) for each, cause, facts in known)
    return Sheet(message("Not funded"), (Grid(columns, rows),), frozen=3)


def _person(person: tuple[Any, ...], names: Names, applicant: str) -> tuple[Text, ...]:
    rank, name, kind, district, province, score = person
    place = None if pd.isna(rank) else int(rank)
    return (place, applicant, str(name), names.kind(kind), str(district), str(province), float(score))


def listed(facts: tuple[Text, ...]) -> Text:
    """Put facts one below the other."""
    if not facts:
        return None
    first, *others = facts
    said: Text = first
    for fact in others:
        said = message("{facts}\n{fact}", facts=said, fact=fact)
    return said
