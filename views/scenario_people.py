"""Everybody on the page Scenario, on the map and as a list; whoever is chosen in either can be locked."""

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

import scenarios
from locales import message
from scenarios import Outcome, Scenario
from views.scenario_bench import Bench
from views.scenario_locks import TO_LOCK
from views.scenario_map import locked, scenario_map
from views.tables import table
from views.visit import Visit


def everybody(bench: Bench, outcome: Outcome | None, ground: DeltaGenerator, below: DeltaGenerator) -> None:
    """Draw everybody with their state, on the map and as a list; whoever is chosen in either can be locked.

    ground, below: where the map is drawn, and where the list is.
    """
    visit, held = bench.visit, bench.prepared
    if held is None:
        return
    people = scenarios.ranked_first(held.table)
    if outcome is not None:
        funded = people.index.isin(outcome.plan.awards.index)
        people = pd.concat([people[funded], people[~funded]])
    given = bench.kept.get(TO_LOCK) if bench.kept.get("part") == "locks" else None
    chosen = given if given in people.index else None
    scenario = bench.scenario or bench.latest.scenario
    with ground:
        pointed = scenario_map(visit, scenario, people, outcome, chosen)
    if pointed is not None and pointed != chosen:
        _take_over(bench, pointed)
    with below:
        _listed(bench, scenario, people, outcome, chosen)


def _take_over(bench: Bench, applicant: str) -> None:
    """Open the form of locks with somebody."""
    bench.kept.put(**{TO_LOCK: applicant, "part": "locks"})
    st.rerun()


def _listed(
    bench: Bench, scenario: Scenario, people: pd.DataFrame, outcome: Outcome | None, chosen: str | None
) -> None:
    visit, held = bench.visit, st.session_state
    shown = pd.DataFrame(
        {
            visit.say(message("state")): _states(visit, scenario, people.index, outcome),
            visit.say(message("rank")): people["rank"].astype("Int64"),
            visit.say(message("name")): people["name"],
            visit.say(message("province")): people["province"],
            visit.say(message("points")): people["score"],
            visit.say(message("grant")): _grants(people.index, outcome),
        }
    )
    kinds = {visit.say(message("points")): "points", visit.say(message("grant")): "money"}
    # What is marked in a table can only be read: for somebody chosen elsewhere it is drawn anew.
    if held.get("people shown") != chosen:
        held["people shown"] = chosen
        held["people turn"] = held.get("people turn", 0) + 1
    about = "nothing" if outcome is None else outcome.fingerprint[:12]
    rows = table(
        visit,
        shown,
        alt=message("Everybody who applied, with their state in the plan"),
        kinds=kinds,  # type: ignore[arg-type]
        key=f"people {about} {held.get('people turn', 0)}",
        select="single-row",
        selected=[] if chosen is None else [int(people.index.get_indexer(pd.Index([chosen]))[0])],
        height=300,
    )
    picked = str(people.index[rows[0]]) if rows else None
    if picked is not None and picked != chosen:
        held["people shown"] = picked
        _take_over(bench, picked)


def _states(visit: Visit, scenario: Scenario, index: pd.Index, outcome: Outcome | None) -> pd.Series:
    """In words and with a sign, so that no colour is needed."""
    inside, outside = locked(scenario)
    said = pd.Series("–" if outcome is None else visit.say(message("○ not funded")), index=index, dtype=object)
    if outcome is not None:
        said[index.isin(outcome.plan.awards.index)] = visit.say(message("● funded"))
    said[index.isin(outside)] = visit.say(message("✕ locked out"))
    said[index.isin(inside)] = visit.say(message("■ locked in"))
    return said


def _grants(index: pd.Index, outcome: Outcome | None) -> pd.Series:
    if outcome is None:
        return pd.Series(pd.NA, index=index, dtype="Int64")
    return outcome.plan.awards["cost"].reindex(index).astype("Int64")
