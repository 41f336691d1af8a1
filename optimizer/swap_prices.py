"""Swap prices: what it costs the first objective to force one applicant in or out.

For everyone the relaxation proves a least price in a moment; the contested ones are solved to the end.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor, inf
from typing import Any

import pandas as pd

from optimizer.core_search import Answer, Question, best
from optimizer.objectives import Objective
from optimizer.plan import Plan
from optimizer.program import Program, awarded_options, made_pairs, program
from optimizer.progress import each, stopping
from optimizer.relaxation import Outlook, Relaxation, arrays
from optimizer.rules import Rule, named_rules
from optimizer.settings import Settings
from optimizer.solution import Status
from optimizer.tables import prepare

EXACT, AT_LEAST, IMPOSSIBLE = "exact", "at least", "impossible"
CONTESTED = 0.001


@dataclass(frozen=True, eq=False)
class Ground:
    """What every price is measured from: the program, its best value in whole units, and the plan as a vector."""

    program: Program
    relaxation: Relaxation
    best: int
    proven: bool
    vector: tuple[int, ...]

    @property
    def sign(self) -> int:
        """1 where more of the first objective is better."""
        return self.program.goals[0].sign if self.program.goals else 1

    @property
    def units(self) -> Fraction:
        """Whole units in one of the first objective."""
        return self.program.goals[0].units if self.program.goals else Fraction(1)

    def loss(self, reached: int) -> Fraction:
        """How far a value (turned round to be maximised) is below the best."""
        return Fraction(self.best - reached) / self.units

    def outlook(self, rows: Sequence[tuple[int, float, float]]) -> Outlook | None:
        """Solve the relaxation with some rows changed, and put them back."""
        for row, lower, upper in rows:
            self.relaxation.bound_row(row, lower, upper)
        found = self.relaxation.solve()
        for row, _, _ in rows:
            self.relaxation.restore_row(row)
        return found

    def moves(self, answer: Answer) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Who enters and who leaves in an answer's plan, measured from the plan."""
        before, after = self.program.awards(self.vector), self.program.awards(answer.vector or ())
        return tuple(sorted(set(after) - set(before))), tuple(sorted(set(before) - set(after)))


def ground(
    applicants: pd.DataFrame,
    options: pd.DataFrame,
    rules: Sequence[Rule],
    objectives: Sequence[Objective],
    plan: Plan,
) -> Ground:
    """Set up what prices are measured from; raises ValueError for a plan without awards."""
    if not plan.has_awards:
        raise ValueError("prices are measured from a plan, and there is none")
    made = program(prepare(applicants, options), named_rules(rules), objectives)
    vector = tuple(made.vector(awarded_options(plan.awards), made_pairs(plan.pairs)))
    reached, proven = 0, True
    if plan.stages:
        first, goal = plan.stages[0], made.goals[0]
        proven = first.status is Status.OPTIMAL
        # A later objective may have given up some of the first: prices are measured from the best there is.
        top = first.bound if proven and first.bound is not None else first.value
        reached = goal.sign * int(top * goal.units)
    return Ground(made, Relaxation(arrays(made)), reached, proven, vector)


def swap_prices(
    applicants: pd.DataFrame,
    options: pd.DataFrame,
    rules: Sequence[Rule],
    objectives: Sequence[Objective],
    plan: Plan,
    settings: Settings | None = None,
    *,
    exact: Sequence[str] | None = None,
    contested: float = CONTESTED,
) -> pd.DataFrame:
    """Price the opposite decision for every applicant with an option, in the unit of the first objective.

    exact: whom to solve to the end; by default those whose least price is at most the share `contested` of the
    best, cheapest first, as far as settings.seconds reach. Result: index applicant; awarded; status ("exact";
    "at least" where only the relaxation was asked or time ran out; "impossible"); at_least, the proven least price
    (None when impossible); price (None unless exact); proof ("prices": by weak duality, "search": by branch and
    bound); out_of_time; enters and leaves: who else changes places in one best plan (exact only). Prices are exact
    Fractions, never negative when the plan is proven best.
    """
    base = ground(applicants, options, rules, objectives, plan)
    deadline = time.monotonic() + (settings or Settings()).seconds
    there = base.program.awards(base.vector)
    rows: dict[str, dict[str, Any]] = {}
    outlooks: dict[str, Outlook | None] = {}
    for applicant in each(base.program.options):
        outlooks[applicant] = base.outlook([_turned(base, applicant, applicant in there)])
        rows[applicant] = _least(base, applicant in there, outlooks[applicant])
    asked = _contested(base, rows, contested) if exact is None else list(exact)
    unknown = sorted(set(asked) - set(rows))
    if unknown:
        raise ValueError(f"nothing is offered to {', '.join(unknown)}")
    for applicant in each(asked):
        if rows[applicant]["proof"] == "prices" and rows[applicant]["status"] == IMPOSSIBLE:
            continue
        question = Question(base.program, base.relaxation.data, (_turned(base, applicant, applicant in there),))
        late = stopping() or time.monotonic() >= deadline
        answer = None if late else best(question, outlooks[applicant], deadline)
        rows[applicant] |= {"out_of_time": True} if answer is None else _exact(base, applicant, answer, rows[applicant])
    table = pd.DataFrame.from_dict(rows, orient="index", columns=list(_least(base, True, None)), dtype=object)
    table.index.name = "applicant"
    return table.sort_index(kind="stable").astype({"awarded": bool, "out_of_time": bool})


def _turned(base: Ground, applicant: str, awarded: bool) -> tuple[int, float, float]:
    """The applicant's own row, with the opposite decision."""
    row = base.program.choice_row[applicant]
    return (row, 0.0, 0.0) if awarded else (row, 1.0, 1.0)


def _least(base: Ground, awarded: bool, outlook: Outlook | None) -> dict[str, Any]:
    """What the relaxation proves about one applicant."""
    line: dict[str, Any] = {
        "awarded": awarded,
        "status": AT_LEAST,
        "at_least": Fraction(0) if base.proven else None,
        "price": None,
        "proof": "prices",
        "out_of_time": False,
        "enters": (),
        "leaves": (),
    }
    if outlook is None:
        return line
    if outlook.bound == -inf:
        return {**line, "status": IMPOSSIBLE, "at_least": None}
    loss = base.loss(floor(outlook.bound))
    return {**line, "at_least": max(loss, Fraction(0)) if base.proven else loss}


def _contested(base: Ground, rows: dict[str, dict[str, Any]], share: float) -> list[str]:
    limit = Fraction(abs(base.best)) / base.units * Fraction(str(share))
    prices = {a: line["at_least"] for a, line in rows.items() if line["status"] == AT_LEAST}
    near = [a for a, price in prices.items() if price is None or price <= limit]
    return sorted(near, key=lambda a: (prices[a] is not None, prices[a] or 0, a))


def _exact(base: Ground, applicant: str, answer: Answer, line: dict[str, Any]) -> dict[str, Any]:
    if answer.status is Status.INFEASIBLE:
        return {"status": IMPOSSIBLE, "at_least": None, "proof": answer.proof}
    bound = None if answer.bound is None else base.loss(answer.bound)
    if answer.status is not Status.OPTIMAL or bound is None:
        known = [each for each in (bound, line["at_least"]) if each is not None]
        return {"at_least": max(known, default=None), "out_of_time": True}
    enters, leaves = base.moves(answer)
    return {
        "status": EXACT,
        "at_least": bound,
        "price": bound,
        "proof": answer.proof,
        "enters": tuple(name for name in enters if name != applicant),
        "leaves": tuple(name for name in leaves if name != applicant),
    }
