"""Kept fields: what was typed is there after a reload and in another window; money is read strictly."""

import pytest
from streamlit.testing.v1 import AppTest

import records
from records import Store

SCRIPT = """
import streamlit as st
import records
from locales import message
from views import entry
from views.kept import Kept
from views.visit import Visit

held = entry.store()
person = next(each for each in records.list_people(held, "plan") if each.code == "plan")
visit = Visit(held, person, st.session_state.get("speak", {language!r}), local=True)
kept = Kept(visit, "a page")
kept.text("name", message("name"))
kept.area("note", message("note"), "as it was")
choice = kept.choice("choice", message("choose"), {{"a": "A", "b": "B"}})
several = kept.several("several", message("choose"), {{"a": "A", "b": "B"}}, ["a"])
share = kept.slider("share", message("share"), 0, 100, 50)
yes = kept.toggle("yes", message("yes"))
money = kept.money("money", message("grant"), 8_200_000)
st.session_state["read"] = [choice, several, share, yes, money]
if st.button("set", key="set"):
    kept.put(name="set by the program", share=7)
    st.rerun()
if st.button("drop", key="drop"):
    kept.drop()
    st.rerun()
"""


def window(language: str = "id") -> AppTest:
    """A new browser window on the page."""
    page = AppTest.from_string(SCRIPT.format(language=language), default_timeout=60).run()
    assert not page.exception
    return page


def test_what_was_typed_and_chosen_is_there_in_a_new_window(store: Store) -> None:
    page = window()
    assert page.session_state["read"] == ["a", ["a"], 50, False, 8_200_000]
    page.text_input(key="a page:name").input("Perpustakaan <b>Ω</b>").run()
    page.text_area[0].input("ditulis ulang").run()
    page.selectbox[0].select("b").run()
    page.multiselect[0].set_value(["b", "a"]).run()
    page.slider[0].set_value(31).run()
    page.toggle[0].set_value(True).run()
    page.text_input[1].input("Rp 9.000.000").run()
    other = window()
    assert other.text_input[0].value == "Perpustakaan <b>Ω</b>"
    assert other.text_area[0].value == "ditulis ulang"
    assert other.session_state["read"] == ["b", ["b", "a"], 31, True, 9_000_000]
    assert records.read_draft(store, "anna", "a page") == {}


def test_two_windows_keep_each_others_fields_and_take_over_what_changed_elsewhere(store: Store) -> None:
    one, two = window(), window()
    one.text_input[0].input("dari jendela satu").run()
    two.slider[0].set_value(12).run()
    assert records.read_draft(store, "plan", "a page") == {"name": "dari jendela satu", "share": 12}
    assert two.text_input[0].value == "dari jendela satu"
    one.run()
    assert one.slider[0].value == 12
    two.text_input[0].input("dari jendela dua").run()
    one.run()
    assert one.text_input[0].value == "dari jendela dua"


def test_what_the_program_sets_or_drops_is_what_the_widgets_show(store: Store) -> None:
    page = window()
    page.text_input[0].input("x").run()
    page.button(key="set").click().run()
    assert not page.exception
    assert (page.text_input[0].value, page.slider[0].value) == ("set by the program", 7)
    page.button(key="drop").click().run()
    assert (page.text_input[0].value, page.slider[0].value) == ("", 50)
    assert records.read_draft(store, "plan", "a page") == {}


def test_what_is_no_longer_offered_counts_as_the_default(store: Store) -> None:
    records.keep_draft(store, "plan", "a page", {"choice": "gone", "several": ["gone", "b"], "share": 4000})
    assert window().session_state["read"][:3] == ["a", ["b"], 50]


@pytest.mark.parametrize(
    ("language", "typed", "figure"),
    [
        ("id", "2.500.000", 2_500_000),
        ("id", "2,5 juta", 2_500_000),
        ("id", "2,500,000", None),
        ("id", "2.5", None),
        ("id", "dua juta", None),
        ("en", "2,500,000", 2_500_000),
        ("en", "2.500.000", None),
    ],
)
def test_money_is_read_as_the_language_writes_it_and_never_changed(
    store: Store, language: str, typed: str, figure: int | None
) -> None:
    page = window(language)
    page.text_input[1].input(typed).run()
    assert page.text_input[1].value == typed
    assert page.session_state["read"][4] == figure
    assert len(page.error) == (figure is None)
    assert any("2.500.000" in each.value.replace("\\", "") for each in page.caption) == (
        figure is not None and language == "id"
    )
    assert window(language).text_input[1].value == typed


def test_money_that_was_typed_means_the_same_in_the_other_language(store: Store) -> None:
    page = window("id")
    page.text_input[1].input("Rp 2.500.000").run()
    turned = window("en")
    assert turned.text_input[1].value == "Rp 2,500,000"
    assert turned.session_state["read"][4] == 2_500_000
    page = window("id")
    page.text_input[1].input("dua juta").run()
    assert window("en").text_input[1].value == "dua juta"


def test_choices_are_drawn_anew_in_another_language_and_stay(store: Store) -> None:
    page = window("id")
    page.selectbox[0].select("b").run()
    page.multiselect[0].set_value(["b", "a"]).run()
    before = page.selectbox[0].key, page.multiselect[0].key
    page.session_state["speak"] = "en"
    page.run()
    assert page.selectbox[0].key != before[0]
    assert page.multiselect[0].key != before[1]
    assert page.session_state["read"][:2] == ["b", ["b", "a"]]
    assert records.read_draft(store, "plan", "a page")["several"] == ["b", "a"]
