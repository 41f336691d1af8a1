"""With the keyboard alone: a choice is reached, shows that it is reached, and does what the mouse does."""

from playwright.sync_api import expect

from tests.e2e.conftest import Tab
from tests.e2e.places import address
from tests.e2e.serving import Served

RING = """part => { const style = getComputedStyle(part);
  return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0 || style.boxShadow !== 'none'; }"""


def test_language_and_parts_are_changed_without_a_mouse(seen: Served, tab: Tab) -> None:
    visit = tab(seen).open(address("plan"))
    visit.reach(visit.page.get_by_role("radio", name="Bahasa Indonesia"))
    assert visit.page.evaluate(f"({RING})(document.activeElement)"), "nothing shows where the focus is"
    visit.key("ArrowRight").key("Enter")
    visit.sees("First partners 2011")
    visit.reach(visit.page.get_by_role("tab").first).key("ArrowRight").key("Enter")
    expect(visit.page.get_by_role("tab").nth(1)).to_have_attribute("aria-selected", "true")
