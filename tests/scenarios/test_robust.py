"""Robustness: cases with known answers, draws against plain sorting, and the same bytes whoever computes."""

import random
import re
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pytest

import scenarios
from intake import Members, Method, Round
from locales import render
from optimizer import Status
from reports.sheet_robust import sheet
from scenarios import Contribution, Group, Outcome, Robust, Robustness, Source, Stand, robust
from scenarios.allocations import Question, allocations
from scenarios.cases import Case, Change
from scenarios.robust_blanks import filled
from scenarios.robust_measures import contributions, group
from scenarios.robust_random import Stream
from scoring import panel, score, weight_set
from tests.scoring import oracle
from tests.scoring.committees import committee, swinging
from tests.scoring.rounds import criteria, linear, question, round_of

TWO = criteria([linear("a", 0, 10), linear("b", 0, 10)], questions=[question("a"), question("b")])
ENDS = Members((swinging(TWO, "anne", {"a": 100, "b": 0}), swinging(TWO, "budi", {"a": 0, "b": 100})))
THREE = criteria([linear("a", 0, 10), linear("b", 0, 10), linear("c", 0, 10)])
INSTANCES = 4
LONG_INSTANCES = 60


def scenario(winners: int, **changes: Any) -> scenarios.Scenario:
    rules = [{"rule": "limit", "id": "slots", "measure": "libraries", "at_most": winners}]
    return scenarios.from_data({"id": "small", "title": {"id": "Uji", "en": "Test"}, "rules": rules, **changes})


def ran(round_: Round, winners: int, **changes: Any) -> Outcome:
    return scenarios.run(round_, scenario(winners, **changes))


def plain(round_: Round, winners: int, weights: Mapping[str, Fraction]) -> frozenset[str] | None:
    """The winners by a plain sort of exact scores; None where the line falls between two that are as good."""
    points: dict[str, Fraction] = {}
    for name in round_.applicants.index:
        row = {str(column): None if cell != cell else cell for column, cell in round_.applicants.loc[name].items()}
        parts = [weights[c.id] * (oracle.value(c, row) or Fraction(0)) for c in round_.criteria.criteria]
        points[str(name)] = sum(parts, Fraction(0))
    rounded = {name: round(100 * number, 2) for name, number in points.items()}
    order = sorted(rounded, key=lambda name: -rounded[name])
    if len(order) > winners and rounded[order[winners - 1]] == rounded[order[winners]]:
        return None
    return frozenset(order[:winners])


# --- known answers ---


def test_three_alternatives_and_uniform_weights_by_hand() -> None:
    # A(1, 0), B(0, 1), C(.6, .6) with one place: A wins for a weight above .6, B below .4, C between (SMAA).
    round_ = replace(round_of(TWO, {"a": [10.0, 0.0, 6.0], "b": [0.0, 10.0, 6.0]}), members=ENDS)
    made = ran(round_, 1)
    found = robust(made, Robust(draws=200, shares=0), processes=1, phone=False, leave_out=False)
    shares = {each.applicant: each.share for each in found.chances}
    for name, expected in {"A0000": 0.4, "A0001": 0.4, "A0002": 0.2}.items():
        assert float(shares[name] or 0) == pytest.approx(expected, abs=3 * (expected * (1 - expected) / 200) ** 0.5)
    for draw in found.draws:
        weight = dict(draw.change.weights)["a"]
        line = "A0000" if weight > Fraction(3, 5) else "A0001" if weight < Fraction(2, 5) else "A0002"
        assert draw.answer.names == {line} or weight in (Fraction(3, 5), Fraction(2, 5))
    assert {each.applicant: each.core for each in found.chances} == {
        "A0000": Fraction(1, 2),
        "A0001": Fraction(1, 2),
        "A0002": 0,
    }


