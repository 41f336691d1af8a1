"""The states of the pages that have nothing ordinary to show: nothing there yet, faulty files, work under way."""

import shutil
from pathlib import Path

import pytest

from tests.e2e.conftest import Tab
from tests.e2e.looking import cut_off, strangers
from tests.e2e.places import PATHS, address
from tests.e2e.serving import serve
from tests.samples import ROOT

SAMPLES = ROOT / "data" / "rounds"


@pytest.mark.long
@pytest.mark.parametrize("language", ["id", "en"])
def test_nothing_is_there_yet(tmp_path: Path, tab: Tab, language: str) -> None:
    (tmp_path / "rounds").mkdir()
    with serve(tmp_path, tmp_path / "rounds") as app:
        for path in PATHS:
            visit = tab(app).open(address(path), lang=language)
            visit.shot(f"empty-{path}-{language}")
            said = visit.page.get_by_test_id("stMain").inner_text()
            assert len(said.split()) > 5, f"{path} does not say what is missing and what to do"
            assert not [*cut_off(visit.page), *strangers(visit.text(), language)], path
            visit.check()


@pytest.mark.long
def test_a_faulty_round_beside_a_sound_one(stock: Path, tmp_path: Path, tab: Tab) -> None:
    rounds = shutil.copytree(stock, tmp_path / "rounds")
    shutil.copytree(SAMPLES / "eastern-expansion-2016", rounds / "faulty")
    table = rounds / "faulty" / "applicants.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("applicant,", "pemohon baru,", 1), encoding="utf-8")
    with serve(tmp_path, rounds) as app:
        for path in PATHS:
            visit = tab(app).open(address(path))
            visit.shot(f"faulty-{path}")
            visit.check()


@pytest.mark.long
def test_work_under_way_is_seen_and_stopped(tmp_path: Path, tab: Tab) -> None:
    shutil.copytree(SAMPLES / "village-cascade-2014", tmp_path / "rounds" / "village-cascade-2014")
    with serve(tmp_path, tmp_path / "rounds") as app:
        visit = tab(app)
        visit.page.goto(f"{app.url}/{address('plan')}")
        stop = visit.page.locator('[class*="st-key-stop"] button')
        stop.wait_for(timeout=60_000)
        visit.shot("under-way")
        stop.click()
        # Whatever was found by then, it says that it is not the end, and how to come there.
        visit.page.get_by_role("button", name="Hitung sampai tuntas").wait_for(timeout=120_000)
        visit.settle()
        visit.shot("stopped")
