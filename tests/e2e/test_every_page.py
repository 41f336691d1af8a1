"""Every page of the navigation, in both languages: drawn, alone with this machine, usable by everybody."""

import pytest

from tests.e2e.access import grave
from tests.e2e.conftest import Tab
from tests.e2e.looking import cut_off, strangers
from tests.e2e.serving import Served
from tests.e2e.visit import Visit


def faults(visit: Visit, language: str) -> list[str]:
    """Everything that is wrong with the page as it is drawn now."""
    return [
        *(f"not usable by everybody: {each}" for each in grave(visit.page)),
        *(f"cut off: {each}" for each in cut_off(visit.page)),
        *(f"in the other language: {each}" for each in strangers(visit.text(), language)),
    ]


@pytest.mark.parametrize("language", ["id", "en"])
def test_first_page(seen: Served, tab: Tab, language: str) -> None:
    visit = tab(seen).open().speak(language)
    visit.shot(f"first-{language}")
    found = faults(visit, language)
    assert not found, "\n".join(found)
