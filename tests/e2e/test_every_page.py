"""Every page, in both languages: drawn, alone with this machine, legible, in one language, usable by everybody."""

import pytest
from playwright.sync_api import Locator

from tests.e2e.access import grave
from tests.e2e.conftest import Tab
from tests.e2e.keyboard import Keyboard
from tests.e2e.looking import DRAWN, cut_in_tables, cut_off, out_of_sight, strangers
from tests.e2e.places import PATHS, address
from tests.e2e.serving import Served
from tests.e2e.visit import Visit
from views.pages import SIDEBAR

MOST_STOPS = 200
LARGE = {"width": 1920, "height": 1080}
CHOSEN = (".st-key-round", ".st-key-scenario", ".st-key-person", ".st-key-lang")
"""What is chosen for every page."""
AT_ONCE = {
    "scenario": ('[class*="st-key-scenario-map"] [aria-roledescription="point"]', '[data-testid="stMetric"]'),
    "meeting": ('[data-testid="stMetric"]',),
}
"""What is seen together on the smallest projector, without scrolling."""


def faults(visit: Visit, language: str) -> list[str]:
    """Everything that is wrong with the page as it is drawn now."""
    return [
        *(f"not usable by everybody: {each}" for each in grave(visit.page)),
        *(f"cut off: {each}" for each in cut_off(visit.page)),
        *(f"cut off in a table: {each}" for each in cut_in_tables(visit.page)),
        *(f"in the other language: {each}" for each in strangers(visit.text(), language)),
    ]


def every_part(visit: Visit, language: str, name: str) -> list[str]:
    """The same of each part of the page, the one that is open first."""
    found = faults(visit, language)
    visit.shot(name)
    for nth, part in enumerate(visit.parts()):
        if visit.part(part).is_checked():
            continue
        visit.open_part(part)
        visit.shot(f"{name}-{nth + 1}")
        found += [each for each in faults(visit, language) if each not in found]
    return found


def main_action(visit: Visit) -> Locator:
    """What the page is for: its coloured button, else the first thing that can be worked on it."""
    inside = visit.page.get_by_test_id("stMain")
    coloured = inside.locator('[data-testid^="stBaseButton-primary"], [data-testid^="stBaseLinkButton-primary"]')
    usable = coloured.locator("visible=true").and_(inside.locator(":not([disabled])"))
    anything = inside.locator("button:visible, input:visible, textarea:visible, canvas:visible")
    return usable.first if usable.count() else anything.first


@pytest.mark.parametrize("language", ["id", "en"])
def test_first_page(seen: Served, tab: Tab, language: str) -> None:
    visit = tab(seen)
    visit.page.add_init_script(DRAWN)
    visit.open().speak(language)
    visit.shot(f"first-{language}")
    found = faults(visit, language)
    assert not found, "\n".join(found)


@pytest.mark.long
@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("path", PATHS)
def test_page(seen: Served, tab: Tab, path: str, language: str) -> None:
    visit = tab(seen)
    visit.page.add_init_script(DRAWN)
    visit.open(address(path), lang=language)
    below = [f"below the fold: {each}" for each in out_of_sight(visit.page, CHOSEN + AT_ONCE.get(path, ()))]
    found = below + every_part(visit, language, f"{path}-{language}")
    assert not found, "\n".join(found)


@pytest.mark.long
@pytest.mark.parametrize("path", PATHS)
def test_page_on_a_large_screen(seen: Served, tab: Tab, path: str) -> None:
    visit = tab(seen, viewport=LARGE).open(address(path))
    visit.shot(f"{path}-large")
    assert not cut_off(visit.page)
    size = visit.page.evaluate("() => getComputedStyle(document.documentElement).fontSize")
    assert size == ("24px" if path == "meeting" else "18px")  # a meeting looks at it from the back of a room
    room = visit.page.get_by_test_id("stSidebar").bounding_box()
    assert room is not None
    assert room["width"] == (0 if path == "meeting" else SIDEBAR)


@pytest.mark.long
@pytest.mark.parametrize("path", PATHS)
def test_the_keyboard_goes_through_the_page_and_reaches_what_it_is_for(seen: Served, tab: Tab, path: str) -> None:
    visit = tab(seen).open(address(path))
    target, reached = main_action(visit), False
    keyboard = Keyboard(visit)
    for _ in range(MOST_STOPS):
        if keyboard.tab().nowhere:
            break
        reached = reached or target.evaluate("part => part.contains(document.activeElement)")
    else:
        pytest.fail(f"{MOST_STOPS} times Tab do not come to the end of the page")
    assert reached, target
