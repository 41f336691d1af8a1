"""No plan: the demands that cannot hold together, and the least that would have to give way, each as a button."""

import streamlit as st

import records
import scenarios
from locales import message, named
from scenarios import Outcome, Remedies
from views.asking import ask
from views.scenario_bench import Bench
from views.scenario_words import bold


def remedies(bench: Bench, outcome: Outcome) -> None:
    """Draw why there is no plan, and the ways out."""
    visit = bench.visit
    st.error(visit.mark(message("No plan exists under these rules.")), icon=":material/block:")
    found = ask(visit, ("conflicts", outcome.fingerprint), scenarios.conflicts, outcome)
    if found is None:
        return
    for place, conflict in enumerate(found.found, start=1):
        said = message("Conflict {number}: these cannot hold together", number=place)
        st.markdown(f"**{visit.mark(said)}**")
        for demand in conflict.named:
            st.text(visit.say(message("• {fact}", fact=named(demand, bench.names))))
    ways = ask(visit, ("repairs", outcome.fingerprint), scenarios.repairs, outcome)
    if ways is not None:
        _ways(bench, ways)


def _ways(bench: Bench, ways: Remedies) -> None:
    visit = bench.visit
    if not ways.found:
        st.text(visit.say(message("No way out was found among the rules that may give way.")))
        return
    bold(visit, message("The least that would have to give way, the least first"))
    for place, remedy in enumerate(ways.found):
        with st.container(border=True):
            st.text(visit.say(named(remedy.said(), bench.names)))
            if bench.editable and st.button(
                visit.mark(message("Do this")), key=f"remedy {place}", icon=":material/build:", type="primary"
            ):
                bench.change(*records.step_towards(bench.work.data, remedy.scenario), apart=True)
                st.rerun()
