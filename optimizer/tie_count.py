"""Tie count: how many plans are exactly as good as the plan on every objective, and which they are.

Lists of names are found first, each forbidden once it is known; then, for every list, all packages and pairs that
go with it. Whatever the prices settle is settled for all of them, so that little is left to search.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from optimizer.near_search import NearSearch
from optimizer.objectives import Objective
from optimizer.plan import Plan
from optimizer.program import Program, Row, program
from optimizer.rules import Rule, named_rules
from optimizer.settings import Settings
from optimizer.settled import Core, Floor, core
from optimizer.solution import Status
from optimizer.tables import prepare
from optimizer.vector_plan import VectorPlans

MOST = 100


@dataclass(frozen=True, eq=False)
class TiedPlans:
    """All plans that are as good, the plan itself among them.

    complete: these are proven to be all; only then are there any `plans`, sorted by names, packages and pairs, the
    same on every machine. at_least: so many there are for certain. name_lists: so many different lists of names
    there are for certain, and names_complete whether that is all of them. out_of_time: the time ended first.
    """

    plans: tuple[Plan, ...]
    complete: bool
    at_least: int
    name_lists: int
    names_complete: bool
    out_of_time: bool


def tied_plans(
    applicants: pd.DataFrame,
    options: pd.DataFrame,
    rules: Sequence[Rule],
    objectives: Sequence[Objective],
    plan: Plan,
    settings: Settings | None = None,
    most: int = MOST,
) -> TiedPlans:
    """List every plan that reaches exactly what `plan` reaches on every objective, if there are at most `most`.

    Two plans differ when their names, packages or pairs differ. Raises ValueError when `plan` is not proven best:
    only the best plans are tied. settings.seconds is for everything together.
    """
    if plan.status is not Status.OPTIMAL:
        raise ValueError("plans are tied when none is better, and this plan is not proven best")
    deadline = time.monotonic() + (settings or Settings()).seconds
    named = named_rules(rules)
    made = program(prepare(applicants, options), named, objectives)
    # A plan as good on every objective and better on one would have been the plan: these floors leave no other.
    floors = [
        Floor(place, int(goal.sign * stage.value * goal.units))
        for place, (goal, stage) in enumerate(zip(made.goals, plan.stages, strict=True))
    ]
    left = core(made, floors)
    lists, names_complete = _name_lists(left, deadline, most)
    vectors, complete = _plans(left, lists, deadline, most) if names_complete else (lists, False)
    enough = len(vectors) > most or len(lists) > most
    plans: tuple[Plan, ...] = ()
    if complete:
        stated = VectorPlans(made, named)
        ordered = sorted(vectors, key=lambda vector: _order(made, vector))
        plans = tuple(stated.plan(v, plan.stages, "unique" if len(vectors) == 1 else "settled") for v in ordered)
    return TiedPlans(plans, complete, len(vectors), len(lists), names_complete, not complete and not enough)


def other_names(made: Program, vector: Sequence[int], least: int = 1) -> Row:
    """The demand that at least so many applicants are decided otherwise than in a vector."""
    awarded = made.awards(vector)
    columns = [j for own in made.options.values() for j in own]
    numbers = [-1 if made.columns[j].key[1] in awarded else 1 for j in columns]
    return Row("", "", tuple(columns), tuple(numbers), ">=", least - len(awarded))


def _name_lists(left: Core, deadline: float, most: int) -> tuple[list[tuple[int, ...]], bool]:
    """One vector for every list of names; whether these are all."""
    search, found = NearSearch(left, deadline), list[tuple[int, ...]]()
    while len(found) <= most:
        answer = search.find([other_names(left.whole, vector) for vector in found], {})
        if answer.vector is None:
            return found, answer.status is Status.INFEASIBLE
        found.append(answer.vector)
    return found, False


def _plans(
    left: Core, lists: Sequence[tuple[int, ...]], deadline: float, most: int
) -> tuple[list[tuple[int, ...]], bool]:
    """Every vector with one of these lists of names; whether these are all."""
    found: list[tuple[int, ...]] = []
    complete = True
    for place, first in enumerate(lists):
        search = NearSearch(_with_names(left, first), deadline)
        own = [first]
        # Every other list counts at least once.
        while len(found) + len(own) + len(lists) - place - 1 <= most:
            answer = search.find([_other_plan(left.whole, vector) for vector in own], {})
            if answer.vector is None:
                complete = complete and answer.status is Status.INFEASIBLE
                break
            own.append(answer.vector)
        else:
            return [*found, *own, *lists[place + 1 :]], False
        found += own
    return found, complete


def _with_names(left: Core, vector: Sequence[int]) -> Core:
    """The core in which exactly these applicants are awarded something."""
    whole, awarded = left.whole, left.whole.awards(vector)
    fixed = dict(left.fixed)
    rows = []
    for name, own in whole.options.items():
        if name not in awarded:
            fixed |= dict.fromkeys(own, 0)
        else:
            rows.append(Row("", name, tuple(own), (1,) * len(own), "==", 1))
    return Core(whole.with_rows(rows), fixed)


def _other_plan(whole: Program, vector: Sequence[int]) -> Row:
    """The demand that some package or pair differs."""
    columns = [j for j, column in enumerate(whole.columns) if column.key[0] in ("option", "pair")]
    numbers = [-1 if vector[j] else 1 for j in columns]
    return Row("", "", tuple(columns), tuple(numbers), ">=", 1 - numbers.count(-1))


def _order(made: Program, vector: Sequence[int]) -> tuple[list[str], list[tuple[str, ...]]]:
    keys = sorted(made.columns[j].key for j, n in enumerate(vector) if n and made.columns[j].key[0] != "extra")
    return sorted(made.awards(vector)), keys
