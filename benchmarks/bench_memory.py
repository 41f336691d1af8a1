"""How much memory a round of very many applicants takes step by step, in copies of its own table of applicants.

Every step runs in a process of its own; its peak less what the bare program holds, over the size of the table, are the
copies. Exits 1 where a step holds more than is stated for it. Only where the system tells its peak (not on Windows).
"""

import argparse
import json
import pickle
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow.csv
import pyarrow.parquet

import intake
import optimizer
import records
import reports
import scenarios
import scoring
from benchmarks.memory import most_memory
from benchmarks.wide_round import wide_round
from tests.e2e.villages import APPLICANTS, PLANNED
from tests.samples import ROOT

MOST: dict[str, float] = {
    "import csv": 4,
    "import parquet": 4,
    "import xlsx": 4,
    "score": 4,
    "options": 4,
    "keep round": 4,
    "read back": 4,
    "plan": 6,
    "reasons": 6,
    "hand out": 12,
    "keep outcome": 17,
}
"""Copies that a step may hold at its peak, with those it is given, at 84,000 applicants with 40 columns. The files of a
plan are as large as 3.6, and all that they say is worked out again to verify them."""
GIVEN = {"score": "round", "options": "round", "plan": "round", "reasons": "outcome", "hand out": "outcome"}
GIVEN["keep outcome"] = "outcome"


def _import(folder: Path, ending: str) -> None:
    round_ = intake.read_round(folder / "round", folder / f"applicants.{ending}" if ending != "csv" else None)
    if ending == "csv":
        _save(folder, "round", round_)


def _scores(folder: Path, round_: intake.Round) -> scoring.Scores:
    return scoring.score(round_, _scenario(folder).scoring)


def _scenario(folder: Path) -> scenarios.Scenario:
    return scenarios.read(folder / "round" / "scenarios" / f"{PLANNED}.toml")


def _options(folder: Path, round_: intake.Round) -> object:
    admitted = scenarios.admitted(_scores(folder, round_))
    return optimizer.options(round_, admitted, _scenario(folder).catalogue)


def _store(folder: Path) -> records.Store:
    store = records.open_store(folder / "pilih.sqlite")
    records.local_people(store)
    return store


def _keep_outcome(folder: Path, outcome: scenarios.Outcome) -> object:
    store = _store(folder)
    (kept, *_) = records.list_rounds(store, records.LOCAL)
    return records.keep_outcome(store, records.LOCAL, kept.id, outcome)


STEPS: dict[str, Callable[..., object]] = {
    "import csv": lambda folder: _import(folder, "csv"),
    "import parquet": lambda folder: _import(folder, "parquet"),
    "import xlsx": lambda folder: _import(folder, "xlsx"),
    "score": _scores,
    "options": _options,
    "keep round": lambda folder: records.keep_round(_store(folder), records.LOCAL, folder / "round"),
    "read back": lambda folder: records.round_from(
        _store(folder), records.LOCAL, records.list_rounds(_store(folder), records.LOCAL)[-1]
    ),
    "plan": lambda folder, round_: _save(folder, "outcome", scenarios.run(round_, _scenario(folder))),
    "reasons": lambda _, outcome: list(outcome.reasons),
    "hand out": lambda _, outcome: reports.hand_out(outcome, "id", None),
    "keep outcome": _keep_outcome,
}


def _save(folder: Path, name: str, value: object) -> None:
    with (folder / name).with_suffix(".pickle").open("wb") as file:
        pickle.dump(value, file)


def _saved(folder: Path, name: str) -> Any:  # noqa: ANN401
    with (folder / name).with_suffix(".pickle").open("rb") as file:
        return pickle.load(file)


def _prepared(folder: Path, applicants: int) -> None:
    """Write the round, and its list of applicants as a workbook and as Parquet, cell by cell the same."""
    wide_round(folder / "round", applicants)
    path = folder / "round" / "applicants.csv"
    names = path.open(encoding="utf-8").readline().strip().split(",")
    texts = pyarrow.csv.ConvertOptions(column_types=dict.fromkeys(names, pyarrow.string()), strings_can_be_null=True)
    table = pyarrow.csv.read_csv(path, convert_options=texts)
    pyarrow.parquet.write_table(table, folder / "applicants.parquet")
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("applicants")
    sheet.append(table.column_names)
    for row in zip(*(column.to_pylist() for column in table.columns), strict=True):
        sheet.append(row)
    book.save(folder / "applicants.xlsx")


def _step(name: str, folder: Path) -> None:
    bare = most_memory()
    given = [_saved(folder, GIVEN[name])] if name in GIVEN else []
    started = time.process_time()
    STEPS[name](folder, *given)
    told = {"seconds": time.process_time() - started, "bytes": most_memory() - bare}
    print(json.dumps(told))


def main() -> int:
    """Print the table; 1 where more is held than may be."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--applicants", type=int, default=APPLICANTS)
    asked.add_argument("--steps", nargs="*", choices=list(STEPS), default=list(STEPS))
    asked.add_argument("--folder", type=Path, help="keep round, plan and store here, and use what is there")
    asked.add_argument("--step", help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.step:
        _step(given.step, given.folder)
        return 0
    if sys.platform == "win32":
        print("the peak of a process is not told on this system")
        return 0
    with tempfile.TemporaryDirectory(prefix="pilih-") as held:
        folder = (given.folder or Path(held) / "memory").absolute()
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / "applicants.xlsx").exists():
            _prepared(folder, given.applicants)
        return _measured(folder, given.steps)


def _measured(folder: Path, steps: list[str]) -> int:
    size, wrong = 0, []
    print(f"{'step':16} {'CPU s':>8} {'MB':>8} {'copies':>7} {'at most':>8}")
    for name in ["import csv", *(each for each in steps if each != "import csv")]:
        command = [sys.executable, "-m", "benchmarks.bench_memory", "--step", name, "--folder", str(folder)]
        told = json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout)
        size = size or int(_saved(folder, "round").applicants.memory_usage(deep=True).sum())
        copies, most = told["bytes"] / size, MOST[name]
        print(f"{name:16} {told['seconds']:8.1f} {told['bytes'] / 2**20:8.0f} {copies:7.1f} {most:8g}", flush=True)
        if copies > most:
            wrong.append(name)
    print(f"The table of applicants takes {size / 2**20:.0f} MB.", *(f"TOO MUCH: {name}" for name in wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
