"""Page Compare: two to four outcomes side by side; who differs, why, where, and what it costs."""

import tempfile
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import streamlit as st

import reports
import scenarios
from intake import InputError
from locales import message
from reports import Sheet
from scenarios import Comparison, Outcome
from views import announced, comparison, states
from views.address import follow_address, tell
from views.candidates import Candidate, candidates, outcome_of_candidate
from views.downloads import KINDS, offer
from views.header import header
from views.parts import Part, draw_parts
from views.sheets import key_of
from views.visit import Visit

MOST = 4


def draw(visit: Visit) -> None:
    """Draw the page for what the address has chosen."""
    states.need_version(visit)
    header(replace(visit, version=None), message("Compare"))
    offered = candidates(visit)
    if len(offered) < 2:
        states.empty(
            visit,
            message("There is only one scenario, so nothing can be compared yet"),
            message("Save a second one on the page Scenario, for instance with less money."),
            scenario=message("Change money and rules"),
        )
        return
    choosing, exporting = st.columns([4, 1], vertical_alignment="bottom")
    with choosing:
        chosen = _chosen(visit, offered)
    if len(chosen) < 2:
        st.text(visit.say(message("Choose at least two.")))
        return
    outcomes = _outcomes(visit, chosen)
    if outcomes is not None:
        compared = _compared(outcomes, [each.title for each in chosen])
        with exporting:
            _export(visit, outcomes, compared)
        _page(visit, outcomes, compared)


def _chosen(visit: Visit, offered: dict[str, Candidate]) -> list[Candidate]:
    """Let two to four be chosen, in the order in which they are compared; the address holds them."""
    assert visit.version is not None
    first = visit.version.name
    second = next(code for code in offered if code != first)
    follow_address("compare", offered, visit.language, several=True)
    held = [code for code in st.session_state.get("compare", [first, second]) if code in offered]
    st.session_state["compare"] = held[:MOST]
    codes = st.multiselect(
        visit.mark(message("Two to four of this round; differences are to the first")),
        list(offered),
        format_func=lambda code: visit.say(offered[code].title) if code in offered else code,
        max_selections=MOST,
        key="compare",
        placeholder=visit.say(message("Choose")),
    )
    tell("compare", codes)
    return [offered[code] for code in codes if code in offered][:MOST]


def _outcomes(visit: Visit, chosen: Sequence[Candidate]) -> list[Outcome] | None:
    """The outcomes in their order; None while one is being worked out or cannot be."""
    found: list[Outcome] = []
    for each in chosen:
        try:
            outcome = outcome_of_candidate(visit, each)
        except InputError as error:
            states.refused(visit, error)
            return None
        if outcome is not None:
            found.append(outcome)
    return found if len(found) == len(chosen) else None


def _compared(outcomes: Sequence[Outcome], titles: Sequence[object]) -> Comparison:
    said = tuple(titles)
    return _remembered(tuple(key_of(each) for each in outcomes), repr(said), outcomes, said)


@st.cache_resource(max_entries=16, show_spinner=False)
def _remembered(
    keys: tuple[str, ...], said: str, _outcomes: Sequence[Outcome], _titles: Sequence[object]
) -> Comparison:
    del keys, said
    return scenarios.compare(_outcomes, titles=_titles)  # type: ignore[arg-type]


def _page(visit: Visit, outcomes: Sequence[Outcome], compared: Comparison) -> None:
    comparison.headline(visit, outcomes, compared)
    shown: dict[str, Part[Sequence[Outcome], Comparison]] = {
        "names": (message("Names ({count})", count=len(compared.moves)), comparison.names),
        "causes": (message("Causes"), comparison.causes),
        "map": (message("Map"), comparison.differences_map),
        "groups": (message("Places and rules"), comparison.groups),
        "settings": (message("Figures and settings"), comparison.settings),
        "cost": (message("Cost and value"), comparison.against),
        "announced": (message("Announced"), announced.draw),
    }
    draw_parts(visit, "compare parts", shown, outcomes, compared)


def _export(visit: Visit, outcomes: Sequence[Outcome], compared: Comparison) -> None:
    """Offer the comparison as a workbook, with the causes and changes that were found by then."""
    sheets = comparison.book(outcomes, compared, announced.known(visit, outcomes, compared))
    name = f"{outcomes[0].round.call.id}-compare.xlsx"
    made = partial(_written, tuple(outcomes), sheets, visit.language)
    offer(visit, message("Workbook"), name, KINDS["xlsx"], made, primary=True)


def _written(outcomes: Sequence[Outcome], sheets: Sequence[Sheet], language: str) -> bytes:
    with tempfile.TemporaryDirectory(prefix="pilih-") as held:
        return reports.write_comparison(outcomes, sheets, Path(held), language).read_bytes()
