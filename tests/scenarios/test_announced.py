"""After a budget cut the plan stays close to what was announced, and everyone concerned is named with a reason."""

from collections.abc import Mapping
from functools import cache

import pytest

import scenarios
from intake import InputError
from optimizer import LeastChanges, Status, StayClose
from scenarios.announced import announced_by, sentence, staying_close, with_budget
from scenarios.reserve import reserve, withdrawn
from tests.samples import outcome

ROUND = "first-partners-2011"


def _made() -> scenarios.Outcome:
    return outcome(ROUND, "base")


@cache
def _after_a_cut(first: bool) -> scenarios.Outcome:
    made = _made()
    cut = with_budget(made.scenario, scale=0.9)
    return scenarios.run(made.round, staying_close(cut, announced_by(made), first=first))


def _run(told: Mapping[str, str], **wish: int) -> scenarios.Outcome:
    made = _made()
    return scenarios.run(made.round, staying_close(made.scenario, told, **wish))  # type: ignore[arg-type]


def test_fewest_changes_first_makes_only_the_unavoidable_ones() -> None:
    made, near, free = _made(), _after_a_cut(True), _after_a_cut(False)
    told = announced_by(made)
    close, loose = scenarios.changes(near, told), scenarios.changes(free, told)
    assert near.plan.status is free.plan.status is Status.OPTIMAL
    names = len(close.leaves) + len(close.enters)
    assert names == near.plan.stages[0].value
    assert names <= len(loose.leaves) + len(loose.enters)
    assert close.least == loose.least
    assert close.least is not None
    assert close.least <= close.count
    assert close.price is not None
    assert close.price >= 0
    assert loose.price == 0
    assert all(each.why and each.name for each in close.leaves)
    assert close.kept + len(close.leaves) + len(close.packages) == len(told)
    assert str(close.kept) in sentence(close).text("en")


def test_the_money_by_line_adds_up() -> None:
    near, made = _after_a_cut(True), _made()
    found = scenarios.changes(near, announced_by(made))
    for line in found.lines:
        assert line.before == made.plan.awards[f"cost_{line.line}"].sum()
        assert line.after == near.plan.awards[f"cost_{line.line}"].sum()
        moved = [each.lines[line.line] for each in (*found.leaves, *found.enters, *found.packages) if each.lines]
        assert sum(moved) == line.after - line.before


def test_no_change_allowed_on_unchanged_inputs_gives_the_announced_plan() -> None:
    made = _made()
    again = _run(announced_by(made), at_most=0)
    assert announced_by(again) == announced_by(made)
    found = scenarios.changes(again, announced_by(made))
    assert [found.count, found.least, found.price, found.free_changes] == [0] * 4


def test_the_wish_is_a_rule_or_an_objective_that_a_file_can_hold() -> None:
    made = _made()
    told = announced_by(made)
    for at_most, first in ((3, False), (None, True), (None, False), (3, True)):
        wished = staying_close(made.scenario, told, at_most=at_most, first=first)
        assert scenarios.from_data(wished.as_data()) == wished
        assert any(isinstance(rule, StayClose) for rule in wished.rules) == (at_most is not None)
        places = [n for n, each in enumerate(wished.objectives) if isinstance(each, LeastChanges)]
        assert places == ([0] if first else [] if at_most is not None else [len(wished.objectives) - 1])
    twice = staying_close(staying_close(made.scenario, told, at_most=3), told, at_most=1)
    assert [rule.id for rule in twice.rules][-2:] == ["stay_close", "stay_close_2"]


def test_a_cut_or_top_up_multiplies_or_replaces_lines() -> None:
    made = _made()
    before = scenarios.budget_lines(made.round.call, made.scenario)
    after = scenarios.budget_lines(made.round.call, with_budget(made.scenario, scale=0.9))
    assert after == {line: figure * 9 // 10 for line, figure in before.items()}
    line = next(iter(before))
    assert scenarios.budget_lines(made.round.call, with_budget(made.scenario, lines={line: 7}))[line] == 7
    with pytest.raises(ValueError, match="greater than or equal to 0"):
        with_budget(made.scenario, lines={line: -1})


def test_announced_applicants_who_are_gone_are_a_warning_and_counted() -> None:
    made = _made()
    told = {**announced_by(made), "GONE": "district_standard+fibre_10"}
    found = _run(told, first=True)
    said = [finding.problem.text("en") for finding in found.findings]
    assert sum("GONE was announced and is not in this round" in each for each in said) == 1
    changed = scenarios.changes(found, told)
    assert [each.applicant for each in changed.leaves] == ["GONE"]
    assert [why.text("en") for why in changed.leaves[0].why] == ["it is not in this round"]
    assert changed.least == changed.count == 1


def test_a_reserve_names_who_enters_or_why_nobody_does() -> None:
    made = _made()
    found = reserve(made, places=3)
    assert found.in_time
    assert found.listed is not None
    assert {each.winner for each in found.vacancies} == set(made.plan.awards.index)
    for each in found.vacancies:
        assert set(each.packages) == set(each.substitution.substitutes)
        assert each.substitution.substitutes or each.substitution.lawful or each.why
        line = next(iter(each.freed))
        assert each.freed[line] == made.plan.awards.at[each.winner, f"cost_{line}"]
    filled = next(each for each in found.vacancies if each.substitution.substitutes)
    steps = withdrawn(made, [filled.winner, filled.substitution.substitutes[0]])
    assert steps[0].packages == filled.packages
    assert filled.substitution.substitutes[0] not in steps[1].packages
    alone = reserve(made, winners=[filled.winner], anyone_may_move=True)
    assert alone.listed is None
    loss, best = filled.substitution.loss, alone.vacancies[0].substitution.loss
    assert loss is not None
    assert best is not None
    assert best <= loss


def test_who_is_not_funded_cannot_withdraw() -> None:
    with pytest.raises(InputError, match="is not funded"):
        reserve(_made(), winners=["nobody"])
