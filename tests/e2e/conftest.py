"""A browser, the app and a tab on it; whatever must never happen in a tab fails the test that saw it."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from playwright.sync_api import Browser

from tests.e2e.browsers import browser
from tests.e2e.serving import Served, serve
from tests.e2e.visit import Visit
from tests.samples import ROOT

Tab: TypeAlias = Callable[..., Visit]
SCREEN = {"width": 1280, "height": 720}
"""The smallest projector."""


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    # A module's own: while Playwright is open, no other test of this process can start an event loop.
    with browser() as started:
        yield started


def sample_rounds(folder: Path, *names: str) -> Path:
    """Copies of sample rounds in a folder, for a test to change."""
    for name in names:
        shutil.copytree(ROOT / "data" / "rounds" / name, folder / name)
    return folder


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """An app that the tests of a module look at together and do not change."""
    folder = tmp_path_factory.mktemp("seen")
    with serve(folder, sample_rounds(folder / "rounds", "first-partners-2011")) as running:
        yield running


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """An app of the test's own."""
    with serve(tmp_path, sample_rounds(tmp_path / "rounds", "first-partners-2011")) as running:
        yield running


@pytest.fixture
def tab(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Tab]:
    """Open a tab on an app: tab(app), with Playwright's settings of a browser (locale=..., viewport=...)."""
    visits: list[Visit] = []
    with ExitStack() as closing:

        def opened(app: Served, **settings: Any) -> Visit:
            chosen = {"viewport": SCREEN, "locale": "id-ID", "timezone_id": "Asia/Jakarta", "reduced_motion": "reduce"}
            context = closing.enter_context(chromium.new_context(**{**chosen, **settings}))
            visits.append(Visit(context, app.url))
            return visits[-1]

        yield opened
        for visit in visits:
            visit.check()
