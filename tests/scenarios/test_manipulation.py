"""The manipulation audit: against running every misreport again in full, and blanks that must never gain."""

import random
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import scenarios
from intake import Criteria, Gate, Round
from locales import render
from optimizer import Plan, allocate, options
from reports import manipulation_sheet, sheet_data
from scenarios import Bent, Honest, Manipulation, Misreport, Outcome, manipulation, manipulation_findings
from scenarios.misreports import STEPS, roundest
from scenarios.twice import twin_of, with_twin
from scoring import score
from tests.samples import outcome
from tests.scoring.rounds import criteria, levels, linear, question, round_of
from tests.scoring.strategies import Case, cases

CODES = ("none", "some", "much")
SMALL = criteria(
    [
        linear("a", 0, 100, weight=3, missing="ask"),
        linear("b", 40, 0, weight=2),
        linear("c", 0, 1, per={"column": "people", "times": 0.1}),
        levels("d", {"none": 0, "some": 0.4, "much": 1}, missing="reject"),
    ],
    gates=[
        {
            "id": "staff",
            "label": {"id": "s", "en": "Staff"},
            "conditions": [{"column": "e", "at_least": 3}],
            "source": "",
        }
    ],
    questions=[
        question("a"),
        question("b"),
        question("c"),
        question("people"),
        question("d", "choice", choices=CODES),
        question("e") | {"whole": True},
    ],
)
RULES: list[dict[str, Any]] = [
    {"rule": "limit", "id": "slots", "measure": "libraries", "at_most": 3},
    {"rule": "limit", "id": "floor", "measure": "libraries", "where": {"underdeveloped_2015": 1}, "at_least": 1},
    {"rule": "minimum_score", "id": "minimum", "at_least": 30},
]
INSTANCES, LONG_INSTANCES = 2, 8


def scenario(rules: list[dict[str, Any]] = RULES, **changes: Any) -> scenarios.Scenario:
    return scenarios.from_data({"id": "small", "title": {"id": "Uji", "en": "Test"}, "rules": rules, **changes})


def some_round(chance: random.Random, size: int = 9) -> Round:
    def cell(value: float, blank: float = 0.15) -> float | None:
        return None if chance.random() < blank else value

    return round_of(
        SMALL,
        {
            "a": [cell(chance.randint(0, 120)) for _ in range(size)],
            "b": [cell(chance.randint(0, 500) / 10) for _ in range(size)],
            "c": [cell(chance.randint(1, 99)) for _ in range(size)],
            "people": [cell(chance.randint(80, 990)) for _ in range(size)],
            "d": [None if chance.random() < 0.15 else chance.choice(CODES) for _ in range(size)],
            "e": [cell(chance.randint(1, 6)) for _ in range(size)],
            "region": [chance.choice(["1101", "1102"]) for _ in range(size)],
        },
    )


def bent(round_: Round, one: Misreport) -> Round:
    people = round_.applicants.copy()
    for column, _, cell in one.answers:
        people.loc[one.applicant, column] = cell
    return replace(round_, applicants=people)


def again(round_: Round, chosen: scenarios.Scenario) -> tuple[pd.DataFrame, Plan]:
    """Scores and plan from the beginning, by the functions that a run is made of."""
    scores = score(round_, chosen.scoring)
    offered = options(round_, scenarios.admitted(scores), chosen.catalogue).table
    rules = scenarios.all_rules(round_.call, round_.catalogue, chosen)
    table = scenarios.attributes(round_, scores)
    return scores.table, allocate(table, offered, rules, chosen.objectives, chosen.solver)


class Standing(NamedTuple):
    """Where one applicant stands: points, score, the lower end of the score's interval, and its rank."""

    points: float
    score: float
    low: float
    rank: int | None

    @classmethod
    def of(cls, table: pd.DataFrame, name: str) -> "Standing":
        row: dict[str, Any] = {str(column): cell for column, cell in table.loc[name].items()}
        rank = None if pd.isna(row["rank"]) else int(row["rank"])
        return cls(float(row["points"]), float(row["score"]), float(row["score_low"]), rank)


