"""Headings: what a part of a page is called."""

import streamlit as st

from locales import Text
from views.visit import Visit


def heading(visit: Visit, said: Text) -> None:
    """Draw the heading of a part of a page, no larger than what stands under it."""
    st.markdown(f"**{visit.mark(said)}**")
