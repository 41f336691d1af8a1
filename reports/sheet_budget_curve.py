"""Sheet Budget curve: what more or less money would fund, step by step, and who enters and leaves."""

from fractions import Fraction

from locales import Text, message
from optimizer import BudgetCurve, BudgetStep
from reports import words
from reports.grid import Column, Grid, Kind, Mark, Row, Sheet, Value
from scenarios import Outcome


def sheet(outcome: Outcome, curve: BudgetCurve) -> Sheet:
    """Make the sheet: the steps, then who changes places from one to the next."""
    facts: list[tuple[Text, Value, Mark]] = [
        (message("Lines that change"), tuple(_line(outcome, line) for line in _lines(curve)), Mark.NONE),
        (message("Objective"), outcome.scenario.objectives[0].describe(), Mark.NONE),
        (message("Lists of the funded"), _lists(curve), Mark.NONE),
    ]
    facts += [(message("Not reliable"), problem, Mark.WARNING) for problem in curve.problems]
    return Sheet(
        message("Budget curve"), (_steps(outcome, curve), _moves(outcome, curve)), tuple(facts), _notes(curve), 1
    )


def _lists(curve: BudgetCurve) -> Text:
    if not curve.nested:
        return message("each budget by itself")
    if curve.direction == "down":
        return message("nested: only who is in at a larger budget may be in at a smaller one")
    return message("nested: whoever is in at a budget stays in at every larger one")


def _notes(curve: BudgetCurve) -> tuple[Text, ...]:
    notes: list[Text] = [
        message("No better than: the best that is still possible at this budget; the same as the value when proven."),
        message("A line rises or falls as a whole; what it allows is rounded down to whole rupiah."),
    ]
    if curve.nested:
        notes.append(
            message("Price of nesting: what the best plan at this budget alone has more, where both are proven.")
        )
        notes.append(
            message("Worked out from the largest budget down: each step chooses among those funded at the one above.")
            if curve.direction == "down"
            else message("Worked out from the smallest budget up: each step keeps everyone funded at the one before.")
        )
    return tuple(notes)


def _lines(curve: BudgetCurve) -> tuple[str, ...]:
    return tuple(curve.steps[0].amounts) if curve.steps else ()


def _line(outcome: Outcome, line: str) -> Text:
    return next((rule.name for rule in outcome.rules if rule.id == line), line)


def _steps(outcome: Outcome, curve: BudgetCurve) -> Grid:
    columns = (
        Column(message("Of the budget"), Kind.PERCENT),
        *(Column(_line(outcome, line), _kind_of_line(outcome, line), 20) for line in _lines(curve)),
        Column(message("Libraries"), Kind.WHOLE),
        Column(message("Value of the objective"), _kind(outcome), 18),
        Column(message("No better than"), _kind(outcome), 18),
        Column(message("Enter"), Kind.WHOLE),
        Column(message("Leave"), Kind.WHOLE),
        *([Column(message("Price of nesting"), _kind(outcome), 18)] if curve.nested else []),
        Column(message("Result"), width=44),
    )
    return Grid(columns, tuple(_step(curve, step) for step in curve.steps), title=message("Steps, the smallest first"))


def _step(curve: BudgetCurve, step: BudgetStep) -> Row:
    cells: list[Value] = [
        float(step.factor),
        *(_cell(amount) for amount in step.amounts.values()),
        len(step.plan.awards) if step.plan.has_awards else None,
        _cell(step.value),
        _cell(step.bound),
        len(step.enters),
        len(step.leaves),
        *([message("not proven") if step.price is None else _cell(step.price)] if curve.nested else []),
        _result(curve, step),
    ]
    return Row(tuple(cells), Mark.NONE if step.value is not None and step.value == step.bound else Mark.WARNING)


def _result(curve: BudgetCurve, step: BudgetStep) -> Text:
    """Say what is proven of one step: with nested lists, only among plans that keep the lists already chosen."""
    if step.value is None or step.value != step.bound:
        return words.status(step.plan)
    return (
        message("proven: no plan that nests with the one before is better")
        if curve.nested
        else message("proven: no plan is better")
    )


def _moves(outcome: Outcome, curve: BudgetCurve) -> Grid:
    columns = (
        Column(message("Of the budget"), Kind.PERCENT),
        Column(message("Change")),
        Column(message("Applicant")),
        Column(message("Library"), width=40),
        Column(message("District"), width=26, spare=True),
        Column(message("Province"), width=18, spare=True),
    )
    names, rows = words.Names(outcome), []
    for step in curve.steps:
        moved = [(message("enters"), each) for each in step.enters] + [
            (message("leaves"), each) for each in step.leaves
        ]
        for change, each in moved:
            place = (str(outcome.table.at[each, "district"]), str(outcome.table.at[each, "province"]))
            rows.append(Row((float(step.factor), change, each, names.person(each), *place)))
    return Grid(columns, tuple(rows), title=message("Who enters and who leaves from step to step"))


def _cell(number: Fraction | None) -> Value:
    if number is None:
        return None
    return int(number) if number.denominator == 1 else float(number)


def _kind(outcome: Outcome) -> Kind:
    return _shown(outcome.scenario.objectives[0].measure)


def _kind_of_line(outcome: Outcome, line: str) -> Kind:
    return _shown(next((str(getattr(rule, "measure", "")) for rule in outcome.rules if rule.id == line), ""))


def _shown(measure: str) -> Kind:
    if measure.startswith(("cost", "local_")):
        return Kind.MONEY
    return Kind.POINTS if measure in ("value", "score") else Kind.NUMBER
