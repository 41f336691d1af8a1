"""The card's long questions: what it would take, under whose weights it is in, how sure that is; asked by a click."""

from typing import TypeVar

import pandas as pd
import streamlit as st

import reports
import scenarios
from locales import Message, Percent, Text, message
from optimizer import Standings
from scenarios import Explanation, Outcome, UnderWeights, WhatItTakes
from views.asking import ask, desk
from views.tables import table
from views.visit import Visit

T = TypeVar("T")


def takes(visit: Visit, outcome: Outcome, told: Explanation) -> None:
    """Say which single changes would turn the decision, once that was asked for."""
    if not outcome.plan.has_awards:
        st.text(visit.say(message("There is no plan, so nobody is funded or left out.")))
        return
    key = ("takes", outcome.fingerprint, told.applicant)
    said = message("Find the smallest changes that would turn the decision")
    if not _wanted(visit, key, said):
        return
    found: WhatItTakes | None = ask(visit, key, scenarios.what_it_takes, outcome, told.applicant)
    if found is not None:
        _takes(visit, found)


def _takes(visit: Visit, found: WhatItTakes) -> None:
    for gate in found.gates:
        said = message("• first, to pass the gate {gate}; now: {reasons}", gate=gate.label, reasons=gate.reasons)
        st.text(visit.say(said))
    if found.gates_suffice:
        st.text(visit.say(message("• that alone would be enough")))
    for change in found.changes:
        st.text(visit.say(message("• {fact}", fact=change.said)))
    if not found.changes and not found.gates_suffice:
        st.text(visit.say(message("• no single change that was tried")))
    if found.not_by:
        st.text(visit.say(message("• not by any amount of: {what}", what=found.not_by)))
    st.caption(visit.mark(found.confirmed()))
    if found.unanswered:
        st.warning(visit.mark(message("not answered in time: {questions}", questions=found.unanswered)))


def under(visit: Visit, outcome: Outcome, told: Explanation) -> None:
    """Say in which members' own plans it is, once that was asked for."""
    if outcome.round.members is None or not outcome.plan.has_awards:
        st.text(visit.say(message("No member of the committee has given weights in this round yet.")))
        return
    key = ("under", outcome.fingerprint, told.applicant)
    if not _wanted(visit, key, message("Solve the plan under every member's weights")):
        return
    found: tuple[UnderWeights, ...] | None = ask(visit, key, scenarios.under_weights, outcome, told.applicant)
    if found is None:
        return
    say = visit.say
    inside = sum(each.funded is True for each in found)
    st.text(say(message("In the plans of {inside} of {all} members.", inside=inside, all=len(found))))
    points = say(message("points"))
    rows = pd.DataFrame(
        [
            {
                say(message("member")): each.name,
                say(message("in the plan")): say(reports.verdict(each)),
                say(message("rank")): say("–" if each.rank is None else each.rank),
                points: each.score,
            }
            for each in found
        ]
    )
    table(visit, rows, alt=message("Under whose weights it would be funded"), kinds={points: "points"})


def standing(visit: Visit, outcome: Outcome, told: Explanation) -> None:
    """Say whether it is clear in, contested or clear out within the usual loss, once that was asked for."""
    if not outcome.plan.has_awards:
        st.text(visit.say(message("There is no plan, so nobody is funded or left out.")))
        return
    key = ("standing", outcome.fingerprint)
    if not _wanted(visit, key, message("Find who is clear in, contested and clear out")):
        return
    found: Standings | None = ask(visit, key, scenarios.standing, outcome)
    if found is not None:
        _standing(visit, found, told.applicant)


def _standing(visit: Visit, found: Standings, applicant: str) -> None:
    if applicant not in found.table.index:
        st.text(visit.say(message("No package is open to it, so there is nothing to be doubted.")))
        return
    row = found.table.loc[applicant].to_dict()
    said: Text = reports.STANDINGS[row["standing"]]
    told = message(
        "{standing}, if at most {loss} of the best is given up.",
        standing=said,
        loss=Percent(found.loss / found.best if found.best else 0),
    )
    st.text(visit.say(told))
    proof: Message | None = reports.PROOFS[row["proof"]]
    if proof is not None:
        st.caption(visit.mark(proof))


def _wanted(visit: Visit, key: tuple[str, ...], said: Message) -> bool:
    """Whether the answer is known or was asked for; draws the button that asks, where it was not."""
    held = desk()
    asked = f"asked {key}"
    if held.remembered(key) is not None or any(job.key == key for job in held.under_way()):
        return True
    if st.session_state.get(asked):
        return True
    if st.button(visit.mark(said), key=f"ask {key}", icon=":material/search:"):
        st.session_state[asked] = True
        return True
    return False
