"""Answering: under every change, in any order, the tables that scoring and options by themselves would give."""

import random
from fractions import Fraction

import pandas as pd
import pytest

from optimizer import funded, options
from scenarios import Altered, Outcome, budget
from scenarios.answering import Answering, Tables
from scenarios.cases import case_of
from scenarios.robust_blanks import filled, ranges
from scenarios.run import admitted, attributes
from scoring import panel, score
from tests.samples import outcome

ROUNDS = ("expansion-2015", "first-partners-2011", "village-cascade-2014")
CHANGES = 8


def plainly(made: Outcome, change: Altered) -> Tables:
    """Everything worked out anew, step by step as a run does it."""
    round_, scenario = filled(made.round, change.answers), made.scenario
    figures = None
    if change.marks:
        marked = panel(round_, scenario.scoring.panel)
        assert marked is not None
        figures = marked.figures.copy()
        for criterion, applicant, figure in change.marks:
            figures.loc[applicant, criterion] = figure
    prices = {**scenario.catalogue.prices, **dict(change.prices)}
    scale = float(Fraction(str(scenario.budget.scale)) * change.money)
    scenario = scenario.model_copy(
        update={
            "catalogue": scenario.catalogue.model_copy(update={"prices": prices}),
            "budget": scenario.budget.model_copy(update={"scale": scale}),
        }
    )
    scores = score(round_, scenario.scoring, weights=dict(change.weights) or None, figures=figures)
    offered = options(round_, admitted(scores), scenario.catalogue)
    return (
        attributes(round_, scores),
        offered.table,
        budget.rules(round_.call, round_.catalogue, scenario),
        scenario.objectives,
    )


def drawn(made: Outcome, chance: random.Random) -> Altered:
    """A change of some kinds at once."""
    criteria = [each.id for each in made.round.criteria.criteria]
    parts = [chance.randint(0, 9) for _ in criteria]
    total = max(sum(parts), 1)
    weights = tuple((name, Fraction(part, total)) for name, part in zip(criteria, parts, strict=True))
    blanks = ranges(made)
    chosen = chance.sample(blanks, min(len(blanks), 3))
    marked = made.scores.panel
    marks: tuple[tuple[str, str, float], ...] = ()
    if marked is not None and chance.random() < 0.5:
        marks = ((str(marked.figures.columns[0]), str(marked.figures.index[0]), 2.5),)
    return Altered(
        weights=weights if chance.random() < 0.7 and any(parts) else (),
        answers=tuple(each.at(Fraction(1, 2)) for each in chosen) if chance.random() < 0.5 else (),
        marks=marks,
        prices=tuple((item.id, item.price + 1_000) for item in made.round.catalogue.items[:2])
        if chance.random() < 0.4
        else (),
        money=Fraction(chance.randint(8, 12), 10) if chance.random() < 0.5 else Fraction(1),
    )


@pytest.mark.parametrize("name", ROUNDS)
def test_the_tables_are_those_of_scoring_and_options_by_themselves(name: str) -> None:
    made, chance = outcome(name, "base"), random.Random(name)
    at, changes = Answering(case_of(made)), [Altered()]
    changes += [drawn(made, chance) for _ in range(CHANGES)]
    assert sum(bool(each.weights) for each in changes) > 1
    for change in [*changes, changes[1], Altered()]:
        people, offered, rules, objectives = at.tables(change)
        expected = plainly(made, change)
        pd.testing.assert_frame_equal(people, expected[0])
        pd.testing.assert_frame_equal(offered, expected[1])
        assert (rules, objectives) == expected[2:]


def test_many_weights_on_a_real_round_fund_whom_each_by_itself_funds() -> None:
    made, chance = outcome("expansion-2015", "base"), random.Random(5)
    at = Answering(case_of(made))
    criteria = [each.id for each in made.round.criteria.criteria]
    names = set()
    for _ in range(5):
        parts = [chance.randint(1, 9) for _ in criteria]
        change = Altered(tuple((each, Fraction(part, sum(parts))) for each, part in zip(criteria, parts, strict=True)))
        found = at.funded(change)
        assert found == funded(*plainly(made, change), made.scenario.solver)
        names.add(found.names)
    assert len(names) > 1
