"""Which column of the file is which: by name, by label, by synonym, never by likeness."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from intake.collector import Collector
from intake.criteria import Criteria
from intake.findings import Severity
from intake.round import ColumnMatch
from intake.synonyms import FIXED, ID, KIND, NAME, REGION_KEYS, SYNONYMS
from intake.tables import Table
from intake.words import key
from locales import Label, Message, message

LIKE = 75.0
FIXED_LABELS: dict[str, Label] = {
    "applicant": Label(id="ID pemohon", en="Applicant ID"),
    "name": Label(id="Nama perpustakaan", en="Name of the library"),
    "kind": Label(id="Jenis perpustakaan", en="Kind of library"),
    "bps_code": Label(id="Kode BPS", en="BPS code"),
    "kemendagri_code": Label(id="Kode Kemendagri", en="Kemendagri code"),
    "region_name": Label(id="Kabupaten atau kota", en="District or city"),
    "lat": Label(id="Lintang", en="Latitude"),
    "lon": Label(id="Bujur", en="Longitude"),
    "notes": Label(id="Catatan", en="Notes"),
}


@dataclass(frozen=True)
class Columns:
    """Where each known column stands: `position` by column name; `matches` one entry a header, in file order."""

    position: Mapping[str, int]
    headers: tuple[str, ...]
    matches: tuple[ColumnMatch, ...]

    def header(self, column: str) -> str:
        """Give the header that the file uses for a column, or the column's own name where it has none."""
        place = self.position.get(column)
        return column if place is None else self.headers[place]

    def __contains__(self, column: str) -> bool:
        return column in self.position


def match_columns(
    table: Table, criteria: Criteria, needed: Sequence[str], collector: Collector, *, kind_needed: bool = True
) -> Columns | None:
    """Match headers to columns; `needed` are the questions that something depends on.

    Gives None, with the errors in the collector, when the columns are not clear or a needed one is absent.
    """
    known = known_names(criteria)
    if _header_is_lower(table, known, collector):
        return None
    matches = tuple(matched(header, known) for header in table.headers)
    clear = _no_doubles(matches, collector)
    position = {match.column: place for place, match in enumerate(matches) if match.column}
    fixed = [ID, NAME] + ([KIND] if kind_needed else [])
    absent = [column for column in (*fixed, *needed) if column not in position]
    unread = [match.header for match in matches if not match.column and match.header]
    for column in absent:
        _tell_absent(column, unread, known, collector)
    if not any(column in position for column in REGION_KEYS):
        _tell_absent("region", unread, known, collector)
    _tell_optional(criteria, position, needed, collector)
    _tell_unread(unread, known, collector)
    if not clear or absent or not any(column in position for column in REGION_KEYS):
        return None
    return Columns(position, table.headers, tuple(match for match in matches if match.header))


def known_names(criteria: Criteria) -> dict[str, dict[str, str]]:
    """Give, by how certain they are, the reduced names of every column: name, label, then synonym."""
    names: dict[str, str] = {}
    labels: dict[str, str] = {}
    synonyms: dict[str, str] = {}
    for question in criteria.questions:
        names[key(question.column)] = question.column
        for text in (question.label.id, question.label.en):
            labels.setdefault(key(text), question.column)
        for text in question.synonyms:
            synonyms.setdefault(key(text), question.column)
    for column in FIXED:
        names.setdefault(key(column), column)
        label = FIXED_LABELS[column]
        for text in (label.id, label.en):
            labels.setdefault(key(text), column)
        for text in SYNONYMS[column]:
            synonyms.setdefault(key(text), column)
    return {"name": names, "label": labels, "synonym": synonyms}


def matched(header: str, known: Mapping[str, Mapping[str, str]]) -> ColumnMatch:
    """Say which column a header means, and whether by its name, label or a synonym; "" where none."""
    told = re.search(r"\[([A-Za-z0-9_]+)\]$", header)
    if told and key(told.group(1)) in known["name"]:
        return ColumnMatch(header, known["name"][key(told.group(1))], "name")
    reduced = key(header)
    for how, names in known.items():
        if reduced and reduced in names:
            return ColumnMatch(header, names[reduced], how)
    return ColumnMatch(header, "", "")


