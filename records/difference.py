"""Difference: what one version of a scenario says and another does not, field by field."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from records.words import canonical
from scenarios import Scenario

EMPTY = canonical({})


@dataclass(frozen=True)
class Changed:
    """One field that differs, by its place such as `rules.slots.at_most`; None where one side does not have it."""

    place: str
    before: str | None
    after: str | None


def difference(before: Scenario, after: Scenario) -> tuple[Changed, ...]:
    """List every field in which two scenarios differ; rules are matched by their id, the rest by place."""
    one, other = dict(_fields("", _named(before))), dict(_fields("", _named(after)))
    places = [*one, *(place for place in other if place not in one)]
    return tuple(
        Changed(place, one.get(place), other.get(place))
        for place in places
        if one.get(place) != other.get(place) and not _filled(place, one, other)
    )


def _filled(place: str, one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    """Whether a part is empty on one side alone: what stands in it on the other side is told field by field."""
    return {one.get(place), other.get(place)} == {EMPTY, None} and any(
        each.startswith(f"{place}.") for each in (*one, *other)
    )


def _named(scenario: Scenario) -> dict[str, Any]:
    data = scenario.as_data()
    rules = data.pop("rules")
    ids = [str(rule.get("id") or f"{rule['rule']}-{place}") for place, rule in enumerate(rules, start=1)]
    return {**data, "rules": dict(zip(ids, rules, strict=True)), "order of rules": ids}


def _fields(place: str, value: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401
    if isinstance(value, Mapping) and value:
        for key, part in value.items():
            yield from _fields(f"{place}.{key}" if place else str(key), part)
    else:
        yield place, value if isinstance(value, str) else canonical(value)
