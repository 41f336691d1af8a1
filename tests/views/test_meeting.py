"""The meeting page: turning and undoing, what it says against the engine, what is kept, proposals and votes."""

import time
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

import records
import scenarios
from locales import Money, message, render
from records import Store
from scenarios import Adjustment, Lock, Sitting, WhatIf, adjusted, sitting, whole_money
from tests.samples import outcome
from tests.views.conftest import SMALL, Opened
from views.literal import JOINER

LANGUAGES = ("id", "en")


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is tested is not how fast this machine is."""
    monkeypatch.setattr(sitting, "SECONDS", 60.0)


def said(page: AppTest) -> str:
    """Everything that is written on the page outside of widgets, as it is read."""
    parts = [*page.markdown, *page.caption, *page.text, *page.error, *page.warning, *page.success]
    return "\n".join(plain(str(part.value)) for part in parts)


def plain(text: str) -> str:
    """A text without the signs that make it be read letter by letter."""
    return text.replace("\\", "").replace(JOINER, "")


def widget(widgets: Any, name: str) -> Any:
    """The widget of a kept field, whatever its turn."""
    (found,) = [each for each in widgets if each.key and name in each.key.split(":")]
    return found


def button(page: AppTest, english: str, language: str = "en") -> Any:
    """The button that says this."""
    label = render(message(english), language)
    (found,) = [each for each in page.button if each.label == label]
    return found


def meeting(opened: Opened, **more: str) -> AppTest:
    page = opened("meeting", scenario="base", **more)
    assert not page.exception
    return page


def expected(**change: Any) -> WhatIf:
    """What the engine says by itself."""
    base = outcome(SMALL, "base")
    return Sitting(base).ask(adjusted(base.round, base.scenario, Adjustment.model_validate(change)), 60)


def shown(page: AppTest) -> list[str]:
    return [metric.value for metric in page.metric][:4]


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_begins_with_the_baseline(opened: Opened, language: str) -> None:
    page = meeting(opened, language=language)
    base = outcome(SMALL, "base")
    assert render(message("Baseline – nothing is turned"), language) in said(page)
    assert shown(page)[0] == str(len(base.plan.awards))
    assert shown(page)[1] == render(Money(int(base.plan.awards["cost"].sum())), language)
    assert {metric.delta for metric in page.metric} == {"± 0"}
    assert button(page, "Undo", language).disabled


@pytest.mark.parametrize("language", LANGUAGES)
def test_less_money_says_who_leaves_and_is_undone(opened: Opened, language: str) -> None:
    page = meeting(opened, language=language)
    money = whole_money(outcome(SMALL, "base").round, outcome(SMALL, "base").scenario)
    widget(page.slider, "percent").set_value(80).run()
    assert not page.exception
    answer = expected(money=money * 80 // 100)
    assert answer.left
    people = outcome(SMALL, "base").table
    assert "SIMUL" in said(page)
    assert render(message("Leave: {count}", count=len(answer.left)), language) in said(page)
    for name in answer.left[:6]:
        assert str(people.at[name, "name"]).replace(",", "") in said(page).replace(",", "")
    assert shown(page)[0] == str(len(answer.plan.awards))
    assert widget(page.text_input, f"money {language}").value == render(Money(money * 80 // 100), language)
    button(page, "Undo", language).click().run()
    assert widget(page.slider, "percent").value == 100
    assert {metric.delta for metric in page.metric} == {"± 0"}
    button(page, "Redo", language).click().run()
    assert widget(page.slider, "percent").value == 80
    assert shown(page)[0] == str(len(answer.plan.awards))


def test_money_is_typed_as_it_is_written_and_nothing_else(opened: Opened) -> None:
    page = meeting(opened, language="id")
    money = whole_money(outcome(SMALL, "base").round, outcome(SMALL, "base").scenario)
    typed = money * 9 // 10 + 1
    widget(page.text_input, "money id").set_value(render(Money(typed), "id")).run()
    assert widget(page.slider, "percent").value == 90
    assert shown(page)[1] == render(Money(int(expected(money=typed).plan.awards["cost"].sum())), "id")
    widget(page.text_input, "money id").set_value("2,5").run()
    assert page.error
    assert "2,5" in plain(page.error[0].value)
    assert shown(page)[1] == render(Money(int(expected(money=typed).plan.awards["cost"].sum())), "id")


def test_weights_and_a_quota_are_turned_together(opened: Opened) -> None:
    page = meeting(opened, language="en")
    weight = next(each for each in page.slider if "weight" in (each.key or ""))
    group = str(weight.key).split(":")[1].removeprefix("weight ")
    quota = next(each for each in page.slider if ":quota" in (each.key or ""))
    rule = str(quota.key).split(":")[1].removeprefix("quota ")
    share, bound = int(str(weight.value)) + 15, max(int(str(quota.value)) - 2, 0)
    weight.set_value(share).run()
    widget(page.slider, f"quota {rule}").set_value(bound).run()
    assert not page.exception
    answer = expected(weights={group: share}, quotas={rule: bound})
    assert shown(page)[0] == str(len(answer.plan.awards))
    for count, what in ((len(answer.entered), "Enter"), (len(answer.left), "Leave")):
        assert f"{what}: {count}" in said(page)


def test_weights_beyond_the_whole_are_refused_in_words(opened: Opened) -> None:
    page = meeting(opened, language="en")
    groups = [(each.key or "").split(":")[1] for each in page.slider if "weight" in (each.key or "")]
    for name in groups[:2]:
        widget(page.slider, name).set_value(60).run()
    assert not page.exception
    assert any("120 %" in plain(error.value) for error in page.error)


def test_what_was_turned_is_there_in_another_window_and_after_a_reload(opened: Opened) -> None:
    page = meeting(opened, language="en")
    widget(page.slider, "percent").set_value(85).run()
    before = shown(page)
    again = meeting(opened, language="id")
    assert widget(again.slider, "percent").value == 85
    assert "SIMULASI" in said(again)
    assert shown(again)[0] == before[0]
    button(again, "Undo", "id").click().run()
    assert widget(again.slider, "percent").value == 100


def test_no_plan_is_said(opened: Opened, store: Store) -> None:
    base = outcome(SMALL, "base")
    barred = next(r.applicant for r in base.reasons if r.cause is scenarios.Cause.GATE)
    steps = [{}, {"locks": {barred: Lock(inside=True, reason="x").model_dump()}}]
    records.keep_draft(store, records.LOCAL, f"meeting {SMALL}/base", {"steps": steps, "place": 1})
    page = meeting(opened, language="en")
    assert any("No plan exists" in error.value for error in page.error)
    assert not page.metric


def look_at(page: AppTest, part: str) -> None:
    page.segmented_control(key=widget(page.segmented_control, "part").key).set_value(part).run()
    assert not page.exception


def test_the_map_shows_who_enters_and_leaves(opened: Opened) -> None:
    page = meeting(opened, language="en")
    widget(page.slider, "percent").set_value(80).run()
    look_at(page, "map")
    money = whole_money(outcome(SMALL, "base").round, outcome(SMALL, "base").scenario)
    answer = expected(money=money * 80 // 100)
    counted = page.dataframe[0].value.iloc[:, 3].value_counts().to_dict()
    assert counted.get("no longer funded", 0) == len(answer.left)
    assert counted.get("newly funded", 0) == len(answer.entered)
    assert counted["funded"] == len(answer.plan.awards) - len(answer.entered)


def proposed(page: AppTest, who: str, why: str) -> None:
    widget(page.text_input, "proposed by").set_value(who).run()
    widget(page.text_area, "why").set_value(why).run()


def test_a_proposal_becomes_the_next_version_and_the_baseline_stays_pinned(opened: Opened, store: Store) -> None:
    page = meeting(opened, language="en")
    look_at(page, "record")
    assert button(page, "Keep the proposal").disabled
    widget(page.slider, "percent").set_value(90).run()
    proposed(page, "Budi", "Dana berkurang")
    button(page, "Keep the proposal").click().run()
    assert not page.exception
    made = records.find_version(store, records.LOCAL, f"{SMALL}/base")
    base = outcome(SMALL, "base")
    assert made.number == 2
    assert made.note == "Budi: Dana berkurang"
    money = whole_money(base.round, base.scenario)
    wanted = adjusted(base.round, base.scenario, Adjustment(money=money * 90 // 100))
    assert made.scenario.fingerprint() == wanted.fingerprint()
    assert f"{SMALL}/base@2" in said(page)
    # The meeting goes on against what it began with.
    assert "version 1" in said(page)
    assert widget(page.slider, "percent").value == 90


def test_another_baseline_is_pinned_only_when_it_is_asked_for(opened: Opened, store: Store) -> None:
    page = meeting(opened, language="en")
    widget(page.slider, "percent").set_value(90).run()
    first = records.find_version(store, "plan", f"{SMALL}/base")
    longer = first.content + b"\n# reviewed\n"
    records.save_version(store, "plan", longer, round_name=SMALL, name="base", expected=1)
    look_at(page, "record")
    assert "version 1" in said(page)
    button(page, "Compare with version 2").click().run()
    assert not page.exception
    assert "version 2" in said(page)
    assert "Baseline – nothing is turned" in said(page)
    assert widget(page.slider, "percent").value == 100


def test_what_somebody_saved_meanwhile_is_shown_and_never_written_over(opened: Opened, store: Store) -> None:
    page = meeting(opened, language="en")
    widget(page.slider, "percent").set_value(90).run()
    look_at(page, "record")
    proposed(page, "Budi", "Dana berkurang")
    first = records.find_version(store, "plan", f"{SMALL}/base")
    theirs = first.content.replace(b"[budget]", b"[budget]\nscale = 0.97", 1)
    records.save_version(store, "plan", theirs, round_name=SMALL, name="base", expected=1, note="theirs")
    button(page, "Keep the proposal").click().run()
    assert not page.exception
    assert any("saved" in error.value for error in page.error)
    assert "budget.scale" in said(page)
    assert "budget.lines" in said(page)
    assert records.find_version(store, "plan", f"{SMALL}/base").number == 2
    button(page, "Keep yours after version 2").click().run()
    found = records.list_versions(store, "plan", SMALL, "base")
    assert [each.number for each in found] == [1, 2, 3]
    assert (found[1].content, found[1].note) == (theirs, "theirs")
    assert found[2].note == "Budi: Dana berkurang"


def test_a_proposal_can_be_a_scenario_of_its_own(opened: Opened, store: Store) -> None:
    page = meeting(opened, language="en")
    widget(page.slider, "percent").set_value(110).run()
    look_at(page, "record")
    widget(page.segmented_control, "where").set_value("own").run()
    widget(page.text_input, "own name").set_value("more-money").run()
    proposed(page, "Citra", "Mitra baru")
    button(page, "Keep the proposal").click().run()
    assert not page.exception
    made = records.find_version(store, records.LOCAL, f"{SMALL}/more-money")
    assert (made.number, made.note) == (1, "Citra: Mitra baru")
    assert records.find_version(store, records.LOCAL, f"{SMALL}/base").number == 1


def decision(store: Store) -> int:
    version = records.find_version(store, "plan", f"{SMALL}/base")
    (kept,) = records.outcomes_of(store, "plan", version)
    return records.propose(store, "plan", version, kept, title="Putaran 2011").decision


def test_members_vote_on_what_is_proposed(opened: Opened, store: Store) -> None:
    number = decision(store)
    page = meeting(opened, language="en", person="budi")
    look_at(page, "record")
    assert "Putaran 2011" in said(page)
    assert not [each for each in page.button if each.label == "Keep the proposal"]
    widget(page.segmented_control, f"vote {number}").set_value("object").run()
    assert button(page, "Cast the vote").disabled
    widget(page.text_area, f"vote {number} text").set_value("Papua terlalu sedikit").run()
    button(page, "Cast the vote").click().run()
    assert not page.exception
    (vote,) = records.read_docket(store, "plan", number).standing
    assert (vote["by"], vote["vote"], vote["text"], vote["conflict"]) == ("budi", "object", "Papua terlalu sedikit", 0)
    other = meeting(opened, language="id", person="citra")
    look_at(other, "record")
    assert "Papua terlalu sedikit" in said(other)
    widget(other.segmented_control, f"vote {number}").set_value("abstain").run()
    widget(other.toggle, f"vote {number} interest").set_value(True).run()
    widget(other.text_area, f"vote {number} text").set_value("Kerabat di Aceh").run()
    button(other, "Cast the vote", "id").click().run()
    votes = {row["by"]: row for row in records.read_docket(store, "plan", number).standing}
    assert (votes["citra"]["vote"], votes["citra"]["conflict"]) == ("abstain", 1)


def test_a_planner_does_not_vote_and_an_auditor_keeps_nothing(opened: Opened, store: Store) -> None:
    decision(store)
    for person, buttons in (("plan", {"Keep the proposal"}), ("audit", set())):
        page = meeting(opened, language="en", person=person)
        look_at(page, "record")
        assert {each.label for each in page.button} & {"Keep the proposal", "Cast the vote"} == buttons


def test_an_administrator_does_not_sit_at_the_table(opened: Opened) -> None:
    page = opened("meeting", scenario="base", language="en", person="admin")
    assert not [each for each in page.button if each.label == "Undo"]


@pytest.mark.long
def test_contested_cases_are_found_and_held_in(opened: Opened, store: Store) -> None:
    page = meeting(opened, language="en")
    button(page, "Next contested case").click().run()
    rehearsal = scenarios.rehearse(outcome(SMALL, "base"))
    until = time.monotonic() + 240  # workers stand behind the pages, and wait for a busy machine
    while "Case 1 of" not in said(page) and time.monotonic() < until:
        page.run()
    first, second = rehearsal.hanging[:2]
    people = outcome(SMALL, "base").table
    assert "### " + str(people["name"][first.applicant]) in said(page)
    button(page, "Next contested case").click().run()
    assert "### " + str(people["name"][second.applicant]) in said(page)
    assert button(page, "Hold in").disabled
    widget(page.text_input, "lock reason").set_value("Daerah bencana").run()
    button(page, "Hold in").click().run()
    assert not page.exception
    lock = {second.applicant: {"inside": True, "reason": "Daerah bencana"}}
    assert shown(page)[0] == str(len(expected(locks=lock).plan.awards))
