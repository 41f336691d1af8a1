"""Against another and margins: exact sums, and the same as one applicant at a time says."""

import datetime
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring import GAP, against, difference, gate_margins, margins_of, millionths, score
from tests.scoring.rounds import criteria, linear, question, round_of
from tests.scoring.strategies import Case, cases


@settings(max_examples=50)
@given(cases(least=2), st.data())
def test_contributions_sum_to_the_gap_exactly_and_are_those_of_one_pair(case: Case, data: st.DataObject) -> None:
    round_ = case.round()
    scores = score(round_)
    names = [str(each) for each in scores.table.index]
    others = pd.Series(data.draw(st.lists(st.sampled_from(names), min_size=len(names), max_size=len(names))), names)
    apart = against(scores, others)
    for applicant, other in zip(names, others.tolist(), strict=True):
        row = {str(name): points for name, points in apart.loc[[applicant]].to_dict("records")[0].items()}
        gap = row.pop(GAP)
        assert sum(millionths(points) for points in row.values()) == millionths(gap)
        scored = scores.table["score"]
        assert millionths(gap) == millionths(float(scored[applicant])) - millionths(float(scored[other]))
        pair = difference(round_, scores, str(applicant), str(other))
        assert row == {each.criterion: each.difference for each in pair.criteria}
        assert gap == pair.gap


def test_an_unknown_applicant_is_refused() -> None:
    scores = score(round_of(criteria([linear("room", 0, 10)]), {"room": [1.0]}))
    with pytest.raises(KeyError):
        against(scores, pd.Series(["nobody"], index=["A0000"]))
    with pytest.raises(KeyError):
        against(scores, pd.Series(["A0000"], index=["nobody"]))


DAYS = st.one_of(st.none(), st.dates(datetime.date(2010, 1, 1), datetime.date(2020, 1, 1)))
ROOMS = st.one_of(st.none(), st.integers(-50, 150).map(lambda k: k / 10))
GATE = {"source": "test", "label": {"id": "x", "en": "x"}}
GATES = (
    {**GATE, "id": "between", "conditions": [{"column": "room", "at_least": 2.7, "at_most": 9.9}]},
    {**GATE, "id": "new", "conditions": [{"column": "since", "at_least": datetime.date(2015, 6, 30)}]},
    {**GATE, "id": "letter", "conditions": [{"column": "letter", "among": ["yes"]}, {"column": "room", "at_least": 3}]},
    {**GATE, "id": "villages", "kinds": ["village"], "conditions": [{"column": "room", "at_most": 100}]},
)


@settings(max_examples=40)
@given(st.lists(st.tuples(ROOMS, DAYS, st.sampled_from(["yes", "no", None])), min_size=2, max_size=8))
def test_margins_agree_with_the_gates_and_with_arithmetic_by_hand(rows: list[tuple[Any, Any, Any]]) -> None:
    rules = criteria(
        [linear("room", 0, 10)],
        gates=GATES,
        questions=[
            question("room", unit="m2"),
            question("since", "date"),
            question("letter", "choice", choices=("yes", "no")),
        ],
    )
    rooms, days, letters = zip(*rows, strict=True)
    answers: dict[str, list[Any]] = {"room": list(rooms), "since": list(days), "letter": list(letters)}
    round_ = round_of(rules, answers)
    round_.applicants["since"] = pd.to_datetime(pd.Series(days, dtype=object)).to_numpy()
    round_.applicants["letter"] = pd.Series(letters, dtype=object).to_numpy()
    scores = score(round_)
    table = gate_margins(round_, scores)
    told = margins_of(round_, scores, list(scores.table.index))
    columns: list[Any] = list(table.columns)
    assert columns == [("between", 0), ("new", 0), ("letter", 1), ("villages", 0)]
    for applicant, (room, day, letter) in zip(scores.table.index, rows, strict=True):
        between, new, letters_, villages = table.loc[applicant].tolist()
        assert np.isnan(villages)
        assert (np.isnan(between), np.isnan(letters_), np.isnan(new)) == (room is None, room is None, day is None)
        if room is not None:
            tenths = round(room * 10)
            assert between == min(tenths - 27, 99 - tenths) / 10
            assert letters_ == (tenths - 30) / 10
            assert (between >= 0) == (scores.gates.at[applicant, "between"] == "pass")
        if day is not None:
            assert new == (day - datetime.date(2015, 6, 30)).days
        one = {(each.gate, each.column): each for each in told[str(applicant)]}
        assert one["between", "room"].margin == (None if room is None else between)
        assert one["letter", "letter"].margin is None
        assert one["letter", "letter"].status == {"yes": "pass", "no": "fail", None: "unknown"}[letter]
        assert one["villages", "room"].status == "not asked"
        for gate in ("between", "new"):
            assert {each.status for each in told[str(applicant)] if each.gate == gate} == {
                str(scores.gates.at[applicant, gate])
            }


def test_a_margin_keeps_its_sign_however_small() -> None:
    gate = {**GATE, "id": "least", "conditions": [{"column": "room", "at_least": 3}]}
    rules = criteria([linear("room", 0, 10)], gates=[gate], questions=[question("room")])
    just_below = float(np.nextafter(3.0, 0.0))
    round_ = round_of(rules, {"room": [just_below, 3.0, 2.7]})
    scores = score(round_)
    below, at, short = gate_margins(round_, scores)["least", 0].tolist()
    assert below < 0
    assert at == 0
    assert short == -0.3
    assert list(scores.gates["least"]) == ["fail", "pass", "fail"]
