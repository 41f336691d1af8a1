"""Drafts: what somebody is at work on, kept as they type, so that a reload or a restart loses nothing."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Connection, delete, select

from records import people
from records.people import ANYONE
from records.store import Store
from records.tables_drafts import DRAFT_FILES, DRAFTS
from records.words import digest

Body = Mapping[str, Any]


def read_draft(store: Store, who: str, place: str) -> dict[str, Any]:
    """Give the fields of somebody's draft of a place; empty when there is none."""
    with store.reading(who, ANYONE) as connection:
        return _body(connection, who, place)


def list_drafts(store: Store, who: str, start: str = "") -> dict[str, str]:
    """List the places where somebody has a draft, and when each was last touched (UTC), the latest first."""
    asked = select(DRAFTS.c.place, DRAFTS.c.at).where(DRAFTS.c.person == who)
    with store.reading(who, ANYONE) as connection:
        rows = connection.execute(asked.order_by(DRAFTS.c.at.desc(), DRAFTS.c.place)).all()
    return {row.place: row.at for row in rows if row.place.startswith(start)}


def keep_draft(store: Store, who: str, place: str, fields: Body, without: tuple[str, ...] = ()) -> dict[str, Any]:
    """Put fields (plain JSON values) into somebody's draft, beside those that are there; gives all of it.

    Two windows of one person that change different fields lose neither's. without: fields that go.
    """
    with store.turn() as connection:
        people.permit(connection, who, ANYONE)
        body = {name: value for name, value in _body(connection, who, place).items() if name not in without}
        body |= fields
        _put(connection, store, who, place, body)
    return body


def change_draft(store: Store, who: str, place: str, change: Callable[[Body], Body]) -> dict[str, Any]:
    """Let somebody's draft of a place be what a function makes of it, in one turn; gives it."""
    with store.turn() as connection:
        people.permit(connection, who, ANYONE)
        body = dict(change(_body(connection, who, place)))
        _put(connection, store, who, place, body)
    return body


def drop_draft(store: Store, who: str, place: str) -> None:
    """Throw somebody's draft of a place away, with its files."""
    with store.turn() as connection:
        people.permit(connection, who, ANYONE)
        for table in (DRAFT_FILES, DRAFTS):
            connection.execute(delete(table).where(table.c.person == who, table.c.place == place))


def keep_draft_file(store: Store, who: str, place: str, content: bytes) -> str:
    """Keep a file with somebody's draft of a place; gives the digest by which it is read."""
    sha256 = digest(content)
    with store.turn() as connection:
        people.permit(connection, who, ANYONE)
        if not _there(connection, who, place):
            _put(connection, store, who, place, {})
        held = select(DRAFT_FILES.c.sha256).where(*_of(who, place), DRAFT_FILES.c.sha256 == sha256)
        if connection.execute(held).first() is None:
            connection.execute(DRAFT_FILES.insert().values(person=who, place=place, sha256=sha256, content=content))
    return sha256


def read_draft_file(store: Store, who: str, place: str, sha256: str) -> bytes | None:
    """Give a file of somebody's draft; None when it is not there."""
    asked = select(DRAFT_FILES.c.content).where(*_of(who, place), DRAFT_FILES.c.sha256 == sha256)
    with store.reading(who, ANYONE) as connection:
        content = connection.execute(asked).scalar()
    return None if content is None else bytes(content)


def _of(who: str, place: str) -> tuple[Any, ...]:
    return DRAFT_FILES.c.person == who, DRAFT_FILES.c.place == place


def _there(connection: Connection, who: str, place: str) -> bool:
    asked = select(DRAFTS.c.place).where(DRAFTS.c.person == who, DRAFTS.c.place == place)
    return connection.execute(asked).first() is not None


def _body(connection: Connection, who: str, place: str) -> dict[str, Any]:
    asked = select(DRAFTS.c.body).where(DRAFTS.c.person == who, DRAFTS.c.place == place)
    held = connection.execute(asked).scalar()
    return dict(json.loads(held)) if held is not None else {}


def _put(connection: Connection, store: Store, who: str, place: str, body: Body) -> None:
    text = json.dumps(dict(body), ensure_ascii=False, allow_nan=False, sort_keys=True)
    if _there(connection, who, place):
        changed = DRAFTS.update().where(DRAFTS.c.person == who, DRAFTS.c.place == place)
        connection.execute(changed.values(body=text, at=store.now()))
    else:
        connection.execute(DRAFTS.insert().values(person=who, place=place, body=text, at=store.now()))
