"""Ranks before and after another list, against the two scores read one applicant at a time."""

import dataclasses

import scenarios
import scoring
from tests.samples import sample


def test_every_applicant_is_told_with_both_ranks_and_scores() -> None:
    round_ = sample("expansion-2015")
    people = round_.applicants.copy()
    gone = people.index[3]
    raised = people.index[10]
    people = people.drop(index=gone)
    people.loc[raised, "match_pct"] = 90.0
    after = scoring.score(dataclasses.replace(round_, applicants=people))
    before = scoring.score(round_)
    found = scenarios.rank_changes(before, after)
    assert set(found.table.index) == set(before.table.index) | set(after.table.index)
    for when, scores in (("before", before.table), ("after", after.table)):
        there = scores.reindex(found.table.index)
        assert found.table[f"score_{when}"].fillna(-1).tolist() == there["points"].fillna(-1).tolist()
        assert found.table[f"rank_{when}"].fillna(-1).tolist() == there["rank"].fillna(-1).tolist()
        assert found.table[f"eligible_{when}"].fillna("").tolist() == there["eligible"].fillna("").tolist()
    assert gone in found.changed.index
    assert raised in found.changed.index
    ranked = found.table["rank_after"].dropna()
    assert ranked.is_monotonic_increasing
    still = found.table[~found.table["changed"]]
    assert (still["rank_before"].fillna(0) == still["rank_after"].fillna(0)).all()


def test_the_same_list_changes_nothing() -> None:
    scores = scoring.score(sample("expansion-2015"))
    assert not len(scenarios.rank_changes(scores, scores).changed)
