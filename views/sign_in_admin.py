"""Sign-ins as an administrator sees them: who came, who they are here, and ending what somebody should not have."""

import pandas as pd
import streamlit as st

import records
from intake import InputError
from locales import message
from records import Identity, SignIn
from views import states
from views.kept import Kept
from views.tables import table
from views.visit import Visit


def identities(visit: Visit) -> None:
    """Draw the people who signed in, and let the administrator say who they are."""
    st.subheader(visit.mark(message("Who may sign in")))
    if visit.local:
        st.text(visit.say(message("Nobody signs in here: this server serves this computer only.")))
        return
    known = {(each.issuer, each.subject): each for each in records.list_identities(visit.store, visit.who)}
    came = records.list_sign_ins(visit.store, visit.who)
    _list(visit, came, known)
    try:
        _let_in(visit, [each for each in came if (each.issuer, each.subject) not in known])
        _put_out(visit, known)
    except InputError as error:
        states.refused(visit, error)


def _list(visit: Visit, came: tuple[SignIn, ...], known: dict[tuple[str, str], Identity]) -> None:
    say = visit.say
    rows = [
        {
            say(message("number")): each.key[:8],
            say(message("name")): each.name or "–",
            say(message("e-mail")): each.email or "–",
            say(message("provider")): each.issuer,
            say(message("person")): known[each.issuer, each.subject].person
            if (each.issuer, each.subject) in known
            else "–",
        }
        for each in came
    ]
    if rows:
        table(visit, pd.DataFrame(rows), alt=message("People who signed in, and who they are here"))
    else:
        st.text(say(message("Nobody has signed in yet.")))


def _person(known: Identity | None) -> str:
    return "–" if known is None else known.person


def _let_in(visit: Visit, strangers: list[SignIn]) -> None:
    if not strangers:
        return
    kept = Kept(visit, "admin:let in")
    labels = {each.key: f"{each.name or each.email or each.subject} ({each.key[:8]})" for each in strangers}
    people = {person.code: f"{person.name} ({person.code})" for person in records.list_people(visit.store, visit.who)}
    chosen = kept.choice("stranger", message("Signed in, and nobody here knows them"), labels)
    person = kept.choice("person", message("is this person"), people)
    if st.button(visit.mark(message("Let them in")), type="primary", key="let in") and chosen and person:
        stranger = next(each for each in strangers if each.key == chosen)
        records.identify(visit.store, visit.who, person, stranger.issuer, stranger.subject)
        kept.drop()
        st.rerun()


def _put_out(visit: Visit, known: dict[tuple[str, str], Identity]) -> None:
    if not known:
        return
    held = {f"{each.person}: {each.subject} ({each.issuer})": each for each in known.values()}
    kept = Kept(visit, "admin:put out")
    chosen = kept.choice("identity", message("Take the right to sign in from"), {name: name for name in held})
    told = message("Whoever is signed in so is signed out at once.")
    if st.button(visit.mark(message("Put out")), key="put out", help=visit.mark(told)) and chosen in held:
        records.disown(visit.store, visit.who, held[chosen])
        records.end_sign_ins(visit.store, visit.who, held[chosen].issuer, held[chosen].subject)
        kept.drop()
        st.rerun()
