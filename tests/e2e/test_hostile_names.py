"""Names that are programs, addresses and formulas: shown letter by letter on every page, and nothing more."""

import csv
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import records
import scenarios
from tests.e2e.conftest import Tab
from tests.e2e.places import PATHS, address
from tests.e2e.serving import Served, serve
from tests.samples import ROOT
from tests.stocked import SMALL

HOSTILE = (
    '<script>window.__xss.push("script")</script>',
    '<img src="http://outside.invalid/a.png" onerror="window.__xss.push(1)">',
    "![x](http://outside.invalid/b.png)",
    "[click](javascript:window.__xss.push(2))",
    '=HYPERLINK("http://outside.invalid/c","look")',
    ":material/delete: :red[stop] $x^2$ `code` **bold** # head",
    "</div><style>*{display:none}</style>",
    "Perpustakaan " + "Umum Kabupaten Kepulauan " * 10 + "Jauh",
    "{0} {name} %s %(a)d \\n ${HOME}",
)
TAKEN_AS_MARKUP = "script[src*=outside], img[src*=outside], a[href*=outside], a[href^=javascript]"


def hostile_rounds(folder: Path) -> Path:
    """A folder of rounds whose one round has such names for titles and applicants, and a worked out plan."""
    rounds = folder / "rounds"
    shutil.copytree(ROOT / "data" / "rounds" / SMALL, rounds / SMALL)
    file = rounds / SMALL / "applicants.csv"
    with file.open(encoding="utf-8", newline="") as text:
        rows = list(csv.DictReader(text))
    for nth, row in enumerate(rows):
        row["name"] = HOSTILE[nth % len(HOSTILE)] + f" {nth}"
    with file.open("w", encoding="utf-8", newline="") as text:
        writer = csv.DictWriter(text, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    store = records.open_store(rounds / "pilih.sqlite")
    records.local_people(store)
    kept = records.keep_round(store, records.LOCAL, rounds / SMALL)
    round_ = records.round_from(store, records.LOCAL, kept.id)
    version = records.find_version(store, records.LOCAL, f"{SMALL}/base")
    records.keep_outcome(store, records.LOCAL, kept.id, scenarios.run(round_, version.scenario))
    store.close()
    return rounds


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("hostile")
    with serve(folder, hostile_rounds(folder)) as running:
        yield running


def as_read(text: str) -> str:
    """What a reader sees of a text: neither the joiners, nor how it is broken into lines."""
    return " ".join(text.replace("\u2060", "").split())


def column(table: list[list[str]], heading: str) -> list[str]:
    """The cells of a column of a table of the page."""
    place = table[0].index(heading)
    return [row[place] for row in table[1:]]


@pytest.mark.long
@pytest.mark.parametrize("path", PATHS)
def test_names_are_only_letters(hostile: Served, tab: Tab, path: str) -> None:
    visit = tab(hostile).open(address(path))
    visit.shot(f"hostile-{path}")
    for part in ("", *visit.parts()):
        if part:
            visit.open_part(part)
        assert not visit.page.locator(TAKEN_AS_MARKUP).count()
        visit.check()


@pytest.mark.long
def test_a_name_is_read_as_it_was_written(hostile: Served, tab: Tab) -> None:
    visit = tab(hostile).open(address("plan"), lang="id")
    written = {as_read(f"{name} {nth}") for nth in range(70) for name in HOSTILE}
    table = visit.table()
    listed = [as_read(name) for name in column(table, "Perpustakaan")]
    assert len(set(listed) & written) >= 8
    for applicant, name in list(zip(column(table, "Pemohon"), listed, strict=True))[:3]:
        card = tab(hostile).open(address("ranking"), lang="id", applicant=applicant)
        headings = [as_read(each.inner_text()) for each in card.page.get_by_role("heading").all()]
        assert f"{name} ({applicant})" in headings
