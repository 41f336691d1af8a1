"""Small rounds that differ in a few named things, any of which can be made alone; and the best plan of every blend.

Plans come from the brute force, which shares no code with the optimizer; a blend is made by the mutations themselves,
not by the code that takes two rounds apart.
"""

from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

import scenarios
from intake import Round
from optimizer import options
from scenarios import Outcome, Scenario
from scoring import score
from tests.optimizer.brute_force import World
from tests.optimizer.enumerated import Known, every_plan, signed
from tests.reports.plan_rounds import applicants, both, catalogue, round_

PEOPLE = ["A-02", "A-03", "A-04", "A-05", "A-07", "A-08", "A-10"]
COLUMNS = ["kind", "province", "lat", "lon", "score"]
NAMING = ("applicants", "applicant", "needs")
OBJECTIVES: tuple[list[dict[str, Any]], ...] = (
    [{"maximise": "value"}],
    [{"maximise": "value"}, {"minimise": "cost"}],
    [{"maximise": "libraries"}],
    [{"maximise": "libraries"}, {"maximise": "value"}],
    [{"minimise": "cost"}, {"maximise": "value"}],
)


def _names(given: Any) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else tuple(given)


@dataclass
class State:
    """One version of the round and its scenario, in the plainest form."""

    people: pd.DataFrame
    rules: dict[str, dict[str, Any]]
    objectives: list[dict[str, Any]]
    money: dict[str, int]
    gates_off: list[str] = field(default_factory=list)
    unknown: str = "out"
    weights: dict[str, float] = field(default_factory=dict)
    prices: dict[str, int] = field(default_factory=dict)
    off: list[str] = field(default_factory=list)

    def round(self) -> Round:
        """The round as the program knows it."""
        return replace(round_(), applicants=self.people)

    def scenario(self) -> Scenario:
        """The scenario as the program knows it."""
        return Scenario.model_validate(
            {
                "id": "test",
                "title": both("Test"),
                "scoring": {"gates_off": self.gates_off, "unknown_gates": self.unknown, "weights": self.weights},
                "catalogue": {"packages_off": self.off, "tiers_off": ["slow"], "prices": self.prices},
                "budget": {"lines": self.money},
                "rules": list(self.rules.values()),
                "objectives": self.objectives,
            }
        )

    def outcome(self) -> Outcome:
        """What a run makes of it."""
        return scenarios.run(self.round(), self.scenario())

    @property
    def fits(self) -> bool:
        """Whether no rule names somebody who is not among the applicants."""
        named = {name for rule in self.rules.values() for key in NAMING for name in _names(rule.get(key, ()))}
        return named <= set(self.people.index)

    def plans(self) -> list[Known] | None:
        """All best plans, the one of the stated order first; empty where none is lawful, None where rules misfit."""
        if not self.fits:
            return None
        made, policy = self.round(), self.scenario()
        scores = score(made, policy.scoring)
        offered = options(made, scenarios.admitted(scores), policy.catalogue).table
        table = scenarios.attributes(made, scores)[COLUMNS].astype(object)
        cells: list[dict[str, Any]] = table.where(table.notna(), None).to_dict("records")  # type: ignore[assignment]
        rows = dict(zip(map(str, table.index), cells, strict=True))
        budget = [
            {"rule": "limit", "id": f"budget_{line}", "measure": f"cost_{line}", "at_most": money}
            for line, money in self.money.items()
        ]
        named = [name for name in rows if name in set(offered["applicant"])]
        world = World(
            {name: rows[name] for name in named},
            [{str(key): cell for key, cell in row.items()} for row in offered.to_dict("records")],
            [*budget, *self.rules.values()],
            self.objectives,
        )
        lawful = every_plan(world, self.objectives)
        reached = [tuple(signed(o, v) for o, v in zip(self.objectives, p.values, strict=True)) for p in lawful]
        return [plan for plan, values in zip(lawful, reached, strict=True) if values == max(reached)]


Mutation = tuple[str, tuple[str, ...], Callable[[State], None]]
"""The kind and key of a change, and what makes it."""


@dataclass
class Pair:
    """A state and the mutations that lead to the other; `best` knows all best plans of every blend."""

    first: State
    mutations: Sequence[Mutation]

    def blend(self, chosen: Sequence[int]) -> State:
        """The first state with some mutations made."""
        state = deepcopy(self.first)
        for place in chosen:
            self.mutations[place][2](state)
        state.people = state.people.sort_index()
        return state

    @cached_property
    def best(self) -> Mapping[frozenset[tuple[str, ...]], list[Known] | None]:
        """All best plans, by the keys of the mutations made; None where they make no round."""
        places = range(len(self.mutations))
        chosen = [each for size in range(len(self.mutations) + 1) for each in combinations(places, size)]
        return {frozenset(self.mutations[n][1] for n in each): self.blend(each).plans() for each in chosen}


