"""The map of the page Scenario: who is funded in the answer, and who is locked; a click chooses whom to lock."""

from collections.abc import Collection

import pandas as pd
import streamlit as st

from locales import Decimals, message
from optimizer import Exclude, Include
from scenarios import Outcome, Scenario
from views.ground import district_map
from views.linked import draw_linked
from views.picture import Picture
from views.ranking_map import DRAWN
from views.signs import FREE, FUNDED, GATED, LOCKED_IN, LOCKED_OUT, NOT_FUNDED, State
from views.visit import Visit

HEIGHT = 190
OUT_OF_LIST = GATED.called(message("not in the ranking"))
KINDS = (FUNDED, NOT_FUNDED, FREE, OUT_OF_LIST, LOCKED_IN, LOCKED_OUT)


def locked(scenario: Scenario) -> tuple[set[str], set[str]]:
    """Who is locked into the plan and who out of it."""
    inside = {name for rule in scenario.rules if isinstance(rule, Include) for name in rule.applicants}
    outside = {name for rule in scenario.rules if isinstance(rule, Exclude) for name in rule.applicants}
    return inside, outside


def scenario_map(
    visit: Visit, scenario: Scenario, people: pd.DataFrame, outcome: Outcome | None, chosen: str | None
) -> str | None:
    """Draw everybody on the districts; gives the applicant that was clicked since.

    people: as they are listed, with `region`, `name`, `rank` and `score`. Of very many the first are drawn, with
    everybody who is locked and whoever is chosen.
    """
    state = map_states(scenario, people, outcome)
    named = people.index.isin([each for group in locked(scenario) for each in group] + [chosen])
    shown = people[named | (pd.RangeIndex(len(people)) < DRAWN)]
    places = pd.DataFrame(
        {
            "region": shown["region"],
            "name": shown["name"],
            "state": state.loc[shown.index],
            visit.say(message("points")): [visit.say(Decimals(score, 2)) for score in shown["score"].tolist()],
        }
    )
    there = set(places["state"].unique())
    kinds: list[State] = [kind for kind in KINDS if kind.key in there]

    def drawn(selected: Collection[str]) -> Picture:
        return district_map(visit, places, kinds, [each for each in selected if each in places.index]).tall(HEIGHT)

    news = draw_linked(drawn, visit.say, "scenario map", () if chosen is None else (chosen,))
    if len(shown) < len(people):
        said = message(
            "The map shows {count} of {all}: the first of the list and the locks.", count=len(shown), all=len(people)
        )
        st.caption(visit.mark(said))
    return news[0] if news else None


def map_states(scenario: Scenario, people: pd.DataFrame, outcome: Outcome | None) -> pd.Series:
    """What each applicant is on the map, by the key of its sign; a lock is shown before what the answer says.

    Without an answer nobody is said to be funded or not.
    """
    state = pd.Series(FREE.key if outcome is None else NOT_FUNDED.key, index=people.index, dtype=object)
    state[people["rank"].isna()] = OUT_OF_LIST.key
    if outcome is not None:
        state[people.index.isin(outcome.plan.awards.index)] = FUNDED.key
    inside, outside = locked(scenario)
    state[people.index.isin(inside)] = LOCKED_IN.key
    state[people.index.isin(outside)] = LOCKED_OUT.key
    return state
