"""Identities: which person of the store somebody is who signed in elsewhere."""

from dataclasses import dataclass

from sqlalchemy import Connection, select

from locales import message
from records import people
from records.people import ADMINS, Person, roles_of
from records.store import Store
from records.tables import IDENTITIES, PEOPLE
from records.words import checked, refused


@dataclass(frozen=True)
class Identity:
    """A name at a provider of sign-in (OpenID Connect's issuer and subject), and whose it is here."""

    issuer: str
    subject: str
    person: str


def identify(store: Store, who: str, code: str, issuer: str, subject: str) -> Identity:
    """Say that whoever signs in as `subject` of `issuer` is a person of the store; the latest word counts."""
    checked(issuer, "issuer")
    checked(subject, "subject")
    with store.changing(who, "identity.add", ADMINS) as change:
        if change.connection.execute(select(PEOPLE.c.person).where(PEOPLE.c.person == code)).first() is None:
            raise refused(
                "person",
                message("there is no {person} among the people of this store", person=code),
                message("add the person first"),
                value=code,
            )
        before = _holder(change.connection, issuer, subject)
        change.put(IDENTITIES, id=change.next(IDENTITIES), issuer=issuer, subject=subject, person=code, held=1)
        change.tell(f"person {code}", before=before, after={"issuer": issuer, "subject": subject, "person": code})
    return Identity(issuer, subject, code)


def disown(store: Store, who: str, identity: Identity) -> None:
    """Say that whoever signs in so is nobody of the store any more."""
    with store.changing(who, "identity.remove", ADMINS) as change:
        before = _holder(change.connection, identity.issuer, identity.subject)
        if before != identity.person:
            raise refused(
                "identity",
                message("{subject} is not the identity of {person}", subject=identity.subject, person=identity.person),
                message("look at the list again: somebody changed it"),
                value=identity.subject,
            )
        told = {"issuer": identity.issuer, "subject": identity.subject, "person": identity.person}
        change.put(IDENTITIES, id=change.next(IDENTITIES), held=0, **told)
        change.tell(f"person {identity.person}", before=told, after=None)


def list_identities(store: Store, who: str) -> tuple[Identity, ...]:
    """List the identities that hold now, by person."""
    with store.reading(who, ADMINS) as connection:
        rows = connection.execute(select(IDENTITIES).order_by(IDENTITIES.c.id)).all()
    held = {(row.issuer, row.subject): (row.person if row.held else None) for row in rows}
    found = [Identity(issuer, subject, person) for (issuer, subject), person in held.items() if person is not None]
    return tuple(sorted(found, key=lambda each: (each.person, each.issuer, each.subject)))


def person_of(store: Store, issuer: str, subject: str) -> Person | None:
    """Find whoever signs in so; None for somebody who is nobody here."""
    with store.engine.connect() as connection, connection.begin():
        code = _holder(connection, issuer, subject)
        if code is None:
            return None
        found = {person.code: person for person in people.everybody(connection)}
        return Person(code, found[code].name, roles_of(connection, code))


def _holder(connection: Connection, issuer: str, subject: str) -> str | None:
    asked = select(IDENTITIES.c.person, IDENTITIES.c.held).where(
        IDENTITIES.c.issuer == issuer, IDENTITIES.c.subject == subject
    )
    row = connection.execute(asked.order_by(IDENTITIES.c.id.desc()).limit(1)).first()
    return str(row.person) if row is not None and row.held else None
