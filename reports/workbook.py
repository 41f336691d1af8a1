"""The workbook: every sheet that a plan's readers take away, in their order."""

from collections.abc import Sequence

from reports import (
    sheet_assumptions,
    sheet_awards,
    sheet_budget,
    sheet_findings,
    sheet_items,
    sheet_not_funded,
    sheet_regions,
    sheet_scores,
    sheet_summary,
)
from reports.grid import Sheet
from reports.xlsx import Writer
from scenarios import Outcome

LAST = 3
"""Scores, findings and assumptions close every workbook."""


def sheets(outcome: Outcome) -> tuple[Sheet, ...]:
    """List the sheets; without a plan those that speak of awards stay away."""
    awards, *others = _planned(outcome) or (None,)
    return (
        sheet_summary.sheet(outcome),
        *((awards, sheet_not_funded.sheet(outcome)) if awards else ()),
        *(each for each in others if each),
        sheet_scores.sheet(outcome),
        sheet_findings.sheet(outcome),
        sheet_assumptions.sheet(outcome),
    )


def worked_out(outcome: Outcome) -> tuple[Sheet, ...]:
    """List the sheets that need neither reasons nor findings: all that they say follows from inputs and awards."""
    return (*_planned(outcome), sheet_scores.sheet(outcome), sheet_assumptions.sheet(outcome))


def _planned(outcome: Outcome) -> tuple[Sheet, ...]:
    if not outcome.plan.has_awards:
        return ()
    return (
        sheet_awards.sheet(outcome),
        sheet_regions.by_province(outcome),
        sheet_regions.by_island_group(outcome),
        sheet_budget.sheet(outcome),
        sheet_items.sheet(outcome),
        sheet_items.by_province(outcome),
    )


def workbook(outcome: Outcome, language: str, extras: Sequence[Sheet] = ()) -> bytes:
    """Write plan.xlsx, with further sheets before those of the scores; the same values always give the same bytes."""
    call = outcome.round.call
    writer = Writer(call.title, call.made_up, call.decides, language)
    own = sheets(outcome)
    for sheet in (*own[:-LAST], *extras, *own[-LAST:]):
        writer.add(sheet)
    return writer.close()
