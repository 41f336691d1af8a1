"""A sheet: what a scenario says at places, with widgets that change it there; half-typed figures are kept too."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from locales import Message
from views.kept import Kept
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
