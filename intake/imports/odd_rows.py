"""Rows that are no applicants: titles above the header, column numbers, repeated headers, totals, notes below."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

import numpy as np

from intake.imports.source_columns import said
from intake.synonyms import ID, NAME
from intake.tables import Cell, Table
from intake.words import key, spaced
from locales import Message, message

SUMMED = re.compile(r"\s*(?:(?:(?:grand|sub).?)?total|jumlah|rata.rata|average|sum)\b", re.IGNORECASE)
BARE = re.compile(r"\s*[0-9][0-9.,\s]*")
"""A number without any letter."""
TOTALS = re.compile(r"^(?:(?:(?:grand|sub) ?)?total|jumlah|rata rata|average|sum)\b")
NUMBERED = re.compile(r"^\W?(\d{1,3})\W?$")
FEW = 2


class Odd(StrEnum):
    """Why a row is no applicant."""

    ABOVE = "above"
    NUMBERING = "numbering"
    HEADER = "header"
    TOTALS = "totals"
    BELOW = "below"


REASONS: dict[Odd, Message] = {
    Odd.ABOVE: message("it stands above the header"),
    Odd.NUMBERING: message("it only numbers the columns"),
    Odd.HEADER: message("it repeats the header"),
    Odd.TOTALS: message("it is a line of totals, without an applicant"),
    Odd.BELOW: message("it is a note below the table"),
}


@dataclass(frozen=True)
class OddRow:
    """One row that is not taken for an applicant, and why; a person may take it in."""

    row: int
    why: Odd


def odd_rows(table: Table, mapping: Mapping[int, str]) -> tuple[OddRow, ...]:
    """Find the rows below the header that are no applicants; a row with an id and a name never is one of them.

    Except one that repeats the header word for word, or numbers the columns right below it.
    """
    place = {target: at for at, target in mapping.items()}
    who = [at for at in (place.get(ID), place.get(NAME)) if at is not None]
    cells = table.cells.to_numpy()
    filled = table.cells.notna().to_numpy()
    named = (filled[:, who].sum(axis=1) == 2) & ~_summed(table, place)
    last = int(np.flatnonzero(named)[-1]) if named.any() else len(cells)
    heads = {key(head) for head in table.headers if key(head)}
    found: list[OddRow] = []
    # Only rows without a name or of few cells are looked at one by one, and those that could repeat the header.
    first = np.arange(len(cells)) == 0
    for at in np.flatnonzero(~named | first | _like_header(table, who)).tolist():
        own = [said(cells[at][place]) for place in who if cells[at][place] is not None]
        why = _why(cells[at], own, bool(named[at]), heads, at, last)
        if why is not None:
            found.append(OddRow(int(table.cells.index[at]), why))
    return tuple(found)


def _summed(table: Table, place: Mapping[str, int]) -> np.ndarray:
    """Rows with the word for a total where the id should be, and a bare number for a name."""
    if ID not in place or NAME not in place:
        return np.zeros(len(table.cells), dtype=bool)
    ids, names = (table.cells[place[target]].fillna("").astype(str) for target in (ID, NAME))
    found: np.ndarray = (ids.str.match(SUMMED) & names.str.fullmatch(BARE)).to_numpy(dtype=bool)
    return found


def _like_header(table: Table, who: Sequence[int]) -> np.ndarray:
    like = np.zeros(len(table.cells), dtype=bool)
    for place in who:
        like |= (table.cells[place] == table.headers[place]).to_numpy()
    return like


def _why(row: Sequence[Cell], own: Sequence[str], named: bool, heads: set[str], at: int, last: int) -> Odd | None:
    """Judge one row; `own` are its id and name, as far as there are any."""
    texts = [said(cell) for cell in row if cell is not None]
    if len(texts) >= FEW and all(key(text) in heads for text in texts):
        return Odd.HEADER
    if at == 0 and len(texts) > FEW and _counts(texts):
        return Odd.NUMBERING
    if named:
        return None
    if TOTALS.match(spaced(texts[0])) and all(TOTALS.match(spaced(text)) or BARE.fullmatch(text) for text in own):
        return Odd.TOTALS
    return Odd.BELOW if at > last and len(texts) <= FEW else None


def _counts(texts: Sequence[str]) -> bool:
    """Whether the cells are 1, 2, 3 and so on, as forms number their columns."""
    numbers = [int(found.group(1)) for text in texts if (found := NUMBERED.match(text.strip()))]
    return len(numbers) == len(texts) and all(b - a == 1 for a, b in pairwise(numbers))
