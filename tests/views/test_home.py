"""The first page: what waits for whom, what was typed, the sample's three answers, the log for those who read it."""

import shutil
from pathlib import Path

import pytest

import records
from locales import Money, render
from records import Store
from scenarios import budget_lines
from tests.samples import ROOT, sample
from tests.views.conftest import PEOPLE, SMALL, Opened
from tests.views.parts import part, read, widget

READERS = {"budi", "citra", "audit", "admin"}


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_figures_of_the_round(opened: Opened, store: Store, language: str) -> None:
    page = opened(person="plan", language=language, scenario="budget-cut")
    assert not page.exception
    said = read(page)
    version = records.find_version(store, "plan", f"{SMALL}/budget-cut")
    money = sum(budget_lines(sample(SMALL).call, version.scenario).values())
    assert render(Money(money), language) in said
    assert f" :primary[{len(sample(SMALL).applicants)}]" in said
    names = {each.name for each in records.list_versions(store, "plan", SMALL)}
    assert f" :primary[{len(names)}]" in said


@pytest.mark.parametrize("person", sorted(PEOPLE))
def test_the_log_is_for_those_who_read_it(opened: Opened, person: str) -> None:
    page = opened(person=person)
    assert not page.exception
    assert len(page.dataframe) == (person in READERS)
    paths = {link.proto.page for link in page.get("page_link")}
    assert ("log" in paths) == (person in READERS)
    assert ("admin" in paths) == (person == "admin")


def test_what_waits_for_a_member_comes_first(opened: Opened, store: Store) -> None:
    version = records.find_version(store, "plan", f"{SMALL}/base")
    given = records.propose(
        store, "plan", version, records.outcomes_of(store, "plan", version)[-1], title="Mitra *2011*"
    )
    said = read(opened(person="budi", language="en"))
    assert "Decision 1 waits for your vote" in said.splitlines()
    assert "Mitra *2011*" in said.splitlines()
    assert "waits for your vote" not in read(opened(person="anna", language="en"))
    records.vote(store, "budi", given, "agree")
    page = opened(person="budi", language="en")
    assert "Decision 1 waits for your signature" in read(page)
    (link,) = [each for each in page.get("page_link") if "waits for" in each.proto.label]
    assert link.proto.page == "decision"
    assert "decision=1" in link.proto.query_string


def test_what_was_typed_is_found_again(opened: Opened, store: Store) -> None:
    version = records.find_version(store, "plan", f"{SMALL}/base")
    records.propose(store, "plan", version, records.outcomes_of(store, "plan", version)[-1], title="Mitra")
    assert "Isian di halaman Keputusan" not in read(opened(person="anna"))
    page = part(opened("decision", person="anna"), "voting")
    widget(page, "text_area", "note:text").set_value("belum selesai").run()
    page = opened(person="anna")
    assert "Isian di halaman Keputusan" in [link.proto.label for link in page.get("page_link")]
    assert any(each.value.endswith(" WIB") for each in page.caption), "when, where it has room to wrap"
    assert "Isian di halaman Keputusan" not in read(opened(person="plan"))


def test_the_sample_shows_its_answers_side_by_side(
    opened: Opened, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The small round stands in for the sample, which takes minutes to work out."""
    monkeypatch.setattr(records, "SAMPLE", SMALL)
    monkeypatch.setattr(records, "SHOWN_FIRST", ("base", "budget-cut", "need-first"))
    page = opened(person="anna", language="en")
    assert not page.exception
    said, links = read(page), page.get("page_link")
    for name in ("base", "budget-cut"):
        version = records.find_version(store, "anna", f"{SMALL}/{name}")
        reached = records.what_was_reached(store, "anna", records.outcomes_of(store, "anna", version)[-1])
        assert f":primary[{len(reached.awards)} libraries]" in said
        assert render(Money(reached.cost), "en") in said
        assert any(f"scenario={name}" in link.proto.query_string for link in links)
    assert len(page.get("vega_lite_chart")) == 2


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_round_that_cannot_be_read_is_said_with_its_findings(rounds: Path, opened: Opened, language: str) -> None:
    broken = rounds / "broken-2020"
    shutil.copytree(ROOT / "data" / "rounds" / SMALL, broken)
    (broken / "applicants.csv").write_text("id,name\n", encoding="utf-8")
    page = opened(language=language)
    assert not page.exception
    (box,) = [each for each in page.expander if "broken-2020" in each.label.replace("\\", "")]
    shown = [each.value for each in box.dataframe] + [each.value for each in box.table]
    assert [len(each) > 0 for each in shown] == [True]


@pytest.mark.parametrize("language", ["id", "en"])
def test_an_empty_store_says_the_four_steps(
    rounds: Path, opened: Opened, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty = rounds / "empty"
    empty.mkdir()
    monkeypatch.setenv("PILIH_ROUNDS", str(empty))
    page = opened(language=language)
    assert not page.exception
    assert len(page.columns) == 4
    assert not page.dataframe
    first = {"id": "1. Masukkan data", "en": "1. Bring in the data"}[language]
    assert first in read(page)


def test_where_no_round_can_be_read_every_page_leads_to_what_is_wrong(
    rounds: Path, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever put a faulty round into the folder is not told that there is none."""
    faulty = rounds / "faulty"
    shutil.copytree(ROOT / "data" / "rounds" / SMALL, faulty / SMALL)
    (faulty / SMALL / "applicants.csv").write_text("id,name\n", encoding="utf-8")
    monkeypatch.setenv("PILIH_ROUNDS", str(faulty))
    page = opened("plan")
    assert not page.exception
    said = read(page)
    assert "Tidak ada putaran di folder yang dapat digunakan" in said
    assert "Lihat apa yang salah" in [link.proto.label for link in page.get("page_link")]
    assert "Belum ada putaran" not in said
