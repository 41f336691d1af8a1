"""Sheet Reserve list: who is called first when a winner withdraws, and who takes the place of each."""

from typing import Any

import pandas as pd

from locales import Message, Text, message
from optimizer import Mentoring
from reports.grid import Column, Grid, Kind, Mark, Row, Sheet, Value
from reports.sheet_not_funded import listed
from reports.sheet_prices import kind_of
from reports.words import Names
from scenarios import Outcome, Reserve, Vacancy


def sheet(outcome: Outcome, result: Reserve) -> Sheet:
    """Make the sheet: the order first, where it does not hold, then every winner, best rank first."""
    grids = [] if result.listed is None else [_order(outcome, result), _exceptions(outcome, result)]
    grids.append(_vacancies(outcome, result))
    filled = sum(bool(each.substitution.substitutes) for each in result.vacancies)
    substitutes = message(
        "{filled} of the {all} winners asked about have a lawful substitute", filled=filled, all=len(result.vacancies)
    )
    facts: tuple[tuple[Text, Value, Mark], ...] = (
        (message("Result"), substitutes, Mark.NONE),
        (
            message("Proof"),
            message("every answer is proven: no lawful choice is better")
            if result.in_time
            else message("time ran out: the answers marked so are not proven, and the order ends early"),
            Mark.NONE if result.in_time else Mark.WARNING,
        ),
    )
    return Sheet(
        message("Reserve list"), tuple(g for g in grids if g.rows), facts, tuple(_notes(outcome, result)), frozen=3
    )


def _notes(outcome: Outcome, result: Reserve) -> list[Message]:
    objective = outcome.plan.stages[0].objective.describe() if outcome.plan.stages else "–"
    stay = (
        message("The others need not keep what was announced for them: each answer is a plan of its own.")
        if result.anyone_may_move
        else message("When a winner cannot be awarded, everyone else keeps exactly what was announced.")
    )
    notes = [
        stay,
        message(
            "Substitutes: those who then make the plan best under all rules, by the scenario's objectives and its "
            "order for equally good plans. Several small ones may take one place. A rule that forces the winner "
            "itself in falls away with it."
        ),
        message(
            "Loss: how much less the plan reaches on its first objective ({objective}) without the winner and with its "
            "substitutes.",
            objective=objective,
        ),
        message(
            "Left free: what is then left of the winner's grant on each budget line; below zero, so much more is used."
        ),
    ]
    if result.listed is not None:
        notes.append(
            message(
                "Place 1 takes the place of the most winners. For each further place those above it are taken to be no "
                "longer available, and every winner is asked again. Equal counts go by the value of the best package, "
                "then by applicant id."
            )
        )
        notes.append(
            message("The order ends where nobody left could take anyone's place.")
            if result.listed.complete
            else message("The order was not worked out further; after its last place, run it again.")
        )
    return notes


def _people(outcome: Outcome, names: tuple[str, ...]) -> Text:
    known = Names(outcome)
    return tuple(f"{known.person(name)} ({name})" for name in names) or None


def _person(outcome: Outcome, applicant: str) -> tuple[Value, ...]:
    person = outcome.table.loc[applicant]
    return applicant, str(person["name"]), str(person["district"]), str(person["province"])


def _order(outcome: Outcome, result: Reserve) -> Grid:
    assert result.listed is not None
    columns = (
        Column(message("Place in the order"), Kind.WHOLE, 8),
        Column(message("Applicant"), width=12),
        Column(message("Library"), width=40),
        Column(message("District"), width=20, spare=True),
        Column(message("Province"), width=18, spare=True),
        Column(message("Winners it would replace"), width=44),
        Column(message("How many"), Kind.WHOLE, 24),
        Column(message("Score"), Kind.POINTS, 16),
    )
    everyone = len(result.vacancies)
    rows = tuple(
        Row(
            (
                number + 1,
                *_person(outcome, place.applicant),
                message("all") if len(place.replaces) == everyone else place.replaces,
                len(place.replaces),
                float(outcome.table["score"].loc[place.applicant]),
            )
        )
        for number, place in enumerate(result.listed.order)
    )
    return Grid(columns, rows, title=message("Order in which to call"))


