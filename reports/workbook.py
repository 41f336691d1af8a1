"""The workbook: every sheet that a plan's readers take away, in their order."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TypeAlias

from optimizer import each
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

Make: TypeAlias = Callable[[], Sheet]


def sheets(outcome: Outcome, extras: Sequence[Sheet] = ()) -> list[Make]:
    """What makes each sheet, in their order; extras come before the scores.

    Without a plan those that speak of awards stay away; scores, findings and assumptions close every workbook.
    """
    planned = outcome.plan.has_awards
    return [
        partial(sheet_summary.sheet, outcome),
        *([partial(sheet_awards.sheet, outcome), partial(sheet_not_funded.sheet, outcome)] if planned else []),
        *_planned(outcome),
        *_judgement(outcome),
        *(partial(_as_it_is, extra) for extra in extras),
        partial(sheet_scores.sheet, outcome),
        partial(sheet_findings.sheet, outcome),
        partial(sheet_assumptions.sheet, outcome),
    ]


def workbook(outcome: Outcome, language: str, extras: Sequence[Sheet] = ()) -> bytes:
    """Write plan.xlsx, with further sheets before those of the scores; the same values always give the same bytes."""
    return _written(outcome, language, sheets(outcome, extras))


def worked_out(outcome: Outcome, language: str) -> bytes:
    """Write the sheets that need neither reasons nor findings: all that they say follows from inputs and awards."""
    return _written(
        outcome,
        language,
        [
            *([partial(sheet_awards.sheet, outcome)] if outcome.plan.has_awards else []),
            *_planned(outcome),
            *_judgement(outcome),
            partial(sheet_scores.sheet, outcome),
            partial(sheet_assumptions.sheet, outcome),
        ],
    )


def _written(outcome: Outcome, language: str, makes: Sequence[Make]) -> bytes:
    """Make and write sheet after sheet, so that of very many applicants no two are held."""
    call = outcome.round.call
    writer = Writer(call.title, call.made_up, call.decides, language)
    for make in each(makes, lambda _: None):
        writer.add(make())
    return writer.close()


def _planned(outcome: Outcome) -> Iterator[Make]:
    if outcome.plan.has_awards:
        yield partial(sheet_regions.by_province, outcome)
        yield partial(sheet_regions.by_island_group, outcome)
        yield partial(sheet_budget.sheet, outcome)
        yield partial(sheet_items.sheet, outcome)
        yield partial(sheet_items.by_province, outcome)
        yield partial(sheet_line.sheet, outcome)
        yield partial(sheet_lifts.sheet, outcome)


def _judgement(outcome: Outcome) -> Iterator[Make]:
    """Gates, and what the committee's members and the panel said, where the round has any."""
    if outcome.round.criteria.gates:
        yield partial(sheet_gates.sheet, outcome)
    if outcome.round.members is not None:
        yield partial(sheet_weights.weights, outcome.round)
    if outcome.scores.panel is not None:
        yield partial(_panel, outcome)


def _panel(outcome: Outcome) -> Sheet:
    talk = discuss(outcome.round, outcome.scenario.scoring, len(outcome.plan.awards) or None)
    return sheet_panel.sheet(outcome, talk)


def _as_it_is(sheet: Sheet) -> Sheet:
    return sheet
