"""Pre-checks: figures against a count by hand, red only where a full run finds no plan, and nothing solved."""

from pathlib import Path
from typing import Any

import highspy
import pytest

import scenarios
from locales import render
from optimizer import Exclude, Include, Limit, Status
from scenarios import Check, Light, Prechecks, Scenario
from tests.samples import ROOT, sample

SMALL = "first-partners-2011"
FILES = sorted((ROOT / "data" / "rounds").glob("*/scenarios/*.toml"))


def base(name: str = SMALL, **update: Any) -> Scenario:
    return scenarios.read(ROOT / "data" / "rounds" / name / "scenarios" / "base.toml").model_copy(update=update)


def said(checks: tuple[Check, ...], light: Light) -> str:
    return "\n".join(render(each.said, "en") for each in checks if each.light is light)


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parents[1].name}-{file.stem}")
def test_a_sample_that_has_a_plan_is_nowhere_called_impossible(file: Path) -> None:
    checks = Prechecks(sample(file.parents[1].name)).check(scenarios.read(file))
    assert said(checks, Light.BAD) == ""
    assert said(checks, Light.GOOD)


def test_nothing_is_solved(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a solver was asked")

    monkeypatch.setattr(highspy.Highs, "run", refuse)
    monkeypatch.setattr(highspy.Highs, "solve", refuse)
    with pytest.raises(AssertionError, match="a solver was asked"):
        scenarios.run(sample(SMALL), base())
    assert Prechecks(sample(SMALL)).check(base())


def test_figures_agree_with_a_count_by_hand() -> None:
    checks, round_, scenario = Prechecks(sample(SMALL)), sample(SMALL), base()
    good = said(checks.check(scenario), Light.GOOD)
    held = checks.prepared(scenario)
    cheapest: dict[str, int] = {}
    for applicant, cost in zip(held.options.table["applicant"], held.options.table["cost"], strict=True):
        cheapest[applicant] = min(int(cost), cheapest.get(applicant, int(cost)))
    money = sum(line.amount for line in round_.call.budget_lines)
    most, spent = 0, 0
    for cost in sorted(cheapest.values()):
        spent += cost
        most += spent <= money
    assert f"{len(cheapest)} of {len(round_.applicants)} applicants" in good
    assert f"reaches for {most} libraries" in good
    assert f"Rp {money:,}, 100 %" in good
    assert most >= len(scenarios.run(round_, scenario).plan.awards)


def test_locks_are_said_with_their_share_of_the_money() -> None:
    checks, scenario = Prechecks(sample(SMALL)), base()
    held = checks.prepared(scenario)
    names = tuple(sorted(set(held.options.table["applicant"]))[:3])
    cost = sum(int(held.options.table.loc[held.options.table["applicant"] == name, "cost"].min()) for name in names)
    money = sum(line.amount for line in sample(SMALL).call.budget_lines)
    locked = base(rules=(*scenario.rules, Include(id="locks", applicants=names)))
    share = f"{round(100 * cost / money, 2):g} %"
    assert f"3 locks take at least {share} of the budget (Rp {cost:,})" in said(checks.check(locked), Light.GOOD)
    poor = locked.model_copy(update={"budget": scenarios.Budget(scale=0.05)})
    assert "the locks take" in said(checks.check(poor), Light.BAD)
    assert scenarios.run(sample(SMALL), poor).plan.status is Status.INFEASIBLE


def test_what_is_called_impossible_has_no_plan() -> None:
    checks, scenario = Prechecks(sample(SMALL)), base()
    held = checks.prepared(scenario)
    name = str(sorted(set(held.options.table["applicant"]))[0])
    province = str(held.table["province"][name])
    count = int(held.table.loc[sorted(set(held.options.table["applicant"])), "province"].eq(province).sum())
    asked = Limit(id="many", measure="libraries", where={"province": province}, at_least=count + 1)
    both = (Include(id="in", applicants=(name,)), Exclude(id="out", applicants=(name,)))
    for more, words in (((asked,), f"at least {count + 1} are asked for, only {count}"), (both, "forced in by in")):
        wrong = base(rules=(*scenario.rules, *more))
        assert words in said(checks.check(wrong), Light.BAD)
        assert scenarios.run(sample(SMALL), wrong).plan.status is Status.INFEASIBLE
    enough = base(rules=(*scenario.rules, asked.model_copy(update={"at_least": count})))
    assert f"{count} asked for, {count} may be funded" in said(checks.check(enough), Light.LOOK)


def test_names_and_columns_that_there_are_not_are_said() -> None:
    checks, scenario = Prechecks(sample(SMALL)), base()
    strange = base(rules=(*scenario.rules, Limit(id="odd", measure="unicorns", at_most=1)))
    assert "unicorns" in said(checks.check(strange), Light.BAD)
    priced = base(budget=scenarios.Budget(lines={"nowhere": 1}))
    assert "nowhere" in said(checks.check(priced), Light.BAD)


def test_kinds_of_library_are_called_as_the_round_calls_them() -> None:
    each = Limit(id="kinds", measure="libraries", per="kind", at_least=50)
    found = Prechecks(sample(SMALL)).check(base(rules=(each,)))
    told = "\n".join(render(part, "id") for check in found for part in (check.said, check.remedy))
    kinds = {kind.code: kind.label.id for kind in sample(SMALL).call.library_kinds}
    assert any(label in told for label in kinds.values())
    assert not any(code in told.split() or f"({code})" in told for code in kinds)
