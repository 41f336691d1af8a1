"""The engine: how one of the two databases is opened, and how a transaction begins."""

import os
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError

from locales import message
from records.words import refused

VARIABLE = "PILIH_DATABASE_URL"
FILE = "pilih.sqlite"
BUSY_SECONDS = 15
WRITING = "pilih_writing"
TURN = 0x70696C6968
"""The PostgreSQL advisory lock that one writer holds at a time; "pilih" in hexadecimal."""


def url_of(store: str | Path | None, rounds: Path) -> URL:
    """Find the store: as given (file, folder or URL of a database), else PILIH_DATABASE_URL, else beside the rounds.

    Raises InputError for a URL of another kind of database.
    """
    given = str(store) if store is not None else os.environ.get(VARIABLE, "")
    if "://" not in given:
        path = Path(given) if given else rounds
        file = path / FILE if path.is_dir() else path
        return URL.create("sqlite+pysqlite", database=str(file.absolute()))
    try:
        url = make_url(given)
    except ArgumentError as error:
        raise _no_database(given.partition("://")[0] + "://") from error
    kind = url.get_backend_name()
    if kind == "sqlite" and url.database:
        return url.set(drivername="sqlite+pysqlite")
    if kind in ("postgresql", "postgres"):
        return url.set(drivername="postgresql+psycopg")
    raise _no_database(url.render_as_string(hide_password=True))


def _no_database(given: str) -> Exception:
    return refused(
        "url",
        message("{url} names neither a file nor a PostgreSQL database", url=given.partition("?")[0]),
        message("name a file, a folder, or postgresql://user@host/database"),
        where=VARIABLE,
    )


def engine_of(url: URL) -> Engine:
    """Open the database of a URL; a SQLite file that is not there yet is made."""
    if url.get_backend_name() == "sqlite":
        engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS})
        event.listen(engine, "connect", _sqlite_connected)
        event.listen(engine, "begin", _sqlite_begun)
        return engine
    engine = create_engine(url, pool_pre_ping=True)
    event.listen(engine, "begin", _postgres_begun)
    return engine


def _sqlite_connected(connection: Any, record: Any) -> None:  # noqa: ANN401
    """Set what SQLite forgets from one connection to the next."""
    del record
    connection.isolation_level = None  # pysqlite's own BEGIN comes too late: transactions are begun below
    for pragma in (
        f"busy_timeout = {BUSY_SECONDS * 1000}",
        "journal_mode = WAL",
        "synchronous = FULL",  # a decision that was reported as kept must survive the loss of power, not only of us
        "foreign_keys = ON",
        "recursive_triggers = ON",  # else INSERT OR REPLACE would delete without asking the triggers
        "trusted_schema = OFF",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _sqlite_begun(connection: Connection) -> None:
    """Take the turn to write at once: a reader that turns into a writer halfway may have read what is past."""
    writing = connection.get_execution_options().get(WRITING)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _postgres_begun(connection: Connection) -> None:
    """Let writers take turns, so that the chain has one end; readers see one moment throughout."""
    if connection.get_execution_options().get(WRITING):
        connection.execute(text("SELECT pg_advisory_xact_lock(:turn)"), {"turn": TURN})
    else:
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
