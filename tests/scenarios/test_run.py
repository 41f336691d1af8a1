"""Running the sample rounds: proven plans, real reasons, the same result whatever the order of the files."""

import shutil
from pathlib import Path

import pandas as pd
import pytest

import intake
import scenarios
from optimizer import Exclude, Holdings, Include, Limit, MinimumScore, Status, allocate, verify
from tests.samples import ROUNDS, outcome, scenario_names

CASES = [(folder.name, name) for folder in ROUNDS for name in scenario_names(folder)]


@pytest.mark.parametrize(("round_name", "scenario"), CASES)
def test_every_scenario_of_every_sample_round_is_proven_optimal_and_verified(round_name: str, scenario: str) -> None:
    made = outcome(round_name, scenario)
    assert made.plan.status is Status.OPTIMAL
    assert made.plan.gap == 0
    assert made.plan.ties in ("unique", "settled")
    assert len(made.plan.awards) > 0
    assert verify(made.plan, made.table, made.options.table, made.rules) == []


@pytest.mark.parametrize("folder", ROUNDS, ids=lambda folder: folder.name)
def test_everyone_is_either_funded_or_has_a_reason(folder: Path) -> None:
    made = outcome(folder.name, "base")
    funded = set(made.plan.awards.index)
    named = [reason.applicant for reason in made.reasons]
    assert len(named) == len(set(named))
    assert funded | set(named) == set(made.round.applicants.index)
    assert not funded & set(named)
    assert all(reason.facts for reason in made.reasons)


@pytest.mark.parametrize("folder", ROUNDS, ids=lambda folder: folder.name)
def test_causes_are_true(folder: Path) -> None:
    made = outcome(folder.name, "base")
    eligible = made.scores.table["eligible"]
    offered = set(made.options.table["applicant"])
    minimum = [rule for rule in made.rules if isinstance(rule, MinimumScore)]
    for reason in made.reasons:
        name, cause = reason.applicant, reason.cause
        if cause is scenarios.Cause.GATE:
            assert "fail" in set(made.scores.gates.loc[name])
        elif cause is scenarios.Cause.GATE_UNKNOWN:
            assert "fail" not in set(made.scores.gates.loc[name])
            assert "unknown" in set(made.scores.gates.loc[name])
        elif cause is scenarios.Cause.NO_OPTION:
            assert eligible[name] == "yes"
            assert name not in offered
        elif cause is scenarios.Cause.MINIMUM_SCORE:
            assert minimum
            assert made.scores.table["score"][name] < minimum[0].at_least
        elif cause is scenarios.Cause.OUT_COMPETED:
            assert name in offered


def test_reasons_speak_of_the_plan_and_not_of_their_own_working() -> None:
    made = outcome("village-cascade-2014", "base")
    for reason in made.reasons:
        said = [fact.text("en") for fact in reason.facts]
        assert not any("does not give its distance" in sentence for sentence in said)
        assert not said[-1].endswith("breaks:")


def test_a_missing_answer_is_not_called_an_unmet_condition() -> None:
    made = outcome("expansion-2015", "base")
    without = [reason for reason in made.reasons if reason.cause is scenarios.Cause.NO_OPTION]
    assert without
    blank = made.round.applicants["fibre_offer"].isna()
    for reason in without:
        said = " ".join(fact.text("en") for fact in reason.facts)
        assert ("there is none" in said) == bool(blank[reason.applicant])


def test_the_out_competed_cannot_simply_be_added() -> None:
    made = outcome("expansion-2015", "base")
    out = [reason.applicant for reason in made.reasons if reason.cause is scenarios.Cause.OUT_COMPETED]
    assert out
    for name in out:
        own = made.options.table.loc[made.options.table["applicant"] == name]
        for at in range(len(own)):
            more = pd.concat([made.plan.awards, own.iloc[[at]].set_index("applicant")])
            held = more.join(made.table)
            more_held = Holdings(held, made.plan.pairs, made.table)
            broken = [rule.id for rule in made.rules if rule.check(more_held)]
            assert broken, f"{name} could have been added with {own['option'].iloc[at]}"


