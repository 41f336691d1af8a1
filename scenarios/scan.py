"""Scan: the first of many variants of one applicant with which the decision is as wanted.

Nothing is passed over: every variant before the one that is given back is proven to leave the decision as it is.
"""

from fractions import Fraction
from math import ceil, floor, inf

import numpy as np
import numpy.typing as npt

from optimizer import Case, Contest, Side, Verdict, highest, verdict
from scenarios.hypothetical import Hypothetical, World
from scenarios.variants import MILLION, Variants

KINDS = 200
"""Above so many kinds of options among the variants, looking at each of them takes too long."""


class Scan:
    """Variants against the best without the applicant and the best beside each kind of option."""

    def __init__(self, ask: Hypothetical, variants: Variants) -> None:
        self.ask, self.variants = ask, variants
        self.contest: Contest = ask.contest
        rows = variants.offered
        self.copy = rows["copy"].to_numpy(dtype=np.int64)
        self.kind = rows["kind"].to_numpy(dtype=np.int64)
        self.worth = rows["worth"].to_numpy(dtype=np.int64)
        self.option = rows["option"].astype(str).tolist()
        self.kinds = self._first_rows()
        self._cases: dict[int, Case] = {}
        self._beside: dict[int, tuple[Side, Fraction]] = {}
        self._outside: dict[int, Side] = {}

    @property
    def fits(self) -> bool:
        """Whether there are few enough kinds to look at each."""
        return len(self.kinds) <= KINDS and len(np.unique(self.variants.looks)) <= KINDS

    def first(self, wanted: Verdict) -> int | None:
        """The position of the first variant with which the applicant is in, or out; None when there is none."""
        settled: dict[int, bool] = {}
        while True:
            place = self._first_open(wanted, settled)
            if place is None:
                return None
            if self._decided(place, wanted):
                return place
            settled[place] = False

    def _decided(self, place: int, wanted: Verdict) -> bool:
        """What becomes of the applicant with one variant, settling what is needed."""
        outside = self._without(int(self.variants.looks[place]))
        rows = np.flatnonzero(self.copy == place)
        while True:
            beside = []
            for row in rows:
                side, more = self._with(int(self.kind[row]))
                beside.append((side.span().plus(more + Fraction(int(self.worth[row]), MILLION)), side))
            found = verdict(highest(span for span, _ in beside), outside.span())
            if found is not None:
                break
            self.contest.settle(self.contest.next_open(beside, outside))
        return (self.ask.in_full(self.world(place)) if found is Verdict.TIED else found) is wanted

    def world(self, place: int) -> World:
        """The allocation with one variant in the applicant's place."""
        table, offered = self.variants.tables(place, self.ask.outcome)
        return World(table, offered, self.ask.outcome.rules)

    def _first_open(self, wanted: Verdict, settled: dict[int, bool]) -> int | None:
        """The first variant that is not proven to be decided otherwise."""
        surely_in, surely_out = self._sure()
        opposite = surely_out if wanted is Verdict.IN else surely_in
        waiting = ~opposite
        waiting[list(settled)] = False
        found = np.flatnonzero(waiting)
        return int(found[0]) if len(found) else None

    def _sure(self) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
        """For each variant whether it is proven to be in, and whether to be out."""
        above, below = np.zeros(len(self.copy), dtype=bool), np.zeros(len(self.copy), dtype=bool)
        for kind, first in self.kinds.items():
            side, more = self._with(kind)
            outside = self._without(int(self.variants.looks[self.copy[first]]))
            rows = self.kind == kind
            beside = side.span().plus(more)
            above[rows] = self.worth[rows] > _most(outside.most, beside.least)
            below[rows] = self.worth[rows] < _least(outside.least, beside.most)
        count = len(self.variants)
        inside = np.bincount(self.copy[above], minlength=count) > 0
        open_ = np.bincount(self.copy[~below], minlength=count) > 0
        return inside, ~open_

    def _first_rows(self) -> dict[int, int]:
        numbers, places = np.unique(self.kind, return_index=True)
        return dict(zip(numbers.tolist(), places.tolist(), strict=True))

    def _case(self, place: int) -> Case:
        if place not in self._cases:
            self._cases[place] = self.ask.case(self.world(place))
        return self._cases[place]

    def _with(self, kind: int) -> tuple[Side, Fraction]:
        """The best beside a kind of option, and what the option adds apart from the worth that is counted here."""
        if kind not in self._beside:
            row = self.kinds[kind]
            case = self._case(int(self.copy[row]))
            option = self.option[row]
            more = case.adds(option) - Fraction(int(self.worth[row]), MILLION)
            self._beside[kind] = self.contest.beside(case, option), more
        return self._beside[kind]

    def _without(self, look: int) -> Side:
        if look not in self._outside:
            self._outside[look] = self.contest.outside(self._case(int(np.argmax(self.variants.looks == look))))
        return self._outside[look]


def _most(outside: Fraction | float, beside: Fraction | float) -> float:
    """Above so many millionths an option surely beats the best without it."""
    if beside == -inf or outside == inf:
        return inf
    return -inf if outside == -inf else floor((outside - beside) * MILLION)


def _least(outside: Fraction | float, beside: Fraction | float) -> float:
    """Below so many millionths an option surely loses to the best without it."""
    if beside == -inf:
        return inf
    return -inf if outside == -inf or beside == inf else ceil((outside - beside) * MILLION)
