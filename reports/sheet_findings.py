"""Sheet Findings: every problem that stays with the plan."""

from intake import Severity
from locales import message
from reports.grid import Column, Grid, Mark, Row, Sheet
from reports.words import SEVERITIES
from scenarios import Outcome

MARKS = {Severity.ERROR: Mark.ERROR, Severity.WARNING: Mark.WARNING, Severity.NOTE: Mark.NONE}


def sheet(outcome: Outcome) -> Sheet:
    """Make the sheet, in the order of the files."""
    columns = (
        Column(message("Severity")),
        Column(message("Place"), width=44),
        Column(message("Value"), width=20),
        Column(message("Problem"), width=70),
        Column(message("Remedy"), width=60),
    )
    rows = tuple(
        Row(
            (SEVERITIES[each.severity], each.place(), each.value or None, each.problem, each.remedy),
            marks=((0, MARKS[each.severity]),),
        )
        for each in outcome.findings
    )
    notes = () if rows else (message("Nothing was found."),)
    return Sheet(message("Findings"), (Grid(columns, rows),), notes=notes, frozen=1)
