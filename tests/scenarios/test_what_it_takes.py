"""What it takes: every change that is named turns the decision when the whole scenario is run again."""

from dataclasses import replace

import pytest

import intake
import scenarios
from optimizer import allocate
from scenarios import Change, what_it_takes
from scenarios.own_answers import rungs
from tests.samples import outcome

ROUND = "first-partners-2011"


def _again(made: scenarios.Outcome, applicant: str, change: Change, less: bool) -> bool:
    """Whether the applicant is funded with a change, or with a little less of it, run from the files' values on."""
    if change.what == "budget":
        line = change.name.removeprefix("budget_")
        before = scenarios.budget_lines(made.round.call, made.scenario)
        amount = change.amount - (1_000_000 if less else 0)
        lines = {**before, line: before[line] + int(amount)}
        budget = made.scenario.budget.model_copy(update={"lines": lines, "scale": 1.0})
        again = scenarios.run(made.round, made.scenario.model_copy(update={"budget": budget}))
        return applicant in again.plan.awards.index
    rung = next(r for r in rungs(made.round, made.table, applicant) if r.criterion.id == change.name)
    steps = int(change.amount) - (1 if less else 0)
    people = made.round.applicants.copy()
    if steps:
        people.loc[applicant, rung.criterion.column] = rung.answer(steps)
    again = scenarios.run(replace(made.round, applicants=people), made.scenario)
    return applicant in again.plan.awards.index


def test_every_change_turns_the_decision_and_a_little_less_does_not() -> None:
    made = outcome(ROUND, "base")
    out = [reason.applicant for reason in made.reasons if reason.cause is scenarios.Cause.OUT_COMPETED]
    told = what_it_takes(made, out[0], seconds=90)
    assert not told.funded
    assert told.gates == ()
    assert told.changes or told.unanswered
    assert told.solves > 1
    for change in told.changes:
        if change.what in ("budget", "answer"):
            assert _again(made, out[0], change, less=False), change.said.text("en")
            assert not _again(made, out[0], change, less=True), change.said.text("en")


def test_gates_come_first() -> None:
    made = outcome(ROUND, "base")
    barred = next(reason.applicant for reason in made.reasons if reason.cause is scenarios.Cause.GATE)
    told = what_it_takes(made, barred, solves=2)
    assert told.gates
    assert all(gate.reasons for gate in told.gates)
    assert told.gates_suffice is not None
    assert all(change.what == "answer" for change in told.changes)


def test_it_gives_up_at_the_stated_number_of_solves_and_says_so() -> None:
    made = outcome(ROUND, "base")
    out = next(reason.applicant for reason in made.reasons if reason.cause is scenarios.Cause.OUT_COMPETED)
    told = what_it_takes(made, out, solves=1)
    assert told.solves == 1
    assert told.changes == ()
    assert told.unanswered


def _funded_with(made: scenarios.Outcome, applicant: str, by: float) -> bool:
    """Whether the applicant is funded with its options' values moved by so many points."""
    points = float(made.scores.table["points"].loc[applicant])
    options = made.options.table.copy()
    own = (options["applicant"] == applicant).to_numpy()
    options.loc[own, "value"] = (options.loc[own, "value"] / points * (points + by)).round(3)
    table = made.table.copy()
    table.loc[applicant, "score"] = points + by
    plan = allocate(table, options, made.rules, made.scenario.objectives)
    return applicant in plan.awards.index


def test_a_funded_applicant_leaves_at_the_score_that_is_named() -> None:
    made = outcome(ROUND, "base")
    order = [str(each) for each in scenarios.best_first(made.plan.awards.join(made.table)).index]
    for applicant in reversed(order):
        told = what_it_takes(made, applicant, solves=9)
        assert told.funded
        change = next((each for each in told.changes if each.what == "points"), None)
        if change is not None:
            assert change.amount < 0
            assert not _funded_with(made, applicant, change.amount)
            assert _funded_with(made, applicant, change.amount + 0.01)
            return
    pytest.fail("no funded applicant of the sample depends on its score")


def test_an_unknown_applicant_is_refused() -> None:
    with pytest.raises(intake.InputError, match="there is no applicant nobody"):
        what_it_takes(outcome(ROUND, "base"), "nobody")
