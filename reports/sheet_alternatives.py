"""Sheet Other plans: plans within the loss that really differ, and where they differ from the plan."""

from typing import Any

from locales import Message, Text, message
from optimizer import Alternative, Status
from reports.grid import Column, Grid, Kind, Mark, Row, Sheet, Value
from reports.sheet_prices import kind_of
from reports.words import Names
from scenarios import OtherPlans, Outcome, best_first, other_plans_facts


def sheet(outcome: Outcome, found: OtherPlans) -> Sheet:
    """Make the sheet: one row a plan, then one row an applicant that any of them decides differently."""
    shown = _shown(found)
    notes = (
        *other_plans_facts(outcome, found),
        message(
            "Applicants decided differently are those in one list of names and not in the other: one library in place "
            "of another counts as two. Packages do not count."
        ),
        message("Every plan here keeps all rules; that was counted again without the solver."),
    )
    return Sheet(message("Other plans"), (_plans(outcome, shown), _people(outcome, shown)), notes=notes, frozen=2)


def _shown(found: OtherPlans) -> list[tuple[Message, Alternative]]:
    others = found.alternatives
    named = [(message("Other plan {number}", number=k + 1), each) for k, each in enumerate(others.listed)]
    return [*named, *([(message("Most different"), others.most_different)] if others.most_different else [])]


def _plans(outcome: Outcome, shown: list[tuple[Message, Alternative]]) -> Grid:
    kind = kind_of(outcome)
    columns = (
        Column(message("Plan"), width=18),
        Column(message("Reaches"), kind, 16),
        Column(message("Loses"), kind, 16),
        Column(message("Any so different loses at least"), kind, 18),
        Column(message("Proven"), width=34),
        Column(message("Decided differently"), Kind.WHOLE),
        Column(message("Libraries"), Kind.WHOLE),
        Column(message("Grant"), Kind.MONEY, 20),
        Column(message("Enters"), width=50),
        Column(message("Leaves"), width=50),
    )
    first: tuple[Value, ...] = (
        message("The plan"),
        outcome.plan.stages[0].value if outcome.plan.stages else None,
        None,
        None,
        message("proven optimal") if outcome.plan.status is Status.OPTIMAL else message("not proven best"),
        0,
        len(outcome.plan.awards),
        _grant(outcome.plan.awards["cost"].tolist()),
        None,
        None,
    )
    return Grid(columns, (Row(first), *(Row(_plan(outcome, name, each)) for name, each in shown)))


def _plan(outcome: Outcome, name: Message, each: Alternative) -> tuple[Value, ...]:
    return (
        name,
        each.plan.stages[0].value if each.plan.stages else None,
        each.loss,
        each.loss_at_least,
        _proof(each),
        each.differences,
        len(each.plan.awards),
        _grant(each.plan.awards["cost"].tolist()),
        _named(outcome, each.enters),
        _named(outcome, each.leaves),
    )


def _proof(each: Alternative) -> Message:
    if each.status is not Status.OPTIMAL:
        return message("best found in the time")
    if each.at_most is not None:
        return message("none within the loss is more different")
    return message("none so different loses less")


def _grant(costs: list[int]) -> int:
    return sum(int(cost) for cost in costs)


def _named(outcome: Outcome, people: tuple[str, ...]) -> Text:
    names = Names(outcome)
    return tuple(message("{name} ({applicant})", name=names.person(one), applicant=one) for one in people) or None


def _people(outcome: Outcome, shown: list[tuple[Message, Alternative]]) -> Grid:
    """Who is in which plan: everyone whom any other plan decides differently, best rank first."""
    columns = (
        Column(message("Applicant")),
        Column(message("Library"), width=40),
        Column(message("District"), width=24, spare=True),
        Column(message("Province"), width=18, spare=True),
        Column(message("Score"), Kind.POINTS),
        Column(message("The plan"), width=18),
        *(Column(name, width=18) for name, _ in shown),
    )
    moved = {name for _, each in shown for name in (*each.enters, *each.leaves)}
    order = best_first(outcome.table.loc[sorted(moved)]).index.astype(str)
    rows = tuple(Row(_person(outcome, name, shown), marks=_marks(outcome, name, shown)) for name in order)
    return Grid(columns, rows, title=message("Applicants decided differently"))


def _person(outcome: Outcome, name: str, shown: list[tuple[Message, Alternative]]) -> tuple[Value, ...]:
    person: dict[Any, Any] = outcome.table.loc[name].to_dict()
    given = (outcome.plan.awards, *(each.plan.awards for _, each in shown))
    return (
        name,
        str(person["name"]),
        str(person["district"]),
        str(person["province"]),
        float(person["score"]),
        *(message("in") if name in awards.index else message("out") for awards in given),
    )


def _marks(outcome: Outcome, name: str, shown: list[tuple[Message, Alternative]]) -> tuple[tuple[int, Mark], ...]:
    inside = name in outcome.plan.awards.index
    return tuple(
        (6 + k, Mark.NOTICE) for k, (_, each) in enumerate(shown) if (name in each.plan.awards.index) != inside
    )
