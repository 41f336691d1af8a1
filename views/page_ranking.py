"""The ranking page: everybody in order beside the map, and the card of whoever is chosen in either."""

import pandas as pd
import streamlit as st

from locales import message, plural
from scenarios import Decision, Outcome, narrowed, ranking
from views import states
from views.applicant_card import card, headline
from views.kept import Kept
from views.parts import outcome_under
from views.ranking_map import ranking_map
from views.ranking_table import DECISIONS, by_district, legend, ranking_table
from views.visit import Visit

HEIGHT = 400
MAP_HEIGHT = 220
CHOSEN = "applicant"
"""The name under which the address of the page holds who is chosen."""


def draw(visit: Visit) -> None:
    """Draw the page for the chosen round and scenario."""
    outcome = outcome_under(visit, message("Ranking"))
    if outcome is not None:
        _page(visit, outcome)


def _page(visit: Visit, outcome: Outcome) -> None:
    everybody = _ranking(outcome, outcome.fingerprint)
    shown = _filtered(visit, outcome, everybody)
    if shown.empty:
        states.empty(visit, message("Nobody fits what you look for"), message("Take out one of the filters above."))
        return
    chosen = _chosen(everybody)
    left, right = st.columns([3, 2], gap="small")
    with left:
        turn = st.session_state.setdefault("ranking turn", 0)
        key = f"ranking {outcome.fingerprint[:12]} {turn}"
        picked = ranking_table(
            visit, shown, outcome.round.criteria, key, chosen, HEIGHT, by_district=by_district(everybody)
        )
        if picked != st.session_state.get(f"{key} seen", chosen if chosen in shown.index else None):
            chosen = picked
        st.session_state[f"{key} seen"] = picked
        legend(visit, outcome.round.criteria)
        funded = int((shown["decision"] == Decision.FUNDED.value).sum())
        counted = plural(
            "{count} library, {funded} funded", "{count} libraries, {funded} funded", len(shown), funded=funded
        )
        st.caption(visit.mark(counted))
    with right:
        headline(visit, outcome, everybody, chosen)
        pointed = ranking_map(visit, shown, chosen, MAP_HEIGHT)
        if pointed is not None and pointed != chosen:
            _choose(pointed)
            st.session_state["ranking turn"] += 1  # the table is drawn anew, with this row marked
            st.rerun()
    _choose(chosen)
    if chosen is not None:
        card(visit, outcome, chosen)


@st.cache_resource(max_entries=4, show_spinner=False)
def _ranking(_outcome: Outcome, fingerprint: str) -> pd.DataFrame:
    del fingerprint
    return ranking(_outcome)


def _filtered(visit: Visit, outcome: Outcome, everybody: pd.DataFrame) -> pd.DataFrame:
    kept = Kept(visit, f"ranking:{outcome.round.call.id}")
    kinds = {kind.code: kind.label for kind in outcome.round.call.library_kinds}
    there = set(everybody["decision"].unique())
    decisions = {each.value: said for each, said in DECISIONS.items() if each.value in there}
    fields = st.columns(4)
    with fields[0]:
        text = kept.text("text", message("Search"), help=visit.mark(message("library, district, province or number")))
    with fields[1]:
        names = sorted(everybody["province"].unique())
        provinces = kept.several("provinces", message("Province"), {name: name for name in names})
    with fields[2]:
        wanted = kept.several("decisions", message("Decision"), decisions)
    with fields[3]:
        of_kind = kept.several("kinds", message("Kind"), {code: kinds[code] for code in kinds if len(kinds) > 1})
    return narrowed(everybody, provinces=provinces, kinds=of_kind, decisions=wanted, text=text)


def _chosen(everybody: pd.DataFrame) -> str | None:
    given = st.query_params.get(CHOSEN)
    return given if given in everybody.index else None


def _choose(applicant: str | None) -> None:
    if applicant is None:
        st.query_params.pop(CHOSEN, None)
    elif st.query_params.get(CHOSEN) != applicant:
        st.query_params[CHOSEN] = applicant
