"""The memo: its form, what is typed into it, its pages as pictures while one types, and the file."""

import hashlib
import json
from collections.abc import Iterator
from functools import partial

import streamlit as st

import records
import reports
from intake import InputError
from locales import Message, Text, message
from records import Docket
from reports import Memo, MemoAnnex, MemoFilled, MemoForm, Signatory
from scenarios import Outcome
from views import states
from views.downloads import KINDS, offer
from views.kept import Kept
from views.visit import Visit

LONGEST = 200
"""Characters of one typed field."""
SHOWN = 40
"""Pages that are shown; the file has them all."""
LANGUAGES: dict[str, Text] = {"id": "Bahasa Indonesia", "en": "English"}


def draw(visit: Visit, docket: Docket, outcome: Outcome) -> None:
    """Draw what can be chosen and typed on one side, the pages on the other."""
    kept = Kept(visit, f"decision:{docket.id}:memo")
    fields, preview = st.columns([2, 3])
    with fields:
        forms: dict[str, Text] = {form.value: said for form, said in reports.MEMO_FORMS.items()}
        form = MemoForm(kept.segments("form", message("Form of the memo"), forms, MemoForm.NOTA_DINAS.value))
        annexes = _annexes(kept, form)
        language = kept.segments("language", message("Language of the memo"), LANGUAGES, visit.language)
        filled = _filled(visit, kept, form)
        known = records.proceedings(visit.store, visit.who, docket)
        made = reports.memo(outcome, known, form, filled, annexes)
    with preview:
        _file(visit, made, language)
        _pages(visit, made, language)


def _annexes(kept: Kept, form: MemoForm) -> tuple[MemoAnnex, ...]:
    """The list of grants is the whole of the form that is annexed to a decree, so it is no annex there."""
    offered: dict[str, Text] = {
        each.value: said
        for each, said in reports.MEMO_ANNEXES.items()
        if form is not MemoForm.LAMPIRAN_SK or each is not MemoAnnex.AWARDS
    }
    chosen = kept.marks(f"annexes {form}", message("With it"), offered, list(offered))
    return tuple(MemoAnnex(each) for each in chosen)


def _filled(visit: Visit, kept: Kept, form: MemoForm) -> MemoFilled:
    """What is typed; a field left empty stays open for a pen, or is taken from the round."""
    number = kept.text("number", message("Number of the document"), max_chars=LONGEST)
    place = kept.text("place", message("Place of signing"), max_chars=LONGEST)
    day = kept.day("day", message("Date"))
    memo = form is MemoForm.NOTA_DINAS
    to = kept.text("to", message("Addressed to"), max_chars=LONGEST) if memo else ""
    sender_of: Message = message("Office that decrees") if form is MemoForm.LAMPIRAN_SK else message("From")
    sender = "" if form is MemoForm.BERITA_ACARA else kept.text("sender", sender_of, max_chars=LONGEST)
    written = kept.area(
        "signatories",
        message("Who signs on paper"),
        help=visit.mark(message("One person a line: name; position; NIP. Empty: those who signed here.")),
        max_chars=4_000,
    )
    st.caption(visit.mark(message("What is left empty stays open for a pen, or is taken from the round.")))
    return MemoFilled(place, day, number, to, sender, tuple(_signatories(visit, written)))


def _signatories(visit: Visit, written: str) -> Iterator[Signatory]:
    for line in (each for each in written.splitlines() if each.strip()):
        try:
            yield reports.signatory(line)
        except InputError as error:
            states.refused(visit, error)


def _file(visit: Visit, made: Memo, language: str) -> None:
    label = message("Memo (PDF)")
    if made.proceedings.draft:
        label = message("Draft of the memo (PDF)")
        said = message("Not adopted: every page is marked as a draft, and so is the name of the file.")
        st.warning(visit.mark(said), icon=":material/edit_document:")
    make = partial(reports.memo_pdf, made, language)
    offer(visit, label, reports.memo_name(made, language), KINDS["pdf"], make, primary=True)


def _pages(visit: Visit, made: Memo, language: str) -> None:
    written = json.dumps(reports.memo_data(made, language), sort_keys=True)
    pages = _pictures(made, hashlib.sha256(written.encode()).hexdigest(), language)
    form = reports.MEMO_FORMS[made.form]
    with st.container(height=640):
        for number, page in enumerate(pages[:SHOWN], start=1):
            said = message("{form}: page {page} of {pages}", form=form, page=number, pages=len(pages))
            st.image(page, caption=visit.mark(said), width="stretch", alt=visit.say(said))
        if len(pages) > SHOWN:
            st.text(visit.say(message("… and {count} more pages, in the file", count=len(pages) - SHOWN)))


@st.cache_data(max_entries=24, show_spinner=False)
def _pictures(_made: Memo, written: str, language: str) -> tuple[bytes, ...]:
    del written
    return reports.memo_pictures(_made, language)
