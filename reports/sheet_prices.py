"""Sheets Prices: what the opposite decision on each applicant, each rule and a little more money would come to."""

from fractions import Fraction
from typing import Any

from locales import Message, Text, message
from optimizer import Limit, Rule, is_money
from reports import words
from reports.grid import Column, Grid, Kind, Mark, Row, Sheet
from scenarios import Outcome, Prices

POINTS = ("value", "score")


def applicants(outcome: Outcome, prices: Prices) -> Sheet:
    """Make the sheet of every applicant's price: what forcing it out, or in, costs the plan."""
    kind = kind_of(outcome)
    columns = (
        Column(message("Applicant")),
        Column(message("Library"), width=40),
        Column(message("District"), width=24, spare=True),
        Column(message("Province"), width=18, spare=True),
        Column(message("Decision")),
        Column(message("Price of deciding otherwise"), kind, 16),
        Column(message("At least"), kind, 16),
        Column(message("How it is known"), width=30),
        Column(message("Enters instead"), width=40),
        Column(message("Leaves for it"), width=40),
    )
    order = prices.swaps.assign(_low=[_sortable(each) for each in prices.swaps["at_least"]])
    order = order.sort_index().sort_values(["awarded", "_low"], ascending=[False, True], kind="stable")
    rows = tuple(_applicant(outcome, str(name), dict(line)) for name, line in order.iterrows())
    notes = (
        _unit_note(outcome),
        message(
            "For those in the plan the price is what the best plan without them loses; for those outside, what the "
            "best plan with them loses. The lower the price, the more open the decision."
        ),
        message(
            "“At least” is proven for everyone: deciding otherwise never loses less. The price itself was solved to "
            "the end for those whose case is closest; for the others it may be higher, and who would change places is "
            "not known."
        ),
    )
    return Sheet(message("Prices of applicants"), (Grid(columns, rows),), notes=notes, frozen=2)


def rules(outcome: Outcome, prices: Prices) -> Sheet:
    """Make the sheet of what each rule costs the programme, and of what one step more of each bound is worth."""
    kind = kind_of(outcome)
    columns = (
        Column(message("Rule"), width=44),
        Column(message("The plan without it gains"), kind, 18),
        Column(message("At most"), kind, 16),
        Column(message("How it is known"), width=30),
        Column(message("Enters without it"), width=36),
        Column(message("Leaves without it"), width=36),
    )
    by_id = {rule.id: rule for rule in outcome.rules}
    rows = tuple(_rule(outcome, by_id, str(name), dict(line)) for name, line in prices.rules.iterrows())
    notes = (
        _unit_note(outcome),
        message(
            "The price of a rule is what the best plan gains when that rule alone is dropped; prices of several rules "
            "do not add up. A price of 0: even without this rule no plan is better."
        ),
    )
    return Sheet(message("Prices of rules"), (Grid(columns, rows), _steps(outcome, prices)), notes=notes)


def kind_of(outcome: Outcome) -> Kind:
    """How numbers in the unit of the first objective are shown."""
    measure = outcome.plan.stages[0].objective.measure if outcome.plan.stages else "value"
    if is_money(measure):
        return Kind.MONEY
    return Kind.POINTS if measure in POINTS else Kind.NUMBER


def _unit_note(outcome: Outcome) -> Message:
    first = outcome.plan.stages[0]
    return message(
        "All prices are in the unit of the first objective ({objective}); the plan reaches {reached}.",
        objective=first.objective.describe(),
        reached=words.measured(first.objective.measure, first.value),
    )


def _sortable(number: Fraction | None) -> float:
    return float("inf") if number is None else float(number)


def _applicant(outcome: Outcome, name: str, line: dict[Any, Any]) -> Row:
    person = outcome.table.loc[name]
    cells = (
        name,
        str(person["name"]),
        str(person["district"]),
        str(person["province"]),
        message("in") if line["awarded"] else message("out"),
        line["price"],
        line["at_least"],
        _known(line),
        _people(outcome, line["enters"]),
        _people(outcome, line["leaves"]),
    )
    return Row(cells, Mark.GOOD if line["awarded"] else Mark.NONE)


def _known(line: dict[Any, Any]) -> Text:
    if line["status"] == "impossible":
        return message("impossible under these rules")
    if line["status"] == "exact":
        return message("solved to the end")
    return message("at least so much; time ran out") if line["out_of_time"] else message("at least so much, proven")


def _people(outcome: Outcome, names: tuple[str, ...]) -> Text:
    if not names:
        return None
    known = words.Names(outcome)
    return tuple(f"{known.person(name)} ({name})" for name in names)


def _rule(outcome: Outcome, by_id: dict[str, Rule], name: str, line: dict[Any, Any]) -> Row:
    rule = by_id.get(name)
    said: Text = name if rule is None else rule.titled
    costs = line["gain"] is None or line["gain"] > 0
    moves = (_people(outcome, line["enters"]), _people(outcome, line["leaves"]))
    cells = (said, line["gain"], line["at_most"], _known(line), *moves)
    return Row(cells, Mark.WARNING if costs else Mark.NONE)


def _steps(outcome: Outcome, prices: Prices) -> Grid:
    kind = kind_of(outcome)
    columns = (
        Column(message("Bound"), width=44),
        Column(message("It is now"), Kind.NUMBER, 18),
        Column(message("One step"), Kind.NUMBER, 18),
        Column(message("One step adds"), kind, 16),
        Column(message("At most"), kind, 16),
    )
    by_id = {rule.id: rule for rule in outcome.rules}
    steps = [dict(line) for _, line in prices.steps.iterrows() if line["most"] is None or line["most"] > 0]
    rows = tuple(_step(by_id, line) for line in steps)
    title = message(
        "What one step more would add (raising a ceiling, lowering a floor); bounds that add nothing are left out"
    )
    return Grid(columns, rows, title=title)


def _step(by_id: dict[str, Rule], line: dict[Any, Any]) -> Row:
    rule = by_id[str(line["rule"])]
    assert isinstance(rule, Limit)
    part = message(" ({part})", part=line["part"]) if line["part"] else ""
    side = message("at most") if line["side"] == "at_most" else message("at least")
    money = Kind.MONEY if is_money(str(line["measure"])) else Kind.NUMBER
    said = message("{rule}{part}: {side}", rule=rule.name, part=part, side=side)
    return Row((said, line["bound"], line["step"], line["gain"], line["most"]), kinds=((1, money), (2, money)))
