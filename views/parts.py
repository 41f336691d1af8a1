"""Parts: a page of which one part is open, and only that is drawn; and the outcome that a page is about."""

from collections.abc import Callable, Mapping
from typing import TypeAlias, TypeVarTuple

import streamlit as st

from intake import InputError
from locales import Message, message
from scenarios import Outcome
from views import states
from views.answers import outcome_of
from views.header import header
from views.visit import Visit

About = TypeVarTuple("About")
Part: TypeAlias = tuple[Message, Callable[[Visit, *About], None]]


def outcome_under(visit: Visit, title: Message) -> Outcome | None:
    """Draw the head of a page about the chosen scenario's outcome and give it; None where something else is drawn.

    That is what to do without a scenario, what is wrong with it, or how far a worker is.
    """
    states.need_version(visit)
    assert visit.version is not None
    header(visit, title)
    try:
        return outcome_of(visit, visit.version)
    except InputError as error:
        states.refused(visit, error)
        return None


def draw_parts(visit: Visit, key: str, parts: Mapping[str, Part[*About]], *about: *About) -> None:
    """Draw the choice of parts, which are called by their codes, and the one that is open; the first to begin with.

    about: what each part is drawn about.

    Not `st.tabs`: while a page is drawn anew its tabs can be disabled for a moment, and whoever goes through them with
    the arrows of a keyboard then stands nowhere. Nor is a part drawn there that somebody only passes.
    """
    held, last, first = st.session_state, f"{key} open", next(iter(parts))
    if held.get(last) not in parts:
        held[last] = first
    # A browser holds what is chosen by the words it showed, which another language does not have.
    control = f"{key} {visit.language}"
    if control not in held:
        held[f"{key} begun"] = held[last]
    chosen = st.segmented_control(
        visit.mark(message("Part of the page")),
        list(parts),
        default=held[f"{key} begun"],
        required=True,
        wrap=True,
        format_func=lambda code: visit.mark(parts[code][0]),
        key=control,
        label_visibility="collapsed",
    )
    held[last] = chosen if chosen in parts else first
    parts[held[last]][1](visit, *about)
