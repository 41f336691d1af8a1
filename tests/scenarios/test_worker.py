"""Workers: the same answer as without one, ended whenever asked, and never a hang whatever becomes of them."""

import contextlib
import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from importlib import import_module
from itertools import pairwise
from typing import Any

import pytest

import scenarios
from benchmarks import bench_prices
from intake import InputError
from optimizer import Doing, Progress, Settings, SolverError, Status, allocate, verify, watched
from scenarios import StoppedError, WorkerError, Working
from tests.optimizer.hard import knapsacks, market_split
from tests.samples import ROOT, outcome, sample
from tests.scenarios import questions
from tests.scenarios.processes import SOON, alive, gone, solvers, workers_of
from tests.scenarios.questions import planned

LONG = Settings(seconds=300)


def until(work: Working[Any], met: Callable[[Progress], bool], within: float = 60) -> None:
    """Wait for an event."""
    end = time.monotonic() + within
    while not met(work.latest):
        assert not work.done
        assert time.monotonic() < end
        time.sleep(0.01)


@pytest.fixture(scope="module")
def ready() -> Iterator[None]:
    """Nothing of the workers of this file is left behind."""
    yield
    assert workers_of(os.getpid()) == []


pytestmark = pytest.mark.usefixtures("ready")


def test_the_outcome_is_the_same_in_a_worker_as_without() -> None:
    here = outcome("first-partners-2011", "base")
    round_ = sample("first-partners-2011")
    with scenarios.working(round_, here.scenario) as work:
        heard = list(work.events())
        there = work.result()
    assert there.plan.awards.to_csv().encode() == here.plan.awards.to_csv().encode()
    assert (there.plan.stages, there.plan.usage) == (here.plan.stages, here.plan.usage)
    assert (there.plan.status, there.plan.ties) == (here.plan.status, here.plan.ties)
    assert (there.fingerprint, there.reasons) == (here.fingerprint, here.reasons)
    assert there.bill.to_csv() == here.bill.to_csv()
    assert there.scenario.fingerprint() == here.scenario.fingerprint()
    doings = [event.doing for event in heard]
    assert doings[0] is Doing.STARTING
    assert doings[-1] is Doing.EXPLAINING
    order = list(Doing)
    assert all(order.index(one) <= order.index(other) for one, other in pairwise(doings))
    assert not work.stopped


def test_an_ended_run_gives_the_whole_outcome() -> None:
    made = outcome("first-partners-2011", "base")
    kept: list[object] = []
    with watched(lambda _: None, keep=kept.append):
        scenarios.run(made.round, made.scenario)
    best = kept[-1]
    ended = scenarios.run_ended(made.round, made.scenario, pickle.loads(pickle.dumps(best)))
    assert ended.plan.awards.to_csv() == made.plan.awards.to_csv()
    assert (ended.plan.status, ended.plan.ties) == (made.plan.status, made.plan.ties)
    assert tuple(ended.reasons) == tuple(made.reasons)
    assert tuple(pickle.loads(pickle.dumps(ended)).reasons) == tuple(made.reasons)
    without = scenarios.run_ended(made.round, made.scenario, None)
    assert (without.plan.status, len(without.plan.awards)) == (Status.STOPPED, 0)
    assert {reason.cause for reason in without.reasons} >= {scenarios.Cause.NOT_DECIDED}


def test_other_questions_count_their_steps_and_end_early_with_what_they_have() -> None:
    with Working(questions.counted, 200, 0.05) as work:
        until(work, lambda event: event.done >= 3)
        assert (work.latest.of, work.latest.what) == (200, f"question {work.latest.done}")
        work.cancel()
        assert 3 <= work.result(SOON) < 200
        assert work.stopped
        assert work.done


MOMENTS: dict[str, Callable[[Progress], bool]] = {
    "at once": lambda event: True,
    "when building": lambda event: event.doing is Doing.BUILDING,
    "in the first relaxation": lambda event: event.doing is Doing.SOLVING,
    "in the search": lambda event: event.incumbent is not None and event.bound is not None and event.seconds > 1,
}


@pytest.mark.parametrize(
    "moment",
    ["at once", "when building", pytest.param("in the first relaxation", marks=pytest.mark.long), "in the search"],
)
def test_cancelled_at_any_moment_it_answers_in_time(moment: str) -> None:
    people, options, rules = knapsacks(100, 20, packages=6)
    with planned(people, options, rules, LONG) as work:
        until(work, MOMENTS[moment])
        began = time.monotonic()
        work.cancel()
        plan = work.result(SOON)
        assert time.monotonic() - began < SOON
    if moment == "in the search":
        assert plan.status is Status.FEASIBLE
        assert plan.bound is not None
    assert plan.status in (Status.FEASIBLE, Status.STOPPED)
    assert plan.ties == "open"
    assert verify(plan, people, options, rules) == []


