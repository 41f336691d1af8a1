"""An infeasible scenario is explained, and its repairs are scenarios that run; some of it is seen before solving."""

import pytest

import scenarios
from optimizer import Exclude, Include, Limit, MinimumScore, OneOf, Rule, Status
from scenarios import budget_lines
from scenarios.budget import written_out
from scenarios.forecast import foreseen
from scenarios.repair import conflicts, repairs
from tests.samples import outcome

ROUND = "first-partners-2011"


def _impossible() -> scenarios.Outcome:
    made = outcome(ROUND, "base")
    more: Rule = Limit(id="more", measure="libraries", at_least=36)
    return scenarios.run(made.round, made.scenario.model_copy(update={"rules": (*made.scenario.rules, more)}))


def test_repairs_are_scenarios_that_run_to_the_plan_they_promise() -> None:
    made = _impossible()
    assert made.plan.status is Status.INFEASIBLE
    assert conflicts(made, most=2).found
    found = repairs(made, most=2)
    assert len(found) == 2
    for remedy in found:
        again = scenarios.from_data(remedy.scenario.as_data())
        ran = scenarios.run(made.round, again)
        assert ran.plan.status is Status.OPTIMAL
        assert ran.plan.awards["option"].to_dict() == remedy.repair.plan.awards["option"].to_dict()
        assert remedy.said().text("en")


def _problems(*rules: Rule) -> list[str]:
    made = outcome(ROUND, "base")
    return [f.problem.text("en") for f in foreseen((*made.rules, *rules), made.table, made.options.table)]


def test_nothing_is_foreseen_in_the_sample() -> None:
    assert _problems() == []


@pytest.mark.parametrize("count", [30, 10_000])
def test_a_minimum_above_the_admissible_is_foreseen(count: int) -> None:
    made = outcome(ROUND, "base")
    province = str(made.table["province"].iloc[0])
    found = _problems(Limit(id="r", measure="libraries", where={"province": province}, at_least=count))
    assert any("only" in each and "may be funded" in each for each in found)


def test_the_cheapest_set_above_a_budget_line_or_a_stock_is_foreseen() -> None:
    found = _problems(Limit(id="r", measure="libraries", at_least=33), Limit(id="few", measure="computers", at_most=40))
    assert any("even with the cheapest options; few allows 40" in each for each in found)
    found = _problems(
        Limit(id="tiny", measure="cost", at_most=1_000_000), Limit(id="r", measure="libraries", at_least=1)
    )
    assert any("tiny allows Rp 1,000,000" in each for each in found)


def test_names_that_contradict_are_foreseen() -> None:
    made = outcome(ROUND, "base")
    one, other = made.funded.index[0], made.funded.index[-1]
    wanted = Include(id="in", applicants=(one, other))
    assert any("kept out by" in each for each in _problems(wanted, Exclude(id="out", applicants=(one,))))
    assert any("are all forced in" in each for each in _problems(wanted, OneOf(id="of", applicants=(one, other))))
    score = float(made.table["score"][other])
    assert any("is below" in each for each in _problems(wanted, MinimumScore(id="min", at_least=score + 0.1)))


@pytest.mark.parametrize(("scale", "said"), [(1.0, 9), (0.3, 30), (1.5, 6)])
def test_a_repair_writes_only_the_line_that_gives_way(scale: float, said: int) -> None:
    """Rounded down, 30 * 0.3 and 6 * 1.5 are 9."""
    made = outcome(ROUND, "base")
    held = scenarios.Budget(scale=scale, lines={"training": 1_000})
    scenario = made.scenario.model_copy(update={"budget": held})
    raised = Limit(id="budget_hardware", measure="cost_hardware", at_most=9)
    out = written_out(held, made.round.call, scenario, [raised])
    assert out == scenarios.Budget(scale=scale, lines={"training": 1_000, "hardware": said})
    assert budget_lines(made.round.call, scenario.model_copy(update={"budget": out}))["hardware"] == 9


@pytest.mark.parametrize(("scale", "others"), [(1.5, 6), (0.0, 0)])
def test_a_repair_goes_without_a_scale_under_which_no_figure_comes_to_its_amount(scale: float, others: int) -> None:
    """5 * 1.5 is 7 rounded down and 6 * 1.5 is 9, so 8 cannot be said under that scale, and nothing but 0 under 0."""
    made = outcome(ROUND, "base")
    lines = [line.id for line in made.round.call.budget_lines]
    held = scenarios.Budget(scale=scale, lines=dict.fromkeys(lines, 4))
    scenario = made.scenario.model_copy(update={"budget": held})
    raised = Limit(id="budget_hardware", measure="cost_hardware", at_most=8)
    out = written_out(held, made.round.call, scenario, [raised])
    assert out == scenarios.Budget(lines={line: 8 if line == "hardware" else others for line in lines})
