"""A browser, the app and a tab on it; whatever must never happen in a tab fails the test that saw it."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from playwright.sync_api import Browser

from tests.e2e.browsers import MISSING, browser, program
from tests.e2e.serving import Served, serve
from tests.e2e.visit import Visit
from tests.stocked import stocked

Tab: TypeAlias = Callable[..., Visit]
SCREEN = {"width": 1280, "height": 720}
"""The smallest projector."""


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A browser; tests skip where none is installed, and fail there when CI=true."""
    found = program()
    if found is None:
        if os.environ.get("CI") == "true":
            pytest.fail(MISSING)
        pytest.skip(MISSING)
    # A module's own: while Playwright is open, no other test of this process can start an event loop.
    with browser(found) as started:
        yield started


@pytest.fixture(scope="session")
def stock(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a round and its store, to be copied."""
    return stocked(tmp_path_factory)


@pytest.fixture(scope="module")
def seen(stock: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """An app that the tests of a module look at together, and change in nothing that another test looks at."""
    folder = tmp_path_factory.mktemp("seen")
    with serve(folder, shutil.copytree(stock, folder / "rounds")) as running:
        yield running


@pytest.fixture
def served(stock: Path, tmp_path: Path) -> Iterator[Served]:
    """An app of the test's own."""
    with serve(tmp_path, shutil.copytree(stock, tmp_path / "rounds")) as running:
        yield running


@pytest.fixture
def tab(chromium: Browser) -> Iterator[Tab]:
    """Open a tab on an app or an address: tab(app), with Playwright's settings (locale=..., viewport=...)."""
    visits: list[Visit] = []
    with ExitStack() as closing:

        def opened(app: Served | str, **settings: Any) -> Visit:
            chosen = {"viewport": SCREEN, "locale": "id-ID", "timezone_id": "Asia/Jakarta", "reduced_motion": "reduce"}
            context = closing.enter_context(chromium.new_context(**{**chosen, **settings}))
            visits.append(Visit(context, app if isinstance(app, str) else app.url))
            return visits[-1]

        yield opened
        for visit in visits:
            visit.check()
