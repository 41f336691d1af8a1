"""Many at once: nobody's version is lost, none is there twice, and whoever comes second sees both."""

import sqlite3
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import records
from intake import InputError
from records import ConflictError, Store, open_store
from tests.records.conftest import peopled
from tests.records.filling import NAME, SMALL, adopted, kept, put_outcome

BASE = (SMALL / "scenarios" / "base.toml").read_bytes()


def said(text: str) -> bytes:
    return BASE + f"\n# {text}\n".encode()


def test_the_second_of_two_sees_a_conflict_with_both_versions_and_loses_nothing(store: Store) -> None:
    records.keep_round(store, "plan", SMALL)
    terms = {"round_name": NAME, "name": "base"}
    mine, theirs = said("Anna's"), said("the planner's")
    saved = records.save_version(store, "plan", theirs, **terms, expected=1)
    with pytest.raises(ConflictError) as raised:
        records.save_version(store, "anna", mine, **terms, expected=1)
    assert raised.value.theirs == saved
    assert raised.value.mine == mine
    assert raised.value.base is not None
    assert raised.value.base.content == BASE
    assert [each.number for each in records.list_versions(store, "anna", NAME, "base")] == [1, 2]
    again = records.save_version(store, "anna", raised.value.mine, **terms, expected=raised.value.theirs.number)
    assert (again.number, again.parent, again.content) == (3, f"{NAME}/base@2", mine)
    assert records.save_version(store, "anna", mine, **terms, expected=3) == again, "saved twice, kept once"


def test_a_new_scenario_of_a_name_that_is_taken_is_a_conflict_too(store: Store) -> None:
    records.keep_round(store, "plan", SMALL)
    with pytest.raises(ConflictError):
        records.save_version(store, "anna", said("x"), round_name=NAME, name="base", expected=0)
    with pytest.raises(InputError, match="no such scenario"):
        records.find_version(store, "anna", f"{NAME}/none")
    with pytest.raises(InputError, match="no such scenario"):
        records.find_version(store, "anna", f"{NAME}/base@9")
    with pytest.raises(InputError, match="is to be kept as"):
        records.save_version(store, "anna", said("x"), round_name=NAME, name="other", expected=0)


def writer(url: str, number: int, versions: int) -> list[tuple[str, int, bytes]]:
    """Save so many versions of a scenario that others write to as well, each on top of what was seen last."""
    opened, name = open_store(url), f"shared-{number % 4}"
    own: list[tuple[str, int, bytes]] = []
    text = BASE.replace(b'id = "base"', f'id = "{name}"'.encode(), 1)
    expected = 0
    while len(own) < versions:
        content = text + f"# writer {number} version {len(own)}\n".encode()
        try:
            made = records.save_version(opened, "anna", content, round_name=NAME, name=name, expected=expected)
        except ConflictError as conflict:
            expected = conflict.theirs.number
            continue
        own.append((name, made.number, content))
        expected = made.number
    opened.close()
    return own


def many(url: str, writers: int, versions: int) -> None:
    store = peopled(url)
    records.keep_round(store, "plan", SMALL)
    with ThreadPoolExecutor(writers) as pool:
        told = [each for own in pool.map(lambda n: writer(url, n, versions), range(writers)) for each in own]
    there = [
        (each.name, each.number, each.content)
        for number in range(4)
        for each in records.list_versions(store, "anna", NAME, f"shared-{number}")
    ]
    assert len(told) == writers * versions
    assert Counter(there) == Counter(told), "none lost, none doubled"
    for number in range(4):
        line = records.list_versions(store, "anna", NAME, f"shared-{number}")
        assert [each.number for each in line] == list(range(1, len(line) + 1))
        assert [each.parent for each in line] == [None, *(each.reference for each in line[:-1])]
    assert records.verify_log(store, "audit") == []
    store.close()


def test_writers_at_once_lose_and_double_nothing(url: str) -> None:
    many(url, writers=6, versions=5)


@pytest.mark.long
def test_twenty_writers_of_a_hundred_versions_lose_and_double_nothing(url: str) -> None:
    many(url, writers=20, versions=100)


def test_two_who_solve_the_same_keep_one_outcome(url: str) -> None:
    store = peopled(url)
    version, made = kept(store)
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: put_outcome(store, "plan", version.round, version.content), range(8)))
    assert set(found) == {made}
    assert records.verify_log(store, "audit") == []


def test_a_backup_taken_while_others_write_is_whole_and_restores_into_either_database(
    url: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    store = peopled(url)
    decision = adopted(store)
    stop = threading.Event()

    def write() -> None:
        opened, number = open_store(url), 1
        while not stop.is_set():
            content = said(f"version {number}")
            number = records.save_version(opened, "anna", content, round_name=NAME, name="base", expected=number).number
        opened.close()

    thread = threading.Thread(target=write)
    thread.start()
    try:
        made = records.backup(store, "admin", tmp_path / "backup.pilih")
    finally:
        stop.set()
        thread.join()
    assert [path.name for path in tmp_path.glob("backup*")] == ["backup.pilih"]
    others = [str(tmp_path / "again.sqlite")]
    if not url.startswith("/"):
        others.append(request.getfixturevalue("postgres").fresh())
    before = records.read_docket(store, "budi", decision)
    for other in others:
        again = open_store(other)
        records.restore(again, "admin", made.file, {made.entries: made.hash})
        assert records.verify_log(again, "audit", {made.entries: made.hash}) == []
        assert records.read_docket(again, "budi", decision) == before
        with pytest.raises(InputError, match="holds records already"):
            records.restore(again, "admin", made.file)
        again.close()


def test_a_backup_that_was_altered_or_is_none_is_not_restored(store: Store, tmp_path: Path) -> None:
    made = records.backup(store, "admin", tmp_path / "backup")
    with pytest.raises(InputError, match="is there already"):
        records.backup(store, "admin", made.file)
    with sqlite3.connect(made.file) as connection:
        connection.execute("DROP TRIGGER people_kept_update")
        connection.execute("UPDATE people SET name = 'Eve' WHERE person = 'budi'")
    connection.close()
    empty = open_store(tmp_path / "empty.sqlite")
    with pytest.raises(InputError, match="changed after it was written"):
        records.restore(empty, "admin", made.file)
    (tmp_path / "text").write_text("no backup")
    for none in ("text", "missing"):
        with pytest.raises(InputError):
            records.restore(empty, "admin", tmp_path / none)
    with empty.engine.connect() as connection_:
        assert connection_.exec_driver_sql("SELECT count(*) FROM audit").scalar() == 0
