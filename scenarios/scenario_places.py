"""Places: what a field of a scenario is called in words, and how its value is written."""

import json
from collections.abc import Iterable

from locales import Money, Percent, Text, message
from optimizer import Rule, field_word, rule_word
from scenarios.scenario import Scenario
from scenarios.scenario_words import CHOICES, FIELDS, LANGUAGES, PARTS

SHARES = ("scale", "gap", "share", "tolerance")
MONEY = ("budget.lines", "budget.funders", "catalogue.prices")
LONGEST = 160


def place_said(place: str, scenarios: Iterable[Scenario], names: dict[str, Text]) -> Text:
    """Say where a field stands, as `records.difference` names it. names: what the round calls its lines and items."""
    part, _, rest = place.partition(".")
    if part == "rules":
        return _rule_place(rest, scenarios)
    for field, word in FIELDS.items():
        if place == field or place.startswith(f"{field}."):
            keys = place.removeprefix(field).strip(".")
            return message("{part}: {name}", part=word, name=_named(keys, names)) if keys else word
    if part in ("title", "note") and rest in LANGUAGES:
        return message("{part}, {which}", part=PARTS[part], which=LANGUAGES[rest])
    word_or_name: Text = PARTS.get(part, part)
    return message("{part}: {name}", part=word_or_name, name=rest) if rest else word_or_name


def _named(keys: str, names: dict[str, Text]) -> Text:
    first, _, rest = keys.partition(".")
    named = names.get(first, first)
    return message("{part}, {which}", part=named, which=rest) if rest else named


def _rule_place(rest: str, scenarios: Iterable[Scenario]) -> Text:
    held = {rule.id: rule for scenario in scenarios for rule in scenario.rules}
    own = [name for name in held if rest == name or rest.startswith(f"{name}.")]
    if not own:
        return message("{part}: {name}", part=PARTS["rules"], name=rest)
    rule = held[max(own, key=len)]
    fields = rest.removeprefix(rule.id).strip(".")
    return message("{part}: {name}", part=rule.name, name=_field(rule, fields)) if fields else rule.name


def _field(rule: Rule, fields: str) -> Text:
    first, _, rest = fields.partition(".")
    if first == "rule":
        return rule_word(rule.rule)
    word = field_word(rule.rule, first)
    if rest in LANGUAGES:
        return message("{part}, {which}", part=word, which=LANGUAGES[rest])
    return message("{part}, {which}", part=word, which=_inner(rest)) if rest else word


def _inner(rest: str) -> Text:
    return {"share": message("share"), "of": message("of")}.get(rest, rest)


def value_said(place: str, value: str | None, scenario: Scenario) -> Text:
    """Write a value as `records.difference` gives it."""
    if value is None:
        return None
    if place == "objectives":
        return tuple(each.describe() for each in scenario.objectives)
    if place == "order of rules":
        names = {rule.id: rule.name for rule in scenario.rules}
        return tuple(names.get(each, each) for each in json.loads(value))
    return _written(place, value)


def _written(place: str, value: str) -> Text:
    last = place.rpartition(".")[2]
    try:
        plain = json.loads(value)
    except ValueError:
        return CHOICES.get(value, value) if last in ("basis", "unknown_gates", "solver") else value
    if isinstance(plain, bool):
        return message("yes") if plain else message("no")
    if isinstance(plain, int | float) and last in SHARES:
        return Percent(plain)
    if isinstance(plain, int) and (place.startswith(MONEY) or last == "cost" or "cost" in place.split(".")):
        return Money(plain)
    if isinstance(plain, int | float):
        return plain
    if isinstance(plain, list) and all(isinstance(each, str | int) for each in plain):
        return tuple(str(each) for each in plain) or message("none")
    return "" if plain in ({}, None) else value[:LONGEST]
