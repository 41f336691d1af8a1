"""The admin page: people and roles, a backup that can be restored, what is under way, the health of the store."""

import threading
from pathlib import Path

import pytest

import records
from records import Role, Store
from scenarios import Working
from tests.views.conftest import PEOPLE, Opened
from tests.views.parts import part, press, read, taken, there, widget
from views.asking import desk
from views.literal import literal


@pytest.mark.parametrize("person", sorted(PEOPLE))
def test_the_page_is_for_administrators(opened: Opened, person: str) -> None:
    page = opened("admin", person=person, language="en")
    assert not page.exception
    assert ("Administration" in [title.value for title in page.title]) == (person == "admin")


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_person_is_added_with_roles(opened: Opened, store: Store, language: str) -> None:
    page = opened("admin", person="admin", language=language)
    assert page.button(key="add person").disabled
    widget(page, "text_input", "name").set_value("Dewi *Sari*").run()
    widget(page, "text_input", "code").set_value("dewi").run()
    widget(page, "button_group", "add:roles").set_value(["committee"]).run()
    press(page, "add person")
    assert not page.exception
    added = {each.code: each for each in records.list_people(store, "admin")}["dewi"]
    assert (added.name, added.roles) == ("Dewi *Sari*", frozenset({Role.COMMITTEE}))
    assert literal("Dewi *Sari*") in list(page.table[0].value.iloc[:, 0])


def test_a_code_that_is_taken_is_refused_and_nothing_typed_is_lost(opened: Opened, store: Store) -> None:
    before = records.list_people(store, "admin")
    page = opened("admin", person="admin", language="en")
    widget(page, "text_input", "name").set_value("Another").run()
    widget(page, "text_input", "code").set_value("budi").run()
    press(page, "add person")
    assert any("there is a budi already" in each.value for each in page.error)
    assert widget(page, "text_input", "name").value == "Another"
    assert records.list_people(store, "admin") == before


def test_roles_are_given_and_taken_once_confirmed(opened: Opened, store: Store) -> None:
    page = opened("admin", person="admin", language="en")
    widget(page, "selectbox", "roles:person").set_value("anna").run()
    widget(page, "button_group", "roles of anna").set_value(["planner"]).run()
    press(page, "roles")
    known = {each.code: each.roles for each in records.list_people(store, "admin")}
    assert known["anna"] == {Role.ANALYST}
    press(page, "roles sure")
    assert not page.exception
    known = {each.code: each.roles for each in records.list_people(store, "admin")}
    assert known["anna"] == {Role.PLANNER}


def test_the_last_administrator_stays(opened: Opened, store: Store) -> None:
    records.set_role(store, "admin", "local", Role.ADMIN, held=False)
    page = opened("admin", person="admin", language="en")
    widget(page, "selectbox", "roles:person").set_value("admin").run()
    widget(page, "button_group", "roles of admin").set_value([]).run()
    press(press(page, "roles"), "roles sure")
    assert any("admin is the only administrator" in each.value for each in page.error)
    assert {each.code: each.roles for each in records.list_people(store, "admin")}["admin"] == {Role.ADMIN}


def test_the_backup_is_restored_elsewhere(opened: Opened, store: Store, tmp_path: Path) -> None:
    page = part(opened("admin", person="admin"), "backup")
    assert not page.exception
    file = tmp_path / "copy.pilih"
    file.write_bytes(taken(page, ".pilih"))
    number, last = records.log_head(store, "admin")
    assert f"{number}:{last}" in read(page)
    new = records.open_store(tmp_path / "new.sqlite")
    assert records.restore(new, "admin", file, {number: last}).entries > 0
    assert records.verify_log(new, "admin") == []
    assert records.list_people(new, "admin") == records.list_people(store, "admin")
    new.close()


def test_what_is_under_way_is_seen_and_stopped(opened: Opened) -> None:
    begun = threading.Event()

    def never() -> Working[None]:
        begun.set()
        return Working(sleeping, 600.0)

    job = desk().job(("replay", "x"), never)
    assert begun.wait(60)
    page = part(opened("admin", person="admin", language="en"), "work")
    assert not page.exception
    assert "a decision worked out again" in read(page)
    press(page, f"end {job.key}")
    assert job.future.exception(60) is not None
    assert "Nothing is under way" in read(page.run())


def sleeping(seconds: float) -> None:
    """A question that takes a while."""
    threading.Event().wait(seconds)


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_health_of_the_store(opened: Opened, store: Store, language: str) -> None:
    page = part(opened("admin", person="admin", language=language), "health")
    assert not page.exception
    found = records.health(store, "admin")
    assert f"{found.entries}:{found.hash}" in read(page)
    assert found.rows["people"] in list(page.dataframe[0].value.iloc[:, 1])


def test_who_may_sign_in_has_its_place(opened: Opened) -> None:
    page = part(opened("admin", person="admin", language="en"), "sign in")
    assert not page.exception
    assert "Who may sign in" in read(page)
    assert not there(page, "button", "add person")
