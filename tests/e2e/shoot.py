"""Screenshots of every page in every state: `python -m tests.e2e.shoot FOLDER [STATE ...] [--first]`.

States: nothing (an empty store), faulty (a round that cannot be read), unworked (a worker is at the plan), usual,
hostile (names that are long, or programs), many (84,000 applicants, and their plan), unplanned (84,000 applicants, a
worker is at the plan). Each in both languages on both screens: the window, the whole page, and the whole of each part
of the page; with --first in Indonesian on the small screen alone; --only=PAGE,PAGE leaves other pages out.
A line a page says the seconds until it was drawn, the kilobytes that came, and whatever a critic can find by counting.
"""

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

from playwright.sync_api import Browser

from tests.e2e.browsers import MISSING, browser, program
from tests.e2e.looking import DRAWN, cut_in_tables, cut_off, strangers
from tests.e2e.places import PATHS, address
from tests.e2e.serving import Served, serve
from tests.e2e.test_hostile_names import hostile_rounds
from tests.e2e.villages import NAME, PLANNED, every_village
from tests.e2e.visit import Visit
from tests.samples import ROOT
from tests.stocked import stocked

SCREENS = ((1280, 720), (1920, 1080))
SAMPLES = ROOT / "data" / "rounds"


def nothing(folder: Path) -> Path:
    """A store without anything."""
    (folder / "rounds").mkdir()
    return folder / "rounds"


def usual(folder: Path) -> Path:
    """The small sample round with its people and first answers."""
    own = folder / "base"
    own.mkdir()
    maker = SimpleNamespace(getbasetemp=lambda: own)
    return stocked(maker)  # type: ignore[arg-type]


def faulty(folder: Path) -> Path:
    """A round whose first column has another name, alone."""
    there = shutil.copytree(SAMPLES / "eastern-expansion-2016", folder / "rounds" / "faulty")
    table = there / "applicants.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("applicant,", "pemohon baru,", 1), encoding="utf-8")
    return folder / "rounds"


def unworked(folder: Path) -> Path:
    """A round whose plan takes a while."""
    shutil.copytree(SAMPLES / "village-cascade-2014", folder / "rounds" / "village-cascade-2014")
    return folder / "rounds"


def many(folder: Path) -> Path:
    """Every village."""
    every_village(folder / "rounds" / NAME)
    return folder / "rounds"


STATES: dict[str, tuple[Callable[[Path], Path], dict[str, str]]] = {
    "nothing": (nothing, {}),
    "faulty": (faulty, {}),
    "unworked": (unworked, {}),
    "usual": (usual, {}),
    "hostile": (hostile_rounds, {}),
    "many": (many, {"round": NAME, "scenario": PLANNED}),
    "unplanned": (many, {"round": NAME, "scenario": "base"}),
}
WORKING = ("unworked", "unplanned")
"""States in which a worker is looked at, not waited for."""


PARTS = '[data-testid="stButtonGroup"] button:not(.st-key-lang *):visible'
"""What opens another part of a page."""
TALLEST = 6000


@dataclass(frozen=True)
class Asked:
    """What is wanted: whether the small Indonesian screen alone, and which pages."""

    first: bool
    paths: tuple[str, ...]


def shoot(served: Served, opened: Browser, state: str, query: dict[str, str], asked: Asked) -> None:
    """Take the screenshots of one state."""
    for wide, high in SCREENS[:1] if asked.first else SCREENS:
        for language in ("id",) if asked.first else ("id", "en"):
            context = opened.new_context(
                viewport={"width": wide, "height": high}, locale="id-ID", timezone_id="Asia/Jakarta"
            )
            for path in asked.paths:
                visit = Visit(context, served.url)
                _look(visit, path, f"{state}-{path}-{language}-{wide}", state in WORKING, {"lang": language, **query})
                visit.page.close()
            context.close()


def _look(visit: Visit, path: str, name: str, working: bool, query: dict[str, str]) -> None:
    begun, said = time.monotonic(), ""
    visit.page.add_init_script(DRAWN)
    try:
        visit.open(address(path), working=working, **query)
        visit.check()
    except Exception as error:
        said = str(error)
    figures = f"{time.monotonic() - begun:6.1f} s {visit.wire.bytes_in / 1000:8.0f} kB"
    sys.stdout.write(f"{name:40} {figures} {said}\n")
    visit.shot(name)
    if not said:
        _whole(visit, name, working, query["lang"])
        nth = 0
        # One part may hold parts of its own, and another none.
        while not working and (nth := nth + 1) < visit.page.locator(PARTS).count():
            visit.page.locator(PARTS).nth(nth).click()
            visit.settle()
            _whole(visit, f"{name}-{nth}", working, query["lang"])
    sys.stdout.flush()


def _whole(visit: Visit, name: str, working: bool, language: str) -> None:
    """The page without its window: Streamlit scrolls within the window, so the window is made as high as the page."""
    for fault in [*cut_off(visit.page), *cut_in_tables(visit.page), *strangers(visit.text(), language)]:
        sys.stdout.write(f"    {name}: {fault}\n")
    window = visit.page.viewport_size
    high = visit.page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
    assert window is not None, "every context here has a window"
    visit.page.set_viewport_size({"width": window["width"], "height": min(max(high, window["height"]), TALLEST)})
    visit.settle(working=working)
    visit.shot(f"{name}-whole")
    visit.page.set_viewport_size(window)
    visit.settle(working=working)


def main(arguments: list[str]) -> int:
    """Take the screenshots of the states that are named, or of all."""
    found = program()
    if found is None or not arguments:
        sys.stderr.write(f"{MISSING if found is None else __doc__}\n")
        return 2
    only = next((each.removeprefix("--only=").split(",") for each in arguments if each.startswith("--only=")), PATHS)
    os.environ["PILIH_SHOTS"], *states = (each for each in arguments if not each.startswith("--"))
    for state in states or list(STATES):
        make, query = STATES[state]
        with tempfile.TemporaryDirectory() as place, browser(found) as opened:
            folder = Path(place)
            with serve(folder, make(folder)) as served:
                shoot(served, opened, state, query, Asked("--first" in arguments, tuple(only)))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
