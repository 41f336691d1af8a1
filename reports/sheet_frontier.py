"""Sheet Frontier: how much of one thing is given up for more of another, point by point, ready for a chart."""

from fractions import Fraction

from locales import Text, message
from optimizer import FrontierPoint, Status, is_money
from reports import words
from reports.grid import Column, Grid, Kind, Mark, Row, Sheet, Value
from scenarios import Axis, Outcome, TradeOff

BILLION = 10**9
"""Where the second is money, its price is shown for so many rupiah, so that it can be read."""


def sheet(outcome: Outcome, trade: TradeOff) -> Sheet:
    """Make the sheet: the points, then who changes places from one to the next."""
    grids = (_points(outcome, trade), _moves(outcome, trade)) if trade.frontier.points else ()
    shown = tuple(grid for grid in grids if grid.rows)
    return Sheet(message("Frontier"), shown, tuple(_facts(trade)), _notes(trade), frozen=1)


def _facts(trade: TradeOff) -> list[tuple[Text, Value, Mark]]:
    found = trade.frontier
    facts: list[tuple[Text, Value, Mark]] = [
        (message("First"), found.first.describe() if not trade.first.where else trade.first.title, Mark.NONE),
        (message("Second"), found.second.describe() if not trade.second.where else trade.second.title, Mark.NONE),
        (message("Points"), len(found.points), Mark.NONE),
    ]
    if not found.points:
        none = found.status is Status.INFEASIBLE
        said = message("no plan keeps the rules") if none else message("time ran out before there was a plan")
        return [*facts[:2], (message("Result"), said, Mark.ERROR)]
    if found.complete and len(found.points) == 1:
        said, mark = message("nothing has to be given up: one plan is best on both, proven"), Mark.GOOD
    elif found.complete:
        said, mark = message("complete: no other pair of values is worth choosing, proven"), Mark.GOOD
    elif not found.in_time or not all(point.proven for point in found.points):
        said, mark = message("time ran out: what is not marked as proven may be improved up to its bound"), Mark.WARNING
    else:
        said, mark = message("evenly placed points; every one is proven, and others may lie between them"), Mark.NONE
    return [*facts, (message("Result"), said, mark)]


def _notes(trade: TradeOff) -> tuple[Text, ...]:
    if is_money(trade.second.measure):
        price = message(
            "Price: what one billion rupiah more or less of the second costs in the first, on the way from the "
            "point above."
        )
    else:
        price = message("Price: what one unit more of the second costs in the first, on the way from the point above.")
    return (
        message("Proven: no plan is better on one of the two without being worse on the other."),
        message(
            "No better than: with as much of the second as this point asks for, no plan has a better first. Between "
            "two proven points no plan has a better first than the upper one."
        ),
        price,
    )


def _points(outcome: Outcome, trade: TradeOff) -> Grid:
    one, other = _kind(trade.first), _kind(trade.second)
    columns = (
        Column(message("Point"), Kind.WHOLE),
        Column(trade.second.title, other, 20),
        Column(trade.first.title, one, 20),
        Column(message("No better than"), one, 20),
        Column(message("Proven")),
        Column(message("Libraries"), Kind.WHOLE),
        Column(message("Price"), Kind.MONEY if one is Kind.MONEY else Kind.POINTS, 16),
        Column(message("Enter"), Kind.WHOLE),
        Column(message("Leave"), Kind.WHOLE),
        Column(message("As the plan")),
    )
    held = set(outcome.plan.awards.index)
    unit = BILLION if other is Kind.MONEY else 1
    rows = []
    for number, (point, price) in enumerate(zip(trade.frontier.points, trade.frontier.table["price"], strict=True), 1):
        same = set(point.plan.awards.index) == held
        rows.append(
            Row(
                (
                    number,
                    _cell(point.second),
                    _cell(point.first),
                    None if point.bound is None else _cell(point.bound),
                    message("yes") if point.proven else message("no"),
                    len(point.plan.awards),
                    None if price is None else price * unit,
                    len(point.enters),
                    len(point.leaves),
                    message("the same libraries") if same else None,
                ),
                Mark.NONE if point.proven else Mark.WARNING,
            )
        )
    return Grid(columns, tuple(rows), title=message("Points, the best of the first at the top"))


def _moves(outcome: Outcome, trade: TradeOff) -> Grid:
    columns = (
        Column(message("Point"), Kind.WHOLE),
        Column(message("Change")),
        Column(message("Applicant")),
        Column(message("Library"), width=40),
        Column(message("District"), width=26, spare=True),
        Column(message("Province"), width=18, spare=True),
    )
    rows = [row for number, point in enumerate(trade.frontier.points, 1) for row in _changed(outcome, number, point)]
    return Grid(columns, tuple(rows), title=message("Who enters and who leaves from point to point"))


def _changed(outcome: Outcome, number: int, point: FrontierPoint) -> list[Row]:
    names = words.Names(outcome)
    moved = [(message("enters"), each) for each in point.enters] + [(message("leaves"), each) for each in point.leaves]
    return [
        Row(
            (
                number,
                change,
                each,
                names.person(each),
                str(outcome.table.at[each, "district"]),
                str(outcome.table.at[each, "province"]),
            )
        )
        for change, each in moved
    ]


def _cell(number: Fraction) -> int | float:
    return int(number) if number.denominator == 1 else float(number)


def _kind(axis: Axis) -> Kind:
    if is_money(axis.measure):
        return Kind.MONEY
    return Kind.POINTS if axis.measure in ("value", "score") else Kind.NUMBER