@pytest.mark.long
@pytest.mark.parametrize("tenths", range(0, 60, 2))
def test_cancelled_at_moments_of_a_whole_round_it_answers_in_time(tenths: int) -> None:
    people, options = bench_prices.tables()
    rules = list(bench_prices.rules(options))
    with planned(people, options, rules, LONG) as work:
        time.sleep(tenths / 10)
        began = time.monotonic()
        work.cancel()
        plan = work.result(SOON)
        assert time.monotonic() - began < SOON
    assert verify(plan, people, options, rules) == []
    assert plan.status in (Status.OPTIMAL, Status.FEASIBLE, Status.STOPPED)


def test_a_worker_that_does_not_hear_is_ended_and_its_last_plan_given() -> None:
    people, options, rules = knapsacks(12, 2)
    best = allocate(people, options, rules, questions.VALUE)
    awards = tuple((str(name), str(option)) for name, option in best.awards["option"].items())
    assert best.objective is not None
    asked = planned(people, options, rules, LONG)
    rescue = asked._rescue
    asked.close()
    for bound, status in ((None, Status.FEASIBLE), (int(best.objective) + 3, Status.FEASIBLE)):
        with Working(questions.deaf, awards, bound, rescue=rescue) as work:
            until(work, lambda event: event.doing is Doing.SOLVING)
            began = time.monotonic()
            work.cancel()
            plan = work.result(SOON)
            assert time.monotonic() - began < SOON
        assert plan.awards.to_csv() == best.awards.to_csv()
        assert (plan.status, plan.bound, plan.ties) == (status, bound, "open")
        assert work.pid is not None
        assert gone(work.pid)


def test_of_very_many_the_tables_are_made_meanwhile_for_whoever_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_module("scenarios.working"), "MANY", 0)
    made = outcome("first-partners-2011", "base")
    awards = tuple((str(name), str(option)) for name, option in made.plan.awards["option"].items())
    with scenarios.working(made.round, made.scenario) as work:
        rescue = work._rescue
        work.cancel()
        found = work.result(60)
    assert work.stopped
    assert found.plan.status in (Status.STOPPED, Status.FEASIBLE, Status.OPTIMAL)
    assert verify(found.plan, found.table, found.options.table, found.rules) == []
    for known, status in ((awards, Status.FEASIBLE), ((), Status.STOPPED)):
        with Working(questions.deaf, known, rescue=rescue) as deaf:
            until(deaf, lambda event: event.doing is Doing.SOLVING)
            deaf.cancel()
            ended = deaf.result(SOON)
        assert ended.plan.status is status
        assert ended.plan.awards["option"].to_dict() == dict(known)
        assert len(ended.reasons) == len(made.round.applicants) - len(known)
        assert deaf._rescue is None
        if known:
            assert tuple(ended.reasons) == tuple(made.reasons)


def test_a_question_that_was_stopped_before_any_answer_says_so() -> None:
    with Working(questions.deaf) as work:
        until(work, lambda event: event.doing is Doing.SOLVING)
        work.cancel()
        with pytest.raises(StoppedError, match="stopped on request, before there was an answer"):
            work.result(SOON)


def test_the_time_limit_is_kept() -> None:
    people, options, rules = market_split()
    began = time.monotonic()
    with planned(people, options, rules, Settings(seconds=1), limit=1) as work:
        assert work.result(30).status is Status.STOPPED
        assert time.monotonic() - began < 1 + 2 + SOON
    with Working(questions.deaf, limit=0.5) as work:
        until(work, lambda event: event.doing is Doing.SOLVING)
        began = time.monotonic()
        with pytest.raises(StoppedError, match="the time limit was reached"):
            work.result(30)
        assert time.monotonic() - began < 0.5 + 2 + SOON


ENDS: dict[Callable[[], object], tuple[type[Exception], str]] = {
    questions.wrong_input: (InputError, "no sense"),
    questions.solver_fails: (SolverError, "^the solver contradicts itself$"),
    questions.bug: (WorkerError, "failed: LookupError: nobody foresaw this"),
    questions.untravelling: (WorkerError, "failed: .*pickle"),
    questions.without_memory: (WorkerError, "ran out of memory"),
    questions.crashes: (WorkerError, r"crashed \(SIGSEGV\)"),
    questions.leaves: (WorkerError, r"without an answer \(exit code 3\)"),
}


