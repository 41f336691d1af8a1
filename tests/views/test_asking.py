"""Asking: one job for all who ask the same, turns where too many ask, a whole answer remembered, an early one not."""

import os
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from optimizer import Best, stopping
from scenarios import StoppedError, WorkerError, Working
from views.asking import AT_ONCE, BEHIND, DONE, KEPT, Desk, Job
from views.what_if import Refining


def answer(value: int) -> int:
    return value


def wait_until_stopped(value: int, begun: str = "") -> int:
    if begun:
        Path(begun).touch()
    until = time.monotonic() + 60
    while not stopping() and time.monotonic() < until:
        time.sleep(0.01)
    return value


def priority() -> int:
    return os.getpriority(os.PRIO_PROCESS, 0)


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
    eventually(lambda: told == [7] and first.work is None)
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


def test_workers_stand_behind_the_pages(desk: Desk) -> None:
    own = os.getpriority(os.PRIO_PROCESS, 0)
    assert asked(desk, "p", priority).future.result(60) == min(own + BEHIND, 19)


def test_what_is_taken_of_an_answer_is_given_and_only_what_lasts_is_remembered(desk: Desk) -> None:
    fleeting = desk.job(("f",), partial(Working, answer, 20), take=str, lasting=False)
    lasting = desk.job(("l",), partial(Working, answer, 21), take=str)
    assert (fleeting.future.result(60), lasting.future.result(60)) == ("20", "21")
    assert (desk.remembered(("f",)), desk.remembered(("l",))) == (None, "21")


def test_a_job_goes_on_as_long_as_one_window_looks_at_it(monkeypatch: pytest.MonkeyPatch, desk: Desk) -> None:
    monkeypatch.setattr("views.what_if.desk", lambda: desk)
    one, two = Refining(), Refining()
    make: Any = partial(Working, wait_until_stopped, 1)
    taken: Any = str
    job = one.ask(("q",), make, taken)
    assert two.ask(("q",), make, taken) is job
    one.end()
    assert (job.given_up, desk.under_way()) == (False, (job,))
    other = two.ask(("r",), make, taken)
    assert (job.given_up, desk.under_way()) == (True, (other,))
    two.end()
    assert (other.given_up, desk.under_way(), two.job) == (True, (), None)
    again = one.ask(("q",), make, taken)
    assert again is not job
    one.end()


def test_jobs_that_nobody_asks_for_again_are_let_go(desk: Desk) -> None:
    for number in range(DONE + 5):
        desk._jobs[(str(number),)] = done = Job((str(number),), partial(Working, answer, number), None)
        done.future.set_result(number)
    asked(desk, "new", answer, 1)
    assert next(iter(desk._jobs)) == ("5",)
    assert len(desk._jobs) == DONE + 1


def test_what_many_ask_at_the_same_time_is_made_once(desk: Desk) -> None:
    made: list[int] = []
    begun, goes_on = threading.Event(), threading.Event()

    def make() -> int:
        begun.set()
        assert goes_on.wait(60)
        made.append(1)
        return 7

    told: list[int] = []
    people = [threading.Thread(target=lambda: told.append(desk.made(("m",), make))) for _ in range(6)]
    for each in people:
        each.start()
    assert begun.wait(60)
    goes_on.set()
    for each in people:
        each.join(60)
    assert (told, made) == ([7] * 6, [1])
