"""Places: applicants on the map by a state of theirs."""

from collections.abc import Mapping

import pandas as pd

from locales import message
from scenarios import Outcome, Side
from views.ground import district_map
from views.picture import show
from views.signs import BOTH, FUNDED, NEITHER, NOT_FUNDED, ONLY_A, ONLY_B, State
from views.visit import Visit

SIDES = {Side.BOTH: BOTH, Side.FIRST: ONLY_A, Side.SECOND: ONLY_B, Side.NEITHER: NEITHER}
"""How each side of a comparison is drawn."""


def draw(visit: Visit, people: pd.DataFrame, state: Mapping[str, str], kinds: tuple[State, ...], key: str) -> None:
    """Draw applicants on the districts, with what the map says in words and as a table.

    people: index applicant, with region, name, district and province. state: the key of one of `kinds` for each.
    """
    places = pd.DataFrame(
        {
            "region": people["region"].astype(str),
            "name": people["name"].astype(str),
            "state": [state[str(each)] for each in people.index],
            visit.say(message("District")): people["district"].astype(str),
            visit.say(message("Province")): people["province"].astype(str),
        }
    )
    show(district_map(visit, places, kinds), visit.say, key=key)


def decided(visit: Visit, outcome: Outcome) -> None:
    """Draw who is funded and who is not."""
    funded = set(map(str, outcome.plan.awards.index))
    kinds = (FUNDED, NOT_FUNDED)
    state = {str(name): kinds[str(name) not in funded].key for name in outcome.table.index}
    draw(visit, outcome.table, state, kinds, "plan map")
