"""Failure: what a page says when this program is at fault."""

import streamlit as st

from locales import DEFAULT_LANGUAGE, LANGUAGES, message


def shown(number: str) -> None:
    """Say that something failed, that nothing was lost, what can be done, and under which number it was noted."""
    asked = st.session_state.get("lang")
    language = asked if asked in LANGUAGES else DEFAULT_LANGUAGE
    st.error(message("Something in this program failed. What you typed is kept.").text(language))
    said = message(
        "Load the page again. If it fails again, tell whoever runs this server the number {number}.", number=number
    )
    st.text(said.text(language))
