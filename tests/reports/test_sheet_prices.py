"""Prices on paper: the same as deciding otherwise and solving again; the same on every kind of paper."""

import io
from fractions import Fraction
from typing import Any

import pytest
from rich.console import Console

import scenarios
from optimizer import Status
from reports import Printer, prices_of_applicants, prices_of_rules, print_sheet, sheet_data
from reports.grid import Sheet
from reports.workbook import sheets
from tests.reports import plan_rounds


@pytest.fixture(scope="module")
def priced() -> scenarios.Prices:
    return scenarios.prices(plan_rounds.outcome(), contested=1.0)


def value(outcome: scenarios.Outcome) -> Fraction:
    return outcome.plan.stages[0].value


def solved_with(*rules: dict[str, Any], without: str = "") -> scenarios.Outcome:
    """The scenario again, with further rules and without one."""
    own = [rule.as_data() for rule in plan_rounds.scenario().rules if rule.id != without]
    return scenarios.run(plan_rounds.round_(), plan_rounds.scenario(rules=[*own, *rules]))


def test_every_exact_price_is_the_loss_of_deciding_otherwise(priced: scenarios.Prices) -> None:
    outcome = plan_rounds.outcome()
    checked = 0
    for name, line in priced.swaps.iterrows():
        kind = "exclude" if line["awarded"] else "include"
        other = solved_with({"rule": kind, "id": "turned", "applicants": [str(name)]})
        if line["status"] == "impossible":
            assert other.plan.status is Status.INFEASIBLE
            continue
        loss = value(outcome) - value(other)
        assert line["at_least"] <= loss
        if line["status"] == "exact":
            assert line["price"] == loss
            checked += 1
    assert checked


def test_every_exact_rule_price_is_the_gain_of_dropping_it(priced: scenarios.Prices) -> None:
    outcome = plan_rounds.outcome()
    for rule in plan_rounds.scenario().rules:
        line = priced.rules.loc[rule.id]
        assert line["status"] == "exact"
        assert line["gain"] == value(solved_with(without=rule.id)) - value(outcome)


def test_the_sheets_list_everyone_once_with_the_price(priced: scenarios.Prices) -> None:
    outcome = plan_rounds.outcome()
    sheet = prices_of_applicants(outcome, priced)
    listed = {str(row.cells[0]): row.cells[5] for row in sheet.grids[0].rows}
    assert listed == {str(name): line["price"] for name, line in priced.swaps.iterrows()}
    rules = prices_of_rules(outcome, priced)
    assert len(rules.grids[0].rows) == len(outcome.rules)
    assert len(rules.grids[1].rows) == sum(1 for most in priced.steps["most"] if most is None or most > 0)


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_sheet_says_the_same_on_the_terminal_and_as_data(priced: scenarios.Prices, language: str) -> None:
    outcome = plan_rounds.outcome()
    every: list[Sheet] = [
        *(make() for make in sheets(outcome)),
        prices_of_applicants(outcome, priced),
        prices_of_rules(outcome, priced),
    ]
    for sheet in every:
        written = io.StringIO()
        print_sheet(Printer(Console(file=written, width=100_000), language), sheet)
        shown = " ".join(written.getvalue().split())
        data = sheet_data(sheet, language)
        for note in data["notes"]:
            assert " ".join(str(note).split()) in shown
        for grid, table in zip(sheet.grids, data["tables"], strict=True):
            assert len(table["rows"]) == len(grid.rows)
            for heading in table["columns"] if grid.rows else [table["title"]]:
                assert " ".join(str(heading).split()) in shown


def test_long_tables_are_cut_and_say_so(priced: scenarios.Prices) -> None:
    written = io.StringIO()
    sheet = prices_of_applicants(plan_rounds.outcome(), priced)
    print_sheet(Printer(Console(file=written, width=1_000), "en"), sheet, 2)
    assert f"and {len(sheet.grids[0].rows) - 2} more; --all shows them" in written.getvalue()
