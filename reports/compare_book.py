"""The book of a comparison: its sheets in their order, for the screen and as compare.xlsx."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

from reports import sheet_compare, sheet_compare_causes
from reports.grid import Sheet
from reports.xlsx import Writer
from scenarios import Comparison, Outcome

WORKBOOK = "compare.xlsx"


def comparison_sheets(outcomes: Sequence[Outcome], compared: Comparison) -> tuple[Sheet, ...]:
    """List the sheets: figures, names, causes of each against the first, groups and rules, and who is in all."""
    return (
        sheet_compare.figures(outcomes, compared),
        sheet_compare.names(outcomes, compared),
        *sheet_compare_causes.sheets(outcomes, compared),
        sheet_compare.groups(outcomes, compared),
        sheet_compare.everyone(outcomes, compared),
    )


def write_comparison(outcomes: Sequence[Outcome], sheets: Sequence[Sheet], folder: Path, language: str) -> Path:
    """Write compare.xlsx into a folder, whole or not at all; an earlier one there is replaced.

    The same comparison always gives the same bytes.
    """
    call = outcomes[0].round.call
    notes = [outcome.round.call.made_up for outcome in outcomes if outcome.round.call.made_up]
    writer = Writer(call.title, notes[0] if notes else None, call.decides, language)
    for sheet in sheets:
        writer.add(sheet)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".compare.") as held:
        staged = Path(held) / WORKBOOK
        staged.write_bytes(writer.close())
        staged.replace(folder / WORKBOOK)
    return folder / WORKBOOK
