"""Scales on the page Criteria: typed as a language writes numbers, kept as typed, previewed, guarded, taken back."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

import records
import scenarios
import scoring
from intake import Criterion, Round, with_scale
from records import Store
from scenarios import Outcome, Scenario, Working
from tests.samples import outcome, sample
from tests.views.conftest import SMALL, Opened
from tests.views.settling import settled
from views.asking import desk

PLACE = f"criteria:{SMALL}:scales"
STAFF = "staff anchors.one.at"
WHY = "hasil rapat panitia"


@pytest.fixture
def at_scales(opened: Opened, store: Store) -> Callable[..., AppTest]:
    """Open the scales of the page at one criterion."""

    def open_(criterion: str = "staff", person: str = "anna", language: str = "id") -> AppTest:
        records.keep_draft(store, person, f"criteria:{SMALL}", {"part": "scales", "scale": criterion})
        page = opened("criteria", person=person, language=language, scenario="base")
        assert not page.exception
        return page

    return open_


def field(page: AppTest, name: str) -> Any:
    fields = [*page.text_input, *page.text_area, *page.selectbox, *page.toggle]
    return next(each for each in fields if str(each.key).split(f"{PLACE}:")[-1].partition(":")[0] == name)


def typed(page: AppTest, **values: str) -> AppTest:
    for name, value in values.items():
        field(page, name).set_value(value).run()
        assert not page.exception
    return page


def held(store: Store, name: str) -> Criterion:
    round_ = records.round_from(store, "audit", records.find_round(store, "audit", SMALL))
    return next(each for each in round_.criteria.criteria if each.id == name)


def said(page: AppTest) -> str:
    shown = [*page.error, *page.warning, *page.caption, *page.subheader, *page.text, *page.markdown]
    return " ".join(str(each.value) for each in shown).replace("\\", "")


def test_a_scale_is_kept_as_typed_in_either_language_and_then_in_the_round(
    at_scales: Callable[..., AppTest], store: Store
) -> None:
    page = typed(at_scales(), **{STAFF: "12,5"})
    assert records.read_draft(store, "anna", PLACE)[STAFF] == "12,5"
    page = at_scales(language="en")
    assert field(page, STAFF).value == "12.5"
    assert page.button(key="keep scales").disabled
    round_, policy = sample(SMALL), records.find_version(store, "anna", f"{SMALL}/base").scenario.scoring
    wider = with_scale(held(store, "staff"), {"anchors.one.at": 12.5})
    found = scoring.scale_preview(round_, policy, scoring.score(round_, policy), {"staff": wider})
    most = found.ranks.most(20)
    assert f"Rank changed: {found.ranks.changed}" in said(page)
    assert list(page.dataframe[0].value["points"]) == list(most["points"])
    page = typed(page, note=WHY)
    page.button(key="keep scales").click().run()
    assert not page.exception
    assert held(store, "staff") == wider
    kept = records.round_from(store, "anna", records.find_round(store, "anna", SMALL))
    assert scoring.score(kept, policy).table.equals(found.after.table)
    assert [(each.by, each.note) for each in kept.criteria.changes] == [("anna", WHY)]
    assert records.read_draft(store, "anna", PLACE) == {}


def test_what_is_no_scale_says_so_and_cannot_be_kept(at_scales: Callable[..., AppTest], store: Store) -> None:
    page = typed(at_scales(), **{STAFF: "12.5"})
    assert "“12.5” bukan angka. Tulislah seperti 1.234,5." in said(page)
    assert page.button(key="keep scales").disabled
    page = typed(page, **{STAFF: "1"})
    assert "harus di atas angka yang tidak bernilai (2)" in said(page)
    assert page.button(key="keep scales").disabled
    page = typed(page, **{STAFF: "9", "note": WHY})
    assert not page.error
    assert not page.button(key="keep scales").disabled
    page.button(key="drop scales").click().run()
    assert field(page, STAFF).value == "8"
    assert records.read_draft(store, "anna", PLACE) == {}


def test_points_levels_and_what_a_blank_does_are_one_change_that_can_be_taken_back(
    at_scales: Callable[..., AppTest], store: Store
) -> None:
    match, document = held(store, "match"), held(store, "document")
    page = typed(at_scales("match"), **{"match points.1.at": "", "match points.1.value": "", "match missing": "floor"})
    page = typed(at_scales("document"), **{"document levels.letter": "0,3", "note": WHY})
    page.button(key="keep scales").click().run()
    assert not page.exception
    parts: dict[str, Any] = {"points": ((0.0, 0.0), (50.0, 0.75), (100.0, 1.0)), "missing": "floor"}
    assert held(store, "match") == with_scale(match, parts)
    assert held(store, "document") == with_scale(document, {"levels.letter": 0.3})
    page.button(key="take back 0").click().run()
    assert not page.exception
    assert WHY in str(field(page, "note").value)
    page.button(key="keep scales").click().run()
    assert not page.exception
    assert (held(store, "match"), held(store, "document")) == (match, document)


def test_a_change_that_does_not_go_with_what_was_set_since_says_so_instead_of_being_taken_back(
    at_scales: Callable[..., AppTest], store: Store
) -> None:
    since = records.find_round(store, "plan", SMALL)
    since = records.save_scales(store, "plan", {"staff": {"anchors.one.at": 12.0}}, since, WHY).round
    records.save_scales(store, "plan", {"staff": {"anchors.zero.at": 10.0}}, since, WHY)
    page = at_scales(language="en")
    page.button(key="take back 0").click().run()
    assert not page.exception
    assert "must be above" in said(page)
    assert field(page, STAFF).value == "12"


def test_what_was_kept_meanwhile_is_shown_beside_and_not_written_over(
    at_scales: Callable[..., AppTest], store: Store
) -> None:
    since = records.find_round(store, "plan", SMALL)
    page = typed(at_scales(language="en"), **{STAFF: "12", "note": WHY})
    records.save_scales(store, "plan", {"staff": {"anchors.one.at": 10.0}}, since, "another reason")
    page.button(key="keep scales").click().run()
    assert not page.exception
    assert held(store, "staff").anchors.one.at == 10
    assert "other figures of staff were kept" in said(page)
    page.button(key="keep my scales").click().run()
    assert not page.exception
    assert held(store, "staff").anchors.one.at == 12


def test_what_was_kept_meanwhile_can_be_taken_and_the_rest_is_kept_beside_it(
    at_scales: Callable[..., AppTest], store: Store
) -> None:
    since = records.find_round(store, "plan", SMALL)
    page = typed(at_scales(language="en"), **{STAFF: "12", "note": WHY})
    records.keep_draft(store, "anna", PLACE, {"document levels.letter": "0.3"})
    records.save_scales(store, "plan", {"staff": {"anchors.one.at": 10.0}}, since, "another reason")
    page.button(key="keep scales").click().run()
    records.keep_draft(store, "anna", PLACE, {"document levels.letter": "no figure"})
    page.run()
    assert [page.button(key=each).disabled for each in ("keep scales", "keep my scales")] == [True, True]
    records.keep_draft(store, "anna", PLACE, {"document levels.letter": "0.3"})
    page.run()
    assert [page.button(key=each).disabled for each in ("keep scales", "keep my scales")] == [False, False]
    page.button(key="take their scales").click().run()
    assert not page.exception
    assert field(page, STAFF).value == "10"
    assert STAFF not in records.read_draft(store, "anna", PLACE)
    assert "keep my scales" not in {each.key for each in page.button}
    page.button(key="keep scales").click().run()
    assert not page.exception
    assert held(store, "staff").anchors.one.at == 10
    assert held(store, "document") == with_scale(held(store, "document"), {"levels.letter": 0.3})
    assert records.read_draft(store, "anna", PLACE) == {}


def test_a_change_is_taken_back_beside_what_is_typed_about_an_older_round(
    at_scales: Callable[..., AppTest], store: Store
) -> None:
    records.save_scales(
        store, "plan", {"document": {"levels.letter": 0.3}}, records.find_round(store, "plan", SMALL), "a reason"
    )
    page = typed(at_scales(language="en"), **{STAFF: "12"})
    since = records.find_round(store, "plan", SMALL)
    records.save_scales(store, "plan", {"staff": {"anchors.one.at": 10.0}}, since, "another reason")
    page.run()
    page.button(key="take back 0").click().run()
    page.button(key="keep scales").click().run()
    assert not page.exception
    assert held(store, "staff").anchors.one.at == 10
    assert "other figures of staff were kept" in said(page)


def test_who_moves_in_or_out_is_the_plan_of_the_round_with_the_scale(
    at_scales: Callable[..., AppTest], store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked_about: list[Round] = []

    def working(round_: Round, scenario: Scenario) -> Working[Outcome]:
        asked_about.append(round_)
        return real(round_, scenario)

    real = scenarios.working
    monkeypatch.setattr(scenarios, "working", working)
    page = typed(at_scales("match", language="en"), **{"match points.1.value": "0", "match points.2.value": "1"})
    (asked,) = (each for each in page.button if "scales" in str(each.key) and str(each.key).startswith("ask "))
    page = settled(asked.click().run())
    assert not page.exception
    assert "The plan under these scales" in said(page)
    round_, before = sample(SMALL), outcome(SMALL, "base")
    steeper = with_scale(held(store, "match"), {"points": ((0.0, 0.0), (25.0, 0.0), (50.0, 1.0), (100.0, 1.0))})
    criteria = [steeper if each.id == "match" else each for each in round_.criteria.criteria]
    changed = replace(round_, criteria=round_.criteria.model_copy(update={"criteria": tuple(criteria)}))
    after = set(scenarios.run(changed, before.scenario).plan.awards.index)
    first = set(before.plan.awards.index)
    names = round_.table()["district"]
    (drawn,) = (each.value for each in page.dataframe if "what changes" in each.value)
    told = [sorted(drawn.loc[drawn["what changes"] == how, "library"]) for how in ("moves in", "moves out")]
    assert told == [sorted(names[list(after - first)]), sorted(names[list(first - after)])]
    assert after != first
    assert records.find_round(store, "plan", SMALL).id == records.find_version(store, "plan", f"{SMALL}/base").round
    # The answer is about the round in memory, which it shares, not about the copy of a worker.
    answers = [answer for key, answer in desk()._answers.items() if isinstance(key, tuple) and key[0] == "scales"]
    assert [each.round is round_ for each, round_ in zip(answers, asked_about, strict=True)] == [True]


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_decided_round_says_by_what_and_lets_nobody_type(
    at_scales: Callable[..., AppTest], store: Store, language: str
) -> None:
    version = records.find_version(store, "plan", f"{SMALL}/base")
    outcome = records.outcomes_of(store, "plan", version)[-1]
    proposed = records.propose(store, "plan", version, outcome, title="Mitra")
    page = typed(at_scales(language=language), **{STAFF: "12"})
    assert str(proposed.decision) in " ".join(each.value for each in page.warning)
    for who in ("budi", "citra"):
        records.sign(store, who, proposed)
    page.run()
    assert not page.exception
    assert page.error
    assert field(page, STAFF).disabled
    assert "keep scales" not in {each.key for each in page.button}
