"""Which row is the header: a guess that is shown with its certainty, for a person to confirm or to change."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from intake.columns import matched
from intake.imports.grids import NumberedRow
from intake.tables import Cell

ENOUGH = 3
"""So many known column names in one row are no chance."""


class Sure(StrEnum):
    """How sure a guess is."""

    CERTAIN = "certain"
    LIKELY = "likely"
    UNSURE = "unsure"


@dataclass(frozen=True)
class HeaderGuess:
    """The row that looks like the header; `known` of its `filled` cells are names of columns."""

    row: int
    sure: Sure
    known: int
    filled: int


def guess_header(rows: Sequence[NumberedRow], known: Mapping[str, Mapping[str, str]]) -> HeaderGuess | None:
    """Guess the header among the first rows of a sheet; None for a blank sheet.

    The row with most names of columns is it, certain where at least three are and no other row comes near. Else it is
    the first row of distinct texts that is about as wide as most rows are.
    """
    if not rows:
        return None
    names = [len({found for cell in row if (found := _column(cell, known))}) for _, row in rows]
    best = max(range(len(rows)), key=lambda place: (names[place], -place))
    if names[best] >= ENOUGH:
        others = max((count for place, count in enumerate(names) if place != best), default=0)
        return _guess(rows[best], Sure.CERTAIN if 2 * others <= names[best] else Sure.LIKELY, names[best])
    filled = [_filled(row) for _, row in rows]
    usual = Counter(filled).most_common(1)[0][0]
    for place, (_, row) in enumerate(rows):
        texts = [" ".join(cell.split()) for cell in row if isinstance(cell, str)]
        if len(texts) == filled[place] == len(set(texts)) and 10 * filled[place] >= 7 * usual and filled[place] > 1:
            return _guess(rows[place], Sure.LIKELY if names[place] else Sure.UNSURE, names[place])
    return _guess(rows[best], Sure.UNSURE, names[best])


def guess_sheet(sheets: Mapping[str, Sequence[NumberedRow]], known: Mapping[str, Mapping[str, str]]) -> str:
    """Guess the sheet that holds the applicants: the one with most names of columns in a row, the first of equals."""

    def names(rows: Sequence[NumberedRow]) -> int:
        guess = guess_header(rows, known)
        return guess.known if guess else -1

    return max(sheets, key=lambda name: names(sheets[name]), default="")


def _guess(row: NumberedRow, sure: Sure, known: int) -> HeaderGuess:
    return HeaderGuess(row[0], sure, known, _filled(row[1]))


def _filled(row: Sequence[Cell]) -> int:
    return sum(cell is not None for cell in row)


def _column(cell: Cell, known: Mapping[str, Mapping[str, str]]) -> str:
    return matched(" ".join(cell.split()), known).column if isinstance(cell, str) else ""
