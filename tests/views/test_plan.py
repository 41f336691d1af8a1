"""The page Plan and export in both languages: figures, tables that sum, and what is said without one."""

import time
from collections.abc import Callable
from fractions import Fraction

import pytest
from streamlit.testing.v1 import AppTest

import records
import reports
from locales import Decimals, Money, render
from records import Store, Version
from tests.samples import outcome
from tests.views.conftest import SMALL, Opened
from tests.views.opened_parts import at_part, parts_of
from tests.views.settling import settled
from views.literal import literal

PARTS = "plan parts"


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_page_shows_the_figures_of_the_outcome(opened: Opened, language: str) -> None:
    page = opened("plan", language=language, scenario="base")
    assert not page.exception
    made = outcome(SMALL, "base")
    shown = [metric.value for metric in page.metric]
    of = {"id": "dari", "en": "of"}[language]
    assert f"{len(made.plan.awards)} {of} {len(made.table)}" in shown
    assert render(Money(int(made.plan.awards["cost"].sum())), language) in shown
    value = sum(Fraction(str(cell)) for cell in made.plan.awards["value"])
    assert render(Decimals(float(value), 3), language) in shown
    assert list(page.dataframe[0].value.iloc[:, 1]) == list(made.funded.index)


def test_another_scenario_can_be_chosen(opened: Opened) -> None:
    page = opened("plan", scenario="base")
    page.selectbox(key="scenario").select("budget-cut").run()
    assert not page.exception
    made = outcome(SMALL, "budget-cut")
    assert render(Money(int(made.plan.awards["cost"].sum())), "id") in {metric.value for metric in page.metric}


def said(page: AppTest) -> str:
    return "\n".join(str(each.value) for each in (*page.markdown, *page.text, *page.caption)).replace("\u00a0", " ")


def test_rows_can_be_chosen_and_their_sums_are_of_them_alone(opened: Opened) -> None:
    page = opened("plan", scenario="base", language="en")
    made = outcome(SMALL, "base")
    province = str(made.funded["province"].iloc[0])
    chooser = next(each for each in page.multiselect if each.label == "Province")
    page = chooser.set_value([province]).run()
    assert not page.exception
    own = made.funded[made.funded["province"] == province]
    assert 0 < len(own) < len(made.funded)
    assert list(page.dataframe[0].value["Applicant"]) == list(own.index)
    assert literal(render(Money(int(own["cost"].sum())), "en")) in said(page)
    again = opened("plan", scenario="base", language="en")
    assert list(again.dataframe[0].value["Applicant"]) == list(own.index), "what was chosen is kept"


def test_money_is_told_by_line_place_and_year_and_sums_to_the_grant(opened: Opened) -> None:
    page = at_part(opened("plan", scenario="base", language="en"), PARTS, "money")
    assert not page.exception
    made = outcome(SMALL, "base")
    total = int(made.plan.awards["cost"].sum())
    lines = next(frame.value for frame in page.dataframe if "Funder" in frame.value)
    assert int(lines["Used"].sum()) == total
    places = next(frame.value for frame in page.dataframe if "All lines" in frame.value)
    assert int(places["All lines"].sum()) == total
    assert said(page).count(literal(render(Money(total), "en"))) >= 2


def test_the_part_that_is_open_stays_open_in_another_language(opened: Opened) -> None:
    page = at_part(opened("plan", scenario="base", language="id"), PARTS, "money")
    page.segmented_control(key="lang").set_value("en").run()
    assert not page.exception
    assert parts_of(page, PARTS)[:2] == ["Funded", "Money"]
    assert any("Funder" in frame.value for frame in page.dataframe)


def test_what_is_bought_can_be_read_line_by_line(opened: Opened) -> None:
    made = outcome(SMALL, "base")
    page = at_part(opened("plan", scenario="base", language="en"), PARTS, "bought")
    assert int(page.dataframe[0].value["of it grant"].sum()) == int(made.plan.awards["cost"].sum())
    for line in made.round.call.budget_lines:
        page.segmented_control(key="plan:bought").set_value(f"line {line.id}").run()
        assert not page.exception
        assert int(page.dataframe[0].value["of it grant"].sum()) == int(made.plan.awards[f"cost_{line.id}"].sum())


