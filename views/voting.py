"""Voting: what is said about a proposal, how each member votes, and one's own vote."""

import pandas as pd
import streamlit as st

import records
from locales import Message, message
from records import Docket, Role, VoteKind
from views.acts import act
from views.headings import heading
from views.kept import Kept
from views.looking import looked_at
from views.moments import when
from views.people import named, names
from views.tables import table
from views.visit import Visit

TALKERS = (Role.PLANNER, Role.ANALYST, Role.COMMITTEE)
LONGEST = 4_000
"""Characters of a note or reason that the page takes."""
CHOICES: dict[str, Message] = {
    "agree": message("Agree"),
    "object": message("Object"),
    "abstain": message("Abstain"),
}


def draw(visit: Visit, docket: Docket) -> None:
    """Draw notes on one side and votes on the other."""
    talk, votes = st.columns([2, 3])
    with talk:
        _notes(visit, docket)
    with votes:
        _votes(visit, docket)


def _notes(visit: Visit, docket: Docket) -> None:
    heading(visit, message("Discussion"))
    known = names(visit)
    if docket.notes:
        with st.container(height=300):
            for row in reversed(docket.notes):
                st.caption(f"{visit.mark(named(known, row['by']))} · {visit.mark(when(visit, row['at']))}")
                st.text(row["text"])
    else:
        st.text(visit.say(message("Nothing was said yet.")))
    if docket.adopted is not None or not visit.may(*TALKERS):
        return
    kept = Kept(visit, f"decision:{docket.id}:note")
    text = kept.area("text", message("Say something about it"), max_chars=LONGEST)
    if st.button(visit.mark(message("Add")), key="add note", icon=":material/add_comment:", disabled=not text.strip()):

        def add() -> Message:
            records.add_note(visit.store, visit.who, docket.id, text)
            return message("It is said, and kept with your name.")

        act(visit, add, kept)


def _votes(visit: Visit, docket: Docket) -> None:
    heading(visit, message("Votes"))
    _listed(visit, docket)
    if docket.adopted is not None:
        return
    if not visit.may(Role.COMMITTEE):
        st.text(visit.say(message("Members of the committee vote.")))
        return
    _own(visit, docket)


def _listed(visit: Visit, docket: Docket) -> None:
    """How each member votes on what is proposed now, with the whole reason; and every vote, for none is taken back."""
    say, known = visit.say, names(visit)
    if not docket.votes:
        st.text(say(message("Nobody has voted yet.")))
        return
    for row in docket.standing:
        st.markdown(f"{visit.mark(named(known, row['by']))} · **{visit.mark(_said(row))}**")
        if row["text"]:
            st.text(row["text"])
    counted = {row["id"] for row in docket.standing}
    with st.expander(visit.mark(message("Every vote ({count})", count=len(docket.votes)))):
        rows = [
            {
                say(message("Member")): named(known, row["by"]),
                say(message("Vote")): say(_said(row)),
                say(message("Counts")): say(message("yes") if row["id"] in counted else message("no")),
                say(message("Proposal")): str(row["proposal"]),
                say(message("When")): when(visit, row["at"]),
                say(message("Reason")): row["text"] or "–",
            }
            for row in reversed(docket.votes)
        ]
        table(visit, pd.DataFrame(rows), alt=message("Votes: who votes how and why, and which of them count"))


def _said(row: dict[str, object]) -> Message:
    if row["conflict"]:
        return message("abstains: conflict of interest")
    return records.VOTE_WORDS[str(row["vote"])]


def _own(visit: Visit, docket: Docket) -> None:
    kept = Kept(visit, f"decision:{docket.id}:vote")
    mine = next((row for row in docket.standing if row["by"] == visit.who), None)
    if mine is not None:
        st.caption(visit.mark(message("Your vote now: {vote}. A new one takes its place.", vote=_said(mine))))
    kind = kept.segments("kind", message("Your vote"), dict(CHOICES), "agree")
    conflict = kind == "abstain" and kept.toggle("conflict", message("I have a conflict of interest"))
    needed = kind == "object" or conflict
    label = message("Reason (needed)") if needed else message("Reason (if you want to give one)")
    text = kept.area("text", label, max_chars=LONGEST, height=90)
    if conflict:
        st.caption(
            visit.mark(message("Whoever declares one does not sign this decision, nor any later proposal of it."))
        )
    given = st.button(
        visit.mark(message("Cast the vote")),
        key="vote",
        type="primary",
        icon=":material/how_to_vote:",
        disabled=needed and not text.strip(),
    )
    if given:
        chosen: VoteKind = "object" if kind == "object" else "abstain" if kind == "abstain" else "agree"

        def give() -> Message:
            records.vote(visit.store, visit.who, looked_at(docket), chosen, text, conflict=conflict)
            return message("Your vote is kept: {vote}.", vote=CHOICES[kind])

        act(visit, give, kept)
