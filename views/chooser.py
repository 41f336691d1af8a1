"""Chooser: which round and scenario are looked at; the address of the page holds the choice, so it can be sent on."""

from dataclasses import replace

import streamlit as st

import records
from locales import message
from records import KeptRound, Version
from views.address import dropped
from views.visit import Visit

GO_TO = "go to scenario"
"""Where a page leaves the scenario that is to be chosen next."""


def with_choice(visit: Visit) -> Visit:
    """Let the sidebar choose round and scenario, and give the visit with them."""
    rounds = {kept.name: kept for kept in records.list_rounds(visit.store, visit.who)}
    if not rounds:
        return visit
    versions: dict[str, dict[str, Version]] = {}
    for version in records.list_versions(visit.store, visit.who):
        versions.setdefault(version.round_name, {})[version.name] = version
    name = _chosen(visit, message("Round"), list(rounds), _most(rounds, versions), "round")
    here = versions.get(name, {})
    if not here:
        return replace(visit, round=rounds[name])
    first = "base" if "base" in here else next(iter(here))
    wanted = st.session_state.pop(GO_TO, None)
    if wanted in here:
        st.session_state["scenario"] = wanted
    scenario = _chosen(visit, message("Scenario"), list(here), first, "scenario")
    version = here[scenario]
    return replace(visit, round=records.find_round(visit.store, visit.who, version.round), version=version)


def _most(rounds: dict[str, KeptRound], versions: dict[str, dict[str, Version]]) -> str:
    """The round with most to compare is opened first; of several, the first that was kept."""
    return max(rounds, key=lambda name: (len(versions.get(name, {})), -list(rounds).index(name)))


def _chosen(visit: Visit, label: object, options: list[str], first: str, key: str) -> str:
    given = st.query_params.get(key)
    if given is not None and given not in options:
        dropped(key)
    said = visit.mark(label)  # type: ignore[arg-type]
    chosen = st.sidebar.selectbox(said, options, index=options.index(first), key=key, bind="query-params")
    return chosen if chosen in options else first
