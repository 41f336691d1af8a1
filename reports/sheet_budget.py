"""Sheet Budget lines: what every line holds and is spent on; year by year; what is paid once; who pays what."""

from collections.abc import Iterator

from locales import message
from reports.grid import Column, Grid, Kind, Mark, Row, Sheet, total
from reports.partners import PaidOnce, funder_parts, funder_uses, paid_once, year_uses
from reports.summary import LineUse, line_uses
from reports.words import Names
from scenarios import Outcome


def sheet(outcome: Outcome) -> Sheet:
    """Make the sheet: under each line the items it pays, then what is left of it."""
    names = Names(outcome)
    columns = (
        Column(message("Budget line"), width=40),
        Column(message("Item"), width=44),
        Column(message("Planned"), Kind.MONEY, 20),
        Column(message("Pledged"), Kind.MONEY, 20),
        Column(message("Counted on"), Kind.MONEY, 20),
        Column(message("Used"), Kind.MONEY, 20),
        Column(message("Left"), Kind.MONEY, 20),
        Column(message("Paid by local government"), Kind.MONEY, 20),
    )
    once = paid_once(outcome)
    rows: list[Row] = []
    sums: list[Row] = []
    for line in line_uses(outcome):
        rows += _items(outcome, names, line)
        rows += [_once(line, each) for each in once if each.rule.line == line.line]
        own = outcome.bill[outcome.bill["line"] == line.line]
        local = sum(int(cell) for cell in own["local"].tolist())
        money = (line.amount, line.pledged, line.counted_on, line.used, line.left, local)
        whole = Row((line.label, message("the whole line"), *money), Mark.TOTAL)
        rows.append(whole)
        sums.append(whole)
    totals = total(message("All lines"), columns, sums, range(2, 8))
    grids = (Grid(columns, tuple(rows), (totals,)), *_years(outcome), *_shared(once), *_funders(outcome))
    return Sheet(message("Budget lines"), grids, frozen=2)


def _items(outcome: Outcome, names: Names, line: LineUse) -> Iterator[Row]:
    own = outcome.bill[outcome.bill["line"] == line.line]
    for item in [each.id for each in outcome.round.catalogue.items if each.line == line.line]:
        bought = own[own["item"] == item]
        if len(bought):
            grant, local = (sum(int(cell) for cell in bought[column].tolist()) for column in ("grant", "local"))
            yield Row((line.label, names.thing(item), None, None, None, grant, None, local))


def _once(line: LineUse, each: PaidOnce) -> Row:
    said = message("{cost}, paid once: {group}", cost=each.rule.name, group=each.group or message("everybody"))
    return Row((line.label, said, None, None, None, each.cost, None, 0))


def _years(outcome: Outcome) -> Iterator[Grid]:
    """Money year by year: what a year has is its own money and what the year before left for it."""
    uses = year_uses(outcome)
    if not uses or not outcome.plan.has_awards:
        return
    columns = (
        Column(message("Budget line"), width=40),
        Column(message("Year"), Kind.YEAR, 10),
        Column(message("Money of the year"), Kind.MONEY, 20),
        Column(message("Carried into the year"), Kind.MONEY, 20),
        Column(message("Used"), Kind.MONEY, 20),
        Column(message("Left"), Kind.MONEY, 20),
    )
    rows = [Row((use.line, int(use.year), use.money, use.carried, use.used, use.left)) for use in uses]
    yield Grid(columns, tuple(rows), (total(message("All"), columns, rows, (2, 4)),), message("Money by year"))


def _shared(once: tuple[PaidOnce, ...]) -> Iterator[Grid]:
    if not once:
        return
    columns = (
        Column(message("Paid once"), width=40),
        Column(message("For"), width=44),
        Column(message("Cost"), Kind.MONEY, 20),
        Column(message("What it is"), width=60),
        Column(message("Source"), width=40),
    )
    rows = [
        Row(
            (
                each.rule.name,
                each.group or message("everybody"),
                each.cost,
                each.rule.describe(),
                each.rule.source or None,
            )
        )
        for each in once
    ]
    sums = total(message("All"), columns, rows, (2,))
    yield Grid(columns, tuple(rows), (sums,), message("Costs that are paid once for several libraries"))


def _funders(outcome: Outcome) -> Iterator[Grid]:
    uses, parts = funder_uses(outcome), funder_parts(outcome)
    if not uses or not outcome.plan.has_awards:
        return
    columns = (
        Column(message("Funder"), width=40),
        Column(message("Planned"), Kind.MONEY, 20),
        Column(message("Pledged"), Kind.MONEY, 20),
        Column(message("Counted on"), Kind.MONEY, 20),
        Column(message("Pays"), Kind.MONEY, 20),
        Column(message("Left"), Kind.MONEY, 20),
    )
    rows = [Row((use.label, use.amount, use.pledged, use.counted_on, use.pays, use.left)) for use in uses]
    sums = total(message("All funders"), columns, rows, range(1, 6))
    yield Grid(columns, tuple(rows), (sums,), message("Money by funder"))
    parted = (
        Column(message("Funder"), width=40),
        Column(message("Pays for"), width=44),
        Column(message("Year"), Kind.YEAR, 10),
        Column(message("Amount"), Kind.MONEY, 20),
    )
    rows = [Row((part.funder, part.of, int(part.year) if part.year else None, part.amount)) for part in parts]
    sums = total(message("All"), parted, rows, (3,))
    title = message("Who pays what: each funder as much as it may, in the order of the round, while all can be paid")
    yield Grid(parted, tuple(rows), (sums,), title)
