"""The address: what stands behind the `?` of a page, as far as controls are kept there."""

import streamlit as st
from streamlit.errors import StreamlitAPIException


def dropped(name: str) -> bool:
    """Take a word out of the address; False where a control stands that minds it.

    A browser that has not yet heard of its new address asks with the old one, while the control is there already.
    """
    try:
        del st.query_params[name]
    except StreamlitAPIException:
        return False
    return True
