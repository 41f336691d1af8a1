"""Conflicts and repairs of random small instances are what trying every plan says."""

import pytest

from optimizer import Rule, named_rules
from optimizer.conflict import conflicts
from optimizer.repairs import repairs
from optimizer.tables import prepare
from tests.optimizer.brute_force import Row, World
from tests.optimizer.instances import objectives_of, rules_of, tables
from tests.optimizer_reasons.giving_way import Way, crowded, keeps, possible, ways

QUICK = range(50_000, 50_000 + 150)
LONG = range(60_000, 60_000 + 300)


def _data(rules: tuple[Rule, ...]) -> list[dict[str, object]]:
    return [rule.as_data() for rule in rules]


def conflict_mismatches(world: World) -> tuple[list[str], int]:
    """What is wrong with the conflicts of one world, and how many there are."""
    applicants, options = tables(world)
    found = conflicts(applicants, options, rules_of(world), most=4)
    if possible(world, world.rules):
        return (["a conflict where a plan exists"] if found.found else []), 0
    wrong = [] if found.found and found.in_time else ["no conflict, though no plan exists"]
    for each in found.found:
        if possible(world, _data(each.rules)):
            wrong.append(f"not a conflict: {each.pieces}")
        by_id = {rule.id: rule for rule in rules_of(world)}
        ready = prepare(applicants, options)
        for left_out in each.pieces:
            rest = [p for p in each.pieces if p != left_out]
            cut = [by_id[name].kept(ready, {p for p in rest if p.rule == name}) for name in by_id]
            if not possible(world, _data(tuple(rule for rule in cut if rule is not None))):
                wrong.append(f"{left_out} is not needed in {each.pieces}")
    sets = [frozenset(each.pieces) for each in found.found]
    if any(one < other for one in sets for other in sets) or len(set(sets)) < len(sets):
        wrong.append("one conflict lies within another")
    return wrong, len(sets)


def repair_mismatches(world: World) -> tuple[list[str], int]:
    """What is wrong with the repairs of one world, and how many there are."""
    applicants, options = tables(world)
    rules = named_rules(rules_of(world))
    found = repairs(applicants, options, rules, objectives_of(world), most=3)
    if possible(world, world.rules):
        return (["a repair where nothing is wrong"] if found.found else []), 0
    ready = prepare(applicants, options)
    right = ways(world, rules, [slack for rule in rules for slack in rule.slack(ready)])
    wrong = [] if found.in_time else ["out of time"]
    for repair in found.found:
        awards: dict[str, Row] = {
            str(name): next(
                {**world.applicants[str(name)], **o}
                for o in world.options
                if (o["applicant"], o["option"]) == (name, option)
            )
            for name, option in repair.plan.awards["option"].items()
        }
        wrong += [f"its own plan breaks {d['id']}" for d in _data(repair.rules) if not keeps(world, d, awards)]
        own = {m.piece: m for m in repair.moves}
        same = [w.change for w in right if w.pieces == frozenset(own)]
        change = sum(m.change for m in repair.moves)
        if not same or min(same) != change:
            wrong.append(f"{sorted(own)} by {change}; the least is {min(same, default=None)}")
    expected = _menu(right, 3)
    if [repair.order for repair in found.found] != expected:
        wrong.append(f"ranked {[repair.order for repair in found.found]} instead of {expected}")
    return wrong, len(found)


def _menu(right: list[Way], most: int) -> list[tuple[int, int]]:
    """The ranking: sets of rules first, none within another; then, where there are not enough, sets of pieces.

    Only how good each is can be compared: which of several equally good pieces is taken is free.
    """
    taken: list[Way] = []
    for apart in ("rules", "pieces"):
        while len(taken) < most:
            free = (w for w in right if not any(getattr(t, apart) <= getattr(w, apart) for t in taken))
            best = next(free, None)
            if best is None:
                break
            taken.append(best)
    return sorted(way.order for way in taken)


@pytest.mark.parametrize("part", range(5))
def test_conflicts_are_smallest(part: int) -> None:
    seeds = QUICK[part::5]
    counts = []
    for seed in seeds:
        wrong, count = conflict_mismatches(crowded(seed))
        assert wrong == [], seed
        counts.append(count)
    assert sum(count > 0 for count in counts) >= len(seeds) // 3


@pytest.mark.parametrize("part", range(5))
def test_repairs_are_the_least(part: int) -> None:
    seeds = QUICK[part::5]
    counts = []
    for seed in seeds:
        wrong, count = repair_mismatches(crowded(seed))
        assert wrong == [], seed
        counts.append(count)
    assert sum(count > 0 for count in counts) >= len(seeds) // 4
    assert sum(count == 3 for count in counts) >= 3


@pytest.mark.long
@pytest.mark.parametrize("part", range(3))
def test_conflicts_are_smallest_thousands(part: int) -> None:
    for seed in LONG[part::3]:
        assert conflict_mismatches(crowded(seed))[0] == [], seed


@pytest.mark.long
@pytest.mark.parametrize("part", range(3))
def test_repairs_are_the_least_thousands(part: int) -> None:
    for seed in LONG[part::3]:
        assert repair_mismatches(crowded(seed))[0] == [], seed
