"""A store for pages: made once a run, with two rounds and their first answers, and copied for every test."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

import records
from records import Store
from records.first_start import LOCAL_NAME
from tests.samples import ROOT
from tests.stocked import PEOPLE, SMALL, stocked
from views.asking import desk

__all__ = ["PEOPLE", "SMALL"]


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the small round and its store."""
    return stocked(tmp_path_factory)


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
        app.query_params["person"] = names.get(person, f"{LOCAL_NAME} ({records.LOCAL})")
        for name, value in {"round": SMALL, **chosen}.items():
            app.query_params[name] = value
        app.run()
        if page:
            app._page_hash = calc_hash(page)  # switch_page knows pages that are files only
            app.run()
        return app

    return open_
