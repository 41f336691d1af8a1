"""The page Scenario: changed, checked, solved, saved, undone, and kept, by several people in both languages."""

import re
from pathlib import Path
from typing import Any

import pytest
from streamlit.dataframe_util import convert_arrow_bytes_to_pandas_df
from streamlit.testing.v1 import AppTest

import records
from locales import Money, render
from records import Edit, Store
from tests.samples import sample
from tests.views.conftest import SMALL, Opened
from tests.views.settling import settled

BASE = f"{SMALL}/base"


def at(page: AppTest, kind: str, end: str) -> object:
    """The widget of a kind whose key ends so, whatever stands before."""
    found = [each for each in page.get(kind) if re.search(f"{re.escape(end)}(:[0-9]+)?$", str(each.key or ""))]
    assert len(found) == 1, [each.key for each in page.get(kind)]
    return found[0]


def opened_at(page: AppTest, part: str) -> AppTest:
    """The page with a part of the scenario open."""
    (parts,) = [each for each in page.get("button_group") if ":part" in str(each.key)]
    parts.set_value(part).run()  # type: ignore[union-attr]
    assert not page.exception
    return page


def button(page: AppTest, key: str) -> AppTest:
    """The page after a button is pressed, and no worker is under way."""
    page.button(key=key).click().run()
    settled(page)
    assert not page.exception
    return page


def typed(page: AppTest, end: str, text: str) -> AppTest:
    at(page, "text_input", end).set_value(text).run()  # type: ignore[attr-defined]
    assert not page.exception
    return page


def said(page: AppTest) -> str:
    """Every word on the page that is not in a table, without the escapes of Markdown and with plain spaces."""
    kinds = (page.markdown, page.caption, page.error, page.warning, page.info, page.success, page.text, page.subheader)
    return "\n".join(str(each.value) for kind in kinds for each in kind).replace("\\", "").replace("\u00a0", " ")


def line(page_language: str, rupiah: int) -> str:
    return render(Money(rupiah), page_language)


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("part", ["money", "rules", "goals", "locks", "offers", "search"])
def test_every_part_is_drawn_in_both_languages(opened: Opened, language: str, part: str) -> None:
    page = opened_at(opened("scenario", scenario="base", language=language), part)
    assert not page.error
    words = {"id": ["Sebelum dihitung", "pemohon boleh didanai"], "en": ["Before solving", "applicants may be funded"]}
    assert all(word in said(page) for word in words[language])
    assert not any(word in said(page) for word in words["en" if language == "id" else "id"])


def test_a_budget_is_changed_checked_solved_and_saved(opened: Opened, store: Store) -> None:
    page = typed(opened("scenario", person="plan", scenario="base"), ":budget:lines:hardware", "1,2 miliar")
    assert "dibaca sebagai Rp 1.200.000.000" in said(page)
    money = 3_250_000_000 - 1_450_000_000 + 1_200_000_000
    assert f"anggaran {line('id', money)}" in said(page)
    assert f"Pos anggaran: Perangkat: – → **{line('id', 1_200_000_000)}**" in said(page)
    button(page, "quick")
    assert page.metric
    sure = ("terbukti terbaik", "terbukti: tidak ada yang lebih baik", "di bawah yang terbaik")
    assert any(word in said(page) for word in sure)
    quick = int(page.metric[0].value)
    button(page, "full")
    assert "terbukti optimal" in said(page)
    assert int(page.metric[0].value) == quick
    typed(page, ":note", "perangkat dipotong")
    button(page, "save")
    made = records.find_version(store, "plan", BASE)
    assert (made.number, made.by, made.note) == (2, "plan", "perangkat dipotong")
    assert made.scenario.budget.lines == {"hardware": 1_200_000_000}
    assert not records.workpiece(store, "plan", made).done


def test_what_cannot_be_read_changes_nothing_and_is_there_again(opened: Opened, store: Store) -> None:
    page = typed(opened("scenario", person="plan", scenario="base"), ":budget:lines:hardware", "1.2 miliar?")
    assert "bukan jumlah rupiah" in said(page) or "1.2 miliar?" in said(page)
    base = records.find_version(store, "plan", BASE)
    assert not records.workpiece(store, "plan", base).done
    again = opened("scenario", person="plan", scenario="base")
    assert at(again, "text_input", ":budget:lines:hardware").value == "1.2 miliar?"  # type: ignore[attr-defined]


