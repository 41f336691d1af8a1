"""Sheet Clear and contested: who is in or out whatever plan within the loss is chosen, contested ones first."""

from fractions import Fraction
from typing import Any

import pandas as pd

from locales import Message, Text, message
from optimizer import Proof, Standing, Standings
from reports.grid import Column, Grid, Kind, Mark, Row, Sheet
from reports.sheet_prices import kind_of
from reports.words import Names
from scenarios import Outcome, standing_facts

STANDINGS: dict[Standing, Message] = {
    Standing.CLEAR_IN: message("clear in"),
    Standing.CONTESTED: message("contested"),
    Standing.CLEAR_OUT: message("clear out"),
    Standing.NOT_PROVEN: message("not proven"),
}
PACKAGES: dict[Standing, Message] = {
    Standing.CLEAR_IN: message("clear"),
    Standing.CONTESTED: message("contested"),
    Standing.NOT_PROVEN: message("not proven"),
}
PROOFS: dict[Proof, Message | None] = {
    Proof.PRICES: message("its price is above the loss"),
    Proof.PLAN: message("a plan in hand decides otherwise"),
    Proof.SEARCH: message("searched to the end: no plan does"),
    Proof.NONE: message("time ran out"),
}
MARKS = {Standing.CONTESTED: Mark.NOTICE, Standing.NOT_PROVEN: Mark.WARNING, Standing.CLEAR_IN: Mark.GOOD}
ORDER = (Standing.CONTESTED, Standing.NOT_PROVEN, Standing.CLEAR_IN, Standing.CLEAR_OUT)


def sheet(outcome: Outcome, found: Standings) -> Sheet:
    """Make the sheet: contested first, those that are cheapest to decide otherwise on top."""
    kind = kind_of(outcome)
    columns = (
        Column(message("Standing"), width=14),
        Column(message("Applicant")),
        Column(message("Library"), width=40),
        Column(message("District"), width=24, spare=True),
        Column(message("Province"), width=18, spare=True),
        Column(message("Rank"), Kind.WHOLE),
        Column(message("Score"), Kind.POINTS),
        Column(message("In the plan")),
        Column(message("Deciding otherwise loses at least"), kind, 18),
        Column(message("A plan that decides otherwise loses"), kind, 18),
        Column(message("Proof"), width=34),
        Column(message("Package"), width=28, spare=True),
        Column(message("Standing of the package"), width=16, spare=True),
    )
    names = Names(outcome)
    table = found.table
    people = sorted(map(str, table.index), key=lambda name: _place(table.loc[name].to_dict(), name))
    rows = tuple(_row(outcome, names, name, table.loc[name].to_dict(), found.loss) for name in people)
    said = standing_facts(outcome, found)
    notes = (
        *said[1:],
        message(
            "Clear in: in every lawful plan within the loss. Clear out: in none. Contested: in some and not in others; "
            "that is where the committee has a choice."
        ),
        message(
            "“Loses at least” is proven for every plan that decides otherwise; the next column is what one such plan "
            "in hand really loses. Blank: no plan decides otherwise, or none is in hand."
        ),
        message(
            "Proof. Its price is above the loss: deciding otherwise is proven to lose more than is accepted. A plan in "
            "hand decides otherwise: it keeps all rules and stays within the loss. Searched to the end: there is no "
            "such plan."
        ),
        message(
            "A package is clear when every plan within the loss that funds the library gives it this package; blank "
            "where there is no choice."
        ),
    )
    facts: tuple[tuple[Text, Any, Mark], ...] = ((message("Summary"), said[0], Mark.NONE),)
    return Sheet(message("Clear and contested"), (Grid(columns, rows),), facts=facts, notes=notes, frozen=2)


def _place(line: dict[Any, Any], name: str) -> tuple[Any, ...]:
    """Contested first; then by how cheap deciding otherwise is."""
    known = [each for each in (line["at_most"], line["at_least"]) if each is not None]
    return ORDER.index(line["standing"]), not known, known[0] if known else 0, name


def _least(line: dict[Any, Any], loss: Fraction) -> Fraction | None:
    """What deciding otherwise is proven to lose: a search to the end says the loss, where prices said less."""
    known: Fraction | None = line["at_least"]
    searched = line["possible"] and line["proof"] is Proof.SEARCH
    return loss if searched and (known is None or known < loss) else known


def _row(outcome: Outcome, names: Names, name: str, line: dict[Any, Any], loss: Fraction) -> Row:
    person: dict[Any, Any] = outcome.table.loc[name].to_dict()
    award: dict[Any, Any] = outcome.plan.awards.loc[name].to_dict() if line["awarded"] else {}
    proof = message("the rules do not allow otherwise") if not line["possible"] else PROOFS[line["proof"]]
    return Row(
        (
            STANDINGS[line["standing"]],
            name,
            str(person["name"]),
            str(person["district"]),
            str(person["province"]),
            None if pd.isna(person["rank"]) else int(person["rank"]),
            float(person["score"]),
            message("in") if line["awarded"] else message("out"),
            _least(line, loss),
            line["at_most"],
            proof,
            names.thing(award.get("package", line["option"])) if award else None,
            None if line["package"] is None else PACKAGES[line["package"]],
        ),
        marks=((0, MARKS[line["standing"]]),) if line["standing"] in MARKS else (),
    )
