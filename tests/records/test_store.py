"""The store's ground: migrations, append-only tables, the chain, and who may do what."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, Executable, LargeBinary, Table, inspect, select, text
from sqlalchemy.exc import IntegrityError

import records
from intake import InputError
from records import Role, Store, open_store, tables_drafts
from records.chain import head, verify
from records.migrate import newest
from records.tables import META, RECORDS, key_of
from tests.records.conftest import peopled
from tests.records.filling import filled
from tests.records.postgres import Server


def test_the_migrations_make_the_tables_that_the_program_speaks_of(store: Store) -> None:
    with store.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), [META, tables_drafts.META]) == []  # type: ignore[arg-type]
        assert set(inspect(connection).get_table_names()) == {
            *META.tables,
            *tables_drafts.META.tables,
            "alembic_version",
        }


def test_many_starts_at_once_make_one_store(url: str) -> None:
    with ThreadPoolExecutor(8) as pool:
        for opened in pool.map(open_store, [url] * 8):
            opened.close()
    with open_store(url).engine.connect() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalars().all() == [newest()]


def test_a_store_of_newer_software_is_refused_and_untouched(url: str) -> None:
    opened = open_store(url)
    with opened.turn() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(InputError, match="newer version"):
        open_store(url)


def each_table(store: Store) -> list[tuple[Table, dict[str, Any]]]:
    with store.engine.connect() as connection:
        rows = [(table, connection.execute(select(table)).first()) for table in META.sorted_tables]
    return [(table, row._asdict()) for table, row in rows if row is not None]


def refused(store: Store, statement: Executable, said: str) -> None:
    with pytest.raises(IntegrityError, match=said), store.engine.begin() as connection:
        connection.execute(statement)


def test_the_database_itself_refuses_to_change_or_delete_any_row(store: Store) -> None:
    filled(store)
    there = each_table(store)
    assert {table.name for table, _ in there} == set(META.tables), "some table was not filled: it is not tested"
    said = "(records are|an adopted decision is) never changed"
    for table, row in there:
        column = list(table.columns)[-1].name
        refused(store, table.update().values({column: row[column]}), said)
        refused(store, table.delete(), said)
        if store.engine.dialect.name == "sqlite":
            refused(store, table.insert().prefix_with("OR REPLACE").values(row), said)
        else:
            refused(store, text(f"TRUNCATE {table.name} CASCADE"), said)
    assert each_table(store) == there
    assert records.verify_log(store, "audit") == []


def altered(value: Any) -> Any:
    if isinstance(value, bytes):
        return bytes([value[0] ^ 1]) + value[1:] if value else b"x"
    if isinstance(value, int):
        return 1 - value if value in (0, 1) else value + 1
    return chr(ord(value[0]) ^ 1) + value[1:] if value else "x"


def unlocked(connection: Connection) -> None:
    """Do what somebody does who owns the database: put its guards out of the way."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET session_replication_role = replica"))
        return
    names = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all()
    for name in names:
        connection.exec_driver_sql(f"DROP TRIGGER {name}")
    connection.exec_driver_sql("PRAGMA ignore_check_constraints = ON")
    connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")


def test_one_altered_byte_anywhere_is_found(store: Store) -> None:
    filled(store)
    tried = 0
    for table, row in each_table(store):
        for column in table.columns:
            if row[column.name] is None:
                continue
            with store.engine.connect() as connection, connection.begin() as transaction:
                unlocked(connection)
                where = [table.c[key] == row[key] for key in key_of(table)]
                try:
                    connection.execute(table.update().where(*where).values({column.name: altered(row[column.name])}))
                except IntegrityError:
                    transaction.rollback()  # a constraint of the column does not even let it in
                    continue
                found = verify(connection)
                assert found, f"{table.name}.{column.name} was altered unseen"
                tried += 1
                transaction.rollback()
    assert tried > 80


