"""The sheets of the reserve list and of the changes say for every library what becomes of it."""

import pytest

import scenarios
from locales.message import render
from reports import sheet_changes, sheet_reserve
from reports.grid import Sheet
from tests.samples import outcome

ROUND = "first-partners-2011"


def _text(sheet: Sheet, language: str) -> str:
    cells = [cell for grid in sheet.grids for row in (*grid.rows, *grid.totals) for cell in row.cells]
    heads = [column.label for grid in sheet.grids for column in grid.columns]
    facts = [part for label, value, _ in sheet.facts for part in (label, value)]
    return "\n".join(render(each, language) for each in (*facts, *sheet.notes, *heads, *cells))


@pytest.mark.parametrize("language", ["en", "id"])
def test_every_winner_has_a_row_with_its_substitute(language: str) -> None:
    made = outcome(ROUND, "base")
    found = scenarios.reserve(made, places=2)
    sheet = sheet_reserve.sheet(made, found)
    assert all(len(row.cells) == len(grid.columns) for grid in sheet.grids for row in grid.rows)
    assert {row.cells[1] for row in sheet.grids[-1].rows} == set(made.plan.awards.index)
    said = _text(sheet, language)
    for each in found.vacancies:
        assert all(name in said for name in each.substitution.substitutes)
    assert found.listed is not None
    assert [row.cells[1] for row in sheet.grids[0].rows] == [place.applicant for place in found.listed.order]


@pytest.mark.parametrize("language", ["en", "id"])
def test_everyone_who_is_told_something_has_a_row(language: str) -> None:
    made = outcome(ROUND, "base")
    told = {**scenarios.announced_by(made), "GONE": ""}
    cut = scenarios.staying_close(scenarios.with_budget(made.scenario, scale=0.9), told, first=True)
    near = scenarios.run(made.round, cut)
    found = scenarios.changes(near, told)
    sheet = sheet_changes.sheet(near, found)
    assert all(len(row.cells) == len(grid.columns) for grid in sheet.grids for row in (*grid.rows, *grid.totals))
    said = _text(sheet, language)
    for each in (*found.leaves, *found.enters, *found.packages):
        assert each.applicant in said
    assert sheet.grids[-1].totals[0].cells[3] == sum(line.after - line.before for line in found.lines)
