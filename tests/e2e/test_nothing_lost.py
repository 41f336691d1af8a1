"""What was chosen and typed is there after a reload, in a second tab, after a restart and after a lost connection."""

import pytest
from playwright.sync_api import expect

from tests.e2e.cable import cable
from tests.e2e.conftest import Tab
from tests.e2e.places import address
from tests.e2e.serving import Served
from tests.e2e.visit import Visit

SCENARIO = "Budget cut by 20 per cent"


def choose(visit: Visit) -> None:
    visit.speak("en").choose("Scenario", SCENARIO)
    visit.sees(SCENARIO)


def kept(visit: Visit) -> None:
    expect(visit.page.get_by_role("radio", name="English")).to_have_attribute("aria-checked", "true")
    visit.sees(SCENARIO)


def test_choices_outlive_a_reload_a_restart_and_another_tab(served: Served, tab: Tab) -> None:
    visit = tab(served).open(address("plan"))
    choose(visit)
    kept(visit.reload())
    # The address alone brings somebody else to the same place.
    other = tab(served)
    other.page.goto(visit.page.url)
    kept(other.settle())
    served.restart()
    kept(visit.reload())


@pytest.mark.long
def test_choices_outlive_a_lost_connection(served: Served, tab: Tab) -> None:
    with cable(served.port) as line:
        visit = tab(line.url).open(address("plan"))
        choose(visit)
        line.pull()
        expect(visit.page.get_by_test_id("stApp")).not_to_have_attribute("data-test-connection-state", "CONNECTED")
        line.put_back()
        kept(visit.settle())
        visit.choose("Scenario", "Base scenario")
        visit.sees("Base scenario")
