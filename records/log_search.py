"""Search of the log: the entries that somebody asks for, and the whole chain as a file."""

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select

from records import chain
from records.chain import Entry
from records.people import READERS_OF_THE_LOG
from records.store import Store
from records.tables import AUDIT


@dataclass(frozen=True)
class Asked:
    """What is looked for in the log; an empty field asks for everything.

    about: the start of a subject, such as `decision 3` or `scenario first-partners-2011`. since, before: moments (UTC,
    ISO 8601) from which on, and before which.
    """

    people: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    about: str = ""
    since: str = ""
    before: str = ""


@dataclass(frozen=True)
class Found:
    """The entries that agree, the latest first, as far as they were asked for; and how many there are."""

    entries: tuple[Entry, ...]
    count: int


def search_log(store: Store, who: str, asked: Asked, most: int | None = None) -> Found:
    """Find the entries of the log that agree with everything that is asked, the latest first."""
    rows = _agreeing(select(AUDIT), asked).order_by(AUDIT.c.seq.desc())
    with store.reading(who, READERS_OF_THE_LOG) as connection:
        count = connection.execute(_agreeing(select(func.count()).select_from(AUDIT), asked)).scalar_one()
        found = connection.execute(rows if most is None else rows.limit(most))
        return Found(tuple(chain.entry(row) for row in found), int(count))


def _agreeing(question: Select[Any], asked: Asked) -> Select[Any]:
    if asked.people:
        question = question.where(AUDIT.c.person.in_(asked.people))
    if asked.actions:
        question = question.where(AUDIT.c.action.in_(asked.actions))
    if asked.about:
        question = question.where(AUDIT.c.subject.startswith(asked.about, autoescape=True))
    if asked.since:
        question = question.where(AUDIT.c.at >= asked.since)
    if asked.before:
        question = question.where(AUDIT.c.at < asked.before)
    return question


def log_words(store: Store, who: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give the people and the actions that the log speaks of, for whoever chooses among them."""
    with store.reading(who, READERS_OF_THE_LOG) as connection:
        people, actions = (
            connection.execute(select(column).distinct().order_by(column)).scalars().all()
            for column in (AUDIT.c.person, AUDIT.c.action)
        )
    return tuple(people), tuple(actions)


def export_log(store: Store, who: str) -> bytes:
    """Write the whole chain as JSON, one entry a line: body, digest, hash and the hash before, so that others check it.

    An entry's hash is SHA-256(seq, line end, SHA-256 of the body, line end, hash of the entry before).
    """
    with store.reading(who, READERS_OF_THE_LOG) as connection:
        rows = connection.execution_options(yield_per=500).execute(select(AUDIT).order_by(AUDIT.c.seq))
        lines = [
            json.dumps({name: row._mapping[name] for name in ("seq", "body", "body_sha256", "previous", "hash")})
            for row in rows
        ]
    return "".join(f"{line}\n" for line in lines).encode()
