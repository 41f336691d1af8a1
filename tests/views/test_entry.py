"""Who may come in: nobody signs in only where the server listens to this computer; a fault shows its number alone."""

from pathlib import Path

import pytest
import streamlit as st
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

import records
from tests.samples import ROOT
from tests.views.conftest import Opened
from views import ground, pages, routes


@pytest.mark.parametrize(
    ("address", "alone"),
    [
        ("127.0.0.1", True),
        ("localhost", True),
        ("::1", True),
        ("127.5.0.1", True),
        ("0.0.0.0", False),
        ("", False),
        ("10.0.0.4", False),
        ("pilih.example", False),
    ],
)
def test_without_sign_in_only_this_computer_is_served(
    opened: Opened, monkeypatch: pytest.MonkeyPatch, address: str, alone: bool
) -> None:
    real = st.get_option
    monkeypatch.setattr("views.sign_in.st.get_option", lambda name: address if name == "server.address" else real(name))
    page = opened("criteria", scenario="base")
    assert not page.exception
    assert bool(page.title) is alone
    assert any("komputer lain" in error.value for error in page.error) is not alone


def test_whoever_is_chosen_at_one_computer_is_who_acts(opened: Opened) -> None:
    page = opened("admin", person="admin")
    assert not page.exception
    assert page.selectbox(key="person").value == "admin"
    assert records.LOCAL in page.selectbox(key="person").options[0] or len(page.selectbox(key="person").options) > 1


def test_a_fault_is_shown_by_its_number_and_logged_with_its_trace(
    rounds: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    import server

    script = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
import server
try:
    raise RuntimeError("secret detail")
except RuntimeError as error:
    assert server._failed(error)
"""
    page = AppTest.from_string(script, default_timeout=60).run()
    assert not page.exception
    said = " ".join(each.value for each in [*page.error, *page.text])
    assert "secret detail" not in said
    (noted,) = [record for record in caplog.records if record.name == server.LOG.name]
    assert "secret detail" in noted.getMessage()
    assert noted.getMessage().split()[1] in said


def test_only_the_boundaries_that_were_given_are_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "other.json").write_text("{}", encoding="utf-8")
    client = TestClient(Starlette(routes=[Route("/shapes/{name}", routes.drawn)]))
    assert client.get("/shapes/other.json").status_code == 404
    (tmp_path / "abc.json").write_bytes(b'{"type": "Topology"}')
    monkeypatch.setenv(ground.VARIABLE, str(tmp_path / "abc.json"))
    answered = client.get("/shapes/abc.json")
    assert (answered.status_code, answered.content) == (200, b'{"type": "Topology"}')
    assert "immutable" in answered.headers["cache-control"]
    for name in ("other.json", "..%2Fother.json", "abc.json%00"):
        assert client.get(f"/shapes/{name}").status_code == 404


def test_every_page_has_an_address_of_its_own() -> None:
    paths = [kind.path for kind in pages.PAGES]
    assert len(set(paths)) == len(paths) == 12
