"""Values that a rule names and that nobody has: a misspelt one would switch the rule off without a word."""

from collections.abc import Iterator, Mapping, Sequence

import pandas as pd
from rapidfuzz.process import extract

from locales import Message, Text, message
from optimizer import Mentoring, Rule, column_name

NEAR = 3


def unknown_values(
    rules: Sequence[Rule], table: pd.DataFrame, offered: pd.DataFrame
) -> Iterator[tuple[str, Message, Message, str]]:
    """Give rule, problem, remedy and value for every condition value that occurs nowhere in its column."""
    for rule in rules:
        for column, wanted in _conditions(rule):
            source = table if column in table else offered
            if column not in source:
                continue
            held = source[column].dropna().unique().tolist()
            for value in wanted if isinstance(wanted, tuple) else (wanted,):
                if not any(value == each and isinstance(value, str) == isinstance(each, str) for each in held):
                    yield rule.id, _problem(rule, column, value), _remedy(held, value), str(value)


def _conditions(rule: Rule) -> Iterator[tuple[str, object]]:
    named: tuple[object, ...] = (getattr(rule, "where", None),)
    if isinstance(rule, Mentoring):
        named = (rule.villages, rule.mentors)
    for where in named:
        if isinstance(where, Mapping):
            yield from where.items()


def _problem(rule: Rule, column: str, value: object) -> Message:
    return message(
        "{rule} is about those whose {column} is “{value}”, and there are none",
        rule=rule.name,
        column=column_name(column),
        value=str(value),
    )


def _remedy(held: Sequence[object], value: object) -> Message:
    known = sorted(str(each) for each in held)
    near: tuple[Text, ...] = tuple(name for name, _, _ in extract(str(value), known, limit=NEAR))
    return message("correct the value if it is misspelt; the nearest are: {values}", values=near or "–")
