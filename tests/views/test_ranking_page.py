"""The ranking page in both languages: the list of the plan, its filters, and the card of whoever is chosen."""

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

import scenarios
from locales import Decimals, render
from records import Store
from tests.samples import outcome
from tests.views.conftest import SMALL, Opened
from tests.views.settling import settled
from views.downloads import OFFERS
from views.ranking_table import SEEN, by_district
from views.tables import PAGE

PARTS = ("points", "answers", "gates", "reasons", "takes", "weights", "doubts", "letter")


def shown(page: AppTest) -> pd.DataFrame:
    """The rows of the ranking as they are seen."""
    frame: pd.DataFrame = page.dataframe[0].value
    return frame


def lengths(page: AppTest) -> list[int]:
    """How many rows the tables of the page have."""
    return [len(each.value) for each in (*page.dataframe, *page.table)]


def said(page: AppTest) -> str:
    """Everything written on the page."""
    read = [*page.title, *page.subheader, *page.markdown, *page.caption, *page.text, *page.warning, *page.error]
    return "\n".join(str(each.value) for each in read).replace("\\", "").replace("\u2060", "")


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_list_is_the_ranking_of_the_plan(opened: Opened, language: str) -> None:
    page = opened("ranking", language=language, scenario="base")
    assert not page.exception
    table = scenarios.ranking(outcome(SMALL, "base"))
    rows = shown(page)
    assert list(rows.iloc[:, -1]) == list(table.index)
    assert rows.iloc[:, 0].fillna(0).astype(int).tolist() == table["rank"].fillna(0).astype(int).tolist()
    assert rows.iloc[:, 2].tolist() == pytest.approx(table["score"].tolist())
    funded = {"id": "● didanai", "en": "● funded"}[language]
    assert [cell == funded for cell in rows.iloc[:, 3]] == (table["decision"] == "funded").tolist()
    assert str(rows.iloc[0, 4]).startswith("data:image/svg+xml,")


def test_rows_are_told_apart_by_what_is_seen_of_them(opened: Opened) -> None:
    rows, table = shown(opened("ranking", scenario="base")), scenarios.ranking(outcome(SMALL, "base"))
    assert not table["district"].is_unique
    assert rows.iloc[:, 1].is_unique
    beside = {"D-3404": "Sleman – Umum", "V-3404-01": "Sleman – Desa Contoh 006"}
    assert dict(zip(rows.iloc[:, -1], rows.iloc[:, 1], strict=True)).items() >= beside.items()
    assert rows.iloc[:, 7].tolist() == table["name"].tolist()
    assert rows.iloc[:, 1].str[:SEEN].nunique() > 2 * table["name"].str[:SEEN].nunique()
    villages = pd.DataFrame({"district": ["Kabupaten Sikka"] * 2, "name": ["Perpustakaan A", "Perpustakaan B"]})
    assert not by_district(villages)


def test_filters_narrow_the_list_and_are_kept(opened: Opened) -> None:
    page = opened("ranking", language="en", scenario="base")
    table = scenarios.ranking(outcome(SMALL, "base"))
    name = f"ranking:{SMALL}"
    page.multiselect(key=f"{name}:decisions").set_value(["funded"]).run()
    funded = table[table["decision"] == "funded"]
    assert list(shown(page).iloc[:, -1]) == list(funded.index)
    province = str(funded["province"].iloc[0])
    page.multiselect(key=f"{name}:provinces").set_value([province]).run()
    assert list(shown(page).iloc[:, -1]) == list(funded.index[funded["province"] == province])
    again = opened("ranking", language="en", scenario="base")
    assert list(shown(again).iloc[:, -1]) == list(shown(page).iloc[:, -1])
    again.text_input(key=f"{name}:text").set_value("nowhere at all").run()
    assert not again.dataframe
    assert "Nobody fits" in said(again)


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("funded", [True, False])
def test_the_card_explains_the_decision(opened: Opened, language: str, funded: bool) -> None:
    made = outcome(SMALL, "base")
    reasons = [each for each in made.reasons if each.cause is scenarios.Cause.OUT_COMPETED]
    who = str(made.plan.awards.index[0]) if funded else reasons[0].applicant
    told = scenarios.explain(made, who, reverse=False)
    page = opened("ranking", language=language, scenario="base", applicant=who)
    assert not page.exception
    name = str(made.table.at[who, "name"])
    assert f"{name} ({who})" in said(page)
    apart = told.at_the_line
    assert apart is not None
    assert render(Decimals(apart.gap, 2), language) in said(page)
    against = page.dataframe[-1].value
    assert against.iloc[-1, 3] == pytest.approx(apart.gap)
    assert sum(against.iloc[:-1, 3]) == pytest.approx(apart.gap, abs=1e-9)
    assert sum(against.iloc[:-1, 1]) == pytest.approx(told.scored.score, abs=1e-9)
    for part in PARTS[1:]:
        page.segmented_control(key="card part").set_value(part).run()
        assert not page.exception
        if part == "answers":
            assert len(told.scored.criteria) in lengths(page)
        if part == "gates":
            assert len(told.margins) in lengths(page)
        if part == "reasons" and told.reason is not None:
            for fact in told.reason.facts:
                assert render(fact, language).replace("\\", "") in said(page)


