"""Questions: what takes minutes is asked on a click, with what it costs said before; what is known is shown at once."""

import contextlib
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

import streamlit as st

import records
from intake import InputError
from locales import Message
from scenarios import Working
from views.asking import Key, desk, follow
from views.visit import Visit

T = TypeVar("T")


def on_click(
    visit: Visit,
    key: Key,
    label: Message,
    cost: Message,
    function: Callable[..., T],
    *given: object,
    lasting: bool = False,
    **named: Any,  # noqa: ANN401
) -> T | None:
    """Give an answer that is known or under way, else draw a button that asks; None while there is no answer.

    cost: what asking takes. lasting: whether the store keeps the answer, by its key and the programs, so that it is
    known after a restart too; the key then names everything that decides it. The other arguments are those of
    `Working`.
    """
    return begin_on_click(visit, key, label, cost, lambda: Working(function, *given, **named), lasting=lasting)


def begin_on_click(
    visit: Visit,
    key: Key,
    label: Message,
    cost: Message,
    begin: Callable[[], Working[T]],
    *,
    take: Callable[[T], T] | None = None,
    lasting: bool = False,
) -> T | None:
    """The same for a question that `begin` has answered. take: makes of a whole answer what is given."""
    wanted = f"asked {key}"
    if lasting:
        _recalled(visit, key)
    if desk().remembered(key) is not None:
        st.session_state.pop(wanted, None)
    if not _begun(key) and not st.session_state.get(wanted):
        with st.container(border=True):
            st.text(visit.say(cost))
            if not st.button(visit.mark(label), key=f"ask {key}", icon=":material/play_arrow:", type="primary"):
                return None
        st.session_state[wanted] = True
        st.rerun()
    return follow(visit, key, begin, then=partial(_kept, visit, key) if lasting else None, take=take)


def _recalled(visit: Visit, key: Key) -> None:
    """Remember what the store has kept of an answer that this server does not know."""
    if not _begun(key):
        found = records.read_worked(visit.store, visit.who, key)
        if found is not None:
            desk().remember(key, found)


def _kept(visit: Visit, key: Key, answer: object) -> None:
    """Keep an answer in the store; one that cannot be kept is worked out again after a restart."""
    with contextlib.suppress(InputError):
        records.keep_worked(visit.store, visit.who, key, answer)


def _begun(key: Key) -> bool:
    """Whether a question was answered, or is being worked on for anybody."""
    held = desk()
    return held.remembered(key) is not None or any(job.key == key for job in held.under_way())
