"""The two tables that an allocation is made from, checked and put in one order."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from pandas.api.types import is_bool_dtype, is_numeric_dtype

from intake import Finding, Findings, InputError, Severity
from locales import Message, message
from optimizer.joined import Joined
from optimizer.numbers import countable

if TYPE_CHECKING:
    from optimizer.rules.beside import CountedBeside

KEYS = ("applicant", "option")


@dataclass(frozen=True, eq=False)
class Tables:
    """Applicants (index: id) and options (0..n-1), both sorted by id, so that the order of files never matters.

    `owner` gives for each option the position of its applicant; `joined` is the options with the applicant's
    attributes beside them. `beside` are the rules whose costs count beside the awards' own.
    """

    applicants: pd.DataFrame
    options: pd.DataFrame
    owner: "np.ndarray[Any, np.dtype[np.intp]]"
    joined: Joined
    beside: tuple["CountedBeside", ...] = ()

    def is_number(self, column: str) -> bool:
        """Tell whether a column of either table can be measured."""
        return column in self.joined and is_numeric_dtype(self.joined[column])


def prepare(applicants: pd.DataFrame, options: pd.DataFrame) -> Tables:
    """Check both tables and sort them; raise InputError with every finding at once.

    applicants: index of unique ids, any attribute columns. options: columns applicant, option, value and any
    resource columns; numbers must be finite, and value and resources not negative.
    """
    findings = Findings.of([*_key_findings(applicants, options), *number_findings(options)])
    if findings.errors:
        raise InputError(findings)
    people = applicants.assign().copy()
    people.index = people.index.astype(str)
    people = people.sort_index(kind="stable")
    people.index.name = "applicant"
    rows = options.assign(applicant=options["applicant"].astype(str), option=options["option"].astype(str))
    rows = rows.sort_values(list(KEYS), kind="stable", ignore_index=True)
    owner = people.index.get_indexer(pd.Index(rows["applicant"]))
    return Tables(people, rows, owner, Joined(rows, people, owner))


def _problem(code: str, problem: Message, remedy: Message, **place: Any) -> Finding:  # noqa: ANN401
    return Finding(code=code, severity=Severity.ERROR, problem=problem, remedy=remedy, **place)


def _key_findings(applicants: pd.DataFrame, options: pd.DataFrame) -> Iterator[Finding]:
    doubled = [
        ("applicants", tuple(sorted(set(map(str, applicants.columns[applicants.columns.duplicated()]))))),
        ("options", tuple(sorted(set(map(str, options.columns[options.columns.duplicated()]))))),
    ]
    for table, columns in doubled:
        if columns:
            yield _problem(
                "tables.columns",
                message("{table} have more than one column {columns}", table=table, columns=columns),
                message("give every column a name of its own"),
                file=table,
            )
    if any(columns for _, columns in doubled):
        return
    missing = [column for column in (*KEYS, "value") if column not in options]
    if missing:
        yield _problem(
            "options.columns",
            message("the options have no column {columns}", columns=tuple(missing)),
            message("every option needs an applicant, an option name and a value"),
            file="options",
        )
        return
    ids = pd.Series(applicants.index.astype(str))
    yield from (
        _problem(
            "applicants.twice",
            message("applicant {applicant} is there more than once", applicant=name),
            message("give every applicant an id of its own"),
            file="applicants",
            value=name,
        )
        for name in sorted(set(ids[ids.duplicated()]))
    )
    both = sorted(set(applicants.columns) & set(options.columns))
    if both:
        yield _problem(
            "options.shadowed",
            message("applicants and options both have the columns {columns}", columns=tuple(both)),
            message("rename one of them: a rule could not tell which is meant"),
            file="options",
        )
    if applicants.index.isna().any():
        yield _problem(
            "applicants.blank",
            message("an applicant has no id"),
            message("give every applicant an id of its own"),
            file="applicants",
            row=int(np.flatnonzero(applicants.index.isna())[0]) + 1,
        )
    strange = ~options["applicant"].astype(str).isin(set(ids)).to_numpy(dtype=bool)
    yield from (
        _problem(
            "options.applicant",
            message("there is no applicant {applicant}", applicant=str(options["applicant"].iloc[position])),
            message("correct the id or leave the option out"),
            file="options",
            row=int(position) + 1,
            value=str(options["applicant"].iloc[position]),
        )
        for position in np.flatnonzero(strange)
    )
    yield from (
        _problem(
            "options.blank",
            message("an option has no name"),
            message("give every option of an applicant a name of its own"),
            file="options",
            row=int(position) + 1,
            column="option",
        )
        for position in np.flatnonzero(options["option"].isna())
    )
    pairs = options[list(KEYS)].astype(str)
    yield from (
        _problem(
            "options.twice",
            message("applicant {applicant} has option {option} more than once", applicant=pair[0], option=pair[1]),
            message("give every option of an applicant a name of its own"),
            file="options",
            value=pair[1],
        )
        for pair in sorted(set(map(tuple, pairs[pairs.duplicated()].to_numpy())))
    )


def number_findings(options: pd.DataFrame) -> Iterator[Finding]:
    """Find columns of the options that are no numbers, not finite, negative, or too large to be counted."""
    if options.columns.has_duplicates:
        return
    for column in options.columns:
        cells = options[column]
        if column in KEYS or not (is_numeric_dtype(cells) or column == "value"):
            continue
        if not is_numeric_dtype(cells) or is_bool_dtype(cells):
            yield _problem(
                "options.number",
                message("{column} is not a column of numbers", column=str(column)),
                message("give every option a number"),
                file="options",
                column=str(column),
            )
            continue
        numbers = cells.to_numpy(dtype=np.float64, na_value=np.nan)
        bad = ~np.isfinite(numbers) | (numbers < 0)
        for position in np.flatnonzero(bad):
            yield _problem(
                "options.number",
                message(
                    "{column} of option {option} of applicant {applicant} is {number}",
                    column=str(column),
                    option=str(options["option"].iloc[position]),
                    applicant=str(options["applicant"].iloc[position]),
                    number=str(numbers[position]),
                ),
                message("a value or a resource must be a finite number, zero or more"),
                file="options",
                row=int(position) + 1,
                column=str(column),
                value=str(numbers[position]),
            )
        if not bad.any() and not countable(cells):
            yield _problem(
                "options.size",
                message("{column} holds numbers too large to be counted exactly", column=str(column)),
                message("use a larger unit, or round to fewer digits"),
                file="options",
                column=str(column),
            )