BESIDE = {("rule", "newcomer"): ("applicant", "A-09"), ("applicant", "A-03"): ("rule", "needs")}
"""Changes that make no round without the other: a rule names somebody who must be among the applicants."""


def pair(seed: int) -> Pair:
    """Draw a round, a scenario and two to five mutations."""
    draw = np.random.default_rng(seed)
    people = applicants().loc[PEOPLE].copy()
    people["room"] = draw.integers(1, 9, len(people)) * 5.0
    people["letter"] = "signed"
    if draw.random() < 0.5:
        people.loc["A-04", "letter"] = "none"
    if draw.random() < 0.5:
        people.loc["A-05", "letter"] = None
    rules: dict[str, dict[str, Any]] = {
        "count": {"rule": "limit", "id": "count", "measure": "libraries", "at_most": int(draw.integers(2, 5))},
        "spread": {
            "rule": "limit",
            "id": "spread",
            "measure": "libraries",
            "per": "province",
            "at_most": int(draw.integers(1, 4)),
        },
        "two": {"rule": "limit", "id": "two", "measure": "libraries", "at_least": 2},
        "needs": {"rule": "requires", "id": "needs", "applicant": "A-03", "needs": ["A-02"]},
    }
    money = {"hardware": int(draw.integers(90, 170)) * 1_000_000, "connection": int(draw.integers(12, 40)) * 1_000_000}
    first = State(people, rules, OBJECTIVES[seed % len(OBJECTIVES)], money)
    known = _mutations(draw, first)
    picked = set(draw.choice(len(known), size=int(draw.integers(3, 6)), replace=False).tolist())
    keys = [key for _, key, _ in known]
    for key, other in BESIDE.items():
        if keys.index(key) in picked and other in keys:
            picked.add(keys.index(other))
    return Pair(first, [known[place] for place in sorted(picked)])


def _mutations(draw: np.random.Generator, first: State) -> list[Mutation]:
    room = float(draw.integers(9, 13) * 5)
    fewer = {line: int(money * draw.uniform(0.6, 0.9)) for line, money in first.money.items()}
    count = int(first.rules["count"]["at_most"]) + int(draw.choice([-1, 1]))
    other = OBJECTIVES[(OBJECTIVES.index(first.objectives) + 1) % len(OBJECTIVES)]

    def withdraw(state: State) -> None:
        state.people = state.people.drop(index="A-03")

    def come(state: State) -> None:
        new = applicants().loc[["A-09"]].assign(letter="signed", room=room)
        state.people = pd.concat([state.people, new])

    def answer(name: str, column: str, cell: Any) -> Callable[[State], None]:
        return lambda state: state.people.__setitem__(
            column, state.people[column].mask(state.people.index == name, cell)
        )

    def named(field_: str, name: str, value: Any) -> Callable[[State], None]:
        return lambda state: getattr(state, field_).__setitem__(name, value)

    def listed(field_: str, name: str) -> Callable[[State], None]:
        return lambda state: getattr(state, field_).append(name)

    def put(field_: str, value: Any) -> Callable[[State], None]:
        return lambda state: setattr(state, field_, value)

    price = next(item.price for item in catalogue().items if item.id == "pc")
    exclude = {"rule": "exclude", "id": "barred", "applicants": ["A-02"]}
    include = {"rule": "include", "id": "wished", "applicants": ["A-08"]}
    newcomer = {"rule": "include", "id": "newcomer", "applicants": ["A-09"]}
    return [
        ("gate", ("applicant", "A-03"), withdraw),
        ("gate", ("applicant", "A-09"), come),
        ("gate", ("gate", "signed"), listed("gates_off", "signed")),
        ("gate", ("unknown_gates",), put("unknown", "in")),
        ("answer", ("answer", "A-07", "room"), answer("A-07", "room", room)),
        ("answer", ("answer", "A-02", "room"), answer("A-02", "room", float("nan"))),
        ("weight", ("weight", "need"), named("weights", "need", 4.0)),
        ("price", ("price", "pc"), named("prices", "pc", price * 13 // 10)),
        ("price", ("packages", "plus"), listed("off", "plus")),
        ("rule", ("rule", "count"), lambda state: state.rules["count"].__setitem__("at_most", count)),
        ("rule", ("rule", "spread"), lambda state: state.rules.__delitem__("spread")),
        ("rule", ("rule", "barred"), named("rules", "barred", exclude)),
        ("rule", ("rule", "wished"), named("rules", "wished", include)),
        ("rule", ("rule", "needs"), lambda state: state.rules.__delitem__("needs")),
        ("rule", ("rule", "newcomer"), named("rules", "newcomer", newcomer)),
        ("budget", ("line", "hardware"), named("money", "hardware", fewer["hardware"])),
        ("budget", ("line", "connection"), named("money", "connection", fewer["connection"])),
        ("aim", ("objectives",), put("objectives", other)),
    ]
