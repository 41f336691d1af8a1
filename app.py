"""The web app's script: who looks, in which language, at what; no logic."""

import streamlit as st

from locales import DEFAULT_LANGUAGE, LANGUAGES, message
from records import Store
from views import entry, sign_in
from views.address import dropped
from views.chooser import with_choice
from views.first_page import NAMES
from views.header import banner
from views.pages import pages_of, sidebar_width
from views.strip import Strip, strip
from views.visit import Visit


def main() -> None:
    """Draw the page that was asked for."""
    # Without an icon of its own the tab would take the page's, which Streamlit fetches from a server of Google.
    st.set_page_config(page_title="pilih", page_icon="📚", layout="wide", initial_sidebar_state=sidebar_width())
    above = strip()
    language = _language(above)
    store = entry.store()
    visit = with_choice(_visit(store, language, above), above)
    page = st.navigation(pages_of(visit))
    banner(visit)
    page.run()


def _visit(store: Store, language: str, above: Strip) -> Visit:
    if sign_in.wanted():
        person, held = sign_in.signed_in(store, language)
        sign_in.way_out(store, held, person, language)
        return Visit(store, person, language, local=False)
    sign_in.refuse_strangers(language)
    visit = Visit(store, entry.local_person(store, language, above), language, local=True)
    entry.taken_in(store, visit.who)
    return visit


def _language(above: Strip) -> str:
    given = st.query_params.get("lang")
    # As people write it; the address itself holds the word that the control shows.
    if given in NAMES and dropped("lang"):
        st.session_state["lang"] = given
    chosen = above.language.segmented_control(
        message("Language").text("id") + " / Language",
        LANGUAGES,
        default=DEFAULT_LANGUAGE,
        required=True,
        format_func=lambda code: NAMES[code],
        bind="query-params",
        key="lang",
        label_visibility="collapsed",
    )
    return chosen or DEFAULT_LANGUAGE


if __name__ == "__main__":
    main()
