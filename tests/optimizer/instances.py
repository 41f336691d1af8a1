"""Random small worlds over every rule, seeded: few distinct numbers, so that ties abound, and tight budgets."""

import math
from random import Random
from typing import Any

import pandas as pd

from optimizer import Objective, Rule, read_objective, read_rule
from tests.optimizer.brute_force import World

VALUES = (0, 1, 2.5, 2.5, 10, 10.125, 33.333, 33.334, 80)
PLACES = ("Aceh", "Bali", "Papua Barat")
ISLANDS = ("west", "east")
TIERS = ("fibre 10", "fibre 20", "satellite")


def world_of(seed: int) -> World:
    """The world of one seed; the same on every machine."""
    random = Random(seed)
    village_world = random.random() < 0.25
    applicants = _applicants(random, village_world)
    options = _options(random, list(applicants), 4_000 if random.random() < 0.04 else 400)
    rules = _rules(random, applicants, options, village_world)
    apart = Random(f"announced {seed}")  # so that the worlds are otherwise what they were without this rule
    if apart.random() < 0.1:
        against = announced(apart, list(applicants), options)
        rules.append({"rule": "stay_close", "id": "stay_close-9", "at_most": apart.choice((0, 1, 2, 3)), **against})
    return World(applicants, options, rules, _objectives(random))


def tables(world: World) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The world as the two tables that `allocate` takes."""
    applicants = pd.DataFrame(list(world.applicants.values()), index=list(world.applicants))
    return applicants.astype({"score": float, "room": float}), pd.DataFrame(list(world.options))


def rules_of(world: World) -> list[Rule]:
    """The world's rules."""
    return [read_rule(rule, place) for place, rule in enumerate(world.rules)]


def objectives_of(world: World) -> list[Objective]:
    """The world's objectives."""
    return [read_objective(objective, place) for place, objective in enumerate(world.objectives)]


def announced(random: Random, names: list[str], options: list[dict[str, Any]]) -> dict[str, Any]:
    """A plan as it may have been announced, with a stranger and an option that is gone at times; and what counts."""
    known = {option["applicant"]: option["option"] for option in random.sample(options, len(options))}
    told = {name: known.get(name, "") for name in random.sample(names, random.randint(1, len(names)))}
    for name in told:
        if random.random() < 0.2:
            told[name] = random.choice(("", "gone"))
    if random.random() < 0.2:
        told["stranger"] = ""
    kinds = ["leaves", "enters", "packages"]
    counts: Any = random.choice(([], ["leaves"], random.sample(kinds, 2), kinds))
    found: dict[str, Any] = {"announced": sorted(told) if random.random() < 0.2 else told}
    return {**found, "counts": counts[0] if len(counts) == 1 else counts} if counts else found


def _applicants(random: Random, village_world: bool) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for place in range(random.randint(1, 7 if village_world else 8)):
        blank = random.random() < 0.1
        found[f"L{random.randint(0, 9)}{place}"] = {
            "kind": "village" if village_world and place % 3 else "district",
            "province": None if blank else random.choice(PLACES),
            "island": random.choice(ISLANDS),
            "remote": random.random() < 0.4,
            "class": random.choice((1, 2)),
            "score": None if random.random() < 0.1 else random.choice((40, 55.5, 60, 60.1, 72.25)),
            "population": random.choice((0, 120_000, 250_001)),
            "lat": random.choice((-2.0, -2.1, -2.5)),
            "lon": random.choice((110.0, 110.05, 110.3)),
            "room": random.choice((None, 1, 2, 2, 3, 9)),
        }
    return found


