"""What a vacancy frees and takes of every budget line, with the venues that close and open beside the grants."""

from fractions import Fraction

import pandas as pd

import scenarios
from optimizer import SharedCost
from tests.samples import outcome


def costs(made: scenarios.Outcome, awards: pd.DataFrame, line: str) -> int:
    """The grants of a line, and every venue with at least one award, added up one by one."""
    total = sum(int(cell) for cell in awards[f"cost_{line}"])
    for rule in made.rules:
        if isinstance(rule, SharedCost) and rule.line == line:
            assert not rule.instead
            total += int(rule.cost) * len(set(places(made, rule, awards)))
    return total


def places(made: scenarios.Outcome, rule: SharedCost, awards: pd.DataFrame) -> list[tuple[str, ...]]:
    """Which venue each award uses."""
    columns = [rule.per] if isinstance(rule.per, str) else list(rule.per)
    return [tuple(map(str, row)) for row in awards.join(made.table)[columns].to_numpy().tolist()]


def test_the_money_of_a_vacancy_is_the_difference_of_whole_plans() -> None:
    made = outcome("eastern-expansion-2016", "base")
    before = made.plan.awards
    shared = next(rule for rule in made.rules if isinstance(rule, SharedCost))
    used = places(made, shared, before)
    winners = [str(name) for name, place in zip(before.index, used, strict=True) if used.count(place) == 1][:2]
    assert winners
    found = scenarios.reserve(made, winners=winners)
    assert {each.winner for each in found.vacancies} == set(winners)
    for vacancy in found.vacancies:
        after = vacancy.substitution.plan
        assert after is not None
        left = before.drop(index=vacancy.winner)
        for line in vacancy.freed:
            without = costs(made, left, line)
            assert vacancy.freed[line] == costs(made, before, line) - without
            assert vacancy.taken[line] == costs(made, after.awards, line) - without
            assert Fraction(made.total(f"cost_{line}")) == costs(made, before, line)


def test_a_second_withdrawal_is_counted_from_the_plan_that_the_first_left() -> None:
    made = outcome("eastern-expansion-2016", "base")
    names = [str(name) for name in made.plan.awards.index[:2]]
    first, second = scenarios.withdrawn(made, names)
    after = first.substitution.plan
    assert after is not None
    left = after.awards.drop(index=names[1])
    for line in second.freed:
        assert second.freed[line] == costs(made, after.awards, line) - costs(made, left, line)
