"""Chooser: which round and scenario are looked at; the address of the page holds the choice, so it can be sent on."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

import records
from locales import Text, message
from records import KeptRound, Version
from views.address import follow_address, tell
from views.strip import Strip
from views.visit import Visit

GO_TO = "go to scenario"
"""Where a page leaves the scenario that is to be chosen next."""


def with_choice(visit: Visit, above: Strip) -> Visit:
    """Let the strip choose round and scenario, and give the visit with them."""
    rounds = {kept.name: kept for kept in records.list_rounds(visit.store, visit.who)}
    if not rounds:
        return visit
    versions: dict[str, dict[str, Version]] = {}
    for version in records.list_versions(visit.store, visit.who):
        versions.setdefault(version.round_name, {})[version.name] = version
    titles = records.round_titles(visit.store, visit.who)
    called: dict[str, Text] = {name: titles.get(kept.id, name) for name, kept in rounds.items()}
    name = _chosen(visit, above.round, message("Round"), called, _most(rounds, versions), "round")
    here = versions.get(name, {})
    if not here:
        return replace(visit, round=rounds[name])
    first = "base" if "base" in here else next(iter(here))
    wanted = st.session_state.pop(GO_TO, None)
    if wanted in here:
        st.session_state["scenario"] = wanted
    called = {code: version.scenario.title for code, version in here.items()}
    scenario = _chosen(visit, above.scenario, message("Scenario"), called, first, "scenario")
    version = here[scenario]
    return replace(visit, round=records.find_round(visit.store, visit.who, version.round), version=version)


def _most(rounds: dict[str, KeptRound], versions: dict[str, dict[str, Version]]) -> str:
    """The round with most to compare is opened first; of several, the first that was kept."""
    return max(rounds, key=lambda name: (len(versions.get(name, {})), -list(rounds).index(name)))


def _chosen(visit: Visit, where: DeltaGenerator, label: Text, called: Mapping[str, Text], first: str, key: str) -> str:
    """Choose by title; the address holds the code. called: the title of each code."""
    said = {code: visit.say(title) for code, title in called.items()}
    often = Counter(said.values())
    names = {code: title if often[title] == 1 else f"{title} ({code})" for code, title in said.items()}
    follow_address(key, called, visit.language)
    if st.session_state.get(key) not in called:
        st.session_state[key] = first
    chosen = where.selectbox(
        visit.mark(label),
        list(called),
        format_func=lambda code: names.get(code, code),
        key=key,
        label_visibility="collapsed",
    )
    code = chosen if chosen in called else first
    tell(key, [code])
    return code
