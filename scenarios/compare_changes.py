"""Changes: the named, atomic differences between what went into two outcomes."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from intake import Criteria, Round, Strict
from locales import Message, Text
from scenarios.scenario import Scenario

WORDS = frozenset(
    {"label", "title", "note", "source", "assumption", "ask", "means", "synonyms", "may_relax", "relax_at_most"}
)
"""Fields that say things and decide nothing while a plan exists."""


class InputKind(StrEnum):
    """What a change is about, in the order in which changes are replayed; TIE is what the stated order decides."""

    GATE = "gate"
    ANSWER = "answer"
    MARKS = "marks"
    CRITERION = "criterion"
    WEIGHT = "weight"
    PRICE = "price"
    RULE = "rule"
    BUDGET = "budget"
    AIM = "aim"
    TIE = "tie"


class Inputs(NamedTuple):
    """What an outcome is made of."""

    round: Round
    scenario: Scenario


@dataclass(frozen=True)
class InputChange:
    """One thing that differs between two inputs and can be changed by itself; `key` names it, `said` says it."""

    kind: InputKind
    key: tuple[str, ...]
    said: Message


def bare(model: Strict | None, *besides: str) -> Any:  # noqa: ANN401
    """What of a model decides: plain data without words, and without the fields named besides."""
    return None if model is None else _bare(model.model_dump(mode="json"), WORDS.union(besides))


def _bare(data: Any, left_out: frozenset[str]) -> Any:  # noqa: ANN401
    if isinstance(data, Mapping):
        return {key: _bare(value, left_out) for key, value in data.items() if key not in left_out}
    if isinstance(data, list | tuple):
        return [_bare(each, left_out) for each in data]
    return data


def both_ways(one: Mapping[str, Any], other: Mapping[str, Any]) -> tuple[str, ...]:
    """The keys of two mappings: those of the first in its order, then those that only the other has."""
    return (*one, *(key for key in other if key not in one))


def column_title(criteria: Criteria, column: str) -> Text:
    """Name a column of the applicants' table by its question."""
    return next((question.label for question in criteria.questions if question.column == column), column)
