"""Every page in both languages, and for every person: nobody is shown a page that is not for their roles."""

import pytest

import records
from records import Role, Store
from tests.views.conftest import PEOPLE, Opened
from tests.views.settling import settled
from views.pages import PAGES, PageKind, seen_by
from views.visit import Visit


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("kind", PAGES, ids=lambda kind: kind.path)
def test_a_page_is_drawn_in_both_languages(opened: Opened, kind: PageKind, language: str) -> None:
    page = settled(opened(kind.path, language=language, scenario="base"))
    assert not page.exception
    assert not page.error, [each.value for each in page.error]
    written = [*page.title, *page.header, *page.subheader, *page.markdown, *page.text, *page.metric, *page.caption]
    assert written


@pytest.mark.parametrize("code", [*PEOPLE, records.LOCAL])
def test_the_navigation_shows_what_the_roles_may_see_and_nothing_else(store: Store, code: str) -> None:
    person = next(each for each in records.list_people(store, records.LOCAL) if each.code == code)
    shown = {kind.path for kind in seen_by(Visit(store, person, "id", local=True))}
    assert shown == {kind.path for kind in PAGES if person.roles & set(kind.roles)}
    if Role.ADMIN not in person.roles:
        assert "admin" not in shown


@pytest.mark.parametrize(
    ("path", "code"),
    [(kind.path, code) for kind in PAGES for code, (_, roles) in PEOPLE.items() if not roles & set(kind.roles)],
)
def test_a_page_that_is_not_for_somebody_is_not_reached_by_its_address(opened: Opened, path: str, code: str) -> None:
    allowed = settled(opened(path, scenario="base"))
    refused = settled(opened(path, person=code, scenario="base"))
    assert not refused.exception
    title = [each.value for each in allowed.title]
    assert title != [each.value for each in refused.title]


@pytest.mark.parametrize(
    ("written", "said"), [("en", "Criteria"), ("English", "Criteria"), ("id", "Kriteria"), ("xx", "Kriteria")]
)
def test_the_language_is_taken_from_the_address(opened: Opened, written: str, said: str) -> None:
    page = opened("criteria", lang=written, scenario="base")
    assert not page.exception
    assert said in {each.value for each in page.title}
