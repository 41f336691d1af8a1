"""Sign-ins: what has ended never begins again, and only an administrator says who somebody is."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

import records
from intake import InputError
from records import Store, open_store
from tests.records.conftest import peopled

CLAIMS = {"iss": "https://masuk.example", "sub": "42", "name": "Budi", "email": "budi@example", "iat": 1, "nonce": "a"}


class Clock:
    """A clock that is put forward by hand."""

    def __init__(self) -> None:
        self.at = datetime(2016, 3, 1, 8, tzinfo=UTC)

    def __call__(self) -> str:
        return self.at.isoformat().replace("+00:00", "Z")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def timed(url: str, clock: Clock) -> Iterator[Store]:
    peopled(url).close()
    opened = open_store(url, now=clock)
    yield opened
    opened.close()


def test_an_ended_sign_in_never_begins_again(timed: Store) -> None:
    held = records.sign_in_of(timed, CLAIMS)
    assert held is not None
    assert records.sign_in_of(timed, dict(reversed(CLAIMS.items()))) == held
    assert records.is_open(timed, held.key)
    records.end_sign_in(timed, held.key)
    assert records.sign_in_of(timed, CLAIMS) is None
    assert not records.is_open(timed, held.key)
    again = records.sign_in_of(timed, {**CLAIMS, "nonce": "b"})
    assert again is not None
    assert again.key != held.key


@pytest.mark.parametrize(
    ("steps", "minutes", "alive"), [(1, 119, True), (1, 125, False), (11, 60, True), (13, 60, False)]
)
def test_a_sign_in_ends_after_two_hours_away_or_twelve_in_all(
    timed: Store, clock: Clock, steps: int, minutes: int, alive: bool
) -> None:
    held = records.sign_in_of(timed, CLAIMS)
    assert held is not None
    for _ in range(steps):
        clock.at += timedelta(minutes=minutes)
        found = records.sign_in_of(timed, CLAIMS)
    assert (found is not None) is alive
    assert records.is_open(timed, held.key) is alive


def test_who_somebody_is_is_an_administrators_word_and_the_latest_counts(store: Store) -> None:
    assert records.person_of(store, "https://masuk.example", "42") is None
    records.identify(store, "admin", "budi", "https://masuk.example", "42")
    found = records.person_of(store, "https://masuk.example", "42")
    assert found is not None
    assert (found.code, found.roles) == ("budi", frozenset({records.Role.COMMITTEE}))
    assert records.person_of(store, "https://other.example", "42") is None
    records.identify(store, "admin", "citra", "https://masuk.example", "42")
    (held,) = records.list_identities(store, "admin")
    assert held.person == "citra"
    records.disown(store, "admin", held)
    assert records.person_of(store, "https://masuk.example", "42") is None
    assert [entry.action for entry in records.read_log(store, "admin", most=3)] == [
        "identity.remove",
        "identity.add",
        "identity.add",
    ]
    assert records.verify_log(store, "admin") == []


@pytest.mark.parametrize("who", ["budi", "plan", "anna", "audit", "nobody"])
def test_nobody_else_says_it_or_sees_who_signed_in(store: Store, who: str) -> None:
    records.identify(store, "admin", "citra", "https://masuk.example", "42")
    (held,) = records.list_identities(store, "admin")
    for call in (
        lambda: records.identify(store, who, who, "https://masuk.example", "43"),
        lambda: records.disown(store, who, held),
        lambda: records.list_identities(store, who),
        lambda: records.list_sign_ins(store, who),
        lambda: records.end_sign_ins(store, who, "https://masuk.example", "42"),
    ):
        with pytest.raises(InputError):
            call()
    assert records.person_of(store, "https://masuk.example", "42") is not None


def test_an_administrator_ends_every_sign_in_of_an_identity(timed: Store) -> None:
    one = records.sign_in_of(timed, CLAIMS)
    two = records.sign_in_of(timed, {**CLAIMS, "nonce": "b"})
    other = records.sign_in_of(timed, {**CLAIMS, "sub": "43"})
    assert one is not None
    assert two is not None
    assert other is not None
    records.end_sign_ins(timed, "admin", CLAIMS["iss"], "42")  # type: ignore[arg-type]
    assert [records.is_open(timed, each.key) for each in (one, two, other)] == [False, False, True]
    assert {each.subject for each in records.list_sign_ins(timed, "admin")} == {"42", "43"}
