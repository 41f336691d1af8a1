"""Fairness, frontier, draw and budget curve asked of an outcome: the same answers as from its tables, in its words."""

import json
from collections.abc import Sequence
from fractions import Fraction
from functools import cache

import pytest

import scenarios
from intake import InputError
from optimizer import Draw, FrontierPoint, Maximise, Minimise, Settings, Status, draw_checker, frontier, verify
from scenarios import Axis, read_axis
from tests.reports import plan_rounds


@cache
def tied() -> scenarios.Outcome:
    """The small round when only the number of libraries counts: many lists are as good."""
    return scenarios.run(plan_rounds.round_(), plan_rounds.scenario(objectives=[{"maximise": "libraries"}]))


@cache
def drawn_from() -> Draw:
    return scenarios.draw(tied())


def test_shares_are_against_applicants_and_the_whole_country() -> None:
    outcome = plan_rounds.outcome()
    report = scenarios.fairness(outcome, compare=False)
    assert [(view.per, view.measure) for view in report.views] == [
        (per, measure)
        for per in ("province", "island_group")
        for measure in ("libraries", "cost", "computers", "value")
    ]
    assert (report.year, report.population) == (2015, "population_2015")
    libraries = report.views[0].plan
    assert libraries.total == len(outcome.plan.awards)
    funded = outcome.funded["province"].value_counts().to_dict()
    people = {"Aceh": 89_117, "Jawa Barat": 1_000_000, "=Papua": 220_000}
    for group in libraries.groups:
        assert group.applicants == 4
        assert group.amount == funded.get(group.group, 0)
        assert group.per_head == Fraction(int(funded.get(group.group, 0)), people[group.group])
    assert {name: each.population for name, each in report.country["province"].items()} == people
    assert report.without is None


def test_without_is_the_plan_when_only_the_regional_rules_are_dropped() -> None:
    outcome = plan_rounds.outcome()
    report = scenarios.fairness(outcome)
    assert [rule.id for rule in report.rules] == ["spread"]
    assert report.without is not None
    left = [rule for rule in outcome.rules if rule.id != "spread"]
    assert verify(report.without, outcome.table, outcome.options.table, left) == []
    assert report.without.stages[0].value >= outcome.plan.stages[0].value
    for view in report.views:
        assert view.without is not None
    assert report.views[0].without is not None
    assert report.views[0].without.total == len(report.without.awards)


def test_a_rule_by_kind_of_library_is_not_about_regions() -> None:
    rules = [{"rule": "limit", "id": "kinds", "measure": "libraries", "where": {"kind": "village"}, "at_least": 0}]
    outcome = scenarios.run(plan_rounds.round_(), plan_rounds.scenario(rules=rules))
    report = scenarios.fairness(outcome)
    assert report.rules == ()
    assert report.without is None


def test_an_objective_for_the_worst_region_asks_for_fairness_too() -> None:
    aims = [{"maximise_worst": "libraries", "per": "province"}, {"maximise": "value"}]
    outcome = scenarios.run(plan_rounds.round_(), plan_rounds.scenario(objectives=aims, rules=[]))
    report = scenarios.fairness(outcome)
    assert list(report.objectives) == list(outcome.scenario.objectives[:1])
    assert report.without is not None
    assert [stage.objective for stage in report.without.stages] == [Maximise(measure="value")]


def test_columns_that_do_not_exist_are_refused() -> None:
    for per, measures in ((("nowhere",), ()), ((), ("nothing",)), ((), ("province",))):
        with pytest.raises(InputError):
            scenarios.fairness(plan_rounds.outcome(), per, measures)


def test_worst_first_says_what_it_costs() -> None:
    outcome = plan_rounds.outcome()
    found = scenarios.worst_first(outcome, "libraries", "province")
    assert found.worst is not None
    assert found.before is not None
    assert found.worst == found.bound
    assert found.worst >= found.before
    assert found.cost == outcome.plan.stages[0].value - found.plan.stages[1].value


@pytest.mark.parametrize(
    ("text", "axis"),
    [
        ("maximise value", Axis("maximise", "value")),
        (" minimise  cost ", Axis("minimise", "cost")),
        (
            "maximise libraries where underdeveloped_2015 = 1",
            Axis("maximise", "libraries", (("underdeveloped_2015", 1),)),
        ),
        (
            "minimise cost where province=Jawa Barat and remote = true",
            Axis("minimise", "cost", (("province", "Jawa Barat"), ("remote", True))),
        ),
        ("maximise_worst libraries per island_group", Axis("maximise_worst", "libraries", (), "island_group")),
        (
            "maximise_worst cost per kind where class = 1.5",
            Axis("maximise_worst", "cost", (("class", 1.5),), "kind"),
        ),
    ],
)
def test_what_is_weighed_is_written_as_it_is_said(text: str, axis: Axis) -> None:
    assert read_axis(text) == axis


@pytest.mark.parametrize(
    "text",
    [
        "",
        "value",
        "much value",
        "maximise",
        "maximise value per province",
        "maximise_worst value",
        "maximise a where b",
    ],
)
def test_what_cannot_be_read_is_refused_with_examples(text: str) -> None:
    with pytest.raises(InputError) as refused:
        read_axis(text)
    assert "maximise value" in refused.value.findings.errors[0].remedy.text("en")


