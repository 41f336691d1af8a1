"""The same round in another row order, process, hash seed and number of threads: the same awards, byte by byte."""

import os
import subprocess
import sys
from pathlib import Path
from random import Random
from shutil import copytree

import pytest

ROUNDS = Path(__file__).parents[2] / "data" / "rounds"
PROGRAM = """
import sys
from pathlib import Path
import intake.reader
intake.reader.REGIONS_FILE = Path(sys.argv.pop(1))
from cli import main
main()
"""


def _shuffled(source: Path, target: Path, seed: int) -> None:
    """Write a table with its rows in another order."""
    header, *rows = source.read_text(encoding="utf-8").splitlines(keepends=True)
    if rows and not rows[-1].endswith("\n"):
        rows[-1] += "\n"
    before = list(rows)
    Random(seed).shuffle(rows)
    assert rows != before
    target.write_text(header + "".join(rows), encoding="utf-8")


def _planned(round_: Path, regions: Path, out: Path, scenario: str, hash_seed: str) -> bytes:
    """Plan in a process of its own, and read the awards that it wrote."""
    given = [sys.executable, "-c", PROGRAM, str(regions), "plan", str(round_), "-s", scenario, "-o", str(out)]
    root = ROUNDS.parents[1]
    done = subprocess.run(
        given, cwd=root, env={**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": str(root)},
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return (out / "awards.csv").read_bytes()


@pytest.mark.parametrize("name", ["expansion-2015", "first-partners-2011"])
def test_awards_do_not_depend_on_row_order_process_or_threads(name: str, tmp_path: Path) -> None:
    regions, scenario = ROUNDS.parent / "regions.csv", "base"
    there = _planned(ROUNDS / name, regions, tmp_path / "out", scenario, "0")
    copied = tmp_path / name
    copytree(ROUNDS / name, copied)
    _shuffled(ROUNDS / name / "applicants.csv", copied / "applicants.csv", 1)
    _shuffled(regions, tmp_path / "regions.csv", 2)
    file = copied / "scenarios" / f"{scenario}.toml"
    text = file.read_text(encoding="utf-8")
    assert "threads = 1" in text
    file.write_text(text.replace("threads = 1", "threads = 2"), encoding="utf-8")
    again = _planned(copied, tmp_path / "regions.csv", tmp_path / "again", scenario, "4711")
    assert again == there
    assert again.count(b"\n") > 10
