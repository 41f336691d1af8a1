"""Weight sets: members on the tree, their hull and its middle, what sets a member aside, and what a policy takes."""

import random
from dataclasses import replace
from fractions import Fraction
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake import Criteria, InputError, Members, Method, Round, siblings
from scoring import Policy, WeightSet, distance, moved, node_share, score, tree, weight_set
from tests.scoring import oracle
from tests.scoring.committees import answer, committee, drawn, swinging
from tests.scoring.rounds import criteria, group, linear, round_of
from tests.scoring.strategies import Case, cases, trees

FEW = settings(max_examples=25, deadline=None)
RULES = criteria(
    [linear("a", 0, 10, group="g"), linear("b", 0, 5, group="g"), linear("c", 3, 0, group="h", weight=3)],
    [group("g", 2), group("h", 1)],
)
CHANCE = st.randoms(use_true_random=False)


def rebuilt(rules: Criteria, weights: dict[str, Any]) -> Criteria:
    """The same tree with other weights in its file."""
    data = rules.model_dump(by_alias=True)
    for each in (*data["groups"], *data["criteria"]):
        each["weight"] = weights[each["id"]]
    return Criteria.model_validate(data)


def reordered(rules: Criteria, rng: random.Random) -> Criteria:
    data = rules.model_dump(by_alias=True)
    return Criteria.model_validate({**data, "criteria": rng.sample(list(data["criteria"]), len(data["criteria"]))})


@FEW
@given(trees(), CHANCE)
def test_weights_multiply_down_the_tree(rules: Criteria, rng: random.Random) -> None:
    points = {node: rng.randint(1, 99) for nodes in siblings(rules).values() for node in nodes}
    points |= {rng.choice(nodes): 100 for nodes in siblings(rules).values()}
    (member,) = weight_set(rules, Members((swinging(rules, "m", points),))).members
    assert member.effective == oracle.weights(rebuilt(rules, points))


@FEW
@given(cases(), CHANCE)
def test_a_member_scores_as_a_file_with_its_weights(case: Case, rng: random.Random) -> None:
    points = {node: rng.randint(1, 99) for nodes in siblings(case.rules).values() for node in nodes}
    points |= {rng.choice(nodes): 100 for nodes in siblings(case.rules).values()}
    round_ = replace(case.round(), members=Members((swinging(case.rules, "m", points),)))
    theirs = score(round_, Policy(weights_from="m"))
    written = score(replace(case.round(), criteria=rebuilt(case.rules, points)))
    alone = score(round_, Policy(weights_from="members"))
    for other in (written, alone):
        assert theirs.table.equals(other.table)
        assert theirs.weights.equals(other.weights)
        assert theirs.contributions.equals(other.contributions)


@FEW
@given(trees(), CHANCE, st.integers(1, 5))
def test_every_vector_is_a_weighting_and_the_middle_lies_in_the_hull(
    rules: Criteria, rng: random.Random, size: int
) -> None:
    made = weight_set(rules, committee(rules, rng, size))
    assert len(made.members) == size
    central, vectors = made.central(), [member.effective for member in made.members]
    if any(all(vector[name] for vector in vectors) for name in made.criteria):
        vectors.append(made.central("geometric"))
    for vector in (central, *vectors):
        assert list(vector) == list(made.criteria)
        assert sum(vector.values()) == 1
        assert min(vector.values()) >= 0
    # A point lies in a hull when no direction has it outside the corners.
    for _ in range(20):
        way = {name: rng.randint(-9, 9) for name in made.criteria}
        along = [sum(way[name] * member.effective[name] for name in way) for member in made.members]
        assert min(along) <= sum(way[name] * central[name] for name in way) <= max(along)
    parts = [rng.randint(0, 5) for _ in made.members]
    parts[0] += 1
    mixed = made.mixture({m.id: Fraction(p, sum(parts)) for m, p in zip(made.members, parts, strict=True)})
    assert sum(mixed.values()) == 1


@FEW
@given(trees(), CHANCE)
def test_the_order_of_members_answers_and_criteria_does_not_matter(rules: Criteria, rng: random.Random) -> None:
    members = committee(rules, rng, 3)
    made = weight_set(rules, members)
    people = [replace(one, answers=tuple(rng.sample(one.answers, len(one.answers)))) for one in members.people]
    rng.shuffle(people)
    again = weight_set(reordered(rules, rng), Members(tuple(people)))
    assert [member.id for member in again.members] == [member.id for member in made.members]
    for one, other in zip(made.members, again.members, strict=True):
        assert dict(one.effective) == dict(other.effective)
    assert again.central() == made.central()
    if all(min(member.effective.values()) for member in made.members):
        assert again.central("geometric") == made.central("geometric")


