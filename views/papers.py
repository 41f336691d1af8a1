"""Papers: what is taken away from a decision – memo, letters, both with a preview, record, package – and its replay."""

import tempfile
from pathlib import Path

import streamlit as st

import records
import reports
from intake import InputError
from locales import Text, message
from records import Docket
from scenarios import Outcome
from views import memo_shown, replaying, states
from views.asking import ask
from views.downloads import KINDS, offer
from views.headings import heading
from views.kept import Kept
from views.visit import Visit
from views.worked import rebuilt


def draw(visit: Visit, docket: Docket) -> None:
    """Draw the memo, or the letters and all else that can be taken; the preview on one side, the files on the other."""
    kept = Kept(visit, f"decision:{docket.id}:papers")
    offered: dict[str, Text] = {"letters": message("Letters, record, package"), "memo": message("Memo of the decision")}
    paper = kept.segments("paper", message("Which papers"), offered, "letters", label_visibility="collapsed")
    try:
        outcome = rebuilt(visit, docket.outcome)
        if paper == "memo":
            memo_shown.draw(visit, docket, outcome)
        else:
            _sent(visit, docket, kept, outcome)
    except InputError as error:
        states.refused(visit, error)


def _sent(visit: Visit, docket: Docket, kept: Kept, outcome: Outcome) -> None:
    files, preview = st.columns([2, 3])
    with files:
        applicant = _applicant(kept, outcome)
        _files(visit, docket, kept, outcome)
    with preview:
        _preview(visit, docket, outcome, applicant)


def _applicant(kept: Kept, outcome: Outcome) -> str:
    called = outcome.table["name"].to_dict()
    offered: dict[str, Text] = {str(each): f"{name} ({each})" for each, name in sorted(called.items())}
    return kept.choice("applicant", message("Letter to"), offered) or next(iter(offered))


def _preview(visit: Visit, docket: Docket, outcome: Outcome, applicant: str) -> None:
    if docket.adopted is None:
        st.caption(visit.mark(message("A draft: letters are sent once the decision is adopted.")))
    page = _picture(outcome, docket.outcome.id, applicant, visit.language)
    with st.container(height=560):
        said = message("The letter to {applicant}", applicant=applicant)
        st.image(page, caption=visit.mark(said), width="stretch", alt=visit.say(said))


@st.cache_data(max_entries=64, show_spinner=False)
def _picture(_outcome: Outcome, outcome: str, applicant: str, language: str) -> bytes:
    del outcome
    (letter,) = reports.letters(_outcome, [applicant])
    return reports.letter_picture(_outcome, letter, language)


def _files(visit: Visit, docket: Docket, kept: Kept, outcome: Outcome) -> None:
    heading(visit, message("Take away"))
    if docket.adopted is None:
        st.text(
            visit.say(
                message("Letters, record and package are there once the decision is adopted: nothing is sent before.")
            )
        )
        return
    _letters(visit, docket, kept, outcome)
    store, who, number = visit.store, visit.who, docket.id

    def record() -> bytes:
        return records.take_package(store, who, number).files["decision.json"]

    def package() -> bytes:
        return reports.zipped(records.take_package(store, who, number).files)

    name = f"{docket.round_name}-decision-{docket.id}"
    offer(visit, message("Package (ZIP)"), f"{name}.zip", KINDS["zip"], package, primary=True)
    st.caption(visit.mark(message("Everything that another computer needs to verify and replay it.")))
    offer(visit, message("Record, as frozen (JSON)"), f"{name}.json", "application/json", record)
    st.divider()
    replaying.draw(visit, docket)


def _letters(visit: Visit, docket: Docket, kept: Kept, outcome: Outcome) -> None:
    """All letters in one archive; setting and verifying them takes a while, so they are asked for."""
    if not kept.get("letters"):
        said = message("Make all {count} letters", count=len(outcome.table))
        if st.button(visit.mark(said), key="letters", icon=":material/mail:"):
            kept.put(letters=True)
            st.rerun()
        return
    made = ask(visit, ("letters", docket.outcome.id, visit.language), letters_zipped, outcome, visit.language)
    if made is not None:
        name = f"{docket.round_name}-decision-{docket.id}-letters-{visit.language}.zip"
        offer(visit, message("All letters"), name, KINDS["zip"], lambda: made)


def letters_zipped(outcome: Outcome, language: str) -> bytes:
    """Set every letter of an outcome, and pack them with their index; none unless the plan verifies."""
    with tempfile.TemporaryDirectory(prefix="pilih-") as held:
        written = reports.write_letters(outcome, reports.letters(outcome), Path(held) / "letters", language)
        return reports.zipped({path.name: path.read_bytes() for path in written})
