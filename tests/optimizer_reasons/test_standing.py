"""Standings: what a larger loss does, amounts and shares, time that runs out."""

from fractions import Fraction
from itertools import pairwise

import pytest

from optimizer import Limit, Maximise, Settings
from optimizer.standing import Standing, standings
from tests.optimizer.handmade import PEOPLE, offers, plan_with
from tests.optimizer.instances import objectives_of, rules_of, tables, world_of
from tests.optimizer_reasons.reasons_oracle import PATIENT, plan_of

LOSSES = (Fraction(0), Fraction(1, 500), Fraction(1, 20), Fraction(1, 3))


def test_a_larger_loss_never_makes_anybody_clear() -> None:
    seen = 0
    for seed in range(24):
        world = world_of(seed)
        applicants, options = tables(world)
        plan = plan_of(world)
        if not plan.has_awards:
            continue
        given = (applicants, options, rules_of(world), objectives_of(world), plan, PATIENT)
        contested = [set(standings(*given, loss=loss).named(Standing.CONTESTED)) for loss in LOSSES]
        assert all(less <= more for less, more in pairwise(contested))
        seen += len(contested[-1] - contested[0])
    assert seen > 5


def test_an_amount_says_the_same_as_its_share() -> None:
    rules = [Limit(id="money", measure="cost", at_most=500_000_000)]
    given = (PEOPLE, offers(), rules, [Maximise(measure="value")], plan_with(rules), PATIENT)
    by_share, by_amount = standings(*given, loss=Fraction(1, 41)), standings(*given, amount=1)
    assert by_share.loss == by_amount.loss == 1
    assert by_share.table.equals(by_amount.table)
    # D1 and D2 large and V1 small make 41; V2 in V1's place makes 40, V3 makes 39.
    assert by_amount.table["standing"].to_dict() == {
        "D1": Standing.CLEAR_IN,
        "D2": Standing.CLEAR_IN,
        "V1": Standing.CONTESTED,
        "V2": Standing.CONTESTED,
        "V3": Standing.CLEAR_OUT,
    }


def test_time_that_runs_out_is_said_and_nothing_is_claimed() -> None:
    rules = [Limit(id="money", measure="cost", at_most=500_000_000)]
    given = (PEOPLE, offers(), rules, [Maximise(measure="value")], plan_with(rules))
    late = standings(*given, Settings(seconds=1e-9), loss=0.5)
    assert set(late.table["standing"]) == {Standing.NOT_PROVEN}
    assert late.table["at_least"].isna().all()


def test_a_loss_below_zero_is_refused() -> None:
    with pytest.raises(ValueError, match="zero or more"):
        standings(PEOPLE, offers(), (), [Maximise(measure="value")], plan_with(), loss=-0.1)
