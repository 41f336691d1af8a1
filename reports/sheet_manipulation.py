"""Sheet Misreports: for every rule the best honest-looking misreport, and what it would gain."""

from typing import Any

import pandas as pd

from locales import Decimals, Message, Percent, Text, message
from reports.grid import Column, Grid, Kind, Mark, Row, Sheet, Value
from reports.words import Names
from scenarios import Bent, Gain, Manipulation, Misreport, Outcome, Played, Twice

PLAYED: dict[Played, Message] = {
    Played.CRITERION: message("criterion"),
    Played.GATE: message("gate"),
    Played.CATALOGUE: message("catalogue"),
    Played.RULE: message("rule"),
    Played.PANEL: message("panel"),
}
BENT: dict[Bent, Message] = {
    Bent.BLANK: message("left blank"),
    Bent.ROUND: message("rounded to a round figure"),
    Bent.LIMIT: message("moved to a limit or anchor"),
    Bent.CHOICE: message("the neighbouring choice"),
    Bent.TOGETHER: message("all numbers bent at once"),
    Bent.MARK: message("one reviewer's mark a step higher"),
}
MOST = 6
"""Names in one cell."""


def sheet(outcome: Outcome, found: Manipulation) -> Sheet:
    """Make the sheet: the facts, blanks that gain (there must be none), then rule by rule, then second applications."""
    names = Names(outcome)
    grids = [_rules(outcome, names, found)]
    if found.blanks:
        grids.insert(0, _blanks(outcome, names, found))
    if found.twice:
        grids.append(_twice(names, found))
    return Sheet(message("Misreports"), tuple(grids), _facts(found), _notes(outcome, found), frozen=2)


def _facts(found: Manipulation) -> tuple[tuple[Text, Value, Mark], ...]:
    alone = {name for each in found.gains for name in each.funded}
    doubled = [each for each in found.twice if each.gains == "yes"]
    count = len(found.blanks)
    blanks = message("no, none gains") if not count else message("yes: {count} blanks gain", count=count)
    facts: list[tuple[Text, Value, Mark]] = [
        (message("Does leaving an answer blank ever gain"), blanks, Mark.ERROR if found.blanks else Mark.GOOD),
        (message("Applicants whom one bent answer would fund"), len(alone), Mark.NOTICE if alone else Mark.GOOD),
        (message("Applicants whom all numbers bent at once would fund"), len(found.everything.funded), Mark.NONE),
        (message("Libraries that a second application would give one award more"), len(doubled), Mark.NONE),
        (
            message("Second applications that the check of the files notices, under the same name"),
            sum(each.same_name for each in found.twice),
            Mark.NONE,
        ),
        (
            message("Second applications that it notices when the name has a number behind it"),
            sum(each.numbered for each in found.twice),
            Mark.NONE,
        ),
        (
            message("Second applications that it notices by their answers, under any name"),
            sum(each.answers for each in found.twice),
            Mark.NONE,
        ),
        (message("A number looks honest within"), Percent(found.honest.margin), Mark.NONE),
        (message("A date looks honest within, in days"), found.honest.days, Mark.NONE),
    ]
    if found.unknown:
        facts.append((message("Questions without a proven answer"), found.unknown, Mark.WARNING))
    return tuple(facts)


def _notes(outcome: Outcome, found: Manipulation) -> tuple[Text, ...]:
    labels = {each.id: each.label for each in outcome.round.criteria.criteria}
    untouched = tuple(labels[each] for each in found.unmoved)
    return (
        message(
            "Honest-looking is: a blank; a number rounded to the roundest figure within the margin, or moved to a "
            "limit, anchor or corner of a rule within it; a count off by one; a date moved to a limit within the days; "
            "the neighbouring choice. Answers left blank and official figures are not bent."
        ),
        message(
            "Each misreport is tried alone, with everyone else as they are. Points and ranks are worked out for all; "
            "who would be funded is asked of the full allocation with all rules and budgets, except where it is "
            "certain without asking."
        ),
        message(
            "A misreport counts under every rule that reads the answer, with all that it gains. Whether one that is "
            "funded anyway would be given more is not asked."
        ),
        *(
            (message("No answer of an applicant moves these criteria: {criteria}.", criteria=untouched),)
            if untouched
            else ()
        ),
    )


def _rules(outcome: Outcome, names: Names, found: Manipulation) -> Grid:
    columns = (
        Column(message("Kind of rule"), width=12),
        Column(message("Rule"), width=30),
        Column(message("How an answer is bent"), width=26),
        Column(message("Open to"), Kind.WHOLE, 9),
        Column(message("Better off"), Kind.WHOLE, 9),
        Column(message("Newly funded"), Kind.WHOLE, 9),
        Column(message("Who would be funded"), width=36),
        Column(message("Best misreport"), width=50),
        Column(message("Points gained"), Kind.POINTS, 10),
        Column(message("Rank"), Kind.WHOLE, 7),
        Column(message("Rank then"), Kind.WHOLE, 7),
        Column(message("What it gains"), width=28),
    )
    rows = [_rule(outcome, names, each) for each in found.gains]
    rows.append(_rule(outcome, names, found.everything))
    return Grid(columns, tuple(rows), title=message("Rule by rule: the best honest-looking misreport"))


