"""Verify accepts what allocate returns, and says what is wrong once anything in it is changed."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pandas as pd
import pytest

from optimizer import Limit, Maximise, Minimise, Plan, Rule, Status, allocate, verify
from tests.optimizer.handmade import MENTORING, PEOPLE, offers, rule

RULES: list[Rule] = [
    Limit(measure="cost", at_most=700_000_000, id="budget"),
    Limit(measure="libraries", per="province", at_most=3, id="spread"),
    rule("mentoring", **MENTORING),
]
OBJECTIVES = (Maximise(measure="value", tolerance=0.1), Minimise(measure="cost"))


@pytest.fixture(scope="module")
def plan() -> Plan:
    return allocate(PEOPLE, offers(), RULES, OBJECTIVES)


def _said(plan: Plan, rules: list[Rule] | None = None) -> str:
    found = verify(plan, PEOPLE, offers(), RULES if rules is None else rules)
    return "; ".join(f"{violation.where}: {violation.problem.text('en')}" for violation in found)


def test_the_plan_itself_is_accepted(plan: Plan) -> None:
    assert plan.status is Status.OPTIMAL
    assert len(plan.awards) >= 3
    assert len(plan.pairs) >= 1
    assert _said(plan) == ""


def test_rules_without_ids_are_named_the_same_way_by_both() -> None:
    rules: list[Rule] = [Limit(measure="cost", at_most=700_000_000), rule("mentoring", **MENTORING)]
    rules[1] = rules[1].model_copy(update={"id": ""})
    plan = allocate(PEOPLE, offers(), rules)
    assert verify(plan, PEOPLE, offers(), rules) == []
    assert next(use.rule for use in plan.usage) == "limit_1"


def _cell(column: str, value: Any) -> Callable[[Plan], Plan]:
    def change(plan: Plan) -> Plan:
        awards = plan.awards.copy()
        awards[column] = awards[column].astype(object)
        awards.loc[awards.index[0], column] = value
        return replace(plan, awards=awards)

    return change


def _stage(place: int, **changes: Any) -> Callable[[Plan], Plan]:
    def change(plan: Plan) -> Plan:
        stages = list(plan.stages)
        stages[place] = replace(stages[place], **changes)
        return replace(plan, stages=tuple(stages))

    return change


def _all_stages_feasible(plan: Plan) -> Plan:
    return replace(plan, stages=tuple(replace(stage, status=Status.FEASIBLE) for stage in plan.stages))


def _usage(**changes: Any) -> Callable[[Plan], Plan]:
    return lambda plan: replace(plan, usage=(replace(plan.usage[0], **changes), *plan.usage[1:]))


def _pairs(**changes: Any) -> Callable[[Plan], Plan]:
    return lambda plan: replace(plan, pairs=plan.pairs.assign(**changes))


CHANGES: list[tuple[str, Callable[[Plan], Plan], str]] = [
    (
        "another option",
        lambda p: _cell("option", "small" if p.awards["option"].iloc[0] == "large" else "large")(p),
        "D1",
    ),
    ("an option nobody offered", _cell("option", "huge"), "D1 was never offered huge"),
    ("one rupiah more", lambda p: _cell("cost", p.awards["cost"].iloc[0] + 1)(p), "D1: cost is"),
    ("one computer less", lambda p: _cell("computers", p.awards["computers"].iloc[0] - 1)(p), "D1: computers is"),
    ("a blank cost", _cell("cost", None), "D1: cost is"),
    ("a higher value", lambda p: _cell("value", p.awards["value"].iloc[0] + 0.001)(p), "D1: value is"),
    ("an award less", lambda p: replace(p, awards=p.awards.iloc[1:]), "awards add up to"),
    ("no awards", lambda p: replace(p, awards=p.awards.iloc[:0]), "awards add up to"),
    ("an award twice", lambda p: replace(p, awards=pd.concat([p.awards, p.awards.iloc[:1]])), "D1 has more than one"),
    ("a stranger", lambda p: replace(p, awards=p.awards.rename(index={"D1": "X9"})), "X9 was never offered"),
    ("a column less", lambda p: replace(p, awards=p.awards.drop(columns="cost")), "lack the columns cost"),
    ("another value of a stage", _stage(0, value=Fraction(10**6)), "the plan says 1"),
    ("another value of the last stage", _stage(1, value=Fraction(1)), "the plan says 1"),
    ("a bound that is beaten", _stage(0, bound=Fraction(1)), "the bound 1 does not fit"),
    ("a bound far off", _stage(0, bound=Fraction(10**6)), "does not fit"),
    ("a bound of the last stage a rupiah lower", lambda p: _stage(1, bound=p.stages[1].value - 1)(p), "does not fit"),
    ("no bound", _stage(0, bound=None), "without a bound"),
    ("a stage not proven", _stage(0, status=Status.FEASIBLE), "status: the plan says"),
    ("no stage proven", _all_stages_feasible, "status: the plan says"),
    ("not proven", lambda p: replace(p, status=Status.FEASIBLE), "status: the plan says"),
    ("said to be impossible", lambda p: replace(p, status=Status.INFEASIBLE), "status: the plan says"),
    ("said to have stopped", lambda p: replace(p, status=Status.STOPPED), "status: the plan says"),
    ("more left", _usage(used=Fraction(0)), "what the rules have left"),
    ("a higher limit", _usage(at_most=Fraction(10**12)), "what the rules have left"),
    ("a limit forgotten", lambda p: replace(p, usage=p.usage[1:]), "what the rules have left"),
    ("no pairs", lambda p: replace(p, pairs=p.pairs.iloc[:0]), "has 0 mentors"),
    ("a pair twice", lambda p: replace(p, pairs=pd.concat([p.pairs, p.pairs.iloc[:1]])), "has 2 mentors"),
    ("another mentor", _pairs(mentor="D2"), "D2"),
    ("another distance", _pairs(km=1.0), "does not give its distance"),
    (
        "pairs of a rule that is not there",
        lambda p: replace(p, pairs=pd.concat([p.pairs, p.pairs.assign(rule="other")])),
        "there is no mentoring rule other",
    ),
]


@pytest.mark.parametrize(("change", "said"), [entry[1:] for entry in CHANGES], ids=[entry[0] for entry in CHANGES])
def test_a_change_is_found(plan: Plan, change: Callable[[Plan], Plan], said: str) -> None:
    assert said in _said(change(plan))


def test_another_rule_is_found(plan: Plan) -> None:
    dearer = Limit(measure="cost", at_most=int(plan.awards["cost"].sum()) - 1, id="budget")
    assert "budget" in _said(plan, [dearer, *RULES[1:]])


def test_other_tables_are_found(plan: Plan) -> None:
    options = offers()
    options.loc[options["applicant"] == "D1", "cost"] += 1
    assert any("D1: cost" in v.problem.text("en") for v in verify(plan, PEOPLE, options, RULES))
    broken = options.assign(cost=float("nan"))
    assert {violation.where for violation in verify(plan, PEOPLE, broken, RULES)} == {"tables"}


def test_a_plan_that_does_not_exist_needs_no_check() -> None:
    impossible: list[Rule] = [Limit(measure="libraries", at_least=6)]
    plan = allocate(PEOPLE, offers(), impossible)
    assert plan.status is Status.INFEASIBLE
    assert verify(plan, PEOPLE, offers(), impossible) == []
