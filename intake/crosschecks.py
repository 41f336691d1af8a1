"""Do the round's files fit each other: columns, lines, kinds, prices, pledges."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import geopandas as gpd
from rapidfuzz import fuzz, process

from intake.call import Call
from intake.catalogue import Catalogue, Package
from intake.conditions import Condition
from intake.criteria import AnswerType, Criteria, Criterion, Question
from intake.findings import Finding, Severity
from intake.panel_scale import shadowed
from intake.synonyms import FIXED
from locales import Message, Money, Percent, message

TEXT, NUMBER, DATE = "text", "number", "date"
OWN_COLUMNS = {"name": TEXT, "kind": TEXT, "region": TEXT, "lat": NUMBER, "lon": NUMBER, "notes": TEXT}
ADDED_COLUMNS = {"district": TEXT, "district_kind": TEXT}


@dataclass(frozen=True)
class Files:
    """The names of the three files, for the findings."""

    call: str
    criteria: str
    catalogue: str


def cross_check(
    call: Call, criteria: Criteria, catalogue: Catalogue, regions: gpd.GeoDataFrame, files: Files
) -> list[Finding]:
    """Give everything in which the three files and the region table do not fit each other."""
    types = column_types(criteria, regions)
    return [
        *_shadows(criteria, regions, files.criteria),
        *_criteria_columns(criteria, types, files.criteria),
        *_gates(call, criteria, types, files.criteria),
        *_catalogue(call, criteria, catalogue, types, regions, files.catalogue),
        *_pledges(call, files.call),
        *_years(call, catalogue, files.catalogue),
    ]


def column_types(criteria: Criteria, regions: gpd.GeoDataFrame) -> dict[str, str]:
    """Give the type (text, number, date) of every column that `Round.table()` has."""
    kinds = {AnswerType.NUMBER: NUMBER, AnswerType.DATE: DATE}
    figures = {
        str(name): NUMBER if regions[name].dtype.kind in "if" else TEXT
        for name in regions.columns
        if name not in ("geometry", "lat", "lon", "name", "kind")
    }
    questions = {question.column: kinds.get(question.type, TEXT) for question in criteria.questions}
    return {**figures, **ADDED_COLUMNS, **OWN_COLUMNS, **questions}


def needed_columns(criteria: Criteria, catalogue: Catalogue | None) -> tuple[str, ...]:
    """Give the questions that an answer is needed for: required ones, and those that something depends on."""
    used = {condition.column for condition in _conditions(criteria, catalogue)}
    used |= {column for package in (catalogue.packages if catalogue else ()) for column in _match_columns(package)}
    used |= {criterion.column for criterion in criteria.criteria}
    used |= {criterion.per.column for criterion in criteria.criteria if criterion.per}
    used |= {column for criterion in criteria.criteria for column in criterion.fallbacks}
    return tuple(question.column for question in criteria.questions if question.required or question.column in used)


def _conditions(criteria: Criteria, catalogue: Catalogue | None) -> Iterator[Condition]:
    for gate in criteria.gates:
        yield from gate.conditions
    if catalogue is None:
        return
    for package in catalogue.packages:
        yield from package.conditions
    for tier in catalogue.tiers:
        yield from tier.conditions


def _match_columns(package: Package) -> tuple[str, ...]:
    return package.match.columns() if package.match else ()


def error_at(file: str, code: str, place: str, problem: Message, remedy: Message) -> Finding:
    """Make an error finding about one place of a file."""
    return Finding(code, Severity.ERROR, problem, remedy, file, "", None, place)


def _shadows(criteria: Criteria, regions: gpd.GeoDataFrame, file: str) -> Iterator[Finding]:
    taken = {*FIXED, *OWN_COLUMNS, *ADDED_COLUMNS, *map(str, regions.columns), "bps_code", "applicant"}
    for question in criteria.questions:
        if question.column in taken:
            problem = message(
                "the question {column} has the name of a column that comes from the region table or is fixed",
                column=question.column,
            )
            remedy = message("Give the question's column another name, or use the official figure.")
            yield error_at(file, "shadowed-column", f"questions.{question.column}", problem, remedy)


def unknown_column(file: str, place: str, column: str, types: dict[str, str]) -> Finding:
    """Make the finding that nothing has a column, with the nearest name."""
    problem = message("there is no column {column}: no question has it, nor does the region table", column=column)
    like = process.extractOne(column, sorted(types), scorer=fuzz.ratio, score_cutoff=70.0)
    remedy = (
        message("Did you mean {column}?", column=like[0]) if like else message("Add the question, or correct the name.")
    )
    return error_at(file, "no-such-column", place, problem, remedy)


def _criteria_columns(criteria: Criteria, types: dict[str, str], file: str) -> Iterator[Finding]:
    for criterion in criteria.criteria:
        place = f"criteria.{criterion.id}"
        if criterion.panel is not None:
            if criterion.id in types:
                yield shadowed(criterion.id, file)
            continue
        columns = [criterion.column, *criterion.fallbacks, *([criterion.per.column] if criterion.per else [])]
        yield from _fallen_back(criterion, {question.column for question in criteria.questions}, file, place)
        for column in columns:
            if column not in types:
                yield unknown_column(file, place, column, types)
            elif (types[column] == TEXT) != (criterion.shape == "levels") and column == criterion.column:
                problem = message(
                    "criterion {name} has the shape {shape}, which does not fit the column {column}",
                    name=criterion.id,
                    shape=criterion.shape,
                    column=column,
                )
                remedy = message("Use levels for choices, and linear or points for numbers.")
                yield error_at(file, "wrong-type", place, problem, remedy)
            elif column != criterion.column and types[column] != types.get(criterion.column, types[column]):
                problem = message(
                    "criterion {name}: the column {column} is not of the same type as {other}",
                    name=criterion.id,
                    column=column,
                    other=criterion.column,
                )
                yield error_at(file, "wrong-type", place, problem, message("Use columns of one type."))


def _fallen_back(criterion: Criterion, asked: set[str], file: str, place: str) -> Iterator[Finding]:
    """Refuse to put another figure in the place of an applicant's own answer: a blank could then be worth more."""
    for column in (criterion.column, *criterion.fallbacks)[: len(criterion.fallbacks)]:
        if column in asked:
            problem = message(
                "criterion {name} falls back on another figure where the answer to {column} is blank, so that a blank "
                "could be worth more than an answer",
                name=criterion.id,
                column=column,
            )
            remedy = message("Leave out `fallbacks`; they are for official figures, which no applicant can leave out.")
            yield error_at(file, "blank-gains", place, problem, remedy)