@pytest.mark.parametrize("folder", ROUNDS, ids=lambda folder: folder.name)
def test_the_order_of_the_applicants_file_changes_nothing(folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / folder.name
    shutil.copytree(folder, copy)
    lines = (copy / "applicants.csv").read_text(encoding="utf-8").splitlines()
    (copy / "applicants.csv").write_text("\n".join([lines[0], *reversed(lines[1:])]) + "\n", encoding="utf-8")
    shuffled = scenarios.run(intake.read_round(copy), scenarios.read(scenarios.find(copy, "base")))
    made = outcome(folder.name, "base")
    pd.testing.assert_frame_equal(shuffled.plan.awards, made.plan.awards)
    pd.testing.assert_frame_equal(shuffled.plan.pairs, made.plan.pairs)
    assert shuffled.plan.usage == made.plan.usage
    assert [reason.applicant for reason in shuffled.reasons] == [reason.applicant for reason in made.reasons]


def test_an_infeasible_scenario_names_a_smallest_conflict() -> None:
    made = outcome("expansion-2015", "base")
    rules = (Limit(id="many", measure="libraries", at_least=81),)
    scenario = made.scenario.model_copy(update={"rules": (*made.scenario.rules, *rules)})
    impossible = scenarios.run(made.round, scenario)
    assert impossible.plan.status is Status.INFEASIBLE
    assert not impossible.plan.has_awards
    ids = {rule.id for rule in impossible.conflict}
    assert "many" in ids
    for rule in impossible.conflict:
        rest = [other for other in impossible.conflict if other.id != rule.id]
        plan = allocate(impossible.table, impossible.options.table, rest)
        assert plan.status is Status.OPTIMAL, f"{rule.id} is not needed for the conflict"
    open_causes = {reason.cause for reason in impossible.reasons}
    assert scenarios.Cause.NOT_DECIDED in open_causes
    assert scenarios.Cause.OUT_COMPETED not in open_causes


def test_a_bigger_budget_never_lowers_the_value() -> None:
    cut, base = outcome("expansion-2015", "budget-cut"), outcome("expansion-2015", "base")
    assert cut.plan.objective is not None
    assert base.plan.objective is not None
    assert cut.plan.objective <= base.plan.objective


def test_budget_lines_bind_without_being_repeated() -> None:
    made = outcome("expansion-2015", "base")
    amounts = {line.id: line.amount for line in made.round.call.budget_lines}
    assert sum(amounts.values()) == 8_200_000_000
    for line, amount in amounts.items():
        assert int(made.plan.awards[f"cost_{line}"].sum()) <= amount
        assert any(rule.id == f"budget_{line}" for rule in made.rules)


def test_explain_reverses_a_decision_by_solving() -> None:
    made = outcome("expansion-2015", "base")
    funded = str(scenarios.best_first(made.plan.awards.join(made.table)).index[-1])
    told = scenarios.explain(made, funded)
    assert told.reason is None
    assert told.reversal is not None
    lock = Exclude(id="lock", applicants=(funded,))
    other = allocate(made.table, made.options.table, (*made.rules, lock), made.scenario.objectives)
    assert other.objective is not None
    assert made.plan.objective is not None
    assert told.reversal.loss == pytest.approx(made.plan.objective - other.objective)
    out = next(r.applicant for r in made.reasons if r.cause is scenarios.Cause.OUT_COMPETED)
    told = scenarios.explain(made, out)
    lock_in = Include(id="lock", applicants=(out,))
    other = allocate(made.table, made.options.table, (*made.rules, lock_in), made.scenario.objectives)
    assert told.reversal is not None
    assert other.objective is not None
    assert told.reversal.loss is not None
    assert told.reversal.loss == pytest.approx(made.plan.objective - other.objective)
    assert told.reversal.loss >= 0
    assert told.at_the_line is not None
    assert sum(c.difference for c in told.at_the_line.criteria) == pytest.approx(told.at_the_line.gap, abs=1e-6)


def test_compare_names_everyone_who_is_treated_differently() -> None:
    one, other = outcome("expansion-2015", "base"), outcome("expansion-2015", "budget-cut")
    compared = scenarios.compare([one, other])
    first, second = one.plan.awards["option"].to_dict(), other.plan.awards["option"].to_dict()
    differing = {name for name in set(first) | set(second) if first.get(name) != second.get(name)}
    assert {move.applicant for move in compared.moves} == differing
    assert set(compared.in_all) == set(first) & set(second)
    for move in compared.moves:
        for package, why in zip(move.packages, move.reasons, strict=True):
            assert (package == "") == (why is not None)
    assert any(key.startswith("budget") for key, _ in compared.choices)


def test_the_fingerprint_follows_everything_that_decides() -> None:
    made = outcome("expansion-2015", "base")
    same = scenarios.run(made.round, made.scenario)
    assert same.fingerprint == made.fingerprint
    assert outcome("expansion-2015", "budget-cut").fingerprint != made.fingerprint
    budget = made.scenario.budget.model_copy(update={"lines": {"hardware": 1}})
    assert made.scenario.model_copy(update={"budget": budget}).fingerprint() != made.scenario.fingerprint()
