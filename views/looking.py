"""Looking: which proposal of a decision somebody has on the screen; votes and signatures are for that one."""

import streamlit as st

from records import Docket, Proposed

MADE = "decision made"
"""Where a decision that was just proposed is noted, so that it is the one that is looked at next."""


def called(docket: Docket) -> str:
    """How a decision is called in the address of the page, in every language."""
    return f"{docket.id} · {docket.title}"


def key(docket: Docket) -> str:
    """Where it is noted which proposal of a decision was drawn last."""
    return f"seen {docket.id}"


def looked_at(docket: Docket) -> Proposed:
    """The proposal that was on the screen when a button was pressed, which may not be the latest by now."""
    return Proposed(docket.id, int(st.session_state.get(key(docket), docket.proposal)))
