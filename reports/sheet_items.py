"""Sheets Items to buy: the shopping list, in all and by province."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

import pandas as pd

from intake import Item
from locales import Text, message
from optimizer import SharedCost
from reports.grid import Column, Grid, Kind, Row, Sheet, total
from reports.words import Names
from scenarios import Outcome


def sheet(outcome: Outcome) -> Sheet:
    """Make the sheet for the whole plan."""
    rows = [row for item in outcome.round.catalogue.items if (row := _row(outcome, item, outcome.bill))]
    columns = _columns()
    totals = total(message("All"), columns, rows, range(7, 10))
    notes = (message("Costs that are paid once for several libraries are listed on the sheet “Budget lines”."),)
    once = any(isinstance(rule, SharedCost) for rule in outcome.rules)
    grids = (Grid(columns, tuple(rows), (totals,)), *_by_year(outcome))
    return Sheet(message("Items to buy"), grids, notes=notes if once else (), frozen=1)


def _by_year(outcome: Outcome) -> Iterator[Grid]:
    """What is bought in which year, where there are several."""
    bill = outcome.bill
    years = sorted({int(year) for year in bill["year"].tolist()})
    if len(years) < 2:
        return
    columns = (Column(message("Year"), Kind.YEAR, 10), *_columns())
    rows: list[Row] = []
    for year in years:
        own = bill[bill["year"] == year]
        for item in outcome.round.catalogue.items:
            row = _row(outcome, item, own)
            if row:
                rows.append(Row((year, *row.cells)))
    totals = total(message("All"), columns, rows, range(8, 11))
    yield Grid(columns, tuple(rows), (totals,), message("Items to buy, year by year"))


def by_province(outcome: Outcome) -> Sheet:
    """Make the sheet by province."""
    bill = outcome.bill
    provinces = outcome.table["province"].reindex(bill["applicant"]).to_numpy()
    columns = (Column(message("Province"), width=24), *_columns())
    rows: list[Row] = []
    for province in sorted({str(each) for each in provinces}):
        own = bill[provinces == province]
        for item in outcome.round.catalogue.items:
            row = _row(outcome, item, own)
            if row:
                rows.append(Row((province, *row.cells)))
    totals = total(message("All"), columns, rows, range(8, 11))
    return Sheet(message("Items by province"), (Grid(columns, tuple(rows), (totals,)),), frozen=2)


def _columns() -> tuple[Column, ...]:
    return (
        Column(message("Item"), width=40),
        Column(message("Unit"), width=14),
        Column(message("Budget line"), width=30),
        Column(message("Quantity"), Kind.WHOLE),
        Column(message("Lowest unit price"), Kind.MONEY, 17),
        Column(message("Mean unit price"), Kind.MONEY, 17),
        Column(message("Highest unit price"), Kind.MONEY, 17),
        Column(message("Cost in all"), Kind.MONEY, 19),
        Column(message("of it grant"), Kind.MONEY, 19),
        Column(message("of it local government"), Kind.MONEY, 19),
    )


def _row(outcome: Outcome, item: Item, bill: pd.DataFrame) -> Row | None:
    bought = bill[bill["item"] == item.id]
    if bought.empty:
        return None
    units, cost = _sum(bought["units"].tolist()), _sum(bought["cost"].tolist())
    prices = [int(price) for price in bought["unit_price"].tolist()]
    line: Text = Names(outcome).lines[item.line]
    mean = int(Fraction(cost, units) + Fraction(1, 2))
    grant, local = _sum(bought["grant"].tolist()), _sum(bought["local"].tolist())
    return Row((item.label, item.unit, line, units, min(prices), mean, max(prices), cost, grant, local))


def _sum(cells: Sequence[Any]) -> int:
    return sum(int(cell) for cell in cells)
