"""With the keyboard alone: choices, and a whole path of a member of the committee and of a planner, to the store."""

from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import expect

import records
from tests.e2e.conftest import Tab
from tests.e2e.keyboard import Keyboard
from tests.e2e.places import address
from tests.e2e.serving import Served
from tests.e2e.visit import Visit
from tests.scenarios.clusters import eventually
from tests.stocked import SMALL

TITLE = "Anggaran yang dipotong"
DISSENT = "terlalu sedikit di luar Jawa"
NOTE = "perangkat lebih murah"
SLOW = """
window.WebSocket = class extends WebSocket {
  addEventListener(kind, hear, ...more) {
    if (kind !== "message") return super.addEventListener(kind, hear, ...more);
    const heard = [];
    super.addEventListener(kind, event => heard.push(event));
    setInterval(() => { if (heard.length) hear.call(this, heard.shift()); }, 15);
  }
};
"""
"""A browser that draws after each thing it hears, as a busy one may: what the server says together comes bit by bit."""
RUPIAH, PLACES = 1_300_000_000, 30


def test_language_and_parts_are_changed_without_a_mouse(seen: Served, tab: Tab) -> None:
    visit = tab(seen).open(address("plan"))
    keyboard = Keyboard(visit)
    keyboard.to(visit.page.get_by_role("radio", name="Bahasa Indonesia")).press("ArrowRight", "Enter")
    visit.sees("First partners 2011")
    *_, last = parts = visit.parts()
    for each in parts[1:]:
        keyboard.choose("Part of the page", each)
        expect(visit.part(each)).to_be_checked()
    visit.turn_to("Ranking").turn_to("Plan and export")
    expect(visit.part(last)).to_be_checked()


def test_nobody_is_thrown_out_of_the_parts_while_a_page_is_drawn_anew(seen: Served, tab: Tab) -> None:
    visit = tab(seen)
    visit.page.add_init_script(SLOW)
    visit.open(address("plan"), lang="en").sees("libraries funded")
    expect(visit.part("Files")).to_be_visible()
    parts = visit.parts()
    Keyboard(visit).to(visit.part(parts[0]))
    for each in parts[1:]:
        visit.page.keyboard.press("ArrowRight")
        expect(visit.part(each)).to_be_focused()
        visit.page.keyboard.press("Space")
    visit.settle()
    expect(visit.part(parts[-1])).to_be_focused()
    expect(visit.part(parts[-1])).to_be_checked()


@pytest.mark.long
def test_a_member_proposes_votes_and_signs_without_a_mouse(seen: Served, tab: Tab, tmp_path: Path) -> None:
    store = records.open_store(seen.store)
    visit = tab(seen).open("compare", scenario="budget-cut")
    keyboard = Keyboard(visit).find("Anda adalah", "budi")
    page = visit.page
    keyboard.choose("Bagian halaman", "Angka & pengaturan")
    visit.sees("terbukti optimal")
    to_page(keyboard, "Keputusan")
    keyboard.to(visit.field("Yang akan diputuskan")).write(TITLE)
    keyboard.to(page.get_by_role("button", name="Usulkan", exact=True)).press("Space")
    (docket,) = records.list_dockets(store, "budi", SMALL)
    assert (docket.title, docket.by, docket.version.name) == (TITLE, "budi", "budget-cut")
    keyboard.choose("Bagian keputusan", "Pembahasan (0)")
    visit.shot("keyboard-discussion")
    to_page(keyboard, "Rapat")
    keyboard.to(page.get_by_role("slider").first).press("ArrowLeft", "ArrowLeft")
    visit.sees("SIMULASI")
    keyboard.to(page.get_by_role("button", name="Batalkan")).press("Space", "Space")
    visit.sees("Patokan – belum ada yang diubah")
    keyboard.choose("Lihat", "Usulan").choose("Suara Anda", "keberatan")
    keyboard.to(visit.field("Alasan (wajib)")).write(DISSENT)
    keyboard.to(page.get_by_role("button", name="Berikan suara", exact=True)).press("Enter")
    (vote,) = records.read_docket(store, "budi", docket.id).standing
    assert (vote["by"], vote["vote"], vote["text"]) == ("budi", "object", DISSENT)
    visit.shot("keyboard-vote")
    keyboard.to(page.get_by_test_id("stExpandSidebarButton")).press("Enter")
    to_page(keyboard, "Keputusan")
    for person in ("budi", "citra"):
        keyboard.find("Anda adalah", person).choose("Bagian keputusan", "Tanda tangani")
        sign = page.get_by_role("button", name="Tanda tangani", exact=True)
        # Both buttons that confirm it go away, and none stands behind them: that is the end of the page, where the way
        # begins at the top again; whoever signs is thrown nowhere.
        keyboard.to(sign).press("Enter").to(sign).press("Enter")
    docket = records.read_docket(store, "budi", docket.id)
    assert [row["by"] for row in docket.signatures] == ["budi", "citra"]
    assert docket.adopted is not None
    visit.sees(docket.adopted["record"])
    keyboard.choose("Bagian keputusan", "Surat & berkas").choose("Naskah yang mana", "Naskah keputusan")
    memo = take(keyboard, "Naskah (PDF)", tmp_path)
    assert "draft" not in memo.name
    store.close()


