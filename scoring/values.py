"""Value functions: an answer becomes a value between 0 and 1 on fixed anchors, never scaled by the pool."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from intake import Criterion, Finding
from locales import message
from scoring.faults import fault
from scoring.on_scale import on_scale as on_scale
from scoring.points import VALUE_ONE, Flags, Floats, Integers

NO_SOURCE = -1


@dataclass(frozen=True, eq=False)
class Valued:
    """One criterion over all applicants, each array one value a row of the table.

    values: billionths, 0 where missing. missing: there was nothing to value. source: which column the answer
    came from (0 the criterion's own, 1 the first fallback, ...; -1 none). no_base: the answer is there, but
    the column it is divided by is blank, zero or below. worse, better: the figure lies beyond the anchor for
    value 0 or value 1.
    """

    values: Integers
    missing: Flags
    source: Integers
    no_base: Flags
    worse: Flags
    better: Flags


def value(criterion: Criterion, table: pd.DataFrame) -> Valued:
    """Value every row of `table` on one criterion; `value_faults` must have found nothing."""
    answers, source = _first_answer(criterion, table)
    if criterion.shape == "levels":
        return _by_level(criterion, answers, source)
    figures, no_base = _figures(criterion, answers.to_numpy(dtype=np.float64, na_value=np.nan), table)
    xs, ys = scale(criterion)
    missing = np.isnan(figures)
    below, above = (figures < xs[0]), (figures > xs[-1])
    worse, better = (below, above) if criterion.direction == "up" else (above, below)
    return Valued(on_scale(figures, xs, ys), missing, np.where(missing, NO_SOURCE, source), no_base, worse, better)


def figures(criterion: Criterion, table: pd.DataFrame) -> Floats:
    """Give the figure that a number criterion reads for every row of `table`, NaN where there is none."""
    answers, _ = _first_answer(criterion, table)
    found, _ = _figures(criterion, answers.to_numpy(dtype=np.float64, na_value=np.nan), table)
    return found


def scale(criterion: Criterion) -> tuple[Floats, Floats]:
    """Give a number criterion's scale as rising figures and their values."""
    zero, one = criterion.anchors.zero.at, criterion.anchors.one.at
    points = criterion.points or tuple(sorted(((zero, 0.0), (one, 1.0))))
    return np.array([x for x, _ in points], dtype=np.float64), np.array([y for _, y in points], dtype=np.float64)


def codes(column: "pd.Series[Any]") -> "pd.Series[Any]":
    """Give a column's cells as text, whole numbers without a decimal point, blanks kept blank."""
    if pd.api.types.is_float_dtype(column.dtype):
        whole = column.dropna()
        if bool(((whole % 1 == 0) & (whole.abs() < 2**53)).all()):
            column = column.astype("Int64")
    return column.astype("string")


def value_faults(criterion: Criterion, table: pd.DataFrame) -> Iterator[Finding]:
    """Find why a criterion cannot be valued: a column that is absent, of the wrong type, or infinite."""
    per = (criterion.per.column,) if criterion.per else ()
    columns = (criterion.column, *criterion.fallbacks, *per)
    sound = True
    for column in columns:
        if column not in table.columns:
            found = _absent(criterion, column)
        elif criterion.shape == "levels":
            found = list(_unknown_levels(criterion, table[column]))
        else:
            found = list(_not_numbers(criterion, table[column]))
        sound = sound and not found
        yield from found
    if sound and criterion.per and criterion.shape != "levels":
        answers, _ = _first_answer(criterion, table)
        figures, _ = _figures(criterion, answers.to_numpy(dtype=np.float64, na_value=np.nan), table)
        yield from _infinite(criterion, criterion.per.column, pd.Series(figures, index=table.index))


def _first_answer(criterion: Criterion, table: pd.DataFrame) -> "tuple[pd.Series[Any], Integers]":
    answers = table[criterion.column]
    source = np.where(answers.isna().to_numpy(), NO_SOURCE, 0)
    for number, column in enumerate(criterion.fallbacks, start=1):
        source = np.where((source == NO_SOURCE) & table[column].notna().to_numpy(), number, source)
        answers = answers.where(answers.notna(), table[column])
    return answers, source.astype(np.int64)


def _figures(criterion: Criterion, answers: Floats, table: pd.DataFrame) -> tuple[Floats, Flags]:
    if criterion.per is None:
        return answers, np.zeros(len(answers), dtype=np.bool_)
    base = table[criterion.per.column].to_numpy(dtype=np.float64, na_value=np.nan)
    usable = base > 0
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        figures = np.where(usable, answers / (criterion.per.times * np.where(usable, base, 1.0)), np.nan)
    return figures, ~usable & ~np.isnan(answers)


def _by_level(criterion: Criterion, answers: "pd.Series[Any]", source: Integers) -> Valued:
    worth = {level.code: round(level.value * VALUE_ONE) for level in criterion.levels}
    # There are few different answers: each is looked up once, and a blank stands last.
    place, unlike = pd.factorize(answers)
    earned = codes(pd.Series(unlike)).map(worth).to_numpy(dtype=np.float64, na_value=np.nan)
    values = np.append(earned, np.nan)[place]
    missing = np.isnan(values)
    nowhere = np.zeros(len(values), dtype=np.bool_)
    return Valued(np.where(missing, 0.0, values).astype(np.int64), missing, source, nowhere, nowhere, nowhere)


def _absent(criterion: Criterion, column: str) -> list[Finding]:
    problem = message(
        "Criterion {criterion} reads a column that is neither a question nor a figure of the district.",
        criterion=criterion.label,
    )
    remedy = message("Add a question for this column, or correct its name.")
    return [fault("scoring-column-absent", problem, remedy, column=column)]


def _not_numbers(criterion: Criterion, column: "pd.Series[Any]") -> Iterator[Finding]:
    if not pd.api.types.is_numeric_dtype(column.dtype):
        yield fault(
            "scoring-not-a-number",
            message("Criterion {criterion} needs numbers, but this column holds none.", criterion=criterion.label),
            message('Make the question one of type "number", or give the criterion the shape "levels".'),
            column=str(column.name),
        )
    else:
        yield from _infinite(criterion, str(column.name), column)


def _infinite(criterion: Criterion, name: str, column: "pd.Series[Any]") -> Iterator[Finding]:
    infinite = np.isinf(column.to_numpy(dtype=np.float64, na_value=np.nan))
    for applicant in sorted(str(each) for each in column.index[infinite]):
        problem = message(
            "Criterion {criterion}: the figure of applicant {applicant} is infinite.",
            criterion=criterion.label,
            applicant=applicant,
        )
        yield fault("scoring-infinite", problem, message("Give a finite number."), file="", column=name)


def _unknown_levels(criterion: Criterion, column: "pd.Series[Any]") -> Iterator[Finding]:
    known = {level.code for level in criterion.levels}
    for code in sorted(set(codes(pd.Series(column.dropna().unique())).dropna()) - known):
        yield fault(
            "scoring-level-unknown",
            message("Criterion {criterion} has no level for this answer.", criterion=criterion.label),
            message(
                "Use one of {levels}, or add the level.",
                levels=tuple(level.code for level in criterion.levels),
            ),
            column=str(column.name),
            value=str(code),
        )
