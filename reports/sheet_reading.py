"""Sheet Who reads what: a plan made before marking, and how well it links the reviewers."""

from collections.abc import Mapping, Sequence

from locales import Decimals, Text, message
from reports.grid import Column, Grid, Kind, Mark, Row, Sheet, Value
from scoring import Island, ReadingPlan

SHOWN = 50


def sheet(plan: ReadingPlan, names: Mapping[str, str]) -> Sheet:
    """Make the sheet of who reads what, before marking; `names` are the libraries', by applicant."""
    apart = len(plan.islands)
    loads = plan.loads.values()
    facts: list[tuple[Text, Value, Mark]] = [
        (
            message("All reviewers can be compared"),
            message("yes") if plan.connected else message("no: {count} separate groups", count=apart),
            Mark.GOOD if plan.connected else Mark.ERROR,
        ),
        (message("Readings"), len(plan.pairs), Mark.NONE),
        (message("Fewest for one reviewer"), min(loads), Mark.NONE),
        (message("Most for one reviewer"), max(loads), Mark.NONE),
        (message("Applications that all read"), plan.anchors, Mark.NONE),
    ]
    if plan.widest is not None:
        said = message(
            "{one} and {other}: {size} of the standard error of one mark",
            one=plan.hardest[0] if plan.hardest else None,
            other=plan.hardest[1] if plan.hardest else None,
            size=Decimals(plan.widest, 3),
        )
        facts.append((message("Hardest to compare"), said, Mark.NONE))
    if plan.keystones:
        facts.append((message("Without one of these the others fall apart"), plan.keystones, Mark.WARNING))
    if plan.few_read:
        facts.append((message("Too few applications to be calibrated"), plan.few_read, Mark.WARNING))
    anchors = set(plan.anchors)
    columns = (Column(message("Reviewer")), Column(message("Applicant")), Column(message("Library"), width=34))
    rows = tuple(
        Row(
            (reviewer, applicant, names.get(applicant, "")),
            Mark.NOTICE if applicant in anchors else Mark.NONE,
        )
        for reviewer, applicant in sorted((reviewer, applicant) for applicant, reviewer in plan.pairs)
    )
    grids = [Grid(columns, rows, title=message("Who reads what"))]
    if not plan.connected:
        grids.append(groups(plan.islands, message("Groups that no application links")))
    notes = (
        message("Loads are as even as conflicts of interest and limits allow: no chain of exchanges evens them more."),
        message("Anchors are read by everybody without a conflict; they make reviewers comparable."),
    )
    return Sheet(message("Who reads what"), tuple(grids), facts=tuple(facts), notes=notes, frozen=1)


def groups(islands: tuple[Island, ...], title: Text) -> Grid:
    """Make the grid of groups of reviewers that no application links."""
    columns = (
        Column(message("Group"), Kind.WHOLE),
        Column(message("Reviewers"), width=40),
        Column(message("Number of applications"), Kind.WHOLE),
        Column(message("Applications"), width=60),
    )
    rows = tuple(
        Row((number, _some(island.reviewers), len(island.applicants), _some(island.applicants)), Mark.WARNING)
        for number, island in enumerate(islands, start=1)
    )
    return Grid(columns, rows, title=title)


def _some(names: Sequence[str]) -> tuple[Text, ...]:
    """Give at most so many names, and how many more there are."""
    shown: tuple[Text, ...] = tuple(names[:SHOWN])
    return (*shown, message("and {count} more", count=len(names) - SHOWN)) if len(names) > SHOWN else shown
