"""Plans that stay close to an announced one are what trying every plan says, and say how far they are."""

from collections import Counter
from typing import Any

import pytest

from intake import Severity
from optimizer import (
    Exclude,
    LeastChanges,
    Limit,
    Maximise,
    Status,
    StayClose,
    allocate,
    certificate_matches,
    certify,
    changes,
    conflicts,
    read_objective,
    read_rule,
    recheck,
    repairs,
    swap_prices,
)
from optimizer.tables import prepare
from tests.optimizer.brute_force import best
from tests.optimizer.changing import changing
from tests.optimizer.comparing import differences, plan_of
from tests.optimizer.handmade import PEOPLE, offers
from tests.optimizer.instances import objectives_of, rules_of, tables, world_of

QUICK = range(70_000, 70_000 + 150)
LONG = range(80_000, 80_000 + 1_500)
CHUNK = 50
OFFERS = offers()
TWO = Limit(id="two", measure="libraries", at_most=2)
MOST_VALUE = (Maximise(measure="value"),)
FREE = {"D1": "large", "D2": "large"}


def _close(at_most: int, announced: Any, *counts: str) -> StayClose:
    given = {"counts": list(counts)} if counts else {}
    rule = read_rule({"rule": "stay_close", "id": "close", "announced": announced, "at_most": at_most, **given})
    assert isinstance(rule, StayClose)
    return rule


def _awards(*rules: Any, objectives: Any = MOST_VALUE) -> dict[str, str]:
    plan = allocate(PEOPLE, OFFERS, rules, objectives)
    assert plan.status is Status.OPTIMAL
    return {str(name): str(option) for name, option in plan.awards["option"].items()}


@pytest.mark.parametrize("start", range(0, len(QUICK), CHUNK))
def test_staying_close_is_what_trying_every_plan_says(start: int) -> None:
    wrong = {seed: found for seed in QUICK[start : start + CHUNK] if (found := differences(changing(seed)))}
    assert not wrong


@pytest.mark.long
@pytest.mark.many
@pytest.mark.parametrize("start", range(0, len(LONG), CHUNK))
def test_staying_close_is_what_trying_every_plan_says_thousands(start: int) -> None:
    wrong = {seed: found for seed in LONG[start : start + CHUNK] if (found := differences(changing(seed)))}
    assert not wrong
    print(f"{CHUNK} worlds compared with brute force, 0 mismatches")  # noqa: T201


def test_the_worlds_are_worth_comparing() -> None:
    seen: Counter[str] = Counter()
    for seed in QUICK:
        world = changing(seed)
        right = best(world)
        rule = next((rule for rule in world.rules if rule["id"] == "close"), None)
        seen["impossible" if right is None else "possible"] += 1
        if rule is not None and right is not None:
            free = best(changing(seed).__class__(world.applicants, world.options, world.rules[:-1], world.objectives))
            seen["binding"] += free is not None and free.values != right.values
        seen["objective"] += any("least_changes" in objective for objective in world.objectives)
        seen["stranger"] += rule is not None and "stranger" in rule["announced"]
    assert min(seen[what] for what in ("impossible", "possible", "binding", "objective", "stranger")) >= 5, seen


@pytest.mark.parametrize("seed", range(70_000, 70_020))
def test_certificates_and_prices_know_the_least_changes(seed: int) -> None:
    world = changing(seed)
    if best(world) is None:
        pytest.skip("no plan is lawful")
    given = (*tables(world), rules_of(world), objectives_of(world))
    plan = plan_of(world)
    made = certify(*given, plan)
    assert [said.text("en") for said in (*recheck(made), *certificate_matches(made, *given, plan))] == []
    prices = swap_prices(*given, plan)
    assert all(price is None or price >= 0 for price in prices["price"])


@pytest.mark.parametrize("seed", range(20))
def test_room_for_every_change_changes_nothing_and_none_keeps_the_plan(seed: int) -> None:
    world = world_of(seed)
    free = plan_of(world)
    if not free.has_awards or free.awards.empty or any(rule["rule"] == "stay_close" for rule in world.rules):
        pytest.skip("nothing to announce")
    applicants, options = tables(world)
    told = {str(name): str(option) for name, option in free.awards["option"].items()}
    given = (rules_of(world), objectives_of(world))
    for room, kinds in ((2 * len(told) + len(applicants), ()), (0, ("leaves", "enters", "packages"))):
        again = allocate(applicants, options, [*given[0], _close(room, told, *kinds)], given[1])
        assert again.awards.equals(free.awards)
        assert again.pairs.equals(free.pairs)


@pytest.mark.parametrize("seed", range(100, 112))
def test_more_changes_never_lower_the_value(seed: int) -> None:
    world = changing(seed)
    rules = [rule for rule in rules_of(world) if rule.id != "close"]
    told = dict.fromkeys(list(world.applicants)[::2], "p0")
    values = []
    for at_most in range(len(world.applicants) + 1):
        plan = allocate(*tables(world), [*rules, _close(at_most, told)], [Maximise(measure="value")])
        values.append(plan.stages[0].value if plan.has_awards else -1)
    assert values == sorted(values)