def _exceptions(outcome: Outcome, result: Reserve) -> Grid:
    assert result.listed is not None
    columns = (
        Column(message("Winners"), Kind.WHOLE, 8),
        Column(message("Applicant"), width=12),
        Column(message("Called first"), width=40),
        Column(message("District"), width=20, spare=True),
        Column(message("Province"), width=18, spare=True),
        Column(message("When one of these cannot be awarded"), width=44),
        Column(message("Their provinces"), width=24),
    )
    rows = tuple(_exception(outcome, called, winners) for called, winners in result.listed.exceptions)
    return Grid(columns, rows, title=message("Where someone else comes first than place 1"))


def _exception(outcome: Outcome, called: tuple[str, ...], winners: tuple[str, ...]) -> Row:
    names = tuple(Names(outcome).person(one) for one in called)
    places = (_all_of(outcome, called, "district"), _all_of(outcome, called, "province"))
    return Row((len(winners), called, names, *places, _people(outcome, winners), _all_of(outcome, winners, "province")))


def _all_of(outcome: Outcome, people: tuple[str, ...], column: str) -> Text:
    return tuple(sorted({str(outcome.table.at[one, column]) for one in people}))


def _vacancies(outcome: Outcome, result: Reserve) -> Grid:
    names = Names(outcome)
    lines = [line.id for line in outcome.round.call.budget_lines if f"cost_{line.id}" in outcome.plan.awards]
    mentoring = any(isinstance(rule, Mentoring) for rule in outcome.rules)
    moving: tuple[Column, ...] = (
        Column(message("Others who leave"), width=30),
        Column(message("Others with another package"), width=30),
    )
    columns = (
        Column(message("Rank"), Kind.WHOLE, 8),
        Column(message("Winner"), width=12),
        Column(message("Library"), width=40),
        Column(message("District"), width=20, spare=True),
        Column(message("Province"), width=18, spare=True),
        Column(message("Substitutes"), width=44),
        Column(message("Package"), width=24),
        *(moving if result.anyone_may_move else ()),
        Column(message("Loss"), kind_of(outcome), 16),
        *(Column(message("Left free: {line}", line=names.lines[line]), Kind.MONEY, 18) for line in lines),
        *((Column(message("Villages with another mentor"), width=30),) if mentoring else ()),
        Column(message("Why nobody"), width=60),
    )
    rows = tuple(
        _vacancy(outcome, each, lines, moving=result.anyone_may_move, mentoring=mentoring) for each in result.vacancies
    )
    return Grid(columns, rows, title=message("Every winner, if it cannot be awarded"))


def _vacancy(outcome: Outcome, vacancy: Vacancy, lines: list[str], *, moving: bool, mentoring: bool) -> Row:
    names, found = Names(outcome), vacancy.substitution
    offered: Any = outcome.options.table.set_index(["applicant", "option"])
    packages: list[Text] = []
    for name in found.substitutes:
        row = offered.loc[(name, vacancy.packages[name])]
        packages.append(message("{package} {tier}", package=names.thing(row["package"]), tier=names.thing(row["tier"])))
    rank: Any = outcome.scores.table.at[vacancy.winner, "rank"]
    cells: tuple[Value, ...] = (
        None if pd.isna(rank) else int(rank),
        *_person(outcome, vacancy.winner),
        _people(outcome, found.substitutes) if found.substitutes and found.in_time else _said(outcome, vacancy, moving),
        tuple(packages) or None,
        *((_people(outcome, found.changes.leaves), _people(outcome, found.changes.packages)) if moving else ()),
        found.loss,
        *(vacancy.freed[line] - vacancy.taken[line] if found.plan is not None else None for line in lines),
        *((tuple(_mentor(village, after) for village, _, after in found.mentors) or None,) if mentoring else ()),
        listed(vacancy.why),
    )
    place = 5
    marks = () if found.substitutes and found.in_time else ((place, Mark.WARNING),)
    return Row(cells, marks=marks)


def _said(outcome: Outcome, vacancy: Vacancy, moving: bool) -> Text:
    if vacancy.substitution.substitutes:
        return message(
            "{substitutes} (not proven best: time ran out)",
            substitutes=_people(outcome, vacancy.substitution.substitutes),
        )
    return vacancy.said(anyone_may_move=moving)


def _mentor(village: str, after: str) -> Message:
    if after:
        return message("{village}: now {mentor}", village=village, mentor=after)
    return message("{village}: none", village=village)
