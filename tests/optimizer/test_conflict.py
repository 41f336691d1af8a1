"""A conflict is a smallest one: all of it is impossible, and any one rule less is not."""

from dataclasses import replace

from optimizer import Limit, Rule, Settings, conflict
from tests.optimizer.brute_force import best
from tests.optimizer.handmade import MENTORING, PEOPLE, offers, rule
from tests.optimizer.instances import rules_of, tables, world_of


def test_every_member_is_needed_on_random_instances() -> None:
    sizes: list[int] = []
    for seed in range(30_000, 30_160):
        world = replace(world_of(seed), objectives=[])
        applicants, options = tables(world)
        core = conflict(applicants, options, rules_of(world))
        assert core is not None
        if best(world) is not None:
            assert core == ()
            continue
        ids = [member.id for member in core]
        chosen = [data for data in world.rules if data["id"] in ids]
        assert best(replace(world, rules=chosen)) is None
        for member in chosen:
            assert best(replace(world, rules=[data for data in chosen if data is not member])) is not None, (seed, ids)
        sizes.append(len(ids))
    assert sizes.count(1) >= 5
    assert sum(size >= 2 for size in sizes) >= 10


def _ids(rules: list[Rule]) -> list[str]:
    return [member.id for member in conflict(PEOPLE, offers(), rules) or ()]


def test_a_conflict_of_whole_numbers_only() -> None:
    """Options have 4 or 8 computers: 6 can be had in fractions only."""
    rules: list[Rule] = [
        Limit(measure="cost", at_most=10**12, id="money"),
        Limit(measure="computers", at_least=6, id="least"),
        rule("exclude", applicants=["V1"]),
        Limit(measure="computers", at_most=6, id="most"),
    ]
    assert _ids(rules) == ["least", "most"]


def test_what_stands_first_is_blamed_first() -> None:
    def few(name: str) -> Rule:
        return Limit(measure="libraries", at_most=1, id=name)

    many = Limit(measure="libraries", at_least=2, id="many")
    assert _ids([few("a"), many, few("b")]) == ["a", "many"]
    assert _ids([few("b"), few("a"), many]) == ["b", "many"]


def test_a_conflict_with_mentoring() -> None:
    rules: list[Rule] = [
        rule("mentoring", **MENTORING).model_copy(update={"id": "care"}),
        Limit(measure="libraries", where={"kind": "village"}, at_least=3, id="villages"),
        Limit(measure="libraries", where={"kind": "district"}, at_most=1, id="one mentor"),
        Limit(measure="cost", at_most=10**11, id="money"),
    ]
    assert _ids(rules) == ["care", "villages", "one mentor"]


def test_rules_without_contradiction_and_without_time() -> None:
    assert conflict(PEOPLE, offers(), []) == ()
    assert _ids([Limit(measure="cost", at_most=1)]) == []


def test_cbc_finds_the_same_conflict() -> None:
    rules: list[Rule] = [
        Limit(measure="computers", at_least=6, id="least"),
        Limit(measure="computers", at_most=6, id="most"),
    ]
    assert conflict(PEOPLE, offers(), rules, Settings(solver="cbc")) == tuple(rules)
