"""Parts of a table: the rows that somebody wants to see, with the sums of those alone."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from locales import Text
from reports.grid import Grid, Row, plain_sum


def part(grid: Grid, chosen: Mapping[int, Collection[Text]]) -> Grid:
    """Keep the rows whose cells, by column, are among those chosen; every total is summed again over what is kept.

    A column without a choice lets every row through.
    """
    wanted = {place: cells for place, cells in chosen.items() if cells}
    rows = tuple(row for row in grid.rows if all(row.cells[place] in cells for place, cells in wanted.items()))
    if len(rows) == len(grid.rows):
        return grid
    return replace(grid, rows=rows, totals=tuple(_summed(row, rows) for row in grid.totals[:1]))


def choices(grid: Grid, label: Text) -> tuple[int, tuple[Text, ...]] | None:
    """Give the place of the column of that heading and its cells, each once, in their order; None without it."""
    place = next((n for n, column in enumerate(grid.columns) if column.label == label), None)
    if place is None:
        return None
    return place, tuple(dict.fromkeys(row.cells[place] for row in grid.rows if row.cells[place] is not None))


def _summed(row: Row, rows: tuple[Row, ...]) -> Row:
    label, *others = row.cells
    cells = [
        None if cell is None else plain_sum([each.cells[place] for each in rows])
        for place, cell in enumerate(others, start=1)
    ]
    return replace(row, cells=(label, *cells))
