"""What is typed: money means what an Indonesian wrote, whatever the browser's own habits, and none of it is lost."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.cable import Cable, cable
from tests.e2e.conftest import Tab
from tests.e2e.places import PATHS, address
from tests.e2e.serving import Served
from tests.e2e.visit import Visit

TYPED = "2.500.000"
READ = {"id": "Rp 2.500.000", "en": "Rp 2,500,000"}
MARK = "tidak boleh hilang 7"
Trouble = Callable[[Visit, Served, Cable], None]


def texts(page: Page) -> list[Locator]:
    """The fields of the page for one line or several lines of text, that can be typed into now."""
    inside = page.get_by_test_id("stMain").locator(
        '[data-testid="stTextInput"] input, [data-testid="stTextArea"] textarea'
    )
    return [each for each in inside.all() if each.is_visible() and each.is_enabled()]


def holds_money(place: Locator) -> bool:
    """Whether a field is for money, by what stands in it or is shown as an example."""
    return (place.input_value() + (place.get_attribute("placeholder") or "")).startswith("Rp")


def write(visit: Visit, place: Locator, text: str) -> None:
    """Type a text key by key, and leave the field."""
    place.click()
    place.press("Control+a")
    place.press_sequentially(text)
    place.press("Tab")
    visit.settle()


@pytest.mark.long
@pytest.mark.parametrize("browser", ["id-ID", "en-US"])
@pytest.mark.parametrize("language", ["id", "en"])
def test_money_means_what_was_written(served: Served, tab: Tab, browser: str, language: str) -> None:
    found = 0
    visit = tab(served, locale=browser)
    for path in PATHS:
        visit.open(address(path), lang=language)
        # A number field would read 2.500.000 as two and a half, in silence.
        assert not visit.page.get_by_test_id("stNumberInput").count(), path
        for nth in range(len(texts(visit.page))):
            place = texts(visit.page)[nth]
            if holds_money(place):
                write(visit, place, TYPED)
                read = READ[language] in visit.text() or place.input_value() == READ[language]
                refused = visit.page.get_by_test_id("stAlert").filter(has_text=TYPED).count()
                shown = place.input_value()
                assert read or refused, f"{path}: nothing says how {TYPED} was read; the field shows {shown}"
                found += 1
        visit.check()
    assert found or PATHS == ["plan"]


def reloaded(visit: Visit, served: Served, line: Cable) -> None:
    visit.reload()


def restarted(visit: Visit, served: Served, line: Cable) -> None:
    served.restart()
    visit.reload()


def cut(visit: Visit, served: Served, line: Cable) -> None:
    line.pull()
    expect(visit.page.get_by_test_id("stApp")).not_to_have_attribute("data-test-connection-state", "CONNECTED")
    line.put_back()
    visit.settle()


@pytest.mark.long
@pytest.mark.parametrize("trouble", [reloaded, restarted, cut])
def test_what_was_typed_is_still_there(served: Served, tab: Tab, trouble: Trouble) -> None:
    found = 0
    with cable(served.port) as line:
        visit, second = tab(line.url), tab(line.url)
        for path in PATHS:
            visit.open(address(path))
            fields = [nth for nth, place in enumerate(texts(visit.page)) if not holds_money(place)]
            marks = {}
            for nth in fields:
                write(visit, texts(visit.page)[nth], MARK)
                marks[nth] = texts(visit.page)[nth].input_value()
                # Some fields take no more than a figure needs.
                assert marks[nth], path
                assert MARK.startswith(marks[nth]), path
            trouble(visit, served, line)
            for nth in fields:
                assert texts(visit.page)[nth].input_value() == marks[nth], path
            second.page.goto(visit.page.url)
            second.settle()
            for nth in fields:
                assert texts(second.page)[nth].input_value() == marks[nth], path
            found += len(fields)
    assert found or PATHS == ["plan"]
