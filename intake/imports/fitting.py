"""Do a column's values look like answers to a question: so many of those looked at do."""

from collections.abc import Callable, Sequence

from intake.choices import accepted
from intake.codes import as_bps, as_kemendagri, unwrap
from intake.coordinates import LATITUDES, LONGITUDES, degree
from intake.criteria import AnswerType
from intake.dates import examine_date
from intake.imports.asked import Asked, Target
from intake.numbers import Form, examine
from intake.synonyms import BPS, KEMENDAGRI, KIND_NAMES, LAT, LON
from intake.tables import Cell, Share
from intake.words import key, says_missing

NUMBERS = {Form.PLAIN, Form.OPEN, Form.INDONESIAN, Form.ENGLISH}
LOOKED_AT = 200


def fitting(cells: Sequence[Cell], target: Target, asked: Asked) -> tuple[int, int]:
    """Count the cells that could answer, among the first that say anything."""
    filled = [cell for cell in cells if cell is not None and not (isinstance(cell, str) and says_missing(cell))]
    looked_at = filled[:LOOKED_AT]
    fits = _test(target, asked)
    return sum(fits(cell) for cell in looked_at), len(looked_at)


def _test(target: Target, asked: Asked) -> Callable[[Cell], bool]:
    if target.question is not None:
        match target.question.type:
            case AnswerType.NUMBER:
                return _is_number
            case AnswerType.DATE:
                return _is_date
            case AnswerType.CHOICE:
                names = accepted(target.question)
                return lambda cell: key(unwrap(cell)) in names
            case AnswerType.TEXT:
                return lambda _: True
    match target.code:
        case "lat" | "lon":
            low, high = {LAT: LATITUDES, LON: LONGITUDES}[target.code]
            return lambda cell: low <= (degree(cell) or 0.0) <= high
        case "bps_code" | "kemendagri_code":
            read = {BPS: as_bps, KEMENDAGRI: as_kemendagri}[target.code]
            return lambda cell: read(unwrap(cell)) is not None
        case "kind":
            kinds = asked.call.library_kinds
            spelt = {key(text) for kind in kinds for text in (kind.code, kind.label.id, kind.label.en)}
            spelt |= {key(text) for kind in kinds for text in KIND_NAMES[kind.code]}
            return lambda cell: key(unwrap(cell)) in spelt
        case "name" | "region_name":
            return lambda cell: isinstance(cell, str) and any(letter.isalpha() for letter in cell)
    return lambda _: True


def _is_number(cell: Cell) -> bool:
    if isinstance(cell, bool):
        return False
    return isinstance(cell, int | float | Share) or (isinstance(cell, str) and examine(cell).form in NUMBERS)


def _is_date(cell: Cell) -> bool:
    if isinstance(cell, str):
        written = examine_date(cell)
        return written.day is not None or written.parts is not None
    return hasattr(cell, "year")