def test_sobol_indices_of_a_linear_function() -> None:
    # x1 + 2 x2 + 3 x3 of independent uniform numbers: 1/14, 4/14, 9/14, first order and total alike.
    rows, names = 4_000, ("x1", "x2", "x3")
    drawn = {
        (design, k): np.array([float(Stream(7, design, k, row).share()) for row in range(rows)])
        for design in (0, 1)
        for k in range(3)
    }

    def reached(designs: tuple[int, int, int]) -> Any:
        return sum(((k + 1) * drawn[designs[k], k] for k in range(3)), np.zeros(rows))[:, None]

    mixed = {name: reached(tuple(int(j == k) for j in range(3))) for k, name in enumerate(names)}  # type: ignore[arg-type]
    found = contributions(reached((0, 0, 0)), reached((1, 1, 1)), mixed)
    assert found is not None
    for name, share in zip(names, (1 / 14, 4 / 14, 9 / 14), strict=True):
        one = found[name]
        assert 0 < one.first_error < 0.05
        assert one.first == pytest.approx(share, abs=3 * one.first_error)
        assert one.total == pytest.approx(share, abs=3 * one.total_error)


def test_a_source_that_does_nothing_contributes_exactly_nothing() -> None:
    one, other = np.array([[1.0], [0.0], [1.0]]), np.array([[0.0], [0.0], [1.0]])
    found = contributions(one, other, {"all": other, "nothing": one})
    assert found is not None
    assert (found["nothing"].total, found["all"].first) == (0, 1)
    assert contributions(one, one[:1].repeat(3, axis=0), {}) is None  # one row alone differs
    assert contributions(one * 0, one * 0, {"any": one * 0}) is None
    assert isinstance(found["all"], Contribution)


def test_groups_by_thresholds_count_draws_without_an_answer_against_being_clear() -> None:
    assert group(19, 0, 20, 0.95, 0.05) is Group.CLEAR_IN
    assert group(18, 1, 20, 0.95, 0.05) is Group.CONTESTED
    assert group(1, 0, 20, 0.95, 0.05) is Group.CLEAR_OUT
    assert group(0, 2, 20, 0.95, 0.05) is Group.CONTESTED


def test_streams_never_change_and_do_not_hear_each_other() -> None:
    # PCG64 and SeedSequence are frozen (NEP 19); a change here would change every published draw.
    assert [Stream(1, 0, 0, 0).whole(10**6) for _ in range(2)] == [Stream(1, 0, 0, 0).whole(10**6)] * 2
    assert len({Stream(1, 0, 0, k).whole(10**6) for k in range(50)}) == 50
    bits = np.random.PCG64(np.random.SeedSequence([1, 2, 3, 4])).random_raw()
    assert Stream(1, 2, 3, 4).share() == Fraction(int(bits) >> 11, 2**53)
    for many in (1, 2, 7):
        parts = Stream(3, many).parts(many)
        assert (len(parts), sum(parts)) == (many, 1)
        assert min(parts) >= 0


# --- draws against plain sorting ---


def checked(seed: int) -> int:
    """Compare every draw of a random committee with blanks; gives how many could be compared."""
    rng = random.Random(seed)
    size, winners = rng.randint(4, 7), rng.randint(1, 3)
    answers = {
        each.column: [float("nan") if rng.random() < 0.2 else float(rng.randint(0, 40)) / 4 for _ in range(size)]
        for each in THREE.criteria
    }
    members = committee(THREE, rng, rng.randint(1, 4), [Method.DIRECT, Method.RANK, Method.SWING])
    made = ran(replace(round_of(THREE, answers), members=members), winners)
    settings = Robust(draws=8, shares=2, weights=rng.choice(["hull", "each"]))
    found = robust(made, settings, processes=1)
    compared = 0
    for draw in found.draws:
        expected = plain(filled(made.round, draw.change.answers), winners, dict(draw.change.weights))
        if expected is not None:
            assert draw.answer.status is Status.OPTIMAL
            assert draw.answer.names == expected, seed
            compared += 1
    for own, member in zip(found.own, weight_set(THREE, members).members, strict=True):
        expected = plain(made.round, winners, member.effective)
        assert expected is None or own.answer.names == expected
    counts = {each.applicant: each.funded for each in found.chances}
    for name in map(str, made.table.index):
        assert counts.get(name, 0) == sum(name in draw.answer.names for draw in found.draws)
    if settings.weights == "each" and not any(draw.change.answers for draw in found.draws):
        assert all(each.funded == 8 for each in found.chances if each.core == 1)
    return compared


def test_every_draw_funds_whom_a_plain_sort_would() -> None:
    assert sum(checked(seed) for seed in range(INSTANCES)) >= 4 * INSTANCES


