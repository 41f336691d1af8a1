"""Being watched changes nothing; what is told is true; being stopped gives the best plan so far, honestly labelled."""

import itertools
import threading
import time
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

import pandas as pd
import pytest

from benchmarks import bench_prices
from optimizer import (
    Best,
    Doing,
    Limit,
    Maximise,
    Minimise,
    Objective,
    Plan,
    Progress,
    Rule,
    Settings,
    SharedCost,
    SolverError,
    Status,
    allocate,
    budget_curve,
    rescued,
    rule_prices,
    swap_prices,
    verify,
    watched,
)
from optimizer.alternatives import alternatives
from optimizer.plan import better
from optimizer.progress import step, stopping
from optimizer.tie_count import tied_plans
from tests.optimizer.brute_force import Best as BruteForce
from tests.optimizer.brute_force import World
from tests.optimizer.brute_force import best as brute_force
from tests.optimizer.comparing import plan_of
from tests.optimizer.hard import knapsacks, market_split
from tests.optimizer.instances import objectives_of, rules_of, tables, world_of

VALUE = (Maximise(measure="value"),)
MANY = 240
"""Worlds of the long comparison, each allocated eleven times and stopped in nine of them."""


def same(one: Plan, other: Plan) -> bool:
    """Whether two plans are the same in every byte that is shown."""
    return (
        one.awards.to_csv() == other.awards.to_csv()
        and one.stages == other.stages
        and (one.status, one.ties, one.usage) == (other.status, other.ties, other.usage)
    )


def small(seed: int) -> tuple[pd.DataFrame, pd.DataFrame, list[Rule]]:
    """An instance that is solved in a moment, with groups."""
    people, options, rules = knapsacks(14 + seed, 2, packages=2)
    return people.assign(place=[f"P{k % 3}" for k in range(len(people))]), options, rules


def lawful_and_honest(plan: Plan, world: World, right: BruteForce | None) -> bool:
    """Whether a plan passes the check and claims no bound that the best of all plans is beyond."""
    people, options = tables(world)
    if plan.status is Status.INFEASIBLE:
        return right is None
    if plan.has_awards and plan.stages and plan.stages[0].bound is not None:
        assert right is not None
        assert not better(plan.stages[0].objective, right.values[0], plan.stages[0].bound)
        assert plan.stages[0].status is not Status.OPTIMAL or right.bounds[0] == plan.stages[0].bound
    return verify(plan, people, options, rules_of(world)) == []


class Counting:
    """Says stop from the so-manieth time that it is asked."""

    def __init__(self, limit: int) -> None:
        self.left = limit

    def __call__(self) -> bool:
        self.left -= 1
        return self.left < 0


def check_world(seed: int) -> None:
    """Watched or not, the plan is the same; every plan on the way, and the one it is stopped with, are honest."""
    world = world_of(seed)
    people, options = tables(world)
    rules, objectives, right = rules_of(world), objectives_of(world), brute_force(world)
    heard: list[Progress] = []
    kept: list[Best] = []
    with watched(heard.append, keep=kept.append):
        plan = plan_of(world)
    assert same(plan, plan_of(world))
    if plan.has_awards or plan.status is Status.INFEASIBLE:
        assert same(rescued(kept[-1], people, options, rules, objectives), plan)
    assert all(lawful_and_honest(rescued(best, people, options, rules, objectives), world, right) for best in kept)
    if plan.has_awards:
        truthful(heard, objectives, plan)
    for limit in (0, 1, 2, 3, 5, 8, 13, 21, 34):
        last: list[Best] = []
        with watched(lambda _: None, keep=last.append, stop=Counting(limit)):
            ended = plan_of(world)
        assert lawful_and_honest(ended, world, right)
        if ended.status is Status.OPTIMAL:
            # Ties may be open still: among plans within a tolerance the stated order then takes a better first value.
            assert [stage.bound for stage in ended.stages] == [stage.bound for stage in plan.stages]
            for stage, each in zip(ended.stages, objectives, strict=True):
                assert stage.bound is not None
                assert abs(stage.bound - stage.value) <= Fraction(str(each.tolerance)) * abs(stage.bound)
        assert ended.ties == "open" or same(ended, plan)


@pytest.mark.parametrize("seed", range(12))
def test_small_worlds_over_every_rule(seed: int) -> None:
    check_world(seed)