def _rule(outcome: Outcome, names: Names, one: Gain) -> Row:
    together = one.kind is Bent.TOGETHER
    cells: list[Value] = [
        message("all") if together else PLAYED[one.rule.played],
        message("all rules together") if together else one.rule.label,
        BENT[one.kind],
        one.tried,
        one.gaining,
        len(one.funded),
        _people(names, one.funded) if one.funded else None,
    ]
    if one.best is None:
        cells += [None, None, None, None, message("nothing gains")]
    else:
        best = one.best
        cells += [_said(outcome, names, best), best.points, best.rank_before, best.rank, _gained(best)]
    mark = Mark.ERROR if one.kind is Bent.BLANK and one.gaining else Mark.NOTICE if one.funded else Mark.NONE
    return Row(tuple(cells), mark)


def _gained(one: Misreport) -> Message:
    if one.funded == "yes":
        return message("it would be funded")
    if one.funded == "unknown":
        return message("not known whether it would be funded")
    if one.rank is not None and one.rank_before is None:
        return message("it would be ranked, but not funded")
    return message("points, but no award")


def _said(outcome: Outcome, names: Names, one: Misreport) -> Message:
    """Name the applicant, and each answer as it is and as it would be."""
    said = tuple(_answer(outcome, each) for each in one.answers)
    return message("{library} ({id}): {answers}", library=names.person(one.applicant), id=one.applicant, answers=said)


def _answer(outcome: Outcome, answer: tuple[str, Any, Any]) -> Message:
    column, before, after = answer
    question = next((each for each in outcome.round.criteria.questions if each.column == column), None)
    criterion = next((each for each in outcome.round.criteria.criteria if each.id == column), None)
    label: Text = question.label if question else criterion.label if criterion else column
    labels: dict[str, Text] = {each.code: each.label for each in question.choices} if question else {}
    return message(
        "{question} {after} instead of {before}",
        question=label,
        after=_cell(after, labels),
        before=_cell(before, labels),
    )


def _cell(cell: object, labels: dict[str, Text]) -> Text:
    if bool(pd.isna(cell)):  # type: ignore[call-overload]
        return message("no answer")
    if isinstance(cell, float):
        return Decimals(cell, 0 if cell.is_integer() else 2)
    if isinstance(cell, pd.Timestamp):
        return str(cell.date())
    return labels.get(str(cell), str(cell))


def _blanks(outcome: Outcome, names: Names, found: Manipulation) -> Grid:
    columns = (
        Column(message("Applicant")),
        Column(message("Library"), width=34),
        Column(message("Left blank"), width=34),
        Column(message("Points gained"), Kind.POINTS, 10),
        Column(message("Rank"), Kind.WHOLE, 7),
        Column(message("Rank then"), Kind.WHOLE, 7),
        Column(message("What it gains"), width=28),
    )
    rows = tuple(
        Row(
            (
                each.applicant,
                names.person(each.applicant),
                _answer(outcome, each.answers[0]),
                each.points,
                each.rank_before,
                each.rank,
                _gained(each),
            ),
            Mark.ERROR,
        )
        for each in found.blanks
    )
    return Grid(columns, rows, title=message("Blanks that gain: the rules must not allow this"))


def _twice(names: Names, found: Manipulation) -> Grid:
    columns = (
        Column(message("Applicant")),
        Column(message("Library"), width=34),
        Column(message("In the plan")),
        Column(message("One award more"), width=12),
        Column(message("Noticed under the same name"), width=14),
        Column(message("Noticed with a number behind the name"), width=14),
        Column(message("Noticed by its answers"), width=14),
    )
    rows = tuple(_second(names, each) for each in found.twice)
    return Grid(columns, rows, title=message("A second application with the same answers under another id"))


def _second(names: Names, one: Twice) -> Row:
    gains = {"yes": message("yes"), "no": message("no"), "unknown": message("not known")}
    return Row(
        (
            one.applicant,
            names.person(one.applicant),
            message("in") if one.in_plan else message("out"),
            gains[one.gains],
            message("yes") if one.same_name else message("no"),
            message("yes") if one.numbered else message("no"),
            message("yes") if one.answers else message("no"),
        ),
        Mark.NOTICE if one.gains == "yes" else Mark.NONE,
    )


def _people(names: Names, who: tuple[str, ...]) -> Text:
    shown = tuple(f"{names.person(name)} ({name})" for name in who[:MOST])
    if len(who) <= MOST:
        return shown
    return message("{people} and {count} more", people=shown, count=len(who) - MOST)
