"""Twenty people at the table at once, over real websockets: no error, answers in time, memory that settles."""

import shutil
import time
from pathlib import Path
from statistics import median

import pytest

from benchmarks.crowd import crowd
from benchmarks.meetings import PAGE, ask, peopled, ready
from tests.e2e.serving import serve

PEOPLE, SECONDS = 20, 45.0
GONE = 30.0
"""Seconds after which nothing may be worked on any more for people who left."""


@pytest.mark.long
def test_twenty_people(stock: Path, tmp_path: Path) -> None:
    rounds = shutil.copytree(stock, tmp_path / "rounds")
    queries = peopled(rounds, PEOPLE)
    with serve(tmp_path, rounds) as app:
        load = crowd(app.url, ask, app.memory, PEOPLE, SECONDS, PAGE, queries, ready)
        until = time.monotonic() + GONE
        while app.workers() and time.monotonic() < until:
            time.sleep(0.2)
        working = app.workers()
    told = "\n".join(load.lines())
    assert not load.troubles, told
    assert len(load.opened) == PEOPLE, told
    assert len(load.answers) >= PEOPLE, told
    # The benchmark holds the times; here only what no busy machine excuses.
    assert median(load.answers) < 10, told
    assert load.growth() < 1.25, told
    assert working == 0, told
