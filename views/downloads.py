"""Downloads: files that only whoever was offered them may take, for a while, made when they are taken."""

import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import streamlit as st

from locales import Text
from records import Store
from views.visit import Visit

KINDS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
    "json": "application/json",
    "geojson": "application/geo+json",
    "gpkg": "application/geopackage+sqlite3",
    "zip": "application/zip",
    "pdf": "application/pdf",
}
"""Media types of what is taken away, by the ending of its name."""
OFFERED = 2_000
"""Offers that are remembered; the oldest goes first."""
SECONDS = 3_600
COOKIE = "_streamlit_user"
"""The cookie of whoever signed in; its value tells one sign-in from another."""
CHUNKS = 20
"""Parts into which a long cookie may be cut."""


@dataclass(frozen=True)
class Offer:
    """A file that was offered: to whom, in which sign-in (its key and cookie, empty without), until when, how made."""

    store: Store
    who: str
    sign_in: str
    cookie: str
    name: str
    kind: str
    make: Callable[[], bytes]
    until: float


class Offers:
    """What this server has offered, by secret."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._lock = threading.Lock()
        self._clock = clock
        self._offers: OrderedDict[str, Offer] = OrderedDict()

    def add(self, visit: Visit, cookie: str, name: str, kind: str, make: Callable[[], bytes]) -> str:
        """Offer a file; gives the secret under which it is taken."""
        secret = secrets.token_urlsafe(24)
        key = str(st.session_state.get("sign-in", ""))
        until = self._clock() + SECONDS
        with self._lock:
            self._offers[secret] = Offer(visit.store, visit.who, key, cookie, name, kind, make, until)
            while len(self._offers) > OFFERED:
                self._offers.popitem(last=False)
        return secret

    def renew(self, secret: str, make: Callable[[], bytes]) -> None:
        """Let what is taken under a secret be what the page shows now."""
        with self._lock:
            held = self._offers[secret]
            self._offers[secret] = replace(held, make=make, until=self._clock() + SECONDS)

    def find(self, secret: str, cookie: str) -> Offer | None:
        """Give what was offered under a secret in this sign-in; None when there is none, or it is too late."""
        with self._lock:
            offer = self._offers.get(secret)
        if offer is None or offer.until < self._clock():
            return None
        if not secrets.compare_digest(offer.cookie.encode(), cookie.encode()):
            return None
        return offer


OFFERS = Offers()


def cookie_of(cookies: Mapping[str, str]) -> str:
    """What tells one sign-in from another in a browser's cookies, whole even where it was cut into parts."""
    names = [COOKIE, *(f"{COOKIE}_{number}" for number in range(1, CHUNKS))]
    return "\n".join(str(cookies[name]) for name in names if name in cookies)


def offer(visit: Visit, label: Text, name: str, kind: str, make: Callable[[], bytes], *, primary: bool = False) -> None:
    """Draw a button that takes a file. make: called when it is taken, so it must not lean on the page.

    name: the file's name. kind: its media type.
    """
    held: dict[str, str] = st.session_state.setdefault("offers", {})
    cookie = cookie_of(st.context.cookies)
    mine = f"{visit.who} {visit.language} {name}"
    if mine in held and OFFERS.find(held[mine], cookie) is not None:
        OFFERS.renew(held[mine], make)
    else:
        held[mine] = OFFERS.add(visit, cookie, name, kind, make)
    st.link_button(
        visit.mark(label),
        f"/files/{held[mine]}",
        icon=":material/download:",
        type="primary" if primary else "secondary",
    )
