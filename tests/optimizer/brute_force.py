"""The best plan by trying every plan: an oracle that shares no code with the optimizer.

It reads rules and objectives as the plain tables that a scenario file holds, and applicants and options as plain
dictionaries. Numbers are Fractions throughout; every vector of options and every way to pair villages with mentors
is looked at. It knows neither PuLP nor pandas.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import atan2, cos, degrees, hypot, pi, sin
from typing import Any, NamedTuple

Row = Mapping[str, Any]
Data = Mapping[str, Any]
Pair = tuple[str, str, str]


class Best(NamedTuple):
    """The plan: option by applicant, pairs (rule, village, mentor), objective values, and how many are as good."""

    options: dict[str, str]
    pairs: tuple[Pair, ...]
    values: tuple[Fraction, ...]
    bounds: tuple[Fraction, ...]
    as_good: int


@dataclass(frozen=True)
class World:
    """All that is given."""

    applicants: Mapping[str, Row]
    options: Sequence[Row]
    rules: Sequence[Data]
    objectives: Sequence[Data]


def best(world: World) -> Best | None:
    """Try everything; None when no plan is lawful."""
    lawful = [(awards, ways) for awards, ways in _lawful(world)]
    if not lawful:
        return None
    values = [[_reached(world, objective, awards) for objective in world.objectives] for awards, _ in lawful]
    left = list(range(len(lawful)))
    bounds: list[Fraction] = []
    for place, objective in enumerate(world.objectives):
        sign = -1 if {"minimise", "least_changes"} & set(objective) else 1
        top = max(sign * values[k][place] for k in left)
        bounds.append(sign * top)
        last = place == len(world.objectives) - 1
        given_up = Fraction(0) if last else abs(top) * _number(objective.get("tolerance", 0))
        left = [k for k in left if sign * values[k][place] >= top - given_up]
    for place, objective in enumerate(world.objectives):
        sign = -1 if {"minimise", "least_changes"} & set(objective) else 1
        top = max(sign * values[k][place] for k in left)
        left = [k for k in left if sign * values[k][place] == top]
    as_good = sum(_count(lawful[k][1]) for k in left)
    chosen = min(left, key=lambda k: _preferred(world, lawful[k][0]))
    awards, ways = lawful[chosen]
    nearest = [min(choices, key=lambda way: [(v, km, m) for _, v, m, km in way]) for choices in ways]
    pairs = tuple(sorted((rule, village, mentor) for way in nearest for rule, village, mentor, _ in way))
    names = {applicant: str(award["option"]) for applicant, award in awards.items()}
    return Best(names, pairs, tuple(values[chosen]), tuple(bounds), as_good)


Awards = dict[str, Row]
Way = list[tuple[str, str, str, float]]


def _count(ways: Sequence[Sequence[Way]]) -> int:
    number = 1
    for choices in ways:
        number *= len(choices)
    return number


def _lawful(world: World) -> Iterator[tuple[Awards, list[list[Way]]]]:
    names = sorted(world.applicants)
    offers: list[list[Row | None]] = [
        [None, *({**world.applicants[n], **o} for o in world.options if o["applicant"] == n)] for n in names
    ]
    plain = [rule for rule in world.rules if rule["rule"] != "mentoring"]
    mentoring = [rule for rule in world.rules if rule["rule"] == "mentoring"]
    for vector in product(*offers):
        awards = {name: award for name, award in zip(names, vector, strict=True) if award is not None}
        if not all(KINDS[rule["rule"]](world, rule, awards) for rule in plain):
            continue
        ways = [list(_ways(world, rule, awards)) for rule in mentoring]
        if all(ways):
            yield awards, ways


def _number(given: Any) -> Fraction:
    return Fraction(int(given)) if isinstance(given, bool | int) else Fraction(str(given))


def _holds(row: Row, where: Data) -> bool:
    for column, wanted in where.items():
        accepted = wanted if isinstance(wanted, list | tuple) else [wanted]
        if row[column] is None or not any(row[column] == value for value in accepted):
            return False
    return True


def _sum(measure: str, rows: Sequence[Row]) -> Fraction:
    return Fraction(len(rows)) if measure == "libraries" else sum((_number(r[measure]) for r in rows), Fraction(0))


def _values_of(world: World, column: str) -> list[Any]:
    if any(column in row for row in world.applicants.values()):
        seen = [row[column] for row in world.applicants.values()]
    else:
        seen = [row[column] for row in world.options]
    return [value for place, value in enumerate(seen) if value is not None and value not in seen[:place]]


def _bound(world: World, given: Any, awards: Awards) -> Fraction:
    if isinstance(given, Mapping):
        return _number(given["share"]) * _whole(world, given["of"], awards)
    return _number(given)


def _whole(world: World, measure: str, awards: Awards) -> Fraction:
    """A measure over the whole plan, with what is paid once for several awards."""
    from tests.optimizer.partners import shared_amount

    return _sum(measure, list(awards.values())) + shared_amount(world, measure, awards)


def _limit(world: World, rule: Data, awards: Awards) -> bool:
    rows = [award for award in awards.values() if _holds(award, rule.get("where", {}))]
    per = rule.get("per")
    parts = [[r for r in rows if r[per] == g] for g in _values_of(world, per)] if per else [rows]
    for part in parts:
        used = _sum(rule["measure"], part) if per or rule.get("where") else _whole(world, rule["measure"], awards)
        if rule.get("at_least") is not None and used < _bound(world, rule["at_least"], awards):
            return False
        if rule.get("at_most") is not None and used > _bound(world, rule["at_most"], awards):
            return False
    return True


def _include(world: World, rule: Data, awards: Awards) -> bool:
    return all(name in awards for name in rule["applicants"])


def _exclude(world: World, rule: Data, awards: Awards) -> bool:
    return not any(name in awards for name in rule["applicants"])


def _one_of(world: World, rule: Data, awards: Awards) -> bool:
    if rule.get("applicants"):
        return sum(name in awards for name in set(rule["applicants"])) <= 1
    kept = [award for award in awards.values() if _holds(award, rule.get("where", {}))]
    column = rule["per"]
    return all(sum(award[column] == g for award in kept) <= 1 for g in _values_of(world, column))


def _requires(world: World, rule: Data, awards: Awards) -> bool:
    return rule["applicant"] not in awards or all(name in awards for name in rule["needs"])


def _minimum_score(world: World, rule: Data, awards: Awards) -> bool:
    column = rule.get("measure", "score")
    judged = [award[column] for award in awards.values() if _holds(award, rule.get("where", {}))]
    return all(score is not None and _number(score) >= _number(rule["at_least"]) for score in judged)


def changes(against: Data, awards: Awards) -> int:
    """How many applicants are not treated as announced, of the kinds that count."""
    announced, counts = against["announced"], against.get("counts", ("leaves", "enters"))
    kept = dict(announced) if isinstance(announced, Mapping) else dict.fromkeys(announced, "")
    kinds = (counts,) if isinstance(counts, str) else counts
    number = 0
    for name in {*kept, *awards}:
        if name not in awards:
            number += "leaves" in kinds
        elif name not in kept:
            number += "enters" in kinds
        else:
            number += "packages" in kinds and kept[name] not in ("", awards[name]["option"])
    return number


def _stay_close(world: World, rule: Data, awards: Awards) -> bool:
    return changes(rule, awards) <= int(rule["at_most"])


def _partner(world: World, rule: Data, awards: Awards) -> bool:
    from tests.optimizer import partners

    if rule["rule"] == "shared_cost":
        return True
    return {"yearly_budget": partners.yearly_budget, "funders": partners.funders}[rule["rule"]](world, rule, awards)


KINDS = {
    "limit": _limit,
    "include": _include,
    "exclude": _exclude,
    "one_of": _one_of,
    "requires": _requires,
    "minimum_score": _minimum_score,
    "stay_close": _stay_close,
    "yearly_budget": _partner,
    "funders": _partner,
    "shared_cost": _partner,
}


def kilometres(one: Row, other: Row) -> float:
    """Great circle by the angle between two vectors, to 0.1 km; the optimizer uses another formula."""
    a, b = (
        (cos(lat) * cos(lon), cos(lat) * sin(lon), sin(lat))
        for lat, lon in ((r["lat"] * pi / 180, r["lon"] * pi / 180) for r in (one, other))
    )
    cross = hypot(a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])
    angle = atan2(cross, a[0] * b[0] + a[1] * b[1] + a[2] * b[2])
    return round(degrees(angle) * pi / 180 * 6371.0088, 1)


def _ways(world: World, rule: Data, awards: Awards) -> Iterator[Way]:
    """Every lawful way to give each awarded village one mentor."""
    villages = [name for name, award in sorted(awards.items()) if _holds(award, rule["villages"])]
    mentors = [name for name, award in sorted(awards.items()) if _holds(award, rule["mentors"])]
    choices: list[list[tuple[str, float]]] = []
    for village in villages:
        reached: list[tuple[str, float]] = []
        for mentor in mentors:
            one, other = world.applicants[village], world.applicants[mentor]
            far = kilometres(one, other)
            if mentor in _nearest(world, rule, village) and far <= rule["reach_km"]:
                reached.append((mentor, far))
        choices.append(reached)
    for picked in product(*choices):
        takes = [mentor for mentor, _ in picked]
        if all(rule.get("at_least", 0) <= takes.count(m) <= _room(world, rule, m) for m in mentors):
            yield [(rule["id"], v, m, km) for v, (m, km) in zip(villages, picked, strict=True)]


def _nearest(world: World, rule: Data, village: str) -> list[str]:
    """Who may be a village's mentor as far as columns and the number of nearest ones go, funded or not."""
    own = world.applicants[village]
    near = sorted(
        (kilometres(own, other), name)
        for name, other in world.applicants.items()
        if _holds(other, rule["mentors"])
        and all(own[c] is not None and own[c] == other[c] for c in rule.get("within", ()))
        and kilometres(own, other) <= rule["reach_km"]
    )
    return [name for _, name in near[: rule.get("nearest") or len(near)]]


