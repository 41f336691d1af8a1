"""Sheet Budget lines: what every line holds, and what it is spent on."""

from locales import message
from reports.grid import Column, Grid, Kind, Mark, Row, Sheet, total
from reports.summary import line_uses
from reports.words import Names
from scenarios import Outcome


def sheet(outcome: Outcome) -> Sheet:
    """Make the sheet: under each line the items it pays, then what is left of it."""
    names, bill = Names(outcome), outcome.bill
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
    rows: list[Row] = []
    sums: list[Row] = []
    for line in line_uses(outcome):
        own = bill[bill["line"] == line.line]
        for item in [each.id for each in outcome.round.catalogue.items if each.line == line.line]:
            bought = own[own["item"] == item]
            if len(bought):
                grant, local = (sum(int(cell) for cell in bought[column].tolist()) for column in ("grant", "local"))
                rows.append(Row((line.label, names.thing(item), None, None, None, grant, None, local)))
        local = sum(int(cell) for cell in own["local"].tolist())
        money = (line.amount, line.pledged, line.counted_on, line.used, line.left, local)
        whole = Row((line.label, message("the whole line"), *money), Mark.TOTAL)
        rows.append(whole)
        sums.append(whole)
    totals = total(message("All lines"), columns, sums, range(2, 8))
    return Sheet(message("Budget lines"), (Grid(columns, tuple(rows), (totals,)),), frozen=2)
