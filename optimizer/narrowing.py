"""Narrowing: the best plan, searched only among the decisions that prices leave open.

At the prices of the relaxation every decision has a cost of being the other way. Once some plan is known, a decision
that would cost more than the distance from that plan to the proven bound is settled (reduced-cost fixing: Dantzig,
Fulkerson and Johnson 1954), and the search only looks at the rest. What is left is small enough to be proven with
presolve and without, which a whole nation is not.
"""

import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from math import floor, inf

import numpy as np
import numpy.typing as npt

from optimizer import highs
from optimizer.attendance import Attendance
from optimizer.part import HAIR, Cut, Mask, Matter, Part, cut_off, floor_of, once, part_of
from optimizer.progress import stopping
from optimizer.relaxation import Floats, Outlook
from optimizer.solution import Solution, SolverError, Status

SIZES = (100, 250, 600)
"""Decisions looked at for a first plan: those that cost least to turn; more when the fewer allow none that is good."""
NEAR, PART = 1e-4, 0.25
"""How near to the best of these few a first plan is sought; or which part of the gap that is near enough for all."""
NODES = 50
"""Branches after which the search for a first plan takes what it has."""
RETRIES = 25
SURE = (Status.OPTIMAL, Status.INFEASIBLE)
MARGIN = 0.01
"""Added to every distance in whole units, far above what rounding can take away."""


@dataclass(frozen=True, eq=False)
class Reached:
    """What a search came to; value and bound in whole units, turned round to be maximised.

    values: all columns. proof: "prices" when the relaxation alone proved it, else "search". bound: None when
    nothing is proven.
    """

    status: Status
    values: Floats | None = None
    value: int | None = None
    bound: int | None = None
    proof: str = "search"


def search(
    matter: Matter,
    outlook: Outlook | None,
    run: highs.Run,
    known: Floats | None = None,
    sizes: Sequence[int] = SIZES,
    most: int | None = None,
) -> Reached:
    """Find the best plan: `outlook` is the relaxation of the very matter, `known` a plan that may be lawful in it.

    run.seconds is the allowance for everything together; run.gap the share of the objective that is near enough.
    sizes: decisions (or places of the outlook) looked at for a first plan. most: with more decisions than this left
    open, a first plan ends the search.
    """
    if outlook is not None and outlook.bound == -inf:
        return Reached(Status.INFEASIBLE, proof="prices")
    deadline = time.monotonic() + run.seconds
    if outlook is not None and matter.hear is not None:
        matter.hear(floor(outlook.bound))
    first = _held(matter, known)
    if outlook is None:
        return _searched(matter, matter.least < matter.most, matter.most, None, run, deadline, first)
    if not (matter.indifferent or matter.any_plan):
        first = _first(matter, outlook, run, deadline, first, sizes)
    top = None if matter.indifferent else floor(outlook.bound)
    if first is not None and first.value is not None:
        if matter.any_plan:
            return first
        if top is None or first.value >= top:
            return replace(first, status=Status.OPTIMAL, bound=first.value, proof="prices")
        if run.gap and top - first.value <= run.gap * abs(first.value):
            return replace(first, status=Status.FEASIBLE, bound=top, proof="prices")
    if stopping():
        return Reached(Status.STOPPED, bound=top) if first is None else replace(first, bound=top)
    chosen = ~_settled(matter, outlook, first)
    if most is not None and first is not None and first.value is not None and np.count_nonzero(chosen) > most:
        return replace(first, status=Status.FEASIBLE, bound=top)
    found = _searched(matter, chosen, np.rint(outlook.values), top, run, deadline, first)
    if first is None or first.value is None or (found.value is not None and found.value >= first.value):
        return found
    # Time ran out, or the solver overlooked a plan that is known to be lawful: then what it proved is worth nothing.
    return replace(first, status=Status.FEASIBLE, bound=top)


