"""Checks of a written plan against its inputs: scores, options, bills and rules worked out again.

The inputs are those in the document, or the round's own files, or both one after the other.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.metadata import version
from itertools import zip_longest
from typing import Any

import pandas as pd

from intake import Round
from locales import Message, message
from optimizer import Violation, bill
from reports import document as written
from reports import inputs, tables
from reports.again import Again
from reports.canonical import Cell, shown
from reports.rows import RowTable, alike
from reports.schema import Document, as_data
from scenarios import LaterReasons, Reason, after_draw

Row = Mapping[str, Cell]
HERE = message("the inputs in plan.json")
FILES = message("the round's files")


def recomputed(again: Again, source: Message) -> Iterator[Violation]:
    """Score, list options and write bills again from a round, and report every cell that differs."""
    document = again.document
    for part in written.SCORES:
        given = getattr(document.scores, part)
        yield from differences("scores", ("applicant",), given, written.scores_part(again.scores, part), source)
    weights = [{"weight": name, "of": value} for name, value in document.scores.weights.items()]
    right = [{"weight": name, "of": value} for name, value in written.weights(again.scores).items()]
    yield from differences("scores", ("weight",), weights, right, source)
    offered = tables.WrittenRows(again.options.table)
    yield from differences("options", ("applicant", "option"), document.options.rows, offered, source)
    offers = _offers(document, again.options.table)
    yield from _awards(document, offers, source)
    beside = written.beside(again.demanded, again.plan.awards.join(again.table))
    lines = written.lines(again.round.call, again.scenario, again.plan.awards, beside)
    yield from differences("lines", ("line",), [as_data(line) for line in document.lines], lines, source)
    yield from _rules(document, written.rules(again.demanded))
    if all((str(award["applicant"]), str(award["option"])) in offers for award in document.awards):
        billed = tables.rows(bill(again.round, again.plan.awards, again.scenario.catalogue))
        yield from differences("bill", ("applicant", "item", "year"), document.bill, billed, source)
        if document.versions.get("pilih") == version("pilih"):  # another version may word its reasons otherwise
            yield from _reasons(again, source)


def _reasons(again: Again, source: Message) -> Iterator[Violation]:
    """Compare the reasons one by one, and where they differ all of them, as rows with the facts under each other."""
    document = again.document
    whys: Sequence[Reason] = LaterReasons(
        again.round, again.scores, again.table, again.options, again.demanded, again.plan
    )
    if document.draw is not None and "seed" in document.draw:
        whys = after_draw(whys, document.draw)
    told = written.NotFunded(whys)
    if any(one != other for one, other in zip_longest(map(dict, document.not_funded), told)):
        here, there = (
            [{**reason, "facts": "\n".join(reason["facts"])} for reason in each]
            for each in (map(dict, document.not_funded), told)
        )
        yield from differences("not_funded", ("applicant",), here, there, source)


def _offers(document: Document, offered: pd.DataFrame) -> dict[tuple[str, str], Row]:
    """Those of the options, as rows, that any award claims."""
    claimed = {(str(award["applicant"]), str(award["option"])) for award in document.awards}
    of_them = offered.loc[offered["applicant"].isin({applicant for applicant, _ in claimed})]
    rows = (((str(row["applicant"]), str(row["option"])), row) for row in tables.WrittenRows(of_them))
    return {key: row for key, row in rows if key in claimed}


def _awards(document: Document, offers: Mapping[tuple[str, str], Row], source: Message) -> Iterator[Violation]:
    """Compare every award with the option it claims; one that was never offered is reported by its option."""
    awards = [award for award in document.awards if (str(award["applicant"]), str(award["option"])) in offers]
    right = [offers[str(award["applicant"]), str(award["option"])] for award in awards]
    yield from differences("awards", ("applicant", "option"), awards, right, source)
    for award in document.awards:
        applicant, option = str(award["applicant"]), str(award["option"])
        if (applicant, option) not in offers:
            yield Violation(
                "awards",
                message(
                    "{applicant}: option is {given}, which {source} do not offer",
                    applicant=applicant,
                    given=option,
                    source=source,
                ),
            )


def _rules(document: Document, right: Sequence[Mapping[str, Any]]) -> Iterator[Violation]:
    if document.rules != right:
        odd = [str(rule.get("id")) for rule in document.rules if rule not in right]
        odd += [str(rule.get("id")) for rule in right if rule not in document.rules]
        yield Violation(
            "rules",
            message("the rules are not those of round and scenario: {rules}", rules=tuple(dict.fromkeys(odd)) or "–"),
        )


def same_files(document: Document, round_: Round) -> Iterator[Violation]:
    """Compare the inputs in the document with the round's own files."""
    if document.round.fingerprint != round_.fingerprint:
        yield Violation(
            "round",
            message(
                "the round's fingerprint is {given}, its files give {right}",
                given=document.round.fingerprint,
                right=round_.fingerprint,
            ),
        )
    for name in sorted({*document.round.files, *round_.files}):
        if document.round.files.get(name) != round_.files.get(name):
            yield Violation("round", message("the file {file} is not the one this plan was made from", file=name))
    for section, index, right in (
        ("applicants", "applicant", round_.applicants),
        ("regions", "bps_code", written.regions(round_)),
    ):
        given = getattr(document, section).rows
        yield from differences(section, (index,), given, tables.WrittenRows(right, index), FILES)
    if written.members(inputs.members_of(document)) != written.members(round_.members):
        yield Violation("round", message("{part} in plan.json is not that of the round's files", part="members"))
    marked, marks = ([] if each is None else tables.rows(each) for each in (inputs.marks_of(document), round_.marks))
    yield from differences("marks", ("applicant", "reviewer", "criterion"), marked, marks, FILES)
    for part in ("call", "criteria", "catalogue"):
        model = getattr(round_, part)
        if getattr(document.round, part) != model.model_dump(mode="json", by_alias=True, exclude_defaults=True):
            yield Violation("round", message("{part} in plan.json is not that of the round's files", part=part))