def _options(random: Random, names: list[str], most: int) -> list[dict[str, Any]]:
    while True:
        counts = [random.choice((0, 1, 1, 2, 2, 3, 3)) for _ in names]
        if sum(counts) and math.prod(count + 1 for count in counts) <= most:
            break
        if math.prod(2 for _ in names) > most:
            names = names[:-1]
    coarse = random.random() < 0.5
    found: list[dict[str, Any]] = []
    for name, count in zip(names, counts, strict=True):
        for place in range(count):
            hardware = random.choice((50_000_000, 75_000_000, 100_000_000))
            line = random.choice((0, 25_000_000, 100_000_000))
            if not coarse:
                hardware += random.randint(0, 3)
                line += random.choice((0, 1, 333_333))
            computers = random.choice((2, 4, 8))
            found.append(
                {
                    "applicant": name,
                    "option": f"p{place}",
                    "tier": random.choice(TIERS),
                    "value": random.choice(VALUES),
                    "computers": computers,
                    "mbps": random.choice((1.5, 10.0, 20.0)),
                    "cost": hardware + line,
                    "cost_hardware": hardware,
                    "cost_line": line,
                }
            )
    random.shuffle(found)
    return found


def _objectives(random: Random) -> list[dict[str, Any]]:
    kinds: list[dict[str, Any]] = [
        {"maximise": "value"},
        {"maximise": "value"},
        {"maximise": "libraries"},
        {"maximise": "computers"},
        {"minimise": "cost"},
        {"minimise": "libraries"},
        {"maximise_worst": "value", "per": random.choice(("province", "island", "tier"))},
        {"maximise_worst": "libraries", "per": "island"},
        {"maximise_worst": "cost", "per": "remote"},
    ]
    chosen = [dict(random.choice(kinds)) for _ in range(random.choice((0, 1, 1, 1, 2, 2, 3)))]
    if chosen and random.random() < 0.5:
        chosen[0] = {"maximise": "value"}
    for objective in chosen:
        if random.random() < 0.3:
            objective["tolerance"] = random.choice((0.001, 0.02, 0.1, 0.5))
    return chosen


def _rules(
    random: Random, applicants: dict[str, dict[str, Any]], options: list[dict[str, Any]], village_world: bool
) -> list[dict[str, Any]]:
    makers = [_money, _money, _count, _count, _share, _share, _other, _include, _exclude, _one_of, _requires, _score]
    chosen = [random.choice(makers)(random, list(applicants), options) for _ in range(random.choice((0, 1, 2, 3, 4)))]
    if village_world:
        chosen += [_mentoring(random) for _ in range(random.choice((1, 1, 1, 2)))]
    random.shuffle(chosen)
    return [{**rule, "id": f"{rule['rule']}-{place}"} for place, rule in enumerate(chosen)]


def _money(random: Random, names: list[str], options: list[dict[str, Any]]) -> dict[str, Any]:
    """A budget that some set of options spends to the rupiah, or misses by one."""
    measure = random.choice(("cost", "cost", "cost_hardware", "cost_line"))
    some = random.sample(options, random.randint(1, min(len(options), 4)))
    budget = sum(option[measure] for option in some) + random.choice((-1, 0, 0, 1, 50_000_000))
    rule: dict[str, Any] = {"rule": "limit", "measure": measure, "at_most": max(budget, 0)}
    if random.random() < 0.2:
        rule["at_least"] = max(budget - random.choice((0, 1, 60_000_000)), 0)
    if random.random() < 0.2:
        rule["where"] = {"island": random.choice(ISLANDS)}
    if random.random() < 0.15:
        rule["per"] = random.choice(("province", "tier", "class"))
        rule.pop("at_least", None)
    return rule


def _count(random: Random, names: list[str], options: list[dict[str, Any]]) -> dict[str, Any]:
    rule: dict[str, Any] = {"rule": "limit", "measure": random.choice(("libraries", "libraries", "computers"))}
    low = random.choice((0, 1, 1, 2, 3))
    if random.random() < 0.6:
        rule["at_least"] = low
    if random.random() < 0.7 or "at_least" not in rule:
        rule["at_most"] = low + random.choice((0, 1, 2, 6))
    if random.random() < 0.3:
        rule["per"] = random.choice(("province", "island", "tier", "remote", "class"))
    if random.random() < 0.4:
        rule["where"] = random.choice(
            (
                {"province": list(random.sample(PLACES, 2))},
                {"remote": True},
                {"tier": "satellite"},
                {"class": 1, "island": "east"},
                {"province": "Nowhere"},
            )
        )
    return rule


