"""Downloads: only whoever was offered a file takes it, in the sign-in in which it was offered; it is noted."""

import pytest
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

import records
from records import Store
from views import downloads, routes
from views.downloads import Offers, cookie_of
from views.visit import Visit


@pytest.fixture
def visit(store: Store) -> Visit:
    person = next(each for each in records.list_people(store, "plan") if each.code == "plan")
    return Visit(store, person, "id", local=True)


@pytest.fixture
def offers(monkeypatch: pytest.MonkeyPatch) -> Offers:
    held = Offers()
    monkeypatch.setattr(routes, "OFFERS", held)
    return held


def client() -> TestClient:
    return TestClient(Starlette(routes=[Route("/files/{secret}", routes.taken)]))


def test_a_file_is_taken_and_noted(visit: Visit, offers: Offers) -> None:
    secret = offers.add(visit, "", "rencana “α”.csv", "text/csv", lambda: b"a;b\r\n")
    answer = client().get(f"/files/{secret}")
    assert (answer.status_code, answer.content) == (200, b"a;b\r\n")
    assert answer.headers["content-disposition"].startswith("attachment; filename*=UTF-8''rencana%20%E2%80%9C")
    assert answer.headers["cache-control"] == "no-store"
    (noted,) = records.read_log(visit.store, "audit", most=1)
    assert (noted.person, noted.action) == ("plan", "file.take")


def test_nobody_else_takes_it(visit: Visit, offers: Offers) -> None:
    secret = offers.add(visit, "mine", "a.csv", "text/csv", lambda: b"x")
    for headers in ({}, {"Cookie": "_streamlit_user=theirs"}):
        assert client().get(f"/files/{secret}", headers=headers).status_code == 404
    assert client().get("/files/guessed", headers={"Cookie": "_streamlit_user=mine"}).status_code == 404
    assert client().get(f"/files/{secret}", headers={"Cookie": "_streamlit_user=mine"}).status_code == 200


def test_not_after_the_sign_in_has_ended(visit: Visit, offers: Offers, monkeypatch: pytest.MonkeyPatch) -> None:
    held = records.sign_in_of(visit.store, {"iss": "a", "sub": "b", "nonce": "c"})
    assert held is not None
    monkeypatch.setattr("views.downloads.st.session_state", {"sign-in": held.key})
    secret = offers.add(visit, "mine", "a.csv", "text/csv", lambda: b"x")
    cookie = {"Cookie": "_streamlit_user=mine"}
    assert client().get(f"/files/{secret}", headers=cookie).status_code == 200
    records.end_sign_in(visit.store, held.key)
    assert client().get(f"/files/{secret}", headers=cookie).status_code == 404


def test_not_after_an_hour_and_the_oldest_offer_goes_first(visit: Visit) -> None:
    now = [0.0]
    held = Offers(lambda: now[0])
    secrets = [held.add(visit, "", str(number), "text/plain", bytes) for number in range(downloads.OFFERED + 1)]
    assert len(set(secrets)) == len(secrets)
    assert held.find(secrets[0], "") is None
    assert held.find(secrets[1], "") is not None
    now[0] = downloads.SECONDS + 1.0
    assert held.find(secrets[-1], "") is None
    held.renew(secrets[-1], lambda: b"new")
    found = held.find(secrets[-1], "")
    assert found is not None
    assert found.make() == b"new"


def test_a_cookie_that_was_cut_into_parts_counts_whole() -> None:
    assert cookie_of({"_streamlit_user": "a", "_streamlit_user_1": "b"}) != cookie_of({"_streamlit_user": "a"})
    assert cookie_of({"other": "a"}) == ""
