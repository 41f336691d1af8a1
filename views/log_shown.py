"""The log as it is shown: filters, the entries that agree, and all of one entry."""

from typing import Any

import pandas as pd
import streamlit as st

import records
from locales import Text, message
from records import Asked, Entry
from views import log_file
from views.kept import Kept
from views.moments import begins, when
from views.people import named, names
from views.tables import table
from views.visit import Visit

MOST = 1_000
"""Entries that are shown; a filter finds the others."""
SHORT = 90
"""Characters of a value in the table; the chosen entry shows all of it."""


def _asked(visit: Visit, kept: Kept, known: dict[str, str]) -> Asked:
    """Draw the filters; gives what is asked for."""
    people, actions = records.log_words(visit.store, visit.who)
    who, what = st.columns(2)
    with who:
        chosen = kept.several("people", message("Who"), {code: named(known, code) for code in people})
    with what:
        words: dict[str, Text] = {code: records.ACTION_WORDS.get(code, code) for code in actions}
        done = kept.several("actions", message("What"), words)
    kind, name, since, until = st.columns([3, 3, 2, 2])
    with kind:
        kinds: dict[str, Text] = {"": message("everything"), **records.SUBJECT_WORDS}
        about = kept.choice("kind", message("About"), kinds) or ""
    with name:
        called = kept.text("name", message("Number or start of the name"), max_chars=200, disabled=not about)
    with since:
        first = kept.day("since", message("From"))
    with until:
        last = kept.day("until", message("Until"))
    return Asked(
        people=tuple(chosen),
        actions=tuple(done),
        about=f"{about} {called.strip()}".strip(),
        since="" if first is None else begins(first),
        before="" if last is None else begins(last, after=1),
    )


def draw(visit: Visit) -> None:
    """Draw the filters and the entries, the latest first."""
    known = names(visit)
    kept = Kept(visit, "log:filter")
    with st.expander(visit.mark(message("Filter")), icon=":material/filter_alt:", expanded=bool(kept.fields)):
        wanted = _asked(visit, kept, known)
    found = records.search_log(visit.store, visit.who, wanted, MOST)
    shown, beside = st.columns([4, 1], vertical_alignment="center")
    if found.count > len(found.entries):
        said = message("{count} entries; the latest {most} are shown", count=found.count, most=MOST)
    else:
        said = message("{count} entries", count=found.count)
    shown.caption(visit.mark(said))
    with beside:
        if wanted != Asked() and st.button(
            visit.mark(message("Show all")), key="all", icon=":material/filter_alt_off:"
        ):
            kept.drop()
            st.rerun()
    if not found.entries:
        st.text(visit.say(message("No entry agrees with this.")))
        return
    chosen = _table(visit, found.entries, known)
    if chosen is not None:
        _entry(visit, chosen, known)
    with st.container(horizontal=True):
        log_file.draw(visit, wanted)


def _table(visit: Visit, entries: tuple[Entry, ...], known: dict[str, str]) -> Entry | None:
    say = visit.say
    rows = pd.DataFrame(
        {
            say(message("No.")): [each.seq for each in entries],
            say(message("When")): [when(visit, each.at) for each in entries],
            say(message("Who")): [named(known, each.person) for each in entries],
            say(message("What")): [say(records.ACTION_WORDS.get(each.action, each.action)) for each in entries],
            say(message("About")): [say(records.subject_said(each.subject)) for each in entries],
            say(message("Before")): [_short(each.before) for each in entries],
            say(message("After")): [_short(each.after) for each in entries],
        }
    )
    alt = message("The log: who did what to what, and when; what was before and what is after")
    places = table(visit, rows, alt=alt, key="log entries", select="single-row", height=330)
    return entries[places[0]] if places else None


def _short(value: Any) -> str:  # noqa: ANN401
    if value is None:
        return "–"
    said = records.in_words(value)
    return said if len(said) <= SHORT else said[:SHORT] + "…"


def _entry(visit: Visit, entry: Entry, known: dict[str, str]) -> None:
    """All of one entry, field by field."""
    did = records.ACTION_WORDS.get(entry.action, entry.action)
    said = message("Entry {number}: {person} {did}", number=str(entry.seq), person=named(known, entry.person), did=did)
    st.markdown(f"**{visit.mark(said)}**")
    st.caption(f"{visit.mark(when(visit, entry.at))} · {visit.mark(records.subject_said(entry.subject))}")
    before, after = _fields(entry.before), _fields(entry.after)
    say = visit.say
    rows = [
        {
            say(message("Field")): name or "–",
            say(message("Before")): before.get(name, "–"),
            say(message("After")): after.get(name, "–"),
        }
        for name in [*after, *(each for each in before if each not in after)]
    ]
    if rows:
        table(visit, pd.DataFrame(rows), alt=message("What was before, and what is after"))
    st.caption(visit.mark(message("hash {hash}", hash=entry.hash)))


def _fields(value: Any) -> dict[str, str]:  # noqa: ANN401
    if value is None:
        return {}
    if isinstance(value, dict):
        return {str(name): records.in_words(part) for name, part in value.items()}
    return {"": records.in_words(value)}
