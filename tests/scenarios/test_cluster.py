"""Clusters: the same answers as here, once each, whatever becomes of workers, schedulers and whoever asks."""

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from intake import InputError
from locales import render
from optimizer import Funded, SolverError, Status, watched
from reports import sheet_data
from reports.sheet_robust import sheet
from scenarios import Outcome, Robust, Robustness, Working, cluster, cluster_task, robust
from scenarios import cluster_client as client
from scenarios.blocks import Answers, Block
from scenarios.cases import Case
from scenarios.cluster_client import ClusterError
from scenarios.cluster_facts import FOLDERS, code, facts, unlike
from scenarios.cluster_task import UnlikeError, UnwantedError, solve
from scenarios.packed import packed, unpacked
from scenarios.sweep import answered
from tests.samples import ROOT
from tests.scenarios import cluster_questions as ask
from tests.scenarios.cluster_questions import FIRST, answers, blocks, marks
from tests.scenarios.clusters import PATIENCE, Cluster, eventually, none_left, nursed
from tests.scenarios.processes import SOON
from tests.scenarios.test_robust import SMALL, ran

BLOCKS = 8


@pytest.fixture(scope="module", autouse=True)
def tidy() -> Iterator[None]:
    with none_left():
        yield


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine busy with other tests is slow to connect and to load; what is asserted does not depend on it."""
    for seconds in ("CONNECT", "FIRST_WORKER", "SPEAK"):
        monkeypatch.setattr(client, seconds, PATIENCE)


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A scheduler with two workers that every test leaves as it found them."""
    with Cluster(tmp_path_factory.mktemp("pair"), workers=2) as made:
        yield made


@pytest.fixture(scope="module")
def case() -> Case:
    made = ran(SMALL, 2)
    return Case(made.round, made.scenario)


def problems(error: InputError, language: str = "en") -> str:
    return "\n".join(render(part, language) for each in error.findings for part in (each.problem, each.remedy))


def in_order(come: Iterable[tuple[int, Answers]] | dict[int, Answers]) -> list[Answers]:
    """The answers of blocks, each once, in the order of the blocks."""
    found = dict(come)
    return [found[place] for place in sorted(found)]


class Asking:
    """A question under way in a thread, as a page or a command has it."""

    def __init__(self, address: str, question: object, wanted: list[Block]) -> None:
        self.come: dict[int, Answers] = {}
        self.error: Exception | None = None
        self.stop = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(address, question, wanted), daemon=True)
        self._thread.start()

    def _run(self, address: str, question: object, wanted: list[Block]) -> None:
        try:
            with watched(lambda _: None, stop=self.stop.is_set):
                self.come.update(cluster(address)(question, wanted))  # type: ignore[arg-type]
        except Exception as error:
            self.error = error

    @property
    def answers(self) -> list[Answers]:
        return in_order(self.come)

    @property
    def done(self) -> bool:
        return not self._thread.is_alive()

    def wait(self, within: float = PATIENCE) -> None:
        self._thread.join(within)
        assert self.done


# --- the same answers ---


def shown(made: Outcome, found: Robustness) -> bytes:
    return json.dumps([sheet_data(sheet(made, found), language) for language in ("id", "en")]).encode()


def test_the_same_bytes_as_here(pair: Cluster) -> None:
    made = ran(SMALL, 2)
    settings = Robust(draws=9, shares=2)
    here = robust(made, settings, processes=1)
    with Working(robust, made, settings, scheduler=cluster(pair.address)) as work:
        heard = list(work.events())
        there = work.result()
    assert shown(made, there) == shown(made, here)
    assert (there.draws, there.own, there.chances) == (here.draws, here.own, here.chances)
    assert (there.shares, there.calls, there.without) == (here.shares, here.calls, here.without)
    done = [event.done for event in heard if event.of]
    assert done == sorted(done)


def test_every_block_is_answered_once_and_both_workers_are_asked(pair: Cluster, case: Case, tmp_path: Path) -> None:
    work = Asking(pair.address, partial(ask.held, tmp_path), blocks(case, BLOCKS))
    eventually(lambda: work.done or len(marks(tmp_path, "began")) >= 2)
    assert work.answers == []
    (tmp_path / "go").touch()
    work.wait()
    assert work.error is None
    assert work.answers == answers(BLOCKS)
    began = marks(tmp_path, "began")
    assert list(began) == list(range(BLOCKS))
    assert {one for each in began.values() for one in each} == {worker.pid for worker in pair.workers}