def test_the_frontier_of_an_outcome_is_that_of_its_tables() -> None:
    outcome = plan_rounds.outcome()
    trade = scenarios.frontier(outcome, Axis("minimise", "cost"), points=4)
    alone = frontier(
        outcome.table,
        outcome.options.table,
        outcome.rules,
        Maximise(measure="value"),
        Minimise(measure="cost"),
        points=4,
    )
    assert trade.first == Axis("maximise", "value")
    assert len(trade.frontier.points) == 4
    assert _pairs(trade.frontier.points) == _pairs(alone.points)
    assert trade.frontier.points[0].first == outcome.plan.stages[0].value


def _pairs(points: Sequence[FrontierPoint]) -> list[tuple[Fraction, Fraction]]:
    return [(point.first, point.second) for point in points]


def test_awards_to_some_districts_are_weighed_exactly() -> None:
    outcome = plan_rounds.outcome()
    trade = scenarios.frontier(outcome, read_axis("maximise libraries where province = Jawa Barat"))
    assert trade.frontier.complete
    for point in trade.frontier.points:
        there = outcome.table.loc[point.plan.awards.index, "province"]
        assert point.second == int((there == "Jawa Barat").sum())
        assert verify(point.plan, outcome.table, trade.options, outcome.rules) == []


def test_a_figure_of_the_applicants_can_be_weighed() -> None:
    outcome = plan_rounds.outcome()
    trade = scenarios.frontier(outcome, Axis("maximise", "population_2015"), points=3)
    last = trade.frontier.points[-1]
    assert last.second == sum(outcome.table.loc[last.plan.awards.index, "population_2015"].tolist())


def test_a_column_that_does_not_exist_cannot_be_weighed() -> None:
    for axis in (Axis("maximise", "nothing"), Axis("maximise", "libraries", (("nowhere", 1),))):
        with pytest.raises(InputError):
            scenarios.frontier(plan_rounds.outcome(), axis)


def test_the_drawn_outcome_is_that_of_its_ticket() -> None:
    one = drawn_from()
    assert len(one.plans) > 1
    assert one.fairest
    seen = set()
    for seed in ("1", "2"):
        after = scenarios.drawn(tied(), one, seed)
        ticket = one.publication["tickets"][one.ticket(seed) - 1]
        assert after.plan.awards["option"].to_dict() == ticket["awards"]
        assert after.plan.ties == "drawn"
        assert verify(after.plan, after.table, after.options.table, after.rules) == []
        assert set(after.bill["applicant"]) == set(ticket["awards"])
        out = {reason.applicant: reason for reason in after.reasons}
        assert set(out) | set(ticket["awards"]) == set(after.table.index)
        assert not set(out) & set(ticket["awards"])
        for name in set(one.contested) - set(ticket["awards"]):
            said = out[name].facts[0].text("en")
            assert seed in said
            assert str(one.chances[name]) in said
        assert scenarios.check_draw(after, one.record(seed)) == ()
        seen.add(one.ticket(seed))
    assert len(seen) > 1


def test_a_draw_for_another_scenario_is_refused() -> None:
    with pytest.raises(InputError):
        scenarios.drawn(plan_rounds.outcome(), drawn_from(), "1")
    record = json.loads(drawn_from().published())
    record["publication"]["about"]["scenario"] = "another"
    record["digest"] = draw_checker.digest(record["publication"])
    assert scenarios.check_draw(tied(), record)


def test_the_budget_curve_moves_all_lines_or_those_that_are_named() -> None:
    outcome = plan_rounds.outcome()
    curve = scenarios.budget_curve(outcome, factors=(0.5, 1, 1.5))
    assert [step.factor for step in curve.steps] == [Fraction(1, 2), 1, Fraction(3, 2)]
    assert curve.steps[0].amounts == {"budget_hardware": 75_000_000, "budget_connection": 30_000_000}
    assert curve.steps[1].plan.awards.index.tolist() == outcome.plan.awards.index.tolist()
    some = scenarios.budget_curve(outcome, ["hardware"], factors=(1, 2), nested=True)
    assert some.steps[1].amounts == {"budget_hardware": 300_000_000}
    assert some.steps[1].leaves == ()
    with pytest.raises(InputError):
        scenarios.budget_curve(outcome, ["nothing"])


def test_an_infeasible_scenario_has_no_frontier_and_no_draw() -> None:
    outcome = plan_rounds.infeasible()
    trade = scenarios.frontier(outcome, Axis("minimise", "cost"))
    assert trade.frontier.status is Status.INFEASIBLE
    assert trade.frontier.points == ()
    with pytest.raises(InputError):
        scenarios.draw(outcome)


def test_without_time_a_frontier_says_so() -> None:
    trade = scenarios.frontier(plan_rounds.outcome(), Axis("minimise", "cost"), settings=Settings(seconds=1e-6))
    assert not trade.frontier.complete
