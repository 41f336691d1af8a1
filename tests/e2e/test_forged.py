"""What a browser would never send: forged values of widgets, uploads without their token, paths out of the folders."""

import json
from collections.abc import Iterator
from http.client import HTTPConnection
from urllib.parse import urlencode

import pytest

import records
from benchmarks.clients import Client, TroubleError
from benchmarks.meetings import MONEY, PAGE, UNTURNED
from locales import message, render
from records import Store
from tests.e2e.serving import Served
from tests.stocked import PEOPLE, SMALL

PLACE = f"meeting {SMALL}/base"
COMMITMENT = render(message("Weight: {group}", group="Komitmen"), "id")
NAUGHTY = "<img src=x onerror=alert(1)> =cmd|'/c calc'!A0 \u202e [x](javascript:1)"


def query(code: str, **more: str) -> str:
    return urlencode({"person": f"{PEOPLE[code][0]} ({code})", "scenario": "base", "lang": "id", **more})


@pytest.fixture
def kept(served: Served) -> Iterator[Store]:
    """The store of the running app, looked at from outside."""
    store = records.open_store(served.store, served.rounds)
    yield store
    store.close()


def turned(store: Store, code: str) -> list[dict[str, object]]:
    """The steps that a person's meeting has taken, as they are kept."""
    return list(records.read_draft(store, code, PLACE).get("steps") or [{}])


def drafts(store: Store, code: str) -> str:
    return json.dumps(records.read_draft(store, code, PLACE), default=str)


@pytest.mark.long
@pytest.mark.parametrize("share", [-5.0, 0.0, 100.0, 1e300, float("nan"), float("inf")])
def test_a_slider_beyond_its_ends_turns_nothing(served: Served, kept: Store, share: float) -> None:
    with Client(served.url, PAGE, query("budi")) as client:
        client.set(COMMITMENT, [share])
        assert client.has(UNTURNED)
        # The field still works, and only what it allows is kept.
        client.set(COMMITMENT, [45.0])
        assert not client.has(UNTURNED)
    assert turned(kept, "budi") == [{}, {"weights": {"commitment": 45}}]


@pytest.mark.long
def test_choices_that_are_not_offered_are_not_taken(served: Served, kept: Store) -> None:
    with Client(served.url, PAGE, query("budi")) as client:
        client.set(render(message("Weights"), "id"), ["no such weight", NAUGHTY])
        client.set(render(message("Quota"), "id"), "../../etc/passwd")
        client.set(render(message("Look at"), "id"), ["everything"])
        assert client.has(UNTURNED)
        assert not client.has("no such weight")
    assert "passwd" not in drafts(kept, "budi")
    assert "no such weight" not in drafts(kept, "budi")


@pytest.mark.long
def test_a_button_that_cannot_be_pressed_does_nothing_when_it_is(served: Served, kept: Store) -> None:
    with Client(served.url, PAGE, query("budi")) as client:
        for name in ("Undo", "Redo", "Back to the baseline"):
            client.set(render(message(name), "id"), True)
            assert client.has(UNTURNED), name
    assert turned(kept, "budi") == [{}]


@pytest.mark.long
@pytest.mark.parametrize("text", [NAUGHTY, "Rp 1e9", "９" * 12, "9" * 5_000, "Rp -1", "nan"])
def test_money_that_is_none_is_refused_with_its_own_letters(served: Served, kept: Store, text: str) -> None:
    with Client(served.url, PAGE, query("budi")) as client:
        client.set(MONEY, text)
        assert client.has(UNTURNED)
        assert client.elements("alert")
        client.set(MONEY, "Rp 3.000.000.000")
        assert not client.has(UNTURNED)
    assert turned(kept, "budi")[-1] == {"money": 3_000_000_000}


@pytest.mark.long
@pytest.mark.parametrize("path", ["admin", "data"])
def test_a_page_of_others_is_not_there_for_whoever_asks_by_its_name(served: Served, path: str) -> None:
    with pytest.raises(TroubleError, match="there is no page"):
        Client(served.url, path, query("budi")).open()


@pytest.mark.long
def test_two_people_see_nothing_of_each_others_fields(served: Served, kept: Store) -> None:
    with Client(served.url, PAGE, query("budi")) as one, Client(served.url, PAGE, query("citra")) as other:
        one.set(MONEY, "Rp 2.750.000.000")
        other.ask()
        assert other.has(UNTURNED)
        assert not other.has("2.750.000.000")
        one.ask()
        assert not one.has(UNTURNED)
    assert turned(kept, "citra") == [{}]


def put(served: Served, **headers: str) -> int:
    """What an upload to a page that nobody has open is answered with."""
    connection = HTTPConnection("127.0.0.1", served.port, timeout=20)
    try:
        connection.request("PUT", "/_stcore/upload_file/any/any", b"x", headers)
        return connection.getresponse().status
    finally:
        connection.close()


def token_of(served: Served) -> str:
    """The token that the server gives a browser."""
    connection = HTTPConnection("127.0.0.1", served.port, timeout=20)
    try:
        connection.request("GET", "/_stcore/health")
        given = str(connection.getresponse().getheader("Set-Cookie"))
    finally:
        connection.close()
    return given.partition(";")[0].partition("=")[2]


@pytest.mark.long
def test_nothing_is_uploaded_without_the_token_of_a_page(served: Served) -> None:
    token = token_of(served)
    assert put(served) == 403
    assert put(served, Origin=f"http://127.0.0.1:{served.port}") == 403
    assert put(served, **{"X-Xsrftoken": "made up"}) == 403
    assert put(served, **{"X-Xsrftoken": token}) == 403, "the cookie must say the same"
    # With both it comes as far as the page, which is not there.
    assert put(served, **{"X-Xsrftoken": token, "Cookie": f"_streamlit_xsrf={token}"}) == 400


@pytest.mark.long
@pytest.mark.parametrize(
    "path",
    [
        "/files/../pilih.sqlite",
        "/files/%2e%2e%2fpilih.sqlite",
        "/files/" + "a" * 64,
        "/shapes/../../pyproject.toml",
        "/shapes/%2e%2e/pyproject.toml",
        "/app/static/../pyproject.toml",
        "/app/static/%2e%2e/pyproject.toml",
        "/media/../pyproject.toml",
        "/component/streamlit/..%2f..%2fpyproject.toml",
    ],
)
def test_no_path_leads_out_of_what_is_served(served: Served, path: str) -> None:
    connection = HTTPConnection("127.0.0.1", served.port, timeout=20)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        held = answer.read()
    finally:
        connection.close()
    # Streamlit answers with its own first page where there is none of that name.
    assert answer.status in {400, 403, 404} or held.lstrip().lower().startswith(b"<!doctype html")
    assert b"SQLite format" not in held
    assert b"requires-python" not in held
