"""The workbook: figures are numbers, nothing can run, and a reader finds the way on screen and on paper."""

import dataclasses
import re
import zipfile
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

import scenarios
from intake import Condition
from reports.grid import Column, Grid, Kind, Mark, Row, Sheet
from reports.workbook import workbook
from reports.xlsx import Writer
from tests.reports import plan_rounds

SHEETS = [
    "Summary",
    "Awards",
    "Not funded",
    "By province",
    "By island group",
    "Budget lines",
    "Items to buy",
    "Items by province",
    "Against the line",
    "Single answers",
    "Gates",
    "Scores",
    "Findings",
    "Assumptions and sources",
]


def opened(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(content))


@pytest.fixture(scope="module")
def content() -> bytes:
    return workbook(plan_rounds.outcome(), "en")


@pytest.fixture(scope="module")
def book(content: bytes) -> openpyxl.Workbook:
    return opened(content)


def table(sheet: Worksheet) -> list[dict[str, object]]:
    """The filtered table of a sheet, by heading."""
    assert sheet.auto_filter.ref
    first, last = sheet.auto_filter.ref.split(":")
    rows = [[cell.value for cell in row] for row in sheet[first:last]]
    return [dict(zip(map(str, rows[0]), row, strict=True)) for row in rows[1:]]


def texts(sheet: Worksheet) -> str:
    return "\n".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None)


def printed(sheet: Worksheet) -> tuple[str, str, str, str]:
    """The page header, and the three parts of the footer."""
    head, foot = sheet.oddHeader, sheet.oddFooter
    assert head is not None
    assert foot is not None
    return str(head.center.text or ""), str(foot.left.text), str(foot.center.text), str(foot.right.text)


def test_no_cell_is_a_formula_or_a_link(content: bytes, book: openpyxl.Workbook) -> None:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/"):
                xml = archive.read(name).decode()
                assert "<f>" not in xml
                assert "<f " not in xml
                assert "<hyperlink" not in xml
        assert not any("externalLink" in name or "calcChain" in name or "vba" in name for name in archive.namelist())
    for sheet in book:
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_hostile_names_arrive_as_they_are(book: openpyxl.Workbook) -> None:
    shown = texts(book["Scores"]).replace("_x000D_", "\r")
    for name in plan_rounds.HOSTILE:
        assert name.replace("\r", "") in shown.replace("\r", "")
    assert "=Fund" in texts(book["Summary"])


@pytest.mark.parametrize(
    "hostile", [*plan_rounds.HOSTILE, "{=1}", "http://x", "1e5", "007", "'=1", "\x0b\x00", "a" * 40_000]
)
def test_text_is_written_as_text_in_every_place(hostile: str) -> None:
    label = plan_rounds.call().title.model_copy(update={"en": hostile})
    writer = Writer(label, label, plan_rounds.call().decides, "en")
    grid = Grid((Column(hostile), Column("number", Kind.MONEY)), (Row((hostile, 5)),), title=hostile)
    for _ in range(2):
        writer.add(Sheet(hostile, (grid,), facts=((hostile, hostile, Mark.NONE),), notes=(hostile,)))
    content = writer.close()
    with zipfile.ZipFile(BytesIO(content)) as archive:
        assert not any(b"<f>" in archive.read(name) for name in archive.namelist())
    for sheet in opened(content):
        assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} <= {"s", "n"}
        assert [c.value for row in sheet.iter_rows() for c in row if c.data_type == "n" and c.value is not None] == [5]


def test_the_sheets_are_there_in_both_languages(book: openpyxl.Workbook) -> None:
    assert book.sheetnames == SHEETS
    assert len(opened(workbook(plan_rounds.outcome(), "id")).sheetnames) == len(SHEETS)


def test_every_sheet_carries_the_note_and_is_ready_to_print(book: openpyxl.Workbook) -> None:
    for sheet in book:
        assert sheet["A2"].value == "Made-up data & for tests."
        head, left, _, right = printed(sheet)
        assert head == "Made-up data && for tests."
        assert "Small && hostile round" in left
        assert "&P" in right.replace("&[Page]", "&P")
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.page_setup.fitToHeight == 0
        assert sheet.sheet_properties.pageSetUpPr
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        if sheet.title != "Summary":
            assert sheet.freeze_panes
            assert sheet.print_title_rows
            at = re.search(r"\d+", str(sheet.print_title_rows))
            assert at
            assert sheet.auto_filter.ref is None or sheet.auto_filter.ref.startswith(f"A{at.group()}:")


def test_real_data_carry_no_note() -> None:
    outcome = scenarios.run(plan_rounds.round_(made_up=False), plan_rounds.scenario())
    made = opened(workbook(outcome, "en"))
    for sheet in made:
        assert "made" not in printed(sheet)[0].casefold()
        assert "Made-up data" not in texts(sheet)


def test_awards_hold_numbers_that_add_up_to_the_plan(book: openpyxl.Workbook) -> None:
    rows = table(book["Awards"])
    plan = plan_rounds.outcome().plan.awards
    assert [row["Applicant"] for row in rows] == ["=A-00", "A-09", "A-03", "A-08", "A-10"]
    for column, own in (
        ("Grant in all", "cost"),
        ("Grant: Hardware", "cost_hardware"),
        ("Local match", "local_match"),
        ("Computers", "computers"),
    ):
        assert {row["Applicant"]: row[column] for row in rows} == plan[own].to_dict()
    assert next(row for row in rows if row["Applicant"] == "A-10")["Mentor"] == "Mentor Two (A-09)"
    assert "in the plan by rule: =asked for" in texts(book["Awards"])
    sheet = book["Awards"]
    last = [cell.value for cell in sheet[sheet.max_row]]
    assert int(plan["cost"].sum()) in last
    money = {c.number_format for row in sheet.iter_rows() for c in row if isinstance(c.value, int) and c.value > 10**6}
    assert money == {'"Rp" #,##0'}


