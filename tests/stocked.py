"""A store for pages: the small sample round with its people and first answers, made once a run for all tests."""

import os
import shutil
import time
from pathlib import Path

import pytest

import records
import scenarios
from records import Role
from tests.samples import ROOT, sample

SMALL, ANSWERED = "first-partners-2011", ("base", "budget-cut")
PEOPLE = {
    "plan": ("Siti Rahma", {Role.PLANNER}),
    "anna": ("Anna Lestari", {Role.ANALYST}),
    "budi": ("Budi Hartono", {Role.COMMITTEE}),
    "citra": ("Citra Dewi", {Role.COMMITTEE}),
    "audit": ("Agus Audit", {Role.AUDITOR}),
    "admin": ("Ibu Admin", {Role.ADMIN}),
}
"""Beside the local person, who holds every role."""


def stocked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the small round and its store, made by whichever test process comes first; to be copied."""
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    folder, done = shared / "app", shared / "app.done"
    try:
        folder.mkdir()
    except FileExistsError:
        until = time.monotonic() + 600
        while not done.exists():
            assert time.monotonic() < until, "the process that makes the store of the pages did not end"
            time.sleep(0.2)
        return folder
    shutil.copytree(ROOT / "data" / "rounds" / SMALL, folder / SMALL)
    store = records.open_store(folder / "pilih.sqlite")
    records.local_people(store)
    for code, (name, roles) in PEOPLE.items():
        records.add_person(store, records.LOCAL, code, name, roles)
    kept = records.keep_round(store, records.LOCAL, folder / SMALL)
    for name in ANSWERED:
        version = records.find_version(store, records.LOCAL, f"{SMALL}/{name}")
        records.keep_outcome(store, records.LOCAL, kept.id, scenarios.run(sample(SMALL), version.scenario))
    store.close()
    done.touch()
    return folder
