"""The memo on the decision page: chosen, typed and seen at once, kept, and taken; a draft until it is adopted."""

import pytest
from streamlit.testing.v1 import AppTest

import records
import reports
from records import Store
from reports import MemoForm
from tests.reports.memos import pages, tight
from tests.views.conftest import Opened
from tests.views.parts import part, taken, widget
from tests.views.test_decision import adopted, proposed

FILE = "-id.pdf"


def papers(opened: Opened, person: str, language: str = "id") -> AppTest:
    """The page at the memo."""
    page = part(opened("decision", person=person, language=language), "papers")
    shown: AppTest = widget(page, "segmented_control", "paper").set_value("memo").run()
    assert not shown.exception
    return shown


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("form", list(MemoForm))
def test_every_form_is_shown_page_by_page_and_taken(
    opened: Opened, store: Store, form: MemoForm, language: str
) -> None:
    decision = adopted(store)
    page = papers(opened, "audit", language)
    widget(page, "segmented_control", "form").set_value(form.value).run()
    assert not page.exception
    content = taken(page, f"decision-{decision}-{form}-{language}.pdf")
    said = pages(content)
    images = page.image
    assert len(images) == len(said)
    alts = [image.proto.imgs[0].alt for image in images]
    between = {"id": "dari", "en": "of"}[language]
    for number, alt in enumerate(alts, start=1):
        assert f"{number} {between} {len(said)}" in alt
    assert not any("RANCANGAN" in each or "DRAFT" in each for each in said)
    docket = records.read_docket(store, "audit", decision)
    outcome = records.read_outcome(
        store, "audit", docket.outcome, records.round_from(store, "audit", docket.version.round)
    )
    again = reports.memo(outcome, records.proceedings(store, "audit", docket), form)
    assert content == reports.memo_pdf(again, language)


def test_before_it_is_adopted_only_a_marked_draft_is_taken(opened: Opened, store: Store) -> None:
    decision = proposed(store).decision
    page = papers(opened, "plan")
    assert any("setiap halaman bertanda rancangan" in each.value for each in page.warning)
    (name,) = [each for each in page.session_state["offers"] if each.endswith(FILE)]
    assert name.endswith(f"decision-{decision}-nota-dinas-draft-id.pdf")
    assert all("RANCANGAN: belum ditetapkan" in each for each in pages(taken(page, FILE)))


def test_what_is_typed_is_in_the_memo_and_outlives_the_page(opened: Opened, store: Store) -> None:
    adopted(store)
    page = papers(opened, "plan")
    widget(page, "text_input", "number").set_value("12/#panic(1)/2016").run()
    widget(page, "text_input", "place").set_value("Kota Ambon").run()
    widget(page, "text_input", "to").set_value("Kepala Perpusnas").run()
    widget(page, "text_area", "signatories").set_value("Dr. Siti; Ketua; 1970 1\n\nBudi; Anggota").run()
    again = papers(opened, "plan")
    assert widget(again, "text_input", "number").value == "12/#panic(1)/2016"
    said = tight("".join(pages(taken(again, FILE))))
    for each in ("12/#panic(1)/2016", "Kota Ambon", "Kepala Perpusnas", "Dr. Siti", "Ketua", "NIP 1970 1", "Budi"):
        assert tight(each) in said
    other = papers(opened, "budi")
    assert widget(other, "text_input", "number").value == "", "each person types for themselves"


def test_a_signatory_that_cannot_be_read_is_said(opened: Opened, store: Store) -> None:
    adopted(store)
    page = papers(opened, "plan")
    widget(page, "text_area", "signatories").set_value("a;b;c;d\nSiti; Ketua").run()
    assert not page.exception
    assert any("nama; jabatan; NIP" in each.value for each in page.error)
    assert "Ketua" in "".join(pages(taken(page, FILE))), "the others are there"


def test_annexes_are_left_out_and_the_language_is_another_than_the_page_s(opened: Opened, store: Store) -> None:
    adopted(store)
    page = papers(opened, "plan")
    before = len(page.image)
    widget(page, "button_group", "annexes nota-dinas").set_value([]).run()
    widget(page, "segmented_control", "language").set_value("en").run()
    assert not page.exception
    assert len(page.image) < before
    said = "".join(pages(taken(page, "-nota-dinas-en.pdf")))
    assert "MEMORANDUM" in said
    assert "NOTA DINAS" not in said
    assert "Nota dinas: halaman 1" in page.image[0].proto.imgs[0].alt, "the page itself speaks Indonesian"
