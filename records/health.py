"""Health: how large a store is, which version it has, and where its log ends."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select, text

from records import chain
from records.migrate import newest
from records.people import ADMINS
from records.store import Store
from records.tables import AUDIT, RECORDS


@dataclass(frozen=True)
class Health:
    """The state of a store.

    kind: `sqlite` or `postgresql`. version: of its tables. size: bytes that it takes. rows: by table, those with none
    too. entries, hash: the last entry of its log.
    """

    kind: str
    version: str
    size: int
    rows: Mapping[str, int]
    entries: int
    hash: str


def health(store: Store, who: str) -> Health:
    """Measure a store; for administrators."""
    sqlite = store.engine.dialect.name == "sqlite"
    with store.reading(who, ADMINS) as connection:
        if sqlite:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
            size = int(pages) * int(connection.exec_driver_sql("PRAGMA page_size").scalar_one())
        else:
            size = int(connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one())
        rows = {
            table.name: int(connection.execute(select(func.count()).select_from(table)).scalar_one())
            for table in (*RECORDS, AUDIT)
        }
        entries, last = chain.head(connection)
    return Health(store.engine.dialect.name, newest(), size, rows, entries, last)
