"""Fields of a scenario that are typed: text, money, numbers and shares, and whatever its file can hold."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import streamlit as st

import records
from intake import InputError
from locales import Decimals, Message, Money, Percent, Text, message, typed_money, typed_number, typed_percent
from views.kept import TYPED
from views.scenario_sheet import UNREAD, Sheet, held


def text(
    sheet: Sheet,
    at: tuple[str, ...],
    label: Text,
    *,
    write: Callable[[Any], Text] = str,
    read: Callable[[str], Any] = lambda typed: typed.strip() or None,
    wrong: Callable[[str], Message] | None = None,
    default: Any = None,  # noqa: ANN401
    **more: Any,  # noqa: ANN401
) -> None:
    """A line of text, read and written as told; an empty one says nothing at its place."""
    visit = sheet.visit
    now = sheet.get(*at)
    stands = default if now is None else now
    shown = "" if stands is None else visit.say(write(stands))
    held(
        sheet,
        at,
        now,
        shown,
        lambda key, value: st.text_input(visit.mark(label), value, key=key, live=TYPED, disabled=sheet.locked, **more),
        read,
        wrong,
    )


def money(sheet: Sheet, at: tuple[str, ...], label: Text, default: int | None = None, **more: Any) -> None:  # noqa: ANN401
    """Whole rupiah, with an echo; empty is the default. A scenario does not say what is the default."""
    language, example = sheet.visit.language, Money(8_200_000)

    def read(typed: str) -> Any:  # noqa: ANN401
        figure = typed_money(typed, language)
        if figure is None:
            return UNREAD if typed.strip() else None
        return None if figure == default and sheet.get(*at) is None else figure

    def wrong(typed: str) -> Message:
        return message(
            "“{typed}” is not an amount in whole rupiah. Write it as {example}.", typed=typed, example=example
        )

    text(sheet, at, label, write=Money, read=read, wrong=wrong, default=default, **more)
    stands = str(st.session_state.get(sheet.key(*at), ""))
    typed = typed_money(stands, language)
    if typed is not None and stands != sheet.visit.say(Money(typed)):
        st.caption(sheet.visit.mark(message("read as {money}", money=Money(typed))))


def number(
    sheet: Sheet,
    at: tuple[str, ...],
    label: Text,
    default: Any = None,  # noqa: ANN401
    *,
    whole: bool = False,
    **more: Any,  # noqa: ANN401
) -> None:
    """A number of zero or more, as the reader's language writes numbers."""
    language = sheet.visit.language

    def read(typed: str) -> Any:  # noqa: ANN401
        if not typed.strip():
            return None
        found = typed_number(typed, language)
        if found is None or found < 0 or (whole and found != found.to_integral_value()):
            return UNREAD
        return int(found) if found == found.to_integral_value() else float(found)

    def wrong(typed: str) -> Message:
        example: Text = 12 if whole else Decimals(12.5, 1)
        return message("“{typed}” is no such number. Write it as {example}.", typed=typed, example=example)

    text(sheet, at, label, read=read, wrong=wrong, default=default, write=lambda given: given, **more)


def percent(sheet: Sheet, at: tuple[str, ...], label: Text, default: float | None = None, **more: Any) -> None:  # noqa: ANN401
    """A share, typed and shown in per cent."""
    language = sheet.visit.language

    def read(typed: str) -> Any:  # noqa: ANN401
        if not typed.strip():
            return None
        found = typed_percent(typed, language)
        return UNREAD if found is None or found < 0 else float(found)

    def wrong(typed: str) -> Message:
        return message("“{typed}” is no percentage. Write it as {example}.", typed=typed, example=Percent(0.125))

    text(
        sheet,
        at,
        label,
        write=lambda given: Percent(Fraction(str(given))),
        read=read,
        wrong=wrong,
        default=default,
        **more,
    )


def written(sheet: Sheet, at: tuple[str, ...], label: Text, **more: Any) -> None:  # noqa: ANN401
    """Anything, as the scenario's file writes it."""

    def read(typed: str) -> Any:  # noqa: ANN401
        try:
            return records.value_from(typed) if typed.strip() else None
        except InputError:
            return UNREAD

    def wrong(typed: str) -> Message:
        return message("“{typed}” is no value as scenario files write them.", typed=typed[:80])

    text(sheet, at, label, write=records.value_text, read=read, wrong=wrong, **more)
