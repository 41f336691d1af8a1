"""The log page: whoever may reads it, filters it, takes it along, and has it verified."""

import csv
import io
import json
import sqlite3
from datetime import date
from pathlib import Path

import pytest

import records
from records import Asked, Store
from tests.views.conftest import PEOPLE, Opened
from tests.views.parts import part, press, read, taken, widget
from tests.views.settling import settled
from views.log_file import table_of

READERS = {"budi", "citra", "audit", "admin"}


@pytest.mark.parametrize("person", sorted(PEOPLE))
def test_the_log_is_for_those_who_read_it(opened: Opened, store: Store, person: str) -> None:
    page = opened("log", person=person, language="en")
    assert not page.exception
    shown = [title.value for title in page.title] == ["The log"]
    assert shown == (person in READERS)
    if shown:
        entries = records.read_log(store, "audit")
        assert list(page.dataframe[0].value.iloc[:, 0]) == [each.seq for each in entries]


@pytest.mark.parametrize("language", ["id", "en"])
def test_filters_and_the_zone(opened: Opened, store: Store, language: str) -> None:
    page = opened("log", person="audit", language=language)
    widget(page, "multiselect", "actions").set_value(["round.keep"]).run()
    assert not page.exception
    wanted = records.search_log(store, "audit", Asked(actions=("round.keep",))).entries
    shown = page.dataframe[0].value
    assert list(shown.iloc[:, 0]) == [each.seq for each in wanted]
    assert all(cell.endswith(" WIB") for cell in shown.iloc[:, 1]), "without a browser's zone it is Jakarta's"
    widget(page, "date_input", "until").set_value(date(2016, 1, 1)).run()
    assert not page.dataframe
    again = opened("log", person="audit", language=language)
    assert not again.dataframe, "a filter is kept"
    press(again, "all")
    assert len(again.dataframe[0].value) == len(records.read_log(store, "audit"))


def test_both_files_hold_what_the_log_says(opened: Opened, store: Store) -> None:
    page = opened("log", person="audit")
    widget(page, "multiselect", "people").set_value(["local"]).run()
    rows = list(csv.reader(io.StringIO(taken(page, "log.csv").decode("utf-8-sig")), delimiter=";"))
    wanted = records.search_log(store, "audit", Asked(people=("local",))).entries
    assert [row[0] for row in rows[1:]] == [str(each.seq) for each in wanted]
    lines = taken(page, "log.jsonl").decode().splitlines()
    assert json.loads(lines[-1])["hash"] == records.log_head(store, "audit")[1]


def test_no_cell_of_the_table_is_a_formula(store: Store) -> None:
    records.add_person(store, "admin", "evil", '=HYPERLINK("http://host";"x")')
    entry = records.read_log(store, "audit")[0]
    odd = records.Entry(entry.seq, entry.at, "@x", "+1", "-2", "=3", {"a": "é;\n"}, entry.hash)
    for row in list(csv.reader(io.StringIO(table_of((entry, odd), "id", "").decode("utf-8-sig")), delimiter=";"))[1:]:
        assert not [cell for cell in row if cell.startswith(("=", "+", "-", "@"))]
        assert len(row) == 8


def test_the_chain_is_verified_in_a_worker(opened: Opened, rounds: Path, store: Store) -> None:
    number, last = records.log_head(store, "audit")
    page = part(opened("log", person="audit", language="en"), "verify")
    widget(page, "text_area", "noted").set_value(f"{number}:{last}").run()
    settled(press(page, "verify"))
    assert not page.exception
    assert any("The records hold" in each.value for each in page.success)
    assert f"{number}:{last}" in read(page)
    widget(page, "text_area", "noted").set_value("3:abc").run()
    assert page.button(key="verify").disabled
    widget(page, "text_area", "noted").set_value(f"{number}:{'0' * 64}").run()
    settled(press(page, "verify"))
    assert any("do NOT hold" in each.value.replace("\\", "") for each in page.error)
    with sqlite3.connect(rounds / "pilih.sqlite") as database:
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f'DROP TRIGGER "{name}"')
        database.execute("UPDATE people SET name = 'Siti R.' WHERE person = 'plan'")
    widget(page, "text_area", "noted").set_value("").run()
    settled(press(page, "verify"))
    assert any("do NOT hold" in each.value.replace("\\", "") for each in page.error)
    assert "this row was changed after it was written" in read(page)


def test_a_decision_is_chosen_to_be_worked_out_again(opened: Opened, store: Store) -> None:
    page = part(opened("log", person="audit", language="en"), "again")
    assert "No decision is adopted yet" in read(page)
    version = records.find_version(store, "plan", "first-partners-2011/base")
    given = records.propose(store, "plan", version, records.outcomes_of(store, "plan", version)[-1], title="Mitra")
    for who in ("budi", "citra"):
        records.sign(store, who, given)
    page = part(opened("log", person="audit", language="en"), "again")
    assert not page.exception
    assert page.button(key="replay")
