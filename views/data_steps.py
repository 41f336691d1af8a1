"""The way from one step of an import to the next."""

import streamlit as st

from locales import Message
from views.importing import Importing


def next_step(importing: Importing, step: str, label: Message, *, why_not: Message | None = None) -> bool:
    """Draw the button to the next step, or why it is not open yet; gives whether it was pressed."""
    visit = importing.visit
    said = visit.mark(label)
    pressed = st.button(
        said, key=f"to {step}", type="primary", icon=":material/arrow_forward:", disabled=why_not is not None
    )
    if why_not is not None:
        st.caption(visit.mark(why_not))
    return pressed


def go(importing: Importing, step: str) -> None:
    """Go to a step."""
    importing.kept.put(step=step)
    st.rerun()
