"""Acts: what a button does to the store; its refusal is shown where it is, and its success on the page drawn next."""

from collections.abc import Callable

import streamlit as st

from intake import InputError
from locales import Message, message
from views import states
from views.kept import Kept
from views.visit import Visit

DONE = "done"


def act(visit: Visit, do: Callable[[], Message], kept: Kept | None = None) -> None:
    """Do something for a button, and draw the page again.

    do: gives what is said of it afterwards. kept: the fields that were for it; they go once it is done, and stay when
    it is refused.
    """
    try:
        said = do()
    except InputError as error:
        states.refused(visit, error)
        return
    if kept is not None:
        kept.drop()
    st.session_state[DONE] = said
    st.rerun()


def done(visit: Visit) -> None:
    """Say what was done before this page was drawn."""
    said: Message | None = st.session_state.pop(DONE, None)
    if said is not None:
        st.success(visit.mark(said), icon=":material/check_circle:")


def confirmed(visit: Visit, key: str, label: Message, follows: Message, *, icon: str, of: str = "") -> bool:
    """Draw a button for what cannot be undone: it says what follows, and asks again. Gives whether that is confirmed.

    of: what is looked at, such as the number of a proposal; when that is another by now, it is asked anew.
    """
    asked = f"{key} asked"
    if st.session_state.get(asked) != of:
        if st.button(visit.mark(label), key=key, type="primary", icon=icon):
            st.session_state[asked] = of
            st.rerun()
        return False
    st.warning(visit.mark(follows), icon=":material/warning:")
    with st.container(horizontal=True):
        sure = st.button(visit.mark(label), key=f"{key} sure", type="primary", icon=icon)
        if st.button(visit.mark(message("No, not yet")), key=f"{key} no"):
            del st.session_state[asked]
            st.rerun()
    if sure:
        del st.session_state[asked]
    return sure
