"""Sheet How sure: who is funded whatever the committee's doubts, who hangs on them, and whom to phone."""

from fractions import Fraction
from typing import Any

import pandas as pd

from locales import Decimals, Label, Message, Percent, Text, message
from optimizer import Funded, Status
from reports.grid import Column, Grid, Kind, Mark, Row, Sheet, Value
from reports.sheet_weights_agreement import levers, to_discuss
from reports.words import Names
from scenarios import (
    AnyAnswer,
    Call,
    Chance,
    Contribution,
    End,
    Group,
    Outcome,
    Robustness,
    Source,
    SourceShare,
    Stand,
    Without,
)

GROUPS: dict[Group, Message] = {
    Group.CLEAR_IN: message("clear in"),
    Group.CONTESTED: message("contested"),
    Group.CLEAR_OUT: message("clear out"),
}
MARKS = {Group.CONTESTED: Mark.NOTICE, Group.CLEAR_IN: Mark.GOOD, Group.CLEAR_OUT: Mark.NONE}
STANDS: dict[Stand, Message] = {
    Stand.IN: message("in for any answer"),
    Stand.OUT: message("out for any answer"),
    Stand.DEPENDS: message("depends on the answer"),
    Stand.OPEN: message("not known"),
}
SOURCES: dict[Source, Message] = {
    Source.WEIGHTS: message("weights"),
    Source.ANSWERS: message("missing answers"),
    Source.MARKS: message("panel marks"),
    Source.PRICES: message("prices"),
    Source.BUDGET: message("budget"),
}


_BETWEEN = message(
    "In or out for any answer: it is so with all its own missing answers at their worst and at their best, and between "
    "them more points never cost a place. Not known: a rule or a price reads the answer too."
)


def sheet(outcome: Outcome, found: Robustness) -> Sheet:
    """Make the sheet: contested applicants first, then calls, weights, blanks, sources, and criteria left out."""
    grids = tuple(parts(outcome, found).values())
    return Sheet(message("How sure"), grids, _facts(outcome, found), _notes(found), frozen=2)


def parts(outcome: Outcome, found: Robustness) -> dict[str, Grid]:
    """Make the tables of the sheet by what they are about, in its order; what was not asked is left out."""
    made = {"chances": _chances(outcome, found)}
    if found.calls:
        made["calls"] = _calls(outcome, found)
    if found.agreement is not None and found.agreement.levers:
        made["levers"] = levers(outcome, found.agreement)
    if found.answers:
        made["answers"] = _answers(outcome, found)
    if found.shares:
        made["sources"] = _sources(found)
    if found.without:
        made["without"] = _without(outcome, found)
    if found.own:
        made["own"] = _own(outcome, found)
    return {**made, "never": _never(outcome, found)}


def _facts(outcome: Outcome, found: Robustness) -> tuple[tuple[Text, Value, Mark], ...]:
    never = len(outcome.table) - len(found.chances)
    proven, near = found.counted(Status.OPTIMAL), found.counted(Status.FEASIBLE)
    said = message("{count} proven", count=proven)
    if near:
        said = message("{count} proven, {near} within a stated gap", count=proven, near=near)
    facts: list[tuple[Text, Value, Mark]] = [
        (message("Clear in"), len(found.named(Group.CLEAR_IN)), Mark.GOOD),
        (message("Contested"), len(found.named(Group.CONTESTED)), Mark.NOTICE),
        (message("Clear out, of those funded in any plan"), len(found.named(Group.CLEAR_OUT)), Mark.NONE),
        (message("Never funded in any plan"), never, Mark.NONE),
        (message("Draws"), found.settings.draws, Mark.NONE),
        (message("How the draws were allocated"), said, Mark.NONE),
        (message("Seed"), found.settings.seed, Mark.NONE),
        (message("What is drawn"), tuple(SOURCES[each] for each in found.sources) or message("nothing"), Mark.NONE),
    ]
    if found.agreement is not None:
        facts.append((message("The weight to discuss first"), to_discuss(found.agreement), Mark.NOTICE))
    if found.counted(Status.INFEASIBLE):
        said = message("Draws in which no plan exists")
        facts.append((said, found.counted(Status.INFEASIBLE), Mark.WARNING))
    if found.counted(Status.STOPPED):
        facts.append((message("Draws without an answer: time ran out"), found.counted(Status.STOPPED), Mark.WARNING))
    return tuple(facts)


