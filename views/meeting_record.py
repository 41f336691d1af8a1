"""Record of a meeting: a proposal kept as a scenario's version, never over another's; votes on what is proposed."""

import re

import streamlit as st

import records
from intake import InputError
from locales import Message, Text, message
from records import VOTE_WORDS, ConflictError, Docket, Proposed, Role, Version
from scenarios import Scenario
from views import states
from views.kept import Kept
from views.visit import Visit

NEXT, OWN = "next", "own"
NAME = re.compile(r"[a-z0-9][a-z0-9-]*")
VOTES: dict[str, Message] = {
    "agree": message("agree"),
    "object": message("object"),
    "abstain": message("abstain"),
}
CONFLICT = "meeting conflict"


def proposal(visit: Visit, kept: Kept, pinned: Version, scenario: Scenario, *, simulated: bool) -> None:
    """Keep what is simulated as a scenario's version, with who proposes it and why."""
    st.markdown("#### :material/edit_note: " + visit.mark(message("Record a proposal")))
    if not visit.may(Role.PLANNER, Role.ANALYST):
        st.text(visit.say(message("A planner or an analyst can keep what is simulated as a version.")))
        return
    who = kept.text("proposed by", message("Who proposes it"), max_chars=200)
    why = kept.area("why", message("Reason"), max_chars=2_000)
    where: dict[str, Text] = {
        NEXT: message("Next version of {scenario}", scenario=pinned.scenario.title),
        OWN: message("A scenario of its own"),
    }
    place = kept.segments("where", message("Keep it as"), where, NEXT)
    name = pinned.name
    if place == OWN:
        name = kept.text("own name", message("Its name: small letters, digits and hyphens"), f"{pinned.name}-2")
    ready = simulated and bool(who.strip()) and bool(why.strip()) and NAME.fullmatch(name) is not None
    if not ready:
        st.caption(visit.mark(message("Turn something, say who proposes it and why; then it can be kept.")))
    if st.button(visit.mark(message("Keep the proposal")), icon=":material/save:", type="primary", disabled=not ready):
        expected = pinned.number if name == pinned.name else 0
        _save(visit, kept, pinned, scenario, name, expected)
    _conflict(visit, kept, pinned, scenario)
    done = kept.get("kept as")
    if done:
        st.success(visit.mark(message("Kept as {version}.", version=str(done))), icon=":material/check:")


def _save(visit: Visit, kept: Kept, pinned: Version, scenario: Scenario, name: str, expected: int) -> None:
    """Save, and say where; what somebody else saved meanwhile is shown instead, and nothing is lost."""
    note = visit.say(message("{person}: {reason}", person=kept.get("proposed by", ""), reason=kept.get("why", "")))
    content = records.file_of(scenario.model_copy(update={"id": name}))
    try:
        made = records.save_version(
            visit.store,
            visit.who,
            content,
            round_name=pinned.round_name,
            name=name,
            expected=expected,
            round_id=pinned.round,
            note=note,
        )
    except ConflictError as error:
        st.session_state[CONFLICT] = error
    except InputError as error:
        states.refused(visit, error)
    else:
        st.session_state.pop(CONFLICT, None)
        kept.put(**{"kept as": made.reference, "why": ""})
        st.rerun()


def _conflict(visit: Visit, kept: Kept, pinned: Version, scenario: Scenario) -> None:
    """Show both, what was saved meanwhile and what was to be saved, each against what both began with."""
    error: ConflictError | None = st.session_state.get(CONFLICT)
    if error is None or error.theirs.round_name != pinned.round_name:
        return
    for each in error.findings:
        st.error(visit.mark(each.problem), icon=":material/merge:")
    began = (error.base or pinned).scenario
    theirs, mine = st.columns(2)
    for column, title, other in (
        (theirs, message("Theirs: {version}", version=error.theirs.reference), error.theirs.scenario),
        (mine, message("Yours"), scenario),
    ):
        with column:
            st.markdown(f"**{visit.mark(title)}**")
            _differences(visit, began, other)
    on_top = message("Keep yours after version {number}", number=str(error.theirs.number))
    if theirs.button(visit.mark(on_top), icon=":material/layers:", width="stretch"):
        _save(visit, kept, pinned, scenario, error.theirs.name, error.theirs.number)
    if mine.button(
        visit.mark(message("Keep yours as a scenario of its own")), icon=":material/call_split:", width="stretch"
    ):
        st.session_state.pop(CONFLICT, None)
        kept.put(where=OWN)
        st.rerun()


def _differences(visit: Visit, before: Scenario, after: Scenario) -> None:
    changed = [each for each in records.difference(before, after) if each.place != "id"]
    if not changed:
        st.text(visit.say(message("nothing else than the version before")))
    for each in changed[:12]:
        st.text(
            visit.say(
                message(
                    "{place}: {before} → {after}", place=each.place, before=each.before or "–", after=each.after or "–"
                )
            )
        )
    if len(changed) > 12:
        st.text(visit.say(message("and {count} more", count=len(changed) - 12)))


def votes(visit: Visit, kept: Kept, pinned: Version) -> None:
    """Vote on the decision that is on the table, and see how the vote stands."""
    st.markdown("#### :material/how_to_vote: " + visit.mark(message("Vote")))
    found = [
        each for each in records.list_dockets(visit.store, visit.who, pinned.round_name) if each.state == "proposed"
    ]
    if not found:
        st.text(visit.say(message("No decision is proposed for this round yet.")))
        return
    docket = found[-1]
    version = docket.version.reference
    st.markdown(f"**{visit.mark(docket.title)}**")
    said = message(
        "decision {decision}, proposal {number}: {version}, {count} libraries",
        decision=str(docket.id),
        number=str(docket.proposal),
        version=version,
        count=len(docket.reached.awards),
    )
    st.caption(visit.mark(said))
    _standing(visit, docket)
    if not visit.may(Role.COMMITTEE):
        st.text(visit.say(message("Members of the committee vote.")))
        return
    own = f"vote {docket.id}"
    kind = kept.segments(own, message("Your vote"), dict(VOTES), "agree")
    interest = kind == "abstain" and kept.toggle(f"{own} interest", message("I have a conflict of interest"))
    needed = kind == "object" or interest
    label = message("Reason (needed)") if needed else message("Reason")
    text = kept.area(f"{own} text", label, max_chars=2_000)
    if st.button(
        visit.mark(message("Cast the vote")),
        icon=":material/how_to_vote:",
        type="primary",
        disabled=needed and not text.strip(),
    ):
        try:
            at = Proposed(docket.id, docket.proposal)
            records.vote(visit.store, visit.who, at, kind, text.strip(), conflict=interest)  # type: ignore[arg-type]
        except InputError as error:
            states.refused(visit, error)
            return
        kept.forget(f"{own} text", f"{own} interest")
        st.rerun()


def _standing(visit: Visit, docket: Docket) -> None:
    """The votes that count, with their words."""
    names = {person.code: person.name for person in records.list_people(visit.store, visit.who)}
    for row in docket.standing:
        said = message("abstains: conflict of interest") if row["conflict"] else VOTE_WORDS[row["vote"]]
        text = f" – {row['text']}" if row["text"] else ""
        st.text(f"• {names.get(row['by'], row['by'])}: {visit.say(said)}{text}")
    if not docket.standing:
        st.text(visit.say(message("Nobody has voted on this proposal yet.")))
