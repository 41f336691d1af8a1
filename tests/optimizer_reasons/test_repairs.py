"""Repairs respect what may not move, speak in natural units, and hold when solved again."""

from typing import Any

import pytest

from optimizer import Exclude, Include, Limit, Rule, Status, allocate, conflicts, read_rule, repairs
from tests.optimizer.handmade import MENTORING, PEOPLE, offers, rule

OFFERS = offers()


def _said(rules: list[Rule], **given: Any) -> list[list[str]]:
    return [[said.text("en") for said in each.said] for each in repairs(PEOPLE, OFFERS, rules, **given)]


def _named(kind: type[Rule], name: str, **fields: Any) -> Rule:
    return read_rule({"rule": kind.rule, "id": name, **fields})


MONEY = _named(Limit, "money", measure="cost", at_most=250_000_000)
THREE = _named(Limit, "three", measure="libraries", at_least=3)


def test_money_is_raised_by_whole_millions_and_counts_by_libraries() -> None:
    said = _said([MONEY, THREE])
    assert said == [
        [
            "money (grant: at most Rp 250,000,000): raise it by Rp 50,000,000, from Rp 250,000,000 to Rp 300,000,000",
        ],
        ["three (libraries: at least 3): ask for 2 libraries instead of 3"],
    ]


def test_a_relaxed_rule_is_a_rule_that_a_file_can_hold() -> None:
    for repair in repairs(PEOPLE, OFFERS, [MONEY, THREE]):
        again = [read_rule(each.as_data()) for each in repair.rules]
        plan = allocate(PEOPLE, OFFERS, again)
        assert plan.status is Status.OPTIMAL
        assert plan.awards["option"].to_dict() == repair.plan.awards["option"].to_dict()


def test_what_may_not_move_stays() -> None:
    firm = MONEY.model_copy(update={"may_relax": False})
    assert [each.touched for each in repairs(PEOPLE, OFFERS, [firm, THREE])] == [("three",)]
    assert [each.touched for each in repairs(PEOPLE, OFFERS, [MONEY, THREE], firm=["three"])] == [("money",)]
    none = repairs(PEOPLE, OFFERS, [firm, THREE], firm=["three"])
    assert none.found == ()
    assert none.complete
    assert none.firm == ("money", "three")


def test_a_bound_set_in_advance_is_kept() -> None:
    little = MONEY.model_copy(update={"relax_at_most": {"at_most": 49_000_000}})
    assert [each.touched for each in repairs(PEOPLE, OFFERS, [little, THREE])] == [("three",)]
    enough = MONEY.model_copy(update={"relax_at_most": {"at_most": 50_000_000}})
    assert len(repairs(PEOPLE, OFFERS, [enough, THREE])) == 2
    with pytest.raises(ValueError, match="this rule knows at_least, at_most"):
        read_rule({"rule": "limit", "measure": "cost", "at_most": 1, "relax_at_most": {"reach_km": 3}})


def test_an_exclusion_gives_way_only_where_the_file_says_so() -> None:
    out = Exclude(id="out", applicants=("D1",))
    wanted = Include(id="in", applicants=("D1", "D2"))
    assert _said([out, wanted]) == [["do not insist on D1 (in)"]]
    soft = out.model_copy(update={"may_relax": True})
    assert {each.touched for each in repairs(PEOPLE, OFFERS, [soft, wanted])} == {("out",), ("in",)}


def test_one_group_may_have_more_than_the_others() -> None:
    each = _named(Limit, "each", measure="libraries", per="province", at_most=1)
    aceh = _named(Limit, "aceh", measure="libraries", where={"province": "Aceh"}, at_least=3)
    found = repairs(PEOPLE, OFFERS, [each, aceh], firm=["aceh"])
    assert [[s.text("en") for s in r.said] for r in found] == [
        ["each (libraries for each province: at most 1): let Aceh have 3 libraries instead of 1"]
    ]
    counts = found.found[0].plan.awards.join(PEOPLE)["province"].value_counts()
    assert counts["Aceh"] == 3
    assert counts["Bali"] == 1


def test_shares_move_by_points_and_by_whole_libraries() -> None:
    remote = _named(
        Limit,
        "remote",
        measure="libraries",
        where={"remote": True},
        at_least={"share": 0.6, "of": "libraries"},
    )
    all_in = _named(Limit, "all", measure="libraries", at_least=5)
    said = _said([remote, all_in], firm=["all"])
    assert said == [
        ["remote (libraries where remote is 1: at least 60 % of libraries): ask for 40 % of libraries instead of 60 %"]
    ]
    share = {"share": 0.5, "of": "libraries"}
    per = _named(Limit, "per", measure="libraries", per="province", at_most=share)
    said = _said([per, all_in], firm=["all"])
    assert said == [
        ["per (libraries for each province: at most 50 % of libraries): let Aceh exceed its share by 1 (libraries)"]
    ]


def test_mentoring_gives_way_in_reach_and_room() -> None:
    care = rule("mentoring", **{**MENTORING, "reach_km": 3, "at_most": 1}).model_copy(update={"id": "care"})
    villages = _named(Limit, "villages", measure="libraries", where={"kind": "village"}, at_least=3)
    one = _named(Limit, "one", measure="libraries", where={"kind": "district"}, at_most=2)
    found = repairs(PEOPLE, OFFERS, [care, villages, one], firm=["villages", "one"])
    assert len(found) == 1
    said = [each.text("en") for each in found.found[0].said]
    assert "let mentors reach" in said[0]
    assert "let a mentor take up to 2 villages instead of 1" in said[1]
    assert found.found[0].plan.status is Status.OPTIMAL


def test_several_conflicts_are_found_and_named_by_the_part_that_matters() -> None:
    rules = [
        MONEY,
        THREE,
        _named(Limit, "floor", measure="libraries", per="province", at_least=3),
        _named(Limit, "stock", measure="computers", at_most=8),
    ]
    found = conflicts(PEOPLE, OFFERS, rules, most=6)
    assert found.complete
    sets = {tuple((piece.rule, piece.part) for piece in each.pieces) for each in found.found}
    assert sets == {
        (("money", ""), ("three", "")),
        (("three", ""), ("stock", "")),
        (("floor", "Bali"),),
        (("money", ""), ("floor", "Aceh")),
        (("floor", "Aceh"), ("stock", "")),
    }


def test_without_a_contradiction_there_is_nothing_to_repair() -> None:
    assert repairs(PEOPLE, OFFERS, [MONEY]).found == ()
    assert conflicts(PEOPLE, OFFERS, [MONEY]).found == ()
