"""First start: one person with every role, the sample's first answers worked out once, and nothing done twice."""

import shutil
from pathlib import Path

import pytest

import records
from records import Role, Version
from records import first_start as first
from tests.records.filling import SMALL


def test_the_first_person_of_one_computer_holds_every_role_and_is_made_once(tmp_path: Path) -> None:
    store = records.open_store(tmp_path / "pilih.sqlite")
    (made,) = records.local_people(store)
    assert (made.code, made.roles) == (records.LOCAL, frozenset(Role))
    head = records.log_head(store, records.LOCAL)
    assert records.local_people(store) == (made,)
    assert records.log_head(store, records.LOCAL) == head
    store.close()


def test_a_store_with_people_gets_nobody(tmp_path: Path) -> None:
    store = records.open_store(tmp_path / "pilih.sqlite")
    records.add_person(store, "siti", "siti", "Siti")
    assert [person.code for person in records.local_people(store)] == ["siti"]
    store.close()


def test_what_the_sample_shows_first_is_worked_out_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(first, "SAMPLE", "first-partners-2011")
    shutil.copytree(SMALL, tmp_path / "rounds" / SMALL.name)
    store = records.open_store(tmp_path / "pilih.sqlite")
    records.local_people(store)
    assert records.unanswered(store, records.LOCAL) == ()
    records.keep_rounds(store, records.LOCAL, tmp_path / "rounds")
    waiting = records.unanswered(store, records.LOCAL)
    assert [version.name for version in waiting] == ["base", "budget-cut"]
    told: list[Version] = []
    records.answer(store, records.LOCAL, waiting[:1], told.append)
    assert [version.name for version in told] == ["base"]
    assert [version.name for version in records.unanswered(store, records.LOCAL)] == ["budget-cut"]
    (kept,) = records.outcomes_of(store, records.LOCAL, waiting[0])
    assert kept.status == "optimal"
    assert kept.settled
    store.close()
