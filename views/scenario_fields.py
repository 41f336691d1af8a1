"""Fields: widgets that show what a scenario says at a place, and change it there; half-typed figures are kept too."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import streamlit as st

import records
from intake import InputError
from locales import Decimals, Message, Money, Percent, Text, message, typed_money, typed_number, typed_percent
from views.kept import TYPED, Kept
from views.visit import Visit

UNREAD = object()
"""What a text says that is not what is asked for."""


@dataclass(frozen=True)
class Sheet:
    """Where fields read and write: a scenario at work, or a rule that is being made. place: tells it from others."""

    visit: Visit
    place: str
    read: Callable[[tuple[str, ...], Any], Any]
    write: Callable[[tuple[str, ...], Any], None]
    half: Kept
    locked: bool = False
    under: tuple[str, ...] = ()

    def inside(self, *under: str) -> "Sheet":
        """The same, for what stands under a place."""
        return replace(self, under=(*self.under, *under))

    def get(self, *at: str, default: Any = None) -> Any:  # noqa: ANN401
        """What is said at a place."""
        return self.read((*self.under, *at), default)

    def put(self, *at: str, to: Any) -> None:  # noqa: ANN401
        """Say something at a place; None says nothing there any more."""
        self.write((*self.under, *at), to)

    def key(self, *at: str) -> str:
        """The key of a place's widget."""
        return ":".join((self.place, self.visit.language, *self.under, *at))


def held(
    sheet: Sheet,
    at: tuple[str, ...],
    now: Any,  # noqa: ANN401
    shown: Any,  # noqa: ANN401
    draw: Callable[[str, Any], Any],
    understood: Callable[[Any], Any] = lambda value: value,
    wrong: Callable[[str], Message] | None = None,
    *,
    tag: str = "",
) -> None:
    """Draw a widget that shows `now` as `shown`; write what it is changed to, once it is understood.

    What cannot be understood stays as it was typed, with what is wrong with it, and is kept; a value that changed
    elsewhere is taken over by a new widget where nothing was typed here. draw: called with the key and with what the
    widget begins with, which must be its default, as `Kept.widget` says why. tag: tells widgets of one place apart.
    """
    name = sheet.key(*at, tag) if tag else sheet.key(*at)
    state = st.session_state
    half = sheet.half.get(name)
    key = _widget(name)
    if key in state and now != state[f"{key} seen"][0] and state[key] == state[f"{key} raw"]:
        state[f"{name} turn"] = state.get(f"{name} turn", 0) + 1
        key, half = _widget(name), None
    if key not in state:
        state[f"{key} first"] = shown if half is None else half
        state[f"{key} seen"] = (now, state[f"{key} first"])
    value = draw(key, state[f"{key} first"])
    state[f"{key} raw"] = state[key]
    if value != state[f"{key} seen"][1]:
        found = understood(value)
        if found is UNREAD:
            sheet.half.put(**{name: value})
            state[f"{key} seen"] = (now, value)
        else:
            if half is not None:
                sheet.half.forget(name)
            if found != now:
                sheet.put(*at, to=found)
            state[f"{key} seen"] = (found, value)
    if wrong is not None and isinstance(value, str) and understood(value) is UNREAD:
        st.error(sheet.visit.mark(wrong(value)))


def _widget(name: str) -> str:
    turn = st.session_state.get(f"{name} turn", 0)
    return f"{name}:{turn}" if turn else name


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


def choice(
    sheet: Sheet,
    at: tuple[str, ...],
    label: Text,
    options: Mapping[str, Text],
    default: Any = None,  # noqa: ANN401
    *,
    none: Text = None,
    codes: Callable[[str], Any] = lambda code: code or None,
    **more: Any,  # noqa: ANN401
) -> None:
    """One of several; none: what it is called when nothing is chosen, where that is possible. What the place says is
    always among the choices, whatever the round has.
    """
    visit = sheet.visit
    now = sheet.get(*at)
    stands = str(default if now is None else now) if (now is not None or default is not None) else ""
    offered = {**({} if none is None else {"": none}), **options}
    if stands not in offered:
        offered = {stands: stands or "–", **offered}
    held(
        sheet,
        at,
        now,
        stands,
        lambda key, value: st.selectbox(
            visit.mark(label),
            list(offered),
            index=list(offered).index(value) if value in offered else 0,
            format_func=lambda code: visit.say(offered.get(code, code)),
            key=key,
            disabled=sheet.locked,
            **more,
        ),
        lambda code: now if code == stands else codes(code),
    )


def several(
    sheet: Sheet,
    at: tuple[str, ...],
    label: Text,
    options: Mapping[str, Text],
    *,
    out: Callable[[Any], Sequence[str]] = lambda now: list(now or ()),
    into: Callable[[list[str]], Any] = lambda codes: codes or None,
    **more: Any,  # noqa: ANN401
) -> None:
    """Several of several; out, into: the chosen codes of what the place says, and back."""
    visit = sheet.visit
    now = sheet.get(*at)
    stands = [now] if isinstance(now, str) else list(out(now))
    offered = {**options, **{code: code for code in stands if code not in options}}
    held(
        sheet,
        at,
        now,
        stands,
        lambda key, value: list(
            st.multiselect(
                visit.mark(label),
                list(offered),
                default=[each for each in value if each in offered],
                format_func=lambda code: visit.say(offered.get(code, code)),
                key=key,
                placeholder=visit.say(message("Choose")),
                disabled=sheet.locked,
                **more,
            )
        ),
        lambda codes: now if codes == stands else into(codes),
    )


def yes(sheet: Sheet, at: tuple[str, ...], label: Text, default: bool = False) -> None:
    """Yes or no."""
    visit = sheet.visit
    now = sheet.get(*at)
    held(
        sheet,
        at,
        now,
        bool(default if now is None else now),
        lambda key, value: st.toggle(visit.mark(label), value, key=key, disabled=sheet.locked),
        lambda value: now if value == bool(default if now is None else now) else value,
    )
