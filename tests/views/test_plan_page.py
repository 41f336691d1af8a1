"""The plan page in both languages: the figures of the outcome, and a faulty round shown with its findings."""

import shutil
from fractions import Fraction
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import reports
from locales import Decimals, Money, render
from tests.samples import ROOT, outcome
from tests.views.settling import settled
from views.literal import literal


def opened(monkeypatch: pytest.MonkeyPatch, rounds: Path, language: str = "") -> AppTest:
    """The app over a folder of rounds."""
    monkeypatch.setenv("PILIH_ROUNDS", str(rounds))
    page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    if language:
        page.query_params["lang"] = language
    return settled(page.run())


@pytest.mark.parametrize(("language", "name"), [("", "id"), ("English", "en")])
def test_the_page_shows_the_figures_of_the_outcome(monkeypatch: pytest.MonkeyPatch, language: str, name: str) -> None:
    page = opened(monkeypatch, ROOT / "data" / "rounds", language)
    assert not page.exception
    made = outcome("expansion-2015", "base")
    shown = {metric.value for metric in page.metric}
    assert str(len(made.plan.awards)) in shown
    assert render(Money(int(made.plan.awards["cost"].sum())), name) in shown
    assert made.round.call.made_up is not None
    assert any(literal(made.round.call.made_up.text(name)) == warning.value for warning in page.warning)
    value = sum(Fraction(str(cell)) for cell in made.plan.awards["value"])
    assert render(Decimals(float(value), 3), name) in shown
    assert literal(reports.status(made.plan).text(name)) in [caption.value for caption in page.caption]
    rules, tight = page.dataframe[2].value, reports.tightnesses(made)
    assert [bool(cell) for cell in rules.iloc[:, -1]] == [each.tightness.binds for each in tight]
    assert len(page.dataframe[0].value) == len(made.plan.awards)
    assert len(page.dataframe[1].value) == len(made.reasons)


def test_another_round_and_scenario_can_be_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    page = opened(monkeypatch, ROOT / "data" / "rounds")
    settled(page.selectbox(key="round").select(ROOT / "data" / "rounds" / "first-partners-2011").run())
    assert not page.exception
    made = outcome("first-partners-2011", "base")
    assert str(len(made.plan.awards)) in {metric.value for metric in page.metric}


def test_a_faulty_round_shows_its_findings_and_no_traceback(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "data" / "rounds" / "first-partners-2011", tmp_path / "faulty")
    file = tmp_path / "faulty" / "applicants.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("D-3320", "D-3325", 1), encoding="utf-8")
    page = opened(monkeypatch, tmp_path)
    assert not page.exception
    assert page.error
    assert len(page.dataframe[0].value) > 0
    assert not page.metric


def test_no_round_says_how_to_make_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    page = opened(monkeypatch, tmp_path)
    assert not page.exception
    assert any("pilih new" in info.value for info in page.info)


def test_the_search_can_be_stopped_and_taken_up_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "data" / "rounds" / "village-cascade-2014", tmp_path / "cascade")
    monkeypatch.setenv("PILIH_ROUNDS", str(tmp_path))
    page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120).run()
    assert not page.exception
    assert not page.metric
    page.button(key="stop").click().run()
    settled(page)
    assert not page.exception
    settled(page.button(key="again").click().run())
    assert page.metric
    assert not [button for button in page.button if button.key in ("again", "retry", "stop")]
