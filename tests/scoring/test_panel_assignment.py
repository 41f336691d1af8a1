"""Who reads what: against all plans of small instances, and what must hold of every plan."""

import math
import random
from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake import InputError
from scoring import ReadingPlan, calibrate, plan_reading
from tests.scoring.panel_oracle import designs, marks_of, parts

FEW = settings(max_examples=60, deadline=None)
Case = tuple[list[str], list[str], set[tuple[str, str]], int, int, dict[str, int]]


@st.composite
def cases(draw: st.DrawFn) -> Case:
    people = [f"A{i}" for i in range(draw(st.integers(1, 5)))]
    readers = [f"R{i}" for i in range(draw(st.integers(1, 4)))]
    pairs = [(a, r) for a in people for r in readers]
    conflicts = set(draw(st.lists(st.sampled_from(pairs), max_size=5)))
    each = draw(st.integers(1, min(2, len(readers))))
    limits = {r: draw(st.integers(0, 5)) for r in readers if draw(st.booleans())}
    return people, readers, conflicts, each, draw(st.integers(0, 1)), limits


def everything(case: Case, anchors: tuple[str, ...]) -> list[dict[str, int]]:
    """Give the loads of every lawful plan, by trying all."""
    people, readers, conflicts, each, _, limits = case
    choices = []
    for applicant in people:
        may = [r for r in readers if (applicant, r) not in conflicts]
        choices.append([tuple(may)][: len(may) >= each] if applicant in anchors else list(combinations(may, each)))
    found = []
    for plan in product(*choices):
        loads = {r: sum(r in chosen for chosen in plan) for r in readers}
        if all(loads[r] <= limits.get(r, len(people)) for r in readers):
            found.append(loads)
    return found


