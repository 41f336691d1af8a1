"""Figures: a few numbers in a row, large enough to be read from afar and never cut off."""

from collections.abc import Sequence

import streamlit as st

from locales import Text
from views.visit import Visit


def figures(visit: Visit, shown: Sequence[tuple[Text, Text]]) -> None:
    """Draw labels with their figures, each as wide as it is; what does not fit beside the others stands below."""
    with st.container(horizontal=True, gap="medium"):
        for label, figure in shown:
            st.markdown(f":small[{visit.mark(label)}]\n#### :primary[{visit.mark(figure)}]", width="content")