@FEW
@given(trees(), CHANCE)
def test_a_group_of_one_is_that_member_and_equals_agree(rules: Criteria, rng: random.Random) -> None:
    one = drawn(rules, "m", rng)
    made = weight_set(rules, Members((one,)))
    assert made.central() == dict(made.members[0].effective)
    twice = weight_set(rules, Members((one, replace(one, id="n"))))
    assert twice.central() == made.central()
    assert distance(twice.members[0].effective, twice.members[1].effective) == 0


@FEW
@given(trees(), CHANCE)
def test_distance_is_a_distance(rules: Criteria, rng: random.Random) -> None:
    vectors = [member.effective for member in weight_set(rules, committee(rules, rng, 3)).members]
    for one, other in combinations(vectors, 2):
        assert 0 <= distance(one, other) == distance(other, one) <= 1
        assert (distance(one, other) == 0) == (dict(one) == dict(other))
    assert distance(vectors[0], vectors[2]) <= distance(vectors[0], vectors[1]) + distance(vectors[1], vectors[2])


@FEW
@given(trees(), CHANCE)
def test_moving_one_weight_keeps_all_proportions(rules: Criteria, rng: random.Random) -> None:
    central = weight_set(rules, committee(rules, rng, 2, [Method.DIRECT])).central()
    for node in tree(rules):
        before = node_share(rules, node.id, central)
        if before == 1:
            with pytest.raises(ValueError, match="cannot weigh"):
                moved(rules, node.id, Fraction(1, 2), central)
            continue
        assert moved(rules, node.id, before, central) == central
        share = Fraction(rng.randint(0, 10), 10)
        after = moved(rules, node.id, share, central)
        assert sum(after.values()) == 1
        assert node_share(rules, node.id, after) == share
        inside = {each.id for each in rules.criteria if after[each.id] * before == central[each.id] * share}
        assert inside
        for name in central:
            kept = after[name] * before == central[name] * share
            assert kept or after[name] * (1 - before) == central[name] * (1 - share)


def test_effective_weights_lay_out_the_tree_again() -> None:
    effective = {"a": Fraction(1, 2), "b": Fraction(0), "c": Fraction(1, 2)}
    nodes = {node.id: node for node in tree(RULES, effective=effective)}
    assert {name: nodes[name].effective for name in "abc"} == effective
    assert (nodes["g"].local, nodes["a"].local, nodes["b"].local) == (Fraction(1, 2), Fraction(1), Fraction(0))
    empty = {node.id: node for node in tree(RULES, effective={"a": Fraction(0), "b": Fraction(0), "c": Fraction(1)})}
    assert empty["g"].effective == empty["a"].effective == 0
    assert empty["a"].local == Fraction(1, 2)
    for bad in (
        {"a": Fraction(1)},
        {**effective, "a": Fraction(1)},
        {**effective, "a": Fraction(-1), "b": Fraction(3, 2)},
    ):
        with pytest.raises(ValueError, match="effective weights"):
            tree(RULES, effective=bad)


def made_of(*members: Any) -> WeightSet:
    return weight_set(RULES, Members(members))


def test_what_keeps_a_member_from_being_counted_is_said() -> None:
    good = swinging(RULES, "good", {"g": 100, "h": 50, "a": 100, "b": 30})
    silent = replace(good, id="silent", name="SILENT", answers=())
    partial = replace(good, id="partial", name="PARTIAL", answers=good.answers[:-1])
    old = answer(RULES, Method.SWING, "b", 30, shown="b 0..4")
    stale = replace(good, id="stale", name="STALE", answers=(*good.answers[:-1], old))
    group_set = made_of(stale, silent, good, partial)
    assert [member.id for member in group_set.members] == ["good"]
    assert group_set.aside == (("partial", "PARTIAL"), ("silent", "SILENT"), ("stale", "STALE"))
    told = {finding.code: finding.problem.text("en") for finding in group_set.findings}
    assert set(told) == {"member-silent", "member-incomplete", "member-stale"}
    assert "missing: b" in told["member-incomplete"]
    assert "b 0..4" in told["member-stale"]
    assert "b 0..5" in told["member-stale"]
    assert all(finding.remedy.text("en") for finding in group_set.findings)
    # c is alone in its group, so nobody is asked about it.
    assert group_set.central() == {"a": Fraction(200, 390), "b": Fraction(60, 390), "c": Fraction(1, 3)}


def test_a_changed_anchor_makes_the_group_above_stale_as_well() -> None:
    member = swinging(RULES, "m", {"g": 100, "h": 50, "a": 100, "b": 30})
    data = RULES.model_dump(by_alias=True)
    data["criteria"][1]["anchors"]["one"]["at"] = 6.0
    changed = weight_set(Criteria.model_validate(data), Members((member,)))
    assert changed.members == ()
    assert [f.problem.text("en").split(":")[0] for f in changed.findings] == ["M, g", "M, b"]
    with pytest.raises(ValueError, match="no middle"):
        changed.central()


