"""Files of a plan: each with its digest, all in one ZIP, and the letters; nothing of a plan that does not verify."""

import datetime
import tempfile
from functools import partial
from io import BytesIO
from itertools import islice
from pathlib import Path

import streamlit as st

import records
import reports
from intake import InputError
from locales import Date, Message, message
from records import KeptOutcome
from reports import HandedOut
from scenarios import Outcome, Working
from views.asking import follow
from views.downloads import KINDS, offer
from views.kept import Kept
from views.questions import on_click
from views.sheets import key_of
from views.visit import Visit

SENT_WHOLE, LISTED = 1_000, 100
"""Applicants up to which all are offered at once, and how many of those found among more."""
SAID: dict[str, Message] = {
    "plan.xlsx": message("Workbook: all tables, reasons, rules and sources"),
    "awards.csv": message("List of awards, for spreadsheets and programs"),
    "plan.json": message("The whole plan, to be verified or replayed"),
    "certificate.json": message("Certificate: the proof that no plan is better"),
    "draw.json": message("Record of the public draw"),
    "awards.geojson": message("Map layer of the awards, GeoJSON"),
    "awards.gpkg": message("Map layer of the awards, GeoPackage"),
}


def draw(visit: Visit, outcome: Outcome) -> None:
    """Draw every file with its digest once the plan was verified, and the letters."""
    kept = _kept(visit, outcome)
    key = ("files", key_of(outcome), visit.language, "" if kept is None else kept.id)

    def begin() -> Working[HandedOut]:
        files = None if kept is None else _files(visit, kept)
        return Working(reports.hand_out, outcome, visit.language, files)

    handed = follow(visit, key, begin)
    if handed is None:
        return
    stem = f"{outcome.round.call.id}-{outcome.scenario.id}"
    proof, button = st.columns([5, 4], vertical_alignment="center")
    with button:
        said = message("Download everything as one ZIP file")
        offer(visit, said, f"{stem}.zip", KINDS["zip"], partial(bytes, handed.archive), primary=True)
    with proof:
        verified = message("The plan was verified from its round, without a solver.")
        st.success(visit.mark(verified), icon=":material/verified:")
    _certified(visit, handed, kept)
    for name in (name for name in SAID if name in handed.files):
        _file(visit, handed, name, stem)
    _letters(visit, outcome, handed, stem)


def _certified(visit: Visit, handed: HandedOut, kept: KeptOutcome | None) -> None:
    for sentence in handed.proven:
        st.text(visit.say(message("Certificate: {proven}", proven=sentence)))
    said = message(
        "The file {manifest} in it lists the SHA-256 digest of each file. The same plan gives the same files every "
        "time.",
        manifest="SHA256SUMS",
    )
    if kept is not None:
        day = Date(datetime.date.fromisoformat(kept.at[:10]))
        told = message("These are the files as the store has kept them since {day}, byte by byte.", day=day)
        said = message("{digests} {kept}", digests=said, kept=told)
    st.caption(visit.mark(said))


def _file(visit: Visit, handed: HandedOut, name: str, stem: str) -> None:
    button, what, digest = st.columns([4, 5, 5], vertical_alignment="center")
    with button:
        offer(visit, name, f"{stem}-{name}", KINDS[name.rsplit(".", 1)[-1]], partial(handed.files.__getitem__, name))
    size = message("{size} kB", size=-(-handed.files.sizes[name] // 1024))
    what.text(visit.say(message("{what} ({size})", what=SAID[name], size=size)))
    digest.text(handed.digests[name])


def _letters(visit: Visit, outcome: Outcome, handed: HandedOut, stem: str) -> None:
    st.subheader(visit.mark(message("Letters to the applicants")))
    language = visit.language
    people = {str(name): str(each) for name, each in outcome.table["name"].items()}
    names: dict[str, str] = {name: f"{each} ({name})" for name, each in people.items()}
    one, every = st.columns([3, 2], gap="medium")
    with one:
        chosen = _addressee(visit, names)
        if chosen is not None:
            made = partial(reports.letter_of, outcome, handed, chosen, language)
            offer(visit, message("Download this letter"), f"{stem}-{_plain(chosen)}.pdf", KINDS["pdf"], made)
    with every:
        key = ("letters", key_of(outcome), language)
        minutes = max(1, round(len(names) * 0.15 / 60))
        cost = message(
            "{count} letters, one page each; setting them takes about {minutes} min.", count=len(names), minutes=minutes
        )
        letters = on_click(visit, key, message("Make all letters"), cost, reports.letters_of, outcome, handed, language)
        if letters is not None:
            said = message("Download all letters for printing")
            offer(visit, said, f"{stem}-letters.pdf", KINDS["pdf"], partial(bytes, letters["letters.pdf"]))
            said = message("Download every letter as a file of its own (ZIP)")
            offer(visit, said, f"{stem}-letters.zip", KINDS["zip"], partial(reports.packed, letters))


def _addressee(visit: Visit, names: dict[str, str]) -> str | None:
    """Let one applicant be chosen; of very many, one of those whose name or number holds what is typed."""
    held, offered = Kept(visit, "plan"), names
    if len(names) > SENT_WHOLE:
        sought = held.text("letter sought", message("Name or number of the library")).strip().casefold()
        found = (code for code, said in names.items() if sought in said.casefold())
        offered = {code: names[code] for code in islice(found, LISTED)}
        if not offered:
            st.text(visit.say(message("none")))
            return None
    return held.choice("letter", message("One letter to"), dict(offered))


def _plain(name: str) -> str:
    return "".join(letter if (letter.isascii() and letter.isalnum()) or letter in "-_." else "_" for letter in name)


def _kept(visit: Visit, outcome: Outcome) -> KeptOutcome | None:
    """The outcome as the store keeps it, where it is this plan, with its files in this language; else None."""
    kept = records.answer_to(visit.store, visit.who, outcome.fingerprint)
    if kept is None:
        return None
    asked = (kept.id, key_of(outcome), visit.language)
    known: set[object] = st.session_state.setdefault("kept plans", set())
    if asked not in known:  # its files are large, and those that are kept never change; a language may be added
        files = _files(visit, kept)
        if files is None or not reports.is_plan_of(outcome, BytesIO(files[reports.PLAN])):
            return None
        known.add(asked)
    return kept


def _files(visit: Visit, kept: KeptOutcome) -> dict[str, bytes] | None:
    """The files of a kept outcome in this language; None where it is kept in another alone."""
    with tempfile.TemporaryDirectory(prefix="pilih-") as held:
        try:
            paths = records.export_outcome(visit.store, visit.who, kept, Path(held) / "plan", visit.language)
        except InputError:
            return None
        return {path.name: path.read_bytes() for path in paths}
