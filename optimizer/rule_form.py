"""Forms of rules: how each field of any rule is asked for, found from its type and its name alone."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal, get_args, get_origin

from pydantic.fields import FieldInfo

from locales import Label, Text
from optimizer.announced import COUNTED
from optimizer.measures import Scalar
from optimizer.rule_words import field_word
from optimizer.rules import Rule, Share


class Asked(StrEnum):
    """How a field is asked for.

    Of what the round has: applicant(s), column(s) that make groups, a column of numbers, measure(s), a budget line,
    an item, conditions (column = value). Typed: a label in two languages, text, a number (whole, rupiah), a bound
    (a number, or a share of a measure), a list of words. Chosen: yes or no, the same or neither, one of several,
    several of several. Anything else as the file writes it.
    """

    APPLICANT = "applicant"
    APPLICANTS = "applicants"
    ANNOUNCED = "announced"
    COLUMN = "column"
    COLUMNS = "columns"
    NUMBERS = "column of numbers"
    MEASURE = "measure"
    MEASURES = "measures"
    LINE = "line"
    ITEM = "item"
    CONDITIONS = "conditions"
    LABEL = "label"
    TEXT = "text"
    WORDS = "words"
    NUMBER = "number"
    WHOLE = "whole number"
    MONEY = "rupiah"
    BOUND = "bound"
    YES = "yes or no"
    MAYBE = "yes, no or neither"
    ONE = "one of"
    SEVERAL = "several of"
    WRITTEN = "as the file writes it"


NAMED: Mapping[str, Asked] = {
    "measure": Asked.MEASURE,
    "per": Asked.COLUMN,
    "within": Asked.COLUMNS,
    "applicant": Asked.APPLICANT,
    "applicants": Asked.APPLICANTS,
    "needs": Asked.APPLICANTS,
    "besides": Asked.APPLICANTS,
    "capacity": Asked.NUMBERS,
    "line": Asked.LINE,
    "item": Asked.ITEM,
    "counts": Asked.MEASURES,
    "costs": Asked.MEASURES,
}
"""What texts of these names call by its name."""
MANY: Mapping[Asked, Asked] = {
    Asked.COLUMN: Asked.COLUMNS,
    Asked.MEASURE: Asked.MEASURES,
    Asked.APPLICANT: Asked.APPLICANTS,
}
LAST = (
    "label",
    "note",
    "source",
    "may_relax",
    "relax_at_most",
    "asked_by",
    "assumption",
    "besides",
    "only",
    "unlimited",
)
"""Fields that are seldom filled in, shown last."""


@dataclass(frozen=True)
class FormField:
    """One field of a rule as a form asks for it.

    needed: it has no value of its own. choices: of what is chosen from a list that the rule itself knows. seldom:
    shown last.
    """

    name: str
    word: Text
    asked: Asked
    needed: bool
    default: Any
    choices: Mapping[str, Text]
    seldom: bool


def form_of(kind: type[Rule]) -> tuple[FormField, ...]:
    """Give the fields of a rule in the order in which they are asked for; its id is no field."""
    fields = [_field(kind.rule, name, info) for name, info in kind.model_fields.items() if name != "id"]
    shown = [each for each in fields if each.name != "relax_at_most" or kind.relaxing]
    return tuple(sorted(shown, key=lambda each: each.seldom))


def _field(rule: str, name: str, info: FieldInfo) -> FormField:
    default = None if info.is_required() else info.get_default(call_default_factory=True)
    choices = {code: COUNTED.get(code, code) for code in _literals(info.annotation)}
    asked = _asked(name, info.annotation, bool(choices))
    return FormField(name, field_word(rule, name), asked, info.is_required(), default, choices, name in LAST)


def _asked(name: str, kind: Any, literal: bool) -> Asked:  # noqa: ANN401
    parts = set(get_args(kind)) if get_origin(kind) is not None or get_args(kind) else {kind}
    plain = parts - {type(None)}
    if kind == dict[str, Scalar | tuple[Scalar, ...]]:
        return Asked.CONDITIONS
    if name == "announced":
        return Asked.ANNOUNCED
    if get_origin(kind) is tuple:
        if literal:
            return Asked.SEVERAL
        return _of_texts(name) if get_args(kind)[0] is str else Asked.WRITTEN
    if literal and get_origin(kind) is Literal:
        return Asked.ONE
    simple: dict[frozenset[Any], Asked] = {
        frozenset({Label}): Asked.LABEL,
        frozenset({str}): NAMED.get(name, Asked.TEXT),
        frozenset({int}): Asked.MONEY if name == "cost" else Asked.WHOLE,
        frozenset({float}): Asked.NUMBER,
        frozenset({int, float}): Asked.NUMBER,
        frozenset({int, float, Share}): Asked.BOUND,
        frozenset({bool}): Asked.MAYBE if type(None) in parts else Asked.YES,
    }
    return simple.get(frozenset(plain), Asked.WRITTEN)


def _of_texts(name: str) -> Asked:
    named = NAMED.get(name, Asked.WORDS)
    return MANY.get(named, named)


def _literals(kind: Any) -> Iterator[str]:  # noqa: ANN401
    if get_origin(kind) is Literal:
        yield from (str(each) for each in get_args(kind))
    elif get_origin(kind) is tuple:
        for part in get_args(kind):
            yield from _literals(part)
