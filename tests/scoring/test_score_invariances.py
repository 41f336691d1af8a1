"""What may never change a score, and what may only change it one way."""

import math
import random
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal, assert_series_equal

from intake import Criteria, InputError, Round
from scoring import Policy, Scores, millionths, score
from tests.scoring.rounds import criteria, group, linear, round_of, round_with
from tests.scoring.strategies import Case, cases, trees

FEW = settings(max_examples=25, deadline=None)


def same(one: Scores, other: Scores) -> None:
    """Compare every table bit by bit, columns in any order."""
    for name in ("table", "gates", "values", "contributions", "missing"):
        left, right = getattr(one, name), getattr(other, name)
        assert_frame_equal(left, right[list(left.columns)], check_exact=True)
    assert_series_equal(one.weights, other.weights[one.weights.index], check_exact=True)


def rebuilt(rules: Criteria, **changed: Any) -> Criteria:
    return Criteria.model_validate({**rules.model_dump(by_alias=True), **changed})


@FEW
@given(cases(least=2), st.randoms(use_true_random=False))
def test_row_order_and_running_twice_change_nothing(case: Case, chance: random.Random) -> None:
    order = list(range(case.size))
    chance.shuffle(order)
    first, again, shuffled = score(case.round()), score(case.round()), score(case.round(order))
    for other in (again, shuffled):
        same(first, other)
        assert first.findings == other.findings
        for name in ("table", "gates", "values", "contributions", "missing"):
            assert getattr(first, name).to_csv() == getattr(other, name).to_csv()


@FEW
@given(st.lists(st.integers(0, 3), min_size=2, max_size=12), st.randoms(use_true_random=False))
def test_ties_are_the_same_whatever_the_order_of_rows(answers: list[int], chance: random.Random) -> None:
    """Few different answers, so that most share a rank: competition ranks by hand, in the file's order and another."""
    order = list(range(len(answers)))
    chance.shuffle(order)
    rules, names = (
        criteria([linear("x", 0, 3), linear("y", 3, 0, weight=2)]),
        [f"A{i:02d}" for i in range(len(answers))],
    )
    for places in (list(range(len(answers))), order):
        cells = [float(answers[i]) for i in places]
        table = score(round_of(rules, {"x": cells, "y": cells}, [names[i] for i in places])).table
        for i, name in enumerate(names):
            assert table.loc[name, "rank"] == 1 + sum(other < answers[i] for other in answers)
            assert table.loc[name, "tied"] == (answers.count(answers[i]) > 1)


@FEW
@given(cases(), st.randoms(use_true_random=False))
def test_order_of_criteria_changes_nothing(case: Case, chance: random.Random) -> None:
    leaves = [leaf.model_dump() for leaf in case.rules.criteria]
    groups = [each.model_dump() for each in case.rules.groups]
    chance.shuffle(leaves)
    chance.shuffle(groups)
    shuffled = Case(rebuilt(case.rules, criteria=leaves, groups=groups), case.answers)
    same(score(case.round()), score(shuffled.round()))


@FEW
@given(cases(least=2), st.data())
def test_no_applicant_changes_another_ones_score(case: Case, data: st.DataObject) -> None:
    everyone = score(case.round())
    kept = data.draw(st.lists(st.sampled_from(range(case.size)), min_size=1, unique=True))
    fewer = score(case.round(kept))
    columns = ["score", "score_low", "score_high", "eligible"]
    assert_frame_equal(fewer.table[columns], everyone.table.loc[fewer.table.index, columns], check_exact=True)
    assert_frame_equal(fewer.values, everyone.values.loc[fewer.table.index], check_exact=True)

    twin = data.draw(st.sampled_from(range(case.size)))
    doubled = case.round([*range(case.size), twin]).applicants.reset_index(drop=True)
    doubled.index = pd.Index([*(f"A{i:04d}" for i in range(case.size)), "twin"], name="applicant", dtype=object)
    more = score(round_with(case.rules, doubled))
    assert_frame_equal(more.table.loc[everyone.table.index, columns], everyone.table[columns], check_exact=True)
    assert more.table.loc["twin", "score"] == everyone.table["score"].iloc[twin]


@FEW
@given(cases(), st.sampled_from([0.001, 0.125, 3, 1000]))
def test_another_unit_with_its_anchors_changes_nothing(case: Case, factor: float) -> None:
    leaves = []
    answers = dict(case.answers)
    for leaf in case.rules.criteria:
        changed = leaf.model_dump()
        if not leaf.levels:
            for end in ("zero", "one"):
                changed["anchors"][end]["at"] *= factor
            changed["points"] = [(x * factor, y) for x, y in leaf.points]
            for column in (leaf.column, *leaf.fallbacks):
                answers[column] = [None if x is None else x * factor for x in case.answers[column]]
        leaves.append(changed)
    other = Case(rebuilt(case.rules, criteria=leaves), answers)
    before, after = score(case.round()).table["score"], score(other.round()).table["score"]
    # A billionth of value may be rounded the other way, hence a millionth of a point a criterion.
    assert ((before - after).abs() < 1.5e-6 * len(leaves)).all()


