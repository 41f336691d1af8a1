"""A memo of a decision as the store keeps it: everything that was said and signed, by name, as the docket has it."""

from datetime import date

import pytest

import records
import reports
from records import Store
from reports import MemoForm
from tests.records.filling import filled, proposed
from tests.reports.memos import pages, tight


def memo(store: Store, decision: int, form: MemoForm) -> reports.Memo:
    """The memo of a decision, made from the store alone."""
    known = records.read_docket(store, "audit", decision)
    round_ = records.round_from(store, "audit", known.version.round)
    outcome = records.read_outcome(store, "audit", known.outcome, round_)
    return reports.memo(outcome, records.proceedings(store, "audit", known), form)


@pytest.mark.parametrize("form", [MemoForm.NOTA_DINAS, MemoForm.BERITA_ACARA])
def test_a_memo_says_what_the_docket_has(store: Store, form: MemoForm) -> None:
    decision = filled(store)
    docket = records.read_docket(store, "audit", decision)
    assert docket.adopted is not None
    assert docket.window is not None
    said = tight("".join(pages(reports.memo_pdf(memo(store, decision, form), "en"))))
    for vote in docket.standing:
        assert tight(f"{vote['by'].title()} ({vote['by']})") in said
        assert tight(vote["text"]) in said
    assert tight("1 agree, 1 object, 1 abstain.") in said
    assert tight("Citra (citra): it costs too much") in said
    assert tight("Dewi (dewi): my brother runs one of them") in said
    (lock,) = docket.locks
    assert lock.price is not None
    assert tight(f"({lock.applicant})") in said
    assert tight(lock.reason) in said
    assert f"{float(lock.price):.3f}of" in said
    for row in docket.signatures:
        assert tight(f"{row['by'].title()} ({row['by']})") in said
    for digest in (docket.outcome.id, docket.adopted["record"], docket.version.round):
        assert digest in said
    assert tight(docket.version.reference) in said
    opens, closes = (date.fromisoformat(docket.window[each]) for each in ("opens", "closes"))
    for day in (opens, closes):
        assert tight(f"{day.day} March {day.year}") in said
    for applicant in docket.reached.awards:
        assert applicant in said
    every = form is MemoForm.BERITA_ACARA
    for text in [row["text"] for row in docket.notes] + ["the road to it is closed"]:
        assert (tight(text) in said) == every


def test_what_is_only_proposed_is_a_draft_of_nobody_yet(store: Store) -> None:
    decision = proposed(store).decision
    known = records.proceedings(store, "audit", records.read_docket(store, "audit", decision))
    assert known.draft
    assert known.record == ""
    assert not known.signed
    said = pages(reports.memo_pdf(memo(store, decision, MemoForm.BERITA_ACARA), "id"))
    assert all("RANCANGAN: belum ditetapkan" in page for page in said)


def test_signatures_of_an_earlier_proposal_are_not_those_of_this_one(store: Store) -> None:
    first = proposed(store)
    records.sign(store, "budi", first)
    docket = records.read_docket(store, "plan", first.decision)
    records.propose_again(store, "plan", first.decision, docket.version, docket.outcome, note="once more")
    known = records.proceedings(store, "audit", records.read_docket(store, "audit", first.decision))
    assert not known.signed
    assert [each.number for each in known.suggestions] == [1, 2]
