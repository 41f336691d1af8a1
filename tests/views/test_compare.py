"""The page Compare: figures with signed differences, names, causes by replay, and a choice that the address holds."""

from pathlib import Path

import pytest
from openpyxl import load_workbook
from streamlit.testing.v1 import AppTest

import records
import reports
import scenarios
from locales import Money, render
from records import Store
from scenarios import Outcome
from tests.samples import outcome
from tests.views.conftest import SMALL, Opened
from tests.views.opened_parts import at_part, offered
from tests.views.settling import settled
from views.literal import literal

BOTH = {"compare": ["base", "budget-cut"]}


def made() -> list[Outcome]:
    return [outcome(SMALL, name) for name in ("base", "budget-cut")]


def texts(page: AppTest) -> str:
    return "\n".join(str(each.value) for each in (*page.markdown, *page.text, *page.caption))


@pytest.mark.parametrize("language", ["id", "en"])
def test_figures_stand_side_by_side_with_signed_differences(opened: Opened, language: str) -> None:
    page = opened("compare", language=language, **BOTH)
    assert not page.exception
    one, other = made()
    costs = [int(each.plan.awards["cost"].sum()) for each in (one, other)]
    said = texts(page)
    for cost in costs:
        assert literal(render(Money(cost), language)) in said
    sign = "−" if costs[1] < costs[0] else "+"
    assert literal(f"({sign}{render(Money(abs(costs[1] - costs[0])), language)})") in said
    fewer = len(other.plan.awards) - len(one.plan.awards)
    assert fewer < 0
    assert literal(f"(−{-fewer})") in said


def test_the_first_that_was_chosen_is_what_differences_are_to(opened: Opened) -> None:
    page = opened("compare", compare=["budget-cut", "base"])
    assert not page.exception
    one, other = made()
    assert literal(f"(+{len(one.plan.awards) - len(other.plan.awards)})") in texts(page)


def test_everyone_who_differs_is_named_and_nobody_else(opened: Opened) -> None:
    page = opened("compare", **BOTH)
    one, other = made()
    before, after = (scenarios.announced_by(each) for each in (one, other))
    differ = sorted(name for name in {*before, *after} if before.get(name) != after.get(name))
    names, everyone = (frame.value for frame in page.dataframe)
    assert list(names["Pemohon"]) == differ
    assert sorted(everyone["Pemohon"]) == sorted(set(before) & set(after))


def test_parts_of_the_comparison_say_what_the_engine_says(opened: Opened) -> None:
    compared = scenarios.compare(made())
    page = at_part(opened("compare", language="en", **BOTH), "compare parts", "groups")
    assert not page.exception
    provinces = {each.value for each in compared.groups if each.per == "province"}
    shown = next(frame.value for frame in page.dataframe if "Province" in frame.value)
    assert set(shown["Province"]) == provinces
    one, other = (each.funded["province"].value_counts() for each in made())
    less = other.reindex(shown["Province"], fill_value=0) - one.reindex(shown["Province"], fill_value=0)
    assert list(shown.columns[1:3]) == ["Libraries, difference", "Grant, difference"], "seen on a small projector"
    assert list(shown["Libraries, difference"]) == list(less)
    page = at_part(page, "compare parts", "settings")
    settings = next(frame.value for frame in page.dataframe if "Setting" in frame.value)
    assert settings.to_numpy().tolist() == [["All lines times", "100 %", "80 %"]]
    page = at_part(page, "compare parts", "map")
    assert not page.exception
    side = scenarios.sides(*made())
    assert f"in both: {(side == 'both').sum()}" in texts(page)
    page = at_part(page, "compare parts", "cost")
    assert not page.exception
    for each in made():
        worst = scenarios.worst_group(each)
        assert worst is not None
        assert worst[0] in texts(page)


@pytest.mark.long
def test_causes_are_asked_on_a_click_and_every_name_has_one(opened: Opened) -> None:
    page = at_part(opened("compare", language="en", **BOTH), "compare parts", "causes")
    assert not page.dataframe, "nothing is worked out before it was asked for"
    ask = next(button for button in page.button if (button.key or "").startswith("ask ('causes'"))
    page = settled(ask.click().run())
    assert not page.exception
    found = scenarios.causes_between(*made())
    changes, names = (frame.value for frame in page.dataframe)
    assert list(names["Applicant"]) == [name.applicant for name in found.names]
    assert list(changes["What changes"]) == [each.said.text("en") for each in found.changes]
    assert all(names["Cause"])
    again = at_part(opened("compare", language="en", **BOTH), "compare parts", "causes")
    assert len(again.dataframe) == 2, "what is known is shown at once"


def test_the_workbook_is_that_of_the_command(opened: Opened, tmp_path: Path) -> None:
    opened("compare", language="en", **BOTH)
    content = offered(f"{SMALL}-compare.xlsx")
    outcomes = made()
    sheets = reports.comparison_sheets(outcomes, scenarios.compare(outcomes))
    assert content == reports.write_comparison(outcomes, sheets, tmp_path, "en").read_bytes()
    assert len(load_workbook(tmp_path / "compare.xlsx").sheetnames) == len(sheets)


def test_versions_and_adopted_decisions_can_be_compared_and_announced_against(opened: Opened, store: Store) -> None:
    base, cut = (records.find_version(store, "plan", f"{SMALL}/{name}") for name in ("base", "budget-cut"))
    (kept,) = records.outcomes_of(store, "plan", base)
    proposed = records.propose(store, "plan", base, kept, title="Tetapkan [x](http://h)", note="")
    for who in ("budi", "citra"):
        records.sign(store, who, proposed)
    records.save_version(store, "plan", cut.content + b"\n# again\n", round_name=SMALL, name="budget-cut", expected=1)
    page = opened("compare", language="en", compare=["#1", "budget-cut@1"])
    assert not page.exception
    assert page.multiselect(key="compare").value == ["#1", "budget-cut@1"]
    assert literal("Decision 1: Tetapkan [x](http://h)") in texts(page)
    three = opened("compare", language="en", compare=["#1", "budget-cut@1", "base"])
    three = settled(at_part(three, "compare parts", "groups"))
    assert not three.exception
    provinces = next(frame.value for frame in three.dataframe if "Province" in frame.value)
    assert list(provinces.columns[1:3]) == ["Libraries, difference", "Grant, difference"], "one at a time"
    page = at_part(page, "compare parts", "announced")
    ask = next(button for button in page.button if (button.key or "").startswith("ask ('changes'"))
    page = settled(ask.click().run())
    assert not page.exception
    told = scenarios.changes(outcome(SMALL, "budget-cut"), scenarios.announced_by(outcome(SMALL, "base")))
    leave = page.dataframe[0].value
    assert list(leave["Applicant"]) == [each.applicant for each in told.leaves]


def test_an_address_with_strange_names_shows_what_there_is(opened: Opened) -> None:
    page = opened("compare", compare=["nobody", "base"])
    assert not page.exception
    assert set(page.multiselect(key="compare").value) <= {"base", "budget-cut"}


def test_one_alone_is_not_compared(opened: Opened) -> None:
    page = opened("compare", compare=["base"])
    assert not page.exception
    assert not page.dataframe
