"""People and roles: who there is, and who may do what."""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection, select

from locales import Message, message
from records.tables import PEOPLE, ROLES
from records.words import refused


class Role(StrEnum):
    """What a person may be; one person may be several things."""

    ADMIN = "admin"
    PLANNER = "planner"
    ANALYST = "analyst"
    COMMITTEE = "committee"
    AUDITOR = "auditor"


ROLE_WORDS: dict[Role, Message] = {
    Role.ADMIN: message("administrator"),
    Role.PLANNER: message("planner"),
    Role.ANALYST: message("analyst"),
    Role.COMMITTEE: message("member of the committee"),
    Role.AUDITOR: message("auditor"),
}
ANYONE = frozenset(Role)
MAKERS = frozenset({Role.PLANNER, Role.ANALYST})
DECIDERS = frozenset({Role.PLANNER, Role.COMMITTEE})
SOLVERS = MAKERS | DECIDERS
COMMITTEE = frozenset({Role.COMMITTEE})
ADMINS = frozenset({Role.ADMIN})
READERS_OF_THE_LOG = frozenset({Role.AUDITOR, Role.ADMIN, Role.COMMITTEE})


@dataclass(frozen=True)
class Person:
    """Somebody with a code, a name, and the roles held now."""

    code: str
    name: str
    roles: frozenset[Role]


def roles_of(connection: Connection, person: str) -> frozenset[Role]:
    """Give the roles that somebody holds now: of each the latest word counts."""
    said = connection.execute(select(ROLES.c.role, ROLES.c.held).where(ROLES.c.person == person).order_by(ROLES.c.id))
    held = {row.role: bool(row.held) for row in said}
    return frozenset(Role(role) for role, still in held.items() if still)


def everybody(connection: Connection) -> tuple[Person, ...]:
    """List the people, by code."""
    rows = connection.execute(select(PEOPLE.c.person, PEOPLE.c.name).order_by(PEOPLE.c.person)).all()
    return tuple(Person(row.person, row.name, roles_of(connection, row.person)) for row in rows)


def permit(connection: Connection, who: str, allowed: frozenset[Role]) -> None:
    """Raise InputError unless the person holds one of the roles now."""
    held = roles_of(connection, who)
    if held & allowed:
        return
    if not connection.execute(select(PEOPLE.c.person).where(PEOPLE.c.person == who)).first():
        raise refused(
            "person",
            message("there is no {person} among the people of this store", person=who or "–"),
            message(
                "an administrator adds people on the page Admin (on the command line: pilih people add; you name "
                "yourself with --as CODE or PILIH_PERSON)"
            ),
            value=who,
        )
    wanted = tuple(ROLE_WORDS[role] for role in Role if role in allowed)
    raise refused(
        "role",
        message("{person} may not do this; it takes one of: {roles}", person=who, roles=wanted),
        message("ask somebody who may, or an administrator for the role (on the command line: pilih people grant)"),
        value=who,
    )
