"""Every question about one small world, answered from one enumeration of its plans."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product
from typing import TypeAlias

import pandas as pd

from optimizer import Objective, Plan, Rule, Settings
from optimizer.reserve import Stand
from optimizer.rule_prices import rule_prices
from optimizer.standing import Standing, standings
from optimizer.swap_prices import swap_prices
from tests.optimizer import brute_force
from tests.optimizer.brute_force import Awards, Row, World
from tests.optimizer.comparing import differences
from tests.optimizer.instances import objectives_of, rules_of, tables, world_of
from tests.optimizer_reasons.giving_way import crowded, keeps
from tests.optimizer_reasons.reasons_oracle import PATIENT, plan_of, sign
from tests.optimizer_reasons.standing_in import Gap
from tests.optimizer_reasons.test_repairs_brute_force import conflict_mismatches, repair_mismatches
from tests.optimizer_reasons.test_reserve import facts_of

Given: TypeAlias = tuple[pd.DataFrame, pd.DataFrame, list[Rule], list[Objective], Plan, Settings]
LOSS = Fraction(1, 20)
PLANS = 48
"""A world has at most so many plans, so that thousands of worlds can be asked everything."""


@dataclass(frozen=True)
class Counted:
    """One plan: who is awarded, the rules it breaks, and what it reaches on the first objective (more is better)."""

    names: frozenset[str]
    broken: frozenset[str]
    value: Fraction


def small(seed: int) -> World:
    """The world of one seed with some options left out; every other one has so many rules that they often clash."""
    world = crowded(seed) if seed % 2 else world_of(seed)
    counts: dict[str, int] = {}
    kept: list[Row] = []
    for option in world.options:
        more = {**counts, option["applicant"]: counts.get(option["applicant"], 0) + 1}
        if math.prod(count + 1 for count in more.values()) <= PLANS:
            counts = more
            kept.append(option)
    return replace(world, options=kept)


def counted(world: World) -> list[Counted]:
    """Every plan, lawful or not."""
    names = sorted(world.applicants)
    offers: list[list[Row | None]] = [
        [None, *({**world.applicants[n], **o} for o in world.options if o["applicant"] == n)] for n in names
    ]
    found = []
    for vector in product(*offers):
        awards: Awards = {name: award for name, award in zip(names, vector, strict=True) if award is not None}
        broken = frozenset(str(rule["id"]) for rule in world.rules if not keeps(world, rule, awards))
        value = brute_force._reached(world, world.objectives[0], awards) if world.objectives else Fraction(0)
        found.append(Counted(frozenset(awards), broken, sign(world) * value))
    return found


def mismatches(world: World) -> tuple[dict[str, int], list[str]]:
    """How many answers of which kind were compared, and everything in which they and the enumeration disagree."""
    plans = counted(world)
    asked = {"optima": 1}
    plan = plan_of(world)
    wrong = differences(world, plan=plan)
    lawful = [plan for plan in plans if not plan.broken]
    if not lawful:
        clashes, conflicts = conflict_mismatches(world)
        ways, repairs = repair_mismatches(world)
        return {**asked, "conflicts": conflicts, "repairs": repairs}, [*wrong, *clashes, *ways]
    best = max(plan.value for plan in lawful)
    applicants, options = tables(world)
    given = (applicants, options, rules_of(world), objectives_of(world), plan, PATIENT)
    swaps = swap_prices(*given, exact=sorted({str(option["applicant"]) for option in world.options}))
    for name, line in swaps.iterrows():
        turned = [plan.value for plan in lawful if (name in plan.names) != line["awarded"]]
        right = best - max(turned) if turned else None
        if line["price"] != right or (line["status"] == "impossible") != (right is None):
            wrong.append(f"{name}: {line['status']} {line['price']} instead of {right}")
    rules = rule_prices(*given)
    for name, line in rules.iterrows():
        freed = max(plan.value for plan in plans if plan.broken <= {name})
        if (line["gain"], line["status"]) != (freed - best, "exact"):
            wrong.append(f"{name}: gain {line['gain']} instead of {freed - best}")
    clear, contested = _standing_mismatches(plan, lawful, best, given)
    filled, vacant = _substitute_mismatches(world, plan)
    counts = {"swap prices": len(swaps), "rule prices": len(rules), "clear in or out": clear, "substitutes": filled}
    return {**asked, **counts}, [*wrong, *contested, *vacant]


def _standing_mismatches(plan: Plan, lawful: list[Counted], best: Fraction, given: Given) -> tuple[int, list[str]]:
    """Who is clear in, contested or clear out within a loss; the plan itself is always within."""
    own = plan.stages[0].value * (1 if plan.stages[0].objective.sense < 0 else -1) if plan.stages else Fraction(0)
    least = min(best - abs(best) * LOSS, own)
    near = [each.names for each in lawful if each.value >= least]
    table = standings(*given, loss=LOSS, packages=False).table
    wrong = []
    for name, line in table.iterrows():
        places = {name in names for names in near}
        right = Standing.CONTESTED if len(places) > 1 else Standing.CLEAR_IN if True in places else Standing.CLEAR_OUT
        if line["standing"] != right:
            wrong.append(f"{name}: {line['standing']} instead of {right}")
    return len(table), wrong


def _substitute_mismatches(world: World, plan: Plan) -> tuple[int, list[str]]:
    """The best lawful plan without one winner, everyone else keeping what it has."""
    told = {str(name): str(option) for name, option in plan.awards["option"].items()}
    if not told:
        return 0, []
    winner = sorted(told)[len(world.options) % len(told)]
    found = Stand(*tables(world), rules_of(world), objectives_of(world), plan, PATIENT).without(winner)
    return 1, [f"without {winner}: {said}" for said in facts_of(found, Gap(world, told, winner), plan)]


def compared(seeds: range) -> Iterator[tuple[int, dict[str, int], list[str]]]:
    """Seed by seed, what was asked and what was wrong."""
    for seed in seeds:
        asked, wrong = mismatches(small(seed))
        yield seed, asked, wrong