def test_what_a_question_raises_is_raised_here_the_first_in_order(pair: Cluster, case: Case, tmp_path: Path) -> None:
    work = Asking(pair.address, partial(ask.fails, tmp_path), blocks(case, BLOCKS)[1:])
    work.wait()
    assert isinstance(work.error, SolverError)
    assert str(work.error) == "block 1 contradicts itself"


def test_no_blocks_are_no_answers(pair: Cluster) -> None:
    assert dict(cluster(pair.address)(answered, [])) == {}


# --- stopped ---


def test_stopped_it_ends_soon_and_its_workers_are_free_again(pair: Cluster, case: Case, tmp_path: Path) -> None:
    work = Asking(pair.address, partial(ask.later_held, tmp_path), blocks(case, BLOCKS))
    eventually(lambda: work.done or (len(work.answers) == FIRST and len(marks(tmp_path, "began")) >= FIRST + 2))
    began = time.monotonic()
    work.stop.set()
    work.wait()
    assert time.monotonic() - began < SOON
    assert work.error is None
    assert work.answers == answers(FIRST)
    others = set(marks(tmp_path, "began")) - set(range(FIRST))
    eventually(lambda: set(marks(tmp_path, "ended")) == others)
    assert len(others) == 2  # nothing else was begun, and workers can answer again:
    assert in_order(cluster(pair.address)(partial(ask.prompt, tmp_path), blocks(case, 2))) == answers(2)


def test_cancelled_in_a_process_of_its_own_it_says_what_it_has(pair: Cluster) -> None:
    made, settings = ran(SMALL, 2), Robust(draws=400, shares=0)
    only: Any = {"phone": False, "leave_out": False}
    with Working(robust, made, settings, scheduler=cluster(pair.address), **only) as work:
        next(event for event in work.events() if event.done >= 8)
        work.cancel()
        found = work.result(SOON)
    assert 0 < found.counted(Status.STOPPED) < 400
    few = robust(made, Robust(draws=4, shares=0), processes=1, **only)
    assert found.draws[:4] == few.draws
    assert found.draws[-1].answer == Funded(Status.STOPPED)


