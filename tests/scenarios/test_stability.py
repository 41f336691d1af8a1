"""Stability of plans along one weight, against every lawful list of applicants in plain fractions."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations, pairwise
from typing import Any

import numpy as np
import pytest

import scenarios
from intake import InputError, Round
from locales import render
from reports import sheet_data
from reports.sheet_stability import sheet
from scenarios import Outcome, entries_of, stability
from scenarios.robust_draws import central_weights
from scoring import VALUE_ONE, moved
from tests.scoring.rounds import criteria, group, linear, question, round_of

INSTANCES, LONG_INSTANCES = 4, 36
NAMES = ("a", "b", "c")


def invented(seed: int) -> tuple[Round, dict[str, Any]]:
    """Six applicants, three criteria of which two make a group, two sorts of library, perhaps a minimum score."""
    chance = np.random.default_rng(seed)
    leaves = [
        linear("a", 0, 10, group="one", weight=int(chance.integers(1, 5))),
        linear("b", 0, 10, group="one", weight=int(chance.integers(1, 5))),
        linear("c", 0, 10, group="two", weight=1),
    ]
    groups = [group("one", int(chance.integers(1, 4))), group("two", int(chance.integers(1, 4)))]
    rules = criteria(leaves, groups, questions=[question(name) for name in (*NAMES, "sort")])
    answers = {name: chance.integers(0, 101, 6) / 10 for name in NAMES}
    round_ = round_of(rules, {**{k: v.tolist() for k, v in answers.items()}, "sort": chance.integers(0, 2, 6).tolist()})
    demands: list[dict[str, Any]] = [
        {"rule": "limit", "id": "slots", "measure": "libraries", "at_most": 3},
        {"rule": "limit", "id": "sort", "measure": "libraries", "where": {"sort": 1}, "at_most": 1},
    ]
    if seed % 2:
        minimum = int(chance.integers(30, 60))
        demands.append({"rule": "minimum_score", "id": "minimum", "measure": "score", "at_least": minimum})
    return round_, {"id": "small", "title": {"id": "Uji", "en": "Test"}, "rules": demands}


class Plain:
    """Every list of applicants, what it is worth along one weight, and where it is lawful; counted without solver."""

    def __init__(self, outcome: Outcome, node: str) -> None:
        self.names = [str(name) for name in outcome.scores.table.index]
        held = outcome.scores.values.to_dict()
        ends = []
        central = central_weights(outcome)
        for share in (Fraction(0), Fraction(1)):
            weights = moved(outcome.round.criteria, node, share, central)
            ends.append(
                {
                    name: sum(
                        (weights[c] * Fraction(round(float(held[c][name]) * VALUE_ONE), VALUE_ONE) for c in weights),
                        Fraction(0),
                    )
                    for name in self.names
                }
            )
        self.zero, self.one = ends
        data = [rule.as_data() if hasattr(rule, "as_data") else rule.model_dump() for rule in outcome.rules]
        minimum = [each["at_least"] for each in data if "minimum" in str(each.get("id"))]
        self.minimum = (Fraction(minimum[0]) * 10_000 - Fraction(1, 2)) / 1_000_000 if minimum else None
        sort = outcome.table["sort"].astype(int).to_dict()
        lists = [each for size in range(4) for each in combinations(self.names, size)]
        self.lists = [frozenset(each) for each in lists if sum(sort[name] for name in each) <= 1]

    def at(self, name: str, share: Fraction) -> Fraction:
        return (1 - share) * self.zero[name] + share * self.one[name]

    def best(self, share: Fraction) -> list[frozenset[str]]:
        lawful = [
            each
            for each in self.lists
            if self.minimum is None or all(self.at(name, share) >= self.minimum for name in each)
        ]
        worth = {each: sum((self.at(name, share) for name in each), Fraction(0)) for each in lawful}
        most = max(worth.values())
        return [each for each in lawful if worth[each] == most]

    def shares(self, now: Fraction) -> list[Fraction]:
        """Where anything can change, and one share between each two."""
        found = {Fraction(0), Fraction(1), now}
        worths = [(sum(self.zero[n] for n in each), sum(self.one[n] for n in each)) for each in self.lists]
        for (zero, one), (other_zero, other_one) in combinations({(Fraction(z), Fraction(o)) for z, o in worths}, 2):
            if apart := one - zero - other_one + other_zero:
                found.add((other_zero - zero) / apart)
        if self.minimum is not None:
            found |= {
                (self.minimum - self.zero[n]) / (self.one[n] - self.zero[n])
                for n in self.names
                if self.one[n] != self.zero[n]
            }
        ordered = sorted(each for each in found if 0 <= each <= 1)
        return sorted({*ordered, *((low + high) / 2 for low, high in pairwise(ordered))})


def compared(seed: int) -> Iterator[str]:
    """Compare every end of one instance, and every first funding; tells what was there to be compared."""
    round_, data = invented(seed)
    outcome = scenarios.run(round_, scenarios.from_data(data))
    plan = frozenset(map(str, outcome.plan.awards.index))
    found = stability(outcome, tuple(map(str, round_.applicants.index)), processes=1)
    assert found.straight
    assert {each.node for each in found.weights} == {"one", "two", "a", "b", "c"}
    for each in found.weights:
        plain = Plain(outcome, each.node)
        walk = plain.shares(each.now)
        at = walk.index(each.now)
        ways = (walk[: at + 1][::-1], walk[at:])
        assert each.funded is not None
        for bound, way in zip(each.funded, ways, strict=True):
            end = first(way, [plan not in plain.best(share) for share in way])
            assert bound.changes is (end is not None), (seed, each.node)
            assert bound.share == (way[-1] if end is None else end), (seed, each.node)
            if bound.changes:
                assert bound.confirmed is not None
                yield "minimum" if bound.below else "value"
        for funding in each.fundings:
            assert funding.known_below
            assert funding.known_above
            for said, way in zip((funding.below, funding.above), ways, strict=True):
                entry = first(way, [any(funding.applicant in one for one in plain.best(share)) for share in way])
                assert said == entry, (seed, each.node, funding)
                yield "entry" if said is not None else "never"


def first(way: list[Fraction], holds: list[bool]) -> Fraction | None:
    """The share from which on something first holds; every second share of the way lies between two turns."""
    place = next((k for k, held in enumerate(holds) if held and k % 2), None)
    return None if place is None else way[place - 1]


@pytest.mark.parametrize("seed", range(INSTANCES))
def test_ends_and_entries_are_those_of_all_lists(seed: int) -> None:
    assert list(compared(seed))


@pytest.mark.long
def test_ends_and_entries_of_many_instances() -> None:
    seen = [what for seed in range(INSTANCES, LONG_INSTANCES) for what in compared(seed)]
    assert min(seen.count(what) for what in ("minimum", "value", "entry", "never")) >= 15


# --- known answers ---

RULES = criteria([linear("a", 0, 10), linear("b", 0, 10)], questions=[question("a"), question("b")])


def three(winners: int = 1, **changes: Any) -> Outcome:
    """A(1, 0), B(0, 1), C(.6, .6)."""
    rules = [{"rule": "limit", "id": "slots", "measure": "libraries", "at_most": winners}]
    data = {"id": "small", "title": {"id": "Uji", "en": "Test"}, "rules": rules, **changes}
    round_ = round_of(RULES, {"a": [10.0, 0.0, 6.0], "b": [0.0, 10.0, 6.0]})
    return scenarios.run(round_, scenarios.from_data(data))


def test_three_applicants_by_hand() -> None:
    """C is funded between weights of .4 and .6, A from there on; the allocation and the ranking say the same."""
    found = stability(three(), ("A0000", "A0001", "A0002"), nodes=("a",), processes=1)
    (weight,) = found.weights
    assert (weight.now, weight.ranked.lower, weight.ranked.upper) == (Fraction(1, 2), Fraction(2, 5), Fraction(3, 5))
    assert weight.funded is not None
    below, above = weight.funded
    assert (below.share, below.enters, below.leaves) == (Fraction(2, 5), ("A0001",), ("A0002",))
    assert (above.share, above.enters, above.leaves) == (Fraction(3, 5), ("A0000",), ("A0002",))
    assert above.confirmed is not None
    assert above.confirmed <= Fraction(1, 100_000)
    told = {each.applicant: (each.below, each.above) for each in weight.fundings}
    assert told == {"A0000": (None, Fraction(3, 5)), "A0001": (Fraction(2, 5), None)}
    assert [turn.places for turn in (*weight.ranked.turns_below, *weight.ranked.turns_above)] == [1, 1]


def test_the_least_change_of_weights_for_everyone_below_the_line() -> None:
    outcome = three()
    entries = {each.applicant: each for each in entries_of(outcome, stability(outcome, in_full=False))}
    assert set(entries) == {"A0000", "A0001"}
    for each in entries.values():
        assert (each.change, each.least) == (Fraction(1, 10), Fraction(1, 10))
        assert each.share in (Fraction(2, 5), Fraction(3, 5))


def test_a_scenario_that_is_not_straight_is_followed_by_rank_only() -> None:
    by_score = {"rule": "limit", "id": "points", "measure": "score", "at_most": 250}
    slots = {"rule": "limit", "id": "slots", "measure": "libraries", "at_most": 1}
    for changes in ({"objectives": [{"maximise": "libraries"}]}, {"rules": [slots, by_score]}):
        found = stability(three(**changes), nodes=("a",), processes=1)
        assert not found.straight
        assert found.weights[0].funded is None
        assert found.weights[0].ranked.upper == Fraction(3, 5)
        assert any("was not followed" in render(note, "en") for note in sheet(three(**changes), found, ()).notes)


def test_what_the_allowance_does_not_reach_is_said() -> None:
    found = stability(three(), ("A0000",), nodes=("a",), most=1, processes=1)
    assert found.solves == 1
    assert found.weights[0].funded is not None
    assert None in [bound.changes for bound in found.weights[0].funded]
    assert [each.known_above for each in found.weights[0].fundings] == [False]
    assert "not known beyond" in str(sheet_data(sheet(three(), found, ()), "en"))


def test_unknown_names_are_told_together() -> None:
    with pytest.raises(InputError) as caught:
        stability(three(), ("nobody", "A0001"), nodes=("a", "nothing"))
    assert [each.code for each in caught.value.findings] == ["stability.applicant", "stability.node"]


@pytest.mark.parametrize("language", ["en", "id"])
def test_the_sheet_says_everything(language: str) -> None:
    outcome = three()
    found = stability(outcome, ("A0000",), processes=1)
    shown = sheet_data(sheet(outcome, found, entries_of(outcome, found)), language)
    tables = {table["keys"][2]: table for table in shown["tables"]}
    assert [table["rows"][0][1] for table in shown["tables"] if table["keys"][1] == "share_now"] == [0.5, 0.5]
    funded = tables["the_same_libraries_from"]["rows"][0]
    assert (funded[2], funded[3]) == (0.4, 0.6)
    assert "A0001" in funded[4]
    assert [row[:3][1:] for row in tables["places_changed"]["rows"][:3]] == [[0.4, 1], [0.5, 0], [0.6, 1]]
