"""Links: the way from one page to another, for those who may see it."""

from collections.abc import Mapping

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from locales import Text
from views.visit import Visit

PAGES = "pages"


def remember(pages: Mapping[str, StreamlitPage]) -> None:
    """Note the pages of whoever looks now, by path, so that a page can point at them."""
    st.session_state[PAGES] = dict(pages)


def leads(path: str) -> bool:
    """Whether there is such a page for whoever looks."""
    return path in st.session_state.get(PAGES, {})


def link(visit: Visit, path: str, label: Text, *, icon: str | None = None, **asked: str) -> bool:
    """Draw a link to a page, by its path; gives whether there is such a page for whoever looks.

    asked: what the address is to say, such as `scenario`.
    """
    page = st.session_state.get(PAGES, {}).get(path)
    if page is None:
        return False
    st.page_link(page, label=visit.mark(label), icon=icon, query_params=asked or None)
    return True