def compared(made: Outcome, found: Manipulation, most: int = 10**6) -> int:
    """Allocate misreports again in full (so many, evenly taken); gives how many of them would be funded."""
    names = frozenset(made.plan.awards.index)
    before = made.scores.table
    funded = 0
    for one in found.tried[:: max(1, len(found.tried) // most)]:
        table, plan = again(bent(made.round, one), made.scenario)
        name = one.applicant
        was, now = Standing.of(before, name), Standing.of(table, name)
        assert one.points == pytest.approx(now.points - was.points, abs=1e-9)
        assert one.low == pytest.approx(now.low - was.low, abs=1e-6)
        assert (one.rank_before, one.rank) == (was.rank, now.rank)
        if name not in names:
            assert (one.funded == "yes") == (plan.has_awards and name in plan.awards.index), one
        funded += one.funded == "yes"
    for each in found.twice:
        _, plan = again(with_twin(made.round, each.applicant), made.scenario)
        both = {each.applicant, twin_of(made.round, each.applicant)} & set(plan.awards.index)
        assert (each.gains == "yes") == (len(both) > (each.applicant in names)), each
    return funded


@pytest.mark.parametrize("seed", range(INSTANCES))
def test_what_is_told_is_what_running_again_gives(seed: int) -> None:
    made = scenarios.run(some_round(random.Random(seed)), scenario())
    if made.plan.has_awards:
        compared(made, manipulation(made, processes=1), 40)


@pytest.mark.long
def test_what_is_told_is_what_running_again_gives_at_length() -> None:
    funded = 0
    for seed in range(100, 100 + LONG_INSTANCES):
        chance = random.Random(seed)
        changes: dict[str, Any] = {"scoring": {"unknown_gates": chance.choice(["in", "out"])}}
        if seed % 5 == 0:  # an objective that does not look at values: nothing may be concluded from them
            changes["objectives"] = [{"maximise": "libraries"}, {"maximise": "value"}]
        made = scenarios.run(some_round(chance), scenario(**changes))
        if made.plan.has_awards:
            funded += compared(made, manipulation(made, processes=1), 100)
    assert funded > LONG_INSTANCES


@settings(max_examples=25)
@given(cases(least=2), st.sampled_from([0.0, 3.0, 6.0]))
def test_a_blank_never_raises_score_floor_or_rank(case: Case, limit: float) -> None:
    # A fallback in the place of an own answer is refused when a round is read, for there a blank could gain.
    leaves = tuple(each.model_copy(update={"fallbacks": ()}) for each in case.rules.criteria)
    number = next((each.column for each in leaves if not each.levels), "")
    condition = {"column": number, "at_least": limit}
    gate = Gate.model_validate({"id": "g", "label": {"id": "g", "en": "g"}, "conditions": [condition], "source": ""})
    rules = case.rules.model_copy(update={"criteria": leaves, "gates": (gate,) if number else ()})
    round_ = round_of(rules, case.answers)
    before = score(round_).table
    for column, cells in case.answers.items():
        for place, cell in enumerate(cells):
            if cell is None:
                continue
            people = round_.applicants.copy()
            people.loc[people.index[place], column] = None
            name = str(people.index[place])
            after = score(replace(round_, applicants=people)).table
            was, now = Standing.of(before, name), Standing.of(after, name)
            assert now.score <= was.score
            assert now.low <= was.low
            assert now.rank is None or (was.rank is not None and now.rank >= was.rank)


@pytest.mark.parametrize("seed", [20, 22])
def test_a_blank_never_gains_an_award(seed: int) -> None:
    round_ = some_round(random.Random(seed))
    made = scenarios.run(round_, scenario())
    if not made.plan.has_awards:
        return
    names = set(made.plan.awards.index)
    assert not manipulation(made, processes=1).blanks
    for name in sorted(set(round_.applicants.index) - names):
        for column in ("a", "b", "c", "people", "d", "e"):
            people = round_.applicants.copy()
            people.loc[name, column] = None
            _, plan = again(replace(round_, applicants=people), made.scenario)
            assert name not in plan.awards.index


def by_hand(answers: dict[str, list[Any]], rules: Criteria, **changes: Any) -> Outcome:
    return scenarios.run(round_of(rules, answers), scenario(RULES[:1], **changes))


ONE = criteria([linear("a", 0, 100)], questions=[question("a")])


def test_rounding_up_to_the_line_is_found_and_said() -> None:
    # Three places; the fourth has 46, the third 49: only 50 would enter, and it lies within a tenth of 46.
    made = by_hand({"a": [90, 80, 49, 46, 20]}, ONE)
    found = manipulation(made, processes=1)
    gain = next(each for each in found.gains if each.rule.id == "a" and each.kind is Bent.ROUND)
    assert gain.funded == ("A0003",)
    assert gain.best is not None
    assert gain.best.answers == (("a", 46.0, 50.0),)
    assert (gain.best.points, gain.best.rank_before, gain.best.rank, gain.best.places) == (4.0, 4, 3, 1)
    narrow = manipulation(made, Honest(margin=0.08), processes=1)
    assert all(not each.funded for each in narrow.gains)
    shown = sheet_data(manipulation_sheet(made, found), "en")
    assert ["criterion", "Criterion a", "rounded to a round figure"] in [row[:3] for row in shown["tables"][0]["rows"]]
    assert shown["facts"][0]["value"] == "no, none gains"


def test_where_nothing_can_be_gained_nothing_is_said_to_gain() -> None:
    found = manipulation(by_hand({"a": [200.0, 300.0, 250.0]}, ONE), processes=1)
    assert all(each.best is None and not each.funded for each in (*found.gains, found.everything))
    assert manipulation_findings(by_hand({"a": [200.0, 300.0, 250.0]}, ONE), found).items == ()


def test_a_blank_that_passes_an_unknown_gate_is_an_error() -> None:
    answers: dict[str, list[Any]] = {"a": [90.0, 80.0, 70.0, 60.0], "e": [1.0, 3.0, 3.0, 3.0]}
    plain = criteria(
        [linear("a", 0, 100)], gates=[SMALL.gates[0].model_dump()], questions=[question("a"), question("e")]
    )
    strict = by_hand(answers, plain)
    assert not manipulation(strict, processes=1).blanks
    lenient = by_hand(answers, plain, scoring={"unknown_gates": "in"})
    found = manipulation(lenient, processes=1)
    assert [(each.applicant, each.answers[0][0], each.funded) for each in found.blanks] == [("A0000", "e", "yes")]
    told = manipulation_findings(lenient, found)
    assert [each.code for each in told.errors] == ["manipulation.blank-gains"]
    shown = sheet_data(manipulation_sheet(lenient, found), "id")
    assert shown["tables"][0]["rows"][0][0] == "A0000"


def test_a_blank_that_escapes_a_quota_is_an_error() -> None:
    rules = criteria([linear("a", 0, 100)], questions=[question("a"), question("d", "choice", choices=CODES)])
    round_ = round_of(rules, {"a": [90.0, 80.0, 30.0, 20.0], "d": ["much", "much", "some", "none"]})
    quota = {"rule": "limit", "id": "much", "measure": "libraries", "where": {"d": "much"}, "at_most": 1}
    made = scenarios.run(round_, scenario([{**RULES[0], "at_most": 2}, quota]))
    found = manipulation(made, processes=1)
    assert [(each.applicant, each.answers[0][0]) for each in found.blanks] == [("A0001", "d")]
    assert compared(made, found) >= 1


def test_a_second_application_gains_and_its_check_is_told() -> None:
    found = manipulation(by_hand({"a": [90.0, 80.0, 30.0, 20.0]}, ONE), processes=1)
    noticed = {(each.same_name, each.numbered, each.answers) for each in found.twice}
    assert noticed == {(True, False, False)}  # one number is not enough to know an application by its answers
    told = {each.applicant: (each.in_plan, each.gains) for each in found.twice}
    assert told == {
        "A0000": (True, "yes"),
        "A0001": (True, "yes"),
        "A0002": (True, "no"),
        "A0003": (False, "no"),
    }


@given(
    st.lists(st.integers(-(10**7), 10**7).map(lambda n: n / 100), min_size=1, max_size=20),
    st.sampled_from([0.05, 0.1, 0.5]),
    st.sampled_from([1, -1]),
)
def test_a_round_figure_is_within_its_room_and_none_is_rounder(cells: list[float], margin: float, sign: int) -> None:
    found = roundest(np.array(cells), np.abs(np.array(cells)) * margin, float(sign), whole=False)
    for number, other in zip(cells, found.tolist(), strict=True):
        near = [n for step in STEPS if abs((n := _next(number, step, sign)) - number) <= abs(number) * margin + 1e-9]
        assert (other == pytest.approx(near[0], abs=1e-6)) if near else np.isnan(other)


def _next(number: float, step: float, sign: int) -> float:
    """The next multiple of a step, counted in whole hundred-thousandths."""
    unit, have = round(step * 10**5), round(number * 10**5)
    return sign * (sign * have // unit + 1) * unit / 10**5


@pytest.mark.parametrize(
    ("number", "up"), [(46.0, 50.0), (42.5, 45.0), (219471.0, 220000.0), (2642.0, 2800.0), (9898.0, 10000.0)]
)
def test_round_figures_by_hand(number: float, up: float) -> None:
    assert roundest(np.array([number]), np.array([number / 10]), 1.0, whole=False).tolist() == [up]


def test_counts_may_be_off_by_one_and_choices_by_their_neighbour() -> None:
    found = manipulation(scenarios.run(some_round(random.Random(3)), scenario()), processes=1)
    counts = {(one.answers[0][1], one.answers[0][2]) for one in found.tried if one.answers[0][0] == "e"}
    told = {pair for pair in counts if pair[1] is not None and not np.isnan(pair[1])}
    assert told
    assert all(abs(before - after) == 1 for before, after in told)
    moved = {one.answers[0][1:] for one in found.tried if one.kind is Bent.CHOICE}
    assert moved <= {("none", "some"), ("some", "much"), ("some", "none"), ("much", "some")}


def test_the_settings_of_a_scenario_count_and_leave_its_fingerprint_when_usual() -> None:
    assert scenario(manipulation={"margin": 0.1, "days": 31}).fingerprint() == scenario().fingerprint()
    assert scenario(manipulation={"margin": 0.2}).fingerprint() != scenario().fingerprint()
    made = by_hand({"a": [90, 80, 49, 46, 20]}, ONE, manipulation={"margin": 0.0})
    assert {one.kind for one in manipulation(made, processes=1).tried} == {Bent.BLANK}


@pytest.mark.parametrize("basis", ["raw", "calibrated"])
def test_one_mark_higher_is_judged_and_allocated_again(basis: str) -> None:
    panel = {"at_least": 1, "at_most": 5, "whole": True}
    rules = criteria([linear("quality", 1, 5, panel=panel, missing="ask")], questions=[question("e")])
    given = {"A0000": (4, 5), "A0001": (5, 4), "A0002": (3, 3), "A0003": (5, 5)}
    rows = [
        (name, f"r{place}", "quality", float(mark), False)
        for name, marks in given.items()
        for place, mark in enumerate(marks)
    ]
    marks = pd.DataFrame(rows, columns=["applicant", "reviewer", "criterion", "mark", "conflict"])
    round_ = replace(round_of(rules, {"e": [1.0] * 4}), marks=marks)
    slots = [{**RULES[0], "at_most": 2}]
    made = scenarios.run(round_, scenario(slots, scoring={"panel": basis}))
    assert set(made.plan.awards.index) == {"A0000", "A0003"}
    found = manipulation(made, processes=1)
    gain = next(each for each in found.gains if each.kind is Bent.MARK)
    assert (gain.tried, gain.funded) == (3, ("A0001",))  # whoever has the best mark of all cannot have a better one
    assert gain.best is not None
    assert gain.best.answers == (("quality", 4.0, 5.0),)
    assert gain.best.points == pytest.approx(12.5)


@pytest.mark.long
def test_a_sample_round_is_asked_the_same_whoever_asks() -> None:
    made = outcome("first-partners-2011", "base")
    one, two = (manipulation(made, processes=number) for number in (1, 2))
    assert repr(one) == repr(two)
    assert not one.blanks
    shown = {language: sheet_data(manipulation_sheet(made, one), language) for language in ("id", "en")}
    assert len(shown["id"]["tables"]) == len(shown["en"]["tables"])
    assert render(manipulation_sheet(made, one).name, "id") != render(manipulation_sheet(made, one).name, "en")
