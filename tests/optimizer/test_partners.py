"""Money by year, funders and shared costs: optima equal brute force, and change only as they must."""

from collections import Counter
from dataclasses import replace
from random import Random
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer import Plan, SolverError, allocate, holdings, named_rules, read_rule, verify
from optimizer.plan import usages
from optimizer.tables import prepare
from tests.optimizer import brute_force
from tests.optimizer.brute_force import World, best
from tests.optimizer.comparing import differences, plan_of
from tests.optimizer.instances import objectives_of, rules_of, tables
from tests.optimizer.partners import KINDS, MEASURES, partner_world

CHUNK = 40
QUICK = 200
LONG = 2_000


def _compare(start: int) -> None:
    wrong = {seed: said for seed in range(start, start + CHUNK) if (said := differences(partner_world(seed)))}
    assert not wrong


@pytest.mark.parametrize("start", range(0, QUICK, CHUNK))
def test_the_plan_is_the_one_that_brute_force_finds(start: int) -> None:
    _compare(start)


@pytest.mark.long
@pytest.mark.many
@pytest.mark.parametrize("start", range(QUICK, QUICK + LONG, CHUNK))
def test_the_plan_is_the_one_that_brute_force_finds_thousands(start: int) -> None:
    _compare(start)


def test_the_worlds_are_worth_comparing() -> None:
    seen: Counter[str] = Counter()
    for seed in range(150):
        world = partner_world(seed)
        right = best(world)
        seen["impossible" if right is None else "empty" if not right.options else "plan"] += 1
        for rule in world.rules:
            seen[rule["rule"]] += 1
            seen[f"carry {rule.get('carry_over')}"] += rule["rule"] == "yearly_budget"
            seen["funders by year"] += any(isinstance(f["money"], dict) for f in rule.get("funders", ()))
    for what in (*KINDS, "plan", "carry none", "carry all", "carry 25000000", "funders by year"):
        assert seen[what] >= 10, what
    assert seen["plan"] >= 60


def _only(world: World, kind: str) -> list[int]:
    return [place for place, rule in enumerate(world.rules) if rule["rule"] == kind]


@pytest.mark.parametrize("kind", ["yearly_budget", "funders"])
def test_a_rule_left_out_of_the_model_is_missed_by_verify(kind: str) -> None:
    caught = 0
    for seed in range(40_000, 40_400):
        world = partner_world(seed)
        for place in _only(world, kind):
            rules = list(named_rules(rules_of(world)))
            others = [rule for at, rule in enumerate(rules) if at != place]
            applicants, options = tables(world)
            plan = allocate(applicants, options, others, objectives_of(world)[:1])
            if not plan.has_awards:
                continue
            ready = prepare(applicants, options)
            held = holdings(plan.awards, plan.pairs, ready.applicants, ready.options)
            plan = replace(plan, usage=usages(rules, held))
            by_key = {(o["applicant"], o["option"]): o for o in world.options}
            awards: dict[str, Any] = {
                str(n): {**world.applicants[str(n)], **by_key[str(n), str(o)]} for n, o in plan.awards["option"].items()
            }
            blamed = {violation.where for violation in verify(plan, applicants, options, rules)}
            unlawful = not brute_force.KINDS[kind](world, world.rules[place], awards)
            assert (rules[place].id in blamed) == unlawful, seed
            caught += unlawful
        if caught >= 12:
            return
    raise AssertionError(caught)


def test_what_is_shared_is_missed_by_verify_when_it_is_left_out() -> None:
    """Without the shared cost the plan is dearer than it may be, or its account of money is wrong."""
    caught = 0
    for seed in range(41_000, 41_060):
        world = partner_world(seed)
        rules = rules_of(world)
        kept = [rule for rule in rules if rule.rule != "shared_cost"]
        applicants, options = tables(world)
        plan = allocate(applicants, options, kept, objectives_of(world)[:1])
        if len(kept) == len(rules) or not plan.has_awards or plan.awards.empty:
            continue
        paid = usages(named_rules(rules), holdings(plan.awards, plan.pairs, applicants, options))
        if sum(use.used for use in paid if "shared_cost" in use.rule):
            assert verify(plan, applicants, options, rules)
            caught += 1
    assert caught >= 8


def test_rows_that_are_gone_stop_the_allocation(monkeypatch: pytest.MonkeyPatch) -> None:
    for kind, data in (
        ("YearlyBudget", {"rule": "yearly_budget", "measure": "cost", "amounts": {"2016": 1}}),
        ("Funders", {"rule": "funders", "costs": ["cost"], "funders": [{"id": "a", "money": 1, "pays": ["cost"]}]}),
    ):
        rule = read_rule({**data, "id": "r"})
        assert type(rule).__name__ == kind
        monkeypatch.setattr(type(rule), "loosen", lambda self, model, easing: None)
        with pytest.raises(SolverError, match="break a rule"):
            allocate(PEOPLE, OFFERS, [rule, read_rule({"rule": "include", "id": "i", "applicants": ["a"]})])
        monkeypatch.undo()


PEOPLE = pd.DataFrame({"island": ["east", "east", "west"]}, index=["a", "b", "c"])
OFFERS = pd.DataFrame(
    [
        {
            "applicant": name,
            "option": option,
            "start_year": start,
            "value": 10.0,
            "cost": 100,
            "cost_line": 100,
            "cost_2016": early,
            "cost_2017": 100 - early,
        }
        for name in PEOPLE.index
        for option, start, early in (("now", 2016, 100), ("later", 2017, 0), ("both", 2016, 60))
    ]
)


