"""Drafts: what was typed comes back, of whoever typed it and nobody else, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import records
from intake import InputError
from records import Store
from tests.records.filling import SMALL


def test_a_draft_is_given_back_to_whoever_typed_it_only(store: Store) -> None:
    records.keep_draft(store, "plan", "scenario", {"title": "Tambahan Ω", "locks": ["D-1"], "scale": 0.5})
    assert records.read_draft(store, "plan", "scenario") == {"title": "Tambahan Ω", "locks": ["D-1"], "scale": 0.5}
    assert records.read_draft(store, "anna", "scenario") == {}
    assert records.read_draft(store, "plan", "other") == {}


def test_fields_are_put_beside_those_that_are_there(store: Store) -> None:
    records.keep_draft(store, "plan", "p", {"a": 1, "b": 2})
    assert records.keep_draft(store, "plan", "p", {"b": 3, "c": None}, without=("a",)) == {"b": 3, "c": None}


def test_two_windows_that_type_at_once_lose_nothing(store: Store) -> None:
    def type_(number: int) -> None:
        records.keep_draft(store, "plan", "p", {f"field {number}": number})

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(type_, range(24)))
    assert records.read_draft(store, "plan", "p") == {f"field {number}": number for number in range(24)}


def test_a_file_goes_with_its_draft(store: Store) -> None:
    content = b"\x00\xff" * 1000
    sha256 = records.keep_draft_file(store, "anna", "data", content)
    assert records.keep_draft_file(store, "anna", "data", content) == sha256
    assert records.read_draft_file(store, "anna", "data", sha256) == content
    assert records.read_draft_file(store, "plan", "data", sha256) is None
    records.drop_draft(store, "anna", "data")
    assert records.read_draft_file(store, "anna", "data", sha256) is None
    assert records.list_drafts(store, "anna") == {}


def test_the_latest_draft_is_listed_first(store: Store) -> None:
    for place in ("scenario:a", "data:b", "scenario:c", "scenario:a"):
        records.keep_draft(store, "plan", place, {"x": 1})
    assert list(records.list_drafts(store, "plan")) == ["scenario:a", "scenario:c", "data:b"]
    assert list(records.list_drafts(store, "plan", "scenario:")) == ["scenario:a", "scenario:c"]


def test_nobody_who_is_no_person_of_the_store_keeps_a_draft(store: Store) -> None:
    for call in (
        lambda: records.keep_draft(store, "nobody", "p", {"a": 1}),
        lambda: records.read_draft(store, "nobody", "p"),
        lambda: records.keep_draft_file(store, "nobody", "p", b"x"),
        lambda: records.drop_draft(store, "nobody", "p"),
    ):
        with pytest.raises(InputError, match="nobody"):
            call()


def test_drafts_leave_the_log_as_it_was_and_travel_with_a_backup(store: Store, tmp_path: Path) -> None:
    before = records.log_head(store, "admin")
    records.keep_draft(store, "plan", "p", {"a": "typed"})
    sha256 = records.keep_draft_file(store, "plan", "p", b"bytes")
    assert records.log_head(store, "admin") == before
    assert records.verify_log(store, "admin") == []
    records.backup(store, "admin", tmp_path / "copy.pilih")
    fresh = records.open_store(tmp_path / "fresh.sqlite")
    records.restore(fresh, "admin", tmp_path / "copy.pilih")
    assert records.read_draft(fresh, "plan", "p") == {"a": "typed"}
    assert records.read_draft_file(fresh, "plan", "p", sha256) == b"bytes"
    fresh.close()


def test_a_folder_of_rounds_is_kept_once_and_a_faulty_one_is_told(store: Store, tmp_path: Path) -> None:
    for name in ("good", "bad"):
        (tmp_path / name).mkdir()
        for path in SMALL.rglob("*"):
            if path.is_file():
                copy = tmp_path / name / path.relative_to(SMALL)
                copy.parent.mkdir(exist_ok=True)
                copy.write_bytes(path.read_bytes())
    (tmp_path / "bad" / "criteria.toml").write_text("gates = 3", encoding="utf-8")
    assert list(records.keep_rounds(store, "plan", tmp_path)) == ["bad"]
    head = records.log_head(store, "admin")
    assert list(records.keep_rounds(store, "plan", tmp_path)) == ["bad"]
    assert records.log_head(store, "admin") == head
    assert len(records.list_rounds(store, "plan")) == 1
