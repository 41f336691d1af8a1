"""Other scales before they are kept: the scores of a round that has them, and what should be looked at about them."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from intake import Answer, Member, Members, Method, Round, range_shown, with_scale
from scoring import Policy, scale_guards, scale_preview, score
from tests.scoring.rounds import CALL, criteria, levels, linear, question, round_of

SPREAD = [3.0, 8.0, 1.0, 9.0, 2.0, 7.0, 4.0, 6.0, 5.0, 2.5, 3.5, 8.5]
RULES = criteria([linear("a", 0, 10), linear("b", 0, 100)])
ROUND = round_of(RULES, {"a": SPREAD, "b": [10.0 * each for each in reversed(SPREAD)]})


def codes(round_: Round) -> list[tuple[str, str, str]]:
    return [(each.code, each.column, each.severity.value) for each in scale_guards(round_)]


def test_the_preview_is_what_the_round_scores_with_the_scale() -> None:
    before = score(ROUND)
    wider = with_scale(RULES.criteria[0], {"anchors.one.at": 20.0})
    found = scale_preview(ROUND, Policy(), before, {"a": wider})
    plain = replace(ROUND, criteria=RULES.model_copy(update={"criteria": (wider, RULES.criteria[1])}))
    assert found.after.table.equals(score(plain).table)
    for row, answer in enumerate(SPREAD):
        assert found.after.values["a"].iloc[row] == pytest.approx(answer / 20)
        assert found.after.table["score"].iloc[row] == pytest.approx(50 * answer / 20 + 50 * SPREAD[-1 - row] / 10)
    lost = {name: 25 * answer / 10 for name, answer in zip(before.table.index, SPREAD, strict=True)}
    assert {name: one - other for name, one, other in found.ranks.table[["points_before", "points"]].itertuples()} == {
        name: pytest.approx(each) for name, each in lost.items()
    }


def test_those_who_move_most_come_first_and_who_does_not_move_is_left_out() -> None:
    before = score(ROUND)
    narrow = with_scale(RULES.criteria[0], {"anchors.one.at": 9.0})
    ranks = scale_preview(ROUND, Policy(), before, {"a": narrow}).ranks
    most = ranks.most(100)
    moved = [abs(int(each)) for each in most["up"]]
    assert moved == sorted(moved, reverse=True)
    assert set(most.index) == {name for name, row in ranks.table.iterrows() if row["points"] != row["points_before"]}
    assert list(ranks.most(3).index) == list(most.index[:3])
    same = scale_preview(ROUND, Policy(), before, {"a": RULES.criteria[0]}).ranks
    assert same.most(10).empty


def test_who_loses_a_rank_moves_most() -> None:
    rules = criteria([linear("a", 0, 10), linear("b", 0, 100)])
    blank: list[float | None] = [*SPREAD[:-1], None]
    round_ = round_of(rules, {"a": blank, "b": [50.0] * len(blank)})
    stricter = with_scale(rules.criteria[0], {"missing": "reject"})
    found = scale_preview(round_, Policy(), score(round_), {"a": stricter})
    assert list(found.ranks.most(5).index) == [found.after.table.index[-1]]
    assert found.after.table["eligible"].iloc[-1] == "no"


@pytest.mark.parametrize(
    ("ends", "answers", "more", "said"),
    [
        ((1.5, 9.0), [max(each, 1.5) for each in SPREAD], {}, [("scoring-anchor-of-pool", "warning")] * 2),
        ((2.0, 9.0), SPREAD, {}, [("scoring-anchor-of-pool", "warning")]),
        ((9.0, 1.5), SPREAD, {}, [("scoring-anchor-of-pool", "warning")]),
        ((0.0, 9.0), [*SPREAD, 0.0], {}, [("scoring-anchor-of-pool", "note")]),
        ((0.0, 9.0), [*SPREAD, 9.0], {}, []),
        ((2.0, 9.0), [1.0, 9.0, 4.0], {}, []),
        ((0.0, 10.0), SPREAD, {}, []),
        ((0.0, 1.0), [each / 9 for each in SPREAD], {}, []),
        ((2.0, 9.0), SPREAD, {"scale_checked": "measured"}, [("scoring-anchor-of-pool", "note")]),
        ((2.0, 9.0), [each for each in SPREAD if each < 5], {}, []),
    ],
)
def test_an_anchor_that_is_the_pools_own_end_is_suspected(
    ends: tuple[float, float], answers: Sequence[float], more: dict[str, Any], said: list[tuple[str, str]]
) -> None:
    rules = criteria([linear("a", *ends, **more)])
    assert [(code, severity) for code, _, severity in codes(round_of(rules, {"a": answers}))] == said


def test_an_end_that_nobody_can_answer_is_named_and_one_at_the_limit_is_none_of_the_pools() -> None:
    asked = {**question("a"), "at_least": 2, "at_most": 9}
    for ends, wanted in (((2, 9), []), ((1, 9), ["a"]), ((2, 10), ["a"]), ((1, 10), ["a", "a"])):
        rules = criteria([linear("a", *ends)], questions=[asked])
        found = codes(round_of(rules, {"a": [max(each, 2.0) for each in SPREAD]}))
        assert [column for code, column, _ in found if code == "scoring-anchor-out-of-reach"] == wanted
        assert not [code for code, _, _ in found if code == "scoring-anchor-of-pool"]


def test_choices_that_leave_an_end_to_nobody_are_noted() -> None:
    for worth, wanted in (({"x": 0, "y": 1}, 0), ({"x": 0, "y": 0.8}, 1), ({"x": 0.1, "y": 1}, 1)):
        rules = criteria([levels("l", worth)], questions=[question("l", "choice", choices=("x", "y"))])
        assert len(codes(round_of(rules, {"l": ["x", "y"]}))) == wanted


def test_only_what_was_not_to_be_said_before_is_said_of_the_criteria_that_change() -> None:
    rules = criteria([linear("a", 1, 9), linear("b", 0, 100)])
    round_ = round_of(rules, {"a": SPREAD, "b": [10.0 * each for each in SPREAD]})
    before = score(round_)
    assert {column for code, column, _ in codes(round_) if code == "scoring-anchor-of-pool"} == {"a"}
    wider = scale_preview(round_, Policy(), before, {"b": with_scale(rules.criteria[1], {"anchors.one.at": 200.0})})
    assert not [each for each in wider.guards if each.column == "a"]
    pool = scale_preview(round_, Policy(), before, {"b": with_scale(rules.criteria[1], {"anchors.one.at": 90.0})})
    assert [each.code for each in pool.guards if each.code == "scoring-anchor-of-pool"] == ["scoring-anchor-of-pool"]
    assert all(each.column == "b" for each in pool.guards)


def test_members_whose_answers_were_about_another_range_are_set_aside() -> None:
    def member(code: str, nodes: Sequence[str]) -> Member:
        given = [
            Answer(Method.SWING, CALL.opens, n, Fraction(100 - p), range_shown(RULES, n)) for p, n in enumerate(nodes)
        ]
        return Member(code, code.title(), tuple(given))

    held = replace(ROUND, members=Members((member("budi", ("a", "b")), Member("citra", "Citra", ()))))
    wider = with_scale(RULES.criteria[0], {"anchors.one.at": 20.0})
    found = scale_preview(held, Policy(), score(held), {"a": wider})
    assert [each.id for each in found.aside] == ["budi"]
    blank = with_scale(RULES.criteria[0], {"missing": "reject", "source": "another"})
    assert scale_preview(held, Policy(), score(held), {"a": blank}).aside == ()
