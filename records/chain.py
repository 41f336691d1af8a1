"""The chain: every entry of the audit log carries the digest of the one before, and of every row it wrote."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, select

from locales import Message, message
from records.tables import AUDIT, RECORDS, key_of
from records.words import canonical, digest, row_digest

START = "0" * 64
FIELDS = ("seq", "at", "person", "action", "subject")


@dataclass(frozen=True)
class Fault:
    """One thing in the store that is not as it was written, and where."""

    where: str
    problem: Message


@dataclass(frozen=True)
class Entry:
    """One entry: who did what to what, when (UTC), with what was before and what is after."""

    seq: int
    at: str
    person: str
    action: str
    subject: str
    before: Any
    after: Any
    hash: str


def linked(seq: int, body_sha256: str, previous: str) -> str:
    """Give an entry's hash:  SHA-256(seq, line end, digest of the body, line end, hash of the entry before).

    The body counts by its digest, so that a part of the log can be handed out and its place in the chain still shown.
    """
    return digest(f"{seq}\n{body_sha256}\n{previous}".encode())


def append(connection: Connection, fields: Mapping[str, Any], rows: list[list[str]]) -> dict[str, Any]:
    """Add an entry at the end of the chain; the caller holds the writers' lock. Gives the row as it was written.

    fields: at, person, action, subject, before, after. rows: table, key and digest of every row written with it.
    """
    last = connection.execute(select(AUDIT.c.seq, AUDIT.c.hash).order_by(AUDIT.c.seq.desc()).limit(1)).first()
    seq, previous = (1, START) if last is None else (last.seq + 1, last.hash)
    body = canonical({"seq": seq, **fields, "rows": rows})
    body_sha256 = digest(body.encode())
    row = {
        "seq": seq,
        **{name: fields[name] for name in FIELDS if name != "seq"},
        "body": body,
        "body_sha256": body_sha256,
        "previous": previous,
        "hash": linked(seq, body_sha256, previous),
    }
    connection.execute(AUDIT.insert().values(row))
    return row


def named(table: str, key: tuple[Any, ...]) -> tuple[str, str]:
    """Name one row of the store by table and key."""
    return table, canonical([str(part) for part in key])


def verify(connection: Connection, expected: Mapping[int, str] | None = None) -> list[Fault]:
    """Work out every hash again, and compare every row and file of the store with what the log says was written.

    expected: hashes of entries that somebody noted elsewhere; only they show that the end of the log was cut off. []
    when nothing is wrong.
    """
    told: dict[tuple[str, str], str] = {}
    hashes: dict[int, str] = {}
    found: list[Fault] = []
    previous = START
    for place, row in enumerate(connection.execute(select(AUDIT).order_by(AUDIT.c.seq)), start=1):
        found += _entry(row, place, previous, told)
        previous = row.hash
        hashes[row.seq] = row.hash
    found += _rows(connection, told)
    for seq, known in sorted((expected or {}).items()):
        if hashes.get(seq) != known:
            found.append(Fault(f"audit {seq}", message("the log has another entry there, or none")))
    return found


def _entry(row: Row[Any], place: int, previous: str, told: dict[tuple[str, str], str]) -> Iterator[Fault]:
    where = f"audit {row.seq}"
    if row.seq != place:
        yield Fault(where, message("entry {seq} is missing before it", seq=str(place)))
    if row.previous != previous:
        yield Fault(where, message("it does not follow from the entry before"))
    if digest(row.body.encode("utf-8", "surrogatepass")) != row.body_sha256:
        yield Fault(where, message("what it says was changed after it was written"))
    if linked(row.seq, row.body_sha256, row.previous) != row.hash:
        yield Fault(where, message("its hash is not that of its contents"))
    try:
        body = json.loads(row.body)
        beside = {name: body[name] for name in FIELDS}
        written = [(named(table, tuple(json.loads(key))), sha) for table, key, sha in body["rows"]]
    except (ValueError, LookupError, TypeError):
        yield Fault(where, message("what it says cannot be read"))
        return
    if any(beside[name] != getattr(row, name) for name in FIELDS):
        yield Fault(where, message("its columns say something else than its body"))
    for name, sha in written:
        if name in told:
            yield Fault(where, message("it says again what was written before: {row}", row=" ".join(name)))
        told[name] = sha


def _rows(connection: Connection, told: dict[tuple[str, str], str]) -> Iterator[Fault]:
    for table in RECORDS:
        keys = key_of(table)
        for row in connection.execution_options(yield_per=200).execute(select(table)):
            values = row._asdict()
            name = named(table.name, tuple(values[key] for key in keys))
            where = " ".join(name)
            known = told.pop(name, None)
            if known is None:
                yield Fault(where, message("the log does not know this row"))
            elif row_digest(values) != known:
                yield Fault(where, message("this row was changed after it was written"))
            if table.name == "blobs" and digest(values["content"]) != values["sha256"]:
                yield Fault(where, message("this file was changed after it was written"))
    for name in sorted(told):
        yield Fault(" ".join(name), message("this row was written and is not there any more"))


def entries(connection: Connection, subject: str = "", most: int | None = None) -> tuple[Entry, ...]:
    """List the log, the latest first; of one subject (such as `decision 3`) or of all."""
    asked = select(AUDIT).order_by(AUDIT.c.seq.desc())
    if subject:
        asked = asked.where(AUDIT.c.subject == subject)
    return tuple(entry(row) for row in connection.execute(asked.limit(most) if most else asked))


def entry(row: Row[Any]) -> Entry:
    """Read an entry from its row."""
    body = json.loads(row.body)
    return Entry(row.seq, row.at, row.person, row.action, row.subject, body["before"], body["after"], row.hash)


def head(connection: Connection) -> tuple[int, str]:
    """Give number and hash of the latest entry: what to note elsewhere."""
    last = connection.execute(select(AUDIT.c.seq, AUDIT.c.hash).order_by(AUDIT.c.seq.desc()).limit(1)).first()
    return (0, START) if last is None else (last.seq, last.hash)
