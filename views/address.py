"""The address: what stands behind the `?` of a page, as far as controls are kept there."""

import time
from collections.abc import Collection, Sequence

import streamlit as st
from streamlit.errors import StreamlitAPIException

PATIENCE = 3.0
"""Seconds within which a browser has heard of its new address."""
NOWHERE: tuple[tuple[str, ...], tuple[str, ...], float] = ((), (), 0.0)
"""What the address said last, what it said before that was written into it, and when that was."""


def dropped(name: str) -> bool:
    """Take a word out of the address; False where a control stands that minds it.

    A browser that has not yet heard of its new address asks with the old one, while the control is there already.
    """
    try:
        del st.query_params[name]
    except StreamlitAPIException:
        return False
    return True


def follow_address(name: str, codes: Collection[str], language: str, *, several: bool = False) -> None:
    """Have the control of this key take over what the address says, where that was changed since it was drawn.

    For controls that show titles while the address holds codes, which are the same in every language. Called before
    the control is drawn, and `tell` after it. language: of the titles; a browser still holds that of the other one when
    the language is changed, so the control is told what it says.
    """
    held, given = st.session_state, tuple(st.query_params.get_all(name))
    known = tuple(code for code in given if code in codes)
    seen, before, at = held.get(f"{name} address", NOWHERE)
    # A browser that has not yet heard of its new address asks with the old one.
    late = given == before and time.monotonic() - at < PATIENCE
    if known and given != seen and not late:
        held[name] = list(known) if several else known[-1]
    elif held.get(f"{name} language", language) != language and set(seen) & set(codes):
        held[name] = list(seen) if several else seen[-1]
    held[f"{name} language"] = language


def tell(name: str, chosen: Sequence[str]) -> None:
    """Write into the address what a control of this key says."""
    given, now = tuple(st.query_params.get_all(name)), tuple(chosen)
    _, before, at = st.session_state.get(f"{name} address", NOWHERE)
    if given != now:
        st.query_params[name] = list(now)
        before, at = given, time.monotonic()
    st.session_state[f"{name} address"] = (now, before, at)