def _alike(one: Row, other: Row) -> bool:
    """Whether two rows are the same in every cell, true and false being no numbers."""
    return one == other and [*map(_truth, one.values())] == [_truth(other[column]) for column in one]


def _truth(value: Cell) -> bool:
    return value is True or value is False


def differences(
    section: str, keys: Sequence[str], given: Iterable[Row], right: Iterable[Row], source: Message
) -> Iterator[Violation]:
    """Compare two tables by key: rows that are too many or too few, and every cell that differs."""
    if isinstance(given, RowTable) and isinstance(right, RowTable) and alike(given, right):
        return
    left_rows = [(tuple(str(row[key]) for key in keys), row) for row in given]
    here, there = dict(left_rows), {tuple(str(row[key]) for key in keys): row for row in right}
    if len(here) < len(left_rows):
        times = Counter(key for key, _ in left_rows)
        twice = tuple(sorted(", ".join(key) for key, count in times.items() if count > 1))
        yield Violation(section, message("{section}: {rows} is there more than once", section=section, rows=twice))
    for key in sorted(set(here) ^ set(there)):
        problem = (
            message("{section}: {row} does not follow from {source}", section=section, row=key, source=source)
            if key in here
            else message("{section}: {row} is missing; {source} give it", section=section, row=key, source=source)
        )
        yield Violation(section, problem)
    for key, row in here.items():
        if key not in there or _alike(row, there[key]):
            continue
        for column in sorted({*row, *there[key]}):
            mine, other = row.get(column), there[key].get(column)
            if mine != other or isinstance(mine, bool) != isinstance(other, bool):
                yield Violation(
                    section,
                    message(
                        "{row}: {column} is {given}, {source} give {right}",
                        row=key,
                        column=column,
                        given=shown(mine),
                        source=source,
                        right=shown(other),
                    ),
                )
