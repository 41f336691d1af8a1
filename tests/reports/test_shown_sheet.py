"""A sheet on the terminal: nothing that was asked for is lost where it is narrow, and scripts know every column."""

import io
from fractions import Fraction

import pytest
from rich.console import Console

from locales import message, render
from reports import Printer, print_sheet, sheet_data
from reports.grid import Column, Grid, Kind, Mark, Row, Sheet

COLUMNS = (
    Column(message("Applicant")),
    Column(message("Library")),
    Column(message("District"), spare=True),
    Column(message("Grant"), Kind.MONEY),
    Column(message("Loss"), Kind.POINTS),
    Column(message("Enters")),
)
ROW = Row(("A-01", "Perpustakaan Umum", "Kabupaten Muara Enim", 198_700_000, Fraction(693, 200), ("B-02", "C-03")))
SHEET = Sheet(
    message("Prices of applicants"),
    (Grid(COLUMNS, (ROW,)), Grid(COLUMNS, (), title=message("Steps"))),
    facts=((message("Result"), 7, Mark.NONE),),
    notes=(message("Every figure is proven."),),
    frozen=1,
)


def shown(width: int) -> str:
    out = io.StringIO()
    print_sheet(Printer(Console(file=out, width=width), "en"), SHEET)
    return out.getvalue()


def test_what_can_be_spared_is_left_out_first_and_said() -> None:
    assert "Kabupaten Muara Enim" in shown(160)
    narrow = shown(80)
    assert "Kabupaten" not in narrow
    assert "left out for want of width: District" in narrow


@pytest.mark.parametrize("width", [30, 45, 80, 160])
def test_a_narrow_terminal_breaks_no_number_and_drops_no_other_column(width: int) -> None:
    said = shown(width)
    assert "Rp 198,700,000" in said
    assert "3.47" in said
    for column in COLUMNS:
        assert column.spare or render(column.label, "en") in said
    # Every part begins with the frozen column, which says what a row is.
    assert said.count("A-01") == 1 + said.count("further columns")


def test_the_result_stands_before_the_notes_and_an_empty_table_is_none() -> None:
    said = shown(160)
    assert said.index("Result: 7") < said.index("Every figure is proven.")
    assert "Steps: none" in said


@pytest.mark.parametrize("language", ["id", "en"])
def test_keys_are_the_same_in_every_language(language: str) -> None:
    data = sheet_data(SHEET, language)
    assert data["id"] == "prices_of_applicants"
    table = data["tables"][0]
    assert table["keys"] == ["applicant", "library", "district", "grant", "loss", "enters"]
    row = dict(zip(table["keys"], table["rows"][0], strict=True))
    assert row["enters"] == ["B-02", "C-03"]
    assert row["grant"] == 198_700_000
    assert row["loss"] == 3.465
