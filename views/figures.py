"""Figures: a few numbers in a row, large enough to be read from afar and never cut off."""

from collections.abc import Sequence

import streamlit as st

from locales import Text
from views.visit import Visit


def figures(visit: Visit, shown: Sequence[tuple[Text, Text]], widths: Sequence[int] | None = None) -> None:
    """Draw labels with their figures, in columns of these widths (equal ones unless told)."""
    for column, (label, figure) in zip(st.columns(list(widths or [1] * len(shown))), shown, strict=True):
        column.markdown(f":small[{visit.mark(label)}]\n#### :primary[{visit.mark(figure)}]")
