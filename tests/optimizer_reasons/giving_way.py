"""What conflicts and repairs must be, by trying every plan; shares no code with the model or the rules.

Of the product it takes only how a slack is measured (its step, its levels, its relative change): whether a plan
keeps a rule, and how many steps it would need, is counted here from the plain tables.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations, product
from math import ceil, floor
from random import Random
from typing import Any

from optimizer import Rule
from optimizer.slack import Piece, Slack
from tests.optimizer import brute_force, instances, partners
from tests.optimizer.brute_force import Awards, Data, Row, World

Need = dict[Piece, int]


def crowded(seed: int) -> World:
    """A random world with so many rules that they often contradict each other."""
    return _crowded(instances.world_of(seed), Random(seed))


def crowded_partners(seed: int) -> World:
    """The same with money by year, funders and shared costs: two years and two funders each."""
    return _crowded(partners.partner_world(seed, two=True), Random(seed))


def _crowded(world: World, random: Random) -> World:
    village_world = any(rule["rule"] == "mentoring" for rule in world.rules)
    more: list[Data] = [rule for _ in range(2) for rule in _more(random, world)]
    rules = [*world.rules, *([] if village_world and len(world.applicants) > 6 else more)]
    named = [{**rule, "id": f"{rule['rule']}-{place}"} for place, rule in enumerate(rules)]
    return replace(world, rules=named, objectives=[{"maximise": "value"}])


def _more(random: Random, world: World) -> list[dict[str, Any]]:
    people = {name: dict(row) for name, row in world.applicants.items()}
    return instances._rules(random, people, [dict(option) for option in world.options], False)


def every_plan(world: World) -> Iterator[Awards]:
    """Every way to give each applicant one option or none."""
    names = sorted(world.applicants)
    offers: list[list[Row | None]] = [
        [None, *({**world.applicants[n], **o} for o in world.options if o["applicant"] == n)] for n in names
    ]
    for vector in product(*offers):
        yield {name: award for name, award in zip(names, vector, strict=True) if award is not None}


def possible(world: World, rules: Sequence[Data]) -> bool:
    """Whether any plan keeps these rules."""
    return any(all(keeps(world, rule, awards) for rule in rules) for awards in every_plan(world))


def keeps(world: World, rule: Data, awards: Awards) -> bool:
    """Whether a plan keeps one rule, with everything a relaxed rule may hold."""
    kind = rule["rule"]
    if kind == "limit":
        return all(low <= used <= high for _, used, low, high, _, _ in _totals(world, rule, awards))
    if kind == "one_of":
        return all(len(names) <= 1 for names in _sets(world, rule, awards).values())
    if kind == "mentoring":
        return next(brute_force._ways(world, rule, awards), None) is not None
    return brute_force.KINDS[kind](world, rule, awards)


ENDLESS = Fraction(10**30)


def _totals(world: World, rule: Data, awards: Awards) -> Iterator[tuple[str, Fraction, Fraction, Fraction, Any, Any]]:
    """For each group: its name, what is used, the bounds as they stand, and as they are given."""
    rows = [award for award in awards.values() if brute_force._holds(award, rule.get("where", {}))]
    per = rule.get("per")
    parts = (
        {str(g): [r for r in rows if r[per] == g] for g in brute_force._values_of(world, per)} if per else {"": rows}
    )
    for name, part in parts.items():
        own = rule.get("instead", {}).get(name, rule)
        low, high = own.get("at_least"), own.get("at_most")
        whole = not per and not rule.get("where")
        used = brute_force._whole(world, rule["measure"], awards) if whole else brute_force._sum(rule["measure"], part)
        yield name, used, _bound(world, low, awards, -ENDLESS), _bound(world, high, awards, ENDLESS), low, high


def _bound(world: World, given: Any, awards: Awards, none: Fraction) -> Fraction:
    if given is None:
        return none
    plus = brute_force._number(given.get("plus", 0)) if isinstance(given, dict) else 0
    return brute_force._bound(world, given, awards) + plus


def _sets(world: World, rule: Data, awards: Awards) -> dict[str, list[str]]:
    counted = {name: award for name, award in awards.items() if name not in rule.get("besides", ())}
    if rule.get("applicants"):
        return {"": [name for name in counted if name in set(rule["applicants"])]}
    kept = {name: award for name, award in counted.items() if brute_force._holds(award, rule.get("where", {}))}
    groups = brute_force._values_of(world, rule["per"])
    found = {str(g): [name for name, award in kept.items() if award[rule["per"]] == g] for g in groups}
    return {group: names for group, names in found.items() if not rule.get("only") or group in rule["only"]}


@dataclass(frozen=True)
class Way:
    """One way for the rules to give way to one plan."""

    rules: frozenset[str]
    pieces: frozenset[Piece]
    change: int

    @property
    def order(self) -> tuple[int, int]:
        """The stated ranking."""
        return len(self.rules), self.change


def ways(world: World, rules: Sequence[Rule], slacks: Sequence[Slack]) -> list[Way]:
    """Every way that any plan asks for, without those that take more than needed."""
    of = {slack.piece: slack for slack in slacks}
    found: set[Way] = set()
    for awards in every_plan(world):
        choices = [list(_needs(world, data, rule, awards, of)) for data, rule in zip(world.rules, rules, strict=True)]
        for picked in product(*choices):
            need = {piece: steps for each in picked for piece, steps in each.items() if steps}
            change = sum(of[piece].change(steps) for piece, steps in need.items())
            found.add(Way(frozenset(piece.rule for piece in need), frozenset(need), change))
    return sorted(found, key=lambda way: way.order)


def _needs(world: World, data: Data, rule: Rule, awards: Awards, of: dict[Piece, Slack]) -> Iterator[Need]:
    """What a plan asks of one rule: alternatives, each a number of steps by piece; none where it cannot give way."""
    for need in _ASKED[data["rule"]](world, data, rule, awards, of):
        if all(piece in of and steps <= of[piece].most for piece, steps in need.items() if steps):
            yield need


def _limit(world: World, data: Data, rule: Rule, awards: Awards, of: dict[Piece, Slack]) -> Iterator[Need]:
    need: Need = {}
    for name, used, low, high, least, most in _totals(world, data, awards):
        for kind, short, given in (("at_least", low - used, least), ("at_most", used - high, most)):
            if short > 0:
                piece = Piece(data["id"], kind, name)
                need[piece] = _steps(world, data, given, awards, short, of[piece]) if piece in of else 1
    yield need


def _steps(world: World, data: Data, given: Any, awards: Awards, short: Fraction, slack: Slack) -> int:
    if not isinstance(given, dict) or (data.get("per") and data["measure"] in ("libraries", "computers")):
        return ceil(short / slack.step)
    whole = brute_force._whole(world, given["of"], awards)
    unit = Fraction(1, 100) if given["share"] <= 1 else Fraction(1)
    return ceil(short / whole / unit / slack.step) if whole else slack.most + 1


def _named(world: World, data: Data, rule: Rule, awards: Awards, of: dict[Piece, Slack]) -> Iterator[Need]:
    kind = data["rule"]
    if kind == "requires":
        missing = [n for n in data["needs"] if n not in awards] if data["applicant"] in awards else []
        yield {Piece(data["id"], "needs", name): 1 for name in missing}
        return
    wrong = [n for n in data["applicants"] if (n in awards) == (kind == "exclude")]
    yield {Piece(data["id"], "applicant", name): 1 for name in wrong}


def _one_of(world: World, data: Data, rule: Rule, awards: Awards, of: dict[Piece, Slack]) -> Iterator[Need]:
    sets = [names for names in _sets(world, data, awards).values() if len(names) > 1]
    for stay in product(*(combinations(names, 1) for names in sets)):
        out = {name for names, kept in zip(sets, stay, strict=True) for name in names if name not in kept}
        yield {Piece(data["id"], "applicant", name): 1 for name in out}


def _score(world: World, data: Data, rule: Rule, awards: Awards, of: dict[Piece, Slack]) -> Iterator[Need]:
    piece = Piece(data["id"], "at_least")
    asked = brute_force._number(data["at_least"])
    steps = 0
    for award in awards.values():
        if not brute_force._holds(award, data.get("where", {})):
            continue
        number = award[data.get("measure", "score")]
        if number is None:
            return
        if brute_force._number(number) < asked:
            below = Fraction(floor(brute_force._number(number) * 10), 10)
            if piece not in of:
                return
            steps = max(steps, 1 + of[piece].levels.index(asked - below))
    yield {piece: steps}


def _mentoring(world: World, data: Data, rule: Rule, awards: Awards, of: dict[Piece, Slack]) -> Iterator[Need]:
    reach = Piece(data["id"], "reach_km")
    levels = of[reach].levels if reach in of else ()
    widest = data["reach_km"] + (float(levels[-1]) if levels else 0)
    villages = [name for name, award in sorted(awards.items()) if brute_force._holds(award, data["villages"])]
    free = {**data, "reach_km": widest, "at_least": 0, "at_most": 10**6, "capacity": ""}
    mentors = [name for name, award in sorted(awards.items()) if brute_force._holds(award, data["mentors"])]
    seen: set[tuple[tuple[Piece, int], ...]] = set()
    for way in brute_force._ways(world, free, awards):
        taken = [mentor for _, _, mentor, _ in way]
        assert len(way) == len(villages)
        more = fewer = 0
        for mentor in mentors:
            own = world.applicants[mentor][data["capacity"]] if data.get("capacity") else 10**6
            if taken.count(mentor) > (own or 0):
                break
            more = max(more, taken.count(mentor) - data["at_most"])
            fewer = max(fewer, data.get("at_least", 0) - taken.count(mentor))
        else:
            far = max((km for _, _, _, km in way), default=0.0)
            extra = brute_force._number(far) - brute_force._number(data["reach_km"])
            steps = 0 if extra <= 0 else 1 + next(k for k, level in enumerate(levels) if level >= extra)
            need = {reach: steps, Piece(data["id"], "at_most"): more, Piece(data["id"], "at_least"): fewer}
            key = tuple(sorted(need.items()))
            if key not in seen:
                seen.add(key)
                yield need


def _stay_close(world: World, data: Data, rule: Rule, awards: Awards, of: dict[Piece, Slack]) -> Iterator[Need]:
    yield {Piece(data["id"], "at_most"): max(brute_force.changes(data, awards) - int(data["at_most"]), 0)}


def _purses(world: World, data: Data, rule: Rule, awards: Awards, of: dict[Piece, Slack]) -> Iterator[Need]:
    parts = [piece.part for piece in of if piece.rule == data["id"]]
    for steps in partners.steps_needed(world, data, awards, parts):
        yield {Piece(data["id"], "amount", part): number for part, number in steps.items()}


def _nothing(world: World, data: Data, rule: Rule, awards: Awards, of: dict[Piece, Slack]) -> Iterator[Need]:
    yield {}


_ASKED = {
    "limit": _limit,
    "include": _named,
    "exclude": _named,
    "requires": _named,
    "one_of": _one_of,
    "minimum_score": _score,
    "mentoring": _mentoring,
    "stay_close": _stay_close,
    "yearly_budget": _purses,
    "funders": _purses,
    "shared_cost": _nothing,
}