def test_rows_that_are_cut_out_or_slipped_in_are_found(store: Store) -> None:
    filled(store)
    with store.engine.connect() as connection:
        seq, known = head(connection)
    for table in RECORDS:
        with store.engine.connect() as connection, connection.begin() as transaction:
            unlocked(connection)
            row = connection.execute(select(table)).first()
            assert row is not None
            keys = key_of(table)
            where = [table.c[key] == row._asdict()[key] for key in keys]
            if connection.dialect.name == "postgresql":
                connection.execute(table.delete().where(*where))
            else:
                connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
                connection.execute(table.delete().where(*where))
            assert any("not there any more" in each.problem.text("en") for each in verify(connection)), table.name
            transaction.rollback()
    with store.engine.connect() as connection, connection.begin() as transaction:
        unlocked(connection)
        connection.execute(text("INSERT INTO people VALUES ('eve', 'Eve', 'admin', 'now')"))
        assert any("does not know this row" in each.problem.text("en") for each in verify(connection))
        transaction.rollback()
    with store.engine.connect() as connection, connection.begin() as transaction:
        unlocked(connection)
        last = connection.execute(text("SELECT body FROM audit ORDER BY seq DESC LIMIT 1")).scalar_one()
        connection.execute(text("DELETE FROM audit WHERE seq = :seq"), {"seq": seq})
        assert verify(connection, {seq: known}), last
        transaction.rollback()
    assert records.verify_log(store, "audit", {seq: known}) == []
    assert records.verify_log(store, "audit", {seq: "0" * 64}) != []


def test_every_binary_column_is_a_blob() -> None:
    binary = [(t.name, c.name) for t in META.sorted_tables for c in t.columns if isinstance(c.type, LargeBinary)]
    assert binary == [("blobs", "content")], "row digests count bytes by their digest only where verify reads them"


def test_the_first_person_is_the_administrator_and_the_last_one_stays(url: str) -> None:
    opened = open_store(url)
    with pytest.raises(InputError, match="nobody is known"):
        records.add_person(opened, "eve", "admin", "Admin")
    assert records.add_person(opened, "admin", "admin", "Admin").roles == {Role.ADMIN}
    with pytest.raises(InputError, match="may not do this"):
        records.add_person(opened, "admin", "budi", "Budi", {Role.COMMITTEE}) and records.add_person(
            opened, "budi", "eve", "Eve", {Role.ADMIN}
        )
    with pytest.raises(InputError, match="only administrator"):
        records.set_role(opened, "admin", "admin", Role.ADMIN, held=False)
    records.set_role(opened, "admin", "budi", Role.ADMIN, held=True)
    records.set_role(opened, "budi", "admin", Role.ADMIN, held=False)
    with pytest.raises(InputError, match="may not do this"):
        records.set_role(opened, "admin", "budi", Role.PLANNER, held=True)
    assert {person.code: person.roles for person in records.list_people(opened, "budi")} == {
        "admin": frozenset(),
        "budi": {Role.COMMITTEE, Role.ADMIN},
    }


@pytest.mark.parametrize("given", ["mysql://root@host/db", "nonsense://", "http://127.0.0.1/x"])
def test_a_url_of_another_kind_is_refused_plainly(given: str) -> None:
    with pytest.raises(InputError, match="neither a file nor a PostgreSQL database"):
        open_store(given)


def test_a_database_that_is_not_there_is_said_plainly(tmp_path: Any) -> None:
    with pytest.raises(InputError, match="the store refuses"):
        open_store(f"postgresql://pilih@/none?host={tmp_path}")
    (tmp_path / "letter.txt").write_text("not a database, but long enough to be taken for one" * 40)
    with pytest.raises(InputError, match="the store refuses"):
        open_store(tmp_path / "letter.txt")
    with pytest.raises(InputError, match="no such folder"):
        open_store(tmp_path / "none" / "pilih.sqlite")


def test_the_second_database_is_there_at_all(postgres: Server) -> None:
    """Everything else on PostgreSQL is among the long tests; this one tells at once where it is missing."""
    store = peopled(postgres.fresh())
    with pytest.raises(InputError, match="never changed or deleted"), store.turn() as connection:
        connection.execute(text("DELETE FROM people"))
    assert records.verify_log(store, "audit") == []
    store.close()
