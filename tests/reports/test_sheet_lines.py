"""Lists by budget line: every rupiah of a line stands in its list, and in the tables by province and by year."""

import pytest

import reports
from locales import message
from reports import Grid
from scenarios import Outcome
from tests.reports import plan_rounds
from tests.samples import outcome


def sampled() -> Outcome:
    return outcome("first-partners-2011", "base")


@pytest.fixture(params=["sample", "small"])
def made(request: pytest.FixtureRequest) -> Outcome:
    return sampled() if request.param == "sample" else plan_rounds.outcome()


def spent(made: Outcome, line: str) -> int:
    return sum(int(cell) for cell in made.plan.awards[f"cost_{line}"])


def column(grid: Grid, label: str) -> int:
    return next(n for n, each in enumerate(grid.columns) if each.label == message(label))


def test_every_list_sums_to_what_its_line_is_used_for(made: Outcome) -> None:
    lists = reports.budget_line_lists(made)
    assert list(lists) == [line.id for line in made.round.call.budget_lines]
    for line, sheet in lists.items():
        (grid,) = sheet.grids
        grant = column(grid, "of it grant")
        costs = made.plan.awards[f"cost_{line}"].astype(int)
        by_hand = {str(name): int(cost) for name, cost in costs.items()}
        rows = {str(row.cells[0]): row.cells[grant] for row in grid.rows}
        assert rows == {name: cost for name, cost in by_hand.items() if name in rows}
        assert sum(by_hand.values()) == sum(cost for cost in rows.values() if isinstance(cost, int))
        assert grid.totals[0].cells[grant] == spent(made, line)


def test_units_are_those_of_the_packages_that_were_awarded(made: Outcome) -> None:
    packages = {package.id: package for package in made.round.catalogue.packages}
    items = {item.id: item for item in made.round.catalogue.items}
    things = reports.Names(made)
    for line, sheet in reports.budget_line_lists(made).items():
        (grid,) = sheet.grids
        for row in grid.rows:
            award = made.plan.awards.loc[str(row.cells[0])]
            for part in packages[str(award["package"])].items:
                if items[part.item].line == line:
                    said = message("{item} ({unit})", item=things.thing(part.item), unit=items[part.item].unit)
                    place = next(n for n, each in enumerate(grid.columns) if each.label == said)
                    assert row.cells[place] == part.units


def test_money_by_province_sums_to_the_lines(made: Outcome) -> None:
    grid = reports.spending_sheet(made).grids[0]
    lines = [line.id for line in made.round.call.budget_lines]
    for row in grid.rows:
        own = made.funded[made.funded["province"] == row.cells[0]]
        assert row.cells[1] == len(own)
        assert list(row.cells[2:-1]) == [int(own[f"cost_{line}"].sum()) for line in lines]
        assert row.cells[-1] == int(own["cost"].sum())
    assert list(grid.totals[0].cells[1:]) == [
        len(made.plan.awards),
        *(spent(made, line) for line in lines),
        int(made.plan.awards["cost"].sum()),
    ]


def test_a_part_keeps_the_chosen_rows_and_sums_them_alone() -> None:
    made = sampled()
    (grid,) = reports.awards_sheet(made).grids
    found = reports.choices(grid, message("Province"))
    assert found is not None
    place, provinces = found
    assert set(provinces) == set(made.funded["province"])
    some = list(provinces)[:2]
    kept = reports.part(grid, {place: some})
    own = made.funded[made.funded["province"].isin(some)]
    assert [row.cells[1] for row in kept.rows] == list(own.index)
    assert 0 < len(kept.rows) < len(grid.rows)
    whole, part = grid.totals[0].cells, kept.totals[0].cells
    cost = column(grid, "Grant in all")
    assert part[cost] == int(own["cost"].sum())
    assert part[0] == whole[0]
    assert [cell is None for cell in part] == [cell is None for cell in whole]
    assert reports.part(grid, {place: []}) is grid
    assert reports.choices(grid, message("No such heading")) is None
