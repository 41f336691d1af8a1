"""Figures that know how they are written: rupiah, shares, decimals, dates, moments."""

import datetime
from dataclasses import dataclass
from fractions import Fraction
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel.dates import format_date, format_time
from babel.numbers import format_decimal

BABEL_LOCALES = {"id": "id_ID", "en": "en_GB"}
INDONESIAN_HOURS = {"Asia/Jakarta": "WIB", "Asia/Pontianak": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}
"""What the hours of Indonesia's zones are called: western, central and eastern time."""
JAKARTA = "Asia/Jakarta"


@dataclass(frozen=True, slots=True)
class Money:
    """Whole rupiah."""

    rupiah: int

    def text(self, language: str) -> str:
        """Write as `Rp 1.500.000` or `-Rp 1.500.000` (Indonesian), `Rp 1,500,000` or `-Rp 1,500,000` (English)."""
        return format_decimal(int(self.rupiah), format="Rp #,##0;-Rp #,##0", locale=BABEL_LOCALES[language])


@dataclass(frozen=True, slots=True)
class Percent:
    """A share of one, written as a percentage with at most two decimals."""

    share: float | Fraction

    def text(self, language: str) -> str:
        """Write as `12,5 %` (Indonesian) or `12.5 %` (English)."""
        shown = format_decimal(float(self.share * 100), format="#,##0.##", locale=BABEL_LOCALES[language])
        return shown + " %"


@dataclass(frozen=True, slots=True)
class Decimals:
    """A number with a fixed number of decimals."""

    number: float
    places: int = 1

    def text(self, language: str) -> str:
        """Write with the language's decimal mark and thousands mark."""
        pattern = "#,##0" + ("." + "0" * self.places if self.places else "")
        return format_decimal(self.number, format=pattern, locale=BABEL_LOCALES[language])


@dataclass(frozen=True, slots=True)
class Date:
    """A calendar day."""

    day: datetime.date

    def text(self, language: str) -> str:
        """Write in words, as `1 Oktober 2015`."""
        return format_date(self.day, format="d MMMM y", locale=BABEL_LOCALES[language])


@dataclass(frozen=True)
class Moment:
    """A moment, as a day and a clock in a time zone that is written with it.

    at: with its time zone. zone: a name of the IANA time zone database; one that is not known counts as Jakarta.
    """

    at: datetime.datetime
    zone: str = JAKARTA

    def text(self, language: str) -> str:
        """Write as `1 Oktober 2015 14.05 WIB` (Indonesian) or `1 October 2015 14:05 WIB` (English)."""
        zone = zone_of(self.zone)
        local = self.at.astimezone(zone)
        clock = format_time(local, format="HH.mm" if language == "id" else "HH:mm", locale=BABEL_LOCALES[language])
        return f"{Date(local.date()).text(language)} {clock} {INDONESIAN_HOURS.get(zone.key) or _from_utc(local)}"


def _from_utc(local: datetime.datetime) -> str:
    """How far a clock is from UTC; the short names of zones outside Indonesia are not known here, some not unique."""
    ahead = local.utcoffset() or datetime.timedelta()
    minutes = round(abs(ahead) / datetime.timedelta(minutes=1))
    sign = "+" if ahead > datetime.timedelta() else "\N{MINUS SIGN}"
    return f"UTC{sign}{minutes // 60:02d}:{minutes % 60:02d}" if minutes else "UTC"


def zone_of(name: str) -> ZoneInfo:
    """Find a time zone by its name; Jakarta's for one that is not known."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo(JAKARTA)


def format_number(number: float, language: str) -> str:
    """Write a plain number: whole numbers with thousands marks, others with up to six decimals."""
    return format_decimal(number, format="#,##0.######", locale=BABEL_LOCALES[language])
