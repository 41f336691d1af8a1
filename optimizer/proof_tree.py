"""ProofTree: exact bounds from rounded prices, over parts of the plans that are split until the bound is near enough.

A leaf holds multipliers; a split holds a sum of whole numbers and the leaves for "at most v" and "at least v + 1".
Which part is split next, and by which sum, follows from the prices alone, never from the clock.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from math import floor, inf
from typing import Any

import numpy as np
import pandas as pd

from optimizer.blocks import Blocks
from optimizer.model import LARGE_FROM
from optimizer.program import Program
from optimizer.relaxation import Outlook, Relaxation, arrays
from optimizer.sifting import Sift

PLACES = 10**9
"""Multipliers of scaled rows are rounded to this part of one."""
CANDIDATES = 6
"""How many sums are tried before a part is split."""
WHOLE = 1e-6


@dataclass
class _Part:
    """One part of the plans: the splits that lead to it as (row or column, is a row, sense, v), and what is proven."""

    cuts: tuple[tuple[int, bool, str, int], ...]
    outlook: Outlook
    bound: Fraction
    multipliers: list[tuple[int, Fraction]]
    node: dict[str, Any] = field(default_factory=dict)


class _Grower:
    def __init__(self, program: Program, place: int) -> None:
        self.program = program
        self.goal = program.goals[place]
        self.data = arrays(program, place)
        self.cost = {j: self.goal.sign * c for j, c in self.goal.numbers.items()}
        self.total = sum(program.columns[j].upper * abs(c) for j, c in self.cost.items())
        self.unit = [int(each) for each in self.data.row_unit]
        self.sums = [
            i
            for i, row in enumerate(program.rows)
            if row.columns and set(row.numbers) == {1} and all(self.data.whole[j] for j in row.columns)
        ]

    @cached_property
    def relaxation(self) -> Relaxation:
        """The relaxation of the whole, which every part changes and gives back."""
        return Relaxation(self.data)

    def root(self) -> Outlook | None:
        """The relaxation of all plans."""
        if len(self.program.tables.options) < LARGE_FROM:
            return self.outlook(())
        return Sift(self.data, blocks_of(self.program)).solve(inf)

    def outlook(self, cuts: Sequence[tuple[int, bool, str, int]]) -> Outlook | None:
        """The relaxation of one part."""
        for at, is_row, sense, v in cuts:
            lower, upper = self._bounds(at, is_row)
            lower, upper = (lower, min(upper, v)) if sense == "<=" else (max(lower, v), upper)
            if is_row:
                self.relaxation.bound_row(at, lower, upper)
            else:
                self.relaxation.bound_column(at, lower, upper)
        found = self.relaxation.solve()
        for at, is_row, _, _ in cuts:
            if is_row:
                self.relaxation.restore_row(at)
            else:
                self.relaxation.bound_column(at, 0.0, float(self.data.limit[at]))
        return found

    def _bounds(self, at: int, is_row: bool) -> tuple[float, float]:
        held = self.relaxation
        if is_row:
            return float(held.lower[at]), float(held.upper[at])
        return float(held.least[at]), float(held.most[at])

    def part(self, cuts: tuple[tuple[int, bool, str, int], ...], outlook: Outlook) -> _Part:
        """Turn prices into fractions and work out exactly what they prove."""
        y = self._rounded(outlook)
        left = {} if outlook.bound == -inf else dict(self.cost)
        scale = PLACES * max(self.unit, default=1)
        left = {j: c * scale for j, c in left.items()}
        multipliers: list[tuple[int, int]] = []
        side = 0
        rows = self.program.rows
        for i, number in y.items():
            own, at, bound = number * (scale // (PLACES * self.unit[i])), i, rows[i].bound
            for place, (where, is_row, sense, v) in enumerate(cuts):
                if is_row and where == i and (sense == "<=") == (number > 0):
                    at, bound = len(rows) + place, v
            multipliers.append((at, own))
            side += own * bound
            for j, a in zip(rows[i].columns, rows[i].numbers, strict=True):
                left[j] = left.get(j, 0) - own * a
        for place, (j, is_row, sense, v) in enumerate(cuts):
            rest = left.get(j, 0)
            if not is_row and rest and (sense == "<=") == (rest > 0):
                multipliers.append((len(rows) + place, rest))
                side += rest * v
                left[j] = 0
        side += sum(self.program.columns[j].upper * rest for j, rest in left.items() if rest > 0)
        proven = Fraction(side, scale)
        found = [(i, Fraction(own, scale)) for i, own in multipliers]
        if outlook.bound == -inf and proven < 0:
            # Taken often enough, rows that contradict each other prove any bound at all.
            times = -(-2 * (self.total + 1) // -proven)
            found = [(i, times * own) for i, own in found]
            proven = self.total + times * proven
        elif outlook.bound == -inf:
            found, proven = [], Fraction(sum(max(c, 0) * self.program.columns[j].upper for j, c in self.cost.items()))
        return _Part(cuts, outlook, proven, found)

    def _rounded(self, outlook: Outlook) -> dict[int, int]:
        """Prices of scaled rows in units of 1 / PLACES, of the right sign, none too small to count."""
        factor = 1.0 if outlook.bound == -inf else self.data.cost_unit
        numbers = np.rint(outlook.prices * factor * PLACES)
        return {int(i): int(numbers[i]) for i in np.flatnonzero(numbers)}

    def branches(self, part: _Part) -> tuple[tuple[int, bool, int], Outlook | None, Outlook | None] | None:
        """The sum whose split lowers the bound most, among the least decided; None when everything is whole."""
        values = part.outlook.values
        near: list[tuple[float, int, bool, float]] = []
        for i in self.sums:
            used = float(values[list(self.program.rows[i].columns)].sum())
            near.append((abs(used - floor(used) - 0.5), i, True, used))
        near += [(abs(v - floor(v) - 0.5), j, False, float(v)) for j, v in enumerate(values) if self.data.whole[j]]
        near = sorted(each for each in near if each[0] < 0.5 - WHOLE)
        rows = [each for each in near if each[2]][:CANDIDATES]
        best: tuple[float, tuple[int, bool, int], Outlook | None, Outlook | None] | None = None
        for _, at, is_row, used in rows + [each for each in near if not each[2]][: CANDIDATES - len(rows) // 2]:
            low, high = (
                self.outlook((*part.cuts, (at, is_row, sense, floor(used) + (sense == ">=")))) for sense in ("<=", ">=")
            )
            bounds = [part.outlook.bound if each is None else max(each.bound, -1e300) for each in (low, high)]
            score = max(bounds) + min(bounds) * 1e-3 if min(bounds) > -1e299 else max(bounds)
            if best is None or score < best[0]:
                best = score, (at, is_row, floor(used)), low, high
        return None if best is None or best[2] is None or best[3] is None else (best[1], best[2], best[3])


def grown(program: Program, place: int, target: int, leaves: int) -> tuple[int, dict[str, Any]]:
    """Prove a bound on one objective (turned round to be maximised): the bound in whole units, and the tree.

    Splits go on until the bound is at most `target` or there are so many leaves; the plans of a nation are never split.
    """
    leaves = leaves if len(program.tables.options) < LARGE_FROM else 1
    grower = _Grower(program, place)
    root = grower.root()
    if root is None or root.bound == -inf:
        nothing = np.zeros(len(program.rows))
        everything = np.zeros(len(program.columns))
        root = Outlook(0.0, nothing, everything, everything)
    open_parts = [grower.part((), root)]
    done: list[_Part] = []
    first = open_parts[0]
    while open_parts and len(open_parts) + len(done) < leaves:
        worst = max(range(len(open_parts)), key=lambda k: (open_parts[k].bound, -k))
        part = open_parts[worst]
        if floor(part.bound) <= target:
            break
        del open_parts[worst]
        found = grower.branches(part)
        if found is None:
            done.append(part)
            continue
        (at, is_row, v), low, high = found
        assert low is not None
        assert high is not None
        halves = [
            _no_worse(part, grower.part((*part.cuts, (at, is_row, sense, v + (sense == ">="))), outlook))
            for sense, outlook in (("<=", low), (">=", high))
        ]
        row = program.rows[at] if is_row else None
        part.node |= {
            "split": {
                "rule": "split",
                "part": "",
                "columns": list(row.columns) if row else [at],
                "numbers": list(row.numbers) if row else [1],
                "bound": v,
            },
            "below": halves[0].node,
            "above": halves[1].node,
        }
        open_parts += halves
    for part in (*open_parts, *done):
        part.node["multipliers"] = [[i, str(y)] for i, y in part.multipliers]
    bound = max(floor(part.bound) for part in (*open_parts, *done))
    return bound, first.node


def blocks_of(program: Program) -> Blocks:
    """Whose each column of a program is."""
    people = program.tables.applicants.index
    owners = [c.key[1] if c.key[0] == "option" else c.key[2] if c.key[0] == "pair" else "" for c in program.columns]
    of = np.where([bool(owner) for owner in owners], people.get_indexer(pd.Index(owners, dtype=people.dtype)), -1)
    pairs = np.array([column.key[0] == "pair" for column in program.columns], dtype=bool)
    stay = np.zeros(len(people), dtype=bool)
    mentors = sorted({column.key[3] for column in program.columns if column.key[0] == "pair"})
    stay[people.get_indexer(pd.Index(mentors, dtype=people.dtype))] = True
    return Blocks(of.astype(np.int64), pairs, len(people), stay)


def _no_worse(whole: _Part, half: _Part) -> _Part:
    """A half; where rounding spoilt its own multipliers, those of the whole hold in it too."""
    if half.bound > whole.bound:
        half.bound, half.multipliers = whole.bound, whole.multipliers
    return half
