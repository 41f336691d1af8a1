"""Typed figures: what is written out is read back, and what another language would read otherwise is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from locales import Decimals, Money, render, typed_money, typed_number, typed_percent


@given(st.integers(0, 10**15), st.sampled_from(["id", "en"]))
def test_money_is_read_as_it_is_written(rupiah: int, language: str) -> None:
    assert typed_money(render(Money(rupiah), language), language) == rupiah
    assert typed_money(str(rupiah), language) == rupiah


@given(st.integers(1, 10**15), st.sampled_from(["id", "en"]))
def test_the_sign_of_money_stands_before_rupiah(rupiah: int, language: str) -> None:
    assert render(Money(-rupiah), language) == "-" + render(Money(rupiah), language)
    assert not render(Money(rupiah), language).startswith("-")


@given(st.decimals(-(10**9), 10**9, places=3), st.sampled_from(["id", "en"]))
def test_numbers_are_read_as_they_are_written(number: object, language: str) -> None:
    assert typed_number(render(Decimals(float(str(number)), 3), language), language) == number


@pytest.mark.parametrize(
    ("text", "language", "rupiah"),
    [
        ("Rp 8.200.000", "id", 8_200_000),
        ("Rp8.200.000", "id", 8_200_000),
        ("rp. 2.500.000", "id", 2_500_000),
        ("\u00a0Rp\u00a02.500.000 ", "id", 2_500_000),
        ("8,2 juta", "id", 8_200_000),
        ("1,25 Miliar", "id", 1_250_000_000),
        ("2.5 billion", "en", 2_500_000_000),
        ("IDR 2,500,000", "en", 2_500_000),
    ],
)
def test_money_as_people_write_it(text: str, language: str, rupiah: int) -> None:
    assert typed_money(text, language) == rupiah


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("2,500,000", "id"),
        ("2.500.000", "en"),
        ("1.5", "id"),
        ("1.50.000", "id"),
        ("1,5", "id"),
        ("-5", "id"),
        ("", "id"),
        ("Rp", "id"),
        ("8 juta lagi", "id"),
        ("8 million", "id"),
        ("1e9", "id"),
        ("٣", "id"),
        ("NaN", "en"),
        ("9" * 50, "id"),
        ("<b>1</b>", "id"),
    ],
)
def test_what_is_no_whole_rupiah_in_this_language_is_none(text: str, language: str) -> None:
    assert typed_money(text, language) is None


def test_shares_of_one() -> None:
    assert str(typed_percent("12,5 %", "id")) == "0.125"
    assert typed_percent("12.5", "id") is None
    assert str(typed_percent("12.5", "en")) == "0.125"
