"""The app in a browser beside a bare Streamlit page, in one run; then twenty people at once without browsers."""

import argparse
import contextlib
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser

from benchmarks.crowd import crowd
from benchmarks.meetings import MONEY, PAGE, ask, budget, peopled, ready
from benchmarks.national_round import LIKE, national_round
from benchmarks.stopwatch import seconds_to_answer
from tests.e2e.browsers import MISSING, browser, program
from tests.e2e.serving import free_port, serve
from tests.e2e.visit import Visit
from tests.samples import ROOT

VIEWS, QUESTIONS, PEOPLE = 9, 30, 20
FIRST_VIEW, TYPICAL, WORST, CROWDED, GROWTH = 3.0, 1.0, 2.0, 3.0, 1.05
"""What must hold: times a bare page; seconds of the median and of the slowest what-if; seconds of the median in a
crowd; memory in the last quarter of the time over that of the quarter before."""


@contextlib.contextmanager
def bare(folder: Path) -> Iterator[str]:
    """Run the bare page; gives its address."""
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", "benchmarks/bare_page.py", "--server.port", str(port)]
    with (folder / "bare.log").open("wb") as said, subprocess.Popen(command, cwd=ROOT, stdout=said, stderr=said) as run:
        try:
            for _ in range(1200):
                with contextlib.suppress(urllib.error.URLError, OSError):
                    urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=5).close()
                    break
                time.sleep(0.05)
            yield f"http://127.0.0.1:{port}"
        finally:
            run.kill()


def newcomer(chromium: Browser, url: str) -> Visit:
    """A browser that was never there before."""
    return Visit(chromium.new_context(viewport={"width": 1280, "height": 720}, locale="id-ID"), url)


def verdict(held: bool) -> str:
    """How a line ends."""
    return "holds" if held else "DOES NOT HOLD"


def first_views(chromium: Browser, ours: str, theirs: str) -> bool:
    """Time, in turns, how long a newcomer's first page takes until all of it is drawn."""
    times: dict[str, list[float]] = {"a bare page": [], "the app": []}
    for _ in range(VIEWS):
        for name, url in (("a bare page", theirs), ("the app", ours)):
            coming = newcomer(chromium, url)
            started = time.perf_counter()
            coming.open()
            times[name].append(time.perf_counter() - started)
            coming.page.context.close()
    for name, each in times.items():
        print(f"first view of {name}: median of {VIEWS} {median(each):.2f} s, slowest {max(each):.2f} s")
    ratio = median(times["the app"]) / median(times["a bare page"])
    print(f"first view: {ratio:.2f} times the bare page, at most {FIRST_VIEW:.0f}: {verdict(ratio <= FIRST_VIEW)}")
    return ratio <= FIRST_VIEW


def what_ifs(chromium: Browser, url: str) -> bool:
    """Time what-ifs from the key that asks to the frame that shows the answer."""
    visit = newcomer(chromium, url).open(PAGE)
    field = visit.field(MONEY)
    # The first question wakes what the others find awake: it is told, and not counted.
    first, *times = (
        seconds_to_answer(visit.page, field, budget(nth, QUESTIONS + 1), '[data-testid="stMetric"]')
        for nth in range(QUESTIONS + 1)
    )
    visit.check()
    held = median(times) <= TYPICAL and max(times) <= WORST
    print(f"what-if: first {first:.2f} s, then {QUESTIONS}: median {median(times):.2f} s, slowest {max(times):.2f} s")
    print(f"what-if: at most {TYPICAL:.0f} s and {WORST:.0f} s: {verdict(held)}")
    return held


def main() -> None:
    """Print what was measured; exit 1 where something does not hold."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--seconds", type=float, default=300.0, help="how long the twenty people stay")
    seconds = words.parse_args().seconds
    found = program()
    if found is None:
        sys.exit(MISSING)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        national_round(folder / "rounds" / LIKE)
        for each in (folder / "rounds" / LIKE / "scenarios").glob("*.toml"):
            if each.stem != "base":
                each.unlink()
        queries = peopled(folder / "rounds", PEOPLE)
        with serve(folder, folder / "rounds") as app:
            with bare(folder) as beside, browser(found) as chromium:
                held = [first_views(chromium, app.url, beside), what_ifs(chromium, app.url)]
            load = crowd(app.url, ask, app.memory, PEOPLE, seconds, PAGE, queries, ready)
            print(f"{PEOPLE} people for {seconds:.0f} s:", *load.lines(), sep="\n  ")
            held.append(not load.troubles and median(load.answers) <= CROWDED and load.growth() <= GROWTH)
            print(f"{PEOPLE} people: no trouble, median {CROWDED:.0f} s, memory settled: {verdict(held[-1])}")
    sys.exit(0 if all(held) else 1)


if __name__ == "__main__":
    main()
