"""The planner's journey: money that cannot do is mended, a rule and a lock are set, and the workbook reconciles."""

import re
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from playwright.sync_api import expect

import records
import scenarios
from records import Store, Version
from tests.e2e.access import grave
from tests.e2e.conftest import Tab
from tests.e2e.looking import cut_off, strangers
from tests.e2e.serving import Served
from tests.e2e.visit import Visit
from tests.scenarios.clusters import eventually
from tests.stocked import SMALL

PLANNER = "Siti Rahma (plan)"
BASE = f"{SMALL}/base"
TOO_LITTLE, HELD = "Rp 300,000,000", 300_000_000
ENOUGH, GIVEN = "Rp 1,300,000,000", 1_300_000_000
PLACES = 30
NOTE, REASON = "Hardware as the funder pledged it", "the road to it is cut"


def usable(visit: Visit) -> None:
    """Everybody can use the page as it is drawn now, and read all of it in English."""
    found = [*grave(visit.page), *cut_off(visit.page), *strangers(visit.text(), "en")]
    assert not found, "\n".join(found)


@pytest.mark.long
def test_a_scenario_becomes_a_workbook_that_reconciles(served: Served, tab: Tab, tmp_path: Path) -> None:
    store = records.open_store(served.store)
    visit = tab(served).open("scenario", lang="en").as_person("plan")
    a_rule_in_its_form(visit, store)
    money_that_cannot_do(visit, store)
    mended(visit, store)
    solved_and_saved(visit, store)
    applicant = locked_out(visit, store)
    visit.turn_to("Plan and export")
    the_workbook_reconciles(visit, store, applicant, tmp_path)
    store.close()


def at_work(store: Store) -> records.Workpiece:
    """The scenario as the planner has it at work, from the store."""
    return records.workpiece(store, "plan", records.find_version(store, "plan", BASE))


def a_rule_in_its_form(visit: Visit, store: Store) -> None:
    """A bound is typed into the form of its rule, and stands in the scenario at work."""
    visit.pick("Rules").choose("Rule", "At most 34 places")
    field = visit.page.get_by_role("textbox", name="At most", exact=True)
    assert field.input_value() == "34"
    visit.write(field, str(PLACES))
    visit.shot("planner-rule", whole=True)
    usable(visit)
    assert at_work(store).get(("rules", "slots", "at_most")) == PLACES


def money_that_cannot_do(visit: Visit, store: Store) -> None:
    """Before anything is solved it is said that the money does not do, and how much is missing; solving proves it."""
    visit.pick("Money").type_in("Hardware", TOO_LITTLE)
    assert at_work(store).get(("budget", "lines", "hardware")) == HELD
    checks = visit.page.get_by_test_id("stMain")
    expect(checks).to_contain_text("impossible At least one in every province takes at least Rp 620,900,000")
    expect(checks).to_contain_text("raise Budget line Hardware by Rp 320,900,000 at least")
    visit.shot("planner-impossible", whole=True)
    usable(visit)
    visit.press("Full solve").sees("No plan exists under these rules.")
    visit.sees("Conflict 1: these cannot hold together")
    visit.shot("planner-ways-out", whole=True)
    usable(visit)


def mended(visit: Visit, store: Store) -> None:
    """One of the ways out is taken: its button does to the scenario what it says, and then there is a plan."""
    before, call = at_work(store).scenario, records.round_from(store, "plan", at_work(store).base.round).call
    said = visit.page.get_by_test_id("stMain").get_by_text(re.compile("Budget line Hardware.* Rp ")).all_inner_texts()
    visit.page.get_by_role("button", name="Do this", exact=True).first.click()
    visit.settle()
    after = at_work(store).scenario
    assert {".".join(each.place.split(".")[:2]) for each in records.difference(before, after)} == {"budget.lines"}
    held, given = (scenarios.budget_lines(call, each) for each in (before, after))
    assert {line for line in held if held[line] != given[line]} == {"hardware"}
    assert given["hardware"] > held["hardware"] == HELD
    assert any(f"Rp {given['hardware']:,}" in each for each in said), said


def solved_and_saved(visit: Visit, store: Store) -> None:
    """With room for more than the least, the whole search ends with a proof; what was at work is the next version."""
    visit.type_in("Hardware", ENOUGH).press("Full solve").sees("proven optimal")
    expect(visit.page.get_by_text("This is the plan of version 1")).to_have_count(0)
    visit.shot("planner-full", whole=True)
    usable(visit)
    wanted = at_work(store).scenario
    assert wanted.budget.lines["hardware"] == GIVEN
    visit.type_in("What was changed, and why", NOTE).press("Save as version 2")
    visit.sees("You have changed nothing since version 2.")
    saved = records.find_version(store, "plan", BASE)
    assert (saved.number, saved.by, saved.note) == (2, "plan", NOTE)
    assert saved.scenario.fingerprint() == wanted.fingerprint()


def locked_out(visit: Visit, store: Store) -> str:
    """Somebody whom the plan funds is locked out, for a reason; the price is seen before. Gives whom."""
    version = records.find_version(store, "plan", BASE)
    round_ = records.round_from(store, "plan", version.round)
    provinces = round_.table().loc[kept_plan(store, version).index, "province"]
    applicant = str(provinces.index[provinces == provinces.value_counts().index[0]][0])
    name = str(round_.applicants.at[applicant, "name"])
    visit.pick("Locks").find("Applicant", f"{name} ({applicant})")
    visit.pick("out of the plan")
    expect(visit.page.get_by_role("button", name="Work out its price", exact=True)).to_be_disabled()
    visit.type_in("Reason (everybody will see it)", REASON).press("Work out its price")
    visit.sees("This lock costs")
    visit.shot("planner-lock", whole=True)
    usable(visit)
    visit.press("Save this lock").sees("asked by")
    made = records.find_version(store, "plan", BASE)
    (lock,) = records.locks_of(store, "plan", made)
    assert (made.number, lock.applicant, lock.into, lock.reason, lock.by) == (3, applicant, "out", REASON, "plan")
    return applicant


def the_workbook_reconciles(visit: Visit, store: Store, applicant: str, folder: Path) -> None:
    """Every award, every budget line and the whole of the workbook is what the store keeps of this version's plan."""
    visit.pick("Files").shot("planner-files", whole=True)
    usable(visit)
    book = openpyxl.load_workbook(visit.download("plan.xlsx", folder), data_only=True)
    version = records.find_version(store, "plan", BASE)
    reached = kept_plan(store, version)
    assert applicant not in reached.index
    assert len(reached) <= PLACES
    assert reached["cost_hardware"].sum() <= GIVEN
    cells = [[cell.value for cell in row] for sheet in book for row in sheet.iter_rows()]
    assert any(int(reached["cost"].sum()) in row for row in cells), "no total of the workbook is what the plan costs"
    for name, cost in reached["cost"].items():
        assert any(name in row and int(cost) in row for row in cells), name
    for line in ("hardware", "connectivity", "training"):
        assert any(int(reached[f"cost_{line}"].sum()) in row for row in cells), line
    visit.check()


def kept_plan(store: Store, version: Version) -> pd.DataFrame:
    """The awards that the store keeps of a version."""
    round_ = records.round_from(store, "plan", version.round)
    question = records.question_of(round_.fingerprint, version.scenario)
    # The page has a worker keep the plan, for which nobody waits.
    eventually(lambda: records.answer_to(store, "plan", question) is not None)
    kept = records.answer_to(store, "plan", question)
    assert kept is not None
    return records.read_outcome(store, "plan", kept, round_).plan.awards
