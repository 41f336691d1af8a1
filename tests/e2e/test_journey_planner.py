"""The planner's journey: a scenario is changed, solved, saved and taken away as a workbook that reconciles."""

from pathlib import Path

import openpyxl
import pytest

import records
import scenarios
from tests.e2e.conftest import Tab
from tests.e2e.serving import Served
from tests.stocked import SMALL

PLANNER = "Siti Rahma (plan)"
MONEY = "Rp 2,000,000,000"


@pytest.mark.long
def test_a_scenario_becomes_a_workbook_that_reconciles(served: Served, tab: Tab, tmp_path: Path) -> None:
    visit = tab(served).open("scenario", lang="en").as_person("plan")
    visit.type_in("Hardware", MONEY)
    visit.shot("planner-money", whole=True)
    visit.press("Quick solve")
    visit.shot("planner-quick", whole=True)
    visit.press("Full solve")
    visit.sees("proven optimal")
    visit.shot("planner-full", whole=True)
    visit.type_in("What was changed, and why", "Hardware at two billion").press("Save as version 2")
    visit.sees("You have changed nothing since version 2.")
    store = records.open_store(served.store)
    saved = records.find_version(store, "plan", f"{SMALL}/base")
    assert (saved.number, saved.by, saved.note) == (2, "plan", "Hardware at two billion")
    (held,) = saved.scenario.budget.lines.values()
    assert held == 2_000_000_000
    visit.open("plan", lang="en", person=PLANNER)
    visit.page.get_by_role("tab", name="Files").click()
    visit.settle().shot("planner-files", whole=True)
    book = openpyxl.load_workbook(visit.download("plan.xlsx", tmp_path), data_only=True)
    reached = scenarios.run(records.round_from(store, "plan", saved.round), saved.scenario).plan.awards
    store.close()
    cells = [[cell.value for cell in row] for sheet in book for row in sheet.iter_rows()]
    assert any(int(reached["cost"].sum()) in row for row in cells), "no total of the workbook is what the plan costs"
    for name, cost in reached["cost"].items():
        assert any(name in row and int(cost) in row for row in cells), name
    visit.check()
