"""Going on: what waits for this person, and where they were – decisions, drafts, scenarios."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

import records
from locales import Message, message, plural
from records import Task, Version, Waiting
from views.links import leads, link
from views.looking import called
from views.moments import moment
from views.visit import Visit

MOST = 4
TASKS: dict[Task, Message] = {
    Task.VOTE: message("waits for your vote"),
    Task.SIGN: message("waits for your signature"),
}
PLACES: dict[str, Message] = {
    "decision": message("Something typed on the page Decision"),
    "scenario": message("Something typed on the page Scenario"),
    "data": message("Something typed on the page Data"),
    "criteria": message("Something typed on the page Criteria"),
    "ranking": message("Something typed on the page Ranking"),
    "compare": message("Something typed on the page Compare"),
    "robustness": message("Something typed on the page Robustness"),
    "meeting": message("Something typed on the page Meeting"),
    "plan": message("Something typed on the page Plan and export"),
    "admin": message("Something typed on the page Admin"),
}


@dataclass(frozen=True)
class Known:
    """What decisions wait for, pages with something typed and when (UTC), and the scenarios somebody saved last."""

    waiting: tuple[Waiting, ...]
    drafts: tuple[tuple[str, str], ...]
    saved: tuple[Version, ...]

    def __bool__(self) -> bool:
        return bool(self.waiting or self.drafts or self.saved)


def read(visit: Visit) -> Known:
    """Find it, for whoever looks."""
    own = [each for each in records.list_versions(visit.store, visit.who) if each.by == visit.who and each.parent]
    return Known(
        records.waiting_for(visit.store, visit.who)[:MOST],
        tuple(islice(_drafts(visit), MOST)),
        tuple(sorted(own, key=lambda each: each.at, reverse=True)[:MOST]),
    )


def draw(visit: Visit, known: Known) -> None:
    """Draw it."""
    if not known:
        st.text(visit.say(message("Nothing waits for you.")))
    for each in known.waiting:
        _waiting(visit, each)
    for page, at in known.drafts:
        with _line():
            link(visit, page, PLACES[page], icon=":material/edit_note:")
            st.caption(visit.mark(moment(at)), width="content")
    for version in known.saved:
        page = "scenario" if leads("scenario") else "plan"
        asked = {"round": version.round_name, "scenario": version.name}
        with _line():
            link(visit, page, message("Scenario {version}", version=version.reference), icon=":material/tune:", **asked)
            st.caption(visit.mark(moment(version.at)), width="content")


def _waiting(visit: Visit, each: Waiting) -> None:
    known = each.decision
    asked = {"round": known.round_name, "decision": called(known)}
    answers = plural(
        "waits for {count} answer to an appeal", "waits for {count} answers to appeals", count=each.appeals
    )
    what = answers if each.task is Task.ANSWER else TASKS[each.task]
    with _line():
        said = message("Decision {number} {waits}", number=str(known.id), waits=what)
        link(visit, "decision", said, icon=":material/gavel:", **asked)
        st.caption(visit.mark(known.title), width="content")


def _line() -> DeltaGenerator:
    """A link and what is said of it: a link is one line, cut where it has no room, and what stands beside it wraps."""
    return st.container(horizontal=True, vertical_alignment="center", gap="xsmall")


def _drafts(visit: Visit) -> Iterator[tuple[str, str]]:
    """The pages on which something is typed and not yet given, each once, the latest first."""
    seen: set[str] = set()
    for place, at in records.list_drafts(visit.store, visit.who).items():
        page = place.partition(":")[0]
        if page in PLACES and page not in seen and leads(page):
            seen.add(page)
            yield page, at
