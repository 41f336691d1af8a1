"""Every page of the navigation, in both languages: drawn, alone with this machine, usable by everybody."""

import pytest

from tests.e2e.access import grave
from tests.e2e.conftest import Tab
from tests.e2e.serving import Served


@pytest.mark.parametrize("language", ["id", "en"])
def test_first_page(seen: Served, tab: Tab, language: str) -> None:
    visit = tab(seen)
    visit.open(lang=language)
    visit.shot(f"first-{language}")
    assert visit.page.locator("html").get_attribute("lang")
    print(visit.menu(), visit.table())
    print(visit.requests)
    assert not grave(visit.page), "\n".join(grave(visit.page))
    print(visit.menu(), visit.table())