def test_a_reload_finds_everything_and_undo_and_redo_go_through_it(opened: Opened, store: Store) -> None:
    page = typed(opened("scenario", person="plan", scenario="base"), ":budget:lines:hardware", "1.200.000.000")
    typed(page, ":budget:scale", "90 %")
    again = opened("scenario", person="plan", scenario="base", language="en")
    assert at(again, "text_input", ":budget:lines:hardware").value == "Rp 1,200,000,000"  # type: ignore[attr-defined]
    assert at(again, "text_input", ":budget:scale").value == "90 %"  # type: ignore[attr-defined]
    button(again, "undo")
    assert at(again, "text_input", ":budget:scale").value == "100 %"  # type: ignore[attr-defined]
    button(again, "undo")
    base = records.find_version(store, "plan", BASE)
    assert records.workpiece(store, "plan", base).content == base.content
    assert again.button(key="undo").disabled
    button(again, "redo")
    assert at(again, "text_input", ":budget:lines:hardware").value == "Rp 1,200,000,000"  # type: ignore[attr-defined]


def test_a_rule_is_changed_made_and_taken_out(opened: Opened, store: Store) -> None:
    base = records.find_version(store, "plan", BASE)
    page = opened_at(opened("scenario", person="plan", scenario="base", language="en"), "rules")
    typed(page, ":rules:slots:at_most", "30")
    assert records.workpiece(store, "plan", base).scenario.rules[0].at_most == 30  # type: ignore[attr-defined]
    at(page, "selectbox", ":rule").select("+").run()  # type: ignore[attr-defined]
    at(page, "selectbox", ":kind of new rule").select("minimum_score").run()  # type: ignore[attr-defined]
    add = next(each for each in page.button if str(each.key).endswith(":add"))
    assert add.disabled
    typed(page, ":at_least", "12.5")
    next(each for each in page.button if str(each.key).endswith(":add")).click().run()
    assert not page.exception
    work = records.workpiece(store, "plan", base)
    assert work.scenario.rules[-1].as_data() == {"rule": "minimum_score", "id": "minimum_score_1", "at_least": 12.5}
    next(each for each in page.button if ":out:minimum_score_1" in str(each.key)).click().run()
    assert [rule.id for rule in records.workpiece(store, "plan", base).scenario.rules] == [
        rule.id for rule in base.scenario.rules
    ]


def test_no_plan_then_a_way_out_then_a_plan(opened: Opened, store: Store) -> None:
    base = records.find_version(store, "plan", BASE)
    page = typed(opened("scenario", person="plan", scenario="base", language="en"), ":budget:scale", "30 %")
    button(page, "full")
    assert "No plan exists under these rules" in said(page)
    assert "Conflict 1" in said(page)
    first = records.workpiece(store, "plan", base)
    button(page, "remedy 0")
    repaired = records.workpiece(store, "plan", base)
    assert len(repaired.done) == len(first.done) + 1
    told = [".".join(change.at) for change in repaired.done[-1]]
    differing = [each.place for each in records.difference(first.scenario, repaired.scenario)]
    assert differing
    assert [place for place in told if not any(each.startswith(place) for each in differing)] == []
    assert [each for each in differing if not each.startswith(tuple(told))] == []
    assert repaired.scenario.budget.scale == first.scenario.budget.scale
    button(page, "full")
    assert "No plan exists" not in said(page)
    assert page.metric
    button(page, "undo")
    assert records.workpiece(store, "plan", base).data == first.data


