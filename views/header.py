"""Header: what is looked at, on top of every page that is about a scenario; and the banner where nobody signs in."""

import streamlit as st

import records
from locales import Message, message
from views.asking import desk
from views.visit import Visit

STATES = {
    "optimal": (message("proven best"), "green", ":material/verified:"),
    "feasible": (message("best so far, not proven"), "orange", ":material/timelapse:"),
    "infeasible": (message("no plan exists under its rules"), "red", ":material/block:"),
}


def banner(visit: Visit) -> None:
    """Say that nobody signed in, where that is so."""
    if visit.local:
        st.sidebar.caption(
            visit.mark(
                message("This app serves this computer only: nobody signs in, and everybody at it may be anybody.")
            )
        )


def titled(visit: Visit, title: Message, beside: str = "") -> None:
    """Draw the title of a page, with Markdown beside it, or below where it has no room there."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.title(visit.mark(title), anchor=False, width="content")
        if beside:
            st.markdown(beside, width="content")


def header(visit: Visit, title: Message) -> None:
    """Draw the title of a page, and beside it the round, the scenario with its version, and how far it is."""
    if visit.round is None:
        titled(visit, title)
        return
    call = visit.table().call
    parts = [f"**{visit.mark(call.title)}**"]
    if visit.version is not None:
        parts.append(visit.mark(visit.version.scenario.title))
        parts.append(visit.mark(message("version {number}", number=str(visit.version.number))))
        parts.append(_state(visit))
    titled(visit, title, " · ".join(part for part in parts if part))
    if call.made_up is not None:
        st.markdown(f":orange-badge[:material/science: {visit.mark(call.made_up)}]")


def _state(visit: Visit) -> str:
    assert visit.version is not None
    question = records.question_of(visit.table().fingerprint, visit.version.scenario)
    kept = records.answer_to(visit.store, visit.who, question)
    known = desk().remembered(("outcome", question))
    status = kept.status if kept is not None else known.plan.status if known is not None else ""
    if status not in STATES:
        none = message("not worked out yet")
        return f":gray-badge[{visit.mark(none)}]"
    said, colour, icon = STATES[status]
    return f":{colour}-badge[{icon} {visit.mark(said)}]"
