"""The store: one database, read at one moment, and changed in one piece with its entry in the audit log."""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Table, func, select
from sqlalchemy.exc import DBAPIError, OperationalError

from locales import message
from records import chain
from records.engine import WRITING, engine_of, url_of
from records.migrate import migrate
from records.people import Role, permit
from records.tables import BLOBS, key_of
from records.words import canonical, digest, refused, row_digest

PATIENCE_SECONDS = 120.0
"""How long a writer waits for its turn before it says that the store is busy."""


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


@dataclass
class Change:
    """One change under way: what is put into it is written together with its entry in the log, or not at all."""

    connection: Connection
    who: str
    at: str
    action: str
    subject: str = ""
    before: Any = None
    after: Any = None
    rows: list[list[str]] = field(default_factory=list)

    def put(self, table: Table, **values: Any) -> dict[str, Any]:  # noqa: ANN401
        """Write one row; who wrote it and when are filled in where the table has them."""
        made = {"by": self.who, "at": self.at}
        row = {**{name: value for name, value in made.items() if name in table.c}, **values}
        whole = {column.name: row.get(column.name) for column in table.columns}
        self.connection.execute(table.insert().values(whole))
        self.rows.append([*chain.named(table.name, tuple(whole[key] for key in key_of(table))), row_digest(whole)])
        return whole

    def blob(self, content: bytes) -> str:
        """Keep the contents of a file, once; gives the digest by which it is found."""
        sha256 = digest(content)
        if self.connection.execute(select(BLOBS.c.size).where(BLOBS.c.sha256 == sha256)).first() is None:
            self.put(BLOBS, sha256=sha256, size=len(content), content=content)
        return sha256

    def next(self, table: Table, column: str = "id", **where: Any) -> int:  # noqa: ANN401
        """Give the next number of a table, or of those of its rows that agree with `where`."""
        asked = select(func.max(table.c[column]))
        for name, value in where.items():
            asked = asked.where(table.c[name] == value)
        return int(self.connection.execute(asked).scalar() or 0) + 1

    def tell(self, subject: str, *, before: Any = None, after: Any = None) -> None:  # noqa: ANN401
        """Say what the entry in the log is about, and what was before and is after."""
        self.subject, self.before, self.after = subject, before, after


@dataclass(frozen=True, eq=False)
class Store:
    """A database of records. `now` gives the time that is written into it (UTC, ISO 8601)."""

    engine: Engine
    now: Callable[[], str] = _now

    @contextmanager
    def reading(self, who: str, allowed: frozenset[Role]) -> Iterator[Connection]:
        """See the store as it is at one moment; raises InputError unless `who` holds one of the roles."""
        with _said_plainly(), self.engine.connect() as connection, connection.begin():
            permit(connection, who, allowed)
            yield connection

    @contextmanager
    def changing(self, who: str, action: str, allowed: frozenset[Role]) -> Iterator[Change]:
        """Change the store in one piece; raises InputError unless `who` holds one of the roles.

        What is put into the change appears together with its entry in the audit log when the block ends, and not at
        all when it raises.
        """
        with self.turn() as connection:
            permit(connection, who, allowed)
            change = Change(connection, who, self.now(), action)
            yield change
            self.log(change)

    @contextmanager
    def turn(self) -> Iterator[Connection]:
        """Wait for the turn to write, and write what is done in the block when it ends."""
        with _said_plainly(), self.engine.connect().execution_options(**{WRITING: True}) as connection:
            transaction = _begun(connection)
            with transaction:
                yield connection

    def log(self, change: Change) -> None:
        """Write the entry of a change into the log."""
        fields = {
            "at": change.at,
            "person": change.who,
            "action": change.action,
            "subject": change.subject,
            "before": change.before,
            "after": change.after,
        }
        canonical(fields)
        chain.append(change.connection, fields, change.rows)

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()


def open_store(
    store: str | Path | None = None, rounds: Path = Path(), now: Callable[[], str] = _now, *, fresh: bool = True
) -> Store:
    """Open a store, and bring it to the version of this software first.

    store: a file, a folder or the URL of a database; else PILIH_DATABASE_URL; else a file beside the rounds. fresh:
    whether a file that is not there is made. Raises InputError when it cannot be opened.
    """
    url = url_of(store, rounds)
    if not fresh and url.get_backend_name() == "sqlite" and not Path(str(url.database)).is_file():
        raise refused(
            "missing",
            message("there is no store yet"),
            message(
                "the app makes it when it is started: pilih app; or the first person does: pilih people add CODE NAME "
                "--as CODE; or name another with --store"
            ),
            where=str(url.database),
        )
    if url.get_backend_name() == "sqlite" and not Path(str(url.database)).parent.is_dir():
        raise refused(
            "folder", message("there is no such folder"), message("make the folder first"), where=str(url.database)
        )
    engine = engine_of(url)
    with _said_plainly():
        _patiently(lambda: migrate(engine))
    return Store(engine, now)


def _begun(connection: Connection) -> Any:  # noqa: ANN401
    """Begin, trying again while other writers have their turn: SQLite's own waiting is not fair among many."""
    return _patiently(connection.begin)


def _patiently(act: Callable[[], Any]) -> Any:  # noqa: ANN401
    until = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            return act()
        except OperationalError as error:
            if "locked" not in str(error.orig) or time.monotonic() > until:
                raise
            time.sleep(random.uniform(0.002, 0.05))  # noqa: S311 (waiting, not a secret)


@contextmanager
def _said_plainly() -> Iterator[None]:
    """Turn what a database says into a finding; a mistake in this program stays one."""
    try:
        yield
    except DBAPIError as error:
        why = str(error.orig).strip().splitlines()[0] if str(error.orig).strip() else type(error.orig).__name__
        raise refused(
            "database",
            message("the store refuses: {why}", why=why[:300]),
            message("see that the database runs, that it is the right one, and that nobody changed it by hand"),
        ) from error
