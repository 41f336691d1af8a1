"""Words compared as people mean them: without case, accents, punctuation or spacing."""

import re
import unicodedata

_NOT_ALPHANUMERIC = re.compile(r"[^0-9a-z]+")

MISSING = frozenset(
    {
        "na",
        "notavailable",
        "nodata",
        "none",
        "null",
        "missing",
        "tidakada",
        "tidakadadata",
        "tidaktersedia",
        "tidaktahu",
        "datatidaktersedia",
        "belumadadata",
        "kosong",
    }
)


_ASCII_OUT = {code: None for code in range(128) if not chr(code).isalnum()}


def key(text: str) -> str:
    """Reduce a text to its lower-case letters a to z and digits, so that spellings of one name fall together."""
    if text.isascii():
        return text.translate(_ASCII_OUT).lower()
    plain = unicodedata.normalize("NFKD", text).casefold()
    return _NOT_ALPHANUMERIC.sub("", plain)


def spaced(text: str) -> str:
    """Reduce a text to lower-case words with one space between them."""
    if text.isascii():
        return _NOT_ALPHANUMERIC.sub(" ", text.lower()).strip()
    plain = unicodedata.normalize("NFKD", text).casefold()
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return _NOT_ALPHANUMERIC.sub(" ", plain).strip()


def says_missing(text: str) -> bool:
    """Tell whether a cell says that there is no answer: blank, `-`, `...`, `n/a`, `tidak ada` and the like."""
    reduced = key(text)
    if reduced:
        return reduced in MISSING
    return not re.search(r"\w", text) and not re.search(r"[#%&*+<>=@^~$]", text)


def shown(value: object) -> str:
    """Write a cell for a finding: as in the file, without control characters, at most 80 characters."""
    try:
        said = str(value)
    except ValueError:  # a number written in hexadecimal, too long for Python to write out in decimal
        said = "…"
    text = "".join(letter if letter.isprintable() else " " for letter in said)
    return text if len(text) <= 80 else text[:79] + "…"