def anchors_of(case: Case) -> tuple[str, ...]:
    """The middle one of those with the fewest conflicts, if one is wanted."""
    people, _, conflicts, _, wanted, _ = case
    fewest = min(sum(a == each for a, _ in conflicts) for each in people)
    least = [each for each in people if sum(a == each for a, _ in conflicts) == fewest]
    return (least[len(least) // 2],) if wanted else ()


@FEW
@given(cases())
def test_loads_are_the_most_even_of_all_plans_and_refusals_are_right(case: Case) -> None:
    people, readers, conflicts, each, wanted, limits = case
    lawful = everything(case, anchors_of(case))
    try:
        plan = plan_reading(people, readers, marks_each=each, anchors=wanted, conflicts=conflicts, at_most=limits)
    except InputError:
        assert not lawful
        return
    assert plan.anchors == anchors_of(case)
    assert lawful
    assert sum(load**2 for load in plan.loads.values()) == min(sum(n**2 for n in loads.values()) for loads in lawful)
    check(plan, case)


def check(plan: ReadingPlan, case: Case) -> None:
    people, readers, conflicts, each, _, limits = case
    assert not set(plan.pairs) & conflicts
    assert len(set(plan.pairs)) == len(plan.pairs)
    for applicant in people:
        own = {r for a, r in plan.pairs if a == applicant}
        may = {r for r in readers if (applicant, r) not in conflicts}
        assert own == may if applicant in plan.anchors else len(own) == each
    for reader in readers:
        assert plan.loads[reader] == sum(r == reader for _, r in plan.pairs) <= limits.get(reader, len(people))
    linked = parts([(a, r, 0.0) for a, r in plan.pairs])
    idle = {frozenset({r}) for r in readers if not plan.loads[r]}
    assert {frozenset(island.reviewers) for island in plan.islands} == linked | idle
    assert plan.connected == (len(linked | idle) == 1)


@FEW
@given(cases())
def test_reviewers_apart_are_joined_where_an_exchange_can(case: Case) -> None:
    """No exchange of two pairs that leaves all loads would leave fewer groups."""
    people, readers, conflicts, each, _, _ = case
    try:
        plan = plan_reading(people, readers, marks_each=each, anchors=0, conflicts=conflicts)
    except InputError:
        return
    groups = len(parts([(a, r, 0.0) for a, r in plan.pairs]))
    for (a, r), (b, s) in combinations(plan.pairs, 2):
        swapped = {*plan.pairs} - {(a, r), (b, s)} | {(a, s), (b, r)}
        if len(swapped) == len(plan.pairs) and not swapped & conflicts and a != b:
            assert len(parts([(x, y, 0.0) for x, y in swapped])) >= groups


@FEW
@given(cases(), st.randoms(use_true_random=False))
def test_order_of_the_lists_changes_nothing(case: Case, chance: random.Random) -> None:
    people, readers, conflicts, each, wanted, _ = case
    said: list[object] = []
    for _ in range(2):
        try:
            said.append(plan_reading(people, readers, marks_each=each, anchors=wanted, conflicts=conflicts))
        except InputError as error:
            said.append(sorted(str(each) for each in error.findings))
        people, readers = chance.sample(people, len(people)), chance.sample(readers, len(readers))
    assert said[0] == said[1]


def test_a_plan_of_common_size_is_even_linked_and_can_be_calibrated() -> None:
    people, readers = [f"A{i:03d}" for i in range(180)], [f"R{i:02d}" for i in range(12)]
    conflicts = {(a, r) for a, r in product(people, readers) if hash_of(a, r) % 11 == 0}
    plan = plan_reading(people, readers, conflicts=conflicts)
    assert plan.connected
    assert not plan.keystones
    assert not plan.few_read
    assert max(plan.loads.values()) - min(plan.loads.values()) <= 1
    assert len(plan.anchors) == 5
    chance = np.random.default_rng(0)
    rows = [(a, r, float(chance.integers(1, 6))) for a, r in plan.pairs]
    assert calibrate(marks_of(rows)).errors.min() > 0
    blank = plan.sheet_of_marks(["vision", "plan"], conflicts)
    assert len(blank) == 2 * (len(plan.pairs) + len(conflicts))
    assert not blank.duplicated(["applicant", "reviewer", "criterion"]).any()


def hash_of(a: str, r: str) -> int:
    return int(a[1:]) * 31 + int(r[1:]) * 17


@pytest.mark.parametrize("anchors", [0, 2])
def test_the_hardest_comparison_is_that_of_dense_least_squares(anchors: int) -> None:
    plan = plan_reading([f"A{i}" for i in range(9)], [f"R{i}" for i in range(5)], marks_each=2, anchors=anchors)
    assert plan.connected
    _, readers, x, z, _ = designs([(a, r, 0.0) for a, r in plan.pairs])
    covariance = np.linalg.pinv(np.hstack([x, z]).T @ np.hstack([x, z]))[x.shape[1] :, x.shape[1] :]
    sizes = {
        (one, other): math.sqrt(covariance[i, i] + covariance[j, j] - 2 * covariance[i, j])
        for (i, one), (j, other) in combinations(enumerate(readers), 2)
    }
    assert plan.widest == pytest.approx(max(sizes.values()), abs=6e-4)
    assert plan.hardest is not None
    assert sizes[plan.hardest] == pytest.approx(max(sizes.values()), abs=1e-6)


def test_a_reviewer_on_whom_all_hangs_is_named() -> None:
    """Two pairs of reviewers who are in conflict with the other pair's applications share only R0's readings."""
    people = [f"A{i}" for i in range(4)] + [f"B{i}" for i in range(4)]
    conflicts = {(a, r) for a in people for r in ("R1", "R2") if a[0] == "B"}
    conflicts |= {(a, r) for a in people for r in ("R3", "R4") if a[0] == "A"}
    readers = [f"R{i}" for i in range(5)]
    plan = plan_reading(people, readers, marks_each=3, anchors=0, conflicts=conflicts)
    assert plan.connected
    assert plan.keystones == ("R0",)
    apart = plan_reading(people, readers[1:], marks_each=2, anchors=0, conflicts=conflicts)
    assert not apart.connected
    assert apart.widest is None
    assert {island.reviewers for island in apart.islands} == {("R1", "R2"), ("R3", "R4")}


def test_everything_wrong_is_told_at_once() -> None:
    with pytest.raises(InputError) as caught:
        plan_reading(
            ["A", "A", "B"],
            ["R", "S", "S"],
            marks_each=2,
            anchors=["Q"],
            conflicts=[("B", "R"), ("C", "R"), ("A", "T")],
            at_most={"U": 3, "S": -1},
        )
    told = sorted((each.code, each.value) for each in caught.value.findings)
    assert told == [
        ("reading-conflicts", "B"),
        ("reading-limit", "S -1"),
        ("reading-twice", "A"),
        ("reading-twice", "S"),
        ("reading-unknown", "C"),
        ("reading-unknown", "Q"),
        ("reading-unknown", "T"),
        ("reading-unknown", "U"),
    ]


def test_room_is_made_by_moving_others() -> None:
    """In order of the lists A gets S and B gets R, and C has no place until A moves on to T."""
    conflicts = [("A", "R"), ("B", "T"), ("C", "T")]
    plan = plan_reading(["A", "B", "C"], ["R", "S", "T"], marks_each=1, anchors=0, conflicts=conflicts, at_most=1)
    assert dict(plan.pairs)["A"] == "T"
    assert set(plan.loads.values()) == {1}


def test_who_has_no_room_is_named() -> None:
    with pytest.raises(InputError, match=r"cannot be given to enough reviewers") as caught:
        plan_reading(["A", "B", "C"], ["R", "S"], marks_each=1, anchors=0, conflicts=[("C", "S")], at_most={"R": 0})
    assert caught.value.findings.items[0].value == "C"
    with pytest.raises(InputError, match="the anchors alone are 3"):
        plan_reading(["A", "B", "C"], ["R", "S"], anchors=3, marks_each=1, at_most=2)
