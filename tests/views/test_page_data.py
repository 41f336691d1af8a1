"""The data page: a messy file of an analyst ends as a kept round, and nothing is lost on the way."""

import csv
import io
import json
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

import records
from intake import imports
from records import Store
from tests.intake import messy
from tests.intake.folders import people
from tests.samples import ROOT, sample
from tests.views.conftest import SMALL, Opened
from tests.views.settling import settled
from views.asking import desk
from views.import_upload import PLACE

HEADS = {
    "applicant": "No Pendaftaran",
    "name": "NAMA PERPUSTAKAAN",
    "kind": "Jenis",
    "region_name": "Kab./Kota",
    "hours_per_week": "Jam/mgg",
}
PEOPLE = sample(SMALL).applicants
FIRST, SECOND, THIRD = (str(name) for name in PEOPLE.index[:3])


def messy_list(**changes: dict[str, str]) -> bytes:
    """The small round's list as a workbook with titles, running numbers, other headers and a line of totals."""
    text = (ROOT / "data/rounds" / SMALL / "applicants.csv").read_text(encoding="utf-8")
    rows = [row | changes.get(row["applicant"].replace("-", "_"), {}) for row in csv.DictReader(io.StringIO(text))]
    heads = [HEADS.get(name, name) for name in rows[0]]
    body = [[number, *row.values()] for number, row in enumerate(rows, 1)]
    return messy.xlsx_bytes([["DAFTAR PEMOHON"], [], ["No.", *heads], *body, ["", "JUMLAH"]], "Rekap", ["A1:F1"])


BROKEN = messy_list(
    **{FIRST.replace("-", "_"): {"staff_assigned": "banyak"}, SECOND.replace("-", "_"): {"room_m2": "99"}}
)


def uploaded(page: AppTest, content: bytes, name: str = "daftar.xlsx") -> AppTest:
    page.file_uploader[0].upload(name, content).run()
    assert not page.exception
    return page


def button(page: AppTest, key: str) -> Any:
    return page.button(key=key)


def pressed(page: AppTest, key: str) -> AppTest:
    assert not button(page, key).disabled
    button(page, key).click().run()
    assert not page.exception
    return page


def widget(found: Any, start: str) -> Any:
    """The one widget of a kind whose key begins so; the end of the key counts how often it was drawn anew."""
    (one,) = [each for each in found if (each.key or "").startswith(f"{PLACE}:{start}")]
    return one


def step(page: AppTest) -> str:
    return str(widget(page.button_group, "step").value)


def words(page: AppTest) -> str:
    kinds = (page.markdown, page.caption, page.text, page.error, page.warning, page.success, page.subheader, page.info)
    return "\n".join(str(each.value) for kind in kinds for each in kind).replace("\\", "")