def test_everyone_else_is_in_not_funded_with_a_reason(book: openpyxl.Workbook) -> None:
    rows = table(book["Not funded"])
    assert {str(row["Applicant"]) for row in rows} == {r.applicant for r in plan_rounds.outcome().reasons}
    assert all(row["Reason"] and row["The facts behind it"] for row in rows)
    assert next(r for r in rows if r["Applicant"] == "A-05")["Reason"] == "fails a gate"


def test_regions_items_and_budget_add_up_to_the_same_money(book: openpyxl.Workbook) -> None:
    plan, bill = plan_rounds.outcome().plan.awards, plan_rounds.outcome().bill
    cost = int(plan["cost"].sum())
    for name, column in (("By province", "Grant"), ("By island group", "Grant"), ("Items by province", "of it grant")):
        assert sum(int(str(row[column])) for row in table(book[name])) == cost
    items = table(book["Items to buy"])
    assert sum(int(str(row["Cost in all"])) for row in items) == int(bill["cost"].sum())
    for row in items:
        assert (
            int(str(row["Lowest unit price"]))
            <= int(str(row["Mean unit price"]))
            <= int(str(row["Highest unit price"]))
        )
    lines = [row for row in table(book["Budget lines"]) if row["Item"] == "the whole line"]
    assert sum(int(str(row["Used"])) for row in lines) == cost
    for row in lines:
        assert int(str(row["Counted on"])) - int(str(row["Used"])) == int(str(row["Left"]))
    aceh = next(row for row in table(book["By province"]) if row["Province"] == "Aceh")
    assert aceh["Population of funded districts, 2015"] == 89117
    assert aceh["Funded"] == 3


def test_the_summary_says_status_rules_and_what_is_left(book: openpyxl.Workbook) -> None:
    shown = texts(book["Summary"])
    outcome = plan_rounds.outcome()
    for wanted in (
        "5 of 12 applicants are funded with Rp",
        "proven optimal: no plan under these rules is better",
        "BINDING: used up",
        "BINDING: less is left than one more award needs",
        "=Spread",
        "Used beyond what is pledged: Hardware",
        outcome.fingerprint,
        outcome.round.fingerprint,
        "The cells hold values, not formulas",
    ):
        assert wanted in shown, wanted


def test_scores_findings_and_assumptions_are_complete(book: openpyxl.Workbook) -> None:
    outcome = plan_rounds.outcome()
    scores = table(book["Scores"])
    assert len(scores) == len(outcome.table)
    best = next(row for row in scores if row["Applicant"] == "A-09")
    assert best["Score"] == outcome.scores.table.at["A-09", "score"]
    assert next(row for row in scores if row["Applicant"] == "A-05")["Gate: Signed"] == "FAIL"
    assert any(
        row["Problem"] == "the cell holds =1+1" and row["Severity"] == "Warning" for row in table(book["Findings"])
    )
    shown = texts(book["Assumptions and sources"])
    for wanted in ("pc", "Freight: Jawa", "space: value 1 at", "Package plus: effect", "Signed", "ASSUMPTION"):
        assert wanted in shown, wanted


def test_assumptions_tell_what_is_offered_to_whom_and_what_the_scenario_changed() -> None:
    round_ = plan_rounds.round_()
    package, tier = round_.catalogue.packages[0], round_.catalogue.tiers[0]
    large = Condition(column="room", at_least=10)
    signed = Condition(column="letter", among=("signed",))
    catalogue = round_.catalogue.model_copy(
        update={
            "packages": (package.model_copy(update={"conditions": (large,)}), *round_.catalogue.packages[1:]),
            "tiers": (tier.model_copy(update={"conditions": (signed,)}), *round_.catalogue.tiers[1:]),
        }
    )
    changed = plan_rounds.scenario(
        budget={"basis": "pledged", "scale": 1.5, "lines": {"connection": 70_000_001}}, scoring={"gates_off": ["young"]}
    )
    outcome = scenarios.run(dataclasses.replace(round_, catalogue=catalogue), changed)
    rows = {
        (row["What"], row["Name"]): (row["Value"], row["Unit or meaning"])
        for row in table(opened(workbook(outcome, "en"))["Assumptions and sources"])
    }
    assert rows["Budget line", "Hardware, counted on"][0] == 112_500_000
    assert rows["Budget line", "Connection, counted on"][0] == 105_000_001
    assert rows["Item of a package", "Package standard: pc"] == (3, "piece")
    assert rows["Item of a connection", "Connection fast: line"] == (12, "piece")
    assert rows["Condition of a package", "Package standard"][1] == "Room at least 10"
    assert rows["Condition of a connection", "Connection slow"][1] == "Letter is one of: signed"
    assert ("Gate", "Signed") in rows
    assert ("Gate, switched off by the scenario", "Young") in rows


def test_without_a_plan_only_status_scores_and_findings_are_shown() -> None:
    made = opened(workbook(plan_rounds.infeasible(), "en"))
    assert made.sheetnames == ["Summary", "Gates", "Scores", "Findings", "Assumptions and sources"]
    shown = texts(made["Summary"])
    assert "no plan exists, because the rules contradict each other" in shown
    assert "=few" in shown
    assert "many" in shown


def test_the_bytes_depend_on_nothing_but_outcome_and_language(content: bytes, tmp_path: Path) -> None:
    assert workbook(plan_rounds.outcome(), "en") == content
    properties = opened(content).properties
    assert str(properties.created) == "2016-03-01 00:00:00"
