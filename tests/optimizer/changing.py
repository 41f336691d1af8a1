"""Random worlds in which a plan was announced, and the rule or objective that stays close to it."""

from dataclasses import replace
from random import Random

from tests.optimizer.brute_force import World
from tests.optimizer.instances import announced, world_of


def changing(seed: int) -> World:
    """The world of a seed with a rule to stay close, fewest changes as one of its objectives, or both."""
    world, random = world_of(seed), Random(f"changing {seed}")
    options = [dict(option) for option in world.options]
    against = announced(random, list(world.applicants), options)
    rules, objectives = list(world.rules), list(world.objectives)
    what = random.choice(("rule", "objective", "both"))
    if what != "objective":
        rules.append({"rule": "stay_close", "id": "close", "at_most": random.choice((0, 0, 1, 1, 2, 3, 5)), **against})
    if what != "rule":
        asked: dict[str, object] = {"least_changes": announced(random, list(world.applicants), options)}
        if random.random() < 0.3:
            asked["tolerance"] = random.choice((0.2, 0.5, 0.9))
        objectives.insert(random.randint(0, min(1, len(objectives))), asked)
    return replace(world, rules=rules, objectives=objectives)
