"""A picture: a Vega-Lite chart with its data, the same in words and the same as a table."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

import pandas as pd
import streamlit as st

from locales import Text, message
from views.literal import literal

Say: TypeAlias = Callable[[Text], str]
Spec: TypeAlias = dict[str, Any]

INK = "#262730"
MARKS = {"id": (",", "."), "en": (".", ",")}
"""Decimal mark and thousands mark; the same as Babel's for both languages."""


@dataclass(frozen=True, eq=False)
class Picture:
    """A chart that is ready to be drawn.

    `spec` names its data sets, `data` holds them by name; `alt` says the figures in words, `table` holds them all,
    written in the reader's language; `note` stands under the chart, where a reader needs one.
    """

    spec: Spec
    data: dict[str, pd.DataFrame] = field(repr=False)
    alt: str
    table: pd.DataFrame = field(repr=False)
    note: Text = None

    def tall(self, height: int) -> "Picture":
        """Give the same picture with another height of its inner part, in pixels."""
        return replace(self, spec={**self.spec, "height": height})


def look(language: str) -> Spec:
    """Give the settings all charts share: the language's numbers, letters legible from afar, no frame."""
    decimal, thousands = MARKS[language]
    number = {"decimal": decimal, "thousands": thousands, "grouping": [3], "currency": ["Rp ", ""]}
    letters = {"labelFontSize": 15, "titleFontSize": 15, "labelColor": INK, "titleColor": INK}
    return {
        "locale": {"number": number},
        "view": {"stroke": None},
        "axis": {**letters, "titleFontWeight": "normal", "labelLimit": 320},
        "legend": {**letters, "symbolSize": 300, "symbolStrokeWidth": 0, "labelLimit": 360},
        "header": {"labelFontSize": 15, "labelColor": INK},
        "text": {"color": INK},
    }


def show(picture: Picture, say: Say, key: str | None = None, **options: Any) -> Any:  # noqa: ANN401 (Streamlit's own)
    """Draw a picture and, folded under it, its table; give what Streamlit gives for the chart."""
    # A copy, for Streamlit takes the data sets out of what it is given.
    spec = {**picture.spec, "datasets": dict(picture.data)}
    event = st.vega_lite_chart(spec=spec, width="stretch", alt=picture.alt, key=key, **options)
    if picture.note is not None:
        st.caption(literal(say(picture.note)))
    with st.expander(say(message("The same as a table"))):
        st.dataframe(picture.table, hide_index=True, width="stretch")
    return event