def _share(random: Random, names: list[str], options: list[dict[str, Any]]) -> dict[str, Any]:
    kind = random.randrange(6)
    if kind == 0:
        share = {"share": random.choice((0.15, 0.34, 0.5)), "of": "libraries"}
        return {"rule": "limit", "measure": "libraries", "per": "province", "at_most": share}
    if kind == 1:
        share = {"share": random.choice((0.2, 0.25, 0.5)), "of": "libraries"}
        return {"rule": "limit", "measure": "libraries", "where": {"remote": True}, "at_least": share}
    if kind == 2:
        share = {"share": random.choice((0.3, 0.6)), "of": "cost"}
        return {"rule": "limit", "measure": "cost", "where": {"tier": list(TIERS[:2])}, "at_most": share}
    if kind == 3:
        share = {"share": random.choice((90_000_000, 120_000_000.5)), "of": "libraries"}
        return {"rule": "limit", "measure": "cost", "at_most": share}
    if kind == 4:
        least = {"share": random.choice((0.05, 0.3)), "of": "value"}
        return {"rule": "limit", "measure": "value", "per": "island", "at_least": least}
    most = {"share": random.choice((1.25, 4)), "of": "libraries"}
    return {"rule": "limit", "measure": "computers", "at_most": most, "at_least": random.choice((0, 2))}


def _other(random: Random, names: list[str], options: list[dict[str, Any]]) -> dict[str, Any]:
    return random.choice(
        (
            {"rule": "limit", "measure": "population", "at_least": random.choice((1, 250_000, 370_001))},
            {"rule": "limit", "measure": "population", "at_most": 250_000, "per": "island"},
            {"rule": "limit", "measure": "value", "at_least": random.choice((2.5, 12.625, 43.4))},
            {"rule": "limit", "measure": "value", "at_most": random.choice((12.499, 35.833))},
            {"rule": "limit", "measure": "mbps", "at_most": random.choice((21.5, 30.25)), "where": {"remote": False}},
            {"rule": "limit", "measure": "remote", "at_least": 1},
        )
    )


def _include(random: Random, names: list[str], options: list[dict[str, Any]]) -> dict[str, Any]:
    return {"rule": "include", "applicants": random.sample(names, random.choice((1, min(2, len(names)))))}


def _exclude(random: Random, names: list[str], options: list[dict[str, Any]]) -> dict[str, Any]:
    return {"rule": "exclude", "applicants": random.sample(names, random.choice((1, min(2, len(names)))))}


def _one_of(random: Random, names: list[str], options: list[dict[str, Any]]) -> dict[str, Any]:
    if random.random() < 0.5:
        return {"rule": "one_of", "applicants": random.sample(names, random.randint(1, len(names)))}
    rule: dict[str, Any] = {"rule": "one_of", "per": random.choice(("province", "tier", "class"))}
    if random.random() < 0.5:
        rule["where"] = {"remote": random.choice((True, False))}
    return rule


def _requires(random: Random, names: list[str], options: list[dict[str, Any]]) -> dict[str, Any]:
    needs = random.sample(names, random.choice((1, min(2, len(names)))))
    return {"rule": "requires", "applicant": random.choice(names), "needs": needs}


def _score(random: Random, names: list[str], options: list[dict[str, Any]]) -> dict[str, Any]:
    rule: dict[str, Any] = {"rule": "minimum_score", "at_least": random.choice((50, 60, 60.1, 72.25))}
    if random.random() < 0.3:
        rule["where"] = {"island": "west"}
    return rule


def _mentoring(random: Random) -> dict[str, Any]:
    rule: dict[str, Any] = {
        "rule": "mentoring",
        "villages": {"kind": "village"},
        "mentors": {"kind": "district"},
        "reach_km": random.choice((0, 15.7, 40, 100)),
        "at_most": random.choice((1, 2, 2, 4)),
    }
    if random.random() < 0.4:
        rule["at_least"] = 1
    if random.random() < 0.4:
        rule["within"] = [random.choice(("province", "island"))]
    if random.random() < 0.4:
        rule["capacity"] = "room"
    return rule
