"""Checks of a written plan: awards, their bills and totals, and awards.csv, cell by cell."""

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path

from locales import message
from optimizer import CountedBeside, Violation, plain
from reports import awards_csv
from reports import document as written
from reports.again import Again
from reports.canonical import Cell, read_exact, shown
from reports.reading import AWARDS
from reports.schema import Document

BY_YEAR = re.compile(r"_[0-9]{4}$")
SUMMED = (("grant", "cost"), ("local", "local"))


def bill(document: Document) -> Iterator[Violation]:
    """Check every row's arithmetic, and that an award's rows add up to its costs, line by line."""
    awards = {str(award["applicant"]): award for award in document.awards}
    sums: dict[tuple[str, str], Fraction] = {}
    for row in document.bill:
        applicant, item = str(row["applicant"]), str(row["item"])
        if applicant not in awards:
            yield Violation("bill", message("{applicant} has a bill but no award", applicant=applicant))
            continue
        for column, right in (
            ("cost", _number(row["units"]) * _number(row["unit_price"])),
            ("cost", _number(row["grant"]) + _number(row["local"])),
        ):
            if _number(row[column]) != right:
                yield _differs("bill", applicant, f"{item}: {column}", row[column], plain(right))
        for part, column in SUMMED:
            key = (applicant, f"{column}_{row['line']}")
            sums[key] = sums.get(key, Fraction(0)) + _number(row[part])
    for applicant, award in awards.items():
        for column, given in award.items():
            if _is_line(column) and _number(given) != sums.get((applicant, column), 0):
                added = plain(sums.get((applicant, column), Fraction(0)))
                yield _differs("bill", applicant, column, given, added)
    for applicant, column in sums:
        if column not in awards[applicant]:
            yield Violation("bill", message("{applicant} has no column {column}", applicant=applicant, column=column))


def sums_by_line(document: Document) -> Iterator[Violation]:
    """Check that the lines of every option and award add up to its cost and its local match."""
    for section, rows in (("options", document.options.rows), ("awards", document.awards)):
        for row in rows:
            for column, prefix in (("cost", "cost_"), ("local_match", "local_")):
                parts = [name for name in row if name.startswith(prefix) and _is_line(name)]
                added = sum((_number(row[name]) for name in parts), Fraction(0))
                if parts and column in row and _number(row[column]) != added:
                    where = f"{row['option']}: {column}"
                    yield _differs(section, str(row["applicant"]), where, row[column], plain(added))


def totals(again: Again) -> Iterator[Violation]:
    """Add every total up again, and what every budget line has left."""
    document = again.document
    counted: dict[str, Fraction] = {"libraries": Fraction(len(document.awards))}
    for award in document.awards:
        for column, value in award.items():
            if column in document.totals and column != "libraries":
                counted[column] = counted.get(column, Fraction(0)) + _number(value)
    for name, amount in _paid_once(again).items():
        if name in document.totals:
            counted[name] = counted.get(name, Fraction(0)) + amount
    for name, given in document.totals.items():
        added = counted.get(name, Fraction(0))
        if read_exact(given) != added:
            yield Violation(
                "totals",
                message(
                    "the total {column} is {given}, the awards add up to {sum}",
                    column=name,
                    given=shown(given),
                    sum=shown(plain(added)),
                ),
            )
    for line in document.lines:
        used = counted.get(f"cost_{line.line}", Fraction(0))
        for what, given, right in (("used", line.used, used), ("left", line.left, line.counted_on - used)):
            if given != right:
                yield Violation(
                    "lines",
                    message(
                        "budget line {line}: {what} is {given}, it should be {right}",
                        line=line.line,
                        what=what,
                        given=shown(given),
                        right=shown(plain(Fraction(right))),
                    ),
                )


def _paid_once(again: Again) -> dict[str, Fraction]:
    """What costs that are paid once add to the totals, worked out from the awards."""
    if not any(isinstance(rule, CountedBeside) for rule in again.rules):
        return {}
    return written.beside(again.rules, again.plan.awards.join(again.table))


def csv_file(folder: Path, document: Document) -> Iterator[Violation]:
    """Compare awards.csv with the awards in plan.json, cell by cell."""
    names, wanted = awards_csv.columns(document), awards_csv.grid(document)
    try:
        content = (folder / AWARDS).read_bytes()
        cells = awards_csv.decode(content)
    except OSError:
        return
    except ValueError as error:
        yield Violation(AWARDS, message("the list of awards cannot be read: {why}", why=str(error)))
        return
    if not cells or cells[0] != names:
        yield Violation(AWARDS, message("the columns should be {columns}", columns=tuple(names)))
        return
    if len(cells) - 1 != len(wanted):
        yield Violation(
            AWARDS,
            message("there are {count} awards, the plan has {wanted}", count=len(cells) - 1, wanted=len(wanted)),
        )
    given = {row[0]: row for row in cells[1:] if row}
    for row in wanted:
        found = given.get(row["applicant"])
        if found is None:
            yield Violation(AWARDS, message("the award of {applicant} is missing", applicant=row["applicant"]))
            continue
        yield from _cells(row, dict(zip(names, found, strict=False)))
    for applicant in sorted(set(given) - {row["applicant"] for row in wanted}):
        yield Violation(AWARDS, message("{applicant} has no award in the plan", applicant=applicant))
    if content != awards_csv.encode(names, wanted):
        yield Violation(AWARDS, message("the file is not written as this program writes it"))


def _cells(wanted: Mapping[str, str], given: Mapping[str, str]) -> Iterator[Violation]:
    for column, value in wanted.items():
        if given.get(column) != value:
            yield Violation(
                AWARDS,
                message(
                    "{applicant}: {column} is {given}, plan.json says {value}",
                    applicant=wanted["applicant"],
                    column=column,
                    given=given.get(column) or "–",
                    value=value or "–",
                ),
            )


def _differs(where: str, applicant: str, column: str, given: Cell, right: int | float) -> Violation:
    return Violation(
        where,
        message(
            "{applicant}: {column} is {given}, it should be {right}",
            applicant=applicant,
            column=column,
            given=shown(given),
            right=shown(right),
        ),
    )


def _is_line(column: str) -> bool:
    """Whether a column holds what one budget line pays; columns by year and by item repeat parts of it."""
    prefix, _, name = column.partition("_")
    repeats = name.isdigit() or name.startswith("item_") or BY_YEAR.search(name) is not None
    return prefix in ("cost", "local") and bool(name) and not repeats and column != "local_match"


def _number(value: Cell) -> Fraction:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"{value!r} is not a number")
    return Fraction(str(value))
