"""LargeSearch: looks for the best plan of a model in arrays, as `Search` does for one in PuLP."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pandas as pd
import pulp

from optimizer import attendance, highs, narrowing
from optimizer.columnar import Columnar, Sum
from optimizer.model import Terms, divisor
from optimizer.numbers import Integers
from optimizer.part import Mask, Matter
from optimizer.progress import EndedError, heeding, may_end
from optimizer.relaxation import Arrays, Floats, Outlook, with_room
from optimizer.rules import Rule
from optimizer.search import Found, Picks, Search
from optimizer.settings import Settings
from optimizer.sifting import Sift
from optimizer.solution import Status
from optimizer.written import ImpossibleError, Written

GAP = 1e-4
"""How near to the bound, as a share of the value, a plan for a nation ends the search where the gap asked for is 0."""
SIZES = (100, 200, 400, 1_600, 6_400)
"""Applicants looked at for a first plan."""
MOST = 200_000
"""Decisions that a search for a better one than the first may look at; more than these keep the solver for hours."""
LOOK = 0.25
"""Share of the time that is left for the search when the relaxation is stopped."""


class LargeSearch(Search):
    """Runs the solver on one model in arrays within one time allowance."""

    model: Columnar

    def __init__(self, model: Columnar, rules: Sequence[Rule], settings: Settings) -> None:
        super().__init__(model, rules, settings)
        self._values: Floats | None = None
        self._mattered: Mask | None = None
        self._last: tuple[Terms, int] = ([], pulp.LpMaximize)

    def best(self, terms: Terms, sense: int, *, confirm: bool = True) -> Found:
        """Find the plan with the best sum of `terms`, or one within the gap."""
        self._last = (terms, sense)
        return self._looked(terms, sense, confirm=confirm)

    def any(self, *, confirm: bool = True) -> Found:
        """Find any plan; the objective that was solved last shows where to look."""
        return self._looked(*self._last, confirm=confirm, any_plan=True)

    def settle(self, least: Fraction) -> None:
        """Nothing is settled for good: the row that holds the objective is enough."""

    def _looked(self, terms: Terms, sense: int, *, confirm: bool, any_plan: bool = False) -> Found:
        turn = 1 if sense == pulp.LpMaximize else -1
        try:
            with heeding():
                written = self.model.written()
                goal, unit = self._goal(terms, written)
                may_end()
                data = written.arrays(goal * turn)
                outlook = self._outlook(data)
        except ImpossibleError:
            return Found(Status.INFEASIBLE, None, None)
        except EndedError:
            return Found(Status.STOPPED, None, None)

        def vector_of(values: Floats) -> Integers:
            return written.raised(np.rint(values * data.column_unit).astype(np.int64))

        def judge(values: Floats) -> int | None:
            vector = vector_of(values)
            if not written.lawful(vector):
                return None
            attendance.seen(self, self._taken(vector))
            return turn * int(goal @ vector)

        hear, known = attendance.hearer(self, turn * unit), self._known_here(data)
        matter = Matter(with_room(data), np.zeros(len(data.cost)), data.limit, judge, hear, any_plan, confirm)
        found = narrowing.search(matter, outlook, self._run(int(data.cost_unit)), known, SIZES, MOST)
        if found.values is None:
            return Found(found.status, None, None)
        self._values = found.values
        bound = None if found.bound is None else turn * found.bound * unit
        return Found(found.status, self._taken(vector_of(found.values)), bound)

    def _outlook(self, data: Arrays) -> Outlook | None:
        may_end()
        sift = Sift(data, self.model.blocks(), self._mattered)
        found = sift.solve(self.seconds_left() * (1 - LOOK))
        self._mattered = sift.inside
        if found is None:
            may_end()
        return found

    def _known_here(self, data: Arrays) -> Floats | None:
        """The plan that was found last, with nothing of what was added to the model since."""
        if self._values is None:
            return None
        return np.concatenate((self._values, np.zeros(len(data.cost) - len(self._values))))

    def _run(self, scale: int) -> highs.Run:
        run = super()._run(scale)
        return replace(run, gap=self.settings.gap or GAP)

    def _goal(self, terms: Terms, written: Written) -> tuple[Integers, int]:
        unit = divisor(terms)
        held = self.model.summed(terms)
        goal = np.zeros(len(written.upper), dtype=np.int64)
        np.add.at(goal, held.columns, held.numbers // unit)
        return goal // written.step, unit

    def _taken(self, vector: Integers) -> Picks:
        taken = np.flatnonzero(vector[: len(self.model.tables.options)])
        made = np.flatnonzero(vector[self.model.link_places()])
        return Picks(tuple(taken.tolist()), tuple(made.tolist()))

    def forbid(self, picks: Picks, *, until_released: bool = False) -> pulp.LpVariable | None:
        """Cut off exactly this plan; raising the limit of the returned decision to 1 undoes it."""
        model = self.model
        options, links = len(model.tables.options), model.link_places()
        numbers = np.ones(options + len(links), dtype=np.int64)
        numbers[list(picks.options)] = -1
        numbers[[options + k for k in picks.links]] = -1
        release = model.integer(f"release_{model.rows:06d}", 0) if until_released else None
        terms: Terms = Sum(model, np.concatenate((np.arange(options), links)), numbers)
        if release is not None:
            terms = model.joined((terms, 1), ([(release, 1)], 1))
        model.require(terms, ">=", 1 - len(picks.options) - len(picks.links))
        return release

    def pairs(self, picks: Picks) -> pd.DataFrame:
        """The links made, one row a village."""
        held = self.model.linked().iloc[list(picks.links)]
        return held.sort_values(["rule", "village"], ignore_index=True)