def test_what_was_cut_short_on_a_worker_is_no_answer(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    task = SimpleNamespace(state="cancelled")
    state = SimpleNamespace(nthreads=1, tasks={"mine": task})
    worker = SimpleNamespace(state=state, address="tcp://w:1", get_current_task=lambda: "mine")
    monkeypatch.setattr(cluster_task, "get_worker", lambda: worker)
    sent, cases = packed(partial(ask.held, tmp_path), blocks(case, 1))
    with pytest.raises(UnwantedError):
        solve(sent[0].data, cases, ours=facts())
    assert list(marks(tmp_path, "ended")) == [0]
    task.state = "executing"
    (tmp_path / "go").touch()
    assert solve(sent[0].data, cases, ours=facts()) == ask.answer(0)
    with pytest.raises(UnlikeError):
        solve(sent[0].data, cases, ours={**facts(), "numpy": "1"})
    state.nthreads = 2
    with pytest.raises(UnlikeError):
        solve(sent[0].data, cases, ours=facts())


@pytest.mark.long
def test_a_killed_asker_leaves_no_work_behind(pair: Cluster, case: Case, tmp_path: Path) -> None:
    work = Working(_asked, pair.address, tmp_path, case)
    eventually(lambda: work.done or len(marks(tmp_path, "began")) >= 2)
    work.close()
    eventually(lambda: set(marks(tmp_path, "ended")) == set(marks(tmp_path, "began")))


def _asked(address: str, folder: Path, case: Case) -> list[Answers]:
    return in_order(cluster(address)(partial(ask.held, folder), blocks(case, BLOCKS)))


# --- lost ---


def test_a_killed_workers_blocks_are_answered_by_another_and_counted_once(case: Case, tmp_path: Path) -> None:
    with Cluster(tmp_path, workers=2) as made:
        work = Asking(made.address, partial(ask.later_held, tmp_path), blocks(case, BLOCKS))
        eventually(lambda: work.done or len(marks(tmp_path, "began")) >= FIRST + 2)
        killed = made.workers[0].pid
        os.kill(killed, signal.SIGKILL)
        lost = {number for number, who in marks(tmp_path, "began").items() if killed in who} - set(range(FIRST))
        assert lost
        (tmp_path / "go").touch()
        work.wait()
        assert work.error is None
        assert work.answers == answers(BLOCKS)
        again = marks(tmp_path, "began")
        assert all(again[number] == [killed, made.workers[1].pid] for number in lost)


@pytest.mark.parametrize("how", [signal.SIGKILL, pytest.param(signal.SIGTERM, marks=pytest.mark.long)])
def test_a_lost_scheduler_is_one_message(
    case: Case, tmp_path: Path, how: signal.Signals, capfd: pytest.CaptureFixture[str]
) -> None:
    with Cluster(tmp_path, workers=1) as made:
        work = Asking(made.address, partial(ask.later_held, tmp_path), blocks(case, BLOCKS))
        eventually(lambda: work.done or (len(work.answers) == FIRST and len(marks(tmp_path, "began")) > FIRST))
        made.scheduler.send_signal(how)
        work.wait()
    assert isinstance(work.error, ClusterError)
    assert "was lost" in work.error.problem.text("en")
    assert made.address in work.error.problem.text("id")
    assert work.answers == answers(FIRST)
    assert capfd.readouterr() == ("", "")


@pytest.mark.long
def test_when_all_workers_are_gone_it_does_not_wait_for_ever(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "DESERTED", 2.0)
    with Cluster(tmp_path, workers=1) as made:
        work = Asking(made.address, partial(ask.held, tmp_path), blocks(case, BLOCKS))
        eventually(lambda: work.done or marks(tmp_path, "began"))
        made.workers[0].kill()
        work.wait()
    assert isinstance(work.error, ClusterError)
    assert "are gone" in work.error.problem.text("en")


@pytest.mark.long
def test_a_block_that_kills_every_worker_is_given_up(case: Case, tmp_path: Path) -> None:
    with Cluster(tmp_path) as made:
        made.join(nanny=True)
        work = Asking(made.address, partial(ask.deadly, tmp_path), blocks(case, 3))
        work.wait()
        assert isinstance(work.error, ClusterError), made.said()
        assert "died one after another" in work.error.problem.text("en")
        assert work.answers[:1] == answers(1)
        assert len(set(marks(tmp_path, "began")[1])) == 4


@pytest.mark.long
def test_every_worker_is_lost_amid_a_real_question_and_the_bytes_are_the_same(tmp_path: Path) -> None:
    made = ran(SMALL, 2)
    settings = Robust(draws=60, shares=4)
    here = robust(made, settings, processes=2)
    with Cluster(tmp_path) as there:
        there.join(nanny=True)
        there.join(nanny=True)
        killed: list[int] = []

        def kill_both(done: int, of: int) -> None:
            if not killed and 0 < done < of:
                killed.extend(nursed(each) for each in there.workers)
                for each in killed:
                    os.kill(each, signal.SIGKILL)

        with watched(lambda event: kill_both(event.done, event.of)):
            found = robust(made, settings, scheduler=cluster(there.address))
    assert len(killed) == 2
    assert shown(made, found) == shown(made, here)


# --- certificates ---


@pytest.mark.long
@pytest.mark.skipif(shutil.which("openssl") is None, reason="certificates are made by openssl")
def test_over_tls_with_certificates_from_dasks_own_configuration(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in certificates(tmp_path).items():
        monkeypatch.setenv(name, value)
    with Cluster(tmp_path, workers=1, protocol="tls") as made:
        assert made.address.startswith("tls://")
        (tmp_path / "go").touch()
        with Working(_asked, made.address, tmp_path, case) as work:  # a fresh process reads the configuration
            assert work.result(PATIENCE) == answers(BLOCKS)
        with pytest.raises(InputError, match="no certificates"):  # this one was started without
            cluster(made.address)
        monkeypatch.setattr(client, "CONNECT", 2.0)
        with pytest.raises(InputError, match="tcp://"):
            cluster(made.address.replace("tls://", "tcp://"))


def certificates(folder: Path) -> dict[str, str]:
    """A key and a certificate that signs itself, as Dask's configuration names them."""
    key, cert = str(folder / "key.pem"), str(folder / "cert.pem")
    words = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=here -addext subjectAltName=IP:127.0.0.1"
    subprocess.run([*words.split(), "-keyout", key, "-out", cert], check=True, capture_output=True)
    start = "DASK_DISTRIBUTED__COMM__TLS__"
    found = {f"{start}CA_FILE": cert}
    for role in ("SCHEDULER", "WORKER", "CLIENT"):
        found |= {f"{start}{role}__KEY": key, f"{start}{role}__CERT": cert}
    return found


# --- refused ---


@pytest.mark.parametrize(
    "given",
    ["", "nowhere", "tcp://host", "http://host:8786", "tcp://host:0", "host:99999", "tcp://a b:1", "tcp://h:1/x"],
)
def test_what_is_no_address_is_refused_at_once(given: str) -> None:
    with pytest.raises(InputError) as caught:
        cluster(given)
    assert "tcp://host:port" in problems(caught.value)


@contextlib.contextmanager
def port(listening: bool) -> Iterator[str]:
    """A port on which nobody listens, or somebody who never says a word."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        if listening:
            held.listen()
        yield f"127.0.0.1:{held.getsockname()[1]}"


@pytest.mark.parametrize("listening", [False, True])
@pytest.mark.parametrize("scheme", ["", "tls://"])
def test_an_address_without_a_scheduler_is_a_finding(
    listening: bool, scheme: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(client, "CONNECT", 1.0)
    with port(listening) as address:
        with pytest.raises(InputError) as caught:
            cluster(scheme + address)
        assert address in problems(caught.value)
        assert problems(caught.value, "id") != problems(caught.value)
    assert capfd.readouterr() == ("", "")


@pytest.mark.long
def test_a_scheduler_without_workers_is_a_finding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "FIRST_WORKER", 0.5)
    with Cluster(tmp_path) as made:
        with pytest.raises(InputError) as caught:
            cluster(made.address)
        assert "has no workers" in problems(caught.value)
        assert f"dask worker {made.address}" in problems(caught.value)
        made.join(threads=2)
        with pytest.raises(InputError) as caught:
            cluster(made.address)
        assert "number of threads of a worker: 2 there, 1 here" in problems(caught.value)
        assert len(caught.value.findings) == 1


def other_code(folder: Path) -> Path:
    """The program's code with one comment more."""
    for name in FOLDERS:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    with (folder / "optimizer" / "funded.py").open("a") as file:
        file.write("# otherwise the same\n")
    return folder


def test_a_worker_with_other_code_is_refused_also_when_it_comes_late(case: Case, tmp_path: Path) -> None:
    with Cluster(tmp_path, workers=1) as made:
        work = Asking(made.address, partial(ask.held, tmp_path), blocks(case, BLOCKS))
        eventually(lambda: work.done or marks(tmp_path, "began"))
        made.join(folder=other_code(tmp_path / "other"))
        refusals: list[str] = []
        eventually(lambda: _refused(made.address, refusals))
        assert "differs in the program's code" in refusals[0]
        assert code() in refusals[0]
        (tmp_path / "go").touch()
        work.wait()
        assert isinstance(work.error, InputError)


def _refused(address: str, refusals: list[str]) -> bool:
    try:
        cluster(address)
    except InputError as error:
        refusals.append(problems(error))
    return bool(refusals)


def test_every_difference_is_one_finding() -> None:
    ours = facts()
    assert ours == facts()
    assert unlike(ours, {"tcp://a:1": ours, "tcp://b:1": dict(ours)}) == ()
    older = {**ours, "highspy": "1.0"}
    found = unlike(
        ours,
        {"tcp://a:1": older, "tcp://b:1": older, "tcp://c:1": {**older, "pulp": "2"}, "tcp://d:1": ImportError("no x")},
    )
    said = [each.problem.text("en") for each in found]
    assert said == [
        f"the worker tcp://a:1 and 2 more differs in the version of highspy: 1.0 there, {ours['highspy']} here",
        f"the worker tcp://c:1 differs in the version of pulp: 2 there, {ours['pulp']} here",
        "the worker tcp://d:1 cannot say which version of this program it has: ImportError: no x",
    ]


# --- what travels ---


def test_a_case_travels_once_and_blocks_name_it() -> None:
    made, other = ran(SMALL, 2), ran(SMALL, 1)
    one, two = Case(made.round, made.scenario), Case(other.round, other.scenario)
    first, second = blocks(one, 3), blocks(two, 2)
    mixed = (*first[0], *second[1])
    sent, cases = packed(answered, [*first, *second, mixed])
    assert cases == [one, two]
    assert [each.cases for each in sent] == [(0,), (0,), (0,), (1,), (1,), (0, 1)]
    assert max(len(each.data) for each in sent) < 1_000
    for block, each in zip([*first, *second, mixed], sent, strict=True):
        question, came = unpacked(each.data, [cases[number] for number in each.cases])
        assert question is answered
        assert came == block
        assert all(there.case is here.case for there, here in zip(came, block, strict=True))
