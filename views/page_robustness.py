"""Page Robustness: who is in whatever the committee doubts, who hangs on it, whom to phone, and what to discuss."""

from collections.abc import Callable

import streamlit as st

from intake import InputError
from locales import Message, message
from scenarios import Outcome
from views import doubts, proofs, states
from views.answers import outcome_of
from views.header import header
from views.visit import Visit

Part = tuple[Message, Callable[[Visit, Outcome], None]]


def draw(visit: Visit) -> None:
    """Draw the page for the chosen round and scenario."""
    states.need_version(visit)
    assert visit.version is not None
    header(visit, message("Robustness"))
    try:
        outcome = outcome_of(visit, visit.version)
    except InputError as error:
        states.refused(visit, error)
        return
    if outcome is None:
        return
    if not outcome.plan.has_awards:
        states.empty(
            visit,
            message("There is no plan whose robustness could be asked"),
            message("The page Plan and export says which rules cannot hold together, and what would have to give way."),
        )
        return
    parts: tuple[Part, ...] = (
        (message("How sure"), doubts.draw),
        (message("Proven by loss"), proofs.standing),
        (message("Reserve list"), proofs.reserve),
        (message("Weights that hold"), proofs.stability),
        *(((message("Members"), proofs.members),) if outcome.round.members is not None else ()),
    )
    said = [visit.mark(name) for name, _ in parts]
    for tab, (_, show) in zip(st.tabs(said, key="robust parts", on_change="rerun"), parts, strict=True):
        if tab.open:
            with tab:
                show(visit, outcome)
