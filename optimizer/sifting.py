"""Sifting: the relaxation of a nation, solved over the applicants that matter, and priced for all the others.

A linear program over a few per cent of the applicants gives prices of money, stock, mentors and quotas. At these
prices every applicant left out is worth its best option with its best mentor, less what they cost; who is worth
anything enters, and the program is solved again from where it stood (Bixby, Gregory, Lustig, Marsten and Shanno
1992). When nobody is, the prices prove the bound for all: it is worked out over every column by weak duality, with
all rounding counted against it, so that nothing rests on who was looked at.
"""

import time
from dataclasses import dataclass, replace
from math import inf
from typing import Any

import highspy
import numpy as np

from optimizer.blocks import Blocks, barred, promising, shape_of, two_best
from optimizer.highs import STATES, attended
from optimizer.numbers import Integers
from optimizer.part import HAIR, Mask
from optimizer.progress import may_end, stopping
from optimizer.relaxation import Arrays, Floats, Outlook, judged, signed

ENTER = 5_000
"""Applicants that enter at once, those worth most first."""
ENOUGH = 1e-7
"""Sifting ends when those left out could add no more than this share of the bound."""
ROUNDS = 60
HALF = 0.5


class _UnprovenError(Exception):
    """HiGHS found no plan, and its reason does not hold or is none."""


@dataclass(frozen=True, eq=False)
class _Priced:
    """What prices say: row prices; what each applicant left out is worth; by column, what turning it would lose, and
    whether it is chosen."""

    prices: Floats
    gain: Floats
    turning: Floats
    chosen: Mask