def _notes(found: Robustness) -> tuple[Text, ...]:
    settings = found.settings
    weights = {
        "hull": message("Weights: mixtures of the members' (or stated) weights, every mixture as likely."),
        "each": message("Weights: those of one member (or one stated set) at a time, every one as likely."),
        "fixed": message("Weights: as in the scenario."),
    }[settings.weights]
    return (
        message(
            "Every draw is a full allocation with all rules and budgets, not a line across a ranking. "
            "Clear in: funded in at least {clear_in} of the draws; clear out: in at most {clear_out}.",
            clear_in=Percent(settings.clear_in),
            clear_out=Percent(settings.clear_out),
        ),
        weights,
        message(
            "Missing answers: anything between the worst and the best answer, every one as likely. Where an answer is "
            "required, or a gate waits for it, the scenario's rule stands."
        ),
        *((_BETWEEN,) if found.answers else ()),
        message(
            "Prices of items: up to {prices} dearer or cheaper. Budget: up to {budget} more or less.",
            prices=Percent(settings.prices),
            budget=Percent(settings.budget),
        ),
        message(
            "“Own plans that fund it” counts the members (or stated sets) whose weights alone would fund the library; "
            "funded by all of them, it belongs to the core."
        ),
        message(
            "Probabilities are shares of the draws. The same seed gives the same draws on every machine; more draws "
            "make the shares more precise."
        ),
        *_caveats(found),
    )


def _caveats(found: Robustness) -> tuple[Text, ...]:
    said: list[Text] = []
    if not found.sources:
        said.append(message("Nothing is open in this scenario, so every draw is the plan itself."))
    if found.counted(Status.STOPPED):
        said.append(message("Nobody is called clear by draws that have no answer."))
    return tuple(said)


def _chances(outcome: Outcome, found: Robustness) -> Grid:
    columns = (
        Column(message("Group"), width=12),
        Column(message("Applicant")),
        Column(message("Library"), width=34),
        Column(message("District"), width=24),
        Column(message("Province"), width=18),
        Column(message("Rank"), Kind.WHOLE),
        Column(message("In the plan")),
        Column(message("Probability of being funded"), Kind.PERCENT, 14),
        Column(message("Draws that fund it"), Kind.WHOLE, 12),
        Column(message("Own plans that fund it"), Kind.PERCENT, 14),
        *(Column(message("With {source} alone open", source=SOURCES[s]), Kind.PERCENT, 14) for s in found.sources),
    )
    rows = tuple(_chance(outcome, found, each) for each in found.chances)
    return Grid(columns, rows, title=message("Everyone who is funded in any plan, most doubtful first"))


def _chance(outcome: Outcome, found: Robustness, one: Chance) -> Row:
    person: dict[Any, Any] = outcome.table.loc[one.applicant].to_dict()
    cells = (
        GROUPS[one.group],
        one.applicant,
        str(person["name"]),
        str(person["district"]),
        str(person["province"]),
        _rank(person["rank"]),
        message("in") if one.in_plan else message("out"),
        one.share,
        one.funded,
        one.core,
        *(one.alone.get(source) for source in found.sources),
    )
    return Row(cells, marks=((0, MARKS[one.group]),))


def _never(outcome: Outcome, found: Robustness) -> Grid:
    columns = (
        Column(message("Applicant")),
        Column(message("Library"), width=34),
        Column(message("District"), width=24),
        Column(message("Province"), width=18),
        Column(message("Rank"), Kind.WHOLE),
    )
    others = outcome.table.drop(index=[each.applicant for each in found.chances]).sort_values(
        ["rank"], kind="stable", na_position="last"
    )
    rows = tuple(
        Row((str(name), str(person["name"]), str(person["district"]), str(person["province"]), _rank(person["rank"])))
        for name, person in others.iterrows()
    )
    return Grid(columns, rows, title=message("Clear out: never funded in any plan (without a rank: not eligible)"))


def _rank(number: Any) -> int | None:  # noqa: ANN401
    return None if pd.isna(number) else int(number)


def _calls(outcome: Outcome, found: Robustness) -> Grid:
    columns = (
        Column(message("Applicant")),
        Column(message("Library"), width=34),
        Column(message("District"), width=24),
        Column(message("Question"), width=40),
        Column(message("Expected places changed"), Kind.NUMBER, 12),
        Column(message("At the worst answer"), width=50),
        Column(message("At the best answer"), width=50),
    )
    names = Names(outcome)
    rows = tuple(_call(outcome, names, each) for each in found.calls if each.expected is None or each.expected > 0)
    settled = sum(each.expected == 0 for each in found.calls)
    title = message(
        "Whom to phone: missing answers that could change the plan ({settled} others change nothing at either end)",
        settled=settled,
    )
    return Grid(columns, rows, title=title)


def _call(outcome: Outcome, names: Names, one: Call) -> Row:
    worst = _end(outcome, names, one, one.ends[0]) if len(one.ends) > 1 else None
    best = _end(outcome, names, one, one.ends[-1])
    district = str(outcome.table.at[one.applicant, "district"])
    return Row((one.applicant, names.person(one.applicant), district, one.label, one.expected, worst, best))


def _end(outcome: Outcome, names: Names, one: Call, end: End) -> Text:
    said = _answer(outcome, one.column, end.cell)
    if end.places is None:
        return message("{answer}: not solved, time ran out", answer=said)
    if end.answer is not None and end.answer.status is Status.INFEASIBLE:
        return message("{answer}: no plan exists", answer=said)
    if not end.places:
        return message("{answer}: no change", answer=said)
    return message(
        "{answer}: in {enters}; out {leaves}",
        answer=said,
        enters=_people(names, end.enters),
        leaves=_people(names, end.leaves),
    )


