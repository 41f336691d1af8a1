"""Signing in with a real provider: who is nobody here gets nothing, and signing out ends it wherever a cookie went."""

import shutil
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

import records
from records import Role
from tests.e2e.provider import provider, secrets_for
from tests.e2e.serving import Served
from tests.samples import ROOT

pytestmark = pytest.mark.long
NAME = "first-partners-2011"


@pytest.fixture
def guarded(tmp_path: Path) -> Iterator[tuple[Served, str]]:
    """An app that people sign in to, with an administrator Budi and one round; and its provider's address."""
    rounds = tmp_path / "rounds"
    shutil.copytree(ROOT / "data" / "rounds" / NAME, rounds / NAME)
    served = Served(rounds, tmp_path / "app.log")
    with provider() as address:
        store = records.open_store(served.store)
        records.add_person(store, "budi", "budi", "Budi Hartono", Role)
        records.keep_round(store, "budi", rounds / NAME)
        records.identify(store, "budi", "budi", address, "budi")
        store.close()
        served.options = ("--secrets", str(secrets_for(tmp_path, served, address)))
        served.start()
        try:
            yield served, address
        finally:
            served.stop()
    assert "Traceback" not in served.said(), served.said()


def sign_in(context: BrowserContext, served: Served, name: str) -> Page:
    page = context.new_page()
    page.goto(served.url)
    page.get_by_role("button", name="Masuk").click()
    page.get_by_role("button", name=name, exact=True).click()
    page.wait_for_url(f"{served.url}/**")
    return page


def test_signing_in_and_out(chromium: Browser, guarded: tuple[Served, str]) -> None:
    served, provided = guarded
    context = chromium.new_context(locale="id-ID")
    page = context.new_page()
    page.goto(served.url)
    expect(page.get_by_role("button", name="Masuk")).to_be_visible(timeout=60_000)
    assert NAME not in page.content()
    page.close()
    page = sign_in(context, served, "budi")
    expect(page.get_by_text("Budi Hartono").first).to_be_visible(timeout=60_000)
    stolen = context.cookies()
    held = next(cookie for cookie in stolen if cookie["name"] == "_streamlit_user")
    assert held["httpOnly"]
    page.get_by_role("button", name="Keluar").click()
    page.wait_for_url(f"{provided}/**")  # which ends its own session too
    page.goto(served.url)
    expect(page.get_by_role("button", name="Masuk")).to_be_visible(timeout=60_000)
    thief = chromium.new_context(locale="id-ID")
    thief.add_cookies(stolen)  # type: ignore[arg-type]
    other = thief.new_page()
    other.goto(served.url)
    expect(other.get_by_text("Sesi masuk ini sudah berakhir")).to_be_visible(timeout=60_000)
    assert NAME not in other.content()


def test_a_stranger_gets_nothing_until_an_administrator_lets_them_in(
    chromium: Browser, guarded: tuple[Served, str]
) -> None:
    served, address = guarded
    context = chromium.new_context(locale="id-ID")
    page = sign_in(context, served, "rina")
    expect(page.get_by_text("belum dikenal di sini")).to_be_visible(timeout=60_000)
    assert NAME not in page.content()
    store = records.open_store(served.store)
    (came,) = records.list_sign_ins(store, "budi")
    assert (came.issuer, came.subject, came.name) == (address, "rina", "Rina")
    records.add_person(store, "budi", "rina", "Rina Sari", {Role.COMMITTEE})
    records.identify(store, "budi", "rina", came.issuer, came.subject)
    page.reload()
    expect(page.get_by_text("Rina Sari").first).to_be_visible(timeout=60_000)
    (identity,) = [each for each in records.list_identities(store, "budi") if each.person == "rina"]
    records.disown(store, "budi", identity)
    records.end_sign_ins(store, "budi", identity.issuer, identity.subject)
    store.close()
    page.reload()
    expect(page.get_by_text("Sesi masuk ini sudah berakhir")).to_be_visible(timeout=60_000)


def status(served: Served, **headers: str) -> int:
    """What a websocket's beginning is answered with."""
    connection = HTTPConnection("127.0.0.1", served.port, timeout=10)
    begun = {
        "Host": f"127.0.0.1:{served.port}",
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    }
    try:
        connection.request("GET", "/_stcore/stream", headers={**begun, **headers})
        return connection.getresponse().status
    finally:
        connection.close()


def test_neither_another_name_of_the_server_nor_a_page_from_elsewhere_opens_a_session(
    guarded: tuple[Served, str],
) -> None:
    served, _ = guarded
    assert status(served) == 101
    assert status(served, Host="evil.example") == 403
    assert status(served, Origin="https://evil.example") == 403
