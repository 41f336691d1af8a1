"""Who is who: applicant ids, names, and two rows that look like one library."""

import math
import re
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
from rapidfuzz import fuzz

from intake.collector import Collector, each, row_list
from intake.findings import Severity
from intake.words import key, says_missing, spaced
from locales import message

MAX_ID = 60
SAME = 92.0
CROWD = 60
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_SAFE = re.compile(r"^\w[\w .:/\-]*$")
_COMMON = {"perpustakaan", "umum", "daerah", "desa", "kelurahan", "taman", "bacaan", "masyarakat", "library"}


def read_ids(cells: "pd.Series[Any]", header: str, collector: Collector) -> "pd.Series[Any]":
    """Read the applicant ids: text by row number, None where there is none that can be used.

    An id begins with a letter or digit and holds letters, digits, blanks and . : / - _ only, at most 60 characters;
    so it can stand in any file and any spreadsheet without meaning something else there.
    """
    _tell_unseen(cells, header, collector)
    ids = pd.Series(_object([_id(cell) for cell in cells]), index=cells.index, dtype=object)
    blank = [row for row, text in each(ids) if not text and (row, header) not in collector.spoilt]
    collector.cells(
        "required",
        Severity.ERROR,
        header,
        blank,
        cells.loc[blank].tolist(),
        lambda _: message("the row has no applicant id"),
        lambda _: message("Give every applicant an id of its own."),
    )
    unsafe = [
        row
        for row, text in each(ids)
        if text and (len(text) > MAX_ID or not _SAFE.match(text)) and (row, header) not in collector.spoilt
    ]
    collector.cells(
        "unsafe-id",
        Severity.ERROR,
        header,
        unsafe,
        cells.loc[unsafe].tolist(),
        lambda _: message("the applicant id has characters that other programs can mistake, or is too long"),
        lambda _: message("Use letters, digits, and . : / - _ only, at most {limit} characters.", limit=MAX_ID),
    )
    _tell_doubles(ids, header, collector)
    return ids.where(ids != "", None)


def _tell_unseen(cells: "pd.Series[Any]", header: str, collector: Collector) -> None:
    """Refuse control characters and marks of writing direction, with which one name can pass for another."""
    rows = [row for row, cell in each(cells) if isinstance(cell, str) and _UNSEEN.search(cell)]
    collector.cells(
        "control-character",
        Severity.ERROR,
        header,
        rows,
        cells.loc[rows].tolist(),
        lambda _: message("the cell holds characters that are not seen and can disguise the text"),
        lambda _: message("Delete the cell and type its text anew."),
    )


def _id(cell: object) -> str:
    if cell is None or (isinstance(cell, float) and math.isnan(cell)):
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    text = " ".join(str(cell).split())
    return "" if says_missing(text) else text


def _tell_doubles(ids: "pd.Series[Any]", header: str, collector: Collector) -> None:
    filled = ids[ids != ""]
    folded = filled.map(lambda text: text.casefold())
    rows_of: dict[str, list[int]] = {}
    for row, text in each(folded[folded.duplicated(keep=False)]):
        rows_of.setdefault(text, []).append(row)
    for rows in rows_of.values():
        first = rows[0]
        for row in rows[1:]:
            collector.cell(
                "duplicate-id",
                Severity.ERROR,
                row,
                header,
                filled.loc[row],
                lambda first=first, row=row: message(  # type: ignore[misc]
                    "rows {first} and {row} have the same applicant id", first=str(first), row=str(row)
                ),
                lambda: message("Give every applicant an id of its own, or delete the row that is there twice."),
            )


def read_names(cells: "pd.Series[Any]", header: str, collector: Collector) -> "pd.Series[Any]":
    """Read the libraries' names: text by row number; a blank one and characters that are not seen are errors."""
    _tell_unseen(cells, header, collector)
    names = pd.Series(_object([_id(cell) for cell in cells]), index=cells.index, dtype=object)
    blank = [row for row, text in each(names) if not text and (row, header) not in collector.spoilt]
    collector.cells(
        "required",
        Severity.ERROR,
        header,
        blank,
        cells.loc[blank].tolist(),
        lambda _: message("the library has no name"),
        lambda _: message("Fill in the library's name."),
    )
    return names


def tell_twins(
    ids: "pd.Series[Any]", table: pd.DataFrame, header: str, titles: dict[str, str], collector: Collector
) -> None:
    """Warn of two applicants of one kind in one district whose names are all but the same.

    Names are compared without the words that every library has in its name and without the district's own name;
    figures must agree, for village libraries are told apart by them.
    """
    known = table[table["region"].notna() & table["kind"].notna() & (table["name"] != "")]
    for (region, _), group in known.groupby(["region", "kind"], sort=True):
        if 1 < len(group) <= CROWD:
            own = {row: _core(name, titles.get(str(region), "")) for row, name in each(group["name"])}
            for one, other in combinations(sorted(own), 2):
                if _same(own[one], own[other]):
                    _tell_twin(one, other, ids, table, header, collector)
        elif len(group) > CROWD:
            # Comparing all pairs of a crowd takes long; a crowd is only searched for names that are equal.
            own = {row: _core(name, "") for row, name in each(group["name"])}
            first: dict[str, int] = {}
            for row in sorted(own):
                twin = first.setdefault(own[row], row)
                if twin != row and own[row]:
                    _tell_twin(twin, row, ids, table, header, collector)


def same_library(one: str, other: str, title: str) -> bool:
    """Whether `tell_twins` would take two names in one district, called `title`, for one library's."""
    return _same(_core(one, title), _core(other, title))


def _core(name: str, title: str) -> str:
    own = set(spaced(title).split()) if title else set()
    words = spaced(name).split()
    kept = [word for word in words if word not in _COMMON and word not in own]
    return " ".join(kept) or key(name)


def _same(one: str, other: str) -> bool:
    if re.findall(r"\d+", one) != re.findall(r"\d+", other):
        return False
    return bool(fuzz.ratio(one, other, score_cutoff=SAME) > 0)


def _tell_twin(
    one: int, other: int, ids: "pd.Series[Any]", table: pd.DataFrame, header: str, collector: Collector
) -> None:
    collector.cell(
        "same-library",
        Severity.WARNING,
        other,
        header,
        table["name"].loc[other],
        lambda: message(
            "this looks like the library of row {row}: {one} and {other} have one kind, one district and like names",
            row=row_list([one]),
            one=str(ids.loc[one]),
            other=str(ids.loc[other]),
        ),
        lambda: message("Delete one of the rows if both are the same library."),
    )


def _object(values: list[Any]) -> np.ndarray:
    result = np.empty(len(values), dtype=object)
    result[:] = values
    return result