@pytest.mark.long
def test_a_planner_changes_solves_saves_and_takes_the_workbook_without_a_mouse(
    seen: Served, tab: Tab, tmp_path: Path
) -> None:
    store = records.open_store(seen.store)
    visit = tab(seen).open("scenario", scenario="base")
    keyboard = Keyboard(visit).find("Anda adalah", "plan")
    page = visit.page
    keyboard.to(visit.field("Perangkat")).write("Rp 1.300.000.000")
    keyboard.choose("Bagian skenario", "Aturan").find("Aturan", "Paling banyak 34 tempat")
    keyboard.to(page.get_by_role("textbox", name="Paling banyak", exact=True)).write(str(PLACES))
    keyboard.to(page.get_by_role("button", name="Hitung tuntas")).press("Enter")
    visit.sees("terbukti optimal")
    visit.sees(" detik")
    visit.shot("keyboard-solved")
    keyboard.to(visit.field("Apa yang diubah, dan mengapa")).write(NOTE)
    keyboard.to(page.get_by_role("button", name="Simpan sebagai versi 2", exact=True)).press("Space")
    visit.shot("keyboard-saved")
    visit.sees("Skenario dasar · versi 2")
    made = records.find_version(store, "plan", f"{SMALL}/base")
    assert (made.number, made.by, made.note) == (2, "plan", NOTE)
    assert list(made.scenario.budget.lines.values()) == [RUPIAH]
    assert next(rule for rule in made.scenario.rules if rule.id == "slots").at_most == PLACES  # type: ignore[attr-defined]
    to_page(keyboard, "Rencana dan ekspor")
    keyboard.choose("Bagian halaman", "Berkas")
    book = openpyxl.load_workbook(take(keyboard, "plan.xlsx", tmp_path), read_only=True)
    cells = {cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row}
    # The page has a worker keep the plan, for which nobody waits.
    eventually(lambda: bool(records.outcomes_of(store, "plan", made)))
    reached = records.what_was_reached(store, "plan", records.outcomes_of(store, "plan", made)[-1])
    store.close()
    assert 0 < len(reached.awards) <= PLACES
    assert {*reached.awards, reached.cost, PLACES} <= cells


def to_page(keyboard: Keyboard, title: str) -> None:
    """Go to a page by the navigation."""
    keyboard.to(keyboard.visit.page.get_by_role("link", name=title, exact=True)).press("Enter")


def take(keyboard: Keyboard, name: str, folder: Path) -> Path:
    """Take a file by its link."""
    visit: Visit = keyboard.visit
    keyboard.to(visit.page.get_by_role("link", name=name).first)
    with visit.page.expect_download() as coming:
        visit.page.keyboard.press("Enter")
    kept = folder / coming.value.suggested_filename
    coming.value.save_as(kept)
    return kept