@pytest.mark.long
def test_every_draw_funds_whom_a_plain_sort_would_on_many() -> None:
    assert sum(checked(500 + seed) for seed in range(LONG_INSTANCES)) >= 4 * LONG_INSTANCES


SMALL = replace(
    round_of(TWO, {"a": [9.0, 2.0, 6.0, float("nan")], "b": [1.0, 9.0, 6.0, 7.0]}),
    members=Members((swinging(TWO, "anne", {"a": 100, "b": 50}), swinging(TWO, "budi", {"a": 40, "b": 100}))),
)


def test_a_weight_set_of_one_point_gives_the_plan_itself() -> None:
    round_ = replace(SMALL, members=Members((swinging(TWO, "anne", {"a": 100, "b": 50}),)))
    made = ran(round_, 2, scoring={"weights_from": "anne"})
    plan = frozenset(map(str, made.plan.awards.index))
    found = robust(made, Robust(draws=10, answers="fixed", shares=3), processes=1)
    assert all(draw.answer.names == plan for draw in found.draws)
    assert {each.share for each in found.chances} == {1}
    assert {each.group for each in found.chances} == {Group.CLEAR_IN}
    assert found.shares[0].places == 0


def test_with_nothing_open_every_draw_is_the_plan() -> None:
    made = ran(replace(SMALL, members=None), 2)
    found = robust(made, Robust(draws=5, answers="fixed"), processes=1)
    assert found.sources == ()
    assert all(draw.answer.names == found.plan for draw in found.draws)
    assert "Nothing is open" in spoken(made, found)


def test_the_core_is_in_every_draw_of_single_members() -> None:
    made = ran(SMALL, 2)
    found = robust(made, Robust(draws=12, weights="each", answers="fixed", shares=0), processes=1)
    assert any(each.core == 1 for each in found.chances)
    assert all(each.funded == 12 for each in found.chances if each.core == 1)
    assert all(each.funded == 0 for each in found.chances if each.core == 0)


def test_stated_weights_take_the_members_place() -> None:
    found = robust(ran(SMALL, 1), Robust(draws=6, stated=({"a": 9, "b": 1}, {"a": 1, "b": 9}), shares=0), processes=1)
    assert [own.id for own in found.own] == ["1", "2"]
    assert all(Fraction(1, 10) <= dict(draw.change.weights)["a"] <= Fraction(9, 10) for draw in found.draws)


def test_prices_and_money_are_drawn_within_their_spread() -> None:
    made = ran(replace(SMALL, members=None), 4)
    found = robust(made, Robust(draws=20, answers="fixed", prices=0.5, budget=0.25, shares=0), processes=1)
    assert found.sources == (Source.PRICES, Source.BUDGET)
    factors = [draw.change.money for draw in found.draws]
    assert all(Fraction(3, 4) <= factor <= Fraction(5, 4) for factor in factors)
    assert len(set(factors)) == 20


def test_a_drawn_budget_is_the_scenario_run_with_that_budget() -> None:
    round_ = replace(SMALL, members=None)
    for factor in (Fraction(0), Fraction(1, 10**6), Fraction(3, 10**6), Fraction(1, 2)):
        made = ran(round_, 4)
        answer = allocations([Question(Case(round_, made.scenario), Change(money=factor))], processes=1)[0]
        again = ran(round_, 4, budget={"scale": float(factor)})
        assert answer.names == frozenset(map(str, again.plan.awards.index))


# --- calls and criteria left out ---


def test_the_call_that_matters_comes_first() -> None:
    # A0003 is out with nothing on the first criterion, and in with the best answer there.
    round_ = round_of(TWO, {"a": [9.0, 2.0, 6.0, float("nan")], "b": [1.0, 9.0, 7.0, 7.0]})
    found = robust(ran(round_, 2), Robust(draws=1, shares=0), processes=1)
    first = found.calls[0]
    assert (first.applicant, first.column, first.expected) == ("A0003", "a", Fraction(1, 2))
    assert first.ends[0].places == 0
    assert first.ends[1].enters == ("A0003",)
    assert len(first.ends[1].leaves) == 1


def test_leaving_out_a_criterion_is_the_plan_of_the_others() -> None:
    found = robust(ran(SMALL, 1, scoring={"weights_from": "members"}), Robust(draws=1, shares=0), processes=1)
    for each in found.without:
        other = "b" if each.criterion == "a" else "a"
        assert each.answer.names == plain(SMALL, 1, {each.criterion: Fraction(0), other: Fraction(1)})


