"""Clear and contested, and other plans, on paper: the same as deciding otherwise and solving again."""

from fractions import Fraction
from typing import Any

import pytest

import scenarios
from intake import InputError
from locales.message import render
from optimizer import Standing, Standings, Status, verify
from reports import sheet_alternatives, sheet_standing
from reports.grid import Sheet
from tests.reports import plan_rounds

LOSS = Fraction(1, 4)


@pytest.fixture(scope="module")
def stood() -> Standings:
    return scenarios.standing(plan_rounds.outcome(), loss=LOSS)


@pytest.fixture(scope="module")
def others() -> scenarios.OtherPlans:
    return scenarios.other_plans(plan_rounds.outcome(), loss=LOSS, count=4, different=1)


def solved_with(*rules: dict[str, Any]) -> scenarios.Outcome:
    own = [rule.as_data() for rule in plan_rounds.scenario().rules]
    return scenarios.run(plan_rounds.round_(), plan_rounds.scenario(rules=[*own, *rules]))


def said(sheet: Sheet, language: str) -> str:
    """Every word of a sheet; fails where a place of a sentence is not filled."""
    texts = [sheet.name, *sheet.notes, *(fact[1] for fact in sheet.facts)]
    texts += [cell for grid in sheet.grids for row in grid.rows for cell in row.cells]
    texts += [column.label for grid in sheet.grids for column in grid.columns]
    return "\n".join(render(each, language) for each in texts)


def test_every_standing_is_what_deciding_otherwise_and_solving_again_says(stood: Standings) -> None:
    outcome = plan_rounds.outcome()
    best = outcome.plan.stages[0].value
    assert set(stood.table.index) == set(outcome.options.table["applicant"])
    seen = set()
    for name, line in stood.table.iterrows():
        kind = "exclude" if line["awarded"] else "include"
        other = solved_with({"rule": kind, "id": "turned", "applicants": [str(name)]})
        turned = other.plan.has_awards and best - other.plan.stages[0].value <= LOSS * best
        clear = Standing.CLEAR_IN if line["awarded"] else Standing.CLEAR_OUT
        assert line["standing"] == (Standing.CONTESTED if turned else clear), name
        seen.add(line["standing"])
    assert len(seen) > 1


def test_the_sheet_shows_contested_first_and_says_how_many(stood: Standings) -> None:
    outcome = plan_rounds.outcome()
    sheet = sheet_standing.sheet(outcome, stood)
    order = [row.cells[1] for row in sheet.grids[0].rows]
    contested = stood.named(Standing.CONTESTED)
    assert set(order[: len(contested)]) == set(contested)
    assert sorted(map(str, order)) == sorted(stood.table.index)
    known = [row.cells[9] for row in sheet.grids[0].rows[: len(contested)]]
    assert known == sorted(known, key=lambda each: Fraction(str(each)))
    assert f"{len(contested)} are contested" in said(sheet, "en")
    assert said(sheet, "id")
    assert all(len(row.cells) == len(sheet.grids[0].columns) for row in sheet.grids[0].rows)


def test_other_plans_are_lawful_within_the_loss_and_differ(others: scenarios.OtherPlans) -> None:
    outcome, found = plan_rounds.outcome(), others.alternatives
    best = outcome.plan.stages[0].value
    names = [frozenset(outcome.plan.awards.index), *(frozenset(each.plan.awards.index) for each in found.listed)]
    assert len(set(names)) == len(names) > 1
    for each in found.listed:
        assert verify(each.plan, outcome.table, outcome.options.table, outcome.rules) == []
        assert best - each.plan.stages[0].value == each.loss == each.loss_at_least
        assert each.loss <= LOSS * best
    assert [each.loss for each in found.listed] == sorted(each.loss for each in found.listed)
    assert found.most_different is not None
    assert found.most_different.differences == found.most_different.at_most
    assert found.most_different.differences >= max(each.differences for each in found.listed)


def test_the_sheet_of_other_plans_says_who_is_in_which(others: scenarios.OtherPlans) -> None:
    outcome, found = plan_rounds.outcome(), others.alternatives
    sheet = sheet_alternatives.sheet(outcome, others)
    plans, people = sheet.grids
    shown = [*found.listed, found.most_different]
    assert len(plans.rows) == 1 + len(shown)
    awards = [outcome.plan.awards, *(each.plan.awards for each in shown if each)]
    for row in people.rows:
        given = [render(cell, "en") for cell in row.cells[5:]]
        assert given == ["in" if row.cells[0] in table.index else "out" for table in awards]
        assert len(set(given)) == 2
    assert "Other plans listed: " in said(sheet, "en")
    assert said(sheet, "id")


def test_the_plan_is_among_those_that_are_as_good(others: scenarios.OtherPlans) -> None:
    outcome, ties = plan_rounds.outcome(), others.ties
    assert outcome.plan.status is Status.OPTIMAL
    assert ties is not None
    assert ties.complete
    given = [each.awards["option"].to_dict() for each in ties.plans]
    assert outcome.plan.awards["option"].to_dict() in given
    assert (len(ties.plans) == 1) == (outcome.plan.ties == "unique")
    for each in ties.plans:
        assert verify(each, outcome.table, outcome.options.table, outcome.rules) == []


def test_without_a_plan_or_with_a_loss_below_zero_it_says_what_to_mend() -> None:
    nobody = solved_with({"rule": "limit", "id": "never", "measure": "libraries", "at_least": 999})
    with pytest.raises(InputError, match="no plan"):
        scenarios.standing(nobody)
    with pytest.raises(InputError, match="no plan"):
        scenarios.other_plans(nobody)
    with pytest.raises(InputError, match="below zero"):
        scenarios.standing(plan_rounds.outcome(), loss=-0.1)
