"""Letters: the plan's own figures, one page, names as the text they are, the same bytes, and none of a bad plan."""

import csv
import io
import json
import re
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

import reports
import scenarios
from intake import InputError, Letterhead
from locales import message
from optimizer import SolverError
from reports.letter import Letter, letters
from reports.letter_pdf import pdf
from reports.typeset import shown
from scenarios import Change, Outcome, WhatItTakes
from tests.reports import plan_rounds
from tests.reports.plan_rounds import both
from tests.samples import outcome

NUMBER = {"en": (",", "."), "id": (".", ",")}


def pages(content: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]


def tight(text: str) -> str:
    """Text without the white space and the breaks that a page puts into it."""
    return re.sub(r"[\s\u200b]+", "", text)


def amounts(text: str, language: str) -> list[int]:
    """Every amount in rupiah, in the order of the page."""
    thousands = NUMBER[language][0]
    return [int(each.replace(thousands, "")) for each in re.findall(rf"Rp\s([0-9{re.escape(thousands)}]+)", text)]


def decimals(line: str, language: str) -> list[float]:
    """The figures with two decimals on one line."""
    thousands, mark = NUMBER[language]
    found = re.findall(rf"-?[0-9{re.escape(thousands)}]+{re.escape(mark)}[0-9]{{2}}(?![0-9])", line)
    return [float(each.replace(thousands, "").replace(mark, ".")) for each in found]


@cache
def sample() -> Outcome:
    return outcome("first-partners-2011", "base")


@pytest.mark.parametrize("language", ["en", "id"])
def test_every_figure_of_a_letter_is_that_of_the_export(language: str, tmp_path: Path) -> None:
    made = sample()
    reports.write_plan(made, tmp_path / "plan", language)
    rows = list(csv.DictReader((tmp_path / "plan" / "awards.csv").read_text(encoding="utf-8-sig").splitlines()))
    plan = json.loads((tmp_path / "plan" / "plan.json").read_text(encoding="utf-8"))
    points = {row["applicant"]: row for row in plan["scores"]["points"]}
    summary = {row["applicant"]: row for row in plan["scores"]["summary"]}
    funded = [row["applicant"] for row in rows]
    others = [row["applicant"] for row in plan["not_funded"]]
    chosen = [*funded[:4], *others[:3], *others[-3:]]
    said = dict(zip(chosen, pages(pdf(made, letters(made, chosen), language)), strict=True))
    exported = {row["applicant"]: row for row in rows}
    lines = [line.id for line in made.round.call.budget_lines]
    labels = {each.id: each.label.text(language) for each in made.round.criteria.criteria}
    at = scenarios.line(made)
    for applicant, page in said.items():
        other = at.best_left_out if applicant in exported else at.lowest_funded
        row = exported.get(applicant)
        if row is not None:
            match = int(row["local_match"])
            given_ = [int(row[f"cost_{line}"]) for line in lines] + [int(row["cost"])] + ([match] if match else [])
            assert amounts(page, language) == given_
            assert re.search(rf"\b{row['start_year']}\b", page)
        for criterion, label in labels.items():
            (line,) = (
                each for each in page.splitlines() if each.startswith(label) and len(decimals(each, language)) >= 4
            )
            mine, theirs = float(points[applicant][criterion]), float(points[str(other)][criterion])
            figures = decimals(line, language)[-4:]
            right = [mine, 100 * plan["scores"]["weights"][criterion], theirs, mine - theirs]
            assert figures == pytest.approx(right, abs=0.005001)
        total = next(each for each in page.splitlines() if len(decimals(each, language)) == 4 and "100" in each)
        score, line_score = float(summary[applicant]["score"]), float(summary[str(other)]["score"])
        right = [score, 100, line_score, score - line_score]
        assert decimals(total, language) == pytest.approx(right, abs=0.005001)
        assert made.fingerprint in tight(page)
        assert tight(made.round.call.made_up.text(language)) in tight(page) if made.round.call.made_up else True
        decided = {"en": ("FUNDED", "NOT FUNDED"), "id": ("DIDANAI", "TIDAK DIDANAI")}[language][row is None]
        assert decided in page.splitlines()


def named(name: str, language: str = "en") -> str:
    """The page of the first applicant of the small round, were it called so."""
    made = plan_rounds.outcome()
    table = made.table.assign(name=made.table["name"].where(made.table.index != "A-03", name))
    applicants = made.round.applicants.assign(name=table["name"].reindex(made.round.applicants.index))
    called = replace(made, table=table, round=replace(made.round, applicants=applicants))
    (page,) = pages(pdf(called, letters(called, ["A-03"]), language))
    return page


@pytest.mark.parametrize(
    "name",
    [
        *(name.strip() for name in plan_rounds.HOSTILE if "\n" not in name),
        "#strong[x] *b* _i_ $x^2$ @ref <label> // no /* comment */ \\ `raw` = heading",
        '#panic("no") #read("/etc/passwd") #sys.inputs',
        "]#{while true {}}[",
        "Perpustakaan “Ilmu” – Ānanda & Çelebi",
        "- list\\",
        "1. numbered",
    ],
)
def test_a_name_comes_back_as_the_text_it_is(name: str) -> None:
    assert tight(name) in tight(named(name))


def test_writing_from_right_to_left_and_letters_without_a_picture_come_back() -> None:
    assert "ABC" in named("مكتبة ABC")
    assert set("مكتبة") <= set(named("مكتبة"))
    assert "ספרייה" in named("ספרייה")
    assert "Библиотека" in named("Библиотека")
    page = named("Rumah 📚 Baca")
    assert "Rumah[U+1F4DA]Baca" in tight(page)
    assert not shown("📚")
    # Controls of writing direction, which would reorder what stands beside them, are shown as unreadable.
    assert "\u202e" not in named("abc\u202edef")


