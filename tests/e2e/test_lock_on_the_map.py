"""A lock by a click on the map: the form opens with whoever was clicked, and the lock stands in the store."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

import records
from tests.e2e.conftest import Tab
from tests.e2e.serving import Served
from tests.e2e.visit import Visit
from tests.stocked import SMALL


def mark(page: Page, name: str) -> Locator:
    """The mark of somebody on the map of the page, by what is said of it aloud."""
    return page.locator(f'[class*="st-key-scenario-map"] [aria-roledescription="point"][aria-label^="{name},"]')


def click(visit: Visit, name: str) -> None:
    """Click where somebody's mark is; its sign lies over it there."""
    place = mark(visit.page, name)
    place.scroll_into_view_if_needed()
    box = place.bounding_box()
    assert box is not None
    visit.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    visit.settle()


def form(visit: Visit, name: str, applicant: str) -> None:
    """Wait until the form of locks is about somebody."""
    expect(visit.page.get_by_role("combobox", name=re.compile("^Pemohon"))).to_have_value(f"{name} ({applicant})")


@pytest.mark.long
def test_a_click_on_the_map_locks_with_a_reason(served: Served, tab: Tab) -> None:
    store = records.open_store(served.store)
    base = records.find_version(store, "budi", f"{SMALL}/base")
    kept = records.outcomes_of(store, "budi", base)[0]
    reached = sorted(records.what_was_reached(store, "budi", kept).awards)
    people = records.round_from(store, "budi", base.round).table()
    # Of a province with many of them, so that a plan exists without one; and nobody else stands in its district.
    most = people.loc[reached, "province"].value_counts().index[0]
    alone = people["region"].map(people["region"].value_counts()) == 1
    applicant, other = [each for each in reached if alone[each] and people["province"][each] == most][:2]
    visit = tab(served).open("scenario", round=SMALL, scenario="base", person="Budi Hartono (budi)")
    click(visit, str(people["name"][other]))
    visit.shot("scenario, somebody chosen on the map")
    form(visit, str(people["name"][other]), other)
    click(visit, str(people["name"][applicant]))
    form(visit, str(people["name"][applicant]), applicant)
    assert visit.page.get_by_role("button", name="Hitung harganya").is_disabled()
    visit.page.get_by_text("keluar dari rencana", exact=True).first.click()
    visit.settle().type_in("Alasan (dilihat semua orang)", "jalannya terputus")
    visit.press("Hitung harganya").press("Simpan kunci ini")
    made = records.find_version(store, "budi", f"{SMALL}/base")
    (lock,) = records.locks_of(store, "budi", made)
    assert (lock.applicant, lock.into, lock.reason, lock.by) == (applicant, "out", "jalannya terputus", "budi")
    store.close()
    assert "tidak boleh didanai" in str(mark(visit.page, str(people["name"][applicant])).get_attribute("aria-label"))
    visit.shot("scenario, locked out on the map", whole=True)
