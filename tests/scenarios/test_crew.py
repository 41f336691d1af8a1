"""Crews: worker processes of this machine; whoever is killed is replaced, nothing is lost and nothing counts twice."""

import os
import signal
import threading
import time
from collections import Counter
from functools import partial
from multiprocessing.context import SpawnProcess
from pathlib import Path

import pytest

from optimizer import SolverError, watched
from scenarios import WorkerError
from scenarios.blocks import Answers, Block
from scenarios.cases import Case
from scenarios.crew import AGAIN, crew
from scenarios.working import start_process
from tests.scenarios import cluster_questions as ask
from tests.scenarios.cluster_questions import answers, blocks, marks
from tests.scenarios.clusters import eventually, none_left
from tests.scenarios.processes import SOON
from tests.scenarios.test_robust import SMALL, ran

BLOCKS, WORKERS = 12, 4


@pytest.fixture(scope="module")
def case() -> Case:
    made = ran(SMALL, 2)
    return Case(made.round, made.scenario)


class Asking:
    """Four workers asked in a thread."""

    def __init__(self, question: object, wanted: list[Block], workers: int = WORKERS) -> None:
        self.come: list[tuple[int, Answers]] = []
        self.error: Exception | None = None
        self.stop = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(question, wanted, workers), daemon=True)
        self._thread.start()

    def _run(self, question: object, wanted: list[Block], workers: int) -> None:
        try:
            with watched(lambda _: None, stop=self.stop.is_set):
                for each in crew(workers)(question, wanted):  # type: ignore[arg-type]
                    self.come.append(each)
        except Exception as error:
            self.error = error

    def wait(self) -> None:
        self._thread.join()


def test_two_of_four_are_killed_and_nothing_is_lost_or_counted_twice(case: Case, tmp_path: Path) -> None:
    with none_left():
        work = Asking(partial(ask.later_held, tmp_path), blocks(case, BLOCKS))
        eventually(lambda: work.error or len(marks(tmp_path, "began")) >= ask.FIRST + WORKERS)
        began = {place: who[0] for place, who in marks(tmp_path, "began").items() if place >= ask.FIRST}
        killed = sorted(set(began.values()))[:2]
        lost = {place for place, who in began.items() if who in killed}
        for each in killed:
            os.kill(each, signal.SIGKILL)
        (tmp_path / "go").touch()
        work.wait()
    assert work.error is None
    assert len(lost) == 2
    assert Counter(place for place, _ in work.come) == Counter(range(BLOCKS))
    assert [found for _, found in sorted(work.come, key=lambda each: each[0])] == answers(BLOCKS)
    again = {place for place, who in marks(tmp_path, "began").items() if len(who) > 1}
    assert again == lost  # what the others had done was not asked again


def test_stopped_it_ends_soon_with_what_it_has(case: Case, tmp_path: Path) -> None:
    with none_left():
        work = Asking(partial(ask.later_held, tmp_path), blocks(case, BLOCKS), 2)
        eventually(lambda: work.error or len(marks(tmp_path, "began")) >= ask.FIRST + 2)
        eventually(lambda: len(work.come) == ask.FIRST)
        began = time.monotonic()
        work.stop.set()
        work.wait()
        assert time.monotonic() - began < SOON
    assert work.error is None
    assert sorted(place for place, _ in work.come) == list(range(ask.FIRST))


def test_a_block_that_kills_every_worker_is_given_up(case: Case, tmp_path: Path) -> None:
    with none_left(), pytest.raises(WorkerError, match="killed"):
        list(crew(2)(partial(ask.deadly, tmp_path), blocks(case, 3)))
    assert len(set(marks(tmp_path, "began")[1])) == AGAIN + 1


def killed_at_once(monkeypatch: pytest.MonkeyPatch, many: int) -> "list[SpawnProcess]":
    """End the first so many workers as soon as they are started; gives all that were."""
    started: list[SpawnProcess] = []

    def start(process: SpawnProcess) -> None:
        start_process(process)
        started.append(process)
        if len(started) <= many:
            process.kill()

    monkeypatch.setattr("scenarios.crew.start_process", start)
    return started


def test_workers_that_are_lost_before_they_begin_are_replaced(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = killed_at_once(monkeypatch, AGAIN)
    with none_left():
        found = dict(crew(2)(partial(ask.prompt, tmp_path), blocks(case, 3)))
    assert [found[place] for place in range(3)] == answers(3)
    assert len(started) == 2 + AGAIN


def test_where_no_worker_begins_it_is_given_up(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    killed_at_once(monkeypatch, BLOCKS * BLOCKS)
    with none_left(), pytest.raises(WorkerError, match="did not start"):
        list(crew(2)(partial(ask.prompt, tmp_path), blocks(case, 3)))
    assert not marks(tmp_path, "began")


def test_the_error_is_that_of_the_first_block_whoever_is_quicker(case: Case, tmp_path: Path) -> None:
    with none_left(), pytest.raises(SolverError, match="block 1 contradicts itself"):
        list(crew(2)(partial(ask.fails, tmp_path), blocks(case, 4)[1:]))
