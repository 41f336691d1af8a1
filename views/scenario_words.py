"""Words that are set apart on the page Scenario."""

import streamlit as st

from locales import Text
from views.visit import Visit


def bold(visit: Visit, text: Text) -> None:
    """Draw the title of a part of a column."""
    st.markdown(f"**{visit.mark(text)}**")
