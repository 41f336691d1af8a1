"""awards.csv: one row an award, for machines and for spreadsheets that must not run what is in it.

RFC 4180 with a byte order mark: commas, CRLF, UTF-8, decimal points. A text that a spreadsheet would take for a
formula begins with an apostrophe.
"""

import csv
from collections.abc import Mapping, Sequence
from io import StringIO

from reports.canonical import Cell
from reports.printable import printable
from reports.schema import Document

MARK = "\ufeff"
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def columns(document: Document) -> list[str]:
    """Name the columns: who and where, what, what it costs by line, and on what grounds."""
    lines = line_columns(document)
    return [
        *("applicant", "name", "kind", "bps_code", "kemendagri_code", "district", "province", "island_group"),
        *("option", "package", "tier", "start_year", "computers", "mbps"),
        *lines,
        *("cost", "local_match", "score", "rank", "mentor", "mentor_km", "data_note"),
    ]


def line_columns(document: Document) -> list[str]:
    """Name the columns of cost by line: budget lines in the order of the round, then any other line."""
    own = [f"cost_{line.line}" for line in document.lines]
    offered = [name for name in document.options.types if name.startswith("cost_") and not name[5:].isdigit()]
    return [*(name for name in own if name in offered), *sorted(set(offered) - set(own))]


def grid(document: Document) -> list[dict[str, str]]:
    """Give the rows as text that no spreadsheet runs, best score first, then by applicant."""
    names = columns(document)
    return [{name: safe(row[name]) for name in names} for row in cells(document)]


def cells(document: Document) -> list[dict[str, Cell]]:
    """Give the rows as they are, best score first, then by applicant."""
    funded = {str(award["applicant"]) for award in document.awards}
    people, summary = (
        {name: row for row in rows if (name := str(row["applicant"])) in funded}
        for rows in (document.applicants.rows, document.scores.summary)
    )
    regions = {row["bps_code"]: row for row in document.regions.rows}
    mentors = {str(pair["village"]): pair for pair in document.pairs}
    made_up = document.about.made_up
    note = getattr(made_up, document.about.language) if made_up else ""
    names = columns(document)
    rows: list[dict[str, Cell]] = []
    for award in document.awards:
        applicant = str(award["applicant"])
        person = people.get(applicant, {})
        region = regions.get(person.get("region"), {})
        scored = summary.get(applicant, {})
        mentor = mentors.get(applicant, {})
        rows.append(
            {
                **{name: award.get(name) for name in names},
                "name": person.get("name"),
                "kind": person.get("kind"),
                "bps_code": person.get("region"),
                "kemendagri_code": region.get("kemendagri_code"),
                "district": district(region),
                "province": region.get("province"),
                "island_group": region.get("island_group"),
                "score": scored.get("score"),
                "rank": scored.get("rank"),
                "mentor": mentor.get("mentor"),
                "mentor_km": mentor.get("km"),
                "data_note": note,
            }
        )
    return sorted(rows, key=lambda row: (-_number(row["score"]), str(row["applicant"])))


def district(region: Mapping[str, Cell]) -> str:
    """Give a district's name with Kabupaten or Kota before it."""
    return f"{str(region['kind']).capitalize()} {region['name']}" if region else ""


def safe(value: Cell) -> str:
    """Write one cell; a text that could run as a formula is marked as text, and control characters are taken out."""
    if value is None:
        return ""
    if isinstance(value, str):
        shown = printable(value)
        return "'" + shown if shown.startswith(FORMULA) else shown
    return str(value)


def content(document: Document) -> bytes:
    """Give the file of a document."""
    return encode(columns(document), grid(document))


def encode(names: Sequence[str], rows: Sequence[Mapping[str, str]]) -> bytes:
    """Write the file."""
    out = StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(names)
    writer.writerows([row[name] for name in names] for row in rows)
    return (MARK + out.getvalue()).encode("utf-8", "surrogatepass")


def decode(content: bytes) -> list[list[str]]:
    """Read the file's cells; raises ValueError when it is not such a file."""
    written = content.decode("utf-8")
    if not written.startswith(MARK):
        raise ValueError("the byte order mark is missing")
    try:
        return list(csv.reader(StringIO(written[len(MARK) :], newline=""), strict=True))
    except csv.Error as error:
        raise ValueError(str(error)) from error


def _number(value: Cell) -> float:
    return float(value) if isinstance(value, int | float) else 0.0
