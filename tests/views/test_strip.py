"""What is chosen on top of every page: by title, while the address holds codes that are the same in every language."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.views.conftest import SMALL, Opened
from views import address

CUT = {"id": "Anggaran dipotong 20 persen", "en": "Budget cut by 20 per cent"}
ROUND = {"id": "Mitra pertama 2011", "en": "First partners 2011"}


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
    page = opened("criteria", scenario="base")
    page.selectbox(key="scenario").select("budget-cut").run()
    page.query_params["scenario"] = "base"  # the browser has not yet heard of its new address
    page.run()
    assert page.selectbox(key="scenario").value == "budget-cut"
    monkeypatch.setattr(address, "PATIENCE", 0.0)
    page.query_params["scenario"] = "base"  # it has by now, so this is somebody's wish
    page.run()
    assert page.selectbox(key="scenario").value == "base"


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
