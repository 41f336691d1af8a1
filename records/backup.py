"""Backup and restore: one file with everything, from either database, into either."""

import os
import sqlite3
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, func, select

from intake import Finding, Findings, InputError, Severity
from locales import message
from records import chain
from records.engine import engine_of
from records.migrate import migrate
from records.people import ADMINS, permit
from records.store import Change, Store
from records.tables import AUDIT, RECORDS
from records.tables_drafts import UNSAVED
from records.words import refused

BATCH = 200
FIRST = b"SQLite format 3\0"


@dataclass(frozen=True)
class Backup:
    """A backup that was written or restored, verified: how many entries its log has, and the hash of the last."""

    file: Path
    entries: int
    hash: str


def backup(store: Store, who: str, file: Path) -> Backup:
    """Copy the whole store, as it is at one moment, into a new file while others go on working; then verify the copy.

    The file is a SQLite database whichever database the store is in. Nothing is left behind when it fails.
    """
    file = file.absolute()
    if file.exists():
        problem = message("{file} is there already", file=file.name)
        raise refused("target", problem, message("name a new file"), where=str(file))
    with store.reading(who, ADMINS), tempfile.TemporaryDirectory(dir=file.parent, prefix=".pilih-") as held:
        copy = Path(held) / "copy"
        if store.engine.dialect.name == "sqlite":
            _copy_file(str(store.engine.url.database), copy)
        else:
            _copy_rows(store.engine, copy)
        seq, last = _verified(copy)
        try:
            os.link(copy, file)  # unlike a rename, it never replaces what somebody else put there meanwhile
        except FileExistsError:
            problem = message("{file} is there already", file=file.name)
            raise refused("target", problem, message("name a new file"), where=str(file)) from None
        except OSError:  # a file system without links
            copy.rename(file)
    return Backup(file, seq, last)


def _copy_file(source: str, copy: Path) -> None:
    there, here = sqlite3.connect(source, timeout=60), sqlite3.connect(copy)
    try:
        there.backup(here)
        here.execute("PRAGMA journal_mode = DELETE")  # one file, nothing beside it
    finally:
        there.close()
        here.close()


def _copy_rows(engine: Engine, copy: Path) -> None:
    target = engine_of(URL.create("sqlite+pysqlite", database=str(copy)))
    migrate(target)
    with engine.connect() as source, source.begin(), target.begin() as into:
        _pour(source, into)
    _closed(target)


def _pour(source: Connection, into: Connection) -> None:
    """Copy every row of every table, each before those that point at it, in the order in which numbers were given."""
    for table in (*RECORDS, AUDIT, *UNSAVED):
        rows = source.execution_options(yield_per=BATCH).execute(select(table).order_by(*table.primary_key.columns))
        for batch in rows.mappings().partitions(BATCH):
            into.execute(table.insert(), [dict(row) for row in batch])


def _closed(engine: Engine) -> None:
    with engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA journal_mode = DELETE")
    engine.dispose()


def _verified(copy: Path) -> tuple[int, str]:
    engine = engine_of(URL.create("sqlite+pysqlite", database=str(copy)))
    try:
        with engine.connect() as connection, connection.begin():
            _refuse_faulty(connection, copy)
            end = chain.head(connection)
    finally:
        _closed(engine)
    return end


def _refuse_faulty(connection: Connection, copy: Path) -> None:
    faults = chain.verify(connection)
    if faults:
        remedy = message(
            "do not use this copy; the page Log says what is wrong with the store (on the command line: pilih audit "
            "--verify)"
        )
        raise InputError(
            Findings.of(
                Finding("records.faulty", Severity.ERROR, each.problem, remedy, file=copy.name, value=each.where)
                for each in faults[:20]
            )
        )


def restore(store: Store, who: str, file: Path, expected: Mapping[int, str] | None = None) -> Backup:
    """Fill an empty store from a backup, all of it or nothing; it is verified before and after.

    who must be an administrator among the people of the backup. expected: hashes of entries noted elsewhere. Raises
    InputError when the file is no sound backup, or the store holds anything already.
    """
    try:
        with file.open("rb") as opened:
            sound = opened.read(len(FIRST)) == FIRST
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise refused(
            "backup", message("{file}: {why}", file=file.name, why=why), message("name a backup"), where=str(file)
        ) from error
    if not sound:
        raise refused(
            "backup",
            message("{file} is no backup of a store", file=file.name),
            message("name a backup"),
            where=str(file),
        )
    with tempfile.TemporaryDirectory(prefix="pilih-") as held:
        copy = Path(held) / "copy"
        _copy_file(str(file), copy)
        engine = engine_of(URL.create("sqlite+pysqlite", database=str(copy)))
        try:
            migrate(engine)  # a backup of older software is brought up to date first
            return _poured(store, who, engine, file, expected)
        finally:
            engine.dispose()


def _poured(store: Store, who: str, engine: Engine, file: Path, expected: Mapping[int, str] | None) -> Backup:
    with engine.connect() as source, source.begin(), store.turn() as into:
        faults = chain.verify(source, expected)
        if faults:
            _refuse_expected(faults, file)
        permit(source, who, ADMINS)
        if into.execute(select(func.count()).select_from(AUDIT)).scalar():
            raise refused(
                "filled",
                message("the store holds records already, and they are never overwritten"),
                message("name an empty store: --store NEW-FILE"),
            )
        _pour(source, into)
        seq, last = chain.head(into)
        change = Change(into, who, store.now(), "store.restore")
        change.tell("store", after={"entries": seq, "hash": last})
        store.log(change)
        _refuse_faulty(into, file)
        return Backup(file, seq, last)


def _refuse_expected(faults: list[chain.Fault], file: Path) -> None:
    remedy = message("use another backup: this one was altered, or is not the one you noted")
    raise InputError(
        Findings.of(
            Finding("records.faulty", Severity.ERROR, each.problem, remedy, file=file.name, value=each.where)
            for each in faults[:20]
        )
    )
