"""Sheet Awards: one row a library that is funded, best rank first."""

from typing import Any

import pandas as pd

from locales import Message, Text, message
from optimizer import Include
from reports.grid import Column, Grid, Kind, Mark, Row, Sheet, Value, total
from reports.words import Names
from scenarios import Outcome


def sheet(outcome: Outcome) -> Sheet:
    """Make the sheet."""
    names = Names(outcome)
    lines = [line for line in names.lines if f"cost_{line}" in outcome.plan.awards]
    columns: tuple[Column, ...] = (
        Column(message("Rank"), Kind.WHOLE, 11),
        Column(message("Applicant"), width=12),
        Column(message("Library"), width=30),
        Column(message("Kind"), width=18),
        Column(message("District"), width=20),
        Column(message("Province"), width=16),
        Column(message("Package"), width=15),
        Column(message("Connection"), width=15),
        Column(message("Computers"), Kind.WHOLE, 11),
        Column(message("Megabits per second"), Kind.NUMBER, 11),
        Column(message("Start year"), Kind.YEAR, 7),
        *(Column(message("Grant: {line}", line=names.lines[line]), Kind.MONEY, 18) for line in lines),
        Column(message("Grant in all"), Kind.MONEY, 18),
        Column(message("Local match"), Kind.MONEY, 16),
        Column(message("Mentor"), width=26),
        Column(message("Mentor: km"), Kind.NUMBER, 8),
        Column(message("Score"), Kind.POINTS, 8),
        Column(message("Remarks"), width=26),
    )
    mentors = {str(p.village): (str(p.mentor), p.km) for p in outcome.plan.pairs.itertuples(index=False)}
    funded = outcome.funded
    rows = [_row(outcome, names, lines, mentors, str(name), award.to_dict()) for name, award in funded.iterrows()]
    money = range(11, 13 + len(lines))
    totals: tuple[Row, ...] = (total(message("All"), columns, rows, (8, 9, *money)),)
    idle = set() if mentors else {13 + len(lines), 14 + len(lines)}
    if len(names.kinds) == 1:
        idle.add(3)
    columns, rows, totals = _without(columns, rows, totals, idle)
    return Sheet(message("Awards"), (Grid(columns, tuple(rows), totals),), frozen=3)


def _row(
    outcome: Outcome,
    names: Names,
    lines: list[str],
    mentors: dict[str, tuple[str, Any]],
    applicant: str,
    award: dict[Any, Any],
) -> Row:
    mentor, km = mentors.get(applicant, ("", None))
    remarks = tuple(_remarks(outcome, applicant))
    costs: list[Value] = [int(award[f"cost_{line}"]) for line in lines]
    cells: tuple[Value, ...] = (
        None if pd.isna(award["rank"]) else int(award["rank"]),
        applicant,
        str(award["name"]),
        names.kind(award["kind"]),
        str(award["district"]),
        str(award["province"]),
        names.thing(award["package"]),
        names.thing(award["tier"]),
        int(award["computers"]),
        float(award["mbps"]),
        int(award["start_year"]),
        *costs,
        int(award["cost"]),
        int(award["local_match"]),
        f"{names.person(mentor)} ({mentor})" if mentor else None,
        None if km is None else float(km),
        float(award["score"]),
        remarks or None,
    )
    return Row(cells, marks=((len(cells) - 1, Mark.WARNING),) if remarks else ())


def _remarks(outcome: Outcome, applicant: str) -> list[Message]:
    """What a reader must know about an award besides its score."""
    found: list[Message] = []
    for rule in outcome.rules:
        if isinstance(rule, Include) and applicant in rule.applicants:
            who: Text = rule.reason or rule.asked_by or rule.name
            found.append(message("in the plan by rule: {reason}", reason=who))
    scored: dict[Any, Any] = outcome.scores.table.loc[applicant].to_dict()
    if scored["eligible"] == "unknown":
        found.append(message("a gate is still open"))
    if bool(scored["tied"]):
        found.append(message("shares its rank"))
    if float(scored["score_high"]) > float(scored["score"]):
        found.append(message("answers are missing and count nothing"))
    return found


def _without(
    columns: tuple[Column, ...], rows: list[Row], totals: tuple[Row, ...], at: set[int]
) -> tuple[tuple[Column, ...], list[Row], tuple[Row, ...]]:
    """Leave out columns that say nothing: mentors where there are none, the kind where there is but one."""

    def kept(row: Row) -> Row:
        cells = tuple(cell for place, cell in enumerate(row.cells) if place not in at)
        return Row(cells, row.mark, tuple((len(cells) - 1, mark) for _, mark in row.marks))

    return (
        tuple(c for n, c in enumerate(columns) if n not in at),
        [kept(r) for r in rows],
        tuple(kept(t) for t in totals),
    )
