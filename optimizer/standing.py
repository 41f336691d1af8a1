"""Standing: who is in, or out, whatever plan within a stated loss is chosen, and who depends on the choice.

An applicant is clear when no lawful plan within the loss decides otherwise. The relaxation proves that for most; any
plan within the loss that decides otherwise proves that an applicant is contested, and one plan does so for many; what
is left is searched to the end.
"""

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from math import floor, inf
from typing import Any

import pandas as pd

from optimizer.near_search import NearSearch
from optimizer.objectives import Objective
from optimizer.plan import Plan
from optimizer.relaxation import Outlook, Relaxation, arrays
from optimizer.rules import Rule
from optimizer.settings import Settings
from optimizer.settled import Core, core, floored, settled
from optimizer.solution import Status
from optimizer.turns import CLEAR, TURNS, Pool, Proof, Turn
from optimizer.within import Within, within

LOSS = Fraction(1, 500)
OPEN = 200
"""Decisions that are open when a plan is first looked for."""


class Standing(StrEnum):
    """What holds for one applicant in all plans within the loss."""

    CLEAR_IN = "clear in"
    CONTESTED = "contested"
    CLEAR_OUT = "clear out"
    NOT_PROVEN = "not proven"


@dataclass(frozen=True, eq=False)
class Standings:
    """The standing of every applicant with an option.

    table: index applicant; awarded; standing; proof; at_least, the proven least loss of deciding otherwise (None:
    impossible under the rules, or nothing proven); at_most, the loss of a plan in hand that decides otherwise (None:
    none in hand); possible, False where the rules (and what is
    held) forbid it at any loss; option, the package in the plan ("" without an
    award); package, its own standing: clear in when every plan within the loss that awards the applicant gives it
    this one, contested or not proven otherwise, None without a choice; package_at_least and package_at_most as above.
    best: of the first objective; loss: the amount accepted; proven: whether best is proven; plans: how many different
    plans within the loss were in hand.
    """

    table: pd.DataFrame
    best: Fraction
    loss: Fraction
    proven: bool
    plans: int

    def named(self, standing: Standing) -> tuple[str, ...]:
        """The applicants with this standing, by id."""
        return tuple(str(name) for name in self.table.index[self.table["standing"] == standing])


def standings(
    applicants: pd.DataFrame,
    options: pd.DataFrame,
    rules: Sequence[Rule],
    objectives: Sequence[Objective],
    plan: Plan,
    settings: Settings | None = None,
    *,
    loss: Fraction | float = LOSS,
    amount: Fraction | int | None = None,
    later_held: bool = False,
    packages: bool = True,
) -> Standings:
    """Say for every applicant with an option whether it is clear in, contested or clear out within the loss.

    loss: a share of the first objective's best; `amount` says it in the objective's unit instead. later_held: only
    plans that are no worse on the later objectives count as well. packages: ask the same of the package of everyone
    awarded. Standings do not depend on the solver unless settings.seconds ran out (then: not proven).
    """
    deadline = time.monotonic() + (settings or Settings()).seconds
    near = within(applicants, options, rules, objectives, plan, loss, amount=amount, later_held=later_held)
    turns = list(_turns(near, packages=packages))
    left = core(near.base.program, near.floors)
    relaxation = _ask_prices(near, left, turns, deadline)
    plans = _search(near, left, relaxation, turns, deadline)
    best = Fraction(near.base.best * near.base.sign) / near.base.units
    return Standings(_table(near, turns), best, near.loss, near.base.proven, plans)


def _turns(near: Within, *, packages: bool) -> Iterable[Turn]:
    program, vector = near.base.program, near.base.vector
    awarded = program.awards(vector)
    for applicant, own in program.options.items():
        yield Turn(applicant, "", tuple(own), 0 if applicant in awarded else 1)
    for applicant, option in awarded.items() if packages else ():
        others = tuple(j for j in program.options[applicant] if program.columns[j].key[2] != option)
        if others:
            yield Turn(applicant, option, others, 1)


def _ask_prices(near: Within, left: Core, turns: Sequence[Turn], deadline: float) -> Relaxation:
    """Bound every turn by the relaxation, first as it is, for its price; then with what is settled, for the proof.

    Gives the relaxation back with what is settled.
    """
    relaxation = near.base.relaxation
    if len(near.floors) > 1:
        relaxation = Relaxation(arrays(floored(near.base.program, near.floors[1:])))
    for turn in turns:
        if time.monotonic() >= deadline:
            return relaxation
        outlook = _outlook(near, relaxation, turn)
        if outlook is None:
            continue
        turn.possible = outlook.bound > -inf
        turn.at_least = near.base.best - floor(outlook.bound) if turn.possible else None
        if not turn.possible or floor(outlook.bound) < near.least:
            turn.settle(CLEAR, Proof.PRICES)
    for j, number in left.fixed.items():
        relaxation.bound_column(j, number, number)
    for turn in turns:
        if turn.state or time.monotonic() >= deadline:
            continue
        outlook = _outlook(near, relaxation, turn)
        if outlook is not None and outlook.bound < near.least:
            turn.settle(CLEAR, Proof.PRICES)
    return relaxation


