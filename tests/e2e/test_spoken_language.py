"""The language that a page says it is in, for whoever has it read aloud: in the first answer, and after a change."""

import urllib.request

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Tab
from tests.e2e.serving import Served


@pytest.mark.parametrize(
    ("asked", "spoken"),
    [("", "id"), ("?lang=id", "id"), ("?lang=en", "en"), ("?lang=English", "en"), ("?lang=x", "id")],
)
def test_the_first_answer_says_its_language(seen: Served, asked: str, spoken: str) -> None:
    request = urllib.request.Request(f"{seen.url}/scenario{asked}", headers={"Accept": "text/html"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        page, policy = answer.read().decode(), answer.headers["content-security-policy"]
    assert f'<html lang="{spoken}">' in page
    assert page.count("<html") == 1
    assert "unsafe" not in policy.split("script-src")[1].split(";")[0]


@pytest.mark.long
def test_a_page_says_the_language_it_is_read_in(seen: Served, tab: Tab) -> None:
    visit = tab(seen).open("scenario")
    root = visit.page.locator("html")
    expect(root).to_have_attribute("lang", "id")
    visit.speak("en")
    expect(root).to_have_attribute("lang", "en")
    visit.reload()
    expect(root).to_have_attribute("lang", "en")
    visit.speak("id")
    expect(root).to_have_attribute("lang", "id")
    # A link as people write it is kept too.
    visit.open("scenario", lang="en", scenario="budget-cut").reload()
    expect(root).to_have_attribute("lang", "en")
    visit.sees("Budget cut by 20 per cent")


@pytest.mark.long
def test_streamlits_own_words_are_in_the_language_of_the_page(seen: Served, tab: Tab) -> None:
    visit = tab(seen).open("data")
    uploader = visit.page.get_by_test_id("stFileUploader")
    expect(uploader).to_contain_text("Unggah")
    expect(uploader).to_contain_text("paling besar 20MB per berkas")
    expect(uploader).not_to_contain_text("Upload")
    visit.speak("en")
    expect(uploader).to_contain_text("Upload")
    expect(uploader).to_contain_text("20MB per file")
