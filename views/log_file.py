"""The log as files: what the filters found, for people; and the whole chain, for programs that check it."""

import csv
import io
from datetime import datetime

import records
from locales import Moment, message, render
from records import Asked, Entry
from views.downloads import offer
from views.moments import zone
from views.visit import Visit

FORMULAS = ("=", "+", "-", "@", "\t", "\r")
"""What a cell begins with that a spreadsheet would work out."""


def draw(visit: Visit, asked: Asked) -> None:
    """Draw both buttons."""
    store, who, language, where = visit.store, visit.who, visit.language, zone()

    def found() -> bytes:
        return table_of(records.search_log(store, who, asked).entries, language, where)

    def whole() -> bytes:
        return records.export_log(store, who)

    offer(visit, message("These entries as a table (CSV)"), "log.csv", "text/csv", found)
    offer(visit, message("The whole chain (JSON lines)"), "log.jsonl", "application/jsonl", whole)


def table_of(entries: tuple[Entry, ...], language: str, where: str) -> bytes:
    """Write entries as a table that spreadsheets of the reader's language open: marked as UTF-8, parted by semicolons.

    where: the time zone of the moments. What would be read as a formula is written as text.
    """
    heads = (
        message("No."),
        message("When"),
        message("Who"),
        message("What"),
        message("About"),
        message("Before"),
        message("After"),
        message("hash"),
    )
    held = io.StringIO()
    lines = csv.writer(held, delimiter=";")
    lines.writerow([render(head, language) for head in heads])
    for each in entries:
        at = Moment(datetime.fromisoformat(each.at), where).text(language)
        did = render(records.ACTION_WORDS.get(each.action, each.action), language)
        told = ("" if part is None else records.in_words(part) for part in (each.before, each.after))
        lines.writerow(
            [
                plain(cell)
                for cell in (
                    str(each.seq),
                    at,
                    each.person,
                    did,
                    render(records.subject_said(each.subject), language),
                    *told,
                    each.hash,
                )
            ]
        )
    return held.getvalue().encode("utf-8-sig", "replace")


def plain(cell: str) -> str:
    """Give a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(FORMULAS) else cell
