"""The map of a meeting: who is funded, who enters and who leaves, on the districts."""

import pandas as pd

from scenarios import Outcome, WhatIf
from views import picture
from views.ground import district_map
from views.signs import ENTERED, FUNDED, LEFT, NOT_FUNDED
from views.visit import Visit

HEIGHT = 400


def draw(visit: Visit, baseline: Outcome, answer: WhatIf) -> None:
    """Draw everybody who applied, by what becomes of them against the baseline."""
    people = baseline.table
    state = pd.Series(NOT_FUNDED.key, index=people.index, dtype=object)
    state[people.index.isin(answer.plan.awards.index)] = FUNDED.key
    state[people.index.isin(answer.entered)] = ENTERED.key
    state[people.index.isin(answer.left)] = LEFT.key
    places = pd.DataFrame({"region": people["region"], "name": people["name"], "state": state})
    drawn = district_map(visit, places, (FUNDED, ENTERED, LEFT, NOT_FUNDED))
    picture.show(drawn.tall(HEIGHT), visit.say, key="meeting map")
