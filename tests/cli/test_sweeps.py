"""The command line on sweeps: Ctrl-C keeps what is done and says so, and the same command goes on from there."""

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.samples import ROOT
from tests.scenarios.clusters import Cluster, eventually, none_left

ROUND, ANSWERS = "first-partners-2011", 8


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A round whose base scenario draws often enough to be interrupted."""
    made = tmp_path_factory.mktemp("round") / ROUND
    shutil.copytree(ROOT / "data" / "rounds" / ROUND, made)
    with (made / "scenarios" / "base.toml").open("a") as file:
        file.write("\n[robust]\ndraws = 20\nshares = 0\nbudget = 0.2\nprices = 0.1\n")
    return made


def started(folder: Path, kept: Path, *words: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", "from cli import main; main()", "robust", str(folder), "--doubts", "--json"]
    return subprocess.Popen(
        [*command, "--language", "en", *words],
        cwd=ROOT,
        env={**os.environ, "PILIH_SWEEPS": str(kept), "PYTHONDONTWRITEBYTECODE": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def lines(kept: Path) -> list[bytes]:
    return [line for path in kept.glob("*.answers") for line in path.read_bytes().split(b"\n") if line]


def said(err: str) -> str:
    """What was said, however long the lines were."""
    return " ".join(err.split())


def finished(folder: Path, kept: Path) -> tuple[dict[str, object], str]:
    """Run the command to its end."""
    work = started(folder, kept)
    out, err = work.communicate()
    assert work.returncode == 0, err
    return json.loads(out), said(err)


@pytest.mark.long
def test_ctrl_c_keeps_what_is_done_and_the_same_command_goes_on(folder: Path, tmp_path: Path) -> None:
    with none_left():
        work = started(folder, tmp_path)
        eventually(lambda: len(lines(tmp_path)) >= ANSWERS or work.poll() is not None)
        work.send_signal(signal.SIGINT)
        out, err = work.communicate()
    assert work.returncode == 0, err
    part, kept = json.loads(out), lines(tmp_path)
    assert f"{len(kept)} answers are kept in" in said(err)
    assert "the same command goes on from there" in said(err)
    whole, err = finished(folder, tmp_path)
    assert f"taken over from an earlier run: {len(kept)} answers" in err
    assert not lines(tmp_path)  # nothing is left to resume
    assert whole != part


@pytest.mark.long
def test_a_killed_scheduler_is_said_and_the_same_command_goes_on_without_it(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "dask").mkdir()
    with Cluster(tmp_path / "dask", workers=1) as made:
        work = started(folder, tmp_path, "--scheduler", made.address)
        eventually(lambda: len(lines(tmp_path)) >= ANSWERS or work.poll() is not None)
        made.scheduler.kill()
        _, err = work.communicate()
    assert work.returncode == 1, err
    kept = lines(tmp_path)
    assert f"{len(kept)} answers are kept in" in said(err)
    _, err = finished(folder, tmp_path)
    assert f"taken over from an earlier run: {len(kept)} answers" in err
