"""Health: the counts are those of the tables, and only administrators ask; and a lock's price before it is saved."""

import pytest
from sqlalchemy import text

import records
from intake import InputError
from records import Store
from tests.records.filling import expendable, filled, kept, locked


def test_the_counts_are_those_of_the_tables(store: Store) -> None:
    filled(store)
    found = records.health(store, "admin")
    with store.engine.connect() as connection:
        for name, count in found.rows.items():
            assert connection.execute(text(f"SELECT count(*) FROM {name}")).scalar() == count, name
    assert found.rows["decisions"] == 1
    assert found.rows["audit"] == found.entries
    assert (found.entries, found.hash) == records.log_head(store, "admin")
    assert found.size > sum(len(content) for content in records.take_package(store, "admin", 1).files.values()) / 10
    assert found.kind == store.engine.dialect.name
    for who in ("plan", "anna", "budi", "audit"):
        with pytest.raises(InputError, match="may not do this"):
            records.health(store, who)


def test_the_price_that_is_shown_is_the_price_that_is_kept(store: Store) -> None:
    version, before = kept(store)
    who = expendable(records.what_was_reached(store, "anna", before).awards)
    draft, after = locked(store, "plan", version, who, "out")
    shown = records.price_between(store, "plan", before, after)
    _, lock = records.save_lock(store, "plan", draft, before, after)
    assert (shown.price, shown.measure, shown.price_status) == (lock.price, lock.measure, lock.price_status)
    assert shown.price is not None
    assert shown.price > 0
    assert records.price_between(store, "plan", None, after).price is None
    assert records.price_said(shown) == records.price_said(lock)