@FEW
@given(cases(), st.integers(2, 1000))
def test_scaling_the_weights_of_siblings_changes_nothing(case: Case, factor: int) -> None:
    parent = case.rules.criteria[0].group
    siblings = {leaf.id: leaf.weight * factor for leaf in case.rules.criteria if leaf.group == parent}
    siblings |= {each.id: each.weight * factor for each in case.rules.groups if each.parent == parent}
    same(score(case.round()), score(case.round(), Policy(weights=siblings)))


@FEW
@given(cases(blanks=False), st.data())
def test_a_better_answer_never_lowers_score_or_rank(case: Case, data: st.DataObject) -> None:
    leaf = data.draw(st.sampled_from([c for c in case.rules.criteria if not c.levels] or case.rules.criteria))
    if leaf.levels:
        return
    who = data.draw(st.sampled_from(range(case.size)))
    step = data.draw(st.integers(1, 40)) / 4 * (1 if leaf.direction == "up" else -1)
    answers = {name: list(cells) for name, cells in case.answers.items()}
    answers[leaf.column][who] += step
    before, after = score(case.round()), score(Case(case.rules, answers).round())
    assert after.table["score"].iloc[who] >= before.table["score"].iloc[who]
    assert after.table["rank"].iloc[who] <= before.table["rank"].iloc[who]


@FEW
@given(
    st.integers(0, 999_999),
    st.integers(1, 1_000_000),
    st.sampled_from([(0.0, 1.0), (3.0, 1.0), (-7.5, 100.0), (1e6, 5e5)]),
)
def test_inside_the_anchors_more_is_strictly_more(at: int, more: int, anchors: tuple[float, float]) -> None:
    zero, one = anchors
    better = min(at + more, 1_000_000)
    answers = [zero + (one - zero) * share / 1_000_000 for share in (at, better)]
    scored = score(round_of(criteria([linear("x", zero, one)]), {"x": answers})).table["score"].tolist()
    assert scored[0] < scored[1]


@FEW
@given(cases(blanks=False, least=2))
def test_dominance(case: Case) -> None:
    scores = score(case.round())
    for i in range(case.size):
        for j in range(case.size):
            if (scores.values.iloc[i] >= scores.values.iloc[j]).all():
                assert scores.table["score"].iloc[i] >= scores.table["score"].iloc[j]
                assert scores.table["rank"].iloc[i] <= scores.table["rank"].iloc[j]


@FEW
@given(cases(), st.data())
def test_a_criterion_split_in_two_equal_halves_changes_nothing(case: Case, data: st.DataObject) -> None:
    split = data.draw(st.sampled_from(case.rules.criteria))
    leaves = [leaf.model_dump() for leaf in case.rules.criteria if leaf.id != split.id]
    half = {**split.model_dump(), "weight": split.weight / 2}
    leaves += [{**half, "id": f"{split.id}_a"}, {**half, "id": f"{split.id}_b"}]
    halves = Case(rebuilt(case.rules, criteria=leaves), case.answers)
    one, two = score(case.round()).table, score(halves.round()).table
    assert one["eligible"].equals(two["eligible"])
    for column in ("score", "score_low", "score_high"):
        assert ((one[column] - two[column]).abs() <= 1e-5).all()


@settings(max_examples=60, deadline=None)
@given(cases(), st.data())
def test_less_evidence_never_helps(case: Case, data: st.DataObject) -> None:
    plain = [c for c in case.rules.criteria if not c.fallbacks]
    columns = [c.column for c in plain] + [c.per.column for c in plain if c.per]
    if not columns:
        return
    column, who = data.draw(st.sampled_from(columns)), data.draw(st.sampled_from(range(case.size)))
    answers = {name: list(cells) for name, cells in case.answers.items()}
    answers[column][who] = None
    before, after = score(case.round()), score(Case(case.rules, answers).round())
    now, then = after.table.iloc[who], before.table.iloc[who]
    assert now["score"] <= then["score"]
    assert now["score_low"] <= then["score_low"]
    assert now["score_high"] >= then["score_high"]
    assert (then["eligible"], now["eligible"]) in {("yes", "yes"), ("yes", "no"), ("no", "no")}
    others = [i for i in range(case.size) if i != who]
    assert before.table["score"].iloc[others].equals(after.table["score"].iloc[others])


@FEW
@given(cases(), st.integers(-2, 12))
def test_gates_are_independent_of_the_score(case: Case, limit: int) -> None:
    column = next((c.column for c in case.rules.criteria if not c.levels), None)
    if column is None:
        return
    gate = {
        "id": "gate",
        "label": {"id": "g", "en": "g"},
        "conditions": [{"column": column, "at_least": limit}],
        "source": "test",
    }
    gated = Case(rebuilt(case.rules, gates=[gate]), case.answers)
    with_gate, without = score(gated.round()), score(case.round())
    unchanged = ["score", "score_low", "score_high"]
    assert_frame_equal(with_gate.table[unchanged], without.table[unchanged], check_exact=True)
    for status, cell in zip(with_gate.gates["gate"], case.answers[column], strict=True):
        assert status == ("unknown" if cell is None else "pass" if cell >= limit else "fail")
    # The best score in the world does not open a gate.
    failed = with_gate.gates["gate"] == "fail"
    assert (with_gate.table.loc[failed, "eligible"] == "no").all()
    assert with_gate.table.loc[failed, "rank"].isna().all()


