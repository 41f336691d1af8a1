"""Cuts and payments say the same of every network: what can be paid, and by whom."""

from fractions import Fraction
from random import Random

import pytest

from optimizer.payments import payments
from optimizer.purses import MOST_CHOICES, Demand, Payer, Purse, choices, cuts

MEASURES = ("cost_a", "cost_b", "cost_c")


def _network(random: Random) -> tuple[list[Payer], dict[Demand, Fraction]]:
    years = ["2016", "2017", "2018"][: random.choice((1, 2, 3))]
    payers = []
    for place in range(random.choice((1, 2, 3))):
        name = f"p{place}"
        money = [random.choice((0, 1, 2, 3, 5)) for _ in years]
        purses = tuple(Purse(f"{name} {y}", name, y, m) for y, m in zip(years, money, strict=True))
        pays = frozenset(random.sample(MEASURES, random.choice((1, 2, 3))))
        payers.append(Payer(name, purses, random.choice((None, 0, 1, 2)), pays))
    costs = {Demand(m, y): Fraction(random.choice((0, 0, 1, 2, 4))) for m in MEASURES for y in years}
    return payers, costs


@pytest.mark.parametrize("start", range(0, 800, 200))
def test_the_cuts_hold_exactly_when_everything_can_be_paid(start: int) -> None:
    seen = {True: 0, False: 0}
    for seed in range(start, start + 200):
        payers, costs = _network(Random(seed))
        found = cuts(payers, list(costs))
        held = all(sum(costs[d] for d in cut.demands) <= (cut.money or 0) for cut in found)
        paid = payments(payers, costs)
        assert held == (not paid.unpaid), seed
        seen[held] += 1
        if held:
            _is_a_way_to_pay(payers, costs, paid.made)
        else:
            there = set(paid.purses)
            assert all(p.may_pay(d) in {None, *there} for d in paid.unpaid for p in payers)
    assert min(seen.values()) >= 30


def _is_a_way_to_pay(payers: list[Payer], costs: dict[Demand, Fraction], made: object) -> None:
    by_name = {payer.name: payer for payer in payers}
    paid: dict[Demand, Fraction] = {}
    spent: dict[tuple[str, str], Fraction] = {}
    for payment in made:  # type: ignore[attr-defined]
        assert payment.demand.measure in by_name[payment.payer].pays
        paid[payment.demand] = paid.get(payment.demand, Fraction(0)) + payment.amount
        key = (payment.payer, payment.demand.year)
        spent[key] = spent.get(key, Fraction(0)) + payment.amount
    assert paid == {demand: cost for demand, cost in costs.items() if cost}
    for payer in payers:
        purse = Fraction(0)
        for each in payer.purses:
            purse += (each.money or 0) - spent.get((payer.name, each.year), Fraction(0))
            assert purse >= 0
            purse = purse if payer.carry is None else min(purse, Fraction(payer.carry))


def test_no_cut_is_implied_by_another() -> None:
    for seed in range(300):
        payers, costs = _network(Random(seed))
        found = cuts(payers, list(costs))
        assert len({(cut.demands, cut.purses) for cut in found}) == len(found)
        for cut in found:
            wider = [other for other in found if set(cut.demands) < set(other.demands)]
            assert all(set(o.purses) - set(cut.purses) or o.carried > cut.carried for o in wider), seed


def test_the_first_payer_pays_as_much_as_it_may_while_all_can_be_paid() -> None:
    one = Payer("one", (Purse("one", "one", "", 10),), 0, frozenset({"cost_a", "cost_b"}))
    two = Payer("two", (Purse("two", "two", "", 10),), 0, frozenset({"cost_a"}))
    costs = {Demand("cost_a"): Fraction(9), Demand("cost_b"): Fraction(6)}
    made = [(p.payer, p.demand.measure, int(p.amount)) for p in payments([one, two], costs).made]
    assert made == [("one", "cost_a", 4), ("one", "cost_b", 6), ("two", "cost_a", 5)]
    made = [(p.payer, p.demand.measure, int(p.amount)) for p in payments([two, one], costs).made]
    assert made == [("two", "cost_a", 9), ("one", "cost_b", 6)]


def test_a_set_of_costs_is_named_with_those_who_could_pay_it() -> None:
    one = Payer("one", (Purse("one", "one", "", 10),), 0, frozenset({"cost_a"}))
    two = Payer("two", (Purse("two", "two", "", 10),), 0, frozenset({"cost_b"}))
    short = payments([one, two], {Demand("cost_a"): Fraction(11), Demand("cost_b"): Fraction(1)})
    assert short.unpaid == (Demand("cost_a"),)
    assert [purse.payer for purse in short.purses] == ["one"]
    assert payments([one], {Demand("cost_b"): Fraction(1)}).purses == ()


def test_a_network_that_is_too_large_is_refused() -> None:
    years = [str(year) for year in range(2000, 2016)]
    wide = Payer("w", tuple(Purse(f"w {y}", "w", y, 1) for y in years), 1, frozenset({"cost_a"}))
    assert choices([wide], [Demand("cost_a", y) for y in years]) > MOST_CHOICES
    with pytest.raises(ValueError, match="too many"):
        cuts([wide], [Demand("cost_a", y) for y in years])
