"""The plan page in both languages: the figures of the outcome, and what is shown when there is none."""

import time
from collections.abc import Callable
from fractions import Fraction

import pytest

import records
import reports
from locales import Decimals, Money, render
from records import Store, Version
from tests.samples import outcome
from tests.views.conftest import SMALL, Opened
from tests.views.settling import settled


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_page_shows_the_figures_of_the_outcome(opened: Opened, language: str) -> None:
    page = opened("plan", language=language, scenario="base")
    assert not page.exception
    made = outcome(SMALL, "base")
    shown = {metric.value for metric in page.metric}
    assert str(len(made.plan.awards)) in shown
    assert render(Money(int(made.plan.awards["cost"].sum())), language) in shown
    value = sum(Fraction(str(cell)) for cell in made.plan.awards["value"])
    assert render(Decimals(float(value), 3), language) in shown
    rules, tight = page.dataframe[2].value, reports.tightnesses(made)
    assert [bool(cell) for cell in rules.iloc[:, -1]] == [each.tightness.binds for each in tight]
    assert len(page.dataframe[0].value) == len(made.plan.awards)
    assert len(page.dataframe[1].value) == len(made.reasons)


def test_another_scenario_can_be_chosen(opened: Opened) -> None:
    page = opened("plan", scenario="base")
    page.selectbox(key="scenario").select("budget-cut").run()
    assert not page.exception
    made = outcome(SMALL, "budget-cut")
    assert render(Money(int(made.plan.awards["cost"].sum())), "id") in {metric.value for metric in page.metric}


def saved(store: Store, name: str, change: Callable[[str], str]) -> Version:
    """A new scenario of the small round, that nobody has worked out."""
    base = records.find_version(store, "plan", f"{SMALL}/base").content.decode()
    text = change(base.replace('id = "base"', f'id = "{name}"', 1))
    return records.save_version(store, "plan", text.encode(), round_name=SMALL, name=name, expected=0)


def test_a_scenario_is_worked_out_when_it_is_looked_at_and_then_kept(opened: Opened, store: Store) -> None:
    version = saved(store, "other", lambda text: text)
    page = settled(opened("plan", scenario="other"))
    assert not page.exception
    made = outcome(SMALL, "base")
    assert str(len(made.plan.awards)) in {metric.value for metric in page.metric}
    until = time.monotonic() + 120
    while not records.outcomes_of(store, "plan", version) and time.monotonic() < until:
        time.sleep(0.2)
    (kept,) = records.outcomes_of(store, "plan", version)
    assert kept.status == "optimal"


def test_the_search_can_be_stopped_and_taken_up_again(opened: Opened, store: Store) -> None:
    saved(store, "slow", lambda text: text)
    page = opened("plan", scenario="slow")
    stop = next(button for button in page.button if (button.key or "").startswith("stop ("))
    settled(stop.click().run())
    assert not page.exception
    assert page.warning
    again = next(button for button in page.button if (button.key or "").startswith("again ("))
    settled(again.click().run())
    assert not page.exception
    assert page.metric


def test_no_plan_is_said_with_the_rules_that_cannot_hold_together(opened: Opened, store: Store) -> None:
    saved(store, "none", lambda text: text.replace("[budget]", "[budget]\nscale = 0.01", 1))
    page = settled(opened("plan", scenario="none", language="en"))
    assert not page.exception
    assert not page.metric
    assert any("No plan exists" in error.value for error in page.error)
