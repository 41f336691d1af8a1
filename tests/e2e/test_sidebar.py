"""The sidebar: put away in a meeting, where it stays as somebody left it, whatever is turned."""

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Tab
from tests.e2e.places import address
from tests.e2e.serving import Served
from tests.e2e.visit import Visit
from views.pages import SIDEBAR


def turned(visit: Visit) -> None:
    """Turn the first control of a meeting twice, and see the answer."""
    visit.page.get_by_role("slider").first.focus()
    visit.key("ArrowLeft").key("ArrowLeft").sees("SIMULASI")


@pytest.mark.long
def test_the_sidebar_stays_as_it_was_left(seen: Served, tab: Tab) -> None:
    visit = tab(seen).open(address("plan"))
    sidebar = visit.page.get_by_test_id("stSidebar")
    assert sidebar.bounding_box()["width"] == SIDEBAR  # type: ignore[index]
    visit.turn_to("Rapat")
    expect(sidebar).to_have_attribute("data-collapsed", "true")
    turned(visit)
    expect(sidebar).to_have_attribute("data-collapsed", "true")
    visit.unfold_sidebar()
    turned(visit)
    expect(sidebar).to_have_attribute("data-collapsed", "false")
