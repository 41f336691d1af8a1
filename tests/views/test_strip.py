"""What is chosen on top of every page: by title, while the address holds codes that are the same in every language."""

import pytest
from streamlit.runtime.state.query_params import QueryParams
from streamlit.testing.v1 import AppTest

from tests.views.conftest import SMALL, Opened
from views import address

CUT = {"id": "Anggaran dipotong 20 persen", "en": "Budget cut by 20 per cent"}
ROUND = {"id": "Mitra pertama 2011", "en": "First partners 2011"}
LONG = 600.0
"""Seconds that no step of a test takes."""


def told(page: AppTest) -> dict[str, tuple[str, ...]]:
    """What the page has written into its address: AppTest itself keeps the address that it asked with."""
    return {name: page.session_state[f"{name} address"][0] for name in ("round", "scenario")}


@pytest.mark.parametrize("language", ["id", "en"])
def test_round_and_scenario_are_chosen_by_title_and_addressed_by_code(opened: Opened, language: str) -> None:
    page = opened("criteria", language=language, scenario="budget-cut")
    chosen = page.selectbox(key="scenario")
    assert (chosen.value, CUT[language] in chosen.options) == ("budget-cut", True)
    assert page.selectbox(key="round").options == [ROUND[language]]
    chosen.select("base").run()
    assert told(page) == {"round": (SMALL,), "scenario": ("base",)}


def test_a_name_that_is_not_there_is_left_out_of_the_address(opened: Opened) -> None:
    page = opened("criteria", scenario="no-such")
    assert not page.exception
    assert page.selectbox(key="scenario").value == "base"
    assert told(page)["scenario"] == ("base",)


def test_an_old_address_takes_no_choice_back_and_a_link_is_followed(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(address, "PATIENCE", LONG)
    page = opened("criteria", scenario="base")
    page.selectbox(key="scenario").select("budget-cut").run()
    page.query_params["scenario"] = "base"  # the browser has not yet heard of its new address
    page.run()
    assert page.selectbox(key="scenario").value == "budget-cut"
    monkeypatch.setattr(address, "PATIENCE", 0.0)
    page.query_params["scenario"] = "base"  # it has by now, so this is somebody's wish
    page.run()
    assert page.selectbox(key="scenario").value == "base"


def letters() -> None:
    """A page with one control whose choice the address holds."""
    import streamlit as st

    from views.address import follow_address, tell

    follow_address("letter", "abcd", "en")
    tell("letter", [st.selectbox("Letter", list("abcd"), key="letter")])


def chosen(page: AppTest, letter: str, *, asked: str) -> str:
    """What is shown once a letter was chosen by a browser that asks with this address."""
    page.query_params["letter"] = asked
    page.selectbox(key="letter").select(letter)
    return str(page.run().selectbox(key="letter").value)


def test_a_browser_that_is_several_choices_late_takes_none_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(address, "PATIENCE", LONG)
    page = AppTest.from_function(letters, default_timeout=120)
    page.query_params["letter"] = "a"
    page.run()
    assert chosen(page, "b", asked="a") == "b"
    assert chosen(page, "c", asked="a") == "c"
    assert chosen(page, "d", asked="b") == "d"  # it has heard of the second only
    assert chosen(page, "d", asked="c") == "d"
    monkeypatch.setattr(address, "PATIENCE", 0.0)
    page.query_params["letter"] = "b"  # it has heard of all by now, so this is somebody's wish
    assert page.run().selectbox(key="letter").value == "b"


def test_a_choice_that_is_taken_back_at_once_is_written_into_the_address_again(monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[list[str]] = []

    def write(params: QueryParams, name: str, value: list[str]) -> None:
        written.append(value)
        params._set_item_internal(name, value)

    monkeypatch.setattr(address, "PATIENCE", LONG)
    monkeypatch.setattr(QueryParams, "__setitem__", write)
    page = AppTest.from_function(letters, default_timeout=120)
    page.query_params["letter"] = "a"
    page.run()
    assert [chosen(page, each, asked="a") for each in ("b", "a", "a")] == ["b", "a", "a"]
    assert written == [["b"], ["a"]]


def test_a_choice_outlives_a_change_of_language(opened: Opened) -> None:
    page = opened("compare", scenario="base", language="id")
    page.selectbox(key="scenario").select("budget-cut").run()
    page.multiselect(key="compare").set_value(["budget-cut", "base"]).run()
    page.session_state["lang"] = "en"
    page.run()
    assert page.selectbox(key="scenario").value == "budget-cut"
    assert CUT["en"] in page.selectbox(key="scenario").options
    assert page.multiselect(key="compare").value == ["budget-cut", "base"]


def test_whoever_works_here_is_called_so_in_one_language(opened: Opened) -> None:
    for language, name in (("id", "Komputer ini"), ("en", "This computer")):
        assert name in opened("criteria", language=language).selectbox(key="person").options
