"""District codes as files really hold them: quoted, undotted, or damaged by a spreadsheet."""

import re
from typing import Literal

System = Literal["bps", "kemendagri"]
_WRAPPING = re.compile(r"^[=\s'\"`‘’“”]+|[\s'\"`‘’“”]+$")
_BPS = re.compile(r"^\d{4}$")
_BPS_GROUPED = re.compile(r"^(\d)[.,](\d{3})$")
_KEMENDAGRI = re.compile(r"^(\d{2})[.,](\d{1,2})$")
_ZERO_DECIMALS = re.compile(r"^(\d{4})[.,]0+$")


def unwrap(cell: object) -> str:
    """Write a code cell as text without the quotes, equals sign and blanks that keep spreadsheets off it."""
    if isinstance(cell, bool) or cell is None:
        return "" if cell is None else str(cell)
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return _WRAPPING.sub("", str(cell))


def as_bps(text: str) -> str | None:
    """Give the four digits of a BPS code; None when the text is no such code.

    `1101`, `1101.0` and `1.101` (a spreadsheet's thousands mark) are 1101.
    """
    if _BPS.match(text):
        return text
    if found := _ZERO_DECIMALS.match(text):
        return found.group(1)
    if found := _BPS_GROUPED.match(text):
        return found.group(1) + found.group(2)
    return None


def as_kemendagri(text: str) -> str | None:
    """Give a Kemendagri code with its dot; None when the text is no such code.

    `11.01`, `11,01` and `1101` are 11.01; `11.1` is 11.10, for a number loses only the zeros at its end.
    """
    if found := _KEMENDAGRI.match(text):
        return f"{found.group(1)}.{found.group(2).ljust(2, '0')}"
    digits = as_bps(text)
    return f"{digits[:2]}.{digits[2:]}" if digits else None


def is_dotted(text: str) -> bool:
    """Tell whether a text has the shape of a Kemendagri code with its dot."""
    return bool(_KEMENDAGRI.match(text))