# --- the same everywhere, and in words ---


def said(found: Robustness) -> str:
    """Everything, byte by byte; sets in the order of their names, for a set itself has none."""
    whole = repr((found.chances, found.shares, found.calls, found.without, found.draws, found.own, found.answers))
    return re.sub(r"frozenset\(\{([^}]*)\}\)", lambda one: str(sorted(one[1].split(", "))), whole)


def test_the_same_bytes_with_any_number_of_processes() -> None:
    made = ran(SMALL, 2)
    settings = Robust(draws=9, shares=2)
    one = robust(made, settings, processes=1)
    assert said(robust(made, settings, processes=2)) == said(one)
    backwards = robust(
        made, settings, scheduler=lambda ask, blocks: [(k, ask(blocks[k])) for k in reversed(range(len(blocks)))]
    )
    assert said(backwards) == said(one)
    assert said(robust(made, Robust(draws=9, shares=2, seed=2), processes=1)) != said(one)


def test_more_draws_begin_with_the_same_draws() -> None:
    made = ran(SMALL, 2)
    few, many = (robust(made, Robust(draws=n, shares=0), processes=1).draws for n in (3, 6))
    assert repr(many[:3]) == repr(few)


def test_a_scenario_without_the_table_keeps_its_fingerprint() -> None:
    usual = scenario(2)
    assert "robust" not in usual.as_data()
    assert scenario(2, robust={"draws": 200}).fingerprint() == usual.fingerprint()
    assert scenario(2, robust={"draws": 50}).fingerprint() != usual.fingerprint()
    assert scenario(2, robust={"draws": 50}).robust == Robust(draws=50)
    with pytest.raises(Exception, match="clear_out must be below clear_in"):
        scenario(2, robust={"clear_in": 0.5, "clear_out": 0.5})


def spoken(outcome: Outcome, found: Robustness, language: str = "en") -> str:
    made = sheet(outcome, found)
    cells: list[Any] = [made.name, *made.notes, *(part for fact in made.facts for part in fact[:2])]
    for grid in made.grids:
        assert {len(row.cells) for row in grid.rows} <= {len(grid.columns)}
        cells += [grid.title, *(column.label for column in grid.columns)]
        cells += [cell for row in grid.rows for cell in row.cells]
    return "\n".join(render(cell, language) for cell in cells)


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_sheet_says_everything(language: str) -> None:
    made = ran(SMALL, 2)
    found = robust(made, Robust(draws=6, shares=3), processes=1)
    text = spoken(made, found, language)
    assert all(str(name) in text for name in made.table.index)
    if language == "en":
        for part in (
            "Clear in",
            "Whom to phone",
            "Where the doubt comes from",
            "If one criterion did not count",
            "ANNE",
        ):
            assert part in text


def test_drawn_marks_score_in_place_of_the_panels() -> None:
    scale = {"at_least": 1, "at_most": 5}
    rules = criteria([linear("a", 0, 10), linear("mark", 1, 5, panel=scale, missing="ask")])
    rows = [(f"A{k:04d}", who, "mark", float(mark), False) for k, mark in enumerate((2, 4, 3)) for who in ("r", "s")]
    rows += [("A0000", "t", "mark", 5.0, False)]
    marks = pd.DataFrame(rows, columns=["applicant", "reviewer", "criterion", "mark", "conflict"])
    round_ = replace(round_of(rules, {"a": [5.0, 4.0, 5.5]}), marks=marks)
    held = panel(round_)
    assert held is not None
    assert score(round_, figures=held.figures).table.equals(score(round_).table)
    found = robust(ran(round_, 1), Robust(draws=12, shares=0), processes=1, phone=False, leave_out=False)
    assert found.sources == (Source.MARKS,)
    assert all({applicant for _, applicant, _ in draw.change.marks} == set(held.figures.index) for draw in found.draws)
    for draw in found.draws:
        figures = held.figures.copy()
        for criterion, applicant, figure in draw.change.marks:
            figures.loc[applicant, criterion] = figure
        points = score(round_, figures=figures).table["points"]
        assert draw.answer.names == {points.idxmax()}