def to_rows(page: AppTest, content: bytes = BROKEN) -> AppTest:
    """From the first step to the report of the rows."""
    uploaded(page, content)
    assert step(page) == "header"
    pressed(page, "to columns")
    widget(page.selectbox, "to Rekap 3 19").select("hours_per_week").run()
    pressed(page, "to rows")
    assert step(page) == "rows"
    return page


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_messy_file_becomes_a_new_version(opened: Opened, store: Store, language: str) -> None:
    page = opened("data", person="anna", language=language)
    assert not page.exception
    uploaded(page, BROKEN, "../../etc/Daftar.xlsx")
    assert step(page) == "header"
    assert "▶ 3" in page.dataframe[0].value.iloc[:, 0].tolist()
    pressed(page, "to columns")
    assert button(page, "to rows").disabled
    assert {"en": "Hours", "id": "jam"}[language].casefold() in words(page).casefold()
    to = next(each for each in page.selectbox if "Jam mgg" in each.label)
    to.select("hours_per_week").run()
    pressed(page, "to rows")
    figures = [metric.value for metric in page.metric]
    assert figures == ["62", "0", "1", "2"]
    assert button(page, "to difference").disabled
    widget(page.text_input, "cell 4 ").input("6").run()
    pressed(page, "mend row")
    assert [metric.value for metric in page.metric] == ["63", "0", "0", "2"]
    pressed(page, "to difference")
    assert [metric.value for metric in page.metric] == ["0", "0", "2", "2"]
    changed = page.dataframe[0].value
    assert changed.iloc[:, 0].tolist() == [FIRST, SECOND]
    assert len(page.dataframe) == 2
    pressed(page, "to save")
    assert button(page, "save import").disabled
    widget(page.text_area, "note").input("Dari dinas <b>*x*</b>").run()
    pressed(page, "save import")
    kept = records.find_round(store, "anna", SMALL)
    assert (kept.by, len(records.list_rounds(store, "anna"))) == ("anna", 2)
    files = records.files_of(store, "anna", kept)
    assert files["import/source.xlsx"] == BROKEN
    note = json.loads(files["import/note.json"])
    assert note["text"] == "Dari dinas <b>*x*</b>"
    assert note["source"]["name"] == "Daftar.xlsx"
    assert [each["new"] for each in note["mended"]] == ["6"]
    assert [each["why"] for each in note["left_out"]] == ["above", "totals"]
    assert imports.made_again(files) == files["applicants.csv"]
    assert records.round_from(store, "anna", kept).applicants.loc[SECOND, "room_m2"] == 99.0
    assert records.read_draft(store, "anna", PLACE).keys() == {"saved"}
    assert SMALL in words(page)
    pressed(page, "import more")
    assert step(page) == "upload"


def test_nothing_is_lost_by_a_reload_another_window_or_a_restarted_server(opened: Opened) -> None:
    page = to_rows(opened("data", person="anna"))
    widget(page.text_input, "cell 4 ").input("6").run()
    pressed(page, "mend row")
    st.cache_resource.clear()
    again = opened("data", person="anna")
    assert step(again) == "rows"
    assert [metric.value for metric in again.metric] == ["63", "0", "0", "2"]
    other = opened("data", person="plan")
    assert step(other) == "upload"
    pressed(again, "undo")
    assert [metric.value for metric in again.metric] == ["62", "0", "1", "2"]


def test_a_half_typed_field_is_there_after_a_reload(opened: Opened) -> None:
    page = to_rows(opened("data", person="anna"))
    widget(page.text_input, "cell 4 ").input("7").run()
    widget(page.text_input, "reason 4").input("Sebab").run()
    again = opened("data", person="anna")
    assert widget(again.text_input, "cell 4 ").value == "7"
    assert widget(again.text_input, "reason 4").value == "Sebab"


def test_a_row_is_left_out_only_with_a_reason_and_comes_back(opened: Opened, store: Store) -> None:
    page = to_rows(opened("data", person="anna"))
    assert button(page, "leave out").disabled
    widget(page.text_input, "reason 4").input("Mengundurkan diri").run()
    pressed(page, "leave out")
    assert [metric.value for metric in page.metric] == ["62", "0", "0", "3"]
    widget(page.selectbox, "back").select("4").run()
    pressed(page, "take in")
    assert [metric.value for metric in page.metric] == ["62", "0", "1", "2"]


def test_what_was_chosen_for_these_headers_is_proposed_the_next_time(opened: Opened) -> None:
    to_rows(opened("data", person="anna"))
    page = opened("data", person="anna")
    widget(page.button_group, "step").set_value("upload").run()
    uploaded(page, messy_list(**{THIRD.replace("-", "_"): {"room_m2": "98"}}), "baru.xlsx")
    pressed(page, "to columns")
    assert not button(page, "to rows").disabled
    assert widget(page.selectbox, "to Rekap 3 19").value == "hours_per_week"


def test_a_new_round_gets_its_own_name(opened: Opened, store: Store) -> None:
    page = opened("data", person="anna")
    widget(page.selectbox, "mode").select("copy").run()
    to_rows(page, messy_list())
    pressed(page, "to difference")
    pressed(page, "to save")
    widget(page.text_input, "title").input("Putaran 2017").run()
    widget(page.text_area, "note").input("Coba").run()
    pressed(page, "save import")
    kept = records.find_round(store, "anna", "putaran-2017")
    assert records.round_from(store, "anna", kept).call.title.id == "Putaran 2017"
    assert records.find_round(store, "anna", SMALL).by == records.LOCAL


