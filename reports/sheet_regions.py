"""Sheets By province, By island group and By kind of library: who applied, who is funded, what goes where."""

import re
from dataclasses import replace
from typing import Any

import pandas as pd

from locales import Text, message
from reports.grid import Column, Grid, Kind, Row, Sheet, Value, total
from reports.words import Names
from scenarios import Outcome


def by_province(outcome: Outcome) -> Sheet:
    """Make the sheet by province."""
    grid = _grid(outcome, "province", message("Province"))
    return Sheet(message("By province"), (grid,), notes=_notes(), frozen=1)


def by_island_group(outcome: Outcome) -> Sheet:
    """Make the sheet by island group."""
    grid = _grid(outcome, "island_group", message("Island group"))
    return Sheet(message("By island group"), (grid,), notes=_notes(), frozen=1)


def by_kind(outcome: Outcome) -> Sheet:
    """Make the sheet by kind of library."""
    grid = _grid(outcome, "kind", message("Kind"))
    kinds = Names(outcome)
    rows = tuple(replace(row, cells=(kinds.kind(row.cells[0]), *row.cells[1:])) for row in grid.rows)
    # A district may have funded libraries of several kinds: its people must not be added up over the kinds.
    sums = tuple(replace(row, cells=tuple((*row.cells[:9], None)[: len(row.cells)])) for row in grid.totals)
    return Sheet(message("By kind of library"), (replace(grid, rows=rows, totals=sums),), notes=_notes(), frozen=1)


def _notes() -> tuple[Text, ...]:
    return (message("The population is that of the districts with at least one funded library, each counted once."),)


def _grid(outcome: Outcome, column: str, heading: Text) -> Grid:
    year, population = _population(outcome)
    columns = (
        Column(heading, width=28),
        Column(message("Applicants"), Kind.WHOLE),
        Column(message("Eligible"), Kind.WHOLE),
        Column(message("Funded"), Kind.WHOLE),
        Column(message("Share of all grants"), Kind.PERCENT),
        Column(message("Computers"), Kind.WHOLE),
        Column(message("Grant"), Kind.MONEY, 20),
        Column(message("Share of the money"), Kind.PERCENT),
        Column(message("Local match"), Kind.MONEY, 20),
        *([Column(message("Population of funded districts, {year}", year=str(year)), Kind.WHOLE, 18)] if year else []),
    )
    everyone = outcome.table.join(outcome.scores.table[["eligible"]])
    funded = outcome.funded
    grants, money = len(funded), int(funded["cost"].sum()) if len(funded) else 0
    rows: list[Row] = []
    for place in sorted(str(name) for name in everyone[column].dropna().unique()):
        own, given = everyone[everyone[column] == place], funded[funded[column] == place]
        cost = _sum(given, "cost")
        cells: list[Value] = [
            place,
            len(own),
            int((own["eligible"] == "yes").sum()),
            len(given),
            len(given) / grants if grants else None,
            _sum(given, "computers"),
            cost,
            cost / money if money else None,
            _sum(given, "local_match"),
        ]
        if year:
            cells.append(int(given.drop_duplicates("region")[population].sum()))
        rows.append(Row(tuple(cells)))
    counted = [1, 2, 3, 5, 6, 8, *([9] if year else [])]
    return Grid(columns, tuple(rows), (total(message("All"), columns, rows, counted),))


def _sum(rows: pd.DataFrame, column: str) -> int:
    return sum(int(cell) for cell in rows[column].tolist())


def _population(outcome: Outcome) -> tuple[int, str]:
    """The figure nearest before the price year, or the earliest there is; (0, "") without one."""
    found: Any = [re.fullmatch(r"population_(\d{4})", str(name)) for name in outcome.table.columns]
    years = sorted(int(match.group(1)) for match in found if match)
    if not years:
        return 0, ""
    wanted = outcome.round.call.price_year
    year = max([each for each in years if each <= wanted] or years[:1])
    return year, f"population_{year}"
