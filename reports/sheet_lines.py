"""Sheets by budget line: what each line pays to whom, and its money by year and by province; all sum to the lines."""

from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from locales import Money, Text, message
from reports.grid import Column, Grid, Kind, Mark, Row, Sheet, Value, total
from reports.partners import paid_once, years
from reports.summary import LineUse, line_uses
from reports.words import Names
from scenarios import Outcome


def lists(outcome: Outcome) -> dict[str, Sheet]:
    """Make for every budget line, by its id, the list of what each library gets from it, best rank first."""
    return {line.line: _list(outcome, line) for line in line_uses(outcome)}


def spending(outcome: Outcome) -> Sheet:
    """Make the sheet of the money of every budget line: by province, and by year where there are several."""
    return Sheet(message("Money by place and year"), (_by_province(outcome), *_by_year(outcome)), frozen=1)


def _list(outcome: Outcome, line: LineUse) -> Sheet:
    names, own = Names(outcome), outcome.bill[outcome.bill["line"] == line.line]
    bought = set(own["item"].tolist())
    items = [item for item in outcome.round.catalogue.items if item.id in bought]
    columns = (
        Column(message("Applicant"), width=12),
        Column(message("Library"), width=34),
        Column(message("District"), width=22),
        Column(message("Province"), width=18),
        Column(message("Start year"), Kind.YEAR, 8),
        *(Column(_unit(names.thing(item.id), item.unit), Kind.WHOLE, 14) for item in items),
        Column(message("Cost in all"), Kind.MONEY, 18),
        Column(message("of it grant"), Kind.MONEY, 18),
        Column(message("of it local government"), Kind.MONEY, 18),
    )
    rows = tuple(_rows(outcome, own, [item.id for item in items]))
    totals = [total(message("All"), columns, rows, range(5, len(columns)))]
    for each in paid_once(outcome):
        if each.rule.line == line.line:
            said = message("{cost}, paid once: {group}", cost=each.rule.name, group=each.group or message("everybody"))
            blank: list[Value] = [None] * (len(columns) - 4)
            totals.append(Row((said, *blank, each.cost, each.cost, 0), Mark.TOTAL))
    facts = ((message("Used of this budget line"), Money(line.used), Mark.NONE),)
    return Sheet(line.label, (Grid(columns, rows, tuple(totals)),), facts, frozen=2)


def _unit(item: Text, unit: Text) -> Text:
    return message("{item} ({unit})", item=item, unit=unit)


def _rows(outcome: Outcome, bill: pd.DataFrame, items: Sequence[str]) -> Iterator[Row]:
    units: Any = bill.pivot_table(index="applicant", columns="item", values="units", aggfunc="sum")
    money: Any = bill.groupby("applicant")[["cost", "grant", "local"]].sum()
    for name, award in outcome.funded.iterrows():
        if name not in money.index:
            continue
        counts = (units.at[name, item] for item in items)
        yield Row(
            (
                str(name),
                *(str(award[column]) for column in ("name", "district", "province")),
                int(award["start_year"]),
                *(None if pd.isna(count) else int(count) for count in counts),
                *(int(money.at[name, column]) for column in ("cost", "grant", "local")),
            )
        )


def _by_province(outcome: Outcome) -> Grid:
    lines = line_uses(outcome)
    columns = (
        Column(message("Province"), width=26),
        Column(message("Libraries"), Kind.WHOLE, 12),
        *(Column(line.label, Kind.MONEY, 20) for line in lines),
        Column(message("All lines"), Kind.MONEY, 20),
    )
    rows: list[Row] = []
    for province, own in outcome.funded.groupby("province", sort=True):
        costs = [sum(int(cell) for cell in own[f"cost_{line.line}"]) for line in lines]
        rows.append(Row((str(province), len(own), *costs, sum(costs))))
    once = [sum(each.cost for each in paid_once(outcome) if each.rule.line == line.line) for line in lines]
    if any(once):
        rows.append(Row((message("Paid once for several libraries"), None, *once, sum(once))))
    totals = total(message("All"), columns, rows, range(1, len(columns)))
    return Grid(columns, tuple(rows), (totals,), message("By province"))


def _by_year(outcome: Outcome) -> Iterator[Grid]:
    known = years(outcome)
    if len(known) < 2:
        return
    columns = (
        Column(message("Budget line"), width=34),
        *(Column(year, Kind.MONEY, 20) for year in known),
        Column(message("All years"), Kind.MONEY, 20),
    )
    rows = []
    for line in outcome.round.call.budget_lines:
        costs = [int(outcome.total(f"cost_{line.id}_{year}")) for year in known]
        rows.append(Row((line.label, *costs, sum(costs))))
    yield Grid(
        columns, tuple(rows), (total(message("All"), columns, rows, range(1, len(columns))),), message("By year")
    )