def _plan(*rules: dict[str, Any]) -> Plan:
    return allocate(PEOPLE, OFFERS, [read_rule({"id": f"r{place}", **rule}) for place, rule in enumerate(rules)])


@pytest.mark.parametrize(
    ("carry", "libraries"),
    [("none", 1), (19, 1), (20, 2), ("all", 2)],
)
def test_money_is_carried_as_far_as_it_may(carry: Any, libraries: int) -> None:
    """Rp 150 in 2016 and 60 in 2017: two libraries that start at once and end in 2017 need 20 carried over."""
    money = {"rule": "yearly_budget", "measure": "cost", "amounts": {"2016": 150, "2017": 60}, "carry_over": carry}
    plan = _plan(money)
    assert len(plan.awards) == libraries
    first, second = plan.usage
    assert (first.part, second.part) == ("2016", "2017")
    assert first.at_most == 150
    assert second.at_most == 60 + (0 if carry == "none" else min(150 - first.used, 10**9 if carry == "all" else carry))


def test_a_venue_is_paid_once_and_the_second_library_comes_for_less() -> None:
    venue = {"rule": "shared_cost", "per": "island", "cost": 50, "line": "line", "year": 2016}
    plan = _plan(venue, {"rule": "limit", "measure": "cost", "at_most": 250})
    assert sorted(plan.awards.index) == ["a", "b"]
    assert [(use.part, int(use.used)) for use in plan.usage] == [("east", 50), ("", 250)]
    assert len(_plan(venue, {"rule": "limit", "measure": "cost", "at_most": 249}).awards) == 1
    assert len(_plan(venue, {"rule": "limit", "measure": "cost", "at_most": 399}).awards) == 2
    assert len(_plan(venue, {"rule": "limit", "measure": "cost", "at_most": 400}).awards) == 3


def test_a_limit_on_a_part_counts_no_shared_costs_but_a_share_of_the_whole_does() -> None:
    venue = {"rule": "shared_cost", "cost": 100, "line": "line"}
    part = {"rule": "limit", "measure": "cost", "where": {"island": "east"}, "at_most": 200}
    assert len(_plan(venue, part).awards) == 3
    share = {**part, "at_most": {"share": 0.5, "of": "cost"}}
    assert len(_plan(share).awards) == 2
    assert len(_plan(venue, share).awards) == 3


@settings(max_examples=25)
@given(st.integers(0, 10**6), st.integers(0, 60), st.integers(0, 60))
def test_more_carry_over_never_lowers_the_optimum(seed: int, less: int, more: int) -> None:
    world = _simple(seed, "yearly_budget")
    low, high = sorted((less, more))
    steps = ["none", low * 1_000_000, (low + high) * 1_000_000, "all"]
    values = [plan_of(_changed(world, "yearly_budget", carry_over=step)).objective or 0 for step in steps]
    assert values == sorted(values)


@settings(max_examples=25)
@given(st.integers(0, 10**6), st.integers(0, 600))
def test_a_funder_who_may_pay_everything_is_one_purse(seed: int, millions: int) -> None:
    world = _simple(seed, "")
    money = millions * 1_000_000
    funder = {"id": "f", "money": money, "pays": list(MEASURES)}
    one = replace(world, rules=[{"rule": "funders", "id": "x", "funders": [funder], "costs": list(MEASURES)}])
    other = replace(world, rules=[{"rule": "limit", "id": "x", "measure": "cost", "at_most": money}])
    assert _awards(plan_of(one)) == _awards(plan_of(other))


@settings(max_examples=20)
@given(st.integers(0, 10**6))
def test_a_shared_cost_of_nothing_changes_nothing(seed: int) -> None:
    world = partner_world(seed)
    rules = [rule for rule in world.rules if rule["rule"] != "shared_cost"]
    nothing = {"rule": "shared_cost", "id": "nothing", "cost": 0, "per": ["island"], "line": "line"}
    assert _awards(plan_of(replace(world, rules=[nothing, *rules]))) == _awards(plan_of(replace(world, rules=rules)))


@settings(max_examples=15)
@given(st.integers(0, 10**6))
def test_the_order_of_rows_and_rules_changes_nothing(seed: int) -> None:
    world, random = partner_world(seed), Random(seed)
    applicants, options = tables(world)
    people, rows, rules = list(applicants.index), list(options.index), rules_of(world)
    plan = plan_of(world)
    for order in (people, rows, rules):
        random.shuffle(order)
    again = allocate(applicants.loc[people], options.loc[rows], rules, objectives_of(world))
    assert again.awards.to_csv() == plan.awards.to_csv()
    assert sorted(map(str, again.usage)) == sorted(map(str, plan.usage))


def _awards(plan: Plan) -> tuple[str, dict[str, str]]:
    return str(plan.status), {str(name): str(option) for name, option in plan.awards["option"].items()}


def _simple(seed: int, kind: str) -> World:
    """A world with rules of one kind alone, to be maximised."""
    world = partner_world(seed % 50_000)
    rules = [rule for rule in world.rules if rule["rule"] == kind]
    if kind and not rules:
        amounts = {"2016": 90_000_000, "2017": 60_000_000}
        rules = [{"rule": "yearly_budget", "id": "y", "measure": "cost", "amounts": amounts}]
    return replace(world, rules=rules, objectives=[{"maximise": "value"}])


def _changed(world: World, kind: str, **changes: Any) -> World:
    return replace(world, rules=[{**r, **changes} if r["rule"] == kind else r for r in world.rules])