def settled(matter: Matter, outlook: Outlook, spare: float) -> Mask:
    """The decisions that cost more than `spare` whole units to take otherwise than the relaxation does."""
    low, high = outlook.values <= matter.least + HAIR, outlook.values >= matter.most - HAIR
    if outlook.turning is not None:
        dear = outlook.turning > spare * (1 + 1e-9) + MARGIN + 1e-9 * outlook.turning.max(initial=0.0)
        sure: Mask = matter.data.whole & dear & (low | high) | (matter.least == matter.most)
        return sure
    prices = np.abs(outlook.reduced)
    dear = prices > spare * (1 + 1e-9) + MARGIN + 1e-9 * prices.max(initial=0.0)
    found: Mask = matter.data.whole & dear & np.where(outlook.reduced > 0, high, low)
    found |= matter.least == matter.most
    return found


def _settled(matter: Matter, outlook: Outlook, first: Reached | None) -> Mask:
    """The decisions that no plan as good as a known one takes the other way."""
    if first is None or first.value is None or matter.indifferent:
        nothing: Mask = matter.least == matter.most
        return nothing
    return settled(matter, outlook, outlook.bound - first.value)


def _held(matter: Matter, known: Floats | None) -> Reached | None:
    """A plan that is known, if it is one here: within the columns' bounds, on every row, and by the judge."""
    if known is None or (known < matter.least - HAIR).any() or (known > matter.most + HAIR).any():
        return None
    data = matter.data
    used = np.bincount(data.row_of, weights=data.value * known[data.index], minlength=len(data.lower))
    if (used < data.lower - HAIR).any() or (used > data.upper + HAIR).any():
        return None
    value = matter.judge(known)
    return None if value is None else Reached(Status.FEASIBLE, known, value)


def near(matter: Matter, outlook: Outlook, run: highs.Run, known: Floats | None = None) -> Floats | None:
    """One look for a good plan close to the relaxation, within run.seconds; a lawful one, or none better than known."""
    if outlook.bound == -inf or matter.indifferent:
        return None
    deadline = time.monotonic() + run.seconds
    found = _first(matter, outlook, run, deadline, _held(matter, known), SIZES[:1])
    return None if found is None else found.values


def _first(
    matter: Matter,
    outlook: Outlook,
    run: highs.Run,
    deadline: float,
    known: Reached | None,
    sizes: Sequence[int] = SIZES,
) -> Reached | None:
    """A good plan close to the relaxation: only the decisions that cost least to turn are open."""
    places = _places(matter, outlook)
    between = (outlook.values > matter.least + HAIR) & (outlook.values < matter.most - HAIR)
    first = known
    for size in sizes:
        if stopping():
            break
        reached = -inf if first is None or first.value is None else first.value
        chosen = between | ~matter.data.whole | (places < size)
        if first is not None and outlook.bound - reached < max(1.0, run.gap * abs(reached)):
            break
        if np.count_nonzero(~_settled(matter, outlook, first)) <= 2 * np.count_nonzero(places < size):
            break
        part = part_of(matter, chosen & (matter.least < matter.most), np.rint(outlook.values))
        left = max(deadline - time.monotonic(), 0.0)
        value = None
        with suppress(SolverError):
            near = once(part, replace(run, seconds=left / (len(sizes) + 1), gap=run.gap * PART or NEAR), nodes=NODES)
            value = None if near.values is None else matter.judge(near.values)
        if value is not None and (first is None or first.value is None or value > first.value):
            first = Reached(Status.FEASIBLE, near.values, value)
    return first


def _places(matter: Matter, outlook: Outlook) -> npt.NDArray[np.int64]:
    """The place of every column among those that cost least to turn."""
    if outlook.place is not None:
        return outlook.place
    cost = np.abs(outlook.reduced) if outlook.turning is None else outlook.turning
    places = np.empty(len(cost), dtype=np.int64)
    places[np.argsort(np.where(matter.data.whole, cost, -1.0), kind="stable")] = np.arange(len(cost))
    return places


