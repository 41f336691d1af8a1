"""Compare: what differs between outcomes of one round, or of versions of a round, and why."""

from collections.abc import Sequence
from dataclasses import dataclass

from intake import Finding, Findings, InputError, Severity
from locales import Message, Money, Text, message
from optimizer import Status, plain
from scenarios.compare_causes import Causes, causes
from scenarios.outcome import Outcome, Reason
from scenarios.reasons import reason_of

WORDS = frozenset({"label", "title", "note"})
MOST = 4
PLACES = ("province", "island_group", "kind")


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
class Group:
    """One province, island group or kind (per): awards and grants, in rupiah, of every outcome."""

    per: str
    value: str
    libraries: tuple[int, ...]
    grants: tuple[int, ...]


@dataclass(frozen=True)
class Comparison:
    """Two or more outcomes side by side.

    choices: the scenarios' settings that differ, as (what, value in every outcome). in_all: applicants funded by every
    one; only: those funded by one alone, outcome by outcome. groups: where awards differ, by province, island group
    and kind. causes: from the first to each other outcome, in order; empty where they were not looked for.
    """

    titles: tuple[Text, ...]
    statuses: tuple[Status, ...]
    figures: tuple[Figure, ...]
    choices: tuple[tuple[str, tuple[str, ...]], ...]
    in_all: tuple[str, ...]
    only: tuple[tuple[str, ...], ...]
    moves: tuple[Move, ...]
    groups: tuple[Group, ...]
    causes: tuple[Causes, ...]
    warnings: tuple[Message, ...]


def refuse_number(count: int) -> None:
    """Raise InputError for fewer than two or more than four outcomes."""
    remedy = message("name them one after another: -s base -s budget-cut")
    if count < 2:
        problem = message("a comparison needs at least two scenarios")
        raise InputError(Findings.of([Finding("compare.few", Severity.ERROR, problem, remedy)]))
    if count > MOST:
        problem = message("a comparison takes at most {most} scenarios, not {count}", most=MOST, count=count)
        raise InputError(Findings.of([Finding("compare.many", Severity.ERROR, problem, remedy)]))


def compare(
    outcomes: Sequence[Outcome], *, seconds: float | None = None, titles: Sequence[Text] | None = None
) -> Comparison:
    """Put two to four outcomes side by side, all against the first.

    seconds: for finding the causes of each other outcome's differences by replaying the changes; None leaves causes
    out. titles: what to call them, no two alike; else by their scenarios. Raises InputError for fewer or more.
    """
    refuse_number(len(outcomes))
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
        titles=_titles(outcomes) if titles is None else tuple(titles),
        statuses=tuple(outcome.plan.status for outcome in outcomes),
        figures=figures(outcomes),
        choices=_choices(outcomes),
        in_all=tuple(sorted(in_all)),
        only=tuple(tuple(sorted(own.difference(*funded[:n], *funded[n + 1 :]))) for n, own in enumerate(funded)),
        moves=tuple(move for move in moves if len(set(move.packages)) > 1),
        groups=groups(outcomes),
        causes=() if seconds is None else tuple(causes(outcomes[0], other, seconds=seconds) for other in outcomes[1:]),
        warnings=open_ties,
    )


def _titles(outcomes: Sequence[Outcome]) -> tuple[Text, ...]:
    """What to call each outcome: its scenario; with its place and its round's folder where two are called alike."""
    names = [outcome.scenario.title for outcome in outcomes]
    folders = [outcome.round.folder.name for outcome in outcomes]
    return tuple(
        message("{place}: {scenario} ({folder})", place=place, scenario=name, folder=folder)
        if names.count(name) > 1
        else name
        for place, (name, folder) in enumerate(zip(names, folders, strict=True), start=1)
    )


def figures(outcomes: Sequence[Outcome]) -> tuple[Figure, ...]:
    """What every plan comes to, with the signed differences to the first."""
    names = {line.id: line.label for o in reversed(outcomes) for line in o.round.call.budget_lines}
    lines = list(dict.fromkeys(line.id for o in outcomes for line in o.round.call.budget_lines))
    counted: list[tuple[Text, list[int | float], bool]] = [
        (message("libraries funded"), [len(o.plan.awards) for o in outcomes], False),
        (message("value (points)"), [_total(o, "value") for o in outcomes], False),
        (message("computers"), [_total(o, "computers") for o in outcomes], False),
        (message("grant"), [_total(o, "cost") for o in outcomes], True),
        (message("local match"), [_total(o, "local_match") for o in outcomes], True),
    ]
    counted += [(names[line], [_total(o, f"cost_{line}") for o in outcomes], True) for line in lines]
    return tuple(
        Figure(
            name,
            tuple(Money(int(v)) if money else v for v in values),
            tuple(None if place == 0 else _minus(v, values[0]) for place, v in enumerate(values)),
        )
        for name, values, money in counted
    )


def groups(outcomes: Sequence[Outcome]) -> tuple[Group, ...]:
    """The groups whose awards or grants differ, by place and value."""
    found = []
    for per in PLACES:
        counted = [_counted(outcome, per) for outcome in outcomes]
        for value in sorted(set().union(*counted)):
            libraries, grants = (tuple(each.get(value, (0, 0))[place] for each in counted) for place in (0, 1))
            if len(set(libraries)) > 1 or len(set(grants)) > 1:
                found.append(Group(per, value, libraries, grants))
    return tuple(found)


def _counted(outcome: Outcome, per: str) -> dict[str, tuple[int, int]]:
    """Awards and grants by group."""
    return {
        str(value): (len(own), sum(int(cost) for cost in own["cost"]))
        for value, own in outcome.plan.awards.join(outcome.table).groupby(per)
    }


def _minus(one: int | float, other: int | float) -> int | float:
    return round(one - other, 6)


def _total(outcome: Outcome, column: str) -> int | float:
    return plain(outcome.total(column))


def _choices(outcomes: Sequence[Outcome]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    flat = [_flat(outcome.scenario.as_data()) for outcome in outcomes]
    for one in flat:
        for key in [k for k in one if k.split(".")[0] == "id" or WORDS.intersection(k.split("."))]:
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
    person = next(o.table.loc[applicant] for o in outcomes if applicant in o.table.index)
    packages = tuple(
        str(o.plan.awards.at[applicant, "option"]) if applicant in o.plan.awards.index else "" for o in outcomes
    )
    whys = tuple(reason_of(o.reasons, applicant) for o in outcomes)
    return Move(applicant, str(person["name"]), str(person["district"]), packages, whys)
