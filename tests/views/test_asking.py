"""Asking: one job for all who ask the same, turns where too many ask, a whole answer remembered, an early one not."""

import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from optimizer import Best, stopping
from scenarios import StoppedError, WorkerError, Working
from views.asking import AT_ONCE, KEPT, Desk, Job


def answer(value: int) -> int:
    return value


def wait_until_stopped(value: int, begun: str = "") -> int:
    if begun:
        Path(begun).touch()
    until = time.monotonic() + 60
    while not stopping() and time.monotonic() < until:
        time.sleep(0.01)
    return value


def sleep_on(seconds: float) -> None:
    time.sleep(seconds)


def broken() -> None:
    raise RuntimeError("on purpose")


def eventually(true: Callable[[], bool]) -> None:
    until = time.monotonic() + 60
    while not true():
        assert time.monotonic() < until
        time.sleep(0.01)


@pytest.fixture
def desk() -> Iterator[Desk]:
    made = Desk()
    yield made
    made.close()


def asked(desk: Desk, name: str, function: Callable[..., Any], *given: object, then: Any = None) -> Job:
    return desk.job((name,), partial(Working, function, *given), then)


def test_the_same_question_is_one_job_and_its_answer_is_remembered(desk: Desk) -> None:
    told: list[int] = []
    first, second = asked(desk, "a", answer, 7, then=told.append), asked(desk, "a", answer, 7)
    assert first is second
    assert first.future.result(60) == 7
    eventually(lambda: told == [7])
    assert desk.remembered(("a",)) == 7
    assert desk.under_way() == ()


def test_what_is_stopped_early_is_an_answer_and_not_remembered(desk: Desk, tmp_path: Path) -> None:
    told: list[int] = []
    begun = tmp_path / "begun"
    job = asked(desk, "a", wait_until_stopped, 3, str(begun), then=told.append)
    eventually(begun.exists)
    job.stop()
    assert job.future.result(60) == 3
    assert job.early
    assert desk.remembered(("a",)) is None
    assert told == []
    desk.forget(("a",))
    assert asked(desk, "a", answer, 4).future.result(60) == 4


def test_who_waits_for_a_turn_knows_how_many_are_before_and_may_give_up(desk: Desk) -> None:
    running = [asked(desk, str(number), wait_until_stopped, number) for number in range(AT_ONCE)]
    eventually(lambda: all(job.work is not None for job in running))
    waiting = [asked(desk, f"w{number}", answer, number) for number in range(3)]
    assert [desk.before(job) for job in waiting] == [0, 1, 2]
    assert waiting[2].latest is None
    waiting[1].stop()
    for job in running:
        job.stop()
    assert waiting[0].future.result(60) == 0
    with pytest.raises(StoppedError):
        waiting[1].future.result(60)
    assert waiting[2].future.result(60) == 2


def test_a_failure_is_told_and_can_be_asked_again(desk: Desk) -> None:
    with pytest.raises(WorkerError, match="on purpose"):
        asked(desk, "a", broken).future.result(60)
    desk.forget(("a",))
    assert asked(desk, "a", answer, 1).future.result(60) == 1


def test_the_oldest_answers_are_let_go(desk: Desk) -> None:
    for number in range(KEPT + 2):
        desk.remember((str(number),), number)
        desk.remembered(("0",))
    assert desk.remembered(("0",)) == 0
    assert desk.remembered(("1",)) is None
    assert desk.remembered((str(KEPT + 1),)) == KEPT + 1


def test_a_server_that_goes_down_waits_for_no_worker() -> None:
    desk = Desk()
    jobs = [asked(desk, str(number), sleep_on, 300.0) for number in range(AT_ONCE + 1)]
    eventually(lambda: all(job.work is not None and job.work._ready for job in jobs[:AT_ONCE]))
    begun = time.monotonic()
    desk.close()
    assert time.monotonic() - begun < 60
    assert all(job.future.done() or job.future.cancelled() or job.work is None for job in jobs)


def test_rescue_makes_an_answer_of_what_there_was(desk: Desk) -> None:
    def rescue(best: Best | None) -> int:
        return -1 if best is None else 1

    job = desk.job(("r",), lambda: Working(sleep_on, 300.0, rescue=rescue))
    eventually(lambda: job.work is not None and job.work._ready)
    job.stop()
    assert job.future.result(60) == -1
