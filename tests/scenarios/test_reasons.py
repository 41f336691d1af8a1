"""Reasons worked out when looked at are those that are worked out with the plan."""

import pickle
from collections import Counter

import pytest

import scenarios
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
