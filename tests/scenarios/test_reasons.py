"""Reasons worked out when looked at are those that are worked out with the plan."""

import pickle
from collections import Counter
from dataclasses import replace

import pytest

import scenarios
from scenarios import Cause
from tests.reports import plan_rounds
from tests.samples import outcome


@pytest.mark.parametrize(
    ("folder", "name"),
    [
        ("first-partners-2011", "budget-cut"),
        ("eastern-expansion-2016", "base"),
        ("village-cascade-2014", "computers-only"),
    ],
)
def test_each_alone_is_as_with_the_others(folder: str, name: str) -> None:
    whole = outcome(folder, name)
    later = scenarios.run_planned(whole.round, whole.scenario, whole.plan)
    assert whole.reasons
    for each in whole.reasons[::7]:
        assert scenarios.reason_of(later.reasons, each.applicant) == each
    sent = pickle.loads(pickle.dumps(later.reasons))  # a worker is given what was looked at before
    assert scenarios.reason_of(sent, whole.reasons[0].applicant) == whole.reasons[0]
    assert len(later.reasons) == len(whole.reasons)
    assert scenarios.cause_counts(later.reasons) == Counter(each.cause for each in whole.reasons)
    assert scenarios.reason_of(later.reasons, str(whole.plan.awards.index[0])) is None
    assert list(later.reasons) == list(whole.reasons)


@pytest.mark.parametrize(
    ("apart", "nearest", "said"),
    [
        (0.0, 1, "not even the 1 district library nearest to it within 60 km may be funded"),
        (0.02, 2, "none of the 2 district libraries nearest to it within 60 km may be funded"),
        (9.0, 2, "no district library that may be funded is within 60 km of it"),
        (9.0, None, "no district library that may be funded is within 60 km of it"),
        (0.0, 3, None),
        (0.0, None, None),
    ],
)
def test_a_village_whose_nearest_mentors_may_not_be_funded_has_none(
    apart: float, nearest: int | None, said: str | None
) -> None:
    """A-05 and A-06 stand beside each other and may not be funded: a letter is not signed, the other is missing."""
    small = plan_rounds.round_()
    people = small.applicants.copy()
    people.loc["A-11", ["lat", "lon"]] = people.loc["A-05", ["lat", "lon"]] + apart
    rule = {"rule": "mentoring", "id": "mentors", "villages": {"kind": "village"}, "mentors": {"kind": "district"}}
    scenario = plan_rounds.scenario(rules=[{**rule, "reach_km": 60.0, "nearest": nearest, "at_most": 2}])
    made = scenarios.run(replace(small, applicants=people), scenario)
    found = scenarios.reason_of(made.reasons, "A-11")
    if said is None:
        assert found is None or found.cause is not Cause.NO_MENTOR
    else:
        assert found is not None
        assert (found.cause, [fact.text("en") for fact in found.facts]) == (Cause.NO_MENTOR, [said])
