"""The workbook: every sheet that a plan's readers take away, in their order."""

from collections.abc import Sequence

from reports import (
    sheet_assumptions,
    sheet_awards,
    sheet_budget,
    sheet_findings,
    sheet_gates,
    sheet_items,
    sheet_lifts,
    sheet_line,
    sheet_not_funded,
    sheet_panel,
    sheet_regions,
    sheet_scores,
    sheet_summary,
    sheet_weights,
)
from reports.grid import Sheet
from reports.xlsx import Writer
from scenarios import Outcome
from scoring import discuss

LAST = 3
"""Scores, findings and assumptions close every workbook."""


def sheets(outcome: Outcome) -> tuple[Sheet, ...]:
    """List the sheets; without a plan those that speak of awards stay away."""
    awards, *others = _planned(outcome) or (None,)
    return (
        sheet_summary.sheet(outcome),
        *((awards, sheet_not_funded.sheet(outcome)) if awards else ()),
        *(each for each in others if each),
        *_judgement(outcome),
        sheet_scores.sheet(outcome),
        sheet_findings.sheet(outcome),
        sheet_assumptions.sheet(outcome),
    )


def worked_out(outcome: Outcome) -> tuple[Sheet, ...]:
    """List the sheets that need neither reasons nor findings: all that they say follows from inputs and awards."""
    return (*_planned(outcome), *_judgement(outcome), sheet_scores.sheet(outcome), sheet_assumptions.sheet(outcome))


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
        sheet_line.sheet(outcome),
        sheet_lifts.sheet(outcome),
    )


def _judgement(outcome: Outcome) -> tuple[Sheet, ...]:
    """Gates, and what the committee's members and the panel said, where the round has any."""
    found = [sheet_gates.sheet(outcome)] if outcome.round.criteria.gates else []
    if outcome.round.members is not None:
        found.append(sheet_weights.weights(outcome.round))
    if outcome.scores.panel is not None:
        talk = discuss(outcome.round, outcome.scenario.scoring, len(outcome.plan.awards) or None)
        found.append(sheet_panel.sheet(outcome, talk))
    return tuple(found)


def workbook(outcome: Outcome, language: str, extras: Sequence[Sheet] = ()) -> bytes:
    """Write plan.xlsx, with further sheets before those of the scores; the same values always give the same bytes."""
    call = outcome.round.call
    writer = Writer(call.title, call.made_up, call.decides, language)
    own = sheets(outcome)
    for sheet in (*own[:-LAST], *extras, *own[-LAST:]):
        writer.add(sheet)
    return writer.close()