@pytest.mark.parametrize("question", ENDS, ids=lambda question: question.__name__)
def test_whatever_ends_a_worker_is_named(question: Callable[[], object]) -> None:
    kind, said = ENDS[question]
    with Working(question) as work:
        with pytest.raises(kind, match=said):
            work.result(30)
        assert work.done
        list(work.events())
        error = work._future.exception()
    assert type(pickle.loads(pickle.dumps(error))) is type(error)


@pytest.mark.parametrize("when", [pytest.param("at once", marks=pytest.mark.long), "in the search"])
def test_a_killed_worker_is_an_error_and_not_a_hang(when: str) -> None:
    people, options, rules = knapsacks()
    with planned(people, options, rules, LONG) as work:
        until(work, MOMENTS[when])
        assert work.pid is not None
        os.kill(work.pid, signal.SIGKILL)
        began = time.monotonic()
        with pytest.raises(WorkerError, match=r"killed .SIGKILL.: .* memory ran out"):
            work.result(SOON)
        assert time.monotonic() - began < SOON
        assert next(iter(work.events())).doing is Doing.STARTING


@pytest.mark.long
@pytest.mark.parametrize("hundredths", range(0, 400, 13))
def test_a_worker_killed_at_any_moment_is_an_error(hundredths: int) -> None:
    people, options, rules = knapsacks(100, 20, packages=6)
    with planned(people, options, rules, LONG) as work:
        time.sleep(hundredths / 100)
        assert work.pid is not None
        os.kill(work.pid, signal.SIGKILL)
        with pytest.raises(WorkerError, match="SIGKILL"):
            work.result(SOON)


def test_a_stopped_process_does_not_hang_either() -> None:
    with Working(questions.counted, 10_000, 0.01) as work:
        until(work, lambda event: event.done > 0)
        assert work.pid is not None
        os.kill(work.pid, signal.SIGSTOP)
        work.cancel()
        with pytest.raises(StoppedError):
            work.result(SOON)


def test_the_second_solver_ends_with_its_worker() -> None:
    people, options, rules = knapsacks()
    with planned(people, options, rules, Settings(seconds=300, solver="cbc")) as work:
        assert work.pid is not None
        until(work, lambda event: event.doing is Doing.SOLVING)
        pid = work.pid
        until(work, lambda _: solvers(pid) > 0)
        work.cancel()
        assert work.result(SOON).status is Status.STOPPED
    assert gone(pid)


def _program(command: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "tests.scenarios.questions", command],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def test_no_orphan_stays_when_the_program_is_killed() -> None:
    program = _program("orphan")
    assert program.stdout is not None
    worker = int(program.stdout.readline())
    assert alive(worker)
    program.kill()
    program.wait()
    assert gone(worker)


def test_a_ctrl_c_reaches_the_program_and_not_its_worker() -> None:
    program = _program("interrupted")
    assert program.stdout is not None
    worker = int(program.stdout.readline())
    os.killpg(program.pid, signal.SIGINT)
    said, _ = program.communicate(timeout=30)
    assert said.split() == ["True", "StoppedError"]
    assert gone(worker)


def test_leaving_the_with_ends_the_worker() -> None:
    with contextlib.suppress(KeyboardInterrupt), Working(questions.deaf) as work:
        until(work, lambda event: event.doing is Doing.SOLVING)
        raise KeyboardInterrupt
    assert work.pid is not None
    assert gone(work.pid)
    assert work.done
    with pytest.raises(StoppedError):
        work.result()
    work.cancel()
    assert [event.doing for event in work.events()][-1] is Doing.SOLVING


def test_everything_a_question_needs_travels() -> None:
    made, villages = outcome("first-partners-2011", "base"), sample("village-cascade-2014")
    scenario = scenarios.read(scenarios.find(villages.folder, "base"))
    ended = scenarios.run_ended(villages, scenario, None)
    with Working(questions.echo, made, ended, settings=scenario.solver) as work:
        (there, then), named = work.result(60)
    assert named == {"settings": scenario.solver}
    assert there.plan.awards.to_csv() == made.plan.awards.to_csv()
    assert there.plan.stages == made.plan.stages
    for over, own in ((there, made), (then, ended)):
        assert over.scenario == own.scenario
        assert [rule.as_data() for rule in over.rules] == [rule.as_data() for rule in own.rules]
        assert over.round.fingerprint == own.round.fingerprint
        assert over.options.table.equals(own.options.table)
        assert scenarios.run_ended(over.round, over.scenario, None).fingerprint == own.fingerprint
    assert verify(there.plan, there.table, there.options.table, there.rules) == []
