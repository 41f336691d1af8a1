"""The workbook: every sheet that a plan's readers take away, in their order."""

from collections.abc import Iterator, Sequence

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


def sheets(outcome: Outcome, extras: Sequence[Sheet] = ()) -> Iterator[Sheet]:
    """Make sheet after sheet, so that of very many applicants no two are held; extras come before the scores.

    Without a plan those that speak of awards stay away; scores, findings and assumptions close every workbook.
    """
    yield sheet_summary.sheet(outcome)
    if outcome.plan.has_awards:
        yield sheet_awards.sheet(outcome)
        yield sheet_not_funded.sheet(outcome)
    yield from _planned(outcome)
    yield from _judgement(outcome)
    yield from extras
    yield sheet_scores.sheet(outcome)
    yield sheet_findings.sheet(outcome)
    yield sheet_assumptions.sheet(outcome)


def worked_out(outcome: Outcome) -> Iterator[Sheet]:
    """Make the sheets that need neither reasons nor findings: all that they say follows from inputs and awards."""
    if outcome.plan.has_awards:
        yield sheet_awards.sheet(outcome)
    yield from _planned(outcome)
    yield from _judgement(outcome)
    yield sheet_scores.sheet(outcome)
    yield sheet_assumptions.sheet(outcome)


def _planned(outcome: Outcome) -> Iterator[Sheet]:
    if outcome.plan.has_awards:
        yield sheet_regions.by_province(outcome)
        yield sheet_regions.by_island_group(outcome)
        yield sheet_budget.sheet(outcome)
        yield sheet_items.sheet(outcome)
        yield sheet_items.by_province(outcome)
        yield sheet_line.sheet(outcome)
        yield sheet_lifts.sheet(outcome)


def _judgement(outcome: Outcome) -> Iterator[Sheet]:
    """Gates, and what the committee's members and the panel said, where the round has any."""
    if outcome.round.criteria.gates:
        yield sheet_gates.sheet(outcome)
    if outcome.round.members is not None:
        yield sheet_weights.weights(outcome.round)
    if outcome.scores.panel is not None:
        talk = discuss(outcome.round, outcome.scenario.scoring, len(outcome.plan.awards) or None)
        yield sheet_panel.sheet(outcome, talk)


def workbook(outcome: Outcome, language: str, extras: Sequence[Sheet] = ()) -> bytes:
    """Write plan.xlsx, with further sheets before those of the scores; the same values always give the same bytes."""
    call = outcome.round.call
    writer = Writer(call.title, call.made_up, call.decides, language)
    for sheet in sheets(outcome, extras):
        writer.add(sheet)
    return writer.close()
