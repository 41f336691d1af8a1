"""Screenshots of every page in every state: `python -m tests.e2e.shoot FOLDER [STATE ...] [--first]`.

States: nothing (an empty store), faulty (a round that cannot be read), unworked (a worker is at the plan), usual,
hostile (names that are long, or programs), many (84,000 applicants, and their plan), unplanned (84,000 applicants, a
worker is at the plan). Each in both languages on both screens, the window and the whole page; with --first in
Indonesian on the small screen alone. A line a page says the seconds until it was drawn and the kilobytes that came.
"""

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

from playwright.sync_api import Browser

from tests.e2e.browsers import MISSING, browser, program
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


def shoot(served: Served, opened: Browser, state: str, query: dict[str, str], first: bool) -> None:
    """Take the screenshots of one state."""
    for wide, high in SCREENS[:1] if first else SCREENS:
        for language in ("id",) if first else ("id", "en"):
            context = opened.new_context(
                viewport={"width": wide, "height": high}, locale="id-ID", timezone_id="Asia/Jakarta"
            )
            for path in PATHS:
                visit = Visit(context, served.url)
                _look(visit, path, f"{state}-{path}-{language}-{wide}", state in WORKING, {"lang": language, **query})
                visit.page.close()
            context.close()


def _look(visit: Visit, path: str, name: str, working: bool, query: dict[str, str]) -> None:
    begun, said = time.monotonic(), ""
    try:
        visit.open(address(path), working=working, **query)
        visit.check()
    except Exception as error:
        said = str(error)
    visit.shot(name)
    visit.shot(f"{name}-whole", whole=True)
    figures = f"{time.monotonic() - begun:6.1f} s {visit.wire.bytes_in / 1000:8.0f} kB"
    sys.stdout.write(f"{name:40} {figures} {said}\n")
    sys.stdout.flush()


def main(arguments: list[str]) -> int:
    """Take the screenshots of the states that are named, or of all."""
    found = program()
    if found is None or not arguments:
        sys.stderr.write(f"{MISSING if found is None else __doc__}\n")
        return 2
    first = "--first" in arguments
    os.environ["PILIH_SHOTS"], *states = (each for each in arguments if each != "--first")
    for state in states or list(STATES):
        make, query = STATES[state]
        with tempfile.TemporaryDirectory() as place, browser(found) as opened:
            folder = Path(place)
            with serve(folder, make(folder)) as served:
                shoot(served, opened, state, query, first)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
