"""Do the partners of a round fit it: who pays for what, and what the local governments match."""

from collections.abc import Iterator

import geopandas as gpd

from intake.call import Call
from intake.catalogue import Catalogue, Package
from intake.criteria import Criteria, Question
from intake.crosschecks import NUMBER, Files, column_types, error_at, unknown_column
from intake.findings import Finding, Severity
from intake.match import key_of
from locales import Money, Percent, message


def partner_check(
    call: Call, criteria: Criteria, catalogue: Catalogue, regions: gpd.GeoDataFrame, files: Files
) -> list[Finding]:
    """Give everything in which funders and matches do not fit the lines, items, questions and regions."""
    types = column_types(criteria, regions)
    questions = {question.column: question for question in criteria.questions}
    return [
        *_funders(call, catalogue, files.call),
        *_pledges(call, files.call),
        *(
            finding
            for package in catalogue.packages
            for finding in _match(package, types, questions, regions, files.catalogue, f"packages.{package.id}")
        ),
    ]


def _match(
    package: Package,
    types: dict[str, str],
    questions: dict[str, Question],
    regions: gpd.GeoDataFrame,
    file: str,
    place: str,
) -> Iterator[Finding]:
    """Does every column of a match exist, hold what is asked of it, and have the values named."""
    if package.match is None:
        return
    for column in package.match.columns():
        if column not in types:
            yield unknown_column(file, place, column, types)
    pledged, prescribed = package.match.pledged, package.match.prescribed
    if pledged and types.get(pledged, NUMBER) != NUMBER:
        problem = message(
            "{package}: the column {column} of the pledge holds no numbers", package=package.id, column=pledged
        )
        yield error_at(file, "wrong-type", place, problem, message("Name a question that is answered with a number."))
    if prescribed is None or prescribed.column not in types:
        return
    known: set[str] = set()
    if prescribed.column in questions:
        known = {choice.code for choice in questions[prescribed.column].choices}
    elif prescribed.column in regions.columns:
        known = {key_of(value) for value in regions[prescribed.column].dropna().tolist()}
    for value in sorted(set(prescribed.shares) - known) if known else ():
        problem = message(
            "{package}: the match names {value}, which nobody has in {column}",
            package=package.id,
            value=value,
            column=prescribed.column,
        )
        yield error_at(
            file, "no-such-value", place, problem, message("Use one of {values}.", values=tuple(sorted(known)))
        )
    for value in sorted(known - set(prescribed.shares)):
        problem = message(
            "{package}: the match prescribes nothing where {column} is {value}, so the package is not open there",
            package=package.id,
            value=value,
            column=prescribed.column,
        )
        remedy = message("Give the share for this value too, 0 where nothing is to be paid.")
        yield Finding("match-not-prescribed", Severity.WARNING, problem, remedy, file, "", None, place)


def _funders(call: Call, catalogue: Catalogue, file: str) -> Iterator[Finding]:
    """Does every item that a funder may pay for exist, and has every item somebody who may pay it."""
    items = {item.id: item for item in catalogue.items}
    for funder in call.funders:
        for name in funder.items:
            if name not in items:
                problem = message("the funder {funder} pays for {item}, which is no item", funder=funder.id, item=name)
                remedy = message("Use an item of catalogue.toml.")
                yield error_at(file, "no-such-item", f"funders.{funder.id}", problem, remedy)
    for item in catalogue.items if call.funders else ():
        if item.price and not any(item.line in f.lines or item.id in f.items for f in call.funders):
            problem = message("no funder may pay for {item}: nothing that needs it can be funded", item=item.label)
            remedy = message("Name it, or its budget line, under a funder in round.toml.")
            yield Finding("item-without-funder", Severity.WARNING, problem, remedy, file, "", None, f"items.{item.id}")


def _pledges(call: Call, file: str) -> Iterator[Finding]:
    remedy = message("Get the rest signed before awards are announced, or plan with the amount that is signed.")
    for funder in call.funders:
        if funder.pledged < funder.amount:
            problem = message(
                "of {amount}, the funder {funder} has signed for {pledged}, {share}",
                amount=Money(funder.amount),
                funder=funder.label,
                pledged=Money(funder.pledged),
                share=Percent(funder.pledged / funder.amount),
            )
            yield Finding("not-pledged", Severity.WARNING, problem, remedy, file, "", None, f"funders.{funder.id}")
