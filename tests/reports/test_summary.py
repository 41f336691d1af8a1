"""The summary: figures that agree with the plan, and rules that really hold it where it is."""

from fractions import Fraction

import pytest

import scenarios
from optimizer import Limit, Stage, Status, allocate
from reports import Tightness, summary, summary_lines, tightnesses
from reports.words import status
from scenarios import Cause
from tests.reports import plan_rounds


def test_the_summary_agrees_with_the_plan() -> None:
    outcome = plan_rounds.outcome()
    summed = summary(outcome)
    assert sum(count for _, count in summed.causes) == len(outcome.reasons)
    assert dict(summed.causes)[Cause.OUT_COMPETED] == 3
    assert sum(line.used for line in summed.lines) == int(outcome.plan.awards["cost"].sum())
    assert [line.left for line in summed.lines] == [line.counted_on - line.used for line in summed.lines]
    said = dict(summary_lines(outcome, "en"))
    assert said["Libraries funded"] == "5"
    assert said["Computers"] == "22"
    assert said["Used beyond what is pledged: Hardware"] == "Rp 62,440,018"
    assert "Rule count" in said


def test_a_rule_called_binding_cannot_be_tightened_or_is_full() -> None:
    """One unit less of a bound that is used up makes this plan impossible."""
    outcome = plan_rounds.outcome()
    first = outcome.plan.stages[0].value
    for tight in tightnesses(outcome):
        if tight.tightness is not Tightness.USED_UP or not isinstance(tight.rule, Limit) or tight.use.part:
            continue
        closer = tight.rule.model_copy(update={"at_most": int(tight.use.used) - 1})
        rules = [closer if rule.id == closer.id else rule for rule in outcome.rules]
        worse = allocate(outcome.table, outcome.options.table, rules, outcome.scenario.objectives)
        assert worse.stages[0].value < first
    assert {t.use.rule: t.tightness for t in tightnesses(outcome) if not t.use.part} == {
        "budget_hardware": Tightness.FULL,
        "budget_connection": Tightness.ROOM,
        "count": Tightness.USED_UP,
    }
    assert {t.use.part: t.tightness for t in tightnesses(outcome) if t.use.rule == "spread"}["Aceh"] is Tightness.SPENT


def test_an_infeasible_outcome_says_so_and_names_the_rules() -> None:
    said = summary_lines(plan_rounds.infeasible(), "en")
    assert ("Result", "Nobody is funded: no plan exists, because the rules contradict each other.") in said
    assert sum(label == "Rule in the conflict" for label, _ in said) == 2
    assert not any(label.startswith("Budget line") for label, _ in said)


@pytest.mark.parametrize(
    ("bound", "words"),
    [
        (Fraction(200), "best found so far, gap 50 %, at most 100.000 points better possible"),
        (None, "how much better is possible is not known"),
    ],
)
def test_an_unproven_plan_says_how_far_from_the_best_it_may_be(bound: Fraction | None, words: str) -> None:
    plan = plan_rounds.outcome().plan
    stage = Stage(plan.stages[0].objective, Fraction(100), bound, Status.FEASIBLE)
    unproven = type(plan)(Status.FEASIBLE, plan.awards, plan.pairs, (stage,), plan.usage, "open")
    assert words in status(unproven).text("en")


def test_a_summary_exists_in_both_languages() -> None:
    outcome: scenarios.Outcome = plan_rounds.outcome()
    for language in ("id", "en"):
        assert all(label and value for label, value in summary_lines(outcome, language))
