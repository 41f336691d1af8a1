"""The address: what stands behind the `?` of a page, as far as controls are kept there."""

import time
from collections.abc import Collection, Mapping, Sequence
from typing import TypeAlias

import streamlit as st
from streamlit.errors import StreamlitAPIException

PATIENCE = 3.0
"""Seconds within which a browser has heard of its new address."""
Codes: TypeAlias = tuple[str, ...]
NOWHERE: tuple[Codes, Mapping[Codes, float]] = ((), {})
"""What the address says, and all that it said before and a browser may still ask with: when each was left."""


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
    seen, left = held.get(f"{name} address", NOWHERE)
    # A browser that has not yet heard of its new address asks with an old one.
    if known and given != seen and given not in _recent(left):
        held[name] = list(known) if several else known[-1]
    elif held.get(f"{name} language", language) != language and set(seen) & set(codes):
        held[name] = list(seen) if several else seen[-1]
    held[f"{name} language"] = language


def tell(name: str, chosen: Sequence[str]) -> None:
    """Write into the address what a control of this key says."""
    given, now = tuple(st.query_params.get_all(name)), tuple(chosen)
    seen, left = st.session_state.get(f"{name} address", NOWHERE)
    left = _recent(left)
    # A choice that was made before: its browser asks with it still, and has yet to hear of what was chosen between.
    returned = seen != now and now in left
    if given != now or returned:
        st.query_params[name] = list(now)
        left[given] = time.monotonic()
    if seen != now:
        # A browser that asked with an older one has yet to hear of this one, and may then ask with it.
        left[seen] = time.monotonic()
    st.session_state[f"{name} address"] = (now, left)


def _recent(left: Mapping[Codes, float]) -> dict[Codes, float]:
    now = time.monotonic()
    return {codes: at for codes, at in left.items() if now - at < PATIENCE}
