"""Staff: who there is and what they may do; adding people, giving and taking roles."""

import pandas as pd
import streamlit as st

import records
from locales import Message, Text, message
from records import Person, Role
from views.acts import act, confirmed
from views.headings import heading
from views.kept import Kept
from views.people import named, roles, said_name
from views.tables import to_read
from views.visit import Visit

MAY: dict[Role, Message] = {
    Role.ADMIN: message("people and roles, backup, the log"),
    Role.PLANNER: message("rounds, scenarios, proposals, appeals"),
    Role.ANALYST: message("rounds, scenarios, notes"),
    Role.COMMITTEE: message("proposals, votes, locks, signatures, appeals, the log"),
    Role.AUDITOR: message("reads everything, the log too"),
}


def draw(visit: Visit) -> None:
    """Draw who there is, and the two forms."""
    known = records.list_people(visit.store, visit.who)
    listed, forms = st.columns([3, 2])
    with listed:
        _list(visit, known)
        _meanings(visit)
    with forms:
        _add(visit)
        _change(visit, known)


def _list(visit: Visit, known: tuple[Person, ...]) -> None:
    say = visit.say
    rows = [
        {
            say(message("Name")): said_name(visit, each),
            say(message("Code")): each.code,
            say(message("Roles")): say(roles(each)) or "–",
        }
        for each in known
    ]
    to_read(visit, pd.DataFrame(rows), message("People of this store and their roles"))


def _meanings(visit: Visit) -> None:
    st.caption(visit.mark(message("What each role may do, beside reading what is kept:")))
    for role, may in MAY.items():
        st.caption(f"**{visit.mark(records.ROLE_WORDS[role])}** · {visit.mark(may)}")


def _words() -> dict[str, Text]:
    return {str(role): records.ROLE_WORDS[role] for role in Role}


def _add(visit: Visit) -> None:
    heading(visit, message("Add somebody"))
    kept = Kept(visit, "admin:add")
    name = kept.text("name", message("Name as it is to be printed"), max_chars=200)
    code = kept.text("code", message("Code: small letters, such as siti.rahma"), max_chars=64)
    chosen = kept.marks("roles", message("Roles"), _words())
    ready = bool(name.strip() and code.strip())
    if st.button(visit.mark(message("Add")), key="add person", icon=":material/person_add:", disabled=not ready):

        def add() -> Message:
            made = records.add_person(
                visit.store, visit.who, code.strip(), name.strip(), [Role(each) for each in chosen]
            )
            return message("{person} is added.", person=f"{made.name} ({made.code})")

        act(visit, add, kept)


def _change(visit: Visit, known: tuple[Person, ...]) -> None:
    heading(visit, message("Give or take roles"))
    called = {each.code: said_name(visit, each) for each in known}
    kept = Kept(visit, "admin:roles")
    code = kept.choice("person", message("Person"), {each: named(called, each) for each in called})
    person = next((each for each in known if each.code == code), None)
    if person is None:
        return
    held = [str(role) for role in Role if role in person.roles]
    wanted = kept.marks(f"roles of {person.code}", message("Roles"), _words(), held)
    given = [Role(each) for each in wanted if each not in held]
    taken = [Role(each) for each in held if each not in wanted]
    if not given and not taken:
        return
    said = message(
        "{person} gets: {given}; loses: {taken}. It holds from their next click on.",
        person=named(called, person.code),
        given=tuple(records.ROLE_WORDS[each] for each in given) or "–",
        taken=tuple(records.ROLE_WORDS[each] for each in taken) or "–",
    )
    of = f"{person.code} {sorted(given)} {sorted(taken)}"
    if confirmed(visit, "roles", message("Change the roles"), said, icon=":material/manage_accounts:", of=of):

        def change() -> Message:
            # What is given comes first: nobody is left without an administrator in between.
            for role in given:
                records.set_role(visit.store, visit.who, person.code, role, held=True)
            for role in sorted(taken, key=lambda each: each is Role.ADMIN):
                records.set_role(visit.store, visit.who, person.code, role, held=False)
            return message("The roles of {person} are changed.", person=named(called, person.code))

        act(visit, change, kept)
