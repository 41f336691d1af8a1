"""A store for pages: made once a run, with two rounds and their first answers, and copied for every test."""

import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

import records
import scenarios
from records import Role, Store
from tests.samples import ROOT, sample
from views.asking import desk

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


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the small round and its store, made by whichever test process comes first."""
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


@pytest.fixture
def rounds(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of rounds with its store, this test's own; the app opens it."""
    copy = tmp_path / "rounds"
    shutil.copytree(made, copy)
    monkeypatch.setenv("PILIH_ROUNDS", str(copy))
    monkeypatch.delenv("PILIH_DATABASE_URL", raising=False)
    st.cache_resource.clear()
    yield copy
    for job in desk().under_way():
        job.stop()
    st.cache_resource.clear()


@pytest.fixture
def store(rounds: Path) -> Iterator[Store]:
    """The store that the app opens, beside the app."""
    opened = records.open_store(None, rounds)
    yield opened
    opened.close()


Opened = Callable[..., AppTest]


@pytest.fixture
def opened(rounds: Path) -> Opened:
    """Open the app at a page, as a person and in a language: `opened("ranking", person="budi", language="en")`."""

    def open_(page: str = "", *, person: str = records.LOCAL, language: str = "id", **chosen: str) -> AppTest:
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
        app.query_params["lang"] = {"id": "Bahasa Indonesia", "en": "English"}[language]
        names = {code: f"{name} ({code})" for code, (name, _) in PEOPLE.items()}
        app.query_params["person"] = names.get(person, f"Komputer ini ({records.LOCAL})")
        for name, value in {"round": SMALL, **chosen}.items():
            app.query_params[name] = value
        app.run()
        if page:
            app._page_hash = calc_hash(page)  # switch_page knows pages that are files only
            app.run()
        return app

    return open_
