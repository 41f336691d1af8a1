"""Joined: what pandas joins at once, column by column and row by row."""

import pickle

import numpy as np
import pandas as pd
import pytest

from optimizer import Joined

PEOPLE = pd.DataFrame(
    {
        "kind": ["village", "district", None],
        "score": [55.5, float("nan"), 70.0],
        "rank": pd.array([2, None, 1], dtype="Int64"),
        "day": pd.to_datetime(["2011-01-01", "NaT", "2011-03-01"]),
        "said": pd.array([True, None, False], dtype="boolean"),
    },
    index=pd.Index(["a", "b", "c"], name="applicant"),
)
OPTIONS = pd.DataFrame(
    {"applicant": ["c", "a", "c", "b", "a"], "option": ["x", "x", "y", "z", "y"], "cost": [1, 2, 3, 4, 5]}
)
WHOLE = OPTIONS.join(PEOPLE, on="applicant")


def test_every_column_is_that_of_the_join() -> None:
    joined = Joined.beside(OPTIONS, PEOPLE)
    assert [*joined.columns] == [*WHOLE.columns]
    assert len(joined) == len(WHOLE)
    for name in WHOLE.columns:
        assert name in joined
        pd.testing.assert_series_equal(joined[name], WHOLE[name])
    assert "other" not in joined
    with pytest.raises(KeyError):
        joined["other"]


def test_rows_are_those_of_the_join() -> None:
    joined = Joined.beside(OPTIONS, PEOPLE)
    names = ["applicant", "score", "applicant", "said"]
    pd.testing.assert_frame_equal(joined.rows(names), WHOLE[["applicant", "score", "said"]])
    chosen = np.array([True, False, False, True, False])
    pd.testing.assert_frame_equal(joined.rows(["option", "rank"], chosen), WHOLE.loc[chosen, ["option", "rank"]])
    assert len(joined.rows(["kind"], ~chosen & chosen)) == 0
    for at in range(len(WHOLE)):
        pd.testing.assert_frame_equal(joined.row(at), WHOLE.iloc[[at]])


def test_an_option_of_nobody_is_refused() -> None:
    with pytest.raises(KeyError, match="stranger"):
        Joined.beside(OPTIONS.assign(applicant="stranger"), PEOPLE)


def test_another_process_is_sent_the_tables_alone() -> None:
    joined = Joined.beside(OPTIONS, PEOPLE)
    before = len(pickle.dumps(joined))
    for name in joined.columns:
        joined[name]
    sent = pickle.dumps(joined)
    assert len(sent) == before
    pd.testing.assert_series_equal(pickle.loads(sent)["day"], WHOLE["day"])
