"""Choices: what a round has that a scenario can name, each with what it is called."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd
from pandas.api.types import is_numeric_dtype

from intake import Round
from locales import Label, Message, Text, message
from optimizer import column_name, labels, measure_name
from scenarios.precheck import Prepared

MOST_VALUES = 60
"""A column with more different values makes no groups that anybody would choose among."""
MOST_NUMBERS = 5
NO_GROUP = ("option", "applicant", "name", "region")
NO_MEASURE = ("lat", "lon", "rank")
NO_COUNT = ("start_year", "effect")
CODES = re.compile(r".*(_code|_evidence|^name)(_[0-9]{4})?|name_[0-9]{4}|province_[0-9]{4}")
"""Columns of districts that are no figures or groups of people: codes, former names, where a figure is from."""
FIGURE = re.compile(r"(?P<what>[a-z].*?)(?:_(?P<year>[0-9]{4}))?")
FIGURES: Mapping[str, Message] = {
    "population": message("population"),
    "area_km2": message("area in square kilometres"),
    "n_kecamatan": message("subdistricts"),
    "n_kelurahan": message("urban villages"),
    "n_desa": message("rural villages"),
    "hdi": message("human development index"),
    "poverty_pct": message("people in poverty, per cent"),
    "no_electricity_pct": message("homes without electricity, per cent"),
    "mean_years_school_15plus": message("mean years of school from the age of 15"),
    "score_low": message("lowest possible score"),
    "score_high": message("highest possible score"),
}
YES_NO: Mapping[int, Message] = {0: message("no"), 1: message("yes")}


@dataclass(frozen=True)
class Condition:
    """One value of one column, as conditions of rules name it."""

    column: str
    value: str | int | float

    @property
    def code(self) -> str:
        """By what it is told from every other."""
        return f"{self.column}={self.value!r}"


@dataclass(frozen=True, eq=False)
class RoundChoices:
    """What rules and objectives can name, by id, with its name in words.

    columns: that make groups. numbers: number columns of the applicants. measures: what can be counted or bounded.
    scores: what a minimum can be set for. lines, items: of the budget and the catalogue. conditions: by code.
    """

    applicants: Mapping[str, Text]
    columns: Mapping[str, Text]
    numbers: Mapping[str, Text]
    measures: Mapping[str, Text]
    sought: Mapping[str, Text]
    lines: Mapping[str, Text]
    items: Mapping[str, Text]
    conditions: Mapping[str, tuple[Condition, Text]]


def round_choices(round_: Round, held: Prepared) -> RoundChoices:
    """List what a scenario of a round can name."""
    people, offered = held.table, held.options.table
    asked = {question.column: question.label for question in round_.criteria.questions}
    names = {str(i): f"{name} ({i})" for i, name in zip(people.index, people["name"], strict=True)}
    groups = [str(column) for table in (people, offered) for column in table if _groups(table, str(column))]
    numbers = [str(column) for column in people if is_numeric_dtype(people[column]) and not _idle(str(column))]
    counted = [str(column) for column in offered if is_numeric_dtype(offered[column]) and column not in NO_COUNT]
    lines: dict[str, Text] = {line.id: line.label for line in round_.call.budget_lines}
    sought: dict[str, Text] = {name: _measure(name, lines, asked) for name in ("libraries", *counted)}
    told = {name: asked.get(name) or _column(name) for name in (*groups, *numbers)}
    return RoundChoices(
        applicants={code: said for said, code in sorted((said, code) for code, said in names.items())},
        columns={name: told[name] for name in groups},
        numbers={name: _measure(name, lines, asked) for name in numbers},
        measures={**sought, **{name: _measure(name, lines, asked) for name in numbers if name not in sought}},
        sought=sought,
        lines=lines,
        items={item.id: item.label for item in round_.catalogue.items},
        conditions={each.code: (each, said) for each, said in _conditions(round_, held, told)},
    )


def _measure(name: str, lines: Mapping[str, Text], asked: Mapping[str, Label]) -> Text:
    """What a measure is called; the grant of a budget line by the line's own name."""
    start, _, line = name.partition("_")
    if start == "cost" and line in lines:
        return message("grant: {line}", line=lines[line])
    said = measure_name(name)
    return asked.get(name) or (_column(name) if said == name else said)


def _column(name: str) -> Text:
    """What a column is called; figures of a year by what they count and the year."""
    said, parts = column_name(name), FIGURE.fullmatch(name)
    if said != name or parts is None or parts["what"] not in FIGURES:
        return said
    word = FIGURES[parts["what"]]
    return message("{measure} ({year})", measure=word, year=parts["year"]) if parts["year"] else word


def _idle(column: str) -> bool:
    return column in NO_MEASURE or CODES.fullmatch(column) is not None


def _groups(table: pd.DataFrame, column: str) -> bool:
    if column in NO_GROUP or _idle(column) or is_numeric_dtype(table[column]) or table[column].dtype.kind == "M":
        return False
    return 1 <= table[column].nunique() <= MOST_VALUES


def _conditions(round_: Round, held: Prepared, told: Mapping[str, Text]) -> Iterator[tuple[Condition, Text]]:
    values: dict[str, Text] = {kind.code: kind.label for kind in round_.call.library_kinds}
    values |= labels(round_.catalogue)
    for question in round_.criteria.questions:
        values |= {choice.code: choice.label for choice in question.choices}
    for table in (held.table, held.options.table):
        for column in map(str, table.columns):
            if column not in told and column not in ("start_year",):
                continue
            numeric = is_numeric_dtype(table[column])
            present = sorted(table[column].dropna().unique().tolist())
            if numeric and len(present) > MOST_NUMBERS:
                continue
            flags = numeric and set(present) <= set(YES_NO)
            for value in present:
                plain = int(value) if numeric and float(value).is_integer() else value
                said = YES_NO[int(value)] if flags else values.get(str(plain), str(plain))
                name = told.get(column) or column_name(column)
                yield Condition(column, plain), message("{column}: {value}", column=name, value=said)
