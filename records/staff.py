"""Staff: adding people, and giving and taking roles."""

import re
from collections.abc import Iterable

from sqlalchemy import Connection, func, select

from locales import message
from records import people
from records.people import ADMINS, ANYONE, Person, Role, roles_of
from records.store import Change, Store
from records.tables import PEOPLE, ROLES
from records.words import checked, refused

CODE = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")


def add_person(store: Store, who: str, code: str, name: str, roles: Iterable[Role] = ()) -> Person:
    """Add somebody, with roles. The first person of a store adds themselves, and is its administrator."""
    wanted = frozenset(roles)
    checked(name, "name")
    if not CODE.fullmatch(code):
        problem = message("{code} is no code of a person", code=code)
        remedy = message("use small letters, digits, dots, dashes: siti.rahma")
        raise refused("code", problem, remedy, value=code)
    with store.turn() as connection:
        first = not connection.execute(select(func.count()).select_from(PEOPLE)).scalar()
        if not first:
            people.permit(connection, who, ADMINS)
        elif who != code:
            raise refused(
                "first",
                message("nobody is known to this store yet"),
                message("the first person adds themselves and becomes the administrator: --as {code}", code=code),
                value=who,
            )
        if connection.execute(select(PEOPLE.c.person).where(PEOPLE.c.person == code)).first():
            raise refused(
                "code", message("there is a {code} already", code=code), message("choose another code"), value=code
            )
        change = Change(connection, who, store.now(), "person.add")
        change.put(PEOPLE, person=code, name=name)
        held = wanted | ADMINS if first else wanted
        for role in sorted(held):
            change.put(ROLES, id=change.next(ROLES), person=code, role=str(role), held=1)
        change.tell(f"person {code}", after={"name": name, "roles": sorted(held)})
        store.log(change)
    return Person(code, name, held)


def set_role(store: Store, who: str, code: str, role: Role, held: bool) -> Person:
    """Give somebody a role, or take it; the last administrator stays one."""
    with store.changing(who, "role.grant" if held else "role.revoke", ADMINS) as change:
        person = _known(change.connection, code)
        before, after = person.roles, person.roles | {role} if held else person.roles - {role}
        if before != after:
            if role is Role.ADMIN and not held and _admins(change.connection) == {code}:
                raise refused(
                    "last",
                    message("{person} is the only administrator", person=code),
                    message("make somebody else an administrator first"),
                    value=code,
                )
            change.put(ROLES, id=change.next(ROLES), person=code, role=str(role), held=int(held))
        change.tell(f"person {code}", before=sorted(before), after=sorted(after))
    return Person(code, person.name, frozenset(after))


def list_people(store: Store, who: str) -> tuple[Person, ...]:
    """List the people, by code."""
    with store.reading(who, ANYONE) as connection:
        return people.everybody(connection)


def _admins(connection: Connection) -> set[str]:
    return {person.code for person in people.everybody(connection) if Role.ADMIN in person.roles}


def _known(connection: Connection, code: str) -> Person:
    row = connection.execute(select(PEOPLE.c.name).where(PEOPLE.c.person == code)).first()
    if row is None:
        problem = message("there is no {person} among the people of this store", person=code)
        raise refused(
            "person",
            problem,
            message("choose somebody who is there (on the command line, pilih people list shows them)"),
            value=code,
        )
    return Person(code, row.name, roles_of(connection, code))
