"""Sheets of a report on the screen: each of its tables as a table."""

from fractions import Fraction
from typing import Any

import pandas as pd

from locales import message
from reports import Grid, GridKind
from views.tables import Kind, table
from views.visit import Visit

KINDS: dict[GridKind, Kind] = {
    GridKind.MONEY: "money",
    GridKind.WHOLE: "count",
    GridKind.POINTS: "points",
    GridKind.PERCENT: "share",
}


def grid(visit: Visit, shown: Grid, key: str) -> None:
    """Draw one table of a sheet; figures are sorted as numbers where all of a column are."""
    heads = [visit.say(column.label) for column in shown.columns]
    cells = {head: [row.cells[place] for row in (*shown.rows, *shown.totals)] for place, head in enumerate(heads)}
    kinds: dict[str, Kind] = {}
    columns: dict[str, list[Any]] = {}
    for column, head in zip(shown.columns, heads, strict=True):
        numbers = all(each is None or isinstance(each, int | float | Fraction) for each in cells[head])
        if numbers and column.kind in KINDS:
            kinds[head] = KINDS[column.kind]
            columns[head] = [None if each is None else float(each) for each in cells[head]]  # type: ignore[arg-type]
        else:
            columns[head] = ["" if each is None else visit.say(each) for each in cells[head]]
    title = shown.title if shown.title is not None else message("Table")
    table(visit, pd.DataFrame(columns), alt=title, kinds=kinds, key=key)