def test_a_row_opens_its_card_and_the_address_holds_it(opened: Opened) -> None:
    page = opened("ranking", scenario="base", applicant="no such one")
    assert not page.exception
    table = scenarios.ranking(outcome(SMALL, "base"))
    first, second = (str(each) for each in table.index[:2])
    page = opened("ranking", scenario="base", applicant=first)
    assert page.subheader[0].value.replace("\\", "").replace("\u2060", "").endswith(f"({first})")
    page.query_params["applicant"] = second
    page.run()
    assert f"({second})" in said(page)


def test_what_it_would_take_is_asked_by_a_click_and_answered_by_a_worker(opened: Opened) -> None:
    made = outcome(SMALL, "base")
    who = next(each.applicant for each in made.reasons if each.cause is scenarios.Cause.OUT_COMPETED)
    page = opened("ranking", language="en", scenario="base", applicant=who)
    page.segmented_control(key="card part").set_value("takes").run()
    asked = next(button for button in page.button if (button.key or "").startswith("ask ('takes'"))
    page = settled(asked.click().run())
    assert not page.exception
    takes = scenarios.what_it_takes(made, who)
    for change in takes.changes:
        assert change.said.text("en") in said(page)
    assert takes.confirmed().text("en") in said(page)


def test_the_letter_is_the_applicants_own(opened: Opened, store: Store) -> None:
    del store
    who = str(outcome(SMALL, "base").plan.awards.index[0])
    before = set(OFFERS._offers)
    page = opened("ranking", scenario="base", applicant=who)
    page.segmented_control(key="card part").set_value("letter").run()
    assert not page.exception
    (secret,) = set(OFFERS._offers) - before
    offer = OFFERS._offers[secret]
    assert offer.name == f"{SMALL}-base-{who}.pdf"
    assert offer.make().startswith(b"%PDF-")


def many() -> None:
    import pandas as pd
    import streamlit as st

    import views.tables

    rows = pd.DataFrame({"name": [f"L{place:05d}" for place in range(84_000)], "points": [1.5] * 84_000})
    chosen = st.session_state.get("chosen", 83_999)
    seen: list[int] = []

    def finish(part: pd.DataFrame) -> pd.DataFrame:
        seen.append(len(part))
        return part.assign(more="x")

    views.tables.table(
        None,  # type: ignore[arg-type]
        rows,
        alt="rows",
        key="big",
        select="single-row",
        selected=[chosen],
        whole=1_000,
        search=False,
        finish=finish,
    )
    st.text(str(seen))


def test_a_long_table_opens_at_the_page_of_what_is_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    class Plain:
        say = staticmethod(lambda text: render(text, "en"))
        mark = staticmethod(lambda text: render(text, "en"))

    import views.tables

    drawn = views.tables.table
    monkeypatch.setattr(views.tables, "table", lambda _, *given, **named: drawn(Plain(), *given, **named))  # type: ignore[arg-type]
    page = AppTest.from_function(many, default_timeout=60).run()
    assert not page.exception
    rows = page.dataframe[0].value
    assert len(rows) == PAGE
    assert rows.iloc[-1, 0] == "L83999"
    assert page.text[0].value == f"[{PAGE}]"
