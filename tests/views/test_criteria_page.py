"""The criteria page: who may weigh, answers kept as they are typed, what they come to, and that nobody's are lost."""

from dataclasses import replace
from fractions import Fraction

import pytest
from streamlit.testing.v1 import AppTest

import records
import scoring
from intake import Member, Method, judge, siblings, with_answers
from records import Store
from tests.samples import sample
from tests.views.conftest import SMALL, Opened

RULES = sample(SMALL).criteria
TOP = siblings(RULES)[""]
POINTS = (100, *(20 + 10 * place for place in range(len(TOP) - 1)))


def place(member: str) -> str:
    return f"criteria:{SMALL}:{member}"


def field(page: AppTest, member: str, node: str) -> object:
    wanted = f"{place(member)}:swing {node}"
    return next(each for each in page.text_input if each.key in (wanted, *(f"{wanted}:{n}" for n in range(1, 9))))


def typed(page: AppTest, member: str, points: tuple[int, ...] = POINTS) -> AppTest:
    for node, number in zip(TOP, points, strict=True):
        field(page, member, node).set_value(str(number)).run()  # type: ignore[attr-defined]
        assert not page.exception
    return page


def held(store: Store) -> dict[str, dict[str, int]]:
    members = records.round_from(store, "plan", records.find_round(store, "plan", SMALL)).members
    return {
        each.id: {one.node: int(one.number) for one in each.answers} for each in (members.people if members else ())
    }


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("person", ["anna", "budi", "audit"])
def test_everybody_sees_the_criteria_and_whoever_may_weighs(opened: Opened, language: str, person: str) -> None:
    page = opened("criteria", person=person, language=language, scenario="base")
    assert not page.exception
    keys = {button.key for button in page.button}
    assert ("keep answers" in keys) is (person != "audit")
    assert ("save weights" in keys) is (person == "anna")
    for part in ("committee", "guards", "scales", "tree"):
        next(each for each in page.segmented_control if "part" in str(each.key)).set_value(part).run()
        assert not page.exception
        if part == "scales":
            assert {each.disabled for each in page.text_input} == {person != "anna"}
    assert len(page.dataframe[0].value) == len(scoring.tree(RULES))
    assert len(page.table[0].value) == len(RULES.gates)


def test_a_members_answers_are_kept_as_typed_and_then_in_the_round(opened: Opened, store: Store) -> None:
    page = typed(opened("criteria", person="budi", language="en", scenario="base"), "budi")
    again = opened("criteria", person="budi", language="en", scenario="base")
    assert [field(again, "budi", node).value for node in TOP] == [str(number) for number in POINTS]  # type: ignore[attr-defined]
    answers = scoring.answers_typed(
        RULES,
        {(Method.SWING, node, ""): Fraction(number) for node, number in zip(TOP, POINTS, strict=True)},
        sample(SMALL).call.decides,
    )
    round_ = sample(SMALL)
    policy = records.find_version(store, "plan", f"{SMALL}/base").scenario.scoring
    standing = scoring.weights_that_count(round_, policy)
    weights = scoring.draft_weights(RULES, Member("budi", "Budi", answers), standing).effective
    changes = scoring.rank_changes(scoring.score(round_, policy), scoring.score(round_, policy, weights=weights))
    assert page.subheader[0].value.replace("\\", "") == f"Rank changed: {changes.changed}"
    first = changes.first(20)
    assert list(page.dataframe[0].value.iloc[:, 0]) == list(first["after"])
    pairs = zip(first["before"], first["after"], strict=True)
    moved = [
        "=" if old == new else f"▲ {old - new}, from {old}" if old > new else f"▼ {new - old}, from {old}"
        for old, new in pairs
    ]
    assert list(page.dataframe[0].value["change"]) == moved
    assert set(moved) != {"="}
    page.button(key="keep answers").click().run()
    assert not page.exception
    assert held(store) == {"budi": dict(zip(TOP, POINTS, strict=True))}
    assert records.read_draft(store, "budi", place("budi")) == {}


def test_answers_kept_meanwhile_are_shown_beside_and_not_written_over(opened: Opened, store: Store) -> None:
    since = records.find_round(store, "plan", SMALL)
    page = typed(opened("criteria", person="budi", language="en", scenario="base"), "budi")
    theirs = tuple(reversed(POINTS))
    numbers = {(Method.SWING, node, ""): Fraction(number) for node, number in zip(TOP, theirs, strict=True)}
    answers = scoring.answers_typed(RULES, numbers, sample(SMALL).call.decides)
    member = Member("budi", "Budi Hartono", answers)
    assert judge(RULES, replace(member)).usable
    assert with_answers(None, member)
    records.save_answers(store, "plan", member, since)
    page.button(key="keep answers").click().run()
    assert not page.exception
    assert held(store)["budi"] == dict(zip(TOP, theirs, strict=True))
    assert page.error
    page.button(key="keep mine").click().run()
    assert not page.exception
    assert held(store)["budi"] == dict(zip(TOP, POINTS, strict=True))


def test_weights_become_a_version_of_the_scenario_on_top_of_what_was_seen(opened: Opened, store: Store) -> None:
    page = typed(opened("criteria", person="anna", language="en", scenario="base"), "anna")
    seen = records.find_version(store, "plan", f"{SMALL}/base")
    other = records.with_weights(seen.content, "base", {TOP[0]: 5.0})
    saved = records.save_version(store, "plan", other, round_name=SMALL, name="base", expected=seen.number)
    page.button(key="save weights").click().run()
    assert not page.exception
    assert records.find_version(store, "plan", f"{SMALL}/base") == saved
    assert page.error
    page.button(key="save on top").click().run()
    assert not page.exception
    mine = records.find_version(store, "plan", f"{SMALL}/base")
    assert mine.number == saved.number + 1
    counted = scoring.weights_that_count(sample(SMALL), mine.scenario.scoring)
    total = sum(POINTS)
    for node, number in zip(TOP, POINTS, strict=True):
        assert scoring.node_share(RULES, node, counted) == pytest.approx(number / total)


def test_half_an_answer_is_not_kept_and_what_is_missing_is_said(opened: Opened, store: Store) -> None:
    page = opened("criteria", person="budi", language="en", scenario="base")
    field(page, "budi", TOP[0]).set_value("100").run()  # type: ignore[attr-defined]
    assert page.button(key="keep answers").disabled
    assert any("not complete" in each.value for each in page.warning)
    assert held(store) == {}
