"""Part: some columns of a matter searched, the others standing where they are."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import inf
from typing import TypeAlias

import highspy
import numpy as np
import numpy.typing as npt

from optimizer import highs
from optimizer.relaxation import Arrays, Floats, handed_over
from optimizer.solution import Solution, SolverError

Mask: TypeAlias = npt.NDArray[np.bool_]
Cut: TypeAlias = tuple[npt.NDArray[np.int32], Floats, float]

HAIR = 1e-5


@dataclass(frozen=True, eq=False)
class Matter:
    """What is to be searched: arrays, bounds of the columns, and a judge of plans.

    judge: what a plan reaches in whole units, turned round to be maximised; None when it breaks a rule. It counts
    exactly and knows nothing of the solver. hear: is told what no plan can beat, where somebody wants to know.
    any_plan: the first lawful plan is enough, whatever it reaches; the objective only shows where to look. confirm:
    without it "no plan exists" is proven twice only where the second proof is quick.
    """

    data: Arrays
    least: Floats
    most: Floats
    judge: Callable[[Floats], int | None]
    hear: Callable[[int], None] | None = None
    any_plan: bool = False
    confirm: bool = True

    @property
    def indifferent(self) -> bool:
        """Whether any plan is as good as any other."""
        return not self.data.cost.any()


@dataclass(frozen=True, eq=False)
class Part:
    """Some columns of the arrays, the others standing where they are: `at` gives every column's place."""

    data: Arrays
    least: Floats
    most: Floats
    chosen: Mask
    at: Floats
    offset: float

    def widened(self, values: Floats) -> Floats:
        """The values of all columns."""
        found = self.at.copy()
        found[self.chosen] = values
        return found


def part_of(matter: Matter, chosen: Mask, at: Floats) -> Part:
    """Leave the chosen columns open and put the others where `at` says, within their bounds."""
    data = matter.data
    at = np.clip(at, matter.least, matter.most)
    kept = chosen[data.index]
    rows = len(data.lower)
    fixed = np.bincount(data.row_of[~kept], weights=(data.value * at[data.index])[~kept], minlength=rows)
    counts = np.bincount(data.row_of[kept], minlength=rows)
    lower, upper = data.lower - fixed, data.upper - fixed
    # A row without a decision left says nothing more, unless it is broken: then it stays, and no plan is found.
    stays = (counts > 0) | (lower > 1e-9) | (upper < -1e-9)
    place, number = np.cumsum(chosen) - 1, np.cumsum(stays) - 1
    part = replace(
        data,
        start=np.concatenate(([0], np.cumsum(counts[stays]))).astype(np.int32),
        index=place[data.index[kept]].astype(np.int32),
        value=data.value[kept],
        row_of=number[data.row_of[kept]],
        lower=lower[stays],
        upper=upper[stays],
        limit=data.limit[chosen],
        whole=data.whole[chosen],
        cost=data.cost[chosen],
        row_unit=data.row_unit[stays],
        column_unit=data.column_unit[chosen],
    )
    offset = float(data.cost[~chosen] @ at[~chosen])
    return Part(part, matter.least[chosen], matter.most[chosen], chosen, at, offset)


def _handed_over(part: Part, cuts: Sequence[Cut]) -> highspy.Highs:
    solver = handed_over(part.data, whole=True)
    columns = len(part.least)
    solver.changeColsBounds(columns, np.arange(columns, dtype=np.int32), part.least, part.most)
    solver.changeObjectiveOffset(part.offset)
    for places, numbers, least in cuts:
        solver.addRow(least, inf, len(places), places, numbers)
    return solver


def once(
    part: Part,
    run: highs.Run,
    *,
    nodes: int | None = None,
    plans: int | None = None,
    cuts: Sequence[Cut] = (),
    start: Floats | None = None,
) -> Solution:
    """One run over a part, with the values of all columns; it ends after so many branches or plans."""
    solver = _handed_over(part, cuts)
    if nodes is not None:
        solver.setOptionValue("mip_max_nodes", nodes)
    if plans is not None:
        solver.setOptionValue("mip_max_improving_sols", plans)
    if start is not None and len(part.least):
        solver.setOptionValue("mip_heuristic_effort", 0.0)
        solver.setSolution(len(part.least), np.arange(len(part.least), dtype=np.int32), start[part.chosen])
    found = highs._run(solver, run, len(part.least))
    if found.values is None:
        return found
    away = np.abs(found.values - np.rint(found.values))[part.data.whole]
    if away.size and away.max() > HAIR:
        raise SolverError("the solver returned a decision that is neither yes nor no")
    return replace(found, values=part.widened(found.values))


def floor_of(part: Part) -> tuple[int, float] | None:
    """The row that says no more than that the objective must reach so much, if there is one."""
    data = part.data
    paid = np.flatnonzero(data.cost)
    for row in np.flatnonzero(np.isfinite(data.lower) & np.isinf(data.upper) & (np.diff(data.start) == len(paid))):
        held = slice(int(data.start[row]), int(data.start[row + 1]))
        if not np.array_equal(np.sort(data.index[held]), paid):
            continue
        times = data.value[held] / data.cost[data.index[held]]
        if times.min(initial=1.0) > 0 and np.ptp(times) <= 1e-12 * times.max(initial=0.0):
            return int(row), float(data.lower[row]) / float(times.mean()) + part.offset
    return None


def cut_off(part: Part, values: Floats) -> Cut:
    """A row that cuts off exactly this choice of yes and no."""
    yes = np.flatnonzero(part.data.whole & (part.data.limit == 1))
    taken = np.rint(values[part.chosen][yes])
    return yes.astype(np.int32), np.where(taken > 0, -1.0, 1.0), 1.0 - float(taken.sum())