@FEW
@given(cases(blanks=False, least=2), st.integers(-2, 12))
def test_a_constant_column_moves_everyone_alike(case: Case, constant: int) -> None:
    """Its group lies beside the whole old tree, so old scores shrink by one factor and gain one term."""
    roots = [{**each.model_dump(), "parent": each.parent or "old"} for each in case.rules.groups]
    leaves = [leaf.model_dump() for leaf in case.rules.criteria]
    rules = rebuilt(
        case.rules,
        groups=[*roots, group("old", 3), group("new", 1)],
        criteria=[*leaves, linear("constant", 0, 10, group="new")],
    )
    extended = Case(rules, {**case.answers, "constant": [float(constant)] * case.size})
    before, after = score(case.round()).table, score(extended.round()).table
    gain = 25 * min(max(constant / 10, 0), 1)
    assert ((after["score"] - (0.75 * before["score"] + gain)).abs() < 1e-6 * (2 + 2 * len(leaves))).all()


@FEW
@given(cases())
def test_contributions_sum_to_the_score_and_differences_to_the_gap_exactly(case: Case) -> None:
    scores = score(case.round())
    sums = scores.contributions.map(millionths).sum(axis=1)
    assert (sums == scores.table["score"].map(millionths)).all()
    apart = scores.contributions.map(millionths) - scores.contributions.map(millionths).iloc[0]
    gaps = scores.table["score"].map(millionths) - millionths(scores.table["score"].iloc[0])
    assert (apart.sum(axis=1) == gaps).all()


@FEW
@given(trees())
def test_anchor_zero_everywhere_is_0_and_anchor_one_everywhere_is_100(rules: Criteria) -> None:
    answers: dict[str, list[Any]] = {}
    for leaf in rules.criteria:
        if leaf.levels:
            answers[leaf.column] = [leaf.levels[0].code, leaf.levels[-1].code]
            continue
        base = 8.0
        times = leaf.per.times * base if leaf.per else 1
        if leaf.per:
            answers[leaf.per.column] = [base, base]
        # The step past the anchor keeps the division of a ratio from falling short of it by a last bit.
        past = math.copysign(1e-6, leaf.anchors.one.at - leaf.anchors.zero.at) if leaf.per else 0
        answers[leaf.column] = [(leaf.anchors.zero.at - past) * times, (leaf.anchors.one.at + past) * times]
        answers |= {column: [None, None] for column in leaf.fallbacks}
    assert score(Case(rules, answers).round()).table["score"].tolist() == [0.0, 100.0]


@pytest.mark.parametrize("weight", [0, -1, math.nan, math.inf, -math.inf])
@pytest.mark.parametrize("node", ["all", "x"])
def test_a_weight_that_is_no_weight_is_named(node: str, weight: float) -> None:
    round_ = round_of(criteria([linear("x", 0, 1), linear("y", 0, 1)]), {"x": [1.0], "y": [0.5]})
    with pytest.raises(InputError, match=f"The weight of {node} is {weight}"):
        score(round_, Policy.model_construct(weights={node: weight}, gates_off=(), unknown_gates="out"))


def test_a_weight_for_nothing_is_named() -> None:
    round_ = round_of(criteria([linear("x", 0, 1)]), {"x": [1.0]})
    with pytest.raises(InputError) as caught:
        score(round_, Policy(weights={"why": 1, "who": 2, "x": 3}))
    assert [finding.code for finding in caught.value.findings] == ["scoring-weight-unknown"] * 2
    assert "who" in caught.value.findings.items[0].problem.text("en")


def _with_gate_on_x() -> Criteria:
    gate = {
        "id": "g",
        "label": {"id": "g", "en": "g"},
        "conditions": [{"column": "x", "at_most": 9}],
        "source": "test",
    }
    return criteria([linear("y", 0, 1)], gates=[gate])


@pytest.mark.parametrize("number", [math.inf, -math.inf])
@pytest.mark.parametrize(
    "rules",
    [
        criteria([linear("x", 0, 1), linear("y", 0, 1)]),
        criteria([linear("y", 0, 1, per={"column": "x", "times": 2})]),
        criteria([linear("y", 0, 1, fallbacks=("x",))]),
        _with_gate_on_x(),
    ],
    ids=["answer", "divisor", "fallback", "gate"],
)
def test_an_infinite_answer_is_named(rules: Criteria, number: float) -> None:
    round_: Round = round_of(rules, {"x": [1.0, number], "y": [1.0, 1.0]})
    with pytest.raises(InputError, match=r"A0001 is infinite"):
        score(round_)


def test_a_ratio_that_overflows_is_named() -> None:
    rules = criteria([linear("y", 0, 1, per={"column": "x", "times": 0.5})])
    with pytest.raises(InputError, match=r"A0000 is infinite"):
        score(round_of(rules, {"y": [1e300], "x": [1e-300]}))