def _gates(call: Call, criteria: Criteria, types: dict[str, str], file: str) -> Iterator[Finding]:
    questions = {question.column: question for question in criteria.questions}
    for question in criteria.questions:
        yield from _kinds(call, question.kinds, question.column, file, f"questions.{question.column}")
    for gate in criteria.gates:
        place = f"gates.{gate.id}"
        yield from _kinds(call, gate.kinds, gate.id, file, place)
        for condition in gate.conditions:
            yield from _condition(condition, gate.id, types, questions, call, file, place)


def _kinds(call: Call, kinds: Iterable[str], holder: str, file: str, place: str) -> Iterator[Finding]:
    known = [str(kind.code) for kind in call.library_kinds]
    for kind in kinds:
        if kind not in known:
            problem = message(
                "{holder} is for libraries of kind {kind}, but the call only knows {known}",
                holder=holder,
                kind=kind,
                known=tuple(known),
            )
            remedy = message("Add the kind to round.toml, or take it out here.")
            yield error_at(file, "no-such-kind", place, problem, remedy)


def _condition(
    condition: Condition,
    holder: str,
    types: dict[str, str],
    questions: dict[str, Question],
    call: Call,
    file: str,
    place: str,
) -> Iterator[Finding]:
    column = condition.column
    if column not in types:
        yield unknown_column(file, place, column, types)
        return
    bounds = [bound for bound in (condition.at_least, condition.at_most) if bound is not None]
    dated = [isinstance(bound, datetime.date) for bound in bounds]
    fits = {TEXT: not bounds, NUMBER: not any(dated), DATE: bool(bounds) and all(dated)}[types[column]]
    if not fits:
        problem = message(
            "the condition of {holder} on {column} does not fit, for that column holds {type}",
            holder=holder,
            column=column,
            type=_type_name(types[column]),
        )
        remedy = message("Use `among` for text and choices, and `at_least` or `at_most` for numbers and dates.")
        yield error_at(file, "wrong-type", place, problem, remedy)
        return
    if column == "kind":
        yield from _kinds(call, condition.among, holder, file, place)
    choices = {choice.code for choice in questions[column].choices} if column in questions else set()
    for value in condition.among:
        if choices and value not in choices:
            problem = message(
                "the condition of {holder} asks for {value}, which {column} cannot be",
                holder=holder,
                value=value,
                column=column,
            )
            remedy = message("Use one of {choices}.", choices=tuple(sorted(choices)))
            yield error_at(file, "no-such-choice", place, problem, remedy)