def test_each_wish_of_a_committee_is_one_line() -> None:
    told = {"V2": "small", "D2": "small"}
    assert _awards(TWO) == FREE
    assert _awards(TWO, _close(0, told, "leaves")) == {"V2": "large", "D2": "large"}
    assert _awards(TWO, _close(0, told, "leaves", "packages")) == told
    assert _awards(TWO, _close(0, told, "enters")) == {"V2": "large", "D2": "large"}
    assert _awards(TWO, _close(0, told, "packages")) == {"D1": "large", "V1": "large"}
    assert _awards(TWO, _close(2, ["V2", "D2"])) == FREE
    assert _awards(TWO, _close(1, ["V2", "D2"])) == {"V2": "large", "D2": "large"}


def test_fewest_changes_first_or_later() -> None:
    least = read_objective({"least_changes": {"announced": {"V2": "small", "D2": "small"}}})
    value = Maximise(measure="value")
    assert _awards(TWO, objectives=[least, value]) == {"V2": "large", "D2": "large"}
    assert _awards(TWO, objectives=[value, least]) == FREE
    plan = allocate(PEOPLE, OFFERS, [TWO, Exclude(id="out", applicants=("V2",))], [least, value])
    assert plan.stages[0].value == plan.stages[0].bound == 1
    assert set(plan.awards.index) == {"D2"}


def test_those_who_are_gone_are_counted_and_said() -> None:
    rule = _close(1, {"gone": "", "D1": "huge", "D2": "small"}, "leaves", "packages")
    ready = prepare(PEOPLE, OFFERS)
    found = rule.problems(ready)
    assert [each.severity for each in found] == [Severity.WARNING]
    said = found[0].problem.text("en")
    assert "gone was announced and is not in this round" in said
    assert "D1 was announced with huge" in said
    assert "2 changes are unavoidable" in said
    assert allocate(PEOPLE, OFFERS, [rule]).status is Status.INFEASIBLE
    assert [said.text("en") for each in repairs(PEOPLE, OFFERS, [rule]) for said in each.said] == [
        "close: let 1 more change against the announced plan, 2 instead of 1"
    ]
    least = LeastChanges(announced={"gone": "", "D1": ""})
    assert [each.severity for each in least.problems(ready)] == [Severity.WARNING]
    assert allocate(PEOPLE, OFFERS, [TWO], [least]).stages[0].value == 1


def test_it_takes_part_in_conflicts_and_gives_way_within_what_was_set() -> None:
    firm = Exclude(id="out", applicants=("D1", "D2"))
    rule = _close(0, ["D1", "D2"], "leaves")
    found = conflicts(PEOPLE, OFFERS, [rule, firm, TWO]).found
    assert [[piece.part for piece in each.pieces] for each in found] == [["", "D1"], ["", "D2"]]
    assert all([blamed.id for blamed in each.rules] == ["close", "out"] for each in found)
    assert [each.moves[0].amount for each in repairs(PEOPLE, OFFERS, [rule, firm])] == [2]
    little = rule.model_copy(update={"relax_at_most": {"at_most": 1}})
    assert repairs(PEOPLE, OFFERS, [little, firm]).found == ()
    assert repairs(PEOPLE, OFFERS, [rule.model_copy(update={"may_relax": False}), firm]).found == ()


def test_a_file_can_hold_them() -> None:
    for rule in (_close(2, ["D2", "D1"]), _close(0, {"D1": "small", "D2": ""}, "packages", "leaves")):
        assert read_rule(rule.as_data()) == rule
    for against in ({"announced": {"D1": "small"}}, {"announced": ["D1"], "counts": "leaves"}):
        objective = read_objective({"least_changes": against, "tolerance": 0.1})
        assert read_objective(objective.as_data()) == objective
        assert "as few changes" in objective.describe().text("en")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"announced": [], "at_most": 0}, "at least 1 item"),
        ({"announced": ["A", "A"], "at_most": 0}, "names A more than once"),
        ({"announced": [1], "at_most": 0}, "as they are named in the round"),
        ({"announced": ["A"], "at_most": -1}, "greater than or equal to 0"),
        ({"announced": ["A"]}, "at_most: Field required"),
        ({"announced": ["A"], "at_most": 0, "counts": "moves"}, "counts"),
        ({"announced": ["A"], "at_most": 0, "counts": ["leaves", "leaves"]}, "twice"),
    ],
)
def test_a_wrong_rule_is_refused_with_what_is_wrong(given: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        read_rule({"rule": "stay_close", **given})


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"least_changes": "D1"}, "needs a table that holds `announced`"),
        ({"least_changes": {}}, "announced: Field required"),
        ({"least_changes": {"announced": ["A"]}, "announced": ["B"]}, "announced is there twice"),
        ({"least_changes": {"announced": ["A"]}, "maximise": "value"}, "needs exactly one of"),
    ],
)
def test_a_wrong_objective_is_refused_with_what_is_wrong(given: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        read_objective(given)


def test_changes_between_two_plans() -> None:
    found = changes({"A": "x", "B": "", "C": "x", "D": ""}, {"A": "y", "B": "z", "E": "x"})
    assert (found.leaves, found.enters, found.packages) == (("C", "D"), ("E",), ("A",))
    assert found.count(("leaves", "packages")) == 3