def test_everyone_not_funded_has_a_cause_and_every_rule_says_whether_it_binds(opened: Opened) -> None:
    made = outcome(SMALL, "base")
    page = at_part(opened("plan", scenario="base", language="en"), PARTS, "not funded")
    shown = page.dataframe[0].value
    assert list(shown["Applicant"]) == [reason.applicant for reason in made.reasons]
    assert list(shown["Reason"]) == [render(reports.CAUSES[reason.cause], "en") for reason in made.reasons]
    page = at_part(page, PARTS, "rules")
    assert not page.exception
    words = [render(each.tightness.words(), "en") for each in reports.tightnesses(made)]
    told = [str(state).replace("\u00a0", " ") for state in page.table[0].value["State"]]
    states = [state for state in told if state in words]
    assert sorted(states) == sorted(words), "each part of each rule says how near it is to its bounds"
    proven = made.certificate
    assert proven is not None
    assert render(proven.describe()[0], "en") in said(page)


@pytest.mark.parametrize("language", ["id", "en"])
def test_of_very_many_the_facts_are_said_of_the_one_that_is_chosen(
    opened: Opened, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    whole = at_part(opened("plan", scenario="base", language=language), PARTS, "not funded")
    others = list(whole.dataframe[0].value.columns[:-1])
    monkeypatch.setattr("views.plan_tables.WITH_FACTS", 0)
    monkeypatch.setattr("views.sheets.key_of", lambda outcome: "very many")
    page = at_part(opened("plan", scenario="base", language=language), PARTS, "not funded")
    assert not page.exception
    assert list(page.dataframe[0].value.columns) == others
    assert page.dataframe[0].value.equals(whole.dataframe[0].value[others])


@pytest.mark.parametrize("part", ["map", "findings"])
def test_map_and_findings_are_drawn(opened: Opened, part: str) -> None:
    page = at_part(opened("plan", scenario="base"), PARTS, part)
    assert not page.exception
    assert page.dataframe or page.table or page.text


def saved(store: Store, name: str, change: Callable[[str], str]) -> Version:
    """A new scenario of the small round, that nobody has worked out."""
    base = records.find_version(store, "plan", f"{SMALL}/base").content.decode()
    text = change(base.replace('id = "base"', f'id = "{name}"', 1))
    return records.save_version(store, "plan", text.encode(), round_name=SMALL, name=name, expected=0)


def test_a_scenario_is_worked_out_when_it_is_looked_at_and_then_kept(opened: Opened, store: Store) -> None:
    version = saved(store, "other", lambda text: text)
    page = settled(opened("plan", scenario="other"))
    assert not page.exception
    made = outcome(SMALL, "base")
    assert f"{len(made.plan.awards)} dari {len(made.table)}" in {metric.value for metric in page.metric}
    until = time.monotonic() + 120
    while not records.outcomes_of(store, "plan", version) and time.monotonic() < until:
        time.sleep(0.2)
    (kept,) = records.outcomes_of(store, "plan", version)
    assert kept.status == "optimal"


def test_the_search_can_be_stopped_and_taken_up_again(opened: Opened, store: Store) -> None:
    saved(store, "slow", lambda text: text)
    page = opened("plan", scenario="slow")
    stop = next(button for button in page.button if (button.key or "").startswith("stop ("))
    settled(stop.click().run())
    assert not page.exception
    assert page.warning
    again = next(button for button in page.button if (button.key or "").startswith("again ("))
    settled(again.click().run())
    assert not page.exception
    assert page.metric


def test_no_plan_is_said_with_the_rules_that_cannot_hold_together_and_ways_out(opened: Opened, store: Store) -> None:
    saved(store, "none", lambda text: text.replace("[budget]", "[budget]\nscale = 0.01", 1))
    page = settled(opened("plan", scenario="none", language="en"))
    assert not page.exception
    assert any("No plan exists" in error.value for error in page.error)
    ways = next(frame.value for frame in (*page.dataframe, *page.table) if "What gives way" in frame.value)
    assert len(ways) > 0
    assert not [each for each in page.get("link_button") if "/files/" in each.proto.url], "nothing to take away"
