"""The first page: where one goes on, what the product does on the sample, the figures of the round, what happened."""

import pandas as pd
import streamlit as st

import records
from intake import InputError
from locales import Message, Money, Text, message
from records import Role
from scenarios import budget_lines
from views import entry, going_on, sample_card, states
from views.acts import done
from views.figures import figures
from views.header import titled
from views.headings import heading
from views.links import leads, link
from views.moments import when
from views.people import named, names
from views.tables import table
from views.visit import Visit

EVENTS, MOST_LINKS = 6, 5
LINKS: dict[str, Message] = {
    "data": message("Bring in new data"),
    "criteria": message("Weigh the criteria"),
    "ranking": message("See the ranking"),
    "scenario": message("Change money and rules"),
    "compare": message("Compare scenarios"),
    "meeting": message("Hold the meeting"),
    "plan": message("See the plan"),
    "decision": message("See the decisions"),
    "log": message("Read the log"),
    "admin": message("People, roles, backup"),
}
FIRST: dict[Role, tuple[str, ...]] = {
    Role.COMMITTEE: ("decision", "meeting", "compare", "plan"),
    Role.PLANNER: ("data", "scenario", "compare", "plan"),
    Role.ANALYST: ("data", "criteria", "ranking", "plan"),
    Role.AUDITOR: ("log", "decision", "plan"),
    Role.ADMIN: ("admin", "log"),
}
"""The pages that each role goes to first."""
READERS = (Role.COMMITTEE, Role.AUDITOR, Role.ADMIN)
STEPS: tuple[tuple[str, Message, Message], ...] = (
    (
        ":material/upload_file:",
        message("1. Bring in the data"),
        message("The applicants' answers, as a table; every problem is named with its row and its remedy."),
    ),
    (
        ":material/balance:",
        message("2. Weigh the criteria"),
        message("What counts, and how much; every point can be explained to whoever asks."),
    ),
    (
        ":material/tune:",
        message("3. Money and rules"),
        message("The best plan within them is worked out, with the proof that none is better."),
    ),
    (
        ":material/gavel:",
        message("4. Decide and sign"),
        message("Discuss, vote, sign; every library gets its letter, and anybody can check the decision."),
    ),
)


def draw(visit: Visit) -> None:
    """Draw the first page."""
    titled(visit, message("Choosing libraries"))
    done(visit)
    if visit.round is None:
        _steps(visit)
        _unread(visit, expanded=True)
        _import(visit)
        return
    known = going_on.read(visit)
    if known:
        _desk(visit, known)
    sample_card.draw(visit)
    if not known:
        _steps(visit)
        _desk(visit, known)
    _unread(visit)
    _events(visit)


def _desk(visit: Visit, known: going_on.Known) -> None:
    """What waits for this person and where they were; and the round that is looked at."""
    mine, round_ = st.columns(2)
    with mine, st.container(border=True):
        heading(visit, message("Go on"))
        going_on.draw(visit, known)
        _first(visit)
    with round_:
        _figures(visit)


def _figures(visit: Visit) -> None:
    """Applicants, money and scenarios of the chosen round."""
    assert visit.round is not None
    try:
        round_ = visit.table()
    except InputError:
        return  # said below, among the rounds that cannot be read
    versions = {each.name for each in records.list_versions(visit.store, visit.who, visit.round.name)}
    with st.container(border=True):
        st.markdown(f"**{visit.mark(round_.call.title)}**")
        shown: list[tuple[Text, Text]] = [
            (message("applicants"), len(round_.applicants)),
            (message("scenarios"), len(versions)),
        ]
        if visit.version is not None:
            lines = budget_lines(round_.call, visit.version.scenario)
            label = message("money under {scenario}", scenario=visit.version.scenario.title)
            shown.append((label, Money(sum(lines.values()))))
        figures(visit, shown)


def _first(visit: Visit) -> None:
    """What each role wants first."""
    wanted = {path: None for role, paths in FIRST.items() if visit.may(role) for path in paths if leads(path)}
    with st.container(horizontal=True):
        for path in list(wanted)[:MOST_LINKS]:
            link(visit, path, LINKS[path])


def _import(visit: Visit) -> None:
    if visit.may(Role.PLANNER, Role.ANALYST):
        link(visit, "data", LINKS["data"], icon=":material/upload_file:")


def _steps(visit: Visit) -> None:
    for column, (icon, title, said) in zip(st.columns(len(STEPS)), STEPS, strict=True):
        column.markdown(f"{icon} **{visit.mark(title)}**")
        column.caption(visit.mark(said))


def _unread(visit: Visit, *, expanded: bool = False) -> None:
    """Rounds of the folder that could not be read, with everything that is wrong with them."""
    if not visit.local:
        return
    for name, found in sorted(entry.taken_in(visit.store, visit.who).items()):
        said = message("The round in the folder {name} cannot be used: {count} problems", name=name, count=len(found))
        with st.expander(visit.mark(said), icon=":material/error:", expanded=expanded):
            states.findings(visit, found)


def _events(visit: Visit) -> None:
    """What happened last, for those who may read the log."""
    if not visit.may(*READERS):
        return
    say, known = visit.say, names(visit)
    with st.expander(visit.mark(message("What happened last")), icon=":material/history:", expanded=True):
        rows = [
            {
                say(message("When")): when(visit, each.at),
                say(message("Who")): named(known, each.person),
                say(message("What")): say(records.ACTION_WORDS.get(each.action, each.action)),
                say(message("About")): say(records.subject_said(each.subject)),
            }
            for each in records.read_log(visit.store, visit.who, most=EVENTS)
        ]
        table(visit, pd.DataFrame(rows), alt=message("The latest entries of the log"))
        link(visit, "log", LINKS["log"])
