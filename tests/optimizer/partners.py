"""Worlds with years, funders and shared costs, and what trying every plan says of them.

Shares nothing with the optimizer: a year's money is spent step by step, and whether funders can pay is looked at for
every set of costs, with each funder's money followed from year to year.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import chain, combinations
from random import Random
from typing import Any

from tests.optimizer.brute_force import Data, Row, World
from tests.optimizer.instances import world_of

KINDS = ("funders", "shared_cost", "yearly_budget")
"""The rules that only these worlds have."""

MEASURES = ("cost_hardware", "cost_line")
ENDLESS = Fraction(10**30)


def partner_world(seed: int, *, two: bool = False) -> World:
    """A random world with money by year, funders and shared costs beside its other rules; `two`: years and payers."""
    random = Random(f"partners {seed}")
    base = world_of(seed)
    years = (2016, 2017) if two or random.random() < 0.6 else (2016, 2017, 2018)
    options = [_by_year(random, option, years) for option in base.options]
    rules = [rule for rule in base.rules if random.random() < 0.5 or rule["rule"] == "mentoring"]
    makers = [_yearly, _yearly, _funders, _shared, _shared]
    for place in range(random.choice((1, 2, 2, 3))):
        made = random.choice(makers)(random, options, years, two)
        rules.append({**made, "id": f"{made['rule']}-partner-{place}"})
    random.shuffle(rules)
    return replace(base, options=options, rules=rules)


def _by_year(random: Random, option: Row, years: Sequence[int]) -> dict[str, Any]:
    """The option with a start, and its costs in the years from then on."""
    start = random.choice(years)
    found: dict[str, Any] = {**option, "start_year": start, **{f"cost_{year}": 0 for year in years}}
    for measure in MEASURES:
        left = int(option[measure])
        for year in years:
            part = 0
            if year >= start and left:
                part = left if measure == "cost_hardware" or year == years[-1] else random.choice((0, left // 2, left))
                left -= part
            found[f"{measure}_{year}"] = part
            found[f"cost_{year}"] += part
    return found


def _spent(random: Random, options: Sequence[Row], column: str) -> int:
    """What some options come to, or nearly."""
    some = random.sample(list(options), random.randint(1, min(len(options), 4)))
    return max(sum(int(o[column]) for o in some) + random.choice((-1, 0, 0, 1, 25_000_000)), 0)


def _yearly(random: Random, options: Sequence[Row], years: Sequence[int], two: bool) -> dict[str, Any]:
    measure = random.choice(("cost", *MEASURES))
    named = years if random.random() < 0.8 else years[:-1]
    amounts = {str(year): _spent(random, options, f"{measure}_{year}") for year in named}
    return {"rule": "yearly_budget", "measure": measure, "amounts": amounts, "carry_over": _carry(random)}


def _carry(random: Random) -> Any:
    return random.choice(("none", "all", 0, 1, 25_000_000, 60_000_000))


def _funders(random: Random, options: Sequence[Row], years: Sequence[int], two: bool) -> dict[str, Any]:
    by_year = random.random() < 0.5 and not two
    funders: list[dict[str, Any]] = []
    for place in range(2 if two else random.choice((1, 2, 3))):
        pays = random.choice(([MEASURES[0]], [MEASURES[1]], list(MEASURES), list(MEASURES)))
        money: Any = sum(_spent(random, options, measure) for measure in pays) // random.choice((1, 1, 2))
        given: dict[str, Any] = {"id": f"f{place}", "pays": pays, "money": money}
        if by_year and random.random() < 0.8:
            given["money"] = {str(y): sum(_spent(random, options, f"{m}_{y}") for m in pays) for y in years}
            given["carry_over"] = _carry(random)
        funders.append(given)
    return {"rule": "funders", "funders": funders, "costs": list(MEASURES)}


def _shared(random: Random, options: Sequence[Row], years: Sequence[int], two: bool) -> dict[str, Any]:
    per = random.choice(([], ["island"], ["remote"], ["tier"], ["island", "start_year"], ["class"]))
    rule: dict[str, Any] = {"rule": "shared_cost", "per": per, "cost": random.choice((0, 1, 20_000_000, 33_333_333))}
    if random.random() < 0.3:
        rule["where"] = random.choice(({"remote": True}, {"tier": "satellite"}, {"island": ["east", "west"]}))
    if random.random() < 0.25:
        rule["counts"] = random.choice((["cost"], ["computers"], ["cost", "cost_line"], ["value"]))
        if rule["counts"] == ["computers"] or rule["counts"] == ["value"]:
            rule["cost"] = random.choice((1, 3))
        return rule
    rule["line"] = random.choice(("hardware", "line"))
    if "start_year" not in per and random.random() < 0.4:
        rule["year"] = random.choice(years)
    return rule


def shared_amount(world: World, measure: str, awards: Mapping[str, Row]) -> Fraction:
    """What shared costs add to a measure of the whole plan."""
    total = 0
    for rule in world.rules:
        if rule["rule"] != "shared_cost":
            continue
        groups = {
            tuple(award[column] for column in rule.get("per", ()))
            for award in awards.values()
            if all(
                award[column] in (wanted if isinstance(wanted, list | tuple) else [wanted])
                for column, wanted in rule.get("where", {}).items()
            )
        }
        for group in groups:
            if rule.get("counts"):
                named = set(rule["counts"])
            else:
                line = rule["line"]
                first = min(int(name[5:]) for name in world.options[0] if name.startswith("cost_2"))
                start = dict(zip(rule.get("per", ()), group, strict=True)).get("start_year")
                year = rule.get("year") or start or first
                named = {"cost", f"cost_{line}", f"cost_{year}", f"cost_{line}_{year}"}
            total += int(rule["cost"]) if measure in named else 0
    return Fraction(total)


def _spending(world: World, column: str, awards: Mapping[str, Row]) -> Fraction:
    return sum((Fraction(int(a[column])) for a in awards.values() if column in a), Fraction(0)) + shared_amount(
        world, column, awards
    )


def _all_years(world: World, more: Sequence[str]) -> list[str]:
    known = {name[5:] for name in world.options[0] if name.startswith("cost_2")} | set(more)
    return [str(year) for year in range(int(min(known)), int(max(known)) + 1)]


def _most(given: Any) -> Fraction:
    return {"none": Fraction(0), "all": ENDLESS}.get(given, Fraction(0) if isinstance(given, str) else Fraction(given))


def yearly_budget(world: World, rule: Data, awards: Mapping[str, Row]) -> bool:
    """Spend year after year from what there is and what the year before left."""
    purse = Fraction(0)
    for year in _all_years(world, list(rule["amounts"])):
        endless = year in rule.get("unlimited", ())
        purse += ENDLESS if endless else Fraction(rule["amounts"].get(year, 0))
        purse -= _spending(world, f"{rule['measure']}_{year}", awards)
        if purse < 0:
            return False
        purse = min(purse, _most(rule.get("carry_over", "none")))
    return True


def funders(world: World, rule: Data, awards: Mapping[str, Row]) -> bool:
    """Look at every set of costs: whoever may pay any of them must together have enough in the right years."""
    by_year = any(isinstance(funder["money"], Mapping) for funder in rule["funders"])
    named = [year for f in rule["funders"] if isinstance(f["money"], Mapping) for year in f["money"]]
    years = _all_years(world, named) if by_year else [""]
    columns = [(name, year) for name in rule["costs"] for year in years]
    costs = {key: _spending(world, "_".join(part for part in key if part), awards) for key in columns}
    free = rule.get("unlimited", ())
    due = [key for key in columns if costs[key] and "_".join(part for part in key if part) not in free]
    for some in chain.from_iterable(combinations(due, size) for size in range(1, len(due) + 1)):
        there = Fraction(0)
        for funder in rule["funders"]:
            there += _can_give(funder, years, {year for name, year in some if name in funder["pays"]}, free)
        if sum(costs[key] for key in some) > there:
            return False
    return True


def _can_give(funder: Data, years: Sequence[str], wanted: set[str], free: Sequence[str]) -> Fraction:
    """The most a funder can give in the wanted years: it gives all it has whenever it may."""
    given = purse = Fraction(0)
    for place, year in enumerate(years):
        if isinstance(funder["money"], Mapping):
            endless = f"{funder['id']} {year}" in free
            purse += ENDLESS if endless else Fraction(funder["money"].get(year, 0))
        elif place == 0:
            purse += ENDLESS if funder["id"] in free else Fraction(funder["money"])
        if year in wanted:
            given, purse = given + purse, Fraction(0)
        carry = _most(funder.get("carry_over", "none")) if isinstance(funder["money"], Mapping) else ENDLESS
        # What is carried without end stays so, however much was given before.
        purse = min(purse, carry)
        if given >= ENDLESS and carry == ENDLESS:
            purse = ENDLESS
    return given


def raised(rule: Data, steps: Mapping[str, int]) -> Data:
    """The rule with so many millions more in some purses."""
    if rule["rule"] == "yearly_budget":
        years = {*rule["amounts"], *steps}
        more = {y: rule["amounts"].get(y, 0) + steps.get(y, 0) * 1_000_000 for y in sorted(years)}
        return {**rule, "amounts": more}
    payers = [{**f, "money": f["money"] + steps.get(f["id"], 0) * 1_000_000} for f in rule["funders"]]
    return {**rule, "funders": payers}


def steps_needed(world: World, rule: Data, awards: Mapping[str, Row], parts: Sequence[str]) -> Iterator[dict[str, int]]:
    """The least numbers of steps of one or two purses with which a plan can be paid."""
    holds = {"yearly_budget": yearly_budget, "funders": funders}[rule["rule"]]

    def least(part: str, fixed: Mapping[str, int]) -> int | None:
        low, high = -1, 10**4
        if not holds(world, raised(rule, {**fixed, part: high}), awards):
            return None
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (low, middle) if holds(world, raised(rule, {**fixed, part: middle}), awards) else (middle, high)
        return high

    if holds(world, rule, awards):
        yield {}
        return
    for part in parts:
        if (alone := least(part, {})) is not None:
            yield {part: alone}
    for one, other in ((a, b) for a in parts for b in parts if a != b):
        enough = least(one, {other: 10**4})
        if enough and (rest := least(other, {one: enough})):
            yield {one: enough, other: rest}
