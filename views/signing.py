"""Signing: two members sign and the decision is frozen; what was frozen, with whom, and against whose objection."""

import pandas as pd
import streamlit as st

import records
import reports
from intake import InputError
from locales import Message, message
from records import Docket, Role
from views import states
from views.acts import act, confirmed
from views.headings import heading
from views.looking import looked_at
from views.moments import when
from views.people import named, names
from views.tables import table
from views.visit import Visit
from views.worked import rebuilt

GROUP = 8


def draw(visit: Visit, docket: Docket) -> None:
    """Draw who signed, and the button to sign; or what was frozen."""
    if docket.adopted is None:
        people, act_ = st.columns(2)
        with people:
            _signed(visit, docket)
            _dissent(visit, docket)
        with act_:
            _sign(visit, docket)
        return
    frozen, people = st.columns([3, 2])
    with frozen:
        _frozen(visit, docket)
    with people:
        _signed(visit, docket)
        _dissent(visit, docket)


def _signed(visit: Visit, docket: Docket) -> None:
    known = names(visit)
    heading(visit, message("Signatures"))
    now = [row for row in docket.signatures if row["proposal"] == docket.proposal]
    if not now:
        st.text(visit.say(message("Nobody has signed what is proposed now.")))
        return
    for row in now:
        st.text(f"{named(known, row['by'])} · {when(visit, row['at'])}")


def _dissent(visit: Visit, docket: Docket) -> None:
    known = names(visit)
    heading(visit, message("Dissent"))
    if not docket.dissent:
        st.text(visit.say(message("Nobody objects.")))
    for row in docket.dissent:
        st.caption(visit.mark(named(known, row["by"])))
        st.text(row["text"])


def _sign(visit: Visit, docket: Docket) -> None:
    heading(visit, message("Sign and adopt"))
    signed = {row["by"] for row in docket.signatures if row["proposal"] == docket.proposal}
    refused = _why_not(visit, docket, signed)
    if refused is not None:
        st.text(visit.say(refused))
        return
    first = message(
        "You sign proposal {number}: {count} libraries. A signature cannot be taken back. One more member has to sign; "
        "then the decision is frozen.",
        number=str(docket.proposal),
        count=len(docket.reached.awards),
    )
    last = message(
        "You sign proposal {number}: {count} libraries. Yours is the second signature: it adopts the decision. From "
        "then on nothing in it can be changed; only an amendment can follow it.",
        number=str(docket.proposal),
        count=len(docket.reached.awards),
    )
    follows = last if len(signed) + 1 >= records.SIGNATURES_NEEDED else first
    of = f"{docket.id} {docket.proposal} {len(signed)}"
    if confirmed(visit, "sign", message("Sign"), follows, icon=":material/draw:", of=of):

        def sign() -> Message:
            if records.sign(visit.store, visit.who, looked_at(docket)):
                number = str(docket.id)
                return message("Decision {number} is adopted, and is never changed from now on.", number=number)
            return message("Signed; one more member has to sign.")

        act(visit, sign)


def _why_not(visit: Visit, docket: Docket, signed: set[str]) -> Message | None:
    """Why this person has nothing to sign; None when they may."""
    if not visit.may(Role.COMMITTEE):
        return message("Members of the committee sign: two of them adopt the decision.")
    if visit.who in signed:
        return message("You have signed. One more member has to sign.")
    if records.conflicted(docket, visit.who):
        return message("You declared a conflict of interest in this decision; two other members sign it.")
    return None


def _in_groups(digest: str) -> str:
    """A digest as it is compared by eye: in groups of eight, so that a narrow cell can break it."""
    return " ".join(digest[first : first + GROUP] for first in range(0, len(digest), GROUP))


def _frozen(visit: Visit, docket: Docket) -> None:
    assert docket.adopted is not None
    say, adopted = visit.say, docket.adopted
    heading(visit, message("Frozen when it was adopted"))
    said = message("Adopted on {at}; nothing in it can be changed since.", at=when(visit, adopted["at"]))
    st.text(say(said))
    st.caption(visit.mark(message("SHA-256 of the decision; note it in the minutes, to tell it from any other:")))
    st.code(adopted["record"], language=None, wrap_lines=True)
    facts = [
        (message("SHA-256 of the outcome"), _in_groups(docket.outcome.id)),
        (message("SHA-256 of round, scenario and programs"), _in_groups(docket.outcome.question)),
        (message("Scenario"), docket.version.reference),
    ]
    rows = [{say(message("What")): say(name), say(message("Value")): value} for name, value in facts]
    table(visit, pd.DataFrame(rows), alt=message("Digests of what was frozen"))
    _certificate(visit, docket)


def _certificate(visit: Visit, docket: Docket) -> None:
    heading(visit, message("Certificate"))
    try:
        outcome = rebuilt(visit, docket.outcome)
    except InputError as error:
        states.refused(visit, error)
        return
    st.text(visit.say(reports.status(outcome.plan)))
    st.caption(visit.mark(message("The package holds the proof; “Work it out again” among the papers checks it.")))
