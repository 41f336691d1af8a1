"""Moments: times of the store as the reader's clock shows them."""

from datetime import UTC, date, datetime, time, timedelta

import streamlit as st

from locales import JAKARTA, Date, Moment, zone_of
from views.visit import Visit


def zone() -> str:
    """The time zone of the reader's browser; Jakarta's where it does not say."""
    return str(st.context.timezone or JAKARTA)


def moment(at: str) -> Moment:
    """A time of the store (UTC, ISO 8601) on the reader's clock."""
    return Moment(datetime.fromisoformat(at), zone())


def when(visit: Visit, at: str) -> str:
    """Say when something was, on the reader's clock."""
    return visit.say(moment(at))


def date_of(at: str) -> Date:
    """The day of a time of the store on the reader's clock."""
    return Date(datetime.fromisoformat(at).astimezone(zone_of(zone())).date())


def day(visit: Visit, written: str) -> str:
    """Say a day of the store (2016-03-01)."""
    return visit.say(Date(date.fromisoformat(written)))


def begins(on: date, after: int = 0) -> str:
    """The moment when a day begins on the reader's clock, or so many days later, as the store writes times."""
    first = datetime.combine(on + timedelta(days=after), time(), zone_of(zone()))
    return first.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
