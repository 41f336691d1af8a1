"""Typed figures: what a person types, read strictly as their language writes it; None where it is no such figure."""

import re
from decimal import Decimal

from babel.numbers import NumberFormatError, parse_decimal

from locales.formats import BABEL_LOCALES

UNITS = {
    "id": {"ribu": 3, "juta": 6, "miliar": 9, "milyar": 9, "triliun": 12},
    "en": {"thousand": 3, "million": 6, "billion": 9, "trillion": 12},
}
"""Powers of ten that people write after a figure."""
MONEY = re.compile(r"(?:(?:rp|idr)\.?)?\s*(?P<figure>[\d.,]+)\s*(?P<unit>[a-z]+)?", re.IGNORECASE)
LONGEST = 40


def typed_number(text: str, language: str) -> Decimal | None:
    """Read a number as `1.234,5` (Indonesian) or `1,234.5` (English); `1.5` is no Indonesian number."""
    plain = " ".join(text.split())
    if not plain or len(plain) > LONGEST or not re.fullmatch(r"-?[\d.,]*\d", plain, re.ASCII):
        return None
    try:
        return Decimal(parse_decimal(plain, locale=BABEL_LOCALES[language], strict=True))
    except NumberFormatError:
        return None


def typed_money(text: str, language: str) -> int | None:
    """Read whole rupiah as `Rp 8.200.000`, `8.200.000` or `8,2 juta` (Indonesian), `Rp 8,200,000` or `8.2 million`."""
    found = MONEY.fullmatch(" ".join(text.split()))
    if found is None:
        return None
    number = typed_number(found["figure"], language)
    power = UNITS[language].get(found["unit"].lower()) if found["unit"] else 0
    if number is None or power is None:
        return None
    rupiah = number.scaleb(power)
    return int(rupiah) if rupiah == rupiah.to_integral_value() and rupiah >= 0 else None


def typed_percent(text: str, language: str) -> Decimal | None:
    """Read a share of one written as `12,5 %` or `12,5` (Indonesian), `12.5 %` (English)."""
    number = typed_number(text.strip().removesuffix("%").strip(), language)
    return None if number is None else number / 100
