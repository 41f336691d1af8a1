"""Adjustments: money to the rupiah, weights as shares of the whole, quotas, locks, and all misfits at once."""

from fractions import Fraction

import pytest

from intake import InputError
from optimizer import Exclude, Funders, Include, Limit, Share
from scenarios import Adjustment, Lock, adjusted, all_rules, quotas_of, top_weights, whole_money
from scenarios.adjustment import _apportioned
from scoring import Policy, score
from tests.samples import outcome, sample

ROUND, EASTERN = "expansion-2015", "eastern-expansion-2016"


def test_nothing_changed_is_the_very_scenario() -> None:
    made = outcome(ROUND, "base")
    assert adjusted(made.round, made.scenario, Adjustment()) is made.scenario
    same = Adjustment(money=whole_money(made.round, made.scenario))
    assert adjusted(made.round, made.scenario, same) is made.scenario


@pytest.mark.parametrize("wanted", [8_200_000_001, 7_777_777_777, 1, 0])
def test_lines_together_hold_exactly_the_money_that_was_typed(wanted: int) -> None:
    made = outcome(ROUND, "base")
    found = adjusted(made.round, made.scenario, Adjustment(money=wanted))
    rules = [rule for rule in all_rules(made.round.call, made.round.catalogue, found) if rule.id.startswith("budget_")]
    amounts = {rule.id: rule.at_most for rule in rules if isinstance(rule, Limit)}
    assert whole_money(made.round, found) == wanted
    assert sum(n for n in amounts.values() if isinstance(n, int)) == wanted
    for line, before in (("hardware", 3_400_000_000), ("connectivity", 1_140_000_000), ("training", 3_660_000_000)):
        given = amounts[f"budget_{line}"]
        assert isinstance(given, int)
        assert abs(given - Fraction(before * wanted, 8_200_000_000)) < 1


def test_money_by_year_and_of_funders_changes_in_proportion() -> None:
    made = outcome(EASTERN, "base")
    before = whole_money(made.round, made.scenario)
    found = adjusted(made.round, made.scenario, Adjustment(money=before // 2))
    assert whole_money(made.round, found) == before // 2
    kept = {rule.id: rule for rule in all_rules(made.round.call, made.round.catalogue, found)}
    for rule in made.rules:
        if isinstance(rule, Funders):
            now = kept[rule.id]
            assert isinstance(now, Funders)
            for old, new in zip(rule.funders, now.funders, strict=True):
                assert _whole(new.money) in range(_whole(old.money) // 2 - 10, _whole(old.money) // 2 + 1)


def _whole(money: int | dict[str, int]) -> int:
    return sum(money.values()) if isinstance(money, dict) else money


def test_rupiah_are_shared_out_by_largest_remainder() -> None:
    assert _apportioned(10, [1, 1, 1]) == [4, 3, 3]
    assert _apportioned(7, [1, 5]) == [1, 6]
    assert _apportioned(5, [0, 0]) == [3, 2]
    assert _apportioned(0, [3, 4]) == [0, 0]


def test_a_weight_is_a_share_of_the_whole_and_the_others_keep_their_proportions() -> None:
    made = outcome(ROUND, "base")
    before = top_weights(made.round, made.scenario)
    found = adjusted(made.round, made.scenario, Adjustment(weights={"need": 50, "capacity": 20}))
    after = top_weights(made.round, found)
    assert sum(before.values()) == sum(after.values()) == 1
    assert float(after["need"]) == pytest.approx(0.5, abs=1e-9)
    assert float(after["capacity"]) == pytest.approx(0.2, abs=1e-9)
    assert float(after["commitment"] / after["sustainability"]) == pytest.approx(
        float(before["commitment"] / before["sustainability"]), rel=1e-7
    )


def test_weights_of_the_members_stay_what_they_are_below_the_groups() -> None:
    made = outcome(ROUND, "base")
    scenario = made.scenario.model_copy(update={"scoring": Policy(weights_from="members", unknown_gates="out")})
    found = adjusted(made.round, scenario, Adjustment(weights={"need": 40}))
    members = score(made.round, scenario.scoring).weights
    now = score(made.round, found.scoring).weights
    need = [each.id for each in made.round.criteria.criteria if each.group == "need"]
    assert now[need].sum() == pytest.approx(0.4, abs=1e-6)
    for name in need:
        assert now[name] / now[need].sum() == pytest.approx(members[name] / members[need].sum(), abs=1e-5)


def test_quotas_change_one_bound_and_shares_are_per_cent() -> None:
    made = outcome(ROUND, "base")
    assert quotas_of(made.scenario)["slots"] == 80
    assert quotas_of(made.scenario)["underdeveloped_floor"] == 20
    assert "minimum_score" not in quotas_of(made.scenario)
    found = adjusted(made.round, made.scenario, Adjustment(quotas={"slots": 70, "underdeveloped_floor": 35}))
    rules = {rule.id: rule for rule in found.rules}
    slots, floor = rules["slots"], rules["underdeveloped_floor"]
    assert isinstance(slots, Limit)
    assert isinstance(floor, Limit)
    assert (slots.at_least, slots.at_most) == (None, 70)
    assert (floor.at_least, floor.at_most) == (Share(share=0.35, of="libraries"), None)
    assert [rule.id for rule in found.rules] == [rule.id for rule in made.scenario.rules]


def test_locks_become_rules_with_their_reason() -> None:
    made = outcome(ROUND, "base")
    inside, outside = list(made.reasons)[-1].applicant, str(made.plan.awards.index[0])
    locks = {
        inside: Lock(inside=True, reason="Bencana alam", asked_by="Ketua"),
        outside: Lock(inside=False, reason="Benturan kepentingan"),
    }
    found = adjusted(made.round, made.scenario, Adjustment(locks=locks))
    new = [rule for rule in found.rules if rule not in made.scenario.rules]
    assert [type(rule) for rule in sorted(new, key=lambda rule: rule.id)] == [Include, Exclude]
    forced = next(rule for rule in new if isinstance(rule, Include))
    assert forced.applicants == (inside,)
    assert forced.asked_by == "Ketua"
    assert forced.reason is not None
    assert forced.reason.text("id") == "Bencana alam"


def test_everything_that_does_not_fit_is_said_at_once() -> None:
    round_ = sample(ROUND)
    made = outcome(ROUND, "base")
    wrong = Adjustment(
        weights={"need": 60, "capacity": 40, "nothing": 5}, quotas={"gone": 3}, locks={"X-1": Lock(inside=True)}
    )
    with pytest.raises(InputError) as caught:
        adjusted(round_, made.scenario, wrong)
    assert {finding.column for finding in caught.value.findings} == {"weights", "quotas", "locks"}
    assert len(caught.value.findings) == 4
