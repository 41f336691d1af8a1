"""`pilih decide memo`: every form in both languages, the draft that says so, and what is refused."""

import pytest

from tests.cli.test_records import BASE, Desk, desk, keep_plan
from tests.records.filling import NAME
from tests.reports.memos import pages, tight

__all__ = ["desk"]


@pytest.fixture
def proposed(desk: Desk) -> Desk:
    """A store with a decision that nobody signed yet."""
    keep_plan(desk, BASE.read_bytes())
    desk.told("decide", "propose", f"{NAME}/base", "--title", "Mitra #panic(1) 2011", who="siti")
    return desk


def test_every_form_is_written_and_is_a_draft_until_it_is_adopted(proposed: Desk) -> None:
    target = proposed.folder / "memos" / "memo.pdf"
    typed = ("--place", "Ambon", "--day", "2016-03-09", "--number", "7/2016", "--signatory", "Dr. Siti; Ketua; 19 70")
    for adopted in (False, True):
        for form in ("nota-dinas", "berita-acara", "lampiran-sk"):
            for language, mark in (("id", "RANCANGAN"), ("en", "DRAFT")):
                words = ("decide", "memo", "1", "--form", form, "-o", target, *typed, "--language", language)
                told = proposed.data(*words, who="siti")
                assert (told["draft"], told["form"], told["files"]) == (not adopted, form, [str(target)])
                content = target.read_bytes()
                said = pages(content)
                assert [mark in page for page in said] == [not adopted] * len(said)
                for each in ("Ambon", "7/2016", "Dr. Siti", "Ketua", "NIP 19 70", "Mitra #panic(1) 2011"):
                    assert tight(each) in tight("".join(said))
        proposed.told(*words, who="siti")
        assert target.read_bytes() == content, "the same memo has the same bytes"
        if not adopted:
            for person in ("budi", "citra"):
                proposed.told("decide", "sign", "1", who=person)
    assert [path.name for path in target.parent.iterdir()] == ["memo.pdf"]


def test_its_name_says_what_it_is(proposed: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(proposed.folder)
    said = proposed.told("decide", "memo", "1", "--form", "nota-dinas", "--no-annex", "--language", "en", who="siti")
    name = f"{NAME}-decision-1-nota-dinas-draft-en.pdf"
    assert "draft" in said
    bare = pages((proposed.folder / name).read_bytes())
    proposed.told("decide", "memo", "1", "--form", "nota-dinas", "--annex", "awards", "--language", "en", who="siti")
    assert len(pages((proposed.folder / name).read_bytes())) > len(bare)


def test_what_cannot_be_done_is_refused_without_a_trace(proposed: Desk) -> None:
    target = proposed.folder / "other.txt"
    target.write_text("mine")
    for words in (
        ("1", "-o", target),
        ("2",),
        ("1", "--signatory", "a;b;c;d", "-o", proposed.folder / "new.pdf"),
    ):
        refused = proposed.told("decide", "memo", *words, "--form", "nota-dinas", who="siti", code=1)
        assert refused
    proposed.told("decide", "memo", "1", "--form", "nota-dinas", "-o", proposed.folder / "new.pdf", who="", code=1)
    proposed.told("decide", "memo", "1", "--form", "letter", who="siti", code=2)
    assert target.read_text() == "mine"
    assert not (proposed.folder / "new.pdf").exists()
