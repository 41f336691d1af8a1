"""The smallest change: on small random rounds, against every step tried by a complete allocation."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

import scenarios
from intake import Criteria, Round
from optimizer import Limit, Move, Rule, allocate, options, relaxed, slacks_of
from scenarios import Change, WhatItTakes, what_it_takes
from scenarios.own_answers import rungs
from scoring import score
from tests.reports.plan_rounds import both, criteria, round_, scenario

MILLION = 1_000_000
QUICK = (0,)
LONG = (1, 3)
STEPS = 40
"""Of a rule with more steps, only those near the change are tried one by one."""
OBJECTIVES: tuple[list[dict[str, Any]], ...] = (
    [{"maximise": "value"}],
    [{"maximise": "value"}, {"minimise": "cost"}],
    [{"maximise": "libraries"}, {"maximise": "value"}],
    [{"maximise": "value", "tolerance": 0.05}, {"minimise": "cost"}],
    [{"maximise_worst": "value", "per": "province"}, {"maximise": "value"}],
    [{"minimise": "cost"}, {"maximise": "value"}],
)
RULES: tuple[dict[str, Any], ...] = (
    {"rule": "limit", "id": "space", "measure": "room", "at_most": 24},
    {"rule": "limit", "id": "large", "measure": "libraries", "where": {"room": (9, 10, 11, 12)}, "at_most": 1},
    {"rule": "minimum_score", "id": "room_floor", "measure": "room", "at_least": 4},
    {"rule": "one_of", "id": "apart", "per": "room"},
    {"rule": "limit", "id": "two", "measure": "libraries", "at_least": 2},
)


def _criteria() -> Criteria:
    """Rooms in whole steps, few enough to try each."""
    data = criteria().model_dump(mode="json", by_alias=True, exclude_none=True)
    data["questions"][0]["whole"] = True
    data["criteria"][0]["anchors"]["one"]["at"] = 12
    return Criteria.model_validate(data)


def _case(seed: int) -> scenarios.Outcome:
    draw = np.random.default_rng(seed)
    made = round_(hardware=int(draw.integers(60, 110)) * 1_000_000)
    people = made.applicants.copy()
    people["room"] = draw.integers(0, 12, len(people)).astype(float)
    given: list[dict[str, Any]] = [
        {"rule": "limit", "id": "count", "measure": "libraries", "at_most": int(draw.integers(2, 5))},
        {
            "rule": "limit",
            "id": "spread",
            "label": both("Spread"),
            "measure": "libraries",
            "per": "province",
            "at_most": int(draw.integers(1, 3)),
        },
        {"rule": "minimum_score", "id": "floor", "at_least": int(draw.integers(5, 25))},
    ]
    if draw.random() < 0.4:
        given.append(
            {
                "rule": "mentoring",
                "id": "mentors",
                "villages": {"kind": "village"},
                "mentors": {"kind": "district"},
                "reach_km": 60.0,
                "at_most": 2,
            }
        )
    given += [rule for rule in RULES[:4] if draw.random() < 0.3]
    objectives = OBJECTIVES[seed % len(OBJECTIVES)]
    given += [RULES[4]] if objectives[0].get("minimise") else []
    return scenarios.run(
        replace(made, applicants=people, criteria=_criteria()), scenario(rules=given, objectives=objectives)
    )


def _funded(made: scenarios.Outcome, people: pd.DataFrame | None, rules: Sequence[Rule], applicant: str) -> bool | None:
    """Whether an applicant is in the whole allocation; None when there is no plan."""
    round_again: Round = made.round if people is None else replace(made.round, applicants=people)
    scores = score(round_again, made.scenario.scoring)
    offered = options(round_again, scenarios.admitted(scores), made.scenario.catalogue).table
    table = scenarios.attributes(round_again, scores)
    plan = allocate(table, offered, rules, made.scenario.objectives, made.scenario.solver)
    return applicant in plan.awards.index if plan.has_awards else None


def _check(told: Change | None, most: int, holds: Callable[[int], bool], step_of: Callable[[Change], int]) -> None:
    """One answer against all steps, or against those around it where there are too many."""
    tried = range(1, most + 1) if most <= STEPS else ()
    holding = [step for step in tried if holds(step)]
    if told is None:
        assert not holds(most)
        return
    step = step_of(told)
    assert holds(step)
    assert step == 1 or not holds(step - 1)
    if holding and told.least:
        assert step == holding[0]


def _check_answers(made: scenarios.Outcome, applicant: str, told: WhatItTakes) -> int:
    found = {change.name: change for change in told.changes if change.what == "answer"}
    asked = 0
    for rung in rungs(made.round, made.table, applicant):

        def holds(step: int, rung: Any = rung) -> bool:
            people = made.round.applicants.copy()
            people.loc[applicant, rung.criterion.column] = rung.answer(step)
            return bool(_funded(made, people, made.rules, applicant))

        change = found.get(rung.criterion.id)
        _check(change, rung.most, holds, lambda change: int(change.amount))
        assert change is not None or not any(holds(step) for step in range(1, rung.most + 1))
        asked += 1
    return asked


def _check_rules(made: scenarios.Outcome, applicant: str, told: WhatItTakes) -> int:
    said = {change.said.text("en"): change for change in told.changes if change.what in ("rule", "budget")}
    asked = 0
    for rule in made.rules:
        for slack in slacks_of(rule, made.table, made.options.table):
            if slack.piece.part not in ("", applicant, str(made.table.at[applicant, "province"])):
                continue

            def holds(step: int, slack: Any = slack) -> bool:
                moved = relaxed(made.table, made.options.table, made.rules, [Move(slack, step)])
                return bool(_funded(made, None, moved, applicant))

            step = next((n for n in range(1, slack.most + 1) if rule.said(Move(slack, n)).text("en") in said), None)
            change = None if step is None else said[rule.said(Move(slack, step)).text("en")]
            _check(change, slack.most, holds, lambda _, step=step: step or 0)  # type: ignore[misc]
            asked += 1
    return asked


def _check_points(made: scenarios.Outcome, applicant: str, told: WhatItTakes) -> int:
    change = next((change for change in told.changes if change.what == "points"), None)
    if change is None:
        return 0
    now, steps = float(made.scores.table["points"][applicant]), round(change.amount * 100)
    sign = 1 if steps > 0 else -1

    def holds(step: int) -> bool:
        points = round(now + sign * step * 0.01, 4)
        judged = scenarios.admitted(made.scores)
        judged.loc[applicant, "score"] = points
        table = made.table.copy()
        table.loc[applicant, "score"] = points
        offered = options(made.round, judged, made.scenario.catalogue).table
        plan = allocate(table, offered, made.rules, made.scenario.objectives, made.scenario.solver)
        return plan.has_awards and (applicant in plan.awards.index) == (sign > 0)

    assert holds(abs(steps))
    assert abs(steps) == 1 or not holds(abs(steps) - 1)
    if change.least:
        assert not any(holds(step) for step in range(1, abs(steps), max(1, abs(steps) // 5)))
    return 1


def _check_cuts(made: scenarios.Outcome, applicant: str, told: WhatItTakes) -> int:
    found = {change.name: change for change in told.changes if change.what == "budget"}
    lines = [rule for rule in made.rules if isinstance(rule, Limit) and rule.id.startswith("budget_")]
    for line in lines:
        amount = int(str(line.at_most))

        def holds(step: int, line: Limit = line, amount: int = amount) -> bool:
            less = line.model_copy(update={"at_most": max(amount - step * MILLION, 0)})
            return (
                _funded(made, None, [less if each.id == line.id else each for each in made.rules], applicant) is False
            )

        _check(found.get(line.id), -(-amount // MILLION), holds, lambda change: -(-int(change.amount) // MILLION))
    return len(lines)


def _compare(seed: int) -> int:
    """Every answer for one applicant out and one in, counted."""
    made = _case(seed)
    if not made.plan.has_awards:
        return 0
    ranked = list(made.scores.table["rank"].dropna().sort_values(kind="stable").index)
    out = [name for name in ranked if name not in made.plan.awards.index]
    asked = 0
    for applicant in out[:1]:
        told = what_it_takes(made, applicant, solves=100_000, seconds=600)
        assert told.unanswered == ()
        asked += _check_points(made, applicant, told)
        asked += _check_answers(made, applicant, told)
        asked += _check_rules(made, applicant, told)
    for applicant in list(made.plan.awards.index)[:1]:
        told = what_it_takes(made, applicant, solves=100_000, seconds=600)
        assert told.unanswered == ()
        asked += _check_points(made, applicant, told) + _check_cuts(made, applicant, told)
    return asked


@pytest.mark.parametrize("seed", QUICK)
def test_each_change_is_the_one_that_trying_every_step_finds(seed: int) -> None:
    assert _compare(seed) > 0


@pytest.mark.long
def test_each_change_is_the_one_that_trying_every_step_finds_in_many_rounds() -> None:
    asked = [_compare(seed) for seed in LONG]
    assert sum(asked) > 4 * len(LONG)