def test_two_people_at_once_lose_nothing(opened: Opened, store: Store) -> None:
    mine = typed(opened("scenario", person="plan", scenario="base", language="en"), ":budget:scale", "95 %")
    theirs = opened_at(opened("scenario", person="anna", scenario="base", language="en"), "rules")
    typed(theirs, ":rules:slots:at_most", "30")
    button(theirs, "save")
    mine.run()
    assert "Anna Lestari saved version 2 while you changed version 1" in said(mine)
    button(mine, "on top")
    assert "Anna Lestari saved version 2" not in said(mine)
    button(mine, "save")
    made = records.find_version(store, "plan", BASE)
    assert (made.number, made.scenario.budget.scale) == (3, 0.95)
    assert made.scenario.rules[0].at_most == 30  # type: ignore[attr-defined]


def test_mine_is_saved_as_a_copy(opened: Opened, store: Store) -> None:
    base = records.find_version(store, "plan", BASE)
    page = typed(opened("scenario", person="plan", scenario="base", language="en"), ":budget:scale", "95 %")
    records.save_workpiece(store, "anna", records.edit(store, "anna", base, Edit(("budget", "scale"), 0.8)).base, "")
    page.run()
    typed(page, ":copy of mine", "mine")
    button(page, "mine as copy")
    assert records.find_version(store, "plan", f"{SMALL}/mine").scenario.budget.scale == 0.95
    assert records.find_version(store, "plan", BASE).scenario.budget.scale == 0.8


def test_the_committee_locks_with_a_reason_and_its_price(opened: Opened, store: Store) -> None:
    base = records.find_version(store, "budi", BASE)
    kept = records.outcomes_of(store, "budi", base)[0]
    funded = sorted(records.what_was_reached(store, "budi", kept).awards)
    provinces = sample(SMALL).table()["province"].loc[funded]
    applicant = str(provinces.index[provinces == provinces.value_counts().index[0]][0])
    page = opened_at(opened("scenario", person="budi", scenario="base", language="en"), "locks")
    assert "save" not in {each.key for each in page.button}
    at(page, "selectbox", ":applicant to lock").select(applicant).run()  # type: ignore[attr-defined]
    next(each for each in page.get("button_group") if ":lock into" in str(each.key)).set_value("out").run()  # type: ignore[union-attr]
    assert page.button(key="price").disabled
    at(page, "text_area", ":lock reason").set_value("the road is closed").run()  # type: ignore[attr-defined]
    button(page, "price")
    assert "This lock costs" in said(page)
    button(page, "save lock")
    made = records.find_version(store, "budi", BASE)
    (lock,) = records.locks_of(store, "budi", made)
    assert (lock.applicant, lock.into, lock.reason, lock.by) == (applicant, "out", "the road is closed", "budi")
    assert lock.price is not None
    assert "the road is closed" in said(page)
    at(page, "selectbox", ":applicant to lock").select(applicant).run()  # type: ignore[attr-defined]
    at(page, "text_area", ":lock reason").set_value("it must be in").run()  # type: ignore[attr-defined]
    button(page, "price")
    assert "is locked already" in said(page)
    assert "it must be in" in said(page)
    assert len(records.list_versions(store, "budi", SMALL, "base")) == 2
    again = opened_at(opened("scenario", person="plan", scenario="base", language="en"), "locks")
    next(each for each in again.button if str(each.key).startswith("unlock")).click().run()
    assert records.workpiece(store, "plan", made).scenario.rules == base.scenario.rules


def test_an_auditor_reads_and_changes_nothing(opened: Opened) -> None:
    page = opened("scenario", person="audit", scenario="base", language="en")
    assert not page.exception
    assert all(each.disabled for each in page.text_input if ":budget:" in str(each.key))
    assert not {"save", "undo", "redo", "copy", "begin", "price"} & {each.key for each in page.button}
    assert "planner, analyst" in said(page)


def test_versions_are_looked_at_and_restored(opened: Opened, store: Store) -> None:
    base = records.find_version(store, "plan", BASE)
    records.edit(store, "plan", base, Edit(("budget", "scale"), 0.9))
    records.save_workpiece(store, "plan", base, "a tenth less")
    page = opened("scenario", person="anna", scenario="base", language="en", v="1")
    assert not page.exception
    assert base.content.decode().strip() in {each.value.strip() for each in page.code}
    assert "Version 1 (before) and version 2 (after)" in said(page)
    button(page, "restore")
    made = records.find_version(store, "anna", BASE)
    assert (made.number, made.content, made.by) == (3, base.content, "anna")


