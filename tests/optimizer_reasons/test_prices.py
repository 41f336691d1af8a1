"""Swap prices, rule prices and marginal values of random small instances equal what brute force says."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pandas as pd
import pytest

from optimizer import Limit, Maximise, Settings
from optimizer.marginal_values import marginal_values
from optimizer.rule_prices import rule_prices
from optimizer.swap_prices import swap_prices
from tests.optimizer.brute_force import World
from tests.optimizer.handmade import PEOPLE, offers, plan_with
from tests.optimizer.instances import objectives_of, rules_of, tables, world_of
from tests.optimizer_reasons.reasons_oracle import PATIENT, first_best, gain, loss, plan_of, sign, with_options

CHUNK = 50
QUICK = 200
LONG = 300


def wrong_prices(seed: int, make: Callable[[int], World] = world_of) -> list[str]:
    """Everything in which prices and brute force disagree for one world."""
    world = make(seed)
    if first_best(world) is None:
        return []
    applicants, options = tables(world)
    rules, objectives, plan = rules_of(world), objectives_of(world), plan_of(world)
    given = (applicants, options, rules, objectives, plan, PATIENT)
    return [
        *_swaps(world, swap_prices(*given, exact=with_options(world)), swap_prices(*given, exact=())),
        *_rules(world, rule_prices(*given), rule_prices(*given, exact=False)),
    ]


def _swaps(world: World, exact: pd.DataFrame, least: pd.DataFrame) -> list[str]:
    found: list[str] = []
    if list(exact.index) != with_options(world):
        found.append("not everyone with an option is priced")
    bounds = least.to_dict("index")
    for name, line in exact.iterrows():
        turned = {"rule": "exclude" if line["awarded"] else "include", "id": "turned", "applicants": [name]}
        right, bound = loss(world, [turned]), bounds[name]
        if line["price"] != right or (line["status"] == "impossible") != (right is None):
            found.append(f"{name}: {line['status']} {line['price']} instead of {right}")
        if right is not None and (bound["status"] == "impossible" or not 0 <= bound["at_least"] <= right):
            found.append(f"{name}: said to cost at least {bound['at_least']}, costs {right}")
    return found


def _rules(world: World, exact: pd.DataFrame, most: pd.DataFrame) -> list[str]:
    found: list[str] = []
    bounds = most["at_most"].to_dict()
    for name, line in exact.iterrows():
        right = gain(world, [str(name)])
        if line["gain"] != right or line["status"] != "exact":
            found.append(f"{name}: gain {line['gain']} instead of {right}")
        if not bounds[name] >= right:
            found.append(f"{name}: said to gain at most {bounds[name]}, gains {right}")
    return found


@pytest.mark.parametrize("start", range(0, QUICK, CHUNK))
def test_prices_are_what_brute_force_says(start: int) -> None:
    wrong = {seed: said for seed in range(start, start + CHUNK) if (said := wrong_prices(seed))}
    assert not wrong


@pytest.mark.long
@pytest.mark.many
@pytest.mark.parametrize("start", range(QUICK, QUICK + LONG, CHUNK))
def test_prices_are_what_brute_force_says_many_times(start: int) -> None:
    wrong = {seed: said for seed in range(start, start + CHUNK) if (said := wrong_prices(seed))}
    assert not wrong


def _stepped(world: World, line: pd.Series) -> dict[str, Any]:
    """The world's rule with the bound of one line moved by its step."""
    rule = dict(next(rule for rule in world.rules if rule["id"] == line["rule"]))
    moved = (
        line["bound"] + line["step"] if line["side"] == "at_most" else max(line["bound"] - line["step"], Fraction(0))
    )
    return {**rule, line["side"]: int(moved) if moved.denominator == 1 else float(moved)}


def test_one_step_more_is_worth_what_brute_force_says() -> None:
    """Limits without groups, stepped by 30 million rupiah or by one."""
    compared = worth = 0
    for seed in range(130):
        world = world_of(seed)
        limits = [rule for rule in world.rules if rule["rule"] == "limit" and not rule.get("per")]
        if not limits or first_best(world) is None:
            continue
        applicants, options = tables(world)
        steps = dict.fromkeys(("cost", "cost_hardware", "cost_line"), 30000000)
        plan = plan_of(world)
        table = marginal_values(applicants, options, rules_of(world), objectives_of(world), plan, PATIENT, steps=steps)
        for _, line in table[table["part"] == ""].iterrows():
            others = [rule for rule in world.rules if rule["id"] != line["rule"]]
            after = first_best(replace(world, rules=[*others, _stepped(world, line)]))
            before = first_best(world)
            assert after is not None
            assert before is not None
            assert (seed, line["gain"], line["status"]) == (seed, sign(world) * (after - before), "exact")
            compared += 1
            worth += line["gain"] > 0
    assert compared > 35
    assert worth > 2


def test_a_price_holds_as_far_as_it_says() -> None:
    """The range stays between the budgets at which the next applicant would come in or go."""
    rules = [Limit(id="money", measure="cost", at_most=500_000_000)]
    table = marginal_values(PEOPLE, offers(), rules, [Maximise(measure="value")], plan_with(rules), PATIENT)
    line = table.iloc[0]
    # The best value per rupiah: D1 large 200 million, D2 large 200 million, then V1: 5 points for 100 million.
    assert 400_000_000 <= line["holds_from"] < line["holds_to"] <= 600_000_000
    assert line["holds_from"] <= line["bound"] <= line["holds_to"]
    assert round(line["rate"], 6) == 50
    # Everybody but one gets the larger option for a billion more.
    assert (line["gain"], line["status"]) == (Fraction(60 - 41), "exact")


def test_time_that_runs_out_is_said_and_nothing_is_claimed() -> None:
    rules = [Limit(id="money", measure="cost", at_most=500_000_000)]
    given = (PEOPLE, offers(), rules, [Maximise(measure="value")], plan_with(rules))
    late = Settings(seconds=1e-9)
    swaps = swap_prices(*given, late, exact=["D1", "V3"])
    assert swaps.loc[["D1", "V3"], "out_of_time"].all()
    assert swaps["price"].isna().all()
    assert (swaps["at_least"] >= 0).all()
    prices = rule_prices(*given, late)
    assert prices["out_of_time"].all()
    assert prices["gain"].isna().all()
    assert marginal_values(*given, late)["gain"].isna().all()


def test_several_rules_are_priced_together() -> None:
    rules = [
        Limit(id="money", measure="cost", at_most=500_000_000),
        Limit(id="places", measure="libraries", at_most=3),
    ]
    given = (PEOPLE, offers(), rules, [Maximise(measure="value")], plan_with(rules))
    prices = rule_prices(*given, PATIENT, together={"both": ("money", "places")})
    assert list(prices.index) == ["money", "places", "both"]
    gains = prices["gain"].to_dict()
    assert gains["both"] >= max(gains["money"], gains["places"])
    assert gains["both"] == Fraction(60 - 41)
    with pytest.raises(ValueError, match="no rule called nobody"):
        rule_prices(*given, PATIENT, together={"both": ("nobody",)})