def _answer(outcome: Outcome, column: str, cell: object) -> Text:
    question = next(each for each in outcome.round.criteria.questions if each.column == column)
    label: Label | None = next((each.label for each in question.choices if each.code == cell), None)
    if label is not None:
        return label
    return Decimals(float(cell), 0 if cell.is_integer() else 2) if isinstance(cell, float) else str(cell)


def _people(names: Names, who: tuple[str, ...]) -> Text:
    return tuple(f"{names.person(name)} ({name})" for name in who) or message("nobody")


def _answers(outcome: Outcome, found: Robustness) -> Grid:
    columns = (
        Column(message("Applicant")),
        Column(message("Library"), width=34),
        Column(message("District"), width=24),
        Column(message("Missing answers"), Kind.WHOLE, 10),
        Column(message("With the worst answers"), width=14),
        Column(message("With the best answers"), width=14),
        Column(message("Where it stands"), width=24),
    )
    names = Names(outcome)
    rows = tuple(_any_answer(outcome, names, each) for each in found.answers)
    title = message("Whoever left something blank: all of it at its worst and at its best, everyone else as counted")
    return Grid(columns, rows, title=title)


def _any_answer(outcome: Outcome, names: Names, one: AnyAnswer) -> Row:
    worst, best = (
        message("not solved: time ran out") if each is None else message("in") if each else message("out")
        for each in (one.worst, one.best)
    )
    district = str(outcome.table.at[one.applicant, "district"])
    cells = (one.applicant, names.person(one.applicant), district, len(one.missing), worst, best, STANDS[one.stand])
    return Row(cells, Mark.NOTICE if one.stand is Stand.DEPENDS else Mark.NONE)


def _sources(found: Robustness) -> Grid:
    columns = (
        Column(message("Source of doubt"), width=24),
        Column(message("Places that change if it alone is open"), Kind.NUMBER, 18),
        Column(message("Draws for this"), Kind.WHOLE, 10),
        Column(message("Share of the changes by itself"), Kind.PERCENT, 14),
        Column(message("Standard error"), Kind.PERCENT, 12),
        Column(message("Share with all it does together with others"), Kind.PERCENT, 18),
        Column(message("Standard error"), Kind.PERCENT, 12),
    )
    rows = tuple(_source(each) for each in found.shares)
    title = message("Where the doubt comes from: Sobol' indices of who is funded, first order and total, from draws")
    return Grid(columns, rows, title=title)


def _source(one: SourceShare) -> Row:
    told: Contribution | None = one.contribution
    parts = (None,) * 4 if told is None else (told.first, told.first_error, told.total, told.total_error)
    return Row((SOURCES[one.source], one.places, one.draws, *parts))


def _without(outcome: Outcome, found: Robustness) -> Grid:
    columns = (
        Column(message("Criterion left out"), width=34),
        Column(message("Places that change"), Kind.WHOLE, 12),
        Column(message("Enter"), width=60),
        Column(message("Leave"), width=60),
        Column(message("How it is known"), width=30),
    )
    names = Names(outcome)
    rows = tuple(_left_out(names, each) for each in found.without)
    return Grid(columns, rows, title=message("If one criterion did not count, the others keeping their proportions"))


def _left_out(names: Names, one: Without) -> Row:
    if one.enters is None or one.leaves is None:
        return Row((one.label, None, None, None, known(one.answer)))
    moved = max(len(one.enters), len(one.leaves))
    who = (_people(names, each) if each else None for each in (one.enters, one.leaves))
    return Row((one.label, moved, *who, known(one.answer)))


def _own(outcome: Outcome, found: Robustness) -> Grid:
    members = outcome.round.members.people if outcome.round.members and not found.settings.stated else ()
    names = {each.id: each.name for each in members}
    columns = (
        Column(message("Whose weights alone"), width=24),
        Column(message("Libraries funded"), Kind.WHOLE, 12),
        Column(message("Places that differ from the plan"), Kind.WHOLE, 14),
        Column(message("How it is known"), width=30),
    )
    rows = []
    for each in found.own:
        there = each.answer.status in (Status.OPTIMAL, Status.FEASIBLE)
        moved = max(len(each.answer.names - found.plan), len(found.plan - each.answer.names))
        rows.append(
            Row(
                (
                    names.get(each.id, each.id),
                    len(each.answer.names) if there else None,
                    moved if there else None,
                    known(each.answer),
                )
            )
        )
    return Grid(columns, tuple(rows), title=message("Own plans, from which the core is counted"))


def known(answer: Funded) -> Message:
    """Say how sure an answer is."""
    if answer.status is Status.OPTIMAL:
        return message("proven")
    if answer.status is Status.INFEASIBLE:
        return message("proven: no plan exists")
    if answer.status is Status.STOPPED or answer.bound is None or answer.value is None:
        return message("not proven: time ran out")
    largest = max(abs(answer.bound), abs(answer.value), Fraction(1))
    gap = abs(answer.bound - answer.value) / largest
    return message("within {gap} of the best", gap=Percent(gap))