def _type_name(kind: str) -> Message:
    return {TEXT: message("text"), NUMBER: message("numbers"), DATE: message("dates")}[kind]


def _catalogue(
    call: Call,
    criteria: Criteria,
    catalogue: Catalogue,
    types: dict[str, str],
    regions: gpd.GeoDataFrame,
    file: str,
) -> Iterator[Finding]:
    questions = {question.column: question for question in criteria.questions}
    lines = [line.id for line in call.budget_lines]
    for item in catalogue.items:
        if item.line not in lines:
            problem = message(
                "item {name} is paid from {line}, which is no budget line of the call", name=item.id, line=item.line
            )
            remedy = message("Use one of {lines}, or add the line to round.toml.", lines=tuple(lines))
            yield error_at(file, "no-such-line", f"items.{item.id}", problem, remedy)
    for package in catalogue.packages:
        place = f"packages.{package.id}"
        yield from _kinds(call, package.kinds, package.id, file, place)
        for condition in package.conditions:
            yield from _condition(condition, package.id, types, questions, call, file, place)
    for tier in catalogue.tiers:
        for condition in tier.conditions:
            yield from _condition(condition, tier.id, types, questions, call, file, f"tiers.{tier.id}")
        if not any(tier.id in package.tiers for package in catalogue.packages):
            problem = message("no package may come with the tier {name}", name=tier.id)
            remedy = message("List it under the packages' `tiers`, or take it out.")
            yield Finding("unused-tier", Severity.WARNING, problem, remedy, file, "", None, f"tiers.{tier.id}")
    yield from _factors(catalogue, types, regions, file)
    packaged = {kind for package in catalogue.packages for kind in package.kinds}
    for kind in call.library_kinds:
        if kind.code not in packaged:
            problem = message("no package is for libraries of kind {kind}: they can get nothing", kind=kind.label)
            remedy = message("Add a package for them, or take the kind out of round.toml.")
            yield Finding("kind-without-package", Severity.WARNING, problem, remedy, file, "", None, "packages")


def _factors(catalogue: Catalogue, types: dict[str, str], regions: gpd.GeoDataFrame, file: str) -> Iterator[Finding]:
    for factor in catalogue.factors:
        place = f"factors.{factor.id}"
        if factor.column not in types:
            yield unknown_column(file, place, factor.column, types)
            continue
        for value, times in factor.values.items():
            if times <= 0:
                problem = message("the price factor {name} of {value} must be more than 0", name=factor.id, value=value)
                yield error_at(file, "bad-field", place, problem, message("Write 1 where the price is not changed."))
        if factor.column in regions.columns and types[factor.column] == TEXT:
            known = {str(value) for value in regions[factor.column].dropna()}
            for value in factor.values:
                if value not in known:
                    problem = message(
                        "the price factor {name} lists {value}, which no district has in {column}",
                        name=factor.id,
                        value=value,
                        column=factor.column,
                    )
                    like = process.extractOne(value, sorted(known), scorer=fuzz.ratio, score_cutoff=60.0)
                    remedy = message("Did you mean {value}?", value=like[0]) if like else message("Correct the value.")
                    yield error_at(file, "no-such-value", place, problem, remedy)


def _pledges(call: Call, file: str) -> Iterator[Finding]:
    remedy = message("Get the rest signed before awards are announced, or plan with the amount that is signed.")
    # Where funders are named, they sign; the lines only say what the money is planned for.
    for line in call.budget_lines if not call.funders else ():
        if line.pledged < line.amount:
            problem = message(
                "of the budget line {label}, {amount}, its funder {funder} has signed for {pledged}, {share}",
                label=line.label,
                amount=Money(line.amount),
                funder=line.funder,
                pledged=Money(line.pledged),
                share=Percent(line.pledged / line.amount),
            )
            yield Finding("not-pledged", Severity.WARNING, problem, remedy, file, "", None, f"budget_lines.{line.id}")


def _years(call: Call, catalogue: Catalogue, file: str) -> Iterator[Finding]:
    if call.price_year != catalogue.price_year:
        problem = message(
            "the prices are of {year}, but the call is in prices of {other}",
            year=str(catalogue.price_year),
            other=str(call.price_year),
        )
        remedy = message("Bring the prices to the call's year, or correct the year.")
        yield error_at(file, "price-year", "price_year", problem, remedy)
