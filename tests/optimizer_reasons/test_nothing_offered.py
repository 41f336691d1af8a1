"""Every question about a round in which nobody applied, nothing is offered, or all that is offered is worth nothing."""

import pandas as pd
import pytest

from optimizer import (
    LeastChanges,
    Limit,
    Maximise,
    MaximiseWorst,
    Minimise,
    Objective,
    Settings,
    Status,
    allocate,
    budget_curve,
    rule_prices,
    swap_prices,
)
from optimizer.alternatives import alternatives
from optimizer.certificate import certificate_matches, certify, recheck
from optimizer.draw import check_draw, draw
from optimizer.fairness import fairness, worst_first
from optimizer.frontier import frontier
from optimizer.marginal_values import marginal_values
from optimizer.reserve_order import reserve_list
from optimizer.standing import standings
from optimizer.tie_count import tied_plans

PATIENT = Settings(seconds=60)
NOTHING = pd.DataFrame({"applicant": [], "option": [], "value": [], "cost": []}).astype(
    {"applicant": str, "option": str, "cost": int}
)
NOBODY = pd.DataFrame({"province": []}, index=pd.Index([], dtype=str)).astype(str)
ONE = pd.DataFrame({"province": ["A"]}, index=["a"])
WORTHLESS = pd.DataFrame([{"applicant": "a", "option": "p", "value": 0.0, "cost": 0}])
WORLDS = {"nobody": (NOBODY, NOTHING), "nothing": (ONE, NOTHING), "worthless": (ONE, WORTHLESS)}
AIMS: tuple[tuple[Objective, ...], ...] = (
    (),
    (Maximise(measure="value"), Minimise(measure="cost")),
    (Minimise(measure="cost"),),
    (MaximiseWorst(measure="value", per="province"),),
    (LeastChanges(announced={"gone": ""}),),
    (LeastChanges(announced={"a": ""}, counts=("packages",)), Maximise(measure="value", tolerance=0.1)),
)
RULES = [Limit(id="money", measure="cost", at_most=100)]


@pytest.mark.parametrize("objectives", AIMS, ids=range(len(AIMS)))
@pytest.mark.parametrize("world", list(WORLDS))
def test_every_question_has_an_answer(world: str, objectives: tuple[Objective, ...]) -> None:
    people, options = WORLDS[world]
    plan = allocate(people, options, RULES, objectives, PATIENT)
    assert plan.status is Status.OPTIMAL
    given = (people, options, RULES, objectives, plan)
    asked = (*given, PATIENT)
    everyone = sorted(set(options["applicant"]))
    standing = standings(*asked)
    assert list(standing.table.index) == everyone
    assert "not proven" not in set(standing.table["standing"])
    other = alternatives(*asked, loss=0, different=1)
    assert other.alone == (other.most_different is None) == (plan.ties == "unique")
    ties = tied_plans(*asked)
    assert ties.complete
    assert (ties.at_least == 1) == (plan.ties == "unique")
    drawn = draw(*asked)
    assert drawn.fairest
    assert check_draw(drawn.record("seed"), people, options, RULES, objectives, drawn.drawn("seed")) == ()
    assert reserve_list(*asked).in_time
    assert set(swap_prices(*asked, exact=everyone)["status"]) <= {"exact", "impossible"}
    assert set(rule_prices(*asked)["gain"]) == {0}
    assert set(marginal_values(*asked)["gain"]) <= {0}
    made = certify(*given)
    assert (recheck(made), certificate_matches(made, *given)) == ((), ())
    fair = worst_first(people, options, RULES, objectives, "value", "province", plan, PATIENT)
    assert fair.plan.status is Status.OPTIMAL
    assert fairness(people, options, plan.awards, "value", "province").total == 0


@pytest.mark.parametrize("second", [each[0] for each in AIMS[1:5]], ids=range(4))
@pytest.mark.parametrize("world", list(WORLDS))
def test_frontier_and_curve_are_complete(world: str, second: Objective) -> None:
    people, options = WORLDS[world]
    first = Maximise(measure="libraries")
    found = frontier(people, options, RULES, first, second, PATIENT)
    assert found.complete
    assert found.status is Status.OPTIMAL
    curve = budget_curve(people, options, RULES, (first,), ["money"], [0, 0.5, 1], PATIENT, nested=True)
    assert [step.plan.status for step in curve.steps] == [Status.OPTIMAL] * 3
