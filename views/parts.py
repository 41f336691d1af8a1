"""Parts: a page behind tabs, of which only the one that is open is drawn; and the outcome that a page is about."""

from collections.abc import Callable, Sequence
from typing import TypeAlias

import streamlit as st

from intake import InputError
from locales import Message
from scenarios import Outcome
from views import states
from views.answers import outcome_of
from views.header import header
from views.visit import Visit

Part: TypeAlias = tuple[Message, Callable[[], None]]


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


def draw_parts(visit: Visit, parts: Sequence[Part], key: str) -> None:
    """Draw tabs, and what is behind the one that is open."""
    said = [visit.mark(name) for name, _ in parts]
    for tab, (_, draw) in zip(st.tabs(said, key=key, on_change="rerun"), parts, strict=True):
        if tab.open:
            with tab:
                draw()