def _settled_by(near: Within, outlook: Outlook, turn: Turn, known: Mapping[int, int]) -> dict[int, int]:
    """What is settled in every plan within the loss that makes this turn."""
    if not near.floors:
        return {}
    refused = dict.fromkeys(_refused(near, turn), 0)
    return settled(near.base.program, outlook, near.least, {**known, **refused}) | refused


def _refused(near: Within, turn: Turn) -> list[int]:
    """The options that a turn does not allow, though the applicant may have others."""
    return [j for j in near.base.program.options[turn.applicant] if j not in turn.columns]


def _outlook(near: Within, relaxation: Relaxation, turn: Turn) -> Outlook | None:
    """What the relaxation proves about the plans with this turn."""
    row = near.base.program.choice_row[turn.applicant]
    kept = _refused(near, turn)
    bounds = [(float(relaxation.least[j]), float(relaxation.most[j])) for j in kept]
    for j in kept:
        relaxation.bound_column(j, 0.0, 0.0)
    relaxation.bound_row(row, float(turn.number), float(turn.number))
    found = relaxation.solve()
    for j, (low, high) in zip(kept, bounds, strict=True):
        relaxation.bound_column(j, low, high)
    relaxation.restore_row(row)
    if any(low > 0 for low, _ in bounds):
        # The plan's package is in every plan within the loss: no other can be.
        return None if found is None else replace(found, bound=-inf)
    return found


def _search(near: Within, left: Core, relaxation: Relaxation, turns: Sequence[Turn], deadline: float) -> int:
    """Find plans that turn what is open, cheapest first, until every turn is seen or proven not to be there."""
    search, pool = NearSearch(left, deadline), Pool(near, left, turns, deadline)
    pool.add(near.base.vector)
    for turn in sorted(turns, key=lambda turn: (turn.at_least or 0, turn.applicant, turn.option)):
        if turn.state or time.monotonic() >= deadline:
            continue
        outlook = _outlook(near, relaxation, turn)
        fixed = {} if outlook is None else _settled_by(near, outlook, turn, left.fixed)
        guess = {} if outlook is None else _guess(left, outlook, fixed)
        answer = search.find([turn.row], near.worth, fixed=guess, enough=1, confirm=False) if guess else None
        if answer is None or answer.vector is None:
            answer = search.find([turn.row], near.worth, fixed=fixed, enough=1)
        if answer.vector is not None:
            pool.add(answer.vector)
        elif answer.status is Status.INFEASIBLE:
            turn.settle(CLEAR, Proof.SEARCH)
    return len(pool.plans)


def _guess(left: Core, outlook: Outlook, fixed: Mapping[int, int]) -> dict[int, int]:
    """Where a plan is looked for first: only the decisions that cost least to turn are open; {} where few are left."""
    data, values = left.whole.columns, outlook.values
    costly = sorted((j for j in left.kept if j not in fixed), key=lambda j: (abs(float(outlook.reduced[j])), j))[OPEN:]
    near_end = {j: round(float(values[j])) for j in costly if abs(values[j] - round(float(values[j]))) < 1e-6}
    guess = {j: number for j, number in near_end.items() if data[j].whole and data[j].step == data[j].upper == 1}
    return {**fixed, **guess} if guess else {}


def _table(near: Within, turns: Sequence[Turn]) -> pd.DataFrame:
    awarded = near.base.program.awards(near.base.vector)
    packages = {turn.applicant: turn for turn in turns if turn.option}
    rows = {
        turn.applicant: {
            **_line(near, turn, there=turn.applicant in awarded),
            "option": awarded.get(turn.applicant, ""),
            **_package(near, packages.get(turn.applicant)),
        }
        for turn in turns
        if not turn.option
    }
    columns = ["awarded", "standing", "proof", "at_least", "at_most", "possible", "option"]
    columns += ["package", "package_proof", "package_at_least", "package_at_most"]
    table = pd.DataFrame.from_dict(rows, orient="index", columns=columns, dtype=object)
    table.index.name = "applicant"
    return table.sort_index(kind="stable").astype({"awarded": bool, "possible": bool})


def _line(near: Within, turn: Turn, *, there: bool) -> dict[str, Any]:
    clear = Standing.CLEAR_IN if there else Standing.CLEAR_OUT
    named = {CLEAR: clear, TURNS: Standing.CONTESTED}
    return {
        "awarded": there,
        "standing": named.get(turn.state, Standing.NOT_PROVEN),
        "proof": turn.proof,
        "at_least": _loss(near, turn.at_least),
        "at_most": None if turn.at_most is None else Fraction(turn.at_most) / near.base.units,
        "possible": turn.possible,
    }


def _package(near: Within, turn: Turn | None) -> dict[str, Any]:
    line = {"standing": None, "proof": None, "at_least": None, "at_most": None}
    if turn is not None:
        line |= _line(near, turn, there=True)
    return {
        "package": line["standing"],
        "package_proof": line["proof"],
        "package_at_least": line["at_least"],
        "package_at_most": line["at_most"],
    }


def _loss(near: Within, units: int | None) -> Fraction | None:
    """A proven loss in the objective's unit; never below zero where the best is proven."""
    if units is None:
        return None
    return Fraction(max(units, 0) if near.base.proven else units) / near.base.units
