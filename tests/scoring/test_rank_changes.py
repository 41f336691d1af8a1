"""Rank changes, held to a plain sort; and guards, which name what is about the criteria and nothing else."""

import pandas as pd
import pytest
from hypothesis import given, settings

from scoring import Policy, guards, rank_changes, score
from tests.scoring.rounds import criteria, group, linear, round_of
from tests.scoring.strategies import Case, cases


@settings(max_examples=40, deadline=None)
@given(cases())
def test_changes_are_those_of_the_two_rankings(case: Case) -> None:
    round_ = case.round()
    before = score(round_)
    after = score(round_, Policy(weights={case.rules.criteria[0].id: 1000.0}))
    found = rank_changes(before, after)
    old, new = ({str(k): None if pd.isna(v) else int(v) for k, v in s.table["rank"].items()} for s in (before, after))
    assert found.changed == sum(old[each] != new[each] for each in old)
    order = sorted(new, key=lambda each: (new[each] is None, new[each] or 0, -after.table["score"][each], each))
    assert list(found.table.index) == order
    for each, up in found.table["up"].items():
        one, other = old[str(each)], new[str(each)]
        assert (None if pd.isna(up) else int(up)) == (None if one is None or other is None else one - other)
    assert list(found.first(2).index) == [each for each in order if new[each] is not None][:2]


def test_the_same_weights_change_nothing_and_other_applicants_are_refused() -> None:
    rules = criteria([linear("a", 0, 10, group="g")], [group("g")])
    one, other = round_of(rules, {"a": [1, 2, 2]}), round_of(rules, {"a": [1, 2]})
    assert rank_changes(score(one), score(one)).changed == 0
    with pytest.raises(ValueError, match="different applicants"):
        rank_changes(score(one), score(other))


def test_guards_name_criteria_that_move_together_stand_still_or_lack_answers() -> None:
    rules = criteria(
        [linear(name, 0, 10, group="g", missing="floor") for name in ("a", "b", "still", "few", "enough")], [group("g")]
    )
    spread: list[float | None] = [1, 4, 2, 9, 7, 3, 8, 5, 6, 2] * 3
    answers: dict[str, list[float | None]] = {
        "a": spread,
        "b": [each and each + 0.5 for each in spread],
        "still": [5] * 30,
        "few": [3, 8, 1, 9, 2, 7, 4, *[None] * 3] * 3,
        "enough": [8, 1, 7, 2, 9, 3, 6, 4, *[None] * 2] * 3,
    }
    scores = score(round_of(rules, answers))
    found = guards(rules, scores)
    said = [(each.code, each.column) for each in found]
    assert ("scoring-missing", "few") in said
    assert ("scoring-missing", "enough") not in said
    assert ("scoring-constant", "still") in said
    assert any(each.code == "scoring-overlap" and each.severity.value == "warning" for each in found)
    assert [each.severity.value for each in found] == sorted(
        (each.severity.value for each in found), key=["error", "warning", "note"].index
    )
    assert not any(each.code in ("scoring-eligible", "scoring-gate", "scoring-beyond") for each in found)
