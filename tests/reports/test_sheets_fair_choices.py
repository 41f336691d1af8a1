"""Sheets on fairness, frontier, draw and budget curve: every figure in them is the one that was worked out."""

import dataclasses
from fractions import Fraction
from functools import cache
from io import BytesIO
from typing import Any

import openpyxl
import pytest

import scenarios
from locales import LANGUAGES, render
from reports import sheet_budget_curve, sheet_data, sheet_draw, sheet_fairness, sheet_frontier
from reports.grid import Grid, Mark, Sheet
from reports.xlsx import Writer
from scenarios import Axis
from tests.reports import plan_rounds
from tests.scenarios.test_fair_choices import drawn_from, tied


def rows(grid: Grid) -> list[dict[str, Any]]:
    """The rows of a grid by their English headings."""
    labels = [render(column.label, "en") for column in grid.columns]
    assert len(labels) == len(set(labels))
    return [dict(zip(labels, row.cells, strict=True)) for row in grid.rows]


def facts(sheet: Sheet) -> dict[str, str]:
    return {render(label, "en"): render(value, "en") for label, value, _ in sheet.facts}


@cache
def sheets() -> list[Sheet]:
    outcome = plan_rounds.outcome()
    return [
        sheet_fairness.sheet(
            outcome, scenarios.fairness(outcome), scenarios.worst_first(outcome, "libraries", "province")
        ),
        sheet_frontier.sheet(outcome, scenarios.frontier(outcome, Axis("minimise", "cost"), points=4)),
        sheet_frontier.sheet(
            plan_rounds.infeasible(), scenarios.frontier(plan_rounds.infeasible(), Axis("minimise", "cost"))
        ),
        sheet_draw.sheet(tied(), drawn_from()),
        sheet_draw.sheet(tied(), drawn_from(), "7"),
        sheet_budget_curve.sheet(outcome, scenarios.budget_curve(outcome, factors=(0.5, 1, 1.5), nested=True)),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sheet_can_be_written(language: str) -> None:
    for sheet in sheets():
        for grid in sheet.grids:
            assert all(len(row.cells) == len(grid.columns) for row in (*grid.rows, *grid.totals))
        assert all(render(note, language) for note in sheet.notes)
        assert set(sheet_data(sheet, language))
    call = plan_rounds.call()
    writer = Writer(call.title, call.made_up, call.decides, language)
    for number, sheet in enumerate(sheets()):
        writer.add(dataclasses.replace(sheet, name=f"{number}"))
    assert len(openpyxl.load_workbook(BytesIO(writer.close())).sheetnames) == len(sheets())


def test_fairness_shows_what_each_group_gets_and_its_shares() -> None:
    outcome = plan_rounds.outcome()
    report = scenarios.fairness(outcome)
    sheet = sheet_fairness.sheet(outcome, report)
    provinces = rows(sheet.grids[1])
    assert sum(row["libraries"] for row in provinces) == len(outcome.plan.awards)
    assert sum(row["grant"] for row in provinces) == sum(outcome.plan.awards["cost"].tolist())
    assert sum(row["libraries: share"] for row in provinces) == pytest.approx(1)
    assert sum(row["Share of the country's people"] for row in provinces) == pytest.approx(1)
    for row in provinces:
        people = scenarios.fairness(outcome, compare=False).country["province"][row["province"]].population
        assert people
        assert row["libraries per 1,000,000 people"] == pytest.approx(row["libraries"] / people * 1_000_000, abs=1e-4)
    even = rows(sheet.grids[0])
    assert [row["Plan"].text("en") for row in even[:2]] == ["this plan", "without"]
    assert facts(sheet)["What asks for fairness between regions"] == "=Spread"


def test_frontier_shows_every_point_and_every_move() -> None:
    outcome = plan_rounds.outcome()
    trade = scenarios.frontier(outcome, Axis("minimise", "cost"), points=4)
    sheet = sheet_frontier.sheet(outcome, trade)
    shown = rows(sheet.grids[0])
    assert [Fraction(str(row["grant"])) for row in shown] == [point.second for point in trade.frontier.points]
    assert [Fraction(str(row["value (points)"])) for row in shown] == [point.first for point in trade.frontier.points]
    moves = rows(sheet.grids[1])
    assert sum(row["Enter"] + row["Leave"] for row in shown) == len(moves)
    assert all(row.mark is Mark.NONE for row in sheet.grids[0].rows)


def test_draw_shows_chances_and_which_numbers_a_ticket_has() -> None:
    one = drawn_from()
    sheet = sheet_draw.sheet(tied(), one, "7")
    chances = {row["Applicant"]: Fraction(row["Chance"]) for row in rows(sheet.grids[0])}
    assert chances == {name: one.chances[name] for name in one.contested}
    tickets = rows(sheet.grids[1])
    assert [row["Weight"] for row in tickets] == list(one.weights)
    assert [row["Numbers from"] for row in tickets] == [sum(one.weights[:k]) for k in range(len(tickets))]
    assert tickets[-1]["Numbers to"] == sum(one.weights) - 1
    marked = [row["Ticket"] for row, line in zip(tickets, sheet.grids[1].rows, strict=True) if line.mark is Mark.GOOD]
    assert marked == [one.ticket("7")]
    assert facts(sheet)["Digest of the publication (SHA-256)"] == one.digest
    assert "Ticket drawn" not in facts(sheet_draw.sheet(tied(), one))


def test_budget_curve_shows_every_step() -> None:
    outcome = plan_rounds.outcome()
    curve = scenarios.budget_curve(outcome, factors=(0.5, 1, 1.5), nested=True)
    shown = rows(sheet_budget_curve.sheet(outcome, curve).grids[0])
    assert [row["Libraries"] for row in shown] == [len(step.plan.awards) for step in curve.steps]
    assert [Fraction(str(row["Value of the objective"])) for row in shown] == [step.value for step in curve.steps]
    assert [row["Leave"] for row in shown] == [0, 0, 0]