def test_somebody_elses_newer_version_is_compared_before_saving(opened: Opened, store: Store) -> None:
    page = to_rows(opened("data", person="anna"), messy_list())
    pressed(page, "to difference")
    pressed(page, "to save")
    widget(page.text_area, "note").input("Coba").run()
    other = to_rows(opened("data", person="plan"), messy_list(**{THIRD.replace("-", "_"): {"room_m2": "98"}}))
    pressed(other, "to difference")
    pressed(other, "to save")
    widget(other.text_area, "note").input("Lebih dulu").run()
    pressed(other, "save import")
    button(page, "save import").click().run()
    assert len(records.list_rounds(store, "anna")) == 2
    assert button(page, "save import").disabled
    pressed(page, "newer")
    assert step(page) == "difference"
    assert [metric.value for metric in page.metric] == ["0", "0", "1", "1"]
    pressed(page, "to save")
    assert widget(page.text_area, "note").value == "Coba"
    pressed(page, "save import")
    assert len(records.list_rounds(store, "anna")) == 3


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("content", [b"%PDF-1.7", b"", b"a\x00b;c", b"PK\x03\x04x", b"<html>"])
def test_a_file_that_is_not_read_is_told_and_not_kept(
    opened: Opened, store: Store, language: str, content: bytes
) -> None:
    page = uploaded(opened("data", person="anna", language=language), content, "daftar.csv")
    assert len(page.error) == 1
    assert step(page) == "upload"
    assert "file" not in records.read_draft(store, "anna", PLACE)


def test_names_in_the_file_are_shown_letter_by_letter(opened: Opened) -> None:
    bad = "<img src=x onerror=alert(1)> **x** :material/lock: [a](http://b)"
    rows = messy.table([{**row, "name": bad} for row in people({}, {"staff": "?!"})], {**messy.HEADS, "remark": bad})
    page = uploaded(opened("data", person="anna"), messy.csv_bytes(rows), bad + ".csv")
    pressed(page, "to columns")
    for each in (*page.markdown, *page.caption, *page.success):
        assert "<img" not in each.value.replace("\\<", "")
        assert not each.allow_html
        assert "**x**" not in each.value


def test_the_marked_file_is_offered_and_has_the_faults(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    offered: dict[str, Callable[[], bytes]] = {}

    def offer(_visit: object, _label: object, name: str, _kind: str, make: Callable[[], bytes]) -> None:
        offered[name] = make

    monkeypatch.setattr("views.data_rows.offer", offer)
    monkeypatch.setattr("views.data_upload.offer", offer)
    to_rows(opened("data", person="anna", language="en"))
    marked = openpyxl.load_workbook(io.BytesIO(offered["marked.xlsx"]()))
    assert marked.worksheets[0].cell(4, 13).comment is not None
    template = openpyxl.load_workbook(io.BytesIO(offered["applicants.xlsx"]()))
    assert template.worksheets[0].cell(1, 1).value == "Applicant ID [applicant]"


@pytest.mark.parametrize("who", ["budi", "audit"])
def test_only_those_who_make_rounds_see_the_page(opened: Opened, who: str) -> None:
    page = opened("data", person=who)
    assert not page.file_uploader


@pytest.mark.long
def test_a_long_list_is_looked_at_by_a_worker(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("views.importing.SMALL", 0)
    page = uploaded(opened("data", person="anna"), messy_list())
    pressed(page, "to columns")
    settled(page)
    widget(page.selectbox, "to Rekap 3 19").select("hours_per_week").run()
    pressed(page, "to rows")
    settled(page)
    assert [metric.value for metric in page.metric] == ["63", "0", "0", "2"]
    assert not desk().under_way()
