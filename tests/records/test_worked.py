"""Answers worked out, kept by everything that decides them: read back as the very same, and never after a change."""

import dataclasses
import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from sqlalchemy import select, text, update

import records
import reports
import scenarios
from intake import Answer, Member, Members, Method, Missing, range_shown
from locales import Label, message
from optimizer import Status, watched
from records import Store, worked
from records.plain_values import as_text, from_text
from records.tables_drafts import WORKED
from tests.samples import outcome, sample

BASE = ("first-partners-2011", "base")
DAY = sample(BASE[0]).call.decides
QUESTION = ("standing", "0" * 64)
VALUES: tuple[Any, ...] = (
    None,
    True,
    3,
    0.1 + 0.2,
    float("-inf"),
    'a\n"b" \\ é $',
    (),
    (1, ("x", None)),
    [1, 2],
    {"a": 1, ("b", 2): Fraction(1, 3)},
    frozenset({"b", "a"}),
    Fraction(-7, 3),
    Status.OPTIMAL,
    Missing.ASK,
    Label(id="satu", en="one"),
    message("{count} of {what}", count=2, what=(Label(id="a", en="b"), Fraction(1, 2), None)),
    {"$": "fraction", "of": "1/2"},
)


@pytest.mark.parametrize("value", VALUES, ids=range(len(VALUES)))
def test_a_value_is_read_back_as_it_was(value: Any) -> None:
    again = from_text(as_text(value))
    assert again == value
    assert type(again) is type(value)


def test_a_table_is_read_back_with_its_types() -> None:
    frame = pd.DataFrame(
        {
            "x": [1.5, np.nan],
            "n": pd.array([1, None], dtype="Int64"),
            "f": pd.Series([Fraction(1, 3), None], dtype=object, index=["b", "a"]).to_numpy(),
            "s": ["p", "q"],
        },
        index=pd.Index(["b", "a"], name="applicant"),
    )
    pd.testing.assert_frame_equal(from_text(as_text(frame)), frame)


@dataclasses.dataclass(frozen=True)
class Foreign:
    """A class that is none of the engines'."""

    path: Path


@pytest.mark.parametrize(
    "value", [Foreign(Path()), Path(), object(), lambda: 1, pd.DataFrame({"t": [pd.Timestamp(0)]})]
)
def test_what_could_not_be_read_back_is_not_written(value: object) -> None:
    with pytest.raises(TypeError):
        as_text(value)


@pytest.mark.parametrize(
    "said",
    [
        '{"$":"os:system","of":{}}',
        '{"$":"subprocess:Popen","of":{"args":["true"]}}',
        '{"$":"scenarios.run:run","of":{}}',
        '{"$":"scenarios.robust:Nothing","of":{}}',
        '{"$":"scenarios.nowhere:Nothing","of":{}}',
        '{"of":1}',
        "[",
    ],
)
def test_a_text_makes_nothing_but_values_of_the_engines(said: str) -> None:
    with pytest.raises((ValueError, TypeError, LookupError, AttributeError)):
        from_text(said)


def test_answers_of_the_engines_are_read_back_as_the_very_same(store: Store) -> None:
    made = outcome(*BASE)
    answers = {
        "standing": scenarios.standing(made),
        "plan": made.plan,
        "stability by rank": scenarios.followed(made, in_full=False),
    }
    for name, answer in answers.items():
        assert records.keep_worked(store, "budi", (name, made.fingerprint), answer)
        again = records.read_worked(store, "audit", (name, made.fingerprint))
        assert type(again) is type(answer)
        assert json.loads(as_text(again)) == json.loads(as_text(answer))
    plan, table = (records.read_worked(store, "audit", (name, made.fingerprint)) for name in ("plan", "standing"))
    pd.testing.assert_frame_equal(plan.awards, made.plan.awards)
    pd.testing.assert_frame_equal(table.table, scenarios.standing(made).table)


def test_an_answer_that_time_cut_short_is_not_kept(store: Store) -> None:
    with watched(lambda _: None, stop=lambda: True):
        answer = scenarios.standing(outcome(*BASE))
    assert not records.keep_worked(store, "budi", QUESTION, answer)
    assert records.read_worked(store, "budi", QUESTION) is None


def test_the_members_agreement_says_the_same_again() -> None:
    made = outcome(*BASE)
    rules = made.round.criteria
    groups = [each.id for each in rules.groups if not each.parent]

    def member(code: str, *points: int) -> Member:
        given = zip(groups, points, strict=True)
        swing = (Answer(Method.SWING, DAY, node, Fraction(most), range_shown(rules, node)) for node, most in given)
        return Member(code, code.title(), tuple(swing))

    people = Members((member("budi", 100, 50, 40, 30), member("citra", 30, 100, 70, 10)))
    held = dataclasses.replace(made, round=dataclasses.replace(made.round, members=people))
    answer = scenarios.agreement(held)
    again = from_text(as_text(answer))
    assert reports.agreement_sheet(held, again) == reports.agreement_sheet(held, answer)
    assert again.levers == answer.levers


def test_another_question_or_another_program_finds_nothing(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    assert records.keep_worked(store, "budi", QUESTION, (1, "one"))
    assert records.read_worked(store, "citra", QUESTION) == (1, "one")
    assert records.read_worked(store, "citra", ("reserve", QUESTION[1])) is None
    assert records.read_worked(store, "citra", (QUESTION[0], "1" * 64)) is None
    facts = scenarios.computed_with()
    for name in facts:
        with monkeypatch.context() as changed:
            changed.setattr(scenarios, "computed_with", lambda other=name: {**facts, other: "other"})
            assert records.read_worked(store, "citra", QUESTION) is None
    with monkeypatch.context() as changed:
        changed.setattr(scenarios, "versions", lambda: {"pilih": "0"})
        assert records.read_worked(store, "citra", QUESTION) is None
    with monkeypatch.context() as changed:
        changed.setattr(worked, "FORMAT", 0)
        assert records.read_worked(store, "citra", QUESTION) is None
    assert records.read_worked(store, "citra", QUESTION) == (1, "one")


def test_a_spoilt_answer_is_none_and_is_worked_out_again(store: Store) -> None:
    records.keep_worked(store, "budi", QUESTION, (1, "one"))
    with store.turn() as connection:
        connection.execute(update(WORKED).values(body=b"spoilt"))
    assert records.read_worked(store, "budi", QUESTION) is None
    assert records.keep_worked(store, "budi", QUESTION, (2, "two"))
    assert records.read_worked(store, "budi", QUESTION) == (2, "two")


def test_what_cannot_be_written_is_not_kept_and_the_oldest_go(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not records.keep_worked(store, "budi", QUESTION, object())
    assert records.read_worked(store, "budi", QUESTION) is None
    monkeypatch.setattr(worked, "MOST", 2)
    for name in ("a", "b", "c"):
        records.keep_worked(store, "budi", (name,), name)
    assert [records.read_worked(store, "budi", (name,)) for name in ("a", "b", "c")] == [None, "b", "c"]
    with store.reading("budi", frozenset(records.Role)) as connection:
        assert len(connection.execute(select(WORKED.c.key)).all()) == 2
        assert connection.execute(text("SELECT count(*) FROM worked_answers")).scalar() == 2
    assert records.verify_log(store, "audit") == []
