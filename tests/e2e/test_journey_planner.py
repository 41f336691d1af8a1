"""The planner's journey: a scenario is changed, solved, saved and taken away as a workbook that reconciles."""

from pathlib import Path

import openpyxl
import pytest

import records
import scenarios
from tests.e2e.conftest import Tab
from tests.e2e.serving import Served
from tests.scenarios.clusters import eventually
from tests.stocked import SMALL

PLANNER = "Siti Rahma (plan)"
MONEY, HELD = "Rp 1,000,000,000", 1_000_000_000


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
    visit.type_in("What was changed, and why", "Hardware at one billion").press("Save as version 2")
    visit.sees("You have changed nothing since version 2.")
    store = records.open_store(served.store)
    saved = records.find_version(store, "plan", f"{SMALL}/base")
    assert (saved.number, saved.by, saved.note) == (2, "plan", "Hardware at one billion")
    (held,) = saved.scenario.budget.lines.values()
    assert held == HELD
    visit.open("plan", lang="en", person=PLANNER)
    visit.page.get_by_role("tab", name="Files").click()
    visit.settle().shot("planner-files", whole=True)
    book = openpyxl.load_workbook(visit.download("plan.xlsx", tmp_path), data_only=True)
    round_ = records.round_from(store, "plan", saved.round)
    question = records.question_of(round_.fingerprint, saved.scenario)
    # The page has a worker keep the plan, for which nobody waits.
    eventually(lambda: records.answer_to(store, "plan", question) is not None)
    kept = records.answer_to(store, "plan", question)
    assert kept is not None
    reached = records.read_outcome(store, "plan", kept, round_).plan.awards
    before = scenarios.run(round_, records.find_version(store, "plan", f"{SMALL}/base@1").scenario).plan.awards
    store.close()
    assert reached["cost_hardware"].sum() <= HELD < before["cost_hardware"].sum()
    assert len(reached) < len(before)
    cells = [[cell.value for cell in row] for sheet in book for row in sheet.iter_rows()]
    assert any(int(reached["cost"].sum()) in row for row in cells), "no total of the workbook is what the plan costs"
    for name, cost in reached["cost"].items():
        assert any(name in row and int(cost) in row for row in cells), name
    for line in ("hardware", "connectivity", "training"):
        spent = int(reached[f"cost_{line}"].sum())
        assert any(spent in row for row in cells), line
    visit.check()
