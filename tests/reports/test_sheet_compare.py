"""The sheets of a comparison: everyone has a row, and what was found is said, in both languages."""

from typing import Any

import pytest

import scenarios
from locales.message import render
from reports import comparison_sheets, groups_sheet, write_comparison
from reports.sheet_compare_causes import said
from scenarios import Comparison, InputKind, NameCause, Outcome
from tests.scenarios.changed_rounds import pair

LANGUAGES = ("en", "id")


@pytest.fixture(scope="module")
def made() -> tuple[list[Outcome], Comparison]:
    drawn = pair(8)
    outcomes = [drawn.blend(chosen).outcome() for chosen in ((), range(len(drawn.mutations)))]
    return outcomes, scenarios.compare(outcomes, seconds=120)


@pytest.mark.parametrize("language", LANGUAGES)
def test_everyone_who_differs_has_a_cause_and_every_row_fits(
    made: tuple[list[Outcome], Comparison], language: str
) -> None:
    outcomes, compared = made
    sheets = comparison_sheets(outcomes, compared)
    assert all(len(row.cells) == len(grid.columns) for sheet in sheets for grid in sheet.grids for row in grid.rows)
    _, names, causes, _, everyone = sheets
    assert [row.cells[0] for row in names.grids[0].rows] == [move.applicant for move in compared.moves]
    assert [row.cells[0] for row in everyone.grids[0].rows] == list(compared.in_all)
    found = compared.causes[0]
    changes, people = causes.grids
    assert [render(row.cells[2], language) for row in changes.rows] == [c.said.text(language) for c in found.changes]
    for row, name in zip(people.rows, found.names, strict=True):
        assert name.path is not None
        assert row.cells[0] == name.applicant
        assert found.changes[name.path[-1]].said.text(language) in render(row.cells[-2], language)
    turned = [number for row in changes.rows for number in (row.cells[3], row.cells[4])]
    moved = sum((-1) ** place * number for place, number in enumerate(turned) if isinstance(number, int))
    assert moved == len(outcomes[1].plan.awards) - len(outcomes[0].plan.awards)


def test_differences_of_places_stand_before_the_figures_that_they_are_between(
    made: tuple[list[Outcome], Comparison],
) -> None:
    one, other = made[0]
    compared = scenarios.compare([one, other, one], titles=["A", "B", "C"])
    provinces = groups_sheet([one, other, one], compared).grids[0]
    assert [render(column.label, "en") for column in provinces.columns[1:]] == [
        "B: Libraries, difference",
        "C: Libraries, difference",
        "B: Grant, difference",
        "C: Grant, difference",
        *(f"{title}: {what}" for what in ("Libraries", "Grant") for title in "ABC"),
    ]
    assert provinces.rows
    for row in provinces.rows:
        there = [each.funded[each.funded["province"] == row.cells[0]] for each in (one, other)]
        counts, grants = [len(each) for each in there], [int(each["cost"].sum()) for each in there]
        differences = [counts[1] - counts[0], 0, grants[1] - grants[0], 0]
        assert list(row.cells[1:]) == [*differences, *counts, counts[0], *grants, grants[0]]


def test_the_same_comparison_gives_the_same_bytes(
    made: tuple[list[Outcome], Comparison], tmp_path_factory: pytest.TempPathFactory
) -> None:
    outcomes, compared = made
    sheets = comparison_sheets(outcomes, compared)
    folder = tmp_path_factory.mktemp("books")
    for language in LANGUAGES:
        books = [write_comparison(outcomes, sheets, folder / name, language).read_bytes() for name in ("a", "b", "a")]
        assert books[0] == books[1] == books[2]
        assert [path.name for path in (folder / "a").iterdir()] == ["compare.xlsx"]


def _said(**found: Any) -> list[str]:
    given = {"path": (1,), "turns": 1, "alone": (), "needed": (), "together": (), "tied": (False, False), **found}
    return [render(each, "en") for each in said(NameCause("A", "", "x", **given))]


def test_sentences_say_what_was_found_and_no_more() -> None:
    assert _said(alone=(1,), needed=(1,)) == ["change 2 alone does it, and without it it would not be so"]
    assert _said(alone=(1,), needed=(0, 1)) == [
        "change 2 alone does it",
        "were any one of the changes 1, 2 left out, it would not be so",
    ]
    assert _said(alone=(0, 1))[0] == "each of the changes 1, 2 alone does it"
    assert _said(alone=(0, 1))[1].startswith("no single change is needed")
    assert _said(together=(0, 2), needed=(0, 2)) == [
        "no change does it alone; changes 1, 3 do it together, each one needed",
        "were any one of the changes 1, 3 left out, it would not be so",
    ]
    assert _said(needed=(1,)) == ["were change 2 left out, it would not be so"]
    assert "it turns 3 times on the way" in _said(turns=3)
    assert _said(kind=InputKind.TIE, tied=(False, True))[-2:] == [
        "the best value is the same before and after: the stated order of ties decides",
        "after the changes, equally good plans decide it otherwise",
    ]
    late = _said(path=None, turns=None, alone=None, needed=None, together=None, tied=(None, None))
    assert late == [
        "not worked out, time ran out: which change does it alone, which change is needed, whether it is a tie"
    ]
