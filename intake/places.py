"""Which district every applicant stands in, by code or by name, and never by a guess that is not shown."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from intake.codes import unwrap
from intake.collector import Collector, row_list
from intake.district_names import DistrictNames, NameMatch
from intake.findings import Severity
from intake.gazetteer import Gazetteer
from intake.place_lookup import Lookup, Place
from intake.synonyms import BPS, KEMENDAGRI, REGION_NAME
from intake.words import says_missing
from locales import Message, message

MAX_GUESSED = 5_000


def locate(
    cells: Mapping[str, "pd.Series[Any]"], headers: Mapping[str, str], gazetteer: Gazetteer, collector: Collector
) -> "pd.Series[Any]":
    """Find every row's district: BPS code (object) by row number, None where an error was found.

    cells: the columns among bps_code, kemendagri_code and region_name that the file has.
    """
    index = next(iter(cells.values())).index
    table = {
        column: [_clean(cell) for cell in cells[column]] if column in cells else [""] * len(index)
        for column in (BPS, KEMENDAGRI, REGION_NAME)
    }
    lookup = Lookup(gazetteer, _guess_all(set(table[REGION_NAME]), gazetteer.names))
    known: dict[tuple[str, str, str], Place] = {}
    regions = np.empty(len(index), dtype=object)
    notes: dict[tuple[str, str], list[int]] = {}
    rows = zip(index, table[BPS], table[KEMENDAGRI], table[REGION_NAME], strict=True)
    for position, (row, bps, kemendagri, name) in enumerate(rows):
        place = known.get((bps, kemendagri, name))
        if place is None:
            place = known[(bps, kemendagri, name)] = lookup.place(bps, kemendagri, name)
        regions[position] = place.region
        values = {BPS: bps, KEMENDAGRI: kemendagri, REGION_NAME: name}
        for trouble in place.troubles:
            header = headers.get(trouble.column, "")
            collector.cell(
                trouble.code,
                trouble.severity,
                int(row),
                header,
                values[trouble.column],
                partial(_said, trouble.problem),
                partial(_said, trouble.remedy),
            )
        for note in place.notes:
            notes.setdefault(note, []).append(int(row))
    if set(cells) == {BPS}:
        collector.add(
            "code-alone",
            Severity.NOTE,
            message("districts were known by their BPS code alone; a code of the other system would not be noticed"),
            message("Add a column region_name with the districts' names, so that the two are compared."),
            headers[BPS],
        )
    for (column, code), at in notes.items():
        collector.add(
            code,
            Severity.NOTE,
            _note(code, at),
            message("Nothing needs doing if the districts shown are right."),
            headers.get(column, ""),
        )
    return pd.Series(regions, index=index, dtype=object)


def _clean(cell: object) -> str:
    text = unwrap(cell)
    return "" if not text or says_missing(text) else text


def _guess_all(texts: set[str], names: DistrictNames) -> dict[str, NameMatch]:
    """Find every distinct name; likeness is only asked while the unknown names can still be misspellings.

    Indonesia has 514 districts: a file with thousands of unknown names is no list of districts at all.
    """
    found = {text: names.find(text) for text in texts if text}
    unknown = sorted(text for text, match in found.items() if match is None)
    result = {text: match for text, match in found.items() if match is not None}
    for text in unknown:
        result[text] = names.guess(text) if len(unknown) <= MAX_GUESSED else NameMatch((), "unknown", 0, 0.0)
    return result


def _note(code: str, rows: list[int]) -> Message:
    if code == "bare-name":
        return message(
            "the name stands without Kabupaten or Kota, and only one district has it, in rows {rows}",
            rows=row_list(rows),
        )
    if code == "other-name":
        return message("a former, short or other name of a district was read, in rows {rows}", rows=row_list(rows))
    if code == "later-code":
        return message(
            "a code from after the provinces of Papua were divided in 2022 was read, in rows {rows}",
            rows=row_list(rows),
        )
    return message("a code that lost its last zero or its dot was made whole, in rows {rows}", rows=row_list(rows))


def _said(sentence: Message) -> Message:
    return sentence
