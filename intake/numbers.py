"""Numbers as Indonesians and English write them, read by one convention a column."""

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum

from intake.words import says_missing


class Marks(Enum):
    """Which mark splits thousands and which begins the decimals."""

    INDONESIAN = "id"
    ENGLISH = "en"

    def read(self, text: str) -> float:
        """Read a cleaned number with these marks."""
        if self is Marks.INDONESIAN:
            return float(text.replace(".", "").replace(",", "."))
        return float(text.replace(",", ""))


class Form(Enum):
    """What a piece of text is, seen by itself."""

    BLANK = "blank"
    PLAIN = "plain"
    INDONESIAN = "id"
    ENGLISH = "en"
    OPEN = "open"
    SCIENTIFIC = "scientific"
    ENDLESS = "endless"
    TIME = "time"
    ERROR = "error"
    PERCENT = "percent"
    TEXT = "text"


@dataclass(frozen=True)
class Reading:
    """One distinct text: its form, the digits and marks that are left of it, and whether it had a percent sign."""

    form: Form
    digits: str = ""
    percent: bool = False


_SPACES = re.compile(r"[\s\u00a0\u2007\u2009\u202f]+")
_MINUS = str.maketrans({"−": "-", "–": "-", "‐": "-", "‑": "-"})
_MONEY = re.compile(r"^(-?)\s*(?:rp\.?|idr)\s*(-?)", re.IGNORECASE)
_DASH_END = re.compile(r"(?<=\d)[.,](?:-+|=)$")
_PLAIN = re.compile(r"^[+-]?\d+$")
_GROUPED_BY_SPACE = re.compile(r"^([+-]?\d{1,3}(?: \d{3})+)([.,]\d+)?$")
_FORMS: tuple[tuple[Form, re.Pattern[str]], ...] = (
    (Form.OPEN, re.compile(r"^[+-]?[1-9]\d{0,2}[.,]\d{3}$")),
    (Form.INDONESIAN, re.compile(r"^[+-]?[1-9]\d{0,2}(?:\.\d{3})+,\d+$")),
    (Form.ENGLISH, re.compile(r"^[+-]?[1-9]\d{0,2}(?:,\d{3})+\.\d+$")),
    (Form.INDONESIAN, re.compile(r"^[+-]?[1-9]\d{0,2}(?:\.\d{3}){2,}$")),
    (Form.ENGLISH, re.compile(r"^[+-]?[1-9]\d{0,2}(?:,\d{3}){2,}$")),
    (Form.INDONESIAN, re.compile(r"^[+-]?\d*,\d+$")),
    (Form.ENGLISH, re.compile(r"^[+-]?\d*\.\d+$")),
)
_SCIENTIFIC = re.compile(r"^[+-]?\d+(?:[.,]\d+)?e[+-]?\d+$", re.IGNORECASE)
_ENDLESS = re.compile(r"^[+-]?(?:nan|inf|infinity|∞|#num!)$", re.IGNORECASE)
_TIME = re.compile(r"^\d{1,3}:\d{2}(?::\d{2})?(?:\s*[ap]m)?$", re.IGNORECASE)
_ERROR = re.compile(r"^#(?:REF!|N/A|VALUE!|DIV/0!|NAME\?|NULL!|SPILL!|CALC!|#+)$", re.IGNORECASE)


_SPECIAL = re.compile(r"[+-]?[ni∞#]|\d{1,3}:", re.IGNORECASE)
_JUST_TEXT = Reading(Form.TEXT)
_BLANK = Reading(Form.BLANK)
_LIKE_A_NUMBER = re.compile(r"-? ?(?:rp\.?|idr)?[\d .,+\-%e=]*\d[\d .,+\-%e=]*", re.IGNORECASE)