def test_the_file_stands_where_a_member_says_nothing() -> None:
    made = made_of(swinging(RULES, "m", {"a": 100, "b": 25}))
    assert made.central() == {"a": Fraction(8, 15), "b": Fraction(2, 15), "c": Fraction(1, 3)}
    (note,) = made.findings
    assert (note.code, note.severity.value) == ("member-file-weights", "note")
    assert "the groups at the top" in note.problem.text("en")


def test_inconsistent_answers_count_and_are_said() -> None:
    rules = criteria([linear(name, 0, 1) for name in "abc"])
    pairs = {("a", "b"): 5, ("b", "c"): 5, ("c", "a"): 3}
    answers = tuple(answer(rules, Method.AHP, one, times, other) for (one, other), times in pairs.items())
    member = replace(swinging(rules, "m", {}), answers=answers)
    made = weight_set(rules, Members((member,)))
    (warning,) = made.findings
    said = warning.problem.text("en")
    assert (warning.code, warning.severity.value) == ("member-inconsistent", "warning")
    assert "Criterion a is worth 5 times Criterion b" in said
    assert "25" in said
    assert "1/3" in said
    assert len(made.members) == 1


def refusal(round_: Round, **policy: Any) -> str:
    with pytest.raises(InputError) as refused:
        score(round_, Policy(**policy))
    (finding,) = refused.value.findings
    assert finding.remedy.text("id")
    return finding.problem.text("en")


def test_a_policy_that_cannot_be_followed_is_refused_by_name() -> None:
    plain = round_of(RULES, {name: [1.0] for name in "abc"})
    good = swinging(RULES, "good", {"g": 100, "h": 50, "a": 100, "b": 30})
    silent = replace(good, id="silent", answers=())
    asked = replace(plain, members=Members((good, silent)))
    assert "no members.csv" in refusal(plain, weights_from="members")
    assert "no member nobody" in refusal(asked, weights_from="nobody")
    assert "silent cannot be used" in refusal(asked, weights_from="silent")
    assert "others besides" in refusal(asked, weights_from="good", weights={"a": 2})
    alone = replace(plain, members=Members((silent,)))
    assert "members cannot be used" in refusal(alone, weights_from="members")
    assert score(asked).weights.to_dict() == score(plain).weights.to_dict()


def test_the_geometric_mean_is_a_switch() -> None:
    rules = criteria([linear(name, 0, 1) for name in "ab"])
    members = Members((swinging(rules, "m", {"a": 100, "b": 25}), swinging(rules, "n", {"a": 100, "b": 100})))
    made = weight_set(rules, members)
    assert made.central()["a"] == (Fraction(4, 5) + Fraction(1, 2)) / 2
    # sqrt(.8 x .5) : sqrt(.2 x .5) = 2 : 1
    assert float(made.central("geometric")["a"]) == pytest.approx(2 / 3, abs=1e-11)
    round_ = replace(round_of(rules, {"a": [1.0], "b": [0.0]}), members=members)
    points = [
        score(round_, Policy(weights_from="members", members_mean=mean)).table["points"].iloc[0]
        for mean in ("arithmetic", "geometric")
    ]
    assert points == [65.0, 66.6667]
    nothing = Members((swinging(rules, "m", {"a": 100, "b": 0}), swinging(rules, "n", {"a": 0, "b": 100})))
    with pytest.raises(ValueError, match="no geometric mean"):
        weight_set(rules, nothing).central("geometric")
    cut = replace(round_, members=nothing)
    assert "no geometric mean" in refusal(cut, weights_from="members", members_mean="geometric")


def test_a_policy_without_members_says_what_it_always_said() -> None:
    assert Policy().model_dump(mode="json") == {"weights": {}, "gates_off": [], "unknown_gates": "out"}
    assert Policy.model_validate(Policy().model_dump()) == Policy()
    for policy in (Policy(weights_from="m"), Policy(weights_from="members", members_mean="geometric")):
        assert Policy.model_validate(policy.model_dump()) == policy
        assert policy.model_dump()["weights_from"] == policy.weights_from


def test_mixtures_are_of_members_that_are_there() -> None:
    made = made_of(swinging(RULES, "m", {"a": 100, "b": 25}))
    for parts in ({"m": Fraction(1, 2)}, {"x": Fraction(1)}, {}, {"m": Fraction(2), "x": Fraction(-1)}):
        with pytest.raises(ValueError, match="parts must be"):
            made.mixture(parts)
