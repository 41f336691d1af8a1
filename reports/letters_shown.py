"""Letters on the terminal: to whom, with which decision, and where they lie."""

from collections.abc import Sequence
from pathlib import Path

from locales import Decimals, Text, message
from reports import words
from reports.console import Printer
from reports.letter import Letter

SHOWN = 20


def print_letters(printer: Printer, letters: Sequence[Letter], written: Sequence[Path]) -> None:
    """Write the first letters' decisions, how many there are, and the folder."""
    rows: list[tuple[Text, ...]] = [
        (
            each.applicant,
            each.scored.name,
            message("funded") if each.cause is None else words.CAUSES[each.cause],
            Decimals(each.scored.score, 2),
        )
        for each in letters[:SHOWN]
    ]
    headers = [message("applicant"), message("name"), message("decision"), message("points")]
    printer.table(message("Letters"), headers, rows, numbers=1)
    if len(letters) > SHOWN:
        printer.say(message("… and {count} more", count=len(letters) - SHOWN), "dim")
    near = written[-1].parent
    shown = near.relative_to(Path.cwd()) if near.is_relative_to(Path.cwd()) else near
    printer.say(message("Letters written: {count}, to the folder {folder}", count=len(letters), folder=str(shown)))
