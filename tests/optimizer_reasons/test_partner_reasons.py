"""Certificates, prices, conflicts and repairs of worlds with years, funders and shared costs, against brute force."""

from dataclasses import replace
from fractions import Fraction

import pandas as pd
import pytest

from optimizer import Limit, Maximise, Minimise, SharedCost, allocate, budget_curve, read_rule
from optimizer.reserve import substitutes
from tests.optimizer.brute_force import World
from tests.optimizer.comparing import plan_of
from tests.optimizer.instances import objectives_of, rules_of, tables
from tests.optimizer.partners import partner_world
from tests.optimizer_reasons.giving_way import crowded_partners
from tests.optimizer_reasons.test_certificate import wrong_certificate
from tests.optimizer_reasons.test_prices import wrong_prices
from tests.optimizer_reasons.test_repairs_brute_force import conflict_mismatches, repair_mismatches

QUICK = 24
LONG = 400
ONCE_WRONG = (143, 250)
"""Worlds in which a rule was priced as if dropping it closed the shared venues that it pays for."""


def _of(seed: int) -> World:
    return partner_world(seed)


@pytest.mark.parametrize("seed", [*range(QUICK), *ONCE_WRONG])
def test_certificates_and_prices(seed: int) -> None:
    assert wrong_certificate(seed, _of) == []
    assert wrong_prices(seed, _of) == []


@pytest.mark.long
@pytest.mark.many
@pytest.mark.parametrize("start", range(QUICK, QUICK + LONG, 25))
def test_certificates_and_prices_hundreds(start: int) -> None:
    for seed in range(start, start + 25):
        assert wrong_certificate(seed, _of) == [], seed
        assert wrong_prices(seed, _of) == [], seed


@pytest.mark.parametrize("start", range(0, 20, 5))
def test_conflicts_and_repairs(start: int) -> None:
    counts = 0
    for seed in range(start, start + 5):
        wrong, _ = conflict_mismatches(crowded_partners(seed))
        assert wrong == [], seed
        wrong, count = repair_mismatches(crowded_partners(seed))
        assert wrong == [], seed
        counts += count > 0
    assert counts


@pytest.mark.long
@pytest.mark.many
@pytest.mark.parametrize("start", range(100, 400, 20))
def test_conflicts_and_repairs_hundreds(start: int) -> None:
    for seed in range(start, start + 20):
        assert conflict_mismatches(crowded_partners(seed))[0] == [], seed
        assert repair_mismatches(crowded_partners(seed))[0] == [], seed


def test_a_budget_curve_scales_every_year() -> None:
    world = replace(partner_world(3), objectives=[{"maximise": "value"}])
    money = {"2016": 100_000_001, "2017": 75_000_000}
    yearly = {"rule": "yearly_budget", "id": "y", "measure": "cost", "amounts": money, "carry_over": "all"}
    rules = [read_rule(yearly)]
    applicants, options = tables(world)
    curve = budget_curve(applicants, options, rules, objectives_of(world), ["y"], [Fraction(1, 2), 1])
    assert [step.amounts["y"] for step in curve.steps] == [50_000_000 + 37_500_000, 175_000_001]
    half = {year: amount // 2 for year, amount in money.items()}
    again = plan_of(replace(world, rules=[{**yearly, "amounts": half}]))
    assert curve.steps[0].plan.awards["option"].to_dict() == again.awards["option"].to_dict()
    assert rules_of(world) is not None


def test_a_substitute_is_chosen_with_what_is_shared_in_mind() -> None:
    people = pd.DataFrame({"province": ["A", "A", "B", "A"]}, index=["a", "b", "c", "f"])
    costs = {"a": 100, "b": 110, "c": 90, "f": 115}
    rows = [{"applicant": name, "option": "p", "value": 10, "cost": cost} for name, cost in costs.items()]
    options = pd.DataFrame(rows).assign(cost_venue=0)
    rules = [SharedCost(id="venue", line="venue", per=("province",), cost=50), Limit(measure="libraries", at_most=2)]
    objectives = (Maximise(measure="value"), Minimise(measure="cost"))
    plan = allocate(people, options, rules, objectives)
    assert list(plan.awards.index) == ["a", "b"]
    for winner, total in (("a", 110 + 115 + 50), ("b", 100 + 115 + 50)):
        # c is cheaper than f, but needs a venue of its own.
        found = substitutes(people, options, rules, objectives, plan, winners=[winner])[0]
        assert found.substitutes == ("f",)
        assert found.plan is not None
        assert found.plan.stages[1].value == total