@pytest.mark.parametrize("name", ["x" * 5000, "Perpustakaan Umum " * 300, "مكتبة " * 400, "ф" * 3000])
def test_a_very_long_name_still_gives_one_page_and_keeps_its_beginning(name: str) -> None:
    page = tight(named(name))
    assert tight(name)[:100] in page or (name[0] == "م" and set("مكتبة") <= set(page))


@settings(max_examples=15)
@given(st.text(min_size=1, max_size=60))
def test_any_name_at_all_gives_one_page(name: str) -> None:
    assert "A-03" in named(name)


def test_the_same_letters_have_the_same_bytes_and_say_when_from_the_round() -> None:
    made = plan_rounds.outcome()
    one, again = (pdf(made, letters(made, ["A-03", "A-05"]), "id") for _ in range(2))
    assert one == again
    reader = PdfReader(io.BytesIO(one))
    assert reader.metadata is not None
    assert reader.metadata.creation_date is not None
    assert reader.metadata.creation_date.date() == made.round.call.decides
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "id"
    assert b"pdfaid" in one


def test_gates_reserve_changes_and_reviews_are_said() -> None:
    made = plan_rounds.outcome()
    head = Letterhead.model_validate(
        {"sender": both("Sender"), "place": "Town", "signed_by": "=Signer", "review": both("Write to us.")}
    )
    made = replace(made, round=replace(made.round, call=made.round.call.model_copy(update={"letters": head})))
    failed, open_ = letters(made, ["A-05", "A-06"])
    assert (failed.cause, open_.cause) == (scenarios.Cause.GATE, scenarios.Cause.GATE_UNKNOWN)
    change = Change("answer", "space", 1, message("Room: 9 instead of 8"))
    rule = Change("rule", "count", 1, message("one library more"))
    takes = WhatItTakes("A-05", False, (), None, (change, rule), (), (), 3)
    told = letters(made, ["A-05", "A-06"], takes={"A-05": takes}, reserve=["A-07", "A-06"])
    one, other = pages(pdf(made, told, "en"))
    assert "NOT FUNDED" in one
    assert "Not met: Signed" in one
    assert "Room: 9 instead of 8" in one
    assert "one library more" not in one
    assert "=Signer" in one
    assert "Town, 1 March 2016" in one
    assert "Write to us." in one
    assert "Open, for an answer is missing: Signed" in other
    assert "place 2 of the reserve list" in tight(other) or "place 2 of the reserve list" in other
    assert "What alone would have turned" not in other
    assert "reserve list" not in one


def test_the_folder_holds_a_letter_each_one_with_all_and_an_index(tmp_path: Path) -> None:
    made = plan_rounds.outcome()
    told = letters(made)
    written = reports.write_letters(made, told, tmp_path / "letters", "en")
    index = json.loads((tmp_path / "letters" / "letters.json").read_text(encoding="utf-8"))
    assert len(pages((tmp_path / "letters" / "letters.pdf").read_bytes())) == len(made.table)
    assert [each["applicant"] for each in index["letters"]] == sorted(made.table.index)
    for each in index["letters"]:
        (page,) = pages((tmp_path / "letters" / each["file"]).read_bytes())
        assert f"Applicant {each['applicant']}" in page
        assert each["funded"] == (each["applicant"] in made.plan.awards.index)
        if each["funded"]:
            assert each["grant"]["cost"] == int(made.plan.awards["cost"][each["applicant"]])
            assert sum(each["grant"]["lines"].values()) == each["grant"]["cost"]
    assert {path.name for path in written} == {path.name for path in (tmp_path / "letters").iterdir()}
    again = reports.write_letters(made, told[:1], tmp_path / "letters", "en")
    assert {path.name for path in again} == {path.name for path in (tmp_path / "letters").iterdir()}
    (tmp_path / "letters" / "mine.txt").write_text("mine")
    with pytest.raises(InputError):
        reports.write_letters(made, told[:1], tmp_path / "letters", "en")


def test_no_letter_leaves_when_the_plan_does_not_verify(tmp_path: Path, plan_folder: Path) -> None:
    made = plan_rounds.outcome()
    told = letters(made)
    wrong = made.plan.awards.copy()
    wrong["cost"] += 1
    for bad, plan in (
        (replace(made, plan=replace(made.plan, awards=wrong)), None),
        (replace(made, plan=replace(made.plan, awards=wrong)), plan_folder),
        (replace(made, fingerprint="0" * 64), plan_folder),
        (made, tmp_path / "no-such-plan"),
        (replace(made, plan=replace(made.plan, awards=made.plan.awards.iloc[1:])), plan_folder),
    ):
        with pytest.raises(SolverError):
            reports.write_letters(bad, told, tmp_path / "letters", "en", plan)
        assert list(tmp_path.iterdir()) == []


def test_letters_of_a_written_plan_are_those_of_its_run(plan_folder: Path) -> None:
    made = plan_rounds.outcome()
    again = reports.outcome_of_plan(plan_folder, made.round)

    def told(of: Outcome) -> list[Letter]:
        return list(letters(of))

    assert [reports.letter_data(each, "en") for each in told(again)] == [
        reports.letter_data(each, "en") for each in told(made)
    ]
    assert pdf(again, told(again)[:2], "en") == pdf(made, told(made)[:2], "en")
    other = replace(made.round, files={"applicants.csv": "0" * 64})
    with pytest.raises(InputError):
        reports.outcome_of_plan(plan_folder, other)


def test_an_unknown_applicant_is_refused() -> None:
    with pytest.raises(InputError):
        letters(plan_rounds.outcome(), ["nobody"])
    assert isinstance(plan_rounds.outcome().table, pd.DataFrame)