def _header_is_lower(table: Table, known: Mapping[str, Mapping[str, str]], collector: Collector) -> bool:
    """Find a header that stands below a title, and say so instead of reporting every column as absent."""

    def recognised(cells: Sequence[object]) -> int:
        return sum(bool(isinstance(cell, str) and matched(cell, known).column) for cell in cells)

    first = recognised(table.headers)
    if first >= 3:
        return False
    for row, cells in zip(table.cells.index[:20], table.cells.head(20).to_numpy(), strict=False):
        if recognised(list(cells)) > max(first, 2):
            collector.add(
                "header-not-first",
                Severity.ERROR,
                message("row 1 is not the header; row {row} looks like it", row=str(row)),
                message("Delete the rows above the header, so that it stands in row 1."),
            )
            return True
    return False


def _no_doubles(matches: Sequence[ColumnMatch], collector: Collector) -> bool:
    clear = True
    for column in dict.fromkeys(match.column for match in matches if match.column):
        headers = [match.header for match in matches if match.column == column]
        if len(headers) > 1:
            clear = False
            collector.add(
                "two-columns-for-one",
                Severity.ERROR,
                message(
                    "the headers {headers} all mean the column {column}",
                    headers=tuple(f"“{header}”" for header in headers),
                    column=column,
                ),
                message("Keep one of them, and delete or rename the others."),
                headers[0],
            )
    return clear


def _tell_absent(
    column: str, unread: Sequence[str], known: Mapping[str, Mapping[str, str]], collector: Collector
) -> None:
    if column == "region":
        problem = message("no column says which district an applicant stands in")
        remedy = message("Add a column bps_code, kemendagri_code or region_name.")
        meant = set(REGION_KEYS)
    else:
        problem = message("the column {column} is missing", column=column)
        remedy = message("Add the column {column}, or give it this header.", column=column)
        meant = {column}
    like = _most_like(unread, known, meant)
    if like is not None:
        remedy = message(
            "Did you mean the column “{header}”? Rename it to {column} if so.",
            header=like,
            column=", ".join(sorted(meant)),
        )
    collector.add("missing-column", Severity.ERROR, problem, remedy, "" if column == "region" else column)


def _most_like(headers: Sequence[str], known: Mapping[str, Mapping[str, str]], columns: set[str]) -> str | None:
    spellings = [text for names in known.values() for text, column in names.items() if column in columns]
    best: tuple[float, str] | None = None
    for header in headers:
        found = process.extractOne(key(header), spellings, scorer=fuzz.ratio, score_cutoff=LIKE)
        if found and (best is None or found[1] > best[0]):
            best = (found[1], header)
    return best[1] if best else None


def _tell_optional(
    criteria: Criteria, position: Mapping[str, int], needed: Sequence[str], collector: Collector
) -> None:
    for question in criteria.questions:
        if question.column not in position and question.column not in needed:
            collector.add(
                "optional-column",
                Severity.NOTE,
                message("the column {column} is not in the file; nothing depends on it", column=question.column),
                message("Add the column if the answers are to be shown."),
                question.column,
            )


def _tell_unread(unread: Sequence[str], known: Mapping[str, Mapping[str, str]], collector: Collector) -> None:
    spellings = {text: column for names in known.values() for text, column in names.items()}
    for header in unread:
        found = process.extractOne(key(header), list(spellings), scorer=fuzz.ratio, score_cutoff=85.0)
        problem: Message = message("the column “{header}” is not known and was not read", header=header)
        if found:
            meant = spellings[found[0]]
            remedy = message("Did you mean {column}? Rename it if so.", column=meant)
            collector.add("unknown-column", Severity.WARNING, problem, remedy, header)
        else:
            remedy = message("Nothing needs doing, unless it answers one of the questions: then rename it.")
            collector.add("unknown-column", Severity.NOTE, problem, remedy, header)
