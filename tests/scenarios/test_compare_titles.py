"""Titles of a comparison: those that were given stand for the scenarios' own."""

import scenarios
from tests.samples import outcome


def test_two_versions_of_one_scenario_are_told_apart_by_the_titles_given() -> None:
    made = outcome("first-partners-2011", "base")
    compared = scenarios.compare([made, made], titles=["one", "two"])
    assert compared.titles == ("one", "two")
    assert scenarios.compare([made, outcome("first-partners-2011", "budget-cut")]).titles[0] == made.scenario.title
