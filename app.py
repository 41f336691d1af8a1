"""The web app's entry: language and navigation, no logic."""

import os
from pathlib import Path

import streamlit as st

from locales import DEFAULT_LANGUAGE, LANGUAGES, translate
from views import plan

ROUNDS = Path(os.environ.get("PILIH_ROUNDS", Path(__file__).parent / "data" / "rounds"))


def main() -> None:
    """Draw the page that was asked for."""
    st.set_page_config(page_title="pilih", layout="wide")
    names = {"id": "Bahasa Indonesia", "en": "English"}
    language = st.sidebar.segmented_control(
        "Bahasa / Language",
        LANGUAGES,
        default=DEFAULT_LANGUAGE,
        format_func=lambda code: names[code],
        bind="query-params",
        key="lang",
    )
    chosen = language or DEFAULT_LANGUAGE
    page = st.Page(
        lambda: plan.draw(ROUNDS, chosen), title=translate("The plan", chosen), url_path="plan", default=True
    )
    st.navigation([page]).run()


if __name__ == "__main__":
    main()
