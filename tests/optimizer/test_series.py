"""Series: whatever was asked before, the answer is that of a question asked by itself, on worlds with every rule."""

import copy
from collections import Counter
from random import Random
from typing import Any

import pandas as pd
import pytest

from optimizer import Objective, Rule, Series, Settings, funded, named_rules
from optimizer.held_program import HeldProgram
from optimizer.program import program
from optimizer.tables import prepare
from tests.optimizer.brute_force import World
from tests.optimizer.instances import objectives_of, rules_of, tables, world_of

WORLDS, CHANGES = 16, 5
LONG = 400
SETTINGS = Settings(seconds=60)
Given = tuple[pd.DataFrame, pd.DataFrame, list[Rule], list[Objective]]


def varied(world: World, random: Random) -> Given:
    """The world with other values, other scores, other bounds or other costs; at times with an option less."""
    people: dict[str, dict[str, Any]] = {name: dict(person) for name, person in world.applicants.items()}
    options: list[dict[str, Any]] = [dict(option) for option in world.options]
    rules: list[dict[str, Any]] = [copy.deepcopy(dict(rule)) for rule in world.rules]
    kind = random.choice(("value", "score", "bound", "cost", "less", "same"))
    if kind == "value":
        for option in options:
            option["value"] = random.choice((0, 1, 2.5, 33.333, 33.334, option["value"]))
    elif kind == "score":
        for person in people.values():
            person["score"] = random.choice((None, 40, 55.5, 60, 60.1, 72.25))
    elif kind == "bound":
        for rule in rules:
            for name in ("at_most", "at_least"):
                if isinstance(rule.get(name), int | float) and not isinstance(rule.get(name), bool):
                    least = 0 if rule["rule"] == "limit" else 1
                    rule[name] = type(rule[name])(rule[name] * random.choice((least, 1, 2)))
            if rule["rule"] == "mentoring":  # it refuses what contradicts itself
                rule["at_least"] = min(rule.get("at_least", 0), rule["at_most"])
    elif kind == "cost":
        for option in options:
            option["cost"] = option["cost"] + random.choice((0, 1, 50))
    elif kind == "less" and len(options) > 1:
        options.pop(random.randrange(len(options)))
    made = World(people, options, rules, world.objectives)
    return (*tables(made), rules_of(made), objectives_of(made))


def asked(seed: int) -> list[Given]:
    """One world and what became of it, some of it asked twice."""
    world, random = world_of(seed), Random(f"varied {seed}")
    found = [varied(world, random) for _ in range(CHANGES)]
    return [*found, found[0], found[CHANGES // 2]]


def compare(seed: int) -> Counter[str]:
    questions = asked(seed)
    names = [(str(o["applicant"]), str(o["option"])) for o in world_of(seed).options[::2]]
    by_itself = [funded(*each, SETTINGS) for each in questions]
    for order in (range(len(questions)), reversed(range(len(questions)))):
        series = Series()
        for k in order:
            known = dict(names) if k % 2 else None
            assert series.funded(*questions[k], SETTINGS, known=known) == by_itself[k], (seed, k)
    return Counter(each.status.value for each in by_itself)


def test_every_answer_is_that_of_the_question_by_itself_in_any_order() -> None:
    counted: Counter[str] = Counter()
    for seed in range(WORLDS):
        counted += compare(seed)
    assert counted["optimal"] > WORLDS
    assert counted["infeasible"] > WORLDS // 5


@pytest.mark.long
@pytest.mark.many
@pytest.mark.parametrize("start", range(5_000, 5_000 + LONG, 100))
def test_every_answer_is_that_of_the_question_by_itself_on_many(start: int) -> None:
    for seed in range(start, start + 100):
        compare(seed)


def test_the_program_that_is_kept_is_the_one_that_would_be_built() -> None:
    for seed in range(4 * WORLDS):
        held = HeldProgram()
        for people, offered, rules, objectives in asked(seed):
            named = named_rules(rules)
            made = held.program(people, offered, named, tuple(objectives))
            fresh = prepare(people, offered)
            whole = program(fresh, named, objectives[:1])
            assert made.columns == whole.columns, seed
            assert made.rows == whole.rows, seed
            assert [(g.objective, g.numbers, g.units) for g in made.goals] == [
                (g.objective, g.numbers, g.units) for g in whole.goals
            ], seed
            columns = [*map(str, whole.tables.joined.columns)]
            assert [*map(str, made.tables.joined.columns)] == columns
            pd.testing.assert_frame_equal(made.tables.joined.rows(columns), whole.tables.joined.rows(columns))
