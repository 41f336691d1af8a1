"""84,000 applicants: every page opens, says what takes long and lets it be stopped, and sends no more than is read."""

from collections.abc import Iterator

import pytest

from tests.e2e.conftest import Tab
from tests.e2e.looking import cut_off, strangers
from tests.e2e.places import PATHS, address
from tests.e2e.serving import Served, serve
from tests.e2e.villages import APPLICANTS, NAME, every_village

MOST_BYTES = 1_000_000
MOST_MEMORY = 6 * 1024**3
PLANNED = {"ranking", "compare", "robustness", "meeting", "plan"}
"""The pages that are about a plan, which a worker looks for."""


@pytest.fixture(scope="module")
def villages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("villages")
    every_village(folder / "rounds" / NAME)
    base = folder / "rounds" / NAME / "scenarios" / "base.toml"
    written = base.read_text(encoding="utf-8")
    base.write_text(written.replace("seconds = 300", "seconds = 7200"), encoding="utf-8")  # nobody sees its end here
    assert base.read_text(encoding="utf-8") != written
    with serve(folder, folder / "rounds") as running:
        yield running


@pytest.mark.long
@pytest.mark.parametrize("language", ["id", "en"])
def test_every_page(villages: Served, tab: Tab, language: str) -> None:
    home = tab(villages).open(lang=language, round=NAME)
    assert {"id": f"{APPLICANTS:,}".replace(",", "."), "en": f"{APPLICANTS:,}"}[language] in home.text()
    for path in PATHS:
        visit = tab(villages).open(address(path), working=True, lang=language, round=NAME, scenario="base")
        visit.shot(f"villages-{path}-{language}")
        assert bool(visit.page.locator('[class*="st-key-stop"] button').count()) == (path in PLANNED), path
        assert not [*cut_off(visit.page), *strangers(visit.text(), language)], path
        assert visit.wire.bytes_in < MOST_BYTES, path
        visit.check()
    assert villages.memory() < MOST_MEMORY
