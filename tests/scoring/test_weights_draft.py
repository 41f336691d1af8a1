"""Weights while they are typed: each set of siblings by itself, the rest as it stands; what is asked, and what was."""

import datetime
import random
from dataclasses import replace
from fractions import Fraction
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from intake import Criteria, Member, Members, Method, siblings
from scoring import (
    Policy,
    answered_before,
    answers_typed,
    asked_of,
    draft_weights,
    score,
    tree,
    weight_set,
    weights_that_count,
)
from tests.scoring.committees import answer, drawn, swinging
from tests.scoring.rounds import criteria, group, linear, round_of
from tests.scoring.strategies import Case, cases, trees

FEW = settings(max_examples=25, deadline=None)
CHANCE = st.randoms(use_true_random=False)
RULES = criteria(
    [linear("a", 0, 10, group="g"), linear("b", 0, 5, group="g"), linear("c", 3, 0, group="h", weight=3)],
    [group("g", 2), group("h", 1)],
)
STANDING = {"a": Fraction(1, 2), "b": Fraction(1, 4), "c": Fraction(1, 4)}


@FEW
@given(trees(), CHANCE)
def test_complete_answers_come_to_what_the_committee_is_told(rules: Criteria, rng: random.Random) -> None:
    member = drawn(rules, "m", rng)
    file = {node.id: node.effective for node in tree(rules) if node.is_criterion}
    made = draft_weights(rules, member, file)
    (held,) = weight_set(rules, Members((member,))).members
    assert made.effective == held.effective
    assert made.usable or not member.answers


def test_a_set_half_answered_leaves_what_stands_there_and_hides_no_other() -> None:
    member = Member("m", "M", (answer(RULES, Method.SWING, "a", 100),))
    made = draft_weights(RULES, member, STANDING)
    assert made.open == ("g",)
    assert not made.usable
    assert made.effective == STANDING
    assert any(each.code == "member-incomplete" for each in made.findings)
    both = Member(
        "m",
        "M",
        (
            answer(RULES, Method.SWING, "a", 100),
            answer(RULES, Method.SWING, "g", 100),
            answer(RULES, Method.SWING, "h", 50),
        ),
    )
    made = draft_weights(RULES, both, STANDING)
    assert made.open == ("g",)
    assert made.effective == {"a": Fraction(4, 9), "b": Fraction(2, 9), "c": Fraction(1, 3)}


@FEW
@given(cases(), CHANCE)
def test_a_scenario_with_the_draft_scores_as_the_draft(case: Case, rng: random.Random) -> None:
    points = {node: rng.randint(1, 99) for nodes in siblings(case.rules).values() for node in nodes}
    points |= {rng.choice(nodes): 100 for nodes in siblings(case.rules).values()}
    made = draft_weights(case.rules, swinging(case.rules, "m", points), weights_that_count(case.round(), Policy()))
    policy = Policy(weights=made.policy_weights(case.rules))
    assert weights_that_count(case.round(), policy) == made.effective
    saved, typed = score(case.round(), policy).table, score(case.round(), weights=made.effective).table
    assert saved.equals(typed)


def test_what_is_worth_nothing_is_named_for_no_scenario_knows_it() -> None:
    made = draft_weights(
        RULES, Member("m", "M", (answer(RULES, Method.SWING, "a", 0), answer(RULES, Method.SWING, "b", 100))), STANDING
    )
    assert made.weightless() == ("a",)
    assert made.usable


def test_weights_that_count_are_those_of_the_policy() -> None:
    round_ = round_of(RULES, {"a": [1], "b": [1], "c": [1]})
    assert weights_that_count(round_, Policy(weights={"g": 1, "a": 3})) == {
        "a": Fraction(3, 8),
        "b": Fraction(1, 8),
        "c": Fraction(1, 2),
    }
    members = Members((swinging(RULES, "m", {"a": 100, "b": 100, "g": 50, "h": 100, "c": 100}),))
    held = weights_that_count(replace(round_, members=members), Policy(weights_from="m"))
    assert held == {"a": Fraction(1, 6), "b": Fraction(1, 6), "c": Fraction(2, 3)}


def test_each_method_asks_its_own_questions() -> None:
    nodes = ("a", "b", "c", "d")
    for method in (Method.SWING, Method.DIRECT, Method.RANK):
        assert asked_of(nodes, method) == (("a", ""), ("b", ""), ("c", ""), ("d", ""))
    assert asked_of(nodes, Method.AHP) == tuple(combinations(nodes, 2))
    assert asked_of(nodes, Method.BEST_WORST, "b", "d") == (("b", "a"), ("b", "c"), ("b", "d"), ("a", "d"), ("c", "d"))
    for best, worst in (("", ""), ("b", ""), ("b", "b"), ("x", "a")):
        assert asked_of(nodes, Method.BEST_WORST, best, worst) == ()


@FEW
@given(trees(), CHANCE)
def test_answers_given_before_are_found_however_they_are_asked(rules: Criteria, rng: random.Random) -> None:
    member = drawn(rules, "m", rng)
    numbers: dict[tuple[Method, str, str], Fraction] = {}
    for parent, nodes in siblings(rules).items():
        held = answered_before(rules, member, parent)
        if held.method is not None and len(nodes) > 1:
            asked = asked_of(nodes, held.method, held.best, held.worst)
            assert asked
            numbers |= {(held.method, *pair): held.numbers[pair] for pair in asked}
    again = Member("m", "m", answers_typed(rules, numbers, datetime.date(2016, 2, 1), member.answers))
    file = {node.id: node.effective for node in tree(rules) if node.is_criterion}
    assert draft_weights(rules, again, file).effective == draft_weights(rules, member, file).effective


def test_an_answer_that_is_given_again_keeps_its_day() -> None:
    before = (answer(RULES, Method.SWING, "a", 100), answer(RULES, Method.SWING, "b", 50))
    today = datetime.date(2031, 1, 1)
    numbers = {(Method.SWING, "a", ""): Fraction(100), (Method.SWING, "b", ""): Fraction(60)}
    first, second = answers_typed(RULES, numbers, today, before)
    assert first == before[0]
    assert (second.date, second.number, second.shown) == (today, Fraction(60), before[1].shown)
