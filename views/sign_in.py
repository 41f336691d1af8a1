"""Sign-in: who somebody is, by a provider of OpenID Connect, and the way out again that no copied cookie survives."""

from ipaddress import ip_address
from typing import NoReturn

import streamlit as st
from streamlit.errors import StreamlitSecretNotFoundError

import records
from locales import Text, message, render
from records import Person, SignIn, Store
from views.literal import literal

LOOPBACK = ("localhost",)


def wanted() -> bool:
    """Whether this server has people sign in: its secrets name a provider under [auth]."""
    try:
        return "auth" in st.secrets
    except StreamlitSecretNotFoundError:
        return False


def refuse_strangers(language: str) -> None:
    """End the page where nobody signs in although this server listens to more than this computer."""
    address = str(st.get_option("server.address") or "")
    if address in LOOPBACK or (address and _is_loopback(address)):
        return
    st.error(_mark(message("This server listens to other computers, and nobody has to sign in."), language))
    told = message("Name a provider of sign-in in its secrets ([auth]), or let it listen to 127.0.0.1 only.")
    st.text(render(told, language))
    st.stop()


def signed_in(store: Store, language: str) -> tuple[Person, SignIn]:
    """Give whoever signed in; draws the way in, or why somebody may not come in, and ends the page."""
    if not st.user.is_logged_in:
        _way_in(language, message("Sign in with your account of the institution."))
    claims = {name: value for name, value in st.user.to_dict().items() if name not in ("is_logged_in", "tokens")}
    held = records.sign_in_of(store, claims)
    if held is None:
        _way_in(language, message("This sign-in has ended. What you typed is kept; sign in again to go on."))
    person = records.person_of(store, held.issuer, held.subject)
    if person is None or not person.roles:
        _unknown(language, store, held)
    st.session_state["sign-in"] = held.key
    return person, held


def way_out(store: Store, held: SignIn, person: Person, language: str) -> None:
    """Draw who is signed in, and the button that ends this sign-in on the server."""
    st.sidebar.caption(literal(person.name))
    if st.sidebar.button(_mark(message("Sign out"), language), key="sign out", icon=":material/logout:"):
        _leave(store, held)


def _way_in(language: str, said: Text) -> NoReturn:
    with st.container(border=True, horizontal_alignment="center"):
        st.title("pilih")
        st.text(render(said, language))
        if st.button(_mark(message("Sign in"), language), key="sign in", type="primary", icon=":material/login:"):
            st.login()
    st.stop()


def _unknown(language: str, store: Store, held: SignIn) -> NoReturn:
    with st.container(border=True):
        st.subheader(_mark(message("You are signed in, but nobody here knows you yet"), language))
        told = message(
            "Ask an administrator to let you in: {name}, {email}, number {number}.",
            name=held.name or "–",
            email=held.email or "–",
            number=held.key[:8],
        )
        st.text(render(told, language))
        if st.button(_mark(message("Sign out"), language), key="sign out"):
            _leave(store, held)
    st.stop()


def _leave(store: Store, held: SignIn) -> None:
    records.end_sign_in(store, held.key)
    st.logout()
    st.stop()


def _mark(said: Text, language: str) -> str:
    return literal(render(said, language))


def _is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False
