"""Compare: what differs between outcomes of one round."""

from collections.abc import Sequence
from dataclasses import dataclass

from intake import Finding, Findings, InputError, Severity
from locales import Label, Message, Money, Text, message
from optimizer import Status, plain
from scenarios.outcome import Outcome, Reason


@dataclass(frozen=True)
class Figure:
    """One figure of every outcome, in their order, and the signed differences to the first."""

    name: Text
    values: tuple[Text, ...]
    differences: tuple[int | float | None, ...]


@dataclass(frozen=True)
class Move:
    """One applicant that is not treated alike: its package in every outcome ("" is none), and why where it is out."""

    applicant: str
    name: str
    district: str
    packages: tuple[str, ...]
    reasons: tuple[Reason | None, ...]


@dataclass(frozen=True)
class Comparison:
    """Two or more outcomes side by side.

    choices: the settings that differ, as (what, value in every outcome). in_all: applicants funded by every one.
    """

    titles: tuple[Label, ...]
    statuses: tuple[Status, ...]
    figures: tuple[Figure, ...]
    choices: tuple[tuple[str, tuple[str, ...]], ...]
    in_all: tuple[str, ...]
    moves: tuple[Move, ...]
    warnings: tuple[Message, ...]


def compare(outcomes: Sequence[Outcome]) -> Comparison:
    """Put outcomes of the same round side by side; raises InputError for fewer than two."""
    if len(outcomes) < 2:
        raise InputError(
            Findings.of(
                [
                    Finding(
                        "compare.few",
                        Severity.ERROR,
                        message("a comparison needs at least two scenarios"),
                        message("name them one after another: -s base -s budget-cut"),
                    )
                ]
            )
        )
    funded = [set(outcome.plan.awards.index) for outcome in outcomes]
    everyone, in_all = set.union(*funded), set.intersection(*funded)
    moves = [_move(outcomes, name) for name in sorted(everyone)]
    open_ties = tuple(
        message(
            "{scenario}: equally good plans exist and time ran out before the stated order chose",
            scenario=o.scenario.title,
        )
        for o in outcomes
        if o.plan.has_awards and o.plan.ties == "open"
    )
    return Comparison(
        titles=tuple(outcome.scenario.title for outcome in outcomes),
        statuses=tuple(outcome.plan.status for outcome in outcomes),
        figures=_figures(outcomes),
        choices=_choices(outcomes),
        in_all=tuple(sorted(in_all)),
        moves=tuple(move for move in moves if len(set(move.packages)) > 1),
        warnings=open_ties,
    )


def _figures(outcomes: Sequence[Outcome]) -> tuple[Figure, ...]:
    lines = [line.id for line in outcomes[0].round.call.budget_lines]
    counted: list[tuple[Text, list[int | float], bool]] = [
        (message("libraries funded"), [len(o.plan.awards) for o in outcomes], False),
        (message("value (points)"), [_total(o, "value") for o in outcomes], False),
        (message("computers"), [_total(o, "computers") for o in outcomes], False),
        (message("grant"), [_total(o, "cost") for o in outcomes], True),
        (message("local match"), [_total(o, "local_match") for o in outcomes], True),
    ]
    names = {line.id: line.label for line in outcomes[0].round.call.budget_lines}
    counted += [(names[line], [_total(o, f"cost_{line}") for o in outcomes], True) for line in lines]
    return tuple(
        Figure(
            name,
            tuple(Money(int(v)) if money else v for v in values),
            tuple(None if place == 0 else _minus(v, values[0]) for place, v in enumerate(values)),
        )
        for name, values, money in counted
    )


def _minus(one: int | float, other: int | float) -> int | float:
    return round(one - other, 6)


def _total(outcome: Outcome, column: str) -> int | float:
    return plain(outcome.total(column))


def _choices(outcomes: Sequence[Outcome]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    flat = [_flat(outcome.scenario.as_data()) for outcome in outcomes]
    for one in flat:
        for key in [k for k in one if k.split(".")[0] in ("id", "title", "note")]:
            del one[key]
    keys = sorted(set().union(*flat))
    rows = [(key, tuple(one.get(key, "–") for one in flat)) for key in keys]
    return tuple((key, values) for key, values in rows if len(set(values)) > 1)


def _flat(data: object, prefix: str = "") -> dict[str, str]:
    if isinstance(data, dict):
        pairs = [(str(key), value) for key, value in data.items()]
    elif isinstance(data, list):
        named = [(str(v.get("id", n)) if isinstance(v, dict) else str(n), v) for n, v in enumerate(data)]
        pairs = named
    else:
        return {prefix: "–" if data is None else str(data)}
    result: dict[str, str] = {}
    for key, value in pairs:
        result |= _flat(value, f"{prefix}.{key}" if prefix else key)
    return result


def _move(outcomes: Sequence[Outcome], applicant: str) -> Move:
    person = outcomes[0].table.loc[applicant]
    packages = tuple(
        str(o.plan.awards.at[applicant, "option"]) if applicant in o.plan.awards.index else "" for o in outcomes
    )
    whys = tuple(next((r for r in o.reasons if r.applicant == applicant), None) for o in outcomes)
    return Move(applicant, str(person["name"]), str(person["district"]), packages, whys)
