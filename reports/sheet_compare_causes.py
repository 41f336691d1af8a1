"""Sheet Causes: the changes from one outcome to another, made one at a time, and which of them decides each name."""

from collections.abc import Iterator, Sequence

from locales import Message, Text, message
from reports.grid import Column, Grid, Kind, Mark, Row, Sheet, Value
from reports.sheet_compare import packages
from reports.sheet_not_funded import listed
from scenarios import Causes, Comparison, InputKind, NameCause, Outcome

KINDS: dict[InputKind, Message] = {
    InputKind.GATE: message("gate or application"),
    InputKind.ANSWER: message("answer"),
    InputKind.MARKS: message("marks"),
    InputKind.CRITERION: message("criterion"),
    InputKind.WEIGHT: message("weight"),
    InputKind.PRICE: message("price or package"),
    InputKind.RULE: message("rule"),
    InputKind.BUDGET: message("budget"),
    InputKind.AIM: message("objective"),
    InputKind.TIE: message("tie"),
}


def sheets(outcomes: Sequence[Outcome], compared: Comparison) -> tuple[Sheet, ...]:
    """Make one sheet for every outcome but the first."""
    return tuple(_sheet(outcomes, compared, place, each) for place, each in enumerate(compared.causes, start=1))


def _sheet(outcomes: Sequence[Outcome], compared: Comparison, place: int, found: Causes) -> Sheet:
    first, other = compared.titles[0], compared.titles[place]
    facts: list[tuple[Text, Value, Mark]] = [
        (message("From"), first, Mark.NONE),
        (message("To"), other, Mark.NONE),
        (message("Names that differ"), len(found.names), Mark.NONE),
        (message("Allocations solved"), found.solves, Mark.NONE),
    ]
    if found.refused is not None:
        facts.append((message("Causes were not looked for"), found.refused, Mark.WARNING))
    elif found.unanswered:
        late = message("{count} questions about names; time ran out", count=found.unanswered)
        facts.append((message("Not worked out"), late, Mark.WARNING))
    moves = {move.applicant: move for move in compared.moves}
    rows = []
    for name in found.names:
        move = moves[name.applicant]
        given = packages(outcomes, move)
        rows.append(_name(found, name, (name.applicant, move.name, move.district, given[0], given[place])))
    columns = (
        Column(message("Applicant"), width=12),
        Column(message("Library"), width=34),
        Column(message("District"), width=20, spare=True),
        Column(first, width=22, spare=True),
        Column(other, width=22, spare=True),
        Column(message("Cause"), width=16),
        Column(message("Change at which it turns"), width=50),
        Column(message("What else was found by solving"), width=60),
    )
    names = Grid(columns, tuple(rows), title=message("Why each name differs"))
    return Sheet(message("Causes"), (_changes(found), names), tuple(facts), _notes(), frozen=1)


def _changes(found: Causes) -> Grid:
    """Every change in its order, and whom it turns on the path."""
    columns = (
        Column(message("Change"), Kind.WHOLE, 10),
        Column(message("About"), width=18),
        Column(message("What changes"), width=70),
        Column(message("Enter at it"), Kind.WHOLE, 12),
        Column(message("Leave at it"), Kind.WHOLE, 12),
    )
    steps = {step.changes[-1]: step for step in found.steps}
    rows = []
    for place, change in enumerate(found.changes):
        step = steps.get(place)
        counts = (len(step.enters), len(step.leaves)) if step else (None, None)
        rows.append(Row((place + 1, KINDS[change.kind], change.said, *counts)))
    return Grid(columns, tuple(rows), title=message("What differs, in the order in which it is changed"))


def _name(found: Causes, name: NameCause, leading: tuple[Value, ...]) -> Row:
    kind = None if name.kind is None else KINDS[name.kind]
    return Row((*leading, kind, _turning(found, name), listed(tuple(said(name)))))


def _turning(found: Causes, name: NameCause) -> Text:
    if name.path is None:
        return None if found.refused else message("not worked out: time ran out")
    return listed(
        tuple(message("{number}: {change}", number=place + 1, change=found.changes[place].said) for place in name.path)
    )


def said(name: NameCause) -> Iterator[Text]:
    """Say in sentences what was found about one name beside the change at which it turns."""
    alone, needed, together = (_numbers(each) for each in (name.alone, name.needed, name.together))
    if name.alone and name.alone == name.needed and len(name.alone) == 1:
        yield message("change {changes} alone does it, and without it it would not be so", changes=alone)
    else:
        if name.alone and len(name.alone) == 1:
            yield message("change {changes} alone does it", changes=alone)
        elif name.alone:
            yield message("each of the changes {changes} alone does it", changes=alone)
        if name.together:
            yield message(
                "no change does it alone; changes {changes} do it together, each one needed", changes=together
            )
        if name.needed and len(name.needed) == 1:
            yield message("were change {changes} left out, it would not be so", changes=needed)
        elif name.needed:
            yield message("were any one of the changes {changes} left out, it would not be so", changes=needed)
        elif name.needed is not None:
            yield message("no single change is needed: without any one of them it would still be so")
    if name.turns is not None and name.turns > 1:
        yield message("it turns {count} times on the way", count=name.turns)
    yield from _ties(name)
    late = tuple(what for what, answer in _asked(name) if answer is None)
    if late:
        yield message("not worked out, time ran out: {what}", what=late)


def _ties(name: NameCause) -> Iterator[Text]:
    if name.kind is InputKind.TIE:
        yield message("the best value is the same before and after: the stated order of ties decides")
    before, after = name.tied
    if before and after:
        yield message("equally good plans decide it otherwise, before the changes as after them")
    elif before:
        yield message("before the changes, equally good plans decide it otherwise")
    elif after:
        yield message("after the changes, equally good plans decide it otherwise")


def _asked(name: NameCause) -> tuple[tuple[Message, object], ...]:
    tied = None if None in name.tied else name.tied
    return (
        (message("which change does it alone"), name.alone),
        (message("which change is needed"), name.needed),
        (message("which changes do it together"), name.together if name.alone is not None else ()),
        (message("whether it is a tie"), tied),
    )


def _numbers(places: tuple[int, ...] | None) -> tuple[int, ...]:
    return tuple(place + 1 for place in places or ())


def _notes() -> tuple[Message, ...]:
    return (
        message(
            "The changes are made one after another in this order: gates and applications, answers, marks, criteria, "
            "weights, prices and packages, rules, budget, objectives, exactness. After each the whole allocation is "
            "solved again; the last change at which a name turns is its cause. In another order it may turn at "
            "another change."
        ),
        message(
            "Therefore every change is also made by itself (does it do it alone?), and all changes but that one (would "
            "it be so if it were left out?). Where no change does it alone, the changes are reduced by solving to a "
            "set of which every one is needed; there may be other such sets."
        ),
    )