# --- any answer, and the weight to discuss ---


def anyhow(seed: int) -> int:
    """Compare where everybody with blanks stands with a plain sort over many answers; gives how many were compared."""
    rng = random.Random(seed)
    size, winners = rng.randint(4, 6), rng.randint(1, 3)
    answers = {
        each.column: [float("nan") if rng.random() < 0.25 else float(rng.randint(0, 40)) / 4 for _ in range(size)]
        for each in THREE_ASKED.criteria
    }
    made = ran(round_of(THREE_ASKED, answers), winners)
    found = robust(made, Robust(draws=1, shares=0), processes=1, leave_out=False)
    weights = {each.id: Fraction(1, 3) for each in THREE_ASKED.criteria}
    compared = 0
    blanks = made.round.applicants[["a", "b", "c"]].isna()
    assert {each.applicant for each in found.answers} == set(map(str, blanks.index[blanks.any(axis=1)]))
    for one in found.answers:
        blank = [column for column in "abc" if blanks.at[one.applicant, column]]
        assert len(one.missing) == len(blank)
        there = []
        for share in range(5):  # all of its blanks at the same way between their ends
            people = made.round.applicants.copy()
            people.loc[one.applicant, blank] = share * 2.5
            won = plain(replace(made.round, applicants=people), winners, weights)
            there.append(None if won is None else one.applicant in won)
        if None in there:
            continue
        expected = Stand.IN if all(there) else Stand.OUT if not any(there) else Stand.DEPENDS
        assert one.stand is expected, seed
        compared += 1
    return compared


THREE_ASKED = criteria(
    [linear("a", 0, 10), linear("b", 0, 10), linear("c", 0, 10)], questions=[question(name) for name in "abc"]
)


def test_where_somebody_stands_for_any_answer_is_what_a_plain_sort_says() -> None:
    assert sum(anyhow(seed) for seed in range(6)) >= 6


@pytest.mark.long
def test_where_somebody_stands_for_any_answer_is_what_a_plain_sort_says_on_many() -> None:
    assert sum(anyhow(700 + seed) for seed in range(60)) >= 60


def test_an_answer_that_a_rule_reads_too_says_nothing_between_its_ends() -> None:
    round_ = round_of(TWO, {"a": [9.0, 2.0, 6.0, float("nan")], "b": [1.0, 9.0, 7.0, 1.0]})
    plain_, read = ran(round_, 2), ran(round_, 2, rules=[BUSY])
    for made, stands in ((plain_, Stand.OUT), (read, Stand.OPEN)):
        found = robust(made, Robust(draws=1, shares=0), processes=1)
        assert [(each.applicant, each.stand) for each in found.answers] == [("A0003", stands)]


BUSY = {"rule": "limit", "id": "busy", "measure": "libraries", "where": {"a": 6}, "at_most": 1}


def test_a_call_is_worth_more_the_more_answers_change_the_plan() -> None:
    # Two places; A0002 has 6 points of 10 twice. A0003 needs 5 of 10 on a to beat it, A0004 needs 9.
    rules = criteria([linear("a", 0, 10), linear("b", 0, 10)], questions=[question("a"), question("b")])
    blank = float("nan")
    round_ = round_of(rules, {"a": [10.0, 6.0, blank, blank], "b": [10.0, 6.0, 7.1, 3.1]})
    found = robust(ran(round_, 2), Robust(draws=1, shares=0), processes=1)
    assert [(each.applicant, each.expected) for each in found.calls] == [
        ("A0002", Fraction(2, 4)),  # 6.25 and 8.75 of 10 are enough, 1.25 and 3.75 are not
        ("A0003", Fraction(0)),  # 8.75 is not enough, though 10 is
    ]
    assert found.calls[1].ends[1].places == 1


def test_the_weight_to_discuss_is_that_of_the_agreement() -> None:
    made = ran(SMALL, 2)
    found = robust(made, Robust(draws=2, shares=0), processes=1)
    alone = scenarios.agreement(made)
    assert found.agreement is not None
    for name in ("plans", "central", "pairs", "in_all", "contested", "concordance", "correlation", "levers"):
        assert getattr(found.agreement, name) == getattr(alone, name)
    assert robust(ran(replace(SMALL, members=None), 2), Robust(draws=1), processes=1).agreement is None
