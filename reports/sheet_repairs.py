"""Sheet Why no plan: the demands that cannot hold together, and the least that would have to give way."""

from locales import Text, message
from optimizer import Conflict, Conflicts
from reports.grid import Column, Grid, Mark, Row, Sheet, Value
from scenarios import Outcome, Remedies, Remedy


def sheet(outcome: Outcome, conflicts: Conflicts, remedies: Remedies) -> Sheet:
    """Make the sheet of an infeasible scenario."""
    notes = (
        message("Every demand of a conflict is needed for it: drop any one of them and that conflict is gone."),
        message("That no plan exists was proven by solving twice, in two ways."),
        message(
            "The ways out are in order: fewest rules that give way first, then the least change beside what the rule "
            "says. Each was confirmed by solving again."
        ),
    )
    grids = (_conflicts(conflicts), _repairs(remedies))
    return Sheet(message("Why no plan"), grids, tuple(_facts(outcome, conflicts, remedies)), notes)


def _facts(outcome: Outcome, conflicts: Conflicts, remedies: Remedies) -> list[tuple[Text, Value, Mark]]:
    facts: list[tuple[Text, Value, Mark]] = [
        (message("Conflicts"), _known(len(conflicts), conflicts.complete, conflicts.in_time), Mark.NONE),
        (message("Ways out"), _known(len(remedies), remedies.complete, remedies.in_time), Mark.NONE),
    ]
    names = {rule.id: rule.name for rule in outcome.rules}
    firm = tuple(names[name] for name in remedies.firm if name in names)
    if firm:
        facts.append((message("Rules that may not give way"), firm, Mark.NONE))
    return facts


def _known(count: int, complete: bool, in_time: bool) -> Text:
    if complete:
        return message("{count}; there are no others, proven", count=count)
    if in_time:
        return message("the first {count}; there may be others", count=count)
    return message("{count} before time ran out; there may be others", count=count)


def _conflicts(conflicts: Conflicts) -> Grid:
    columns = (Column(message("Conflict"), width=10), Column(message("Demand"), width=100))
    rows = [row for place, each in enumerate(conflicts.found, start=1) for row in _demands(place, each)]
    return Grid(columns, tuple(rows), title=message("These demands cannot hold together"))


def _demands(place: int, conflict: Conflict) -> list[Row]:
    return [
        Row((place if first else None, demand), Mark.WARNING if first else Mark.NONE)
        for first, demand in zip([True, *[False] * len(conflict.named)], conflict.named, strict=False)
    ]


def _repairs(remedies: Remedies) -> Grid:
    columns = (
        Column(message("Way out"), width=10),
        Column(message("What gives way"), width=90),
        Column(message("Libraries then funded"), width=14),
    )
    rows = [row for place, each in enumerate(remedies.found, start=1) for row in _moves(place, each)]
    return Grid(columns, tuple(rows), title=message("The least that would have to give way"))


def _moves(place: int, remedy: Remedy) -> list[Row]:
    said = remedy.repair.said
    funded = len(remedy.repair.plan.awards)
    return [
        Row((place, move, funded) if first else (None, move, None), Mark.GOOD if first else Mark.NONE)
        for first, move in zip([True, *[False] * len(said)], said, strict=False)
    ]
