"""The page Scenario: what is to be achieved, with which money, under which rules; checked while it is changed."""

import streamlit as st

import records
from intake import InputError
from locales import Text, message
from scenarios import LANGUAGES, PARTS
from views import states
from views.header import header
from views.scenario_answer import FULL, QUICK, answer, ask_for
from views.scenario_bench import EDITORS, Bench, bench_of
from views.scenario_checks import at_work, checks
from views.scenario_locks import locks_part
from views.scenario_money import catalogue_part, money_part, search_part
from views.scenario_people import everybody
from views.scenario_rule_form import label_part
from views.scenario_rules import goals_part, rules_part
from views.scenario_sheet import Sheet
from views.scenario_versions import begin, versions
from views.visit import Visit

WIDTHS = (6, 13)
HALVES = (8, 5)
"""The answer with its map, beside what was changed and the checks: all of it is seen at once on a small projector."""
OPEN: dict[str, Text] = {
    "money": message("Money"),
    "rules": message("Rules"),
    "goals": message("Goals"),
    "locks": message("Locks"),
    "offers": message("Catalogue"),
    "search": message("Time and proof"),
}


def draw(visit: Visit) -> None:
    """Draw the page for the chosen round and scenario."""
    states.need_round(visit)
    assert visit.round is not None
    if visit.version is None:
        header(visit, message("Scenario"))
        states.empty(visit, message("This round has no scenario yet"))
        if visit.may(*EDITORS):
            begin(visit, visit.round.name)
        return
    header(visit, message("Scenario"))
    try:
        bench = bench_of(visit, visit.version)
        _page(bench)
    except InputError as error:
        states.refused(visit, error)


def _page(bench: Bench) -> None:
    top = st.container(horizontal=True, vertical_alignment="center")
    left, beside = st.columns(WIDTHS)
    with left:
        _editing(bench)
    with top:
        _bar(bench)
    with beside:
        middle, right = st.columns(HALVES)
        below = st.container()
    with right:
        at_work(bench)
        checks(bench)
    with middle:
        shown = answer(bench)
    everybody(bench, shown, middle, below)
    with st.expander(bench.visit.mark(message("Versions, copies and files")), key="versions fold"):
        versions(bench)


def _editing(bench: Bench) -> None:
    """Draw one part of the scenario at a time."""
    visit = bench.visit
    if not bench.editable:
        who = tuple(records.ROLE_WORDS[role] for role in EDITORS)
        st.caption(visit.mark(message("You can look at this. Changing it is for: {roles}.", roles=who)))
    sheet = Sheet(
        visit, bench.half.place, bench.get, lambda at, to: bench.put(at, to), bench.half, locked=not bench.editable
    )
    part = _part(bench)
    if part == "money":
        money_part(bench, sheet)
    elif part == "rules":
        rules_part(bench, sheet)
    elif part == "goals":
        goals_part(bench, sheet)
    elif part == "locks":
        locks_part(bench)
    elif part == "offers":
        catalogue_part(bench, sheet)
    else:
        search_part(sheet)
        for code in LANGUAGES:
            label_part(sheet, ("title",), PARTS["title"], code)


def _part(bench: Bench) -> str:
    """The part that is open; the choices wrap where the column is narrow."""
    visit = bench.visit
    label = visit.mark(message("Part of the scenario"))

    def draw(key: str, value: str) -> str:
        chosen = st.pills(
            label,
            list(OPEN),
            default=value if value in OPEN else "money",
            required=True,
            format_func=lambda code: visit.mark(OPEN.get(code, code)),
            key=key,
            label_visibility="collapsed",
            wrap=True,
        )
        return chosen or "money"

    return bench.kept.widget("part", "money", draw)


def _bar(bench: Bench) -> None:
    """Undo, redo, and the two ways to an answer."""
    visit, work = bench.visit, bench.work
    if bench.editable:
        _history(bench)
    ready = bench.scenario is not None
    if st.button(
        visit.mark(message("Quick solve")), key="quick", icon=":material/bolt:", type="primary", disabled=not ready
    ):
        ask_for(bench, QUICK)
    if st.button(visit.mark(message("Full solve")), key="full", icon=":material/verified:", disabled=not ready):
        ask_for(bench, FULL)
    if work.changed:
        said = message("changed, not saved; kept for you")
        st.markdown(f":orange-badge[:material/edit: {visit.mark(said)}]")


def _history(bench: Bench) -> None:
    visit, work, store, who = bench.visit, bench.work, bench.visit.store, bench.visit.who
    if st.button(
        visit.mark(message("Undo")), key="undo", icon=":material/undo:", disabled=not work.done, shortcut="Ctrl+Z"
    ):
        records.undo(store, who, bench.latest)
        st.rerun()
    if st.button(
        visit.mark(message("Redo")), key="redo", icon=":material/redo:", disabled=not work.undone, shortcut="Ctrl+Y"
    ):
        records.redo(store, who, bench.latest)
        st.rerun()
    if work.changed and st.button(
        visit.mark(message("Throw my changes away")), key="discard", icon=":material/delete_sweep:"
    ):
        records.discard(store, who, bench.latest)
        st.rerun()
