"""The ranking on the map: where everybody is, with who is funded and who is chosen; a click chooses."""

from collections.abc import Collection, Mapping

import pandas as pd
import streamlit as st

from locales import Decimals, message
from scenarios import Decision
from views.ground import district_map
from views.linked import draw_linked
from views.picture import Picture
from views.signs import CONTESTED, FREE, FUNDED, GATED, NOT_FUNDED, State
from views.visit import Visit

DRAWN = 1_000
"""Marks that a map can still be read with; of more, the first of the ranking are drawn."""
STATES: Mapping[Decision, State] = {
    Decision.FUNDED: FUNDED,
    Decision.LEFT_OUT: NOT_FUNDED,
    Decision.OPEN: CONTESTED.called(message("an answer is missing")),
    Decision.NOT_ELIGIBLE: GATED.called(message("not eligible")),
    Decision.NOT_DECIDED: FREE.called(message("not decided")),
}


def ranking_map(visit: Visit, shown: pd.DataFrame, chosen: str | None, height: int) -> str | None:
    """Draw those of a ranking that are shown; gives the applicant that was clicked since."""
    part = shown.head(DRAWN)
    there = set(part["decision"].unique())
    kinds = [state for decision, state in STATES.items() if decision.value in there]
    places = pd.DataFrame(
        {
            "region": part["region"],
            "name": part["name"],
            "state": part["decision"].map({each.value: state.key for each, state in STATES.items()}),
            visit.say(message("points")): [visit.say(Decimals(score, 2)) for score in part["score"].tolist()],
        }
    )

    def drawn(selected: Collection[str]) -> Picture:
        marked = [each for each in selected if each in places.index]
        return district_map(visit, places, kinds, marked).tall(height)

    news = draw_linked(drawn, visit.say, "ranking map", () if chosen is None else (chosen,))
    if len(part) < len(shown):
        said = message("The map shows the first {count}; the filters bring others onto it.", count=len(part))
        st.caption(visit.mark(said))
    return news[0] if news else None
