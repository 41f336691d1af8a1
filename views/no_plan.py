"""No plan: which demands cannot hold together, and the least that would have to give way."""

import streamlit as st

import reports
import scenarios
from locales import message, named
from optimizer import Status
from scenarios import Outcome
from views import sheets, states
from views.asking import ask
from views.sheets import key_of
from views.visit import Visit


def draw(visit: Visit, outcome: Outcome) -> None:
    """Say why there is no plan, and find the ways out."""
    if outcome.plan.status is not Status.INFEASIBLE:
        st.error(visit.mark(message("Time ran out before any plan was found.")))
        states.findings(visit, outcome.findings)
        return
    st.error(visit.mark(message("No plan exists under these rules. These cannot hold together:")))
    names = scenarios.round_names(outcome.round)
    for rule in outcome.conflict:
        st.text(visit.say(message("• {name}: {rule}", name=rule.name, rule=named(rule.describe(), names))))
    st.subheader(visit.mark(message("Ways out")))
    limit = 3 * outcome.scenario.solver.seconds
    conflicts = ask(visit, ("conflicts", key_of(outcome)), scenarios.conflicts, outcome, limit=limit)
    remedies = ask(visit, ("repairs", key_of(outcome)), scenarios.repairs, outcome, limit=limit)
    if conflicts is not None and remedies is not None:
        sheets.draw(visit, reports.repairs_sheet(outcome, conflicts, remedies), "plan repairs")
    st.subheader(visit.mark(message("Findings")))
    states.findings(visit, outcome.findings)
