"""Sheet Draw: the tickets of a public draw, everyone's chance, and how the seed decides."""

from fractions import Fraction

from locales import Percent, Text, message
from optimizer import Draw
from reports import words
from reports.grid import Column, Grid, Kind, Mark, Row, Sheet, Value
from scenarios import Outcome


def sheet(outcome: Outcome, draw: Draw, seed: str | None = None) -> Sheet:
    """Make the sheet: of the publication alone, or with the seed and what it drew."""
    grids = (_chances(outcome, draw, seed), _tickets(outcome, draw, seed))
    filled = tuple(grid for grid in grids if grid.rows)
    return Sheet(message("Draw"), filled, tuple(_facts(draw, seed)), _notes(draw), frozen=1)


def _facts(draw: Draw, seed: str | None) -> list[tuple[Text, Value, Mark]]:
    smallest = Fraction(draw.publication["smallest_chance"])
    chance = message("{chance} ({share})", chance=str(smallest), share=Percent(smallest))
    facts: list[tuple[Text, Value, Mark]] = []
    if not draw.contested and draw.publication["all_listed"]:
        nothing = message("the draw decides nothing: every equally good plan funds the same libraries")
        facts.append((message("Result"), nothing, Mark.NOTICE))
    facts += [
        (message("Tickets"), len(draw.plans), Mark.NONE),
        (message("Sum of the weights"), sum(draw.weights), Mark.NONE),
        (message("Libraries that the draw decides on"), len(draw.contested), Mark.NONE),
        (message("Smallest chance"), chance, Mark.NONE),
    ]
    if draw.fairest:
        proof, mark = message("no draw gives the unluckiest a larger chance, proven"), Mark.GOOD
    else:
        above = draw.publication["no_draw_above"]
        limit = message("no draw gives everyone more than {chance}", chance=above) if above else message("not proven")
        proof, mark = limit, Mark.WARNING
    facts += [
        (message("Fairness of the chances"), proof, mark),
        (message("Digest of the publication (SHA-256)"), draw.digest, Mark.NONE),
    ]
    if seed is not None:
        facts += [
            (message("Seed given by the committee"), seed, Mark.NOTICE),
            (message("Ticket drawn"), draw.ticket(seed), Mark.NOTICE),
        ]
    return facts


def _notes(draw: Draw) -> tuple[Text, ...]:
    notes: list[Text] = [
        message("Every ticket is a lawful plan that is exactly as good as every other on all objectives."),
        message(
            "The weights give the library with the smallest chance the largest chance that any draw could give it; "
            "then the next smallest, and so on."
        ),
        message(
            "The ticket: SHA-256 of the digest, a line break and the seed, read as a whole number, divided by the sum "
            "of the weights; the remainder, counted off along the weights from 0, falls on the ticket. No chance is "
            "off by more than one in 2 to the power of 200."
        ),
        message(
            "The publication with its digest is made known before the seed is; anyone can replay the draw with "
            "draw_checker.py and Python alone."
        ),
        message("The draw decides who is funded; what they get follows from the stated order of ties."),
    ]
    if not draw.publication["all_listed"]:
        notes.append(
            message(
                "There are too many equally good plans to list. The smallest chance is weighed against all of them; "
                "the larger ones are the fairest over the plans that were looked at."
            )
        )
    return tuple(notes)


def _chances(outcome: Outcome, draw: Draw, seed: str | None) -> Grid:
    columns = (
        Column(message("Applicant")),
        Column(message("Library"), width=40),
        Column(message("District"), width=26, spare=True),
        Column(message("Province"), width=18, spare=True),
        Column(message("Chance")),
        Column(message("In per cent"), Kind.PERCENT),
        Column(message("Tickets with it"), width=30),
        *([Column(message("Drawn"))] if seed is not None else []),
    )
    taken = set(draw.drawn(seed).awards.index) if seed is not None else set()
    rows = []
    for name in sorted(draw.contested, key=lambda each: (draw.chances[each], each)):
        held = tuple(n for n, each in enumerate(draw.publication["tickets"], 1) if name in each["awards"])
        cells = (*_person(outcome, name), str(draw.chances[name]), float(draw.chances[name]), held)
        last = (message("yes") if name in taken else message("no"),) if seed is not None else ()
        rows.append(Row((*cells, *last), Mark.GOOD if name in taken else Mark.NONE))
    return Grid(columns, tuple(rows), title=message("Chances of those that the draw decides on"))


def _tickets(outcome: Outcome, draw: Draw, seed: str | None) -> Grid:
    columns = (
        Column(message("Ticket"), Kind.WHOLE),
        Column(message("Weight"), Kind.WHOLE),
        Column(message("Numbers from"), Kind.WHOLE),
        Column(message("Numbers to"), Kind.WHOLE),
        Column(message("Libraries"), Kind.WHOLE),
        Column(message("Of those that the draw decides on"), width=60),
    )
    contested, start = set(draw.contested), 0
    names = words.Names(outcome)
    rows = []
    for number, ticket in enumerate(draw.publication["tickets"], 1):
        weight = ticket["weight"]
        own = tuple(f"{names.person(each)} ({each})" for each in sorted(ticket["awards"]) if each in contested)
        mark = Mark.GOOD if seed is not None and draw.ticket(seed) == number else Mark.NONE
        rows.append(Row((number, weight, start, start + weight - 1, len(ticket["awards"]), own), mark))
        start += weight
    return Grid(columns, tuple(rows), title=message("Tickets"))


def _person(outcome: Outcome, applicant: str) -> tuple[Value, ...]:
    row = outcome.table.loc[applicant]
    return (applicant, str(row["name"]), str(row["district"]), str(row["province"]))
