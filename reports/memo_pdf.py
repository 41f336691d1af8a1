"""A memo as PDF, and its pages as pictures: texts in one language, laid out by the template."""

from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

from locales import Text, message, render
from reports import memo_plan
from reports.grid import Grid, Kind, Mark, Row
from reports.memo import FORM_WORDS, Memo
from reports.memo_blocks import Block, Facts, Part, Place, Section, Signing, Words
from reports.memo_forms import OPEN, paper
from reports.printable import printable
from reports.shown_sheet import said
from reports.typeset import set_pdf, set_pictures, showable

TEMPLATE = Path(__file__).with_name("memo.typ")
PAGE, PAGES = "\ue000", "\ue001"
"""Where the numbers go in the words at the foot; no catalogue has these letters."""
ROOM = {False: 504.0, True: 750.0}
"""Points of width between the margins of a page, upright and across."""
LETTER, BOLD, GAP = 0.5, 1.2, 7.0
"""Width of a figure in the size of its letters, how much wider headings are, and points beside a column's text."""
SIZES = (8.5, 8.0, 7.5, 7.0, 6.5, 6.0, 5.5, 5.0)
LEAST, ORDINARY = 8, 14
"""Letters that a column of words needs on a line, and that its words may have before they are broken."""
Say = Callable[[Text], str]


def memo_pdf(made: Memo, language: str) -> bytes:
    """Set a memo as PDF/A-2a, tagged for screen readers; the same memo always gives the same bytes."""
    return set_pdf(TEMPLATE.read_bytes(), memo_data(made, language), _seconds(made))


def memo_pictures(made: Memo, language: str) -> tuple[bytes, ...]:
    """Give every page of a memo as a picture (PNG)."""
    return set_pictures(TEMPLATE.read_bytes(), memo_data(made, language), _seconds(made))


def memo_name(made: Memo, language: str) -> str:
    """Name the file of a memo so that nobody takes a draft for the decision."""
    known = made.proceedings
    mark = "-draft" if known.draft else ""
    return f"{known.round_name}-decision-{known.decision}-{made.form}{mark}-{language}.pdf"


def memo_data(made: Memo, language: str) -> dict[str, Any]:
    """Put a memo into texts of one language by the places of its pages: all that its template is given."""

    def say(value: Text) -> str:
        return printable(render(value, language))

    set_ = paper(made)
    known, call, moment = made.proceedings, made.outcome.round.call, made.proceedings.moment
    title = message("{form}, decision {number}", form=FORM_WORDS[made.form], number=str(known.decision))
    foot = message("Page {page} of {pages}", page=PAGE, pages=PAGES)
    program = message("pilih {version}", version=version("pilih"))
    seal = message(
        "Fingerprint of the plan: {fingerprint} ({program})", fingerprint=made.outcome.fingerprint, program=program
    )
    data = {
        "lang": language,
        "title": f"{say(title)}: {say(call.title)}",
        "author": say(call.letters.sender if call.letters else call.title),
        "day": [moment.year, moment.month, moment.day],
        "draft": say(message("DRAFT")) if known.draft else "",
        "draft_said": say(message("DRAFT: not adopted")) if known.draft else "",
        "amended": say(_amended(made)),
        "made_up": say(call.made_up) if call.made_up else "",
        "made_up_said": say(message("MADE-UP SAMPLE DATA")) if call.made_up else "",
        "running": say(title),
        "foot": [
            say(seal),
            say(
                message(
                    "Plan “{scenario}”: {status}.",
                    scenario=made.outcome.scenario.title,
                    status=memo_plan.status(made.outcome),
                )
            ),
        ],
        "page": [piece for half in say(foot).split(PAGE) for piece in half.split(PAGES)],
        "heading": say(set_.title),
        "above": [say(each) for each in set_.above],
        "below": [say(each) for each in set_.below],
        "head": [[say(label), say(value)] for label, value in set_.head],
        "parts": [_part(each, say) for each in set_.parts],
    }
    return showable(data)  # type: ignore[no-any-return]


def _amended(made: Memo) -> Text:
    number = made.proceedings.amended_by
    return "" if number is None else message("AMENDED by decision {number}", number=str(number))


def _seconds(made: Memo) -> int:
    return int(made.proceedings.moment.timestamp())


def _part(part: Part, say: Say) -> dict[str, Any]:
    return {"across": part.across, "blocks": [_block(each, say, ROOM[part.across]) for each in part.blocks]}


def _block(block: Block, say: Say, room: float) -> dict[str, Any]:
    match block:
        case Section(title):
            return {"is": "section", "title": say(title)}
        case Words(text, strong):
            return {"is": "words", "text": say(text), "strong": strong}
        case Facts(pairs):
            return {"is": "facts", "pairs": [[say(label), say(value)] for label, value in pairs]}
        case Grid():
            return _table(block, say, room)
        case Signing(dated, places):
            return {"is": "signing", "dated": say(dated), "places": [_place(each, say) for each in places]}


def _place(place: Place, say: Say) -> list[str]:
    return [say(place.position), printable(place.name), printable(f"NIP {place.number or OPEN}")]


def _table(grid: Grid, say: Say, room: float) -> dict[str, Any]:
    """A table with the size of letters and the widths at which its figures stay on one line."""
    every = (*grid.rows, *grid.totals)
    rows = [_row(grid, row, say) for row in every]
    heads = [say(column.label) for column in grid.columns]
    figures = [column.kind is not Kind.TEXT for column in grid.columns]
    needed = [
        max(_word(head), max(len(row[place]) for row in rows) if figure else _words(column.width, rows, place))
        for place, (head, column, figure) in enumerate(zip(heads, grid.columns, figures, strict=True))
    ]
    size, widths = _widths(grid, figures, needed, room)
    return {
        "is": "table",
        "heads": heads,
        "rows": rows,
        "bold": [row.mark is Mark.TOTAL for row in every],
        "right": [column.kind not in (Kind.TEXT, Kind.YEAR) for column in grid.columns],
        "size": size,
        "widths": widths,
    }


def _row(grid: Grid, row: Row, say: Say) -> list[str]:
    kinds = dict(row.kinds)
    return [
        say(said(cell, kinds.get(place, column.kind)))
        for place, (cell, column) in enumerate(zip(row.cells, grid.columns, strict=True))
    ]


def _words(asked: float, rows: list[list[str]], place: int) -> int:
    """Letters that a column of words needs on a line: most of what it asks for, and its longest ordinary word."""
    longest = max((len(word) for row in rows for word in row[place].split()), default=0)
    return max(LEAST, round(0.6 * asked), min(longest, ORDINARY))


def _word(text: str) -> int:
    return round(max(len(word) for word in text.split(" ")) * BOLD)


def _widths(grid: Grid, figures: list[bool], needed: list[int], room: float) -> tuple[float, list[float]]:
    """The largest letters at which every figure stays whole and every column of words has some room, and the widths.

    What is left beyond the least goes to the columns of words, in the proportion that they ask for.
    """
    for size in SIZES:
        least = [each * LETTER * size + GAP for each in needed]
        if sum(least) <= room:
            break
    left = max(room - sum(least), 0.0)
    asked = [0.0 if figure else max(column.width, 1.0) for figure, column in zip(figures, grid.columns, strict=True)]
    return size, [each + left * own / (sum(asked) or 1.0) for each, own in zip(least, asked, strict=True)]
