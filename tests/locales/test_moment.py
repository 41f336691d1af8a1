"""Moments: the day and the clock where the reader is, with the zone that they are in."""

import datetime

import pytest

from locales import Moment, message, render

AT = datetime.datetime(2016, 2, 29, 16, 5, 59, 999_999, datetime.UTC)


@pytest.mark.parametrize(
    ("zone", "indonesian", "english"),
    [
        ("Asia/Jakarta", "29 Februari 2016 23.05 WIB", "29 February 2016 23:05 WIB"),
        ("Asia/Pontianak", "29 Februari 2016 23.05 WIB", "29 February 2016 23:05 WIB"),
        ("Asia/Makassar", "1 Maret 2016 00.05 WITA", "1 March 2016 00:05 WITA"),
        ("Asia/Jayapura", "1 Maret 2016 01.05 WIT", "1 March 2016 01:05 WIT"),
        ("Asia/Tokyo", "1 Maret 2016 01.05 UTC+09:00", "1 March 2016 01:05 UTC+09:00"),
        ("Asia/Kathmandu", "29 Februari 2016 21.50 UTC+05:45", "29 February 2016 21:50 UTC+05:45"),
        ("America/St_Johns", "29 Februari 2016 12.35 UTC−03:30", "29 February 2016 12:35 UTC−03:30"),
        ("Europe/London", "29 Februari 2016 16.05 UTC", "29 February 2016 16:05 UTC"),
    ],
)
def test_a_moment_is_written_where_the_reader_is(zone: str, indonesian: str, english: str) -> None:
    assert Moment(AT, zone).text("id") == indonesian
    assert Moment(AT, zone).text("en") == english


def test_summer_time_counts() -> None:
    assert (
        Moment(datetime.datetime(2016, 7, 1, 12, tzinfo=datetime.UTC), "Europe/London")
        .text("en")
        .endswith("13:00 UTC+01:00")
    )


@pytest.mark.parametrize("zone", ["", "Nowhere/None", "../../etc/passwd", "/etc/passwd", "\0", "Asia", "x" * 5_000])
def test_a_zone_that_is_none_counts_as_jakarta(zone: str) -> None:
    assert Moment(AT, zone).text("id") == "29 Februari 2016 23.05 WIB"


def test_a_moment_is_given_in_any_zone() -> None:
    eastern = AT.astimezone(datetime.timezone(datetime.timedelta(hours=-5)))
    assert Moment(eastern).text("en") == Moment(AT).text("en")


def test_a_message_holds_a_moment() -> None:
    assert message("{at}", at=Moment(AT)).text("en") == render(Moment(AT), "en") == "29 February 2016 23:05 WIB"
