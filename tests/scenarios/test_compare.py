"""Compare: the same is no difference, swapping swaps signs, and all changes together make the other inputs."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import scenarios
from intake import Call, Catalogue, Criteria, InputError, Round, Strict
from locales.message import render
from optimizer import CataloguePolicy
from scenarios import Budget, Scenario, causes_between
from scenarios.compare_changes import InputChange, Inputs
from scenarios.compare_inputs import blended, differences
from scenarios.compare_replay import world
from scoring import Policy
from tests.reports import plan_rounds
from tests.samples import outcome, sample
from tests.scenarios.changed_rounds import pair

ROUND = "first-partners-2011"
PANEL = {"at_least": 0, "at_most": 4, "whole": True}


def test_an_outcome_does_not_differ_from_itself() -> None:
    made = outcome(ROUND, "base")
    compared = scenarios.compare([made, made], seconds=60)
    assert [compared.moves, compared.groups, compared.choices, compared.warnings] == [()] * 4
    assert all(figure.differences == (None, 0) for figure in compared.figures)
    assert set(compared.in_all) == set(made.plan.awards.index)
    assert compared.only == ((), ())
    (found,) = compared.causes
    assert [found.changes, found.steps, found.names] == [()] * 3
    assert (found.refused, found.solves) == (None, 0)


def test_swapping_swaps_every_sign() -> None:
    drawn = pair(8)
    one, other = (drawn.blend(chosen).outcome() for chosen in ((), range(len(drawn.mutations))))
    there, back = scenarios.compare([one, other], seconds=60), scenarios.compare([other, one], seconds=60)
    assert there.in_all == back.in_all
    assert there.only == back.only[::-1]
    for figure, turned in zip(there.figures, back.figures, strict=True):
        assert figure.values == turned.values[::-1]
        assert figure.differences[1] is not None
        assert figure.differences[1] == -(turned.differences[1] or 0)
    assert [(g.per, g.value, g.libraries, g.grants) for g in there.groups] == [
        (g.per, g.value, g.libraries[::-1], g.grants[::-1]) for g in back.groups
    ]
    assert [m.packages for m in there.moves] == [m.packages[::-1] for m in back.moves]
    assert [(n.applicant, n.before, n.after) for n in there.causes[0].names] == [
        (n.applicant, n.after, n.before) for n in back.causes[0].names
    ]
    assert {c.key for c in there.causes[0].changes} == {c.key for c in back.causes[0].changes}
    assert there.causes[0].names


def test_groups_add_up_to_the_figures() -> None:
    one, other = outcome(ROUND, "base"), outcome(ROUND, "budget-cut")
    compared = scenarios.compare([one, other])
    assert compared.causes == ()
    for per in ("province", "island_group", "kind"):
        own = [group for group in compared.groups if group.per == per]
        assert sum(g.libraries[1] - g.libraries[0] for g in own) == len(other.plan.awards) - len(one.plan.awards)
        assert sum(g.grants[1] - g.grants[0] for g in own) == other.total("cost") - one.total("cost")


def test_fewer_than_two_and_more_than_four_are_refused() -> None:
    made = outcome(ROUND, "base")
    for count in (0, 1, 5):
        with pytest.raises(InputError):
            scenarios.compare([made] * count)
    assert len(scenarios.compare([made] * 4).titles) == len(set(scenarios.compare([made] * 4).titles)) == 4


def test_what_time_did_not_allow_is_open_and_never_guessed() -> None:
    found = causes_between(outcome(ROUND, "base"), outcome(ROUND, "budget-cut"), seconds=1e-9)
    assert found.names
    assert found.solves == 0
    assert found.unanswered > 0
    assert all(name.path is None and name.alone is None and name.kind is None for name in found.names)


def test_causes_are_not_sought_for_a_plan_that_is_not_proven() -> None:
    made, other = outcome(ROUND, "base"), outcome(ROUND, "budget-cut")
    late = replace(other, plan=replace(other.plan, ties="open"))
    found = causes_between(made, late)
    assert found.refused is not None
    assert other.scenario.title.en in found.refused.text("en")
    assert found.steps == ()


def test_causes_are_not_sought_where_something_unnamed_differs() -> None:
    made = outcome(ROUND, "base")
    moved = made.round.regions.assign(underdeveloped_2015=1, poverty_pct_2015=99.0, poverty_pct_2017=99.0)
    regions = moved.assign(island_group=moved["island_group"].where(moved["island_group"] != "Jawa", "Elsewhere"))
    other = scenarios.run(replace(made.round, regions=regions), made.scenario)
    assert causes_between(made, other).refused is not None


def test_a_new_version_of_the_round_is_taken_apart_by_name() -> None:
    made = outcome(ROUND, "base")
    people = made.round.applicants.copy()
    gone = str(made.plan.awards.index[0])
    number = next(c for c in made.round.criteria.criteria if c.shape == "linear" and c.column in people).column
    other = next(str(name) for name in made.plan.awards.index[1:] if people.at[name, number] != 0)
    newcomer = people.loc[[gone]].set_axis(pd.Index(["D-NEW"], name=people.index.name))
    people.loc[other, number] = 0.0
    later = replace(made.round, applicants=pd.concat([people.drop(index=gone), newcomer]).sort_index())
    found = causes_between(made, scenarios.run(later, made.scenario), seconds=120)
    assert [change.key for change in found.changes] == [
        ("applicant", gone),
        ("applicant", "D-NEW"),
        ("answer", other, number),
    ]
    causes = {name.applicant: name for name in found.names}
    assert causes[gone].path == causes[gone].alone == causes[gone].needed == (0,)
    assert causes["D-NEW"].path == causes["D-NEW"].alone == causes["D-NEW"].needed == (1,)
    before = render(made.round.applicants[number].to_dict()[other], "en")
    assert found.changes[2].said.text("en").endswith(f": 0 instead of {before}")


def test_members_weights_are_one_change() -> None:
    made = Inputs(sample("expansion-2015"), _scenario("expansion-2015", "base"))
    policy = made.scenario.scoring.model_copy(update={"weights_from": "members"})
    other = Inputs(made.round, made.scenario.model_copy(update={"scoring": policy}))
    assert [change.key for change in differences(made, other)] == [("weights",)]
    _whole(made, other)
    _whole(other, made)


SAME = "expansion-2015"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ((SAME, "base"), (SAME, "need-first")),
        ((SAME, "budget-cut"), (SAME, "papers-pending")),
        ((ROUND, "base"), ("eastern-expansion-2016", "base")),
        (("village-cascade-2014", "computers-only"), (ROUND, "budget-cut")),
    ],
)
def test_all_changes_together_make_the_other(one: tuple[str, str], other: tuple[str, str]) -> None:
    before, after = (Inputs(sample(name), _scenario(name, scenario)) for name, scenario in (one, other))
    _whole(before, after)


def _scenario(name: str, scenario: str) -> Scenario:
    return scenarios.read(scenarios.find(sample(name).folder, scenario))


def _whole(one: Inputs, other: Inputs) -> tuple[InputChange, ...]:
    """Without any change it is the one, with all of them the other; some of them make a round or are refused."""
    changes = differences(one, other)
    assert world(blended(one, other, ())).key == world(one).key
    assert world(blended(one, other, changes)).key == world(other).key
    draw = np.random.default_rng(1)
    for _ in range(3):
        chosen = [change for change in changes if draw.random() < 0.5]
        try:
            world(blended(one, other, chosen))
        except InputError:
            continue
    return changes


def _criteria(change: Callable[[dict[str, Any]], None]) -> Round:
    made = plan_rounds.round_()
    data = made.criteria.model_dump(mode="json", by_alias=True, exclude_none=True)
    change(data)
    return replace(made, criteria=Criteria.model_validate(data))


def _marked(marks: list[float]) -> Round:
    """The small round with a criterion that two reviewers mark."""

    def panel(data: dict[str, Any]) -> None:
        new = {**data["criteria"][0], "id": "plan", "column": "plan", "panel": PANEL}
        ends = {"zero": {"at": 0, "means": plan_rounds.both("no")}, "one": {"at": 4, "means": plan_rounds.both("yes")}}
        data["criteria"].append({**new, "anchors": ends, "missing": "ask"})

    made = _criteria(panel)
    rows = [
        {"applicant": name, "reviewer": who, "criterion": "plan", "mark": mark, "conflict": False}
        for name, mark in zip(sorted(made.applicants.index), marks, strict=False)
        for who in ("R-1", "R-2")
    ]
    return replace(made, marks=pd.DataFrame(rows))


@pytest.mark.parametrize(
    ("other", "keys"),
    [
        (lambda data: data["criteria"][0]["anchors"]["one"].__setitem__("at", 50), [("criterion", "space")]),
        (lambda data: data["criteria"][0].__setitem__("weight", 3), [("weight", "space")]),
        (lambda data: data["criteria"].pop(), [("tree",)]),
        (lambda data: data["gates"].pop(), [("gate", "young")]),
        (lambda data: data["gates"][1]["conditions"][0].__setitem__("at_least", "2011-01-01"), [("gate", "young")]),
        (lambda data: data["criteria"][0].__setitem__("source", "another"), []),
    ],
)
def test_criteria_are_taken_apart(other: Callable[[dict[str, Any]], None], keys: list[tuple[str, ...]]) -> None:
    one, two = (Inputs(made, plan_rounds.scenario()) for made in (plan_rounds.round_(), _criteria(other)))
    assert [change.key for change in _whole(one, two)] == keys
    assert [change.key for change in _whole(two, one)] == keys


def test_marks_are_taken_apart_by_application() -> None:
    people = sorted(plan_rounds.applicants().index)
    marks = [float(place % 4) for place in range(len(people))]
    other = [*marks[:3], 4.0, *marks[4:-1]]
    one, two = (Inputs(_marked(given), plan_rounds.scenario()) for given in (marks, other))
    assert [change.key for change in _whole(one, two)] == [("marks", people[3]), ("marks", people[-1])]
    without = replace(two.round, applicants=two.round.applicants.drop(index=people[5]))
    assert ("applicant", people[5]) in [change.key for change in _whole(one, Inputs(without, two.scenario))]
    assert [change.key for change in _whole(Inputs(plan_rounds.round_(), one.scenario), one)] == [("tree",)]
    basis = two.scenario.model_copy(update={"scoring": two.scenario.scoring.model_copy(update={"panel": "calibrated"})})
    assert [change.key for change in _whole(two, Inputs(two.round, basis))] == [("panel",)]


def _catalogue(change: Callable[[dict[str, Any]], None]) -> Round:
    made = plan_rounds.round_()
    data = made.catalogue.model_dump(mode="json", by_alias=True, exclude_none=True)
    change(data)
    return replace(made, catalogue=type(made.catalogue).model_validate(data))


@pytest.mark.parametrize(
    ("other", "keys"),
    [
        (lambda data: data["items"][0].__setitem__("price", 8_000_000), [("price", "pc")]),
        (lambda data: data["items"][1].__setitem__("factor", ""), [("items", "freight")]),
        (lambda data: data["packages"][1].__setitem__("effect", 1.5), [("packages", "plus")]),
        (lambda data: data["factors"][0].__setitem__("default", 2.0), [("factors", "far")]),
        (lambda data: data["bandwidth"].__setitem__("kbps_per_user", 256), [("bandwidth",)]),
        (lambda data: data["packages"].pop(), [("catalogue",)]),
        (lambda data: data["tiers"][0].__setitem__("mbps", 1.0), [("tiers", "slow")]),
    ],
)
def test_the_catalogue_is_taken_apart(other: Callable[[dict[str, Any]], None], keys: list[tuple[str, ...]]) -> None:
    one, two = (Inputs(made, plan_rounds.scenario()) for made in (plan_rounds.round_(), _catalogue(other)))
    assert [change.key for change in _whole(one, two)] == keys
    assert [change.key for change in _whole(two, one)] == keys


def test_a_question_of_another_type_is_changed_as_a_whole() -> None:
    one = plan_rounds.round_()
    two = replace(one, applicants=one.applicants.assign(room=one.applicants["room"].astype(object)))
    wanted = replace(two, applicants=two.applicants.assign(notes="new"))
    keys = {change.key for change in differences(*(Inputs(each, plan_rounds.scenario()) for each in (one, wanted)))}
    assert ("column", "room") in keys
    assert {key[2] for key in keys if key[0] == "answer"} == {"notes"}


def test_scenarios_of_the_same_name_are_told_apart_by_place_and_folder() -> None:
    made = outcome(ROUND, "base")
    other = replace(made, round=replace(made.round, folder=Path("later")))
    said = [render(title, "en") for title in scenarios.compare([made, other]).titles]
    assert said == ["1: Base scenario (first-partners-2011)", "2: Base scenario (later)"]


@pytest.mark.parametrize(
    ("model", "fields"),
    [
        (Scenario, "schema_version id title note scoring catalogue budget rules objectives solver robust manipulation"),
        (Policy, "weights weights_from members_mean gates_off unknown_gates panel"),
        (CataloguePolicy, "packages_off tiers_off prices start_years years"),
        (Budget, "basis lines scale funders"),
        (Catalogue, "schema_version price_year bandwidth factors items packages tiers"),
        (Criteria, "schema_version questions gates groups criteria changes"),
        (
            Call,
            """schema_version id title phase language made_up currency price_year opens closes decides applicants sheet
            library_kinds budget_lines funders letters""",
        ),
    ],
)
def test_no_setting_is_new_to_the_comparison(model: type[Strict], fields: str) -> None:
    """Whoever adds a field teaches scenarios/compare_*.py to take it over, then lists it here.

    The changes of scales only say how criteria came to be what they are, which the comparison sees for itself.
    """
    assert set(model.model_fields) == set(fields.split())
