"""What must not change, or only one way, when an instance is changed."""

from dataclasses import replace
from random import Random
from typing import Any

import pandas as pd
import pulp
import pytest

from optimizer import Plan, Rule, Settings, Status, allocate, read_objective
from optimizer.model import build
from optimizer.tables import prepare
from tests.optimizer.brute_force import World
from tests.optimizer.comparing import plan_of
from tests.optimizer.handmade import rule
from tests.optimizer.instances import PLACES, objectives_of, rules_of, tables, world_of

SEEDS = range(20_000, 20_040)


def _worlds(seeds: range = SEEDS) -> list[tuple[World, Plan]]:
    found = [(world, plan_of(world)) for world in map(world_of, seeds)]
    return [(world, plan) for world, plan in found if plan.has_awards]


@pytest.fixture(scope="module")
def solved() -> list[tuple[World, Plan]]:
    """Instances that have a plan, with it."""
    return _worlds()


def _same(one: Plan, other: Plan) -> bool:
    return one.awards["option"].to_dict() == other.awards["option"].to_dict() and one.pairs.equals(other.pairs)


def test_the_bound_is_never_worse_than_the_value(solved: list[tuple[World, Plan]]) -> None:
    for _, plan in solved:
        for stage in plan.stages:
            assert stage.bound is not None
            assert (
                stage.value <= stage.bound if stage.objective.sense == pulp.LpMaximize else stage.value >= stage.bound
            )


def test_more_budget_never_lowers_the_optimum(solved: list[tuple[World, Plan]]) -> None:
    compared = 0
    for world, _ in solved:
        budgets = [place for place, r in enumerate(world.rules) if isinstance(r.get("at_most"), int)]
        for place in budgets:
            one = replace(world, objectives=[{"maximise": "value"}])
            raised = {**world.rules[place], "at_most": world.rules[place]["at_most"] + 60_000_000}
            more = replace(one, rules=[*world.rules[:place], raised, *world.rules[place + 1 :]])
            assert (plan_of(more).objective or 0) >= (plan_of(one).objective or 0)
            compared += 1
    assert compared >= 10


def test_a_further_rule_never_raises_the_optimum(solved: list[tuple[World, Plan]]) -> None:
    for place, (world, _) in enumerate(solved):
        one = replace(world, objectives=[{"maximise": "value"}])
        further = [{**r, "id": f"more-{k}"} for k, r in enumerate(solved[place - 1][0].rules) if r["rule"] == "limit"]
        more = plan_of(replace(one, rules=[*world.rules, *further]))
        if more.has_awards:
            assert (more.objective or 0) <= (plan_of(one).objective or 0)


def test_money_seven_times_as_large_gives_the_same_plan(solved: list[tuple[World, Plan]]) -> None:
    for world, plan in solved:
        options = [{k: v * 7 if k.startswith("cost") else v for k, v in option.items()} for option in world.options]
        bigger = replace(world, options=options, rules=[_scaled(r) for r in world.rules])
        assert _same(plan_of(bigger), plan)


def _scaled(data: Any) -> dict[str, Any]:
    if not str(data.get("measure", "")).startswith("cost"):
        return dict(data)
    scaled = dict(data)
    for bound in ("at_least", "at_most"):
        given = data.get(bound)
        if isinstance(given, dict):
            of_money = given["of"].startswith("cost")
            scaled[bound] = given if of_money else {**given, "share": given["share"] * 7}
        elif given is not None:
            scaled[bound] = given * 7
    return scaled


def test_the_order_of_rows_and_columns_leaves_every_byte(solved: list[tuple[World, Plan]]) -> None:
    for place, (world, plan) in enumerate(solved):
        random = Random(place)
        applicants, options = tables(world)
        people, rows = list(applicants.index), list(options.index)
        random.shuffle(people)
        random.shuffle(rows)
        again = allocate(applicants.loc[people], options.loc[rows], rules_of(world), objectives_of(world))
        assert again.awards.to_csv().encode() == plan.awards.to_csv().encode()
        assert again.pairs.to_csv().encode() == plan.pairs.to_csv().encode()
        assert (again.stages, again.usage, again.ties) == (plan.stages, plan.usage, plan.ties)


def test_including_the_chosen_and_excluding_the_others_changes_nothing(solved: list[tuple[World, Plan]]) -> None:
    for world, plan in solved:
        chosen = list(plan.awards.index)
        others = sorted(set(world.applicants) - set(chosen))
        further: list[Rule] = []
        further += [rule("include", applicants=chosen)] if chosen else []
        further += [rule("exclude", applicants=others).model_copy(update={"id": "x"})] if others else []
        for more in further:
            applicants, options = tables(world)
            again = allocate(applicants, options, [*rules_of(world), more], objectives_of(world))
            assert _same(again, plan)


def test_other_names_of_provinces_change_nothing(solved: list[tuple[World, Plan]]) -> None:
    names = dict(zip(PLACES, ("Zuid", "=A1", "北"), strict=True))

    def renamed(value: Any) -> Any:
        return [names.get(v, v) for v in value] if isinstance(value, list) else names.get(value, value)

    for world, plan in solved:
        people = {
            n: {k: renamed(v) if k == "province" else v for k, v in row.items()} for n, row in world.applicants.items()
        }
        rules = [
            {**r, "where": {c: renamed(v) if c == "province" else v for c, v in r["where"].items()}}
            if "where" in r
            else r
            for r in world.rules
        ]
        assert _same(plan_of(replace(world, applicants=people, rules=rules)), plan)


def test_the_number_of_threads_changes_nothing(solved: list[tuple[World, Plan]]) -> None:
    for world, plan in solved[:10]:
        assert _same(plan_of(world, Settings(threads=2)), plan)


def test_the_relaxation_is_never_below_the_plan(solved: list[tuple[World, Plan]]) -> None:
    """The same model with continuous decisions, solved by PuLP's own interface to HiGHS."""
    for world, _ in solved:
        plan = plan_of(replace(world, objectives=[{"maximise": "value"}]))
        applicants, options = tables(world)
        ready = prepare(applicants, options)
        model = build(ready, rules_of(world))
        terms, units = read_objective({"maximise": "value"}).terms(model)
        model.problem.setObjective(pulp.LpAffineExpression([(v, float(n / units)) for v, n in terms]))
        for variable in model.problem.variables():
            variable.cat = pulp.LpContinuous
        model.problem.solve(pulp.HiGHS(msg=False))
        relaxed = pulp.value(model.problem.objective) or 0.0
        assert relaxed >= float(plan.objective or 0) - 1e-6


def test_a_copy_of_an_applicant_is_refused_and_a_renamed_one_never_harms() -> None:
    for world, plan in _worlds(range(21_000, 21_010)):
        applicants, options = tables(world)
        doubled = pd.concat([applicants, applicants.iloc[:1]])
        with pytest.raises(Exception, match="more than once"):
            allocate(doubled, options, rules_of(world), objectives_of(world))
        assert plan.status is Status.OPTIMAL
