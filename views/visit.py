"""A visit: who looks at the app, in which language, at which round and scenario; what every page is drawn for."""

from dataclasses import dataclass

import streamlit as st

import records
from intake import InputError, Round
from locales import Text, message, render
from records import KeptRound, Person, Role, Store, Version
from views.literal import literal


@dataclass(frozen=True)
class Visit:
    """One look at the app.

    local: nobody signed in, for the app serves this computer only. round, version: what is chosen above the page; None
    where there is nothing to choose.
    """

    store: Store
    person: Person
    language: str
    local: bool
    round: KeptRound | None = None
    version: Version | None = None

    @property
    def who(self) -> str:
        """The code under which the store knows this person."""
        return self.person.code

    def say(self, text: Text) -> str:
        """Say something in the reader's language, for places that read no Markdown: tables, charts, `st.text`."""
        return render(text, self.language)

    def mark(self, text: Text) -> str:
        """Say something in the reader's language, for places that read Markdown: titles, captions, labels, notices."""
        return literal(render(text, self.language))

    def may(self, *roles: Role) -> bool:
        """Whether this person holds one of the roles."""
        return bool(self.person.roles & frozenset(roles))

    def table(self) -> Round:
        """Read the chosen round, from memory where it was read before; raises InputError."""
        assert self.round is not None, "a page that needs a round is not drawn without one"
        return round_of(self, self.round.id)


def round_of(visit: Visit, identity: str) -> Round:
    """Read a kept round by its id, from memory where it was read before; raises InputError."""
    with visit.store.reading(visit.who, frozenset(Role)):
        pass  # whoever may not read the store is not answered from memory either
    return _round(visit.store, identity, visit.who)


@st.cache_resource(max_entries=8, show_spinner=False)
def _round(_store: Store, identity: str, _who: str) -> Round:
    return records.round_from(_store, _who, identity)


def chosen_round(visit: Visit, name: str) -> KeptRound | None:
    """Find a round by name; None when it is not there."""
    try:
        return records.find_round(visit.store, visit.who, name)
    except InputError:
        return None


def require(visit: Visit, *roles: Role) -> None:
    """Draw who may see the page, and end it there, unless this person holds one of the roles."""
    if visit.may(*roles):
        return
    wanted = tuple(records.ROLE_WORDS[role] for role in roles)
    st.warning(visit.mark(message("This page is for: {roles}.", roles=wanted)), icon=":material/lock:")
    st.text(visit.say(message("Ask an administrator of the store for the role if you need it.")))
    st.stop()
