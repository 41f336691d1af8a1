"""Proposing: the plan of the scenario that is looked at, as a new decision, an amendment, or in another's place."""

from collections.abc import Mapping

import streamlit as st

import records
from intake import InputError
from locales import Message, Money, Text, message
from records import Docket, KeptOutcome, Version
from views import states
from views.acts import act
from views.figures import figures
from views.header import STATES
from views.kept import Kept
from views.looking import MADE, called
from views.visit import Visit
from views.voting import LONGEST
from views.worked import with_a_plan, worked_out

NEW, AMEND, AGAIN = "new", "amend", "again"


def draw(visit: Visit, docket: Docket | None) -> None:
    """Draw what would be proposed, and the form; `docket`: the decision that is looked at, if there is one."""
    states.need_version(visit)
    assert visit.version is not None
    about, form = st.columns(2)
    try:
        with about:
            kept_outcome = _about(visit, visit.version)
        with form:
            _form(visit, visit.version, kept_outcome, docket)
    except InputError as error:
        states.refused(visit, error)


def _about(visit: Visit, version: Version) -> KeptOutcome | None:
    """The scenario's current version and its kept outcome, worked out now where there is none."""
    st.markdown(f"**{visit.mark(version.scenario.title)}**")
    said = message("version {number}; choose another at the top of the page", number=str(version.number))
    st.caption(visit.mark(said))
    kept = with_a_plan(visit, version)
    asked = Kept(visit, f"decision:propose:{version.reference}")
    if kept is None and not asked.get("asked"):
        st.text(visit.say(message("Its plan was not worked out yet.")))
        if st.button(visit.mark(message("Work it out")), key="work out", icon=":material/play_arrow:"):
            asked.put(asked=True)
            st.rerun()
        return None
    if kept is None:
        kept = worked_out(visit, version.round, version.scenario)
    if kept is None:
        return None
    said, colour, icon = STATES[kept.status]
    st.markdown(f":{colour}-badge[{icon} {visit.mark(said)}]")
    if kept.status in ("optimal", "feasible"):
        reached = records.what_was_reached(visit.store, visit.who, kept)
        shown: list[tuple[Text, Text]] = [
            (message("libraries funded"), len(reached.awards)),
            (message("grant"), Money(reached.cost)),
        ]
        figures(visit, shown)
        return kept
    return None


def _form(visit: Visit, version: Version, outcome: KeptOutcome | None, docket: Docket | None) -> None:
    kept = Kept(visit, f"decision:propose:{version.round_name}")
    ways = _ways(docket)
    way = kept.segments("way", message("Propose it"), ways, NEW) if len(ways) > 1 else NEW
    title = kept.text("title", message("What is to be decided"), max_chars=200) if way != AGAIN else ""
    label = message("Why (needed)") if way == AGAIN else message("Anything the committee should know")
    note = kept.area("note", label, max_chars=LONGEST, height=80)
    needed = note if way == AGAIN else title
    ready = outcome is not None and bool(needed.strip())
    if not st.button(
        visit.mark(message("Propose")), key="propose", type="primary", icon=":material/gavel:", disabled=not ready
    ):
        return
    assert outcome is not None

    def put() -> Message:
        if way == AGAIN:
            assert docket is not None
            made = records.propose_again(visit.store, visit.who, docket.id, version, outcome, note=note)
        else:
            amends = docket.id if way == AMEND and docket is not None else None
            made = records.propose(visit.store, visit.who, version, outcome, title=title, note=note, amends=amends)
            st.session_state[MADE] = called(records.read_docket(visit.store, visit.who, made.decision))
        return message(
            "Proposed: decision {decision}, proposal {number}.", decision=str(made.decision), number=str(made.number)
        )

    act(visit, put, kept)


def _ways(docket: Docket | None) -> Mapping[str, Message]:
    """How it can be proposed beside the decision that is looked at."""
    if docket is None:
        return {NEW: message("as a new decision")}
    if docket.adopted is None:
        instead = message("in place of proposal {number}", number=str(docket.proposal))
        return {NEW: message("as a new decision"), AGAIN: instead}
    return {
        NEW: message("as a new decision"),
        AMEND: message("as an amendment of decision {number}", number=str(docket.id)),
    }
