"""Compared people: applicants that came or went, their answers, and the reviewers' marks for them."""

from collections.abc import Collection, Iterator, Set
from dataclasses import replace
from typing import Any

import pandas as pd

from intake import Criteria, Round
from locales import Text, message
from scenarios.compare_changes import InputChange, InputKind, Inputs, column_title

APPLICANT, ANSWER, COLUMN, MARKS, BASIS = "applicant", "answer", "column", "marks", "panel"


def found(one: Inputs, other: Inputs) -> Iterator[InputChange]:
    """List applications that came or were withdrawn, changed answers cell by cell, and changed marks."""
    yield from _came_and_went(one.round, other.round)
    yield from _answers(one.round, other.round)
    yield from _marks(one, other)


def put(blend: Inputs, one: Inputs, other: Inputs, chosen: Collection[tuple[str, ...]]) -> Inputs:
    """Take the chosen changes over into a blend of two inputs."""
    people = _people(one.round.applicants, other.round.applicants, chosen)
    changed = {key[1] for key in chosen if key[0] == MARKS}.union(people.index.difference(one.round.applicants.index))
    marks = _blended_marks(one.round.marks, other.round.marks, people, changed)
    scenario = blend.scenario
    if (BASIS,) in chosen:
        scoring = scenario.scoring.model_copy(update={"panel": other.scenario.scoring.panel})
        scenario = scenario.model_copy(update={"scoring": scoring})
    return Inputs(replace(blend.round, applicants=people, marks=marks), scenario)


def _came_and_went(one: Round, other: Round) -> Iterator[InputChange]:
    before, after = one.applicants, other.applicants
    for name in sorted(before.index.difference(after.index)):
        said = message("application withdrawn: {name} ({applicant})", name=_name(before, name), applicant=str(name))
        yield InputChange(InputKind.GATE, (APPLICANT, str(name)), said)
    for name in sorted(after.index.difference(before.index)):
        said = message("new application: {name} ({applicant})", name=_name(after, name), applicant=str(name))
        yield InputChange(InputKind.GATE, (APPLICANT, str(name)), said)


def _answers(one: Round, other: Round) -> Iterator[InputChange]:
    before, after = one.applicants, other.applicants
    shared = before.index.intersection(after.index).sort_values()
    for column in sorted({*before.columns, *after.columns}):
        if _retyped(before, after, column):
            said = message("all answers to {question}", question=column_title(other.criteria, column))
            yield InputChange(InputKind.ANSWER, (COLUMN, column), said)
            continue
        old, new = (_filled(table, column, like) for table, like in ((before, after), (after, before)))
        old, new = old.reindex(shared), new.reindex(shared)
        alike = (old == new) | (old.isna() & new.isna())
        for name in shared[~alike.to_numpy(dtype=bool)]:
            yield InputChange(
                InputKind.ANSWER,
                (ANSWER, str(name), column),
                message(
                    "{name} ({applicant}), {question}: {after} instead of {before}",
                    name=_name(after, name),
                    applicant=str(name),
                    question=column_title(other.criteria, column),
                    after=said_cell(other.criteria, column, new[name]),
                    before=said_cell(one.criteria, column, old[name]),
                ),
            )


def said_cell(criteria: Criteria, column: str, cell: Any) -> Text:  # noqa: ANN401
    """Put an answer into words: a choice by its label, a blank as no answer."""
    if pd.isna(cell):
        return message("no answer")
    question = next((each for each in criteria.questions if each.column == column), None)
    if question is not None and question.choices:
        return next((choice.label for choice in question.choices if choice.code == str(cell)), str(cell))
    if isinstance(cell, pd.Timestamp):
        return cell.date().isoformat()
    return float(cell) if isinstance(cell, int | float) else str(cell)


def _name(people: pd.DataFrame, applicant: object) -> str:
    return str(people.at[applicant, "name"]) if "name" in people else str(applicant)


def _retyped(before: pd.DataFrame, after: pd.DataFrame, column: str) -> bool:
    return column in before and column in after and before[column].dtype != after[column].dtype


def _filled(table: pd.DataFrame, column: str, like: pd.DataFrame) -> "pd.Series[Any]":
    """A column of a table; blank, and of the other's type, where only the other table has it."""
    return table[column] if column in table else like[column].iloc[:0].reindex(table.index)


def _people(before: pd.DataFrame, after: pd.DataFrame, chosen: Collection[tuple[str, ...]]) -> pd.DataFrame:
    moved = {key[1] for key in chosen if key[0] == APPLICANT}
    columns = [*before.columns, *(column for column in after.columns if column not in before)]
    stay = [name for name in before.index if name in after.index or name not in moved]
    come = [name for name in after.index if name not in before.index and name in moved]
    cells: dict[str, list[str]] = {}
    for key in chosen:
        if key[0] == ANSWER:
            cells.setdefault(key[2], []).append(key[1])
    made = {}
    for column in columns:
        old, new = _filled(before, column, after), _filled(after, column, before)
        if _retyped(before, after, column):
            made[column] = (new if (COLUMN, column) in chosen else old).reindex([*stay, *come])
            continue
        kept = old.loc[stay].copy()
        changed = [name for name in cells.get(column, ()) if name in kept.index]
        kept.loc[changed] = new.loc[changed]
        made[column] = pd.concat([kept, new.loc[come]]) if come else kept
    people = pd.DataFrame(made).sort_index()
    people.index.name = before.index.name
    return people


def _marks(one: Inputs, other: Inputs) -> Iterator[InputChange]:
    before, after = _by_applicant(one.round.marks), _by_applicant(other.round.marks)
    shared = one.round.applicants.index.intersection(other.round.applicants.index)
    if one.round.marks is None or other.round.marks is None:
        before = after = {}
    for name in sorted(name for name in {*before, *after} if before.get(name) != after.get(name)):
        if name in shared:
            said = message("marks for {name} ({applicant})", name=_name(other.round.applicants, name), applicant=name)
            yield InputChange(InputKind.MARKS, (MARKS, name), said)
    if one.scenario.scoring.panel != other.scenario.scoring.panel:
        yield InputChange(InputKind.MARKS, (BASIS,), message("raw or calibrated marks"))


def _by_applicant(marks: pd.DataFrame | None) -> dict[str, list[tuple[str, ...]]]:
    rows: dict[str, list[tuple[str, ...]]] = {}
    for row in () if marks is None else marks.itertuples(index=False):
        rows.setdefault(str(row.applicant), []).append(tuple(str(cell) for cell in row))
    return {name: sorted(own) for name, own in rows.items()}


def _blended_marks(
    before: pd.DataFrame | None, after: pd.DataFrame | None, people: pd.DataFrame, changed: Set[str]
) -> pd.DataFrame | None:
    """Marks of the first, but of the second for those whose marks changed or who came.

    Where one round has no panel, marks count as soon as the criteria that they belong to do.
    """
    if before is None and after is None:
        return None
    if before is None or after is None:
        rows = pd.concat([each for each in (before, after) if each is not None])
    else:
        rows = pd.concat([before[~before["applicant"].isin(changed)], after[after["applicant"].isin(changed)]])
    kept = rows[rows["applicant"].isin(set(people.index))]
    return kept.sort_values(["applicant", "reviewer", "criterion"], kind="stable", ignore_index=True)