def test_copies_new_scenarios_and_files(opened: Opened, store: Store) -> None:
    page = opened("scenario", person="plan", scenario="base", language="en")
    typed(page, ":copy", "Not A Name")
    button(page, "copy")
    assert "is no name of a scenario" in said(page)
    typed(page, ":copy", "second")
    button(page, "copy")
    assert records.find_version(store, "plan", f"{SMALL}/second").parent == f"{BASE}@1"
    typed(page, ":name", "blank")
    typed(page, ":title", "Blank")
    button(page, "begin")
    assert records.find_version(store, "plan", f"{SMALL}/blank").scenario.rules == ()


def test_files_are_taken_in_strictly(opened: Opened, store: Store, rounds: Path) -> None:
    base = records.find_version(store, "plan", BASE)
    page = opened("scenario", person="plan", scenario="base", language="en")
    upload: Any = page.get("file_uploader")[0]
    upload.set_value(("../../etc/x.toml", b"rules = 1\nimport = 'os'", "application/toml")).run()
    assert not page.exception
    assert page.error
    assert not records.workpiece(store, "plan", base).done
    content = (rounds / SMALL / "scenarios" / "budget-cut.toml").read_bytes()
    again: Any = page.get("file_uploader")[0]
    again.set_value(("y.toml", content, "application/toml")).run()
    assert not page.exception
    work = records.workpiece(store, "plan", base)
    assert [each.place for each in records.difference(records.parsed(content, "x"), work.scenario)] == ["id"]


def marks(page: AppTest) -> Any:
    """The marks of the map, one row an applicant."""
    (chart,) = [each for each in page.get("vega_lite_chart") if each.proto.id.find("scenario map") >= 0]
    (places,) = [each for each in chart.proto.datasets if each.name == "places"]
    return convert_arrow_bytes_to_pandas_df(places.data.data).set_index("applicant")


def test_the_map_shows_the_plan_the_locks_and_whoever_is_chosen(opened: Opened, store: Store) -> None:
    base = records.find_version(store, "plan", BASE)
    funded = set(records.what_was_reached(store, "plan", records.outcomes_of(store, "plan", base)[0]).awards)
    inside, outside = sorted(funded)[0], sorted(funded)[1]
    rules = [
        {"rule": "include", "id": "in", "applicants": [inside], "reason": {"id": "x", "en": "x"}, "asked_by": "plan"},
        {"rule": "exclude", "id": "out", "applicants": [outside], "reason": {"id": "y", "en": "y"}, "asked_by": "plan"},
    ]
    page = opened("scenario", person="plan", scenario="base", language="en")
    shown = marks(page)
    assert set(shown.index[shown["label"] == "funded"]) == funded
    assert not shown["selected"].any()
    for rule in rules:
        records.edit(store, "plan", base, Edit(("rules", str(rule["id"])), rule))
    records.save_workpiece(store, "plan", base, "")
    button(page, "full")
    page = opened_at(page, "locks")
    at(page, "selectbox", ":applicant to lock").select(outside).run()  # type: ignore[attr-defined]
    shown = marks(page)
    assert shown.loc[[inside, outside], "label"].tolist() == ["must be funded", "may not be funded"]
    assert int(page.metric[0].value) == (shown["label"] == "funded").sum() + 1, "the one locked in is funded too"
    assert shown.index[shown["selected"]].tolist() == [outside]


def test_nobody_is_called_funded_before_anything_is_worked_out(opened: Opened, store: Store) -> None:
    base = records.find_version(store, "plan", BASE)
    text = base.content.decode().replace('id = "base"', 'id = "untried"')
    records.save_version(store, "plan", text.encode(), round_name=SMALL, name="untried", expected=0)
    with_money = opened("scenario", person="plan", scenario="untried", language="en")
    typed(with_money, ":budget:scale", "77 %")
    button(with_money, "save")
    shown = marks(with_money)
    assert not set(shown["label"]) & {"funded", "not funded"}
    assert "left to the calculation" in set(shown["label"])
