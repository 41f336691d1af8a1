"""Killed in the middle: whatever was reported as saved is there, everything is whole or absent, the chain verifies."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.records.postgres import Server
from tests.samples import ROOT

KILLS = {"saving": 80, "adopting": 70, "migrating": 50}


def told(*words: str) -> int:
    """Run the victims in a process of their own; gives how many steps they had reported before they were killed."""
    command = [sys.executable, "-m", "tests.records.victims", *words]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=900, check=False)
    assert ended.returncode == 0, ended.stderr[-4000:]
    count: int = json.loads(ended.stdout)
    return count


@pytest.mark.long
@pytest.mark.parametrize("what", ["saving", "adopting"])
def test_killed_while_it_is_written(url: str, what: str) -> None:
    assert told(what, "1", url, str(KILLS[what])) > KILLS[what] // 4, "hardly anything was written before the kills"


@pytest.mark.long
def test_killed_while_a_store_is_made(tmp_path: Path) -> None:
    urls = [str(tmp_path / f"{number}.sqlite") for number in range(KILLS["migrating"] + 1)]
    assert 0 < told("migrating", "1", *urls) < KILLS["migrating"], "the kills came too early or too late"


@pytest.mark.long
def test_killed_while_a_store_is_made_in_postgresql(postgres: Server) -> None:
    urls = [postgres.fresh() for _ in range(KILLS["migrating"] + 1)]
    assert 0 < told("migrating", "1", *urls) < KILLS["migrating"], "the kills came too early or too late"
