"""The same tests on both databases: `url` is an empty store of each, `store` an open one with its people."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from records import Role, Store, add_person, open_store
from tests.records.postgres import Server, server

PEOPLE = {
    "admin": {Role.ADMIN},
    "plan": {Role.PLANNER},
    "anna": {Role.ANALYST},
    "budi": {Role.COMMITTEE},
    "citra": {Role.COMMITTEE},
    "dewi": {Role.COMMITTEE},
    "audit": {Role.AUDITOR},
}


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    with server() as running:
        yield running


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.long)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return str(tmp_path / "pilih.sqlite")
    running: Server = request.getfixturevalue("postgres")
    return running.fresh()


def peopled(url: str) -> Store:
    """Open an empty store and add its people."""
    opened = open_store(url)
    for code, roles in PEOPLE.items():
        add_person(opened, "admin", code, code.title(), roles)
    return opened


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    opened = peopled(url)
    yield opened
    opened.close()
