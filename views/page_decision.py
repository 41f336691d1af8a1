"""The decision page: what is proposed, said, voted, signed and adopted; what comes after; and its papers."""

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

import records
from locales import Message, message
from records import Docket, Role
from views import appealing, looking, overriding, papers, proposal, proposing, signing, states, voting
from views.acts import done
from views.address import dropped
from views.header import header
from views.kept import Kept
from views.visit import Visit

DECIDERS = (Role.PLANNER, Role.COMMITTEE)
Part = Callable[[Visit, Docket], None]
COLOURS = {"proposed": "blue", "adopted": "green", "amended": "gray"}


def draw(visit: Visit) -> None:
    """Draw the decisions of the chosen round, and one of them."""
    states.need_round(visit)
    assert visit.round is not None
    header(replace(visit, version=None), message("Decision"))
    done(visit)
    known = records.list_dockets(visit.store, visit.who, visit.round.name)
    if not known:
        _none(visit)
        return
    choice, beside = st.columns([3, 4], vertical_alignment="center")
    with choice:
        docket = _chosen(visit, known)
    parts = _parts(visit, docket)
    kept = Kept(visit, f"decision:{docket.id}")
    labels = {code: label for code, (label, _) in parts.items()}
    with beside:
        _state(visit, docket)
    part = kept.segments("part", message("Part of the decision"), labels, "proposal", label_visibility="collapsed")
    _moved(visit, docket)
    parts[part][1](visit, docket)
    st.session_state[looking.key(docket)] = docket.proposal


def _chosen(visit: Visit, known: tuple[Docket, ...]) -> Docket:
    labels = {looking.called(each): each for each in reversed(known)}
    options = list(labels)
    made = st.session_state.pop(looking.MADE, None)
    if made in labels:
        st.session_state["decision"] = made
    given = st.query_params.get("decision")
    if given is not None and given not in labels:
        dropped("decision")
    chosen = st.selectbox(
        visit.mark(message("Decision")), options, key="decision", bind="query-params", label_visibility="collapsed"
    )
    return labels.get(chosen, labels[options[0]])


def _state(visit: Visit, docket: Docket) -> None:
    """How far the decision is, in one line."""
    said = [f":{COLOURS[docket.state]}-badge[{visit.mark(records.STATE_WORDS[docket.state])}]"]
    said.append(visit.mark(message("proposal {number}", number=str(docket.proposal))))
    signed = sum(row["proposal"] == docket.proposal for row in docket.signatures)
    said.append(visit.mark(message("{count} of {needed} signatures", count=signed, needed=records.SIGNATURES_NEEDED)))
    if docket.amends is not None:
        said.append(visit.mark(message("amends decision {number}", number=str(docket.amends))))
    if docket.amended_by is not None:
        said.append(visit.mark(message("amended by decision {number}", number=str(docket.amended_by))))
    st.markdown(" · ".join(said))


def _parts(visit: Visit, docket: Docket) -> dict[str, tuple[Message, Part]]:
    """The parts of a decision that this person sees, as far as it is."""
    said = len(docket.notes) + len(docket.standing)
    found: dict[str, tuple[Message, Part]] = {
        "proposal": (message("What is proposed"), proposal.draw),
        "voting": (message("Discussion ({count})", count=said), voting.draw),
    }
    if docket.adopted is None:
        if visit.may(Role.COMMITTEE):
            found["insist"] = (message("Lock"), overriding.draw)
        found["sign"] = (message("Sign"), signing.draw)
    else:
        found["proposal"] = (message("What was decided"), proposal.draw)
        found["sign"] = (message("Adoption"), signing.draw)
        found["appeals"] = (message("Appeals ({count})", count=len(docket.appeals)), appealing.draw)
    found["papers"] = (message("Papers"), papers.draw)
    if visit.may(*DECIDERS):
        found["new"] = (message("Propose"), proposing.draw)
    return found


def _moved(visit: Visit, docket: Docket) -> None:
    """Say that another proposal is on the table than the one that was looked at here."""
    seen = st.session_state.get(looking.key(docket))
    if seen is not None and seen != docket.proposal:
        said = message(
            "While you looked at proposal {old}, proposal {new} took its place; votes and signatures begin anew.",
            old=str(seen),
            new=str(docket.proposal),
        )
        st.info(visit.mark(said), icon=":material/sync:")


def _none(visit: Visit) -> None:
    if visit.may(*DECIDERS):
        states.empty(
            visit,
            message("Nothing is proposed for this round yet"),
            message("Choose a scenario at the top of the page, and propose its plan here."),
        )
        proposing.draw(visit, None)
        return
    states.empty(
        visit,
        message("Nothing is proposed for this round yet"),
        message("A planner or a member of the committee proposes a plan; it is then discussed, voted and signed here."),
    )
