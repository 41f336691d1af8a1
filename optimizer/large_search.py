"""LargeSearch: looks for the best plan of a model in arrays, as `Search` does for one in PuLP."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pulp

from optimizer import attendance, narrowing
from optimizer.columnar import Columnar, ImpossibleError, Written
from optimizer.model import Terms, divisor
from optimizer.numbers import Integers
from optimizer.part import Matter
from optimizer.plan import PAIR_COLUMNS
from optimizer.relaxation import Floats, Outlook, with_room
from optimizer.rules import Rule
from optimizer.search import Found, Picks, Search
from optimizer.settings import Settings
from optimizer.sifting import Sift
from optimizer.solution import Status

GAP = 1e-5
"""How near to the bound, as a share of the value, a plan for a nation ends the search."""
SIZES = (500, 2_000, 8_000)
"""Decisions looked at for a first plan."""
LOOK = 0.25
"""Share of the time that is left for the search when the relaxation is stopped."""


class LargeSearch(Search):
    """Runs the solver on one model in arrays within one time allowance."""

    model: Columnar

    def __init__(self, model: Columnar, rules: Sequence[Rule], settings: Settings) -> None:
        near_enough = settings.model_copy(update={"gap": max(settings.gap, GAP)})
        super().__init__(model, rules, near_enough)
        self._values: Floats | None = None
        self._mattered: np.ndarray[Any, np.dtype[np.bool_]] | None = None

    def best(self, terms: Terms, sense: int, *, confirm: bool = True) -> Found:
        """Find the plan with the best sum of `terms`, or one within the gap."""
        try:
            written = self.model.written()
        except ImpossibleError:
            return Found(Status.INFEASIBLE, None, None)
        turn = 1 if sense == pulp.LpMaximize else -1
        goal, unit = self._goal(terms)
        data = written.arrays(goal * turn)
        sift = Sift(data, self.model.blocks(), self._mattered)
        outlook = sift.solve(self.seconds_left() * (1 - LOOK))
        self._mattered = sift.inside
        if outlook is None:
            return Found(Status.STOPPED, None, None)

        def judge(values: Floats) -> int | None:
            vector = np.rint(values).astype(np.int64)
            if not written.lawful(vector):
                return None
            attendance.seen(self, self._taken(vector))
            return turn * int(goal @ vector)

        hear = attendance.hearer(self, turn * unit)
        matter = Matter(with_room(data), np.zeros(len(data.cost)), data.limit, judge, hear, False, confirm)
        found = narrowing.search(matter, outlook, self._run(int(data.cost_unit)), self._values, SIZES)
        if found.values is None:
            return Found(found.status, None, None)
        self._values = found.values
        bound = None if found.bound is None else turn * found.bound * unit
        return Found(found.status, self._taken(np.rint(found.values).astype(np.int64)), bound)

    def any(self, *, confirm: bool = True) -> Found:
        """Find any plan."""
        return self.best([], pulp.LpMaximize, confirm=confirm)

    def settle(self, least: Fraction) -> None:
        """Nothing is settled for good: the row that holds the objective is enough."""

    def _goal(self, terms: Terms) -> tuple[Integers, int]:
        unit = divisor(terms)
        goal = np.zeros(self.model.width, dtype=np.int64)
        for variable, number in terms:
            goal[self.model.at(variable)] += number // unit
        return goal, unit

    def _taken(self, vector: Integers) -> Picks:
        taken = np.flatnonzero(vector)
        options = taken[taken < len(self.model.tables.options)]
        links = [
            place - first + before
            for (_, first, near), before in zip(self.model.near, self._before(), strict=True)
            for place in taken[(taken >= first) & (taken < first + len(near))].tolist()
        ]
        return Picks(tuple(options.tolist()), tuple(links))

    def _before(self) -> list[int]:
        counts = [len(near) for _, _, near in self.model.near]
        return [sum(counts[:k]) for k in range(len(counts))]

    def pairs(self, picks: Picks) -> pd.DataFrame:
        """The links made, one row a village."""
        made = [near.assign(rule=rule) for rule, _, near in self.model.near]
        if not made:
            return pd.DataFrame([], columns=list(PAIR_COLUMNS))
        held = pd.concat(made, ignore_index=True).iloc[list(picks.links)]
        return held[list(PAIR_COLUMNS)].sort_values(["rule", "village"], ignore_index=True)


__all__ = ["LargeSearch", "Outlook", "Written"]
