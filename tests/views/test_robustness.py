"""The page Robustness: nothing is asked before a click, groups are those of the engine, what is known stays known."""

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

import records
import reports
import scenarios
from locales import render
from records import Store
from scenarios import Group
from tests.samples import outcome
from tests.views.conftest import SMALL, Opened
from tests.views.opened_parts import at_part, parts_of
from tests.views.settling import settled

PARTS = "robust parts"
FEW = "[robust]\ndraws = 12\nshares = 3\nprices = 0.3\nbudget = 0.3\n\n[solver]"


def asked(page: AppTest, what: str) -> AppTest:
    ask = next(button for button in page.button if (button.key or "").startswith(f"ask ('{what}'"))
    page = settled(ask.click().run())
    assert not page.exception
    return page


def doubtful(store: Store) -> str:
    """A scenario with few draws and wide doubts about prices and money."""
    base = records.find_version(store, "plan", f"{SMALL}/base").content.decode()
    assert "[solver]" in base
    text = base.replace('id = "base"', 'id = "doubtful"', 1).replace("[solver]", FEW, 1)
    records.save_version(store, "plan", text.encode(), round_name=SMALL, name="doubtful", expected=0)
    return "doubtful"


@pytest.mark.long
def test_groups_are_those_of_the_draws_and_shown_again_at_once(opened: Opened, store: Store) -> None:
    name = doubtful(store)
    page = settled(opened("robustness", scenario=name, language="en"))
    assert not page.exception
    assert not page.metric, "nothing is drawn before it was asked for"
    page = asked(page, "robust")
    version = records.find_version(store, "plan", f"{SMALL}/{name}")
    found = scenarios.robust(scenarios.run(outcome(SMALL, "base").round, version.scenario))
    shown = {metric.label: metric.value for metric in page.metric}
    contested = found.named(Group.CONTESTED)
    assert contested, "the doubts are wide enough to matter"
    assert shown["contested"] == str(len(contested))
    assert shown["clear in"] == str(len(found.named(Group.CLEAR_IN)))
    table = page.dataframe[0].value
    assert list(table["Applicant"]) == list(contested)
    chance = {each.applicant: each for each in found.chances}
    assert [round(share, 9) for share in table["Probability of being funded"]] == [
        round(float(chance[each].share or 0), 9) for each in contested
    ]
    page.segmented_control(key="robust:group").set_value(str(Group.CLEAR_IN)).run()
    assert list(page.dataframe[0].value["Applicant"]) == list(found.named(Group.CLEAR_IN))
    again = opened("robustness", scenario=name, language="id")
    assert not again.exception
    assert again.metric, "what is known is shown at once, in either language"
    st.cache_resource.clear()
    restarted = opened("robustness", scenario=name, language="en")
    assert not restarted.exception
    assert {metric.label: metric.value for metric in restarted.metric} == shown, "and after a restart of the server"


@pytest.mark.long
@pytest.mark.parametrize("language", ["id", "en"])
def test_standing_and_reserve_are_proven_on_a_click(opened: Opened, language: str) -> None:
    made = outcome(SMALL, "base")
    page = at_part(opened("robustness", scenario="base", language=language), PARTS, "loss")
    assert not page.dataframe
    page = asked(page, "standing")
    sheet = reports.standing_sheet(made, scenarios.standing(made))
    assert list(page.dataframe[0].value.iloc[:, 0]) == [render(row.cells[0], language) for row in sheet.grids[0].rows]
    page = asked(at_part(page, PARTS, "reserve"), "reserve")
    listed = reports.reserve_sheet(made, scenarios.reserve(made))
    assert [len(frame.value) for frame in page.dataframe] == [len(grid.rows) for grid in listed.grids]
    st.cache_resource.clear()
    again = at_part(opened("robustness", scenario="base", language=language), PARTS, "reserve")
    assert [len(frame.value) for frame in again.dataframe] == [len(grid.rows) for grid in listed.grids]


def test_weights_are_followed_by_rank_without_solving(opened: Opened) -> None:
    made = outcome(SMALL, "base")
    page = at_part(opened("robustness", scenario="base", language="en"), PARTS, "weights")
    page = asked(page, "stability by rank")
    sheet = reports.stability_sheet(made, *scenarios.followed(made, in_full=False))
    assert [len(frame.value) for frame in page.dataframe] == [len(grid.rows) for grid in sheet.grids]
    assert any((button.key or "").startswith("ask ('stability'") for button in page.button), "the rest stays on offer"
    st.cache_resource.clear()
    again = at_part(opened("robustness", scenario="base", language="id"), PARTS, "weights")
    assert [len(frame.value) for frame in again.dataframe] == [len(grid.rows) for grid in sheet.grids], (
        "after a restart"
    )


def test_members_are_compared_where_there_are_any(opened: Opened) -> None:
    page = opened("robustness", scenario="base", language="en")
    assert outcome(SMALL, "base").round.members is None
    assert parts_of(page, PARTS) == ["How sure", "Proven by loss", "Reserve list", "Weights that hold"]


def test_without_a_plan_there_is_nothing_to_be_sure_of(opened: Opened, store: Store) -> None:
    base = records.find_version(store, "plan", f"{SMALL}/base").content.decode()
    text = base.replace('id = "base"', 'id = "none"', 1).replace("[budget]", "[budget]\nscale = 0.01", 1)
    records.save_version(store, "plan", text.encode(), round_name=SMALL, name="none", expected=0)
    page = settled(opened("robustness", scenario="none", language="en"))
    assert not page.exception
    assert any("no plan whose robustness" in each.value for each in page.subheader)
    assert not page.button