@pytest.mark.long
@pytest.mark.many
@pytest.mark.parametrize("block", range(MANY // 20))
def test_many_small_worlds_over_every_rule(block: int) -> None:
    for seed in range(1000 + block * 20, 1020 + block * 20):
        check_world(seed)


@pytest.fixture(scope="module")
def large() -> tuple[pd.DataFrame, pd.DataFrame, tuple[Rule, ...]]:
    people, options = bench_prices.tables()
    return people, options, bench_prices.rules(options)


@pytest.mark.long
def test_a_large_plan_is_the_same_and_its_events_are_true(
    large: tuple[pd.DataFrame, pd.DataFrame, tuple[Rule, ...]],
) -> None:
    people, options, rules = large
    heard: list[Progress] = []
    kept: list[Best] = []
    with watched(heard.append, keep=kept.append):
        plan = allocate(people, options, rules, VALUE)
    assert same(plan, allocate(people, options, rules, VALUE))
    truthful(heard, VALUE, plan)
    assert any(event.bound is not None for event in heard)
    values = [rescued(best, people, options, rules, VALUE).stages[0].value for best in kept]
    assert values == sorted(values)


def truthful(heard: Sequence[Progress], objectives: Sequence[Objective], plan: Plan) -> None:
    """Within a stage no plan gets worse and no bound is taken back, and both fit what is true in the end."""
    for number, objective in enumerate(objectives, 1):
        mine = [event for event in heard if event.stage == number and event.doing is Doing.SOLVING]
        assert mine
        incumbents = [event.incumbent for event in mine if event.incumbent is not None]
        bounds = [event.bound for event in mine if event.bound is not None]
        assert not any(better(objective, one, other) for one, other in itertools.pairwise(incumbents))
        assert not any(better(objective, other, one) for one, other in itertools.pairwise(bounds))
        assert all(not better(objective, one, other) for one in incumbents for other in bounds)
        assert incumbents[-1] == plan.stages[number - 1].value or objective.tolerance
        assert {event.stages for event in mine} == {len(objectives)}
        assert all(event.gap is None or event.gap >= 0 for event in mine)
    assert [event.seconds for event in heard] == sorted(event.seconds for event in heard)
    assert [event.plans for event in heard] == sorted(event.plans for event in heard)


class After:
    """Asks to stop some seconds after a condition was first met."""

    def __init__(self, met: Callable[[Progress], bool], seconds: float = 0.0) -> None:
        self.met, self.seconds = met, seconds
        self.since: float | None = None

    def hear(self, event: Progress) -> None:
        if self.since is None and self.met(event):
            self.since = time.monotonic()

    def stop(self) -> bool:
        return self.since is not None and time.monotonic() >= self.since + self.seconds


@pytest.mark.parametrize("packages", [1, 6], ids=["asked at once", "narrowed"])
def test_stopped_in_the_search_it_gives_the_best_so_far_with_its_bound(packages: int) -> None:
    people, options, rules = knapsacks(100, 20, packages)
    after = After(lambda event: event.incumbent is not None and event.bound is not None, 0.3)
    kept: list[Best] = []
    with watched(after.hear, keep=kept.append, stop=after.stop):
        plan = allocate(people, options, rules, VALUE, Settings(seconds=60))
    assert after.since is not None
    assert time.monotonic() - after.since < 5
    assert (plan.status, plan.ties) == (Status.FEASIBLE, "open")
    assert plan.bound is not None
    assert plan.objective is not None
    assert plan.objective < plan.bound
    assert verify(plan, people, options, rules) == []
    last = rescued(kept[-1], people, options, rules, VALUE)
    assert same(last, plan)


def test_stopped_without_a_plan_it_says_so() -> None:
    people, options, rules = market_split()
    after = After(lambda event: event.doing is Doing.SOLVING, 0.3)
    with watched(after.hear, stop=after.stop):
        plan = allocate(people, options, rules, VALUE, Settings(seconds=60))
    assert (plan.status, plan.has_awards, plan.stages) == (Status.STOPPED, False, ())
    assert same(rescued(None, people, options, rules, VALUE), plan)


@pytest.mark.parametrize("doing", [Doing.BUILDING, Doing.SOLVING, Doing.COMPARING, Doing.TIES])
def test_stopped_at_any_step_the_plan_is_lawful_and_claims_no_more_than_is_proven(doing: Doing) -> None:
    people, options, rules = small(0)
    people, options = people, options.assign(value=60)  # ties everywhere
    best = allocate(people, options, rules, VALUE)
    after = After(lambda event: event.doing is doing)
    with watched(after.hear, stop=after.stop):
        plan = allocate(people, options, rules, VALUE)
    assert after.since is not None
    assert plan.ties == "open"
    assert verify(plan, people, options, rules) == []
    expected = {Status.OPTIMAL} if doing in (Doing.COMPARING, Doing.TIES) else {Status.STOPPED, Status.FEASIBLE}
    assert plan.status in expected
    assert plan.objective == best.objective or plan.status is not Status.OPTIMAL


def test_stopped_in_a_later_stage_keeps_what_was_proven() -> None:
    people, options, rules = knapsacks(60, 8)
    objectives = (Maximise(measure="libraries"), *VALUE)
    after = After(lambda event: event.stage == 2 and event.incumbent is not None, 0.2)
    with watched(after.hear, stop=after.stop):
        plan = allocate(people, options, rules, objectives, Settings(seconds=60))
    assert [stage.status for stage in plan.stages] == [Status.OPTIMAL, Status.FEASIBLE]
    assert plan.status is Status.FEASIBLE
    assert verify(plan, people, options, rules) == []


def test_an_error_of_the_listener_ends_the_run_and_is_raised() -> None:
    people, options, rules = knapsacks()

    def broken(event: Progress) -> None:
        if event.incumbent is not None:
            raise LookupError("nobody listens")

    began = time.monotonic()
    with pytest.raises(LookupError, match="nobody listens"), watched(broken):
        allocate(people, options, rules, VALUE, Settings(seconds=60))
    assert time.monotonic() - began < 10


def test_a_listener_hears_only_its_own_thread() -> None:
    people, options, rules = small(1)
    heard: list[Progress] = []
    with watched(heard.append, stop=lambda: True):
        other = threading.Thread(target=lambda: plans.append(allocate(people, options, rules)))
        plans: list[Plan] = []
        other.start()
        other.join()
    assert heard == []
    assert plans[0].status is Status.OPTIMAL
    assert not stopping()
    assert step(1, 2) is False


def test_a_plan_that_was_tampered_with_is_not_rescued() -> None:
    people, options, rules = small(2)
    kept: list[Best] = []
    with watched(lambda _: None, keep=kept.append):
        allocate(people, options, rules, VALUE)
    everyone = tuple((str(name), "p0") for name in people.index)
    for awards in (everyone, (("nobody", "p0"),), ((str(people.index[0]), "p0"), (str(people.index[0]), "p1"))):
        with pytest.raises(SolverError):
            rescued(Best(Status.FEASIBLE, awards), people, options, rules, VALUE)


def test_prices_and_curves_tell_how_many_are_answered_and_end_early() -> None:
    people, options, rules = small(3)
    plan = allocate(people, options, rules, VALUE)
    given: Any = (people, options, rules, VALUE, plan)
    questions: dict[Callable[[], Any], int] = {
        lambda: swap_prices(*given): len(people),
        lambda: rule_prices(*given): len(rules),
        lambda: budget_curve(people, options, rules, VALUE, [rules[0].id], [0.5, 0.75, 1]): 3,
    }
    for ask, number in questions.items():
        heard: list[Progress] = []
        with watched(heard.append):
            ask()
        assert number in {event.of for event in heard}
        assert all(0 <= event.done <= event.of for event in heard if event.of)
        with watched(lambda _: None, stop=lambda: True):
            ended = ask()
        if isinstance(ended, pd.DataFrame):
            assert set(ended["status"]) <= {"at least", "at most", "impossible"}
        else:
            assert {step.plan.status for step in ended.steps} == {Status.STOPPED}


def test_searches_near_the_plan_end_when_asked_and_claim_nothing() -> None:
    people, options, rules = small(3)
    plan = allocate(people, options, rules, VALUE)
    given: Any = (people, options, rules, VALUE, plan)
    with watched(lambda _: None, stop=lambda: True):
        others = alternatives(*given, different=1, loss=0.1)
        ties = tied_plans(*given)
    assert (others.ended, others.listed, others.most_different, others.alone) == (Status.STOPPED, (), None, False)
    assert (ties.complete, ties.names_complete, ties.plans) == (False, False, ())


def test_infeasible_is_told_as_proven() -> None:
    people, options, rules = small(0)
    demands = [*rules, Limit(id="all", measure="libraries", at_least=99)]
    kept: list[Best] = []
    with watched(lambda _: None, keep=kept.append):
        plan = allocate(people, options, demands, VALUE)
    assert plan.status is Status.INFEASIBLE
    assert kept == [Best(Status.INFEASIBLE, ties="open")]
    assert rescued(kept[0], people, options, demands, VALUE).status is Status.INFEASIBLE


def test_a_cost_that_is_shared_counts_in_a_rescued_plan() -> None:
    people, options, rules = small(0)
    options = options.assign(cost=10, cost_venue=0)
    venue = SharedCost(id="venue", line="venue", per=("place",), cost=7)
    objectives = (*VALUE, Minimise(measure="cost"))
    kept: list[Best] = []
    with watched(lambda _: None, keep=kept.append):
        plan = allocate(people, options, [*rules, venue], objectives)
    assert plan.stages[1].value > sum(plan.awards["cost"])
    assert same(rescued(kept[-1], people, options, [*rules, venue], objectives), plan)
