"""What-ifs against full runs: lawful, within what they say, the same list where they say so, and cached by content."""

import sys
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from random import Random

import pytest

import scenarios
from locales import render
from optimizer import CountedBeside, Plan, Stage, Status, verify
from optimizer.objectives import Maximise
from optimizer.plan import better
from scenarios import Adjustment, Certainty, Lock, Outcome, Scenario, Sitting, WhatIf, adjusted, whole_money
from scenarios.memory import Memory
from scenarios.rehearsal import hanging
from scenarios.what_if import sure_of
from tests.samples import ROUNDS, outcome

ROUND = "expansion-2015"
PATIENT, HURRIED = 60.0, 0.05


def _changes(base: Outcome, seed: int, many: int) -> Iterator[Scenario]:
    """Seeded adjustments of everything a meeting can turn."""
    random = Random(seed)
    money = whole_money(base.round, base.scenario)
    groups = list(scenarios.top_weights(base.round, base.scenario))
    quotas = {name: int(bound) for name, bound in scenarios.quotas_of(base.scenario).items()}
    names = sorted(map(str, base.options.table["applicant"].unique()))
    for _ in range(many):
        change: dict[str, object] = {}
        if random.random() < 0.6:
            change["money"] = money * random.randint(70, 130) // 100
        if random.random() < 0.4:
            change["weights"] = {random.choice(groups): random.randint(10, 60)}
        if random.random() < 0.4 and quotas:
            name = random.choice(sorted(quotas))
            change["quotas"] = {name: max(quotas[name] + random.randint(-5, 5), 0)}
        if random.random() < 0.4:
            change["locks"] = {name: Lock(inside=random.random() < 0.5) for name in random.sample(names, 2)}
        yield adjusted(base.round, base.scenario, Adjustment.model_validate(change))


def _hold(sitting: Sitting, answer: WhatIf, run: Outcome) -> None:
    """Hold an answer to what the full run of the same scenario proves."""
    quick = sitting.outcome(answer)
    assert verify(answer.plan, quick.table, quick.options.table, quick.rules) == []
    if run.plan.status is Status.INFEASIBLE:
        assert answer.certainty in (Certainty.INFEASIBLE, Certainty.STOPPED)
        return
    assert answer.certainty is not Certainty.INFEASIBLE
    if not answer.has_plan:
        return
    best, reached = run.plan.stages[0], answer.plan.stages[0]
    assert run.plan.status is Status.OPTIMAL
    assert not better(best.objective, reached.value, best.value)
    if reached.bound is not None:
        assert not better(best.objective, best.value, reached.bound)
    if answer.certainty is Certainty.WITHIN:
        assert answer.gap is not None
        assert abs(best.value - reached.value) <= Fraction(answer.gap) * abs(best.value) * Fraction(1001, 1000)
    if answer.certainty is Certainty.SETTLED:
        assert set(answer.plan.awards.index) == set(run.plan.awards.index)
    before, after = set(sitting.baseline.plan.awards.index), set(answer.plan.awards.index)
    assert (set(answer.entered), set(answer.left)) == (after - before, before - after)
    figures = {render(figure.name, "en"): figure for figure in answer.figures}
    assert figures["libraries funded"].values == (len(before), len(after))
    more = int(quick.total("cost") - sitting.baseline.total("cost"))
    assert figures["grant"].differences == (None, more)
    if not any(isinstance(rule, CountedBeside) for rule in quick.rules):
        assert more == int(answer.plan.awards["cost"].sum()) - int(sitting.baseline.plan.awards["cost"].sum())


def _compare(round_name: str, seed: int, many: int) -> list[Certainty]:
    base = outcome(round_name, "base")
    told = []
    for scenario in _changes(base, seed, many):
        run = scenarios.run(base.round, scenario)
        for seconds in (PATIENT, HURRIED):
            sitting = Sitting(base)
            answer = sitting.ask(scenario, seconds)
            _hold(sitting, answer, run)
            told.append(answer.certainty)
    return told


def test_what_ifs_say_what_full_runs_say() -> None:
    told = _compare(ROUND, seed=1, many=2)
    assert Certainty.SETTLED in told


@pytest.mark.long
@pytest.mark.parametrize("folder", ROUNDS, ids=lambda folder: folder.name)
def test_what_ifs_say_what_full_runs_say_in_every_sample_round(folder: Path) -> None:
    told = _compare(folder.name, seed=2, many=8)
    assert len(set(told)) > 1


@pytest.mark.parametrize("folder", ROUNDS, ids=lambda folder: folder.name)
def test_the_baseline_asked_again_is_the_baseline(folder: Path) -> None:
    base = outcome(folder.name, "base")
    sitting = Sitting(base)
    answer = sitting.ask(base.scenario)
    assert (answer.entered, answer.left, answer.altered, answer.groups) == ((), (), (), ())
    assert answer.plan is base.plan
    assert answer.certainty is Certainty.SETTLED
    assert {figure.differences[1] for figure in answer.figures} == {0}


def test_what_is_remembered_is_kept_apart_by_content() -> None:
    base = outcome(ROUND, "base")
    shared = Sitting(base)
    asked = list(_changes(base, seed=5, many=6))
    for scenario in (*asked, *reversed(asked)):
        alone = Sitting(base).ask(scenario, PATIENT)
        again = shared.ask(scenario, PATIENT)
        assert alone.certainty == again.certainty
        assert list(alone.plan.awards["option"].items()) == list(again.plan.awards["option"].items())
        assert shared.ask(scenario) is again


