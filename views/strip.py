"""Strip: what stands above every page, so that no choice lies below the fold: round, scenario, person, language."""

from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

PERSON = 178
"""Pixels: names of people are shorter than titles of rounds and scenarios, which share what is left."""


@dataclass(frozen=True)
class Strip:
    """Where each of them is drawn, from left to right; what has nothing to choose takes no room."""

    round: DeltaGenerator
    scenario: DeltaGenerator
    person: DeltaGenerator
    language: DeltaGenerator


def strip() -> Strip:
    """Lay the strip out at the top of the page; on a narrow window it takes two lines."""
    row = st.container(horizontal=True, gap="xsmall", vertical_alignment="center", key="strip")
    chosen = row.container(), row.container(), row.container(width=PERSON, key="person place")
    return Strip(*chosen, row.container(width="content"))
