"""Cluster facts: what must be the same on every machine so that its answers are the same, and who differs."""

import sys
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from intake import Finding, Severity
from locales import Text, message

FOLDERS = ("intake", "locales", "optimizer", "scenarios", "scoring")
"""Where everything stands that an answer depends on."""
PACKAGES = ("distributed", "highspy", "numpy", "pandas", "pulp")
CODE, PYTHON, THREADS = "code", "python", "threads"
WHAT: Mapping[str, Text] = {
    CODE: message("the program's code"),
    PYTHON: message("the version of Python"),
    THREADS: message("the number of threads of a worker"),
}
Facts = Mapping[str, str]


def facts(dask_worker: Any = None) -> Facts:  # noqa: ANN401
    """What this process computes with; of a worker, which Dask hands over by this name, its threads too.

    One thread: several solves in one process would share the solver's, and wait for each other's Python.
    """
    threads = 1 if dask_worker is None else dask_worker.state.nthreads
    return {CODE: code(), PYTHON: f"{sys.version_info.major}.{sys.version_info.minor}", THREADS: str(threads)} | {
        name: _version(name) for name in PACKAGES
    }


@cache
def code() -> str:
    """The beginning of the SHA-256 over the source of every module that an answer depends on."""
    here, digest = Path(__file__).parents[1], sha256()
    for folder in FOLDERS:
        for path in sorted((here / folder).rglob("*.py")):
            source = path.read_bytes().replace(b"\r\n", b"\n")
            digest.update(f"{path.relative_to(here).as_posix()} {len(source)}\n".encode() + source)
    return digest.hexdigest()[:12]


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "–"


def unlike(ours: Facts, theirs: Mapping[str, Facts | Exception]) -> tuple[Finding, ...]:
    """One finding for every way in which workers differ from here; theirs: by the worker's address."""
    found: dict[tuple[str, str], list[str]] = {}
    for worker, told in sorted(theirs.items()):
        if isinstance(told, Exception):
            found.setdefault(("", f"{type(told).__name__}: {told}"), []).append(worker)
            continue
        for name in sorted({*ours, *told}):
            if ours.get(name) != told.get(name):
                found.setdefault((name, told.get(name, "–")), []).append(worker)
    return tuple(_finding(name, said, workers, ours) for (name, said), workers in found.items())


def _finding(name: str, said: str, workers: list[str], ours: Facts) -> Finding:
    who: Text = workers[0]
    if len(workers) > 1:
        who = message("{worker} and {count} more", worker=workers[0], count=len(workers) - 1)
    if not name:
        problem = message("the worker {who} cannot say which version of this program it has: {why}", who=who, why=said)
    else:
        what = WHAT.get(name) or message("the version of {name}", name=name)
        problem = message(
            "the worker {who} differs in {what}: {theirs} there, {ours} here",
            who=who,
            what=what,
            theirs=said,
            ours=ours.get(name, "–"),
        )
    if name == THREADS:
        remedy = message("start workers of one thread each: dask worker ADDRESS --nworkers -1 --nthreads 1")
    else:
        remedy = message("set up every machine from the same files, start its workers again, then ask again")
    return Finding("scheduler.unlike", Severity.ERROR, problem, remedy, value=said)