def examine(text: str) -> Reading:
    """Say what one text is, without deciding between the conventions where it could be either."""
    body = _SPACES.sub(" ", text).strip()
    if _PLAIN.match(body) and len(body) < 300:
        return Reading(Form.PLAIN, body)
    body = body.translate(_MINUS)
    if _SPECIAL.match(body):
        for form, pattern in ((Form.ENDLESS, _ENDLESS), (Form.ERROR, _ERROR), (Form.TIME, _TIME)):
            if pattern.match(body):
                return Reading(form)
    if says_missing(body):
        return _BLANK
    if not _LIKE_A_NUMBER.fullmatch(body):
        return _JUST_TEXT
    percent = body.endswith("%")
    if percent:
        body = body[:-1].rstrip()
    body = _DASH_END.sub("", _MONEY.sub(r"\1\2", body)).strip()
    if _PLAIN.match(body) and len(body) < 300:
        return Reading(Form.PLAIN, body, percent)
    if _SCIENTIFIC.match(body):
        return Reading(Form.SCIENTIFIC)
    by_space = _GROUPED_BY_SPACE.match(body)
    if by_space:
        body = by_space.group(1).replace(" ", "") + (by_space.group(2) or "")
        decimals = by_space.group(2) or ""
        form = {"": Form.PLAIN, ",": Form.INDONESIAN, ".": Form.ENGLISH}[decimals[:1]]
        return Reading(form, body, percent)
    if len(body) < 300:
        for form, pattern in _FORMS:
            if pattern.match(body):
                return Reading(form, body, percent)
    return _JUST_TEXT


@dataclass(frozen=True)
class Decision:
    """How a column's numbers are read, and how sure that is.

    by: "cells" (some cell allows one reading only), "limits" (only one reading keeps the limits), "file" (the
    other columns), "language" (the language of the file), "open" (both are lawful and it must not be guessed),
    "mixed" (the cells contradict each other), "none" (nothing to decide).
    """

    marks: Marks
    by: str


def decide(
    readings: Sequence[Reading],
    lawful: Callable[[float], bool],
    *,
    strict: bool,
    elsewhere: Marks | None,
    language: Marks,
) -> Decision:
    """Choose the convention of a column from its distinct readings.

    Cells that allow one reading only decide first. Else the limits and wholeness (`lawful`) decide, if they
    leave one reading. Else, where the column counts money or whole things (`strict`), or `1.500` stands beside
    `2,500`, it stays open: an error.
    Else the other columns of the file decide (`elsewhere`), and at last the language of the file; both are to be
    shown as a warning.
    """
    forms = {reading.form for reading in readings}
    if Form.INDONESIAN in forms and Form.ENGLISH in forms:
        return Decision(language, "mixed")
    if Form.INDONESIAN in forms:
        return Decision(Marks.INDONESIAN, "cells")
    if Form.ENGLISH in forms:
        return Decision(Marks.ENGLISH, "cells")
    undecided = [reading.digits for reading in readings if reading.form is Form.OPEN]
    if not undecided:
        return Decision(language, "none")
    possible = [marks for marks in Marks if all(lawful(marks.read(digits)) for digits in undecided)]
    if len(possible) == 1:
        return Decision(possible[0], "limits")
    if not possible:
        return Decision(elsewhere or language, "limits")
    marks_seen = {mark for digits in undecided for mark in ".," if mark in digits}
    if strict or len(marks_seen) == 2:
        return Decision(elsewhere or language, "open")
    return Decision(elsewhere, "file") if elsewhere else Decision(language, "language")


def finite(number: float) -> bool:
    """Tell whether a number is one at all: neither NaN nor infinite."""
    return math.isfinite(number)


def looks_like_time(number: float) -> str:
    """Give the time of day, such as `9:37`, that a spreadsheet would store as this number, or "".

    A spreadsheet turns the typed 9.37 into the time 9:37 and stores 577/1440 of a day, 0.4006944. A number
    between 0 and 1 with six or more decimals that lies on a whole minute, but not on a whole hour, is such a one:
    by chance that happens to one number in seven thousand. Thirds and sixths are whole hours and stay free.
    """
    if not 0 < number < 1 or abs(number * 10**5 - round(number * 10**5)) < 1e-6:
        return ""
    minutes = number * 1440
    nearest = round(minutes)
    if abs(minutes - nearest) > 1e-3 or nearest % 60 == 0:
        return ""
    return f"{nearest // 60}:{nearest % 60:02d}"