class Sift:
    """One relaxation; `begin` are applicants (by position) that mattered in a program like this one."""

    def __init__(self, data: Arrays, blocks: Blocks, begin: Mask | None = None) -> None:
        never = barred(data)
        limit = data.limit.copy()
        limit[data.index[data.start[:-1][never]]] = 0.0
        self.data = data = replace(data, limit=limit)
        self.blocks = blocks
        self._shape = shape_of(data, blocks, never)
        may_end()
        self._by_column = np.argsort(data.index, kind="stable")
        self._first = np.searchsorted(data.index[self._by_column], np.arange(len(data.cost) + 1))
        may_end()
        self.inside = blocks.stay | (promising(data, blocks, self._shape) if begin is None else begin)
        self._column = np.full(len(data.cost), -1, dtype=np.int64)
        self._row = np.full(len(data.lower), -1, dtype=np.int64)
        self._columns = self._rows = 0
        self._solver = highspy.Highs()  # type: ignore[no-untyped-call]
        highspy.Highs.resetGlobalScheduler(True)
        settings: dict[str, int | str | bool] = {
            "output_flag": False,
            "threads": 1,
            "parallel": "off",
            "random_seed": 0,
            "solver": "simplex",
        }
        for name, value in settings.items():
            self._solver.setOptionValue(name, value)
        self._solver.changeObjectiveSense(highspy.ObjSense.kMaximize)
        may_end()
        self._enter(self._owned(self.inside) | (blocks.of < 0))

    def solve(self, seconds: float) -> Outlook | None:
        """Solve it; where time is short the bound is further off, but as certain. None when nothing is known.

        The bound is -inf where the rows contradict each other even without whole numbers.
        """
        deadline = time.monotonic() + seconds
        best: Outlook | None = None
        for _ in range(ROUNDS):
            self._solver.setOptionValue("time_limit", max(deadline - time.monotonic(), 0.01))
            with attended(self._solver):
                self._solver.run()
            state = self._solver.getModelStatus()
            if state in (STATES.kInfeasible, STATES.kUnboundedOrInfeasible):
                try:
                    refuted = self._refuted()
                except _UnprovenError:
                    return None
                if refuted is not None:
                    return refuted
                continue
            if state not in (STATES.kOptimal, STATES.kModelEmpty):
                return best
            priced = self._priced(self._spread(self._solver.getSolution().row_dual), self.data.cost)
            values = np.zeros(len(self.data.cost))
            held = self._column >= 0
            values[held] = np.array(self._solver.getSolution().col_value)[self._column[held]]
            found = self._judged(priced.prices, values, self.data.cost)
            # What the program chose otherwise than these prices do is no loss that they prove.
            agreed = priced.chosen == (values > HALF)
            turning = np.where(agreed, priced.turning, 0.0) * self.data.cost_unit
            best = replace(found, turning=turning, place=self._places(turning, values))
            missing = float(priced.gain.sum()) * self.data.cost_unit
            if missing <= ENOUGH * abs(found.bound) or stopping() or time.monotonic() > deadline:
                return best
            self._admit(priced.gain)
        return best

    def _places(self, turning: Floats, values: Floats) -> Integers:
        """The place of every applicant among those who cost least to turn; first who is in by halves, and nobody's."""
        blocks = self.blocks
        option = (blocks.of >= 0) & ~blocks.pairs
        least = np.full(blocks.many, inf)
        np.minimum.at(least, blocks.of[option], turning[option])
        halves = (blocks.of >= 0) & (values > HAIR) & (values < self.data.limit - HAIR)
        least[blocks.of[halves]] = -1.0
        place = np.empty(blocks.many, dtype=np.int64)
        place[np.argsort(least, kind="stable")] = np.arange(blocks.many)
        place[least < 0] = 0
        return np.where(blocks.of >= 0, place[blocks.of], 0)

    def _judged(self, prices: Floats, values: Floats, cost: Floats) -> Outlook:
        data = self.data
        return judged(data, prices, values, cost, (data.lower, data.upper), (np.zeros(len(cost)), data.limit))

    def _spread(self, prices: object) -> Floats:
        """Prices of the solver's rows at their places among all rows."""
        found = np.zeros(len(self.data.lower))
        held = self._row >= 0
        found[held] = np.array(prices, dtype=np.float64)[self._row[held]]
        return signed(found, self.data.lower, self.data.upper)

    def _priced(self, prices: Floats, cost: Floats) -> "_Priced":
        """Prices that let nobody promise more than it is worth, and what follows from them.

        At the prices of the rows that applicants share, each stands alone: its worth is that of its best option with
        the best pair of every kind, or nothing. The prices of its own rows follow from that.
        """
        data, blocks, shape = self.data, self.blocks, self._shape
        shared = np.where(shape.alone, 0.0, prices)
        left = cost - np.bincount(data.index, weights=data.value * shared[data.row_of], minlength=len(cost))
        ties = np.flatnonzero(np.bincount(shape.tie[shape.tie >= 0], minlength=len(prices)))
        open_ = data.limit > 0
        pair, option = blocks.pairs & (shape.tie >= 0) & open_, (blocks.of >= 0) & ~blocks.pairs & open_
        best_pair, next_pair = two_best(left, shape.tie, pair, len(prices))
        best_pair[ties] = np.where(np.isinf(best_pair[ties]), -np.abs(left).max(initial=0.0), best_pair[ties])
        worth = left + np.where(shape.tie >= 0, best_pair[shape.tie], 0.0)
        best, following = two_best(worth, blocks.of, option, blocks.many)
        gain = np.maximum(best, 0.0)
        found = prices.copy()
        # Of those left out the program has no prices at all; of others that have further rows, it knows better.
        ours = shape.plain | ~self.inside
        own = np.flatnonzero(ours & (shape.choice >= 0))
        found[shape.choice[own]] = gain[own]
        tied = ties[ours[shape.owner[ties]]]
        found[tied] = best_pair[tied]
        inside = (best > 0)[blocks.of]
        chosen = option & inside & (worth == best[blocks.of])
        turning = np.zeros(len(cost))
        other = worth - np.maximum(following, 0.0)[blocks.of]
        turning[option] = np.where(chosen, other, gain[blocks.of] - worth)[option]
        held, at, whose = np.flatnonzero(pair), shape.tie[pair], blocks.of[pair]
        nearest = left[held] == best_pair[at]
        leave = np.abs(np.where(np.isinf(best), 0.0, best))[whose]
        stays = np.where(nearest, np.minimum(best_pair[at] - next_pair[at], leave), best_pair[at] - left[held])
        turning[held] = np.where(inside[held], stays, best_pair[at] - left[held] + leave)
        turning[~shape.plain[blocks.of] | (blocks.of < 0)] = 0.0
        chosen[held] = inside[held] & nearest
        return _Priced(found, np.where(self.inside, 0.0, gain), turning, chosen)

    def _admit(self, gain: Floats) -> bool:
        wanted = np.flatnonzero(gain > 0)
        wanted = wanted[np.argsort(-gain[wanted], kind="stable")][:ENTER]
        if not len(wanted):
            return False
        entering = np.zeros(self.blocks.many, dtype=bool)
        entering[wanted] = True
        self.inside |= entering
        self._enter(self._owned(entering))
        return True

    def _refuted(self) -> Outlook | None:
        """Let those enter who may mend a contradiction; where nobody can, the prices that prove it."""
        solver: Any = self._solver
        _, there, ray = solver.getDualRay()
        if not there:
            raise _UnprovenError
        nothing = np.zeros(len(self.data.cost))
        size = float(np.abs(np.array(ray)).max(initial=0.0)) or 1.0
        for sign in (1.0, -1.0):
            prices = self._spread(sign * np.array(ray) / size)
            priced = self._priced(prices, nothing)
            for each in (priced.prices, prices):
                found = self._judged(each, nothing, nothing)
                if found.bound < 0:
                    return Outlook(-inf, found.prices, found.reduced, nothing)
            if self._admit(priced.gain):
                return None
        everyone = ~self.inside
        if not everyone.any():
            raise _UnprovenError
        self.inside |= everyone
        self._enter(self._owned(everyone))
        return None

    def _owned(self, applicants: Mask) -> Mask:
        """The columns of some applicants."""
        owned: Mask = (self.blocks.of >= 0) & applicants[self.blocks.of]
        return owned

    def _enter(self, wanted: Mask) -> None:
        """Give the solver more columns, and the rows that they are the first to need."""
        data = self.data
        columns = np.flatnonzero(wanted & (self._column < 0))
        counts = self._first[columns + 1] - self._first[columns]
        at = np.repeat(self._first[columns] - (np.cumsum(counts) - counts), counts) + np.arange(int(counts.sum()))
        entries = self._by_column[at]
        rows = np.unique(data.row_of[entries])
        rows = rows[self._row[rows] < 0]
        if not self._columns:
            rows = np.unique(np.concatenate((rows, self._demanded())))
        self._row[rows] = self._rows + np.arange(len(rows))
        self._rows += len(rows)
        empty = np.zeros(0)
        self._solver.addRows(
            len(rows),
            data.lower[rows],
            data.upper[rows],
            0,
            np.zeros(len(rows), np.int32),
            empty.astype(np.int32),
            empty,
        )
        self._column[columns] = self._columns + np.arange(len(columns))
        self._columns += len(columns)
        start = (np.cumsum(counts) - counts).astype(np.int32)
        places = self._row[data.row_of[entries]].astype(np.int32)
        zeros, most = np.zeros(len(columns)), data.limit[columns]
        self._solver.addCols(
            len(columns), data.cost[columns], zeros, most, len(entries), start, places, data.value[entries]
        )

    def _demanded(self) -> Integers:
        """Rows that nothing at all would break."""
        data = self.data
        return np.flatnonzero((data.lower > 0) | (data.upper < 0))
