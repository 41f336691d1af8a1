"""Sheet Changes against the announced plan: who has to be told what, and what staying close costs."""

from fractions import Fraction

from locales import Message, Text, message
from reports.grid import Column, Grid, Kind, Mark, Row, Sheet, Value, total
from reports.sheet_not_funded import listed
from reports.words import Names, measured
from scenarios import ChangesToTell, Outcome, Told


def sheet(outcome: Outcome, result: ChangesToTell) -> Sheet:
    """Make the sheet: who leaves, who enters, whose package changes, then the money by budget line."""
    grids = (
        _told(outcome, result.leaves, message("Announced, and not in the plan"), why=True),
        _told(outcome, result.enters, message("In the plan, and not announced"), why=False),
        _told(outcome, result.packages, message("In the plan with another package than announced"), why=False),
        _lines(result),
    )
    return Sheet(
        message("Changes against the announced plan"),
        tuple(grid for grid in grids if grid.rows),
        tuple(_facts(result)),
        tuple(_notes(result)),
        frozen=2,
    )


def _facts(result: ChangesToTell) -> list[tuple[Text, Value, Mark]]:
    least, avoidable = result.least, None if result.least is None else result.count - result.least
    return [
        (message("Libraries announced"), len(result.announced), Mark.NONE),
        (message("Stay exactly as announced"), result.kept, Mark.NONE),
        (message("Changes"), result.count, Mark.NOTICE if result.count else Mark.NONE),
        (
            message("Of these unavoidable"),
            message("not worked out: time ran out") if least is None else least,
            Mark.WARNING if least is None else Mark.NONE,
        ),
        (message("Of these by choice"), avoidable, Mark.NONE),
        (message("Changes of the best plan without any wish to stay close"), result.free_changes, Mark.NONE),
        (message("Price of staying close"), _price(result), Mark.WARNING if result.price is None else Mark.NONE),
        *((message("Cannot be kept"), remark, Mark.WARNING) for remark in result.remarks),
    ]


def _price(result: ChangesToTell) -> Text:
    if not result.measure:
        return message("the scenario has no other objective")
    if result.price is None:
        return message("not worked out: time ran out, or a plan is not proven best")
    return measured(result.measure, Fraction(result.price))


def _notes(result: ChangesToTell) -> list[Message]:
    del result
    return [
        message(
            "A change is an announced library that leaves, a library that enters without having been announced, or "
            "an announced library that is given another package; each library counts once."
        ),
        message(
            "Unavoidable: the fewest changes that any plan under the rules and budgets makes, proven by solving for it."
        ),
        message(
            "Price of staying close: what the best plan without any such wish reaches more on the first objective; "
            "both plans are proven best."
        ),
    ]


def _told(outcome: Outcome, people: tuple[Told, ...], title: Message, *, why: bool) -> Grid:
    names = Names(outcome)
    lines = [line.id for line in outcome.round.call.budget_lines]
    columns = (
        Column(message("Applicant"), width=12),
        Column(message("Library"), width=40),
        Column(message("District"), width=20, spare=True),
        Column(message("Province"), width=18, spare=True),
        Column(message("Announced"), width=24),
        Column(message("Now"), width=24),
        *(Column(message("Grant: {line}", line=names.lines[line]), Kind.MONEY, 18) for line in lines),
        *((Column(message("Why"), width=60),) if why else ()),
    )
    rows = tuple(
        Row(
            (
                told.applicant,
                told.name or None,
                told.district or None,
                told.province or None,
                _option(outcome, told.applicant, told.before) if told.before else _unnamed(told, result_after=False),
                _option(outcome, told.applicant, told.after) if told.after else _unnamed(told, result_after=True),
                *(None if told.lines is None else told.lines[line] for line in lines),
                *((listed(told.why),) if why else ()),
            )
        )
        for told in people
    )
    totals = (total(message("All"), columns, rows, range(6, 6 + len(lines))),) if rows else ()
    return Grid(columns, rows, totals, title)


def _unnamed(told: Told, *, result_after: bool) -> Message:
    """What stands where no option is named: nothing, or a name alone."""
    if result_after or told.lines is not None:
        return message("not funded")
    return message("announced by name alone")


def _option(outcome: Outcome, applicant: str, option: str) -> Text:
    """Name an option by package and connection; by its own name where it is no longer offered."""
    offered = outcome.options.table
    rows = offered[(offered["applicant"] == applicant) & (offered["option"] == option)]
    if rows.empty:
        return option
    names = Names(outcome)
    return message(
        "{package} {tier}", package=names.thing(rows["package"].iloc[0]), tier=names.thing(rows["tier"].iloc[0])
    )


def _lines(result: ChangesToTell) -> Grid:
    columns = (
        Column(message("Budget line"), width=30),
        Column(message("Announced"), Kind.MONEY, 20),
        Column(message("Now"), Kind.MONEY, 20),
        Column(message("Difference"), Kind.MONEY, 20),
        Column(message("Announced without a known grant"), Kind.WHOLE, 14),
    )
    rows = tuple(
        Row((line.label, line.before, line.after, line.after - line.before, line.unknown)) for line in result.lines
    )
    return Grid(columns, rows, (total(message("All"), columns, rows, (1, 2, 3)),), message("Money"))