def _room(world: World, rule: Data, mentor: str) -> int:
    if not rule.get("capacity"):
        return int(rule["at_most"])
    own = world.applicants[mentor][rule["capacity"]]
    return 0 if own is None else min(int(rule["at_most"]), int(own))


def _reached(world: World, objective: Data, awards: Awards) -> Fraction:
    kind = next(k for k in ("maximise", "minimise", "maximise_worst", "least_changes") if k in objective)
    rows = list(awards.values())
    if kind == "least_changes":
        return Fraction(changes(objective[kind], awards))
    if kind != "maximise_worst":
        return _whole(world, objective[kind], awards)
    column = objective["per"]
    offered = [{**world.applicants[o["applicant"]], **o}[column] for o in world.options]
    held = {value for value in offered if value is not None}
    return min((_sum(objective[kind], [r for r in rows if r[column] == g]) for g in held), default=Fraction(0))


def _preferred(world: World, awards: Awards) -> tuple[Any, ...]:
    """The smaller, the better: whom the plan awards, best option first; then cheaper options, then their names."""
    most: dict[str, Fraction] = {}
    for option in world.options:
        name = option["applicant"]
        most[name] = max(most.get(name, Fraction(0)), _number(option["value"]))
    order = sorted(most, key=lambda name: (-most[name], name))
    awarded = tuple(name not in awards for name in order)
    cheaper = tuple((_number(awards[n].get("cost", 0)), awards[n]["option"]) for n in sorted(awards))
    return awarded, cheaper