def test_a_full_run_takes_the_place_of_a_quick_answer_and_not_the_other_way_round() -> None:
    base = outcome(ROUND, "base")
    sitting = Sitting(base)
    money = whole_money(base.round, base.scenario) * 9 // 10
    cut = adjusted(base.round, base.scenario, Adjustment(money=money))
    hurried = sitting.ask(cut, 0.0)
    assert hurried.certainty is not Certainty.SETTLED
    run = scenarios.run(base.round, cut)
    full = sitting.learn(run)
    assert full.certainty is Certainty.SETTLED
    assert sitting.ask(cut) is full
    assert sitting.answered(hurried) is full
    assert sitting.outcome(hurried).fingerprint != run.fingerprint


def test_an_impossible_what_if_says_so_and_has_no_plan() -> None:
    base = outcome(ROUND, "base")
    kept_out = next(r.applicant for r in base.reasons if r.cause is scenarios.Cause.GATE)
    impossible = adjusted(base.round, base.scenario, Adjustment(locks={kept_out: Lock(inside=True)}))
    answer = Sitting(base).ask(impossible)
    assert answer.certainty is Certainty.INFEASIBLE
    assert not answer.has_plan
    assert answer.figures == ()


def test_an_answer_for_which_there_is_no_time_is_not_worse_than_one_that_is_known(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    base = outcome(ROUND, "base")
    sitting = Sitting(base)
    money = whole_money(base.round, base.scenario)
    asked = [adjusted(base.round, base.scenario, Adjustment(money=money * percent // 100)) for percent in (60, 85, 72)]
    less, more = (sitting.ask(scenario, PATIENT) for scenario in asked[:2])
    monkeypatch.setattr(sys.modules["optimizer.quick"], "BEGIN", 0.0)
    hurried = sitting.ask(asked[2], 0.0)
    alone = Sitting(base).ask(asked[2], 0.0)
    assert alone.certainty is Certainty.STOPPED
    assert hurried.has_plan
    assert less.plan.stages[0].value == hurried.plan.stages[0].value < more.plan.stages[0].value
    assert hurried.certainty in (Certainty.WITHIN, Certainty.OPEN)
    quick = sitting.outcome(hurried)
    assert verify(hurried.plan, quick.table, quick.options.table, quick.rules) == []


def test_however_much_is_asked_no_more_is_held_than_so_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules["scenarios.sitting"], "ANSWERS", 5)
    monkeypatch.setattr(sys.modules["scenarios.sitting"], "TABLES", 2)
    base = outcome(ROUND, "base")
    sitting = Sitting(base)
    group = next(iter(scenarios.top_weights(base.round, base.scenario)))
    for share in range(11, 19):
        sitting.ask(adjusted(base.round, base.scenario, Adjustment(weights={group: share})), 0.0)
    held = [len(memory) for memory in (sitting._answers, sitting._scores, sitting._tables, sitting._options)]
    assert held == [5, 2, 2, 2]


def _plan(status: Status, *stages: Stage) -> Plan:
    awards = outcome(ROUND, "base").plan.awards
    return Plan(status, awards, awards.iloc[:0], stages, (), "open")


def test_how_sure_a_plan_is_follows_its_stages() -> None:
    value = Maximise(measure="value")
    proven = Stage(value, Fraction(10), Fraction(10), Status.OPTIMAL)
    near = Stage(value, Fraction(1998), Fraction(2000), Status.FEASIBLE)
    unknown = Stage(value, Fraction(10), None, Status.FEASIBLE)
    assert sure_of(_plan(Status.OPTIMAL, proven), settled=True) == (Certainty.SETTLED, 0.0)
    assert sure_of(_plan(Status.OPTIMAL, proven), settled=False) == (Certainty.PROVEN, 0.0)
    assert sure_of(_plan(Status.FEASIBLE, near), settled=True) == (Certainty.WITHIN, 0.001)
    assert sure_of(_plan(Status.FEASIBLE, proven, near), settled=True) == (Certainty.WITHIN, 0.001)
    assert sure_of(_plan(Status.FEASIBLE, unknown), settled=True) == (Certainty.OPEN, None)
    assert sure_of(_plan(Status.INFEASIBLE), settled=False) == (Certainty.INFEASIBLE, None)
    assert sure_of(_plan(Status.STOPPED), settled=False) == (Certainty.STOPPED, None)


def test_a_gap_is_never_said_smaller_than_it_is() -> None:
    base = outcome(ROUND, "base")
    for gap, said in ((0.00101, "0.11 %"), (0.000001, "0.01 %"), (0.001, "0.1 %")):
        answer = WhatIf(base.scenario, base.plan, Certainty.WITHIN, gap)
        assert said in answer.said().text("en")


def test_only_the_latest_are_kept() -> None:
    kept = Memory[int](2)
    made = [kept.made(key, lambda key=key: key) for key in (1, 2, 1, 3)]  # type: ignore[misc]
    assert made == [1, 2, 1, 3]
    assert (kept.get(1), kept.get(2), kept.get(3)) == (1, None, 3)


def test_whose_place_hangs_on_the_weights_is_counted_over_plans() -> None:
    base = outcome(ROUND, "base")
    names = [str(name) for name in base.plan.awards.index[:4]]
    plans = [names[:3], names[:3], names[:2], [names[0], names[3]]]
    answers = []
    for own in plans:
        plan = replace(base.plan, awards=base.plan.awards.loc[own])
        answers.append(WhatIf(base.scenario, plan, Certainty.SETTLED, 0.0))
    none = replace(base.plan, status=Status.INFEASIBLE, awards=base.plan.awards.iloc[:0])
    answers.append(WhatIf(base.scenario, none, Certainty.INFEASIBLE, None))
    found = {each.applicant: each.share for each in hanging(answers)}
    assert found == {names[1]: Fraction(3, 4), names[2]: Fraction(1, 2), names[3]: Fraction(1, 4)}
    assert hanging(answers)[0].applicant == names[2]
    assert hanging(answers[-1:]) == ()
