"""The meeting page: for a projector and one operator; what a turn would do, against a pinned baseline."""

import streamlit as st

import records
from intake import InputError
from locales import Text, message
from records import Version
from scenarios import Adjustment, Outcome, Rehearsal, Scenario, adjusted, round_names
from views import meeting_answer, meeting_cases, meeting_map, meeting_record, states
from views.answers import outcome_of
from views.kept import Kept
from views.meeting_controls import turned
from views.meeting_turns import Turns, redraw
from views.visit import Visit
from views.what_if import quick_answer, refine, rehearsal_of, sitting_of

CHANGES, MAP, CASES, RECORD = "changes", "map", "cases", "record"


def draw(visit: Visit) -> None:
    """Draw the page for the chosen scenario; whatever is turned here stays a simulation until it is recorded."""
    states.need_version(visit)
    assert visit.version is not None
    place = f"meeting {visit.version.round_name}/{visit.version.name}"
    pinned = _pinned(visit, Kept(visit, place))
    _title(visit, pinned)
    try:
        baseline = outcome_of(visit, pinned)
    except InputError as error:
        states.refused(visit, error)
        return
    if baseline is None:
        return
    if not baseline.plan.has_awards:
        then = message("Choose another scenario, or mend its rules.")
        states.empty(visit, message("The baseline has no plan"), then, scenario=message("Change money and rules"))
        return
    _table(visit, place, pinned, baseline)


def _pinned(visit: Visit, kept: Kept) -> Version:
    """The version that everything is compared with: the one first looked at, until another is pinned."""
    assert visit.version is not None
    called = kept.get("baseline")
    if called is None:
        kept.put(baseline=visit.version.reference)
    elif called != visit.version.reference:
        try:
            return records.find_version(visit.store, visit.who, str(called))
        except InputError:
            kept.put(baseline=visit.version.reference)
    return visit.version


def _title(visit: Visit, pinned: Version) -> None:
    call = visit.table().call
    number = message("version {number}", number=str(pinned.number))
    parts = (visit.mark(call.title), visit.mark(pinned.scenario.title), visit.mark(number))
    meeting = visit.mark(message("Meeting"))
    with st.container(key="meeting title"):  # by which the style of the first page knows that this is a meeting
        st.markdown(f"**{meeting}** · " + " · ".join(parts))


@st.fragment
def _table(visit: Visit, place: str, pinned: Version, baseline: Outcome) -> None:
    """Controls on the left, what comes of them on the right; only this part is drawn again when something is turned."""
    kept = Kept(visit, place)
    turns = Turns(visit, kept, baseline)
    sitting = sitting_of(baseline)
    left, right = st.columns([1, 2], gap="medium")
    with left, st.container(gap="xsmall"):
        change = turned(visit, kept, turns, baseline)
    rehearsal, job = rehearsal_of(sitting, begin=bool(kept.get("rehearse")))
    with right:
        try:
            scenario = adjusted(baseline.round, baseline.scenario, change)
            answer = quick_answer(sitting, scenario)
        except InputError as error:
            states.refused(visit, error)
            return
        above = st.container()  # here the run of a window ends that was closed meanwhile, before it asks for a proof
        progress = refine(sitting, answer)
        with above:
            meeting_answer.banner(visit, answer, simulated=change != Adjustment(), progress=progress)
        if answer.has_plan:
            meeting_answer.figures(visit, answer)
        else:
            meeting_answer.without_plan(visit, answer, round_names(baseline.round))
        part = _part(visit, kept, rehearsal)
        if part == CHANGES and answer.has_plan:
            divided = [each.applicant for each in rehearsal.hanging] if rehearsal is not None else []
            meeting_answer.changes(visit, baseline, answer, divided)
        elif part == MAP and answer.has_plan:
            meeting_map.draw(visit, baseline, answer)
        elif part == CASES and rehearsal is None:
            meeting_cases.rehearsing(visit, kept, job)
        elif part == CASES and rehearsal is not None:
            meeting_cases.cases(visit, kept, turns, baseline, answer, rehearsal)
        elif part == RECORD:
            _record(visit, kept, turns, pinned, scenario, simulated=change != Adjustment())


def _part(visit: Visit, kept: Kept, rehearsal: Rehearsal | None) -> str:
    """Which part is looked at; one key leads to the next contested case."""
    parts: dict[str, Text] = {
        CHANGES: message("Changes"),
        MAP: message("Map"),
        CASES: message("Cases"),
        RECORD: message("Proposal"),
    }
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        part = kept.segments("part", message("Look at"), parts, CHANGES, label_visibility="collapsed")
        said = visit.mark(message("Next contested case"))
        following = st.button(said, icon=":material/skip_next:", shortcut="PageDown")
    if following:
        kept.put(part=CASES, rehearse=True)
        if rehearsal is not None and part == CASES:
            meeting_cases.step_case(kept, rehearsal, 1)
        redraw()
    return part


def _record(visit: Visit, kept: Kept, turns: Turns, pinned: Version, scenario: Scenario, *, simulated: bool) -> None:
    proposal, vote = st.columns(2, gap="medium")
    with proposal:
        meeting_record.proposal(visit, kept, pinned, scenario, simulated=simulated)
        _pin(visit, turns, pinned)
    with vote:
        meeting_record.votes(visit, kept, pinned)


def _pin(visit: Visit, turns: Turns, pinned: Version) -> None:
    """Offer the latest version as the baseline, where another one is pinned."""
    assert visit.version is not None
    if visit.version.reference == pinned.reference:
        return
    said = message("Compare with version {number}", number=str(visit.version.number))
    if st.button(visit.mark(said), icon=":material/push_pin:"):
        turns.restart(baseline=visit.version.reference)
        st.rerun()
