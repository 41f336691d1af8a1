"""The address: what stands behind the `?` of a page, as far as controls are kept there."""

from collections.abc import Collection, Sequence

import streamlit as st
from streamlit.errors import StreamlitAPIException


def dropped(name: str) -> bool:
    """Take a word out of the address; False where a control stands that minds it.

    A browser that has not yet heard of its new address asks with the old one, while the control is there already.
    """
    try:
        del st.query_params[name]
    except StreamlitAPIException:
        return False
    return True


def follow(name: str, codes: Collection[str], *, several: bool = False) -> None:
    """Have the control of this key take over what the address says, where that was changed since it was drawn.

    For controls that show titles while the address holds codes, which are the same in every language. Called before
    the control is drawn, and `tell` after it.
    """
    given, heard, told = tuple(st.query_params.get_all(name)), f"{name} heard", f"{name} told"
    known = tuple(code for code in given if code in codes)
    # A browser that has not yet heard of its new address asks with the old one, which was followed before.
    if known and given not in (st.session_state.get(heard), st.session_state.get(told)):
        st.session_state[name] = list(known) if several else known[-1]
    st.session_state[heard] = given


def tell(name: str, chosen: Sequence[str]) -> None:
    """Write into the address what a control of this key says."""
    if tuple(st.query_params.get_all(name)) != tuple(chosen):
        st.query_params[name] = list(chosen)
    st.session_state[f"{name} told"] = tuple(chosen)
