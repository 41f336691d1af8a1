"""The analyst's journey: a file as an office sends it becomes the next version of a round, exactly as it was meant."""

import json
from pathlib import Path

import openpyxl
import pytest

import records
from intake import imports
from tests.e2e.conftest import Tab
from tests.e2e.messy_workbook import HOSTILE, LEFT_OUT, Messy
from tests.e2e.serving import Served
from tests.e2e.visit import Visit
from tests.samples import sample
from tests.stocked import SMALL

WRONG, TWICE, NAMED = "D-1209", "D-1275", "D-1306"
OFFICE = Messy(
    {"D-1212": "Kab. Deli Serdangg", "D-1306": "Kab Padang Paryaman"},
    TWICE,
    {(WRONG, "staff_assigned"): "banyak"},
    NAMED,
)
NOTE = "Dari dinas, 28 November; jumlah petugas ditanyakan lewat telepon"
UNREAD = ("data_note",)
"""A column of the sample's file that no question asks for."""


def to_rows(visit: Visit, file: Path) -> None:
    """Upload a file, and go on to the report of its rows."""
    visit.upload(file)
    visit.shot("analyst-header")
    assert visit.page.get_by_role("combobox", name="Lembar").input_value() == "Rekap"
    assert "▶ 5" in [row[0] for row in visit.table()]
    visit.press("Lanjut ke kolom")


def row_named(visit: Visit, number: int, name: str) -> None:
    """Choose the faulty row of this number."""
    visit.unfold(visit.page.get_by_role("combobox", name="Baris", exact=True))
    visit.page.get_by_role("option", name=f"baris {number}: {name}").click()
    visit.settle()


def leave_out(visit: Visit, number: int, name: str, reason: str) -> None:
    """Leave a row out, for a reason."""
    row_named(visit, number, name)
    visit.type_in("Alasan baris ini tidak diikutkan", reason).press("Jangan ikutkan baris ini")


def save(visit: Visit, note: str) -> None:
    """Save what is looked at, from the step of the difference on."""
    visit.press("Lanjut ke penyimpanan")
    assert visit.page.get_by_role("button", name="Simpan versi ini", exact=True).is_disabled()
    visit.type_in("Catatan: asal daftar ini, dan apa yang diputuskan tentangnya", note)
    visit.shot("analyst-save", whole=True)
    visit.press("Simpan versi ini")
    visit.sees("Tersimpan:")


def metrics(visit: Visit) -> list[str]:
    """The figures of the page."""
    return [each.inner_text() for each in visit.page.get_by_test_id("stMetricValue").all()]


@pytest.mark.long
def test_a_messy_file_becomes_the_round_that_was_meant(served: Served, tab: Tab, tmp_path: Path) -> None:
    file = OFFICE.written(tmp_path, "Daftar pemohon.xlsx")
    visit = tab(served).open("data", lang="id").as_person("anna")
    to_rows(visit, file)
    assert visit.page.get_by_role("button", name="Kolom-kolom ini sudah benar", exact=True).is_disabled()
    visit.find("Jam mgg", "Jam buka per minggu (diperlukan)")
    visit.shot("analyst-columns", whole=True)
    visit.press("Kolom-kolom ini sudah benar")
    visit.shot("analyst-rows", whole=True)
    assert metrics(visit) == ["60", "2", "2", "4"]
    marked = openpyxl.load_workbook(visit.download("Unduh berkas dengan kesalahan yang ditandai", tmp_path))
    marks = {(cell.row, str(cell.value)) for line in marked.worksheets[0].iter_rows() for cell in line if cell.comment}
    assert {(6, "banyak"), (9, TWICE)} <= marks
    # A reload in the middle of it: nothing is lost.
    visit.reload()
    visit.page.get_by_text("Satu per satu baris, atau jangan ikutkan").click()
    visit.settle()
    leave_out(visit, 9, TWICE, "Sama dengan baris 8")
    row_named(visit, 6, WRONG)
    visit.type_in("staff_assigned", "5").press("Ubah sel")
    visit.shot("analyst-mended", whole=True)
    assert metrics(visit)[2] == "0"
    visit.press("Lanjut ke perbedaan")
    visit.shot("analyst-difference", whole=True)
    assert metrics(visit)[:2] == ["0", "0"]
    save(visit, NOTE)
    visit.shot("analyst-saved")
    kept_as_meant(served, file)
    visit.press("Impor daftar lain")
    later = Messy({}, "", {(TWICE, "room_m2"): "29"}, NAMED).written(tmp_path, "Daftar kedua.xlsx")
    to_rows(visit, later)
    # What was chosen for these headings is remembered.
    visit.press("Kolom-kolom ini sudah benar")
    visit.press("Lanjut ke perbedaan")
    visit.shot("analyst-second", whole=True)
    assert metrics(visit) == ["0", "0", "1", "1"]
    assert [visit.table()[1][place] for place in (0, 2, 3)] == [TWICE, "23", "29"]
    save(visit, "Luas ruang diperbaiki")
    visit.open("ranking", lang="id", person="Anna Lestari (anna)")
    visit.shot("analyst-ranking", whole=True)
    visit.sees("Perpustakaan")
    visit.open("criteria", lang="id", person="Anna Lestari (anna)")
    visit.shot("analyst-criteria", whole=True)
    visit.check()


def kept_as_meant(served: Served, file: Path) -> None:
    """What the store keeps is the sample again, whose list the messy file was made from; and every byte of the file."""
    store = records.open_store(served.store)
    kept = records.find_round(store, "anna", SMALL)
    files = records.files_of(store, "anna", kept)
    people, meant = records.round_from(store, "anna", kept.id).applicants, sample(SMALL).applicants.copy()
    store.close()
    assert kept.by == "anna"
    assert files["import/source.xlsx"] == file.read_bytes()
    assert imports.made_again(files) == files["applicants.csv"]
    note = json.loads(files["import/note.json"])
    assert (note["text"], note["source"]["name"]) == (NOTE, file.name)
    assert [(each["old"], each["new"]) for each in note["mended"]] == [("banyak", "5")]
    meant.loc[NAMED, "name"] = HOSTILE
    columns = [column for column in meant if column not in (*LEFT_OUT, *UNREAD)]
    differ = []
    assert list(people.index) == list(meant.index)
    for column in columns:
        one, other = people[column].astype(object), meant[column].astype(object)
        unlike = ~((one == other) | (one.isna() & other.isna()))
        differ += [(column, each, one[each], other[each]) for each in people.index[unlike]]
    assert not differ