def _searched(
    matter: Matter,
    chosen: Mask,
    at: Floats,
    top: int | None,
    run: highs.Run,
    deadline: float,
    first: Reached | None,
) -> Reached:
    """Branch and bound over what is not settled, until a plan passes the exact count."""
    part = part_of(matter, chosen, at)
    if matter.hear is not None:
        heard = Attendance(lambda values: matter.judge(part.widened(values)), matter.hear, matter.data.cost_unit)
        run = replace(run, observer=heard)
    cuts: list[Cut] = []
    start = None if first is None else first.values
    for _ in range(RETRIES):
        found = _proven(matter, part, run, deadline, cuts, start)
        if found.values is None:
            return Reached(found.status, bound=None if found.status is Status.INFEASIBLE else top)
        value = matter.judge(found.values)
        if value is not None:
            return _judged(matter, found, value, top)
        cuts.append(cut_off(part, found.values))
        start = None
    raise SolverError("the solver keeps returning plans that break a rule")


def _proven(
    matter: Matter, part: Part, run: highs.Run, deadline: float, cuts: Sequence[Cut], start: Floats | None
) -> Solution:
    """Solve a part with presolve; again without it what is small, and what is said to be impossible."""
    plans = 1 if matter.any_plan else None
    left = max(deadline - time.monotonic(), 0.0)
    found = once(part, replace(run, seconds=left), cuts=cuts, start=start, plans=plans)
    if found.values is not None and matter.any_plan:
        return found
    small = len(part.least) <= highs.TWICE_UP_TO
    if not (found.status is Status.INFEASIBLE and matter.confirm) and not (small and found.status in SURE):
        return found
    unconfirmed = found if found.status is Status.OPTIMAL else Solution(Status.STOPPED, None, None, found.said)
    left = deadline - time.monotonic()
    if left <= 0:
        return unconfirmed
    slow = replace(run, seconds=left, presolve=False)
    try:
        again = _below(matter, part, slow, cuts) if matter.any_plan else None
        again = again or once(part, slow, cuts=cuts, start=found.values, plans=plans)
    except SolverError:
        # A second proof that fails takes nothing from an optimum, but leaves "no plan exists" unconfirmed.
        return unconfirmed
    if found.status is Status.INFEASIBLE:
        return again
    if again.status is not Status.OPTIMAL or again.bound is None or found.bound is None:
        return found
    # HiGHS has called a plan optimal and named no bound; the other run's is as good a proof.
    return again if again.bound > found.bound or not np.isfinite(found.bound) else found


def _below(matter: Matter, part: Part, run: highs.Run, cuts: Sequence[Cut]) -> Solution | None:
    """Without presolve, a row that holds the objective to a floor is a burden: the best without it is below it or not.

    None where no row does that, or where the numbers are too large to tell.
    """
    floored = floor_of(part)
    if floored is None:
        return None
    row, least = floored
    lower = part.data.lower.copy()
    lower[row] = -inf
    unit = matter.data.cost_unit
    found = once(replace(part, data=replace(part.data, lower=lower)), replace(run, absolute_gap=0.5 / unit), cuts=cuts)
    if found.values is None or found.bound is None:
        return found if found.status is Status.INFEASIBLE else None
    if float(matter.data.cost @ found.values) * unit > least * unit - 0.25:
        return found
    return Solution(Status.INFEASIBLE, None, None, found.said) if found.bound * unit < least * unit - 0.25 else None


def _judged(matter: Matter, found: Solution, value: int, top: int | None) -> Reached:
    limit = (found.bound if found.bound is not None else inf) * matter.data.cost_unit
    bound: int | None = value
    if limit - value >= 1 - 1e-6 and not matter.indifferent:
        bound = floor(limit + 1e-6 + 1e-9 * abs(limit)) if np.isfinite(limit) else None
    if not matter.indifferent:
        proven = [each for each in (bound, top) if each is not None]
        bound = max(min(proven), value) if proven else None
    return Reached(Status.OPTIMAL if bound == value else Status.FEASIBLE, found.values, value, bound)
