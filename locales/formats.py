"""Figures that know how they are written: rupiah, shares, decimals, dates."""

import datetime
from dataclasses import dataclass
from fractions import Fraction

from babel.dates import format_date
from babel.numbers import format_decimal

BABEL_LOCALES = {"id": "id_ID", "en": "en_GB"}


@dataclass(frozen=True)
class Money:
    """Whole rupiah."""

    rupiah: int

    def text(self, language: str) -> str:
        """Write as `Rp 1.500.000` (Indonesian) or `Rp 1,500,000` (English)."""
        return "Rp " + format_decimal(int(self.rupiah), format="#,##0", locale=BABEL_LOCALES[language])


@dataclass(frozen=True)
class Percent:
    """A share of one, written as a percentage with at most two decimals."""

    share: float | Fraction

    def text(self, language: str) -> str:
        """Write as `12,5 %` (Indonesian) or `12.5 %` (English)."""
        shown = format_decimal(float(self.share * 100), format="#,##0.##", locale=BABEL_LOCALES[language])
        return shown + " %"


@dataclass(frozen=True)
class Decimals:
    """A number with a fixed number of decimals."""

    number: float
    places: int = 1

    def text(self, language: str) -> str:
        """Write with the language's decimal mark and thousands mark."""
        pattern = "#,##0" + ("." + "0" * self.places if self.places else "")
        return format_decimal(self.number, format=pattern, locale=BABEL_LOCALES[language])


@dataclass(frozen=True)
class Date:
    """A calendar day."""

    day: datetime.date

    def text(self, language: str) -> str:
        """Write in words, as `1 Oktober 2015`."""
        return format_date(self.day, format="d MMMM y", locale=BABEL_LOCALES[language])


def format_number(number: float, language: str) -> str:
    """Write a plain number: whole numbers with thousands marks, others with up to six decimals."""
    return format_decimal(number, format="#,##0.######", locale=BABEL_LOCALES[language])
