"""The language that a page says it is in, for whoever has it read aloud: in the first answer, and after a change."""

import urllib.request
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.conftest import Tab
from tests.e2e.serving import Served
from views import own_words

Spoken = Callable[[str], str]


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


@pytest.fixture
def spoken(chromium: Browser) -> Iterator[Spoken]:
    """Have a piece of a page said in Indonesian, and give what it then is; English again it is what it was."""
    page = chromium.new_page()
    page.add_script_tag(content=own_words.script())

    def said(html: str) -> str:
        page.set_content(f"<body>{html}</body>")
        body = page.locator("body")
        before = body.inner_html()
        page.evaluate("speak(true)")
        told = body.inner_html()
        page.evaluate("speak(false)")
        assert body.inner_html() == before
        return told

    yield said
    page.close()


@pytest.mark.parametrize("part", ["stSelectboxVirtualDropdown", "stMultiSelectDropdown"])
def test_options_that_are_data_are_left_as_they_are(spoken: Spoken, part: str) -> None:
    data = "".join(f"<p>{each}</p>" for each in ("Page 1", "Stop", "Open", "Format", "Median", "Remove ink"))
    their = "<p>No results</p><p>Select all</p><p>Select 12 matches</p>"
    ours = "<p>Tidak ada yang cocok</p><p>Pilih semua</p><p>Pilih 12 yang cocok</p>"
    assert spoken(f'<div data-testid="{part}">{data}{their}</div>') == f'<div data-testid="{part}">{data}{ours}</div>'
    assert spoken(f"<div>{data}{their}</div>") == f"<div>{data}{their}</div>"


def test_the_menus_of_a_column_are_said_and_what_is_data_in_them_is_not(spoken: Spoken) -> None:
    menu = '<div data-testid="stDataFrameColumnMenu"><b>Format</b><div role="menuitem">{0}</div></div>'
    assert spoken(menu.format("Statistics")) == menu.format("Statistik")
    formats = '<div data-testid="stDataFrameColumnFormattingMenu"><div role="menuitem">{0}</div></div>'
    assert spoken(formats.format("Scientific")) == formats.format("Notasi ilmiah")
    figures = (
        '<div data-testid="stDataFrameStatisticsMenu"><div data-testid="stDataFrameStatisticsContent">'
        '<div data-testid="stDataFrameStatisticsChart" aria-label="{0}: Sum: 2 (100%)"><i>Sum</i></div><hr>'
        '<div data-testid="stDataFrameStatisticsMetrics"><span>{1}</span><span>3</span></div>{2}</div></div>'
    )
    assert spoken(figures.format("Top values frequency chart", "Empty", "")) == figures.format(
        "Grafik nilai yang paling sering", "Kosong", ""
    )
    sampled = figures.format("x", "Sum", "<p>Based on sample</p>")
    assert spoken(sampled) == figures.format("x", "Jumlah", "<p>Berdasarkan sebagian baris</p>")
    assert spoken('<div data-testid="stDataFrameStatisticsMenu"><p>No data</p></div>').count("Tidak ada data") == 1
