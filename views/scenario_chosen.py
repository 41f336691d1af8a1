"""Fields of a scenario that are chosen: one of several, several, yes or no."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st

from locales import Text, message
from views.scenario_sheet import Sheet, held


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
