"""Replay: the allocation between two outcomes, with some of their changes made, solved in full."""

import hashlib
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import pandas as pd

from intake import InputError
from optimizer import (
    Exclude,
    Include,
    Objective,
    Plan,
    Rule,
    Settings,
    SolverError,
    Standing,
    Status,
    allocate,
    funded,
    options,
    standings,
    stopping,
)
from scenarios import budget
from scenarios.compare_changes import InputChange, Inputs
from scenarios.compare_inputs import blended
from scenarios.hypothetical import EnoughError
from scenarios.looked_up import seen
from scenarios.outcome import Outcome
from scenarios.run import admitted, attributes
from scoring import score

Made = frozenset[int]
"""The changes that are made, by their place in the stated order; the others are as in the first outcome."""


@dataclass(frozen=True, eq=False)
class World:
    """Everything that one allocation is decided by; equal keys mean equal allocations."""

    table: pd.DataFrame
    offered: pd.DataFrame
    rules: tuple[Rule, ...]
    objectives: tuple[Objective, ...]
    settings: Settings
    key: str


@dataclass(frozen=True)
class Decided:
    """Whom one allocation funds.

    names: None where the changes made give no round that can be scored. value: of the first objective, None where
    there is no plan. options: by applicant, where the whole plan was worked out. ties: of that plan, else "".
    """

    names: frozenset[str] | None
    value: Fraction | None = None
    options: Mapping[str, str] | None = None
    ties: str = ""


@dataclass(frozen=True)
class Tied:
    """Applicants that some plan, equally good on every objective, decides otherwise, or gives another package."""

    decided: frozenset[str] = frozenset()
    equipped: frozenset[str] = frozenset()


def world(inputs: Inputs) -> World:
    """Score, offer and gather the rules as a run does, up to the allocation; raises InputError where that cannot be."""
    round_, scenario = inputs
    scores = score(round_, scenario.scoring)
    rules = budget.rules(round_.call, round_.catalogue, scenario)
    offered = options(round_, admitted(scores), scenario.catalogue).table
    return _world(attributes(round_, scores), offered, rules, scenario.objectives, scenario.solver)


def world_of(outcome: Outcome) -> World:
    """The allocation that an outcome rests on."""
    scenario = outcome.scenario
    return _world(outcome.table, outcome.options.table, outcome.rules, scenario.objectives, scenario.solver)


def _world(
    table: pd.DataFrame,
    offered: pd.DataFrame,
    rules: tuple[Rule, ...],
    objectives: tuple[Objective, ...],
    settings: Settings,
) -> World:
    parts = [
        _cells(seen(table, rules, objectives).sort_index()),
        _cells(offered.sort_values(["applicant", "option"], kind="stable")),
        *sorted(repr((type(rule).__name__, rule.model_dump(mode="json", exclude={"label", "note"}))) for rule in rules),
        repr([(type(each).__name__, each.model_dump(mode="json", exclude={"label"})) for each in objectives]),
        repr(settings.gap),
    ]
    key = hashlib.sha256("\n".join(parts).encode()).hexdigest()
    return World(table, offered, rules, objectives, settings, key)


def _cells(table: pd.DataFrame) -> str:
    """All of a table as text, blanks alike whatever stands for them; in one order of columns."""
    plain = table[sorted(table.columns)].astype(object)
    plain = plain.where(plain.notna(), None)
    return repr((list(plain.columns), plain.index.tolist(), plain.to_numpy().tolist()))


class Replay:
    """Answers who is funded when some of the changes between two outcomes are made; equal questions are solved once.

    seconds: for everything together. Raises EnoughError when they are used up, or an allocation was not proven in
    its scenario's own time.
    """

    def __init__(self, one: Outcome, other: Outcome, changes: Sequence[InputChange], seconds: float) -> None:
        self.ends = one, other
        self.changes = tuple(changes)
        self.all = frozenset(range(len(self.changes)))
        self.solves = 0
        self._inputs = Inputs(one.round, one.scenario), Inputs(other.round, other.scenario)
        self._deadline = time.monotonic() + seconds
        self._told: dict[str, Decided] = {}
        self._keys: dict[Made, str] = {}
        self._tied: dict[str, Tied] = {}
        self._ends = tuple(world_of(outcome).key for outcome in self.ends)
        for key, outcome in zip(self._ends, self.ends, strict=True):
            self._told[key] = _decided(outcome.plan)

    @property
    def complete(self) -> bool:
        """Whether the changes together lead from the one to the other: nothing else differs that decides."""
        return tuple(self._known(made)[0] for made in (frozenset[int](), self.all)) == self._ends

    def decided(self, made: Made) -> Decided:
        """Who is funded with these changes made."""
        key, found = self._known(made)
        if found is not None:
            return found
        place = self._world(made)
        assert place is not None
        self._told[key] = self._solved(lambda settings: _funded(place, settings, self._start()), place)
        return self._told[key]

    def option(self, made: Made, applicant: str) -> str | None:
        """The option an applicant is given with these changes made; "" without one, None for no round."""
        found = self.decided(made)
        if found.names is None or applicant not in found.names:
            return None if found.names is None else ""
        if found.options is None:
            found = self._with_options(made, found)
        assert found.options is not None
        return found.options[applicant]

    def tied(self, made: Made) -> Tied:
        """The applicants that some equally good plan decides or equips otherwise."""
        key, found = self._known(made)
        if found is not None and (found.ties == "unique" or not found.names):
            return Tied()
        if key not in self._tied:
            self._tied[key] = self._contested(made)
        return self._tied[key]

    def _known(self, made: Made) -> tuple[str, Decided | None]:
        if made not in self._keys:
            place = self._world(made)
            self._keys[made] = "" if place is None else place.key
        key = self._keys[made]
        return key, Decided(None) if not key else self._told.get(key)

    def _world(self, made: Made) -> World | None:
        try:
            return world(self._blend(made))
        except InputError:
            return None

    def _blend(self, made: Made) -> Inputs:
        return blended(*self._inputs, [self.changes[place] for place in sorted(made)])

    def _start(self) -> dict[str, str]:
        awards = self.ends[0].plan.awards
        return {str(name): str(option) for name, option in awards["option"].items()}

    def _solved(self, ask: Callable[[Settings], Decided | None], place: World) -> Decided:
        left = self._deadline - time.monotonic()
        if left <= 0 or stopping():
            raise EnoughError
        self.solves += 1
        try:
            found = ask(place.settings.model_copy(update={"seconds": min(left, place.settings.seconds)}))
        except InputError:
            return Decided(None)
        except SolverError as error:
            raise EnoughError from error
        if found is None or stopping():
            raise EnoughError
        return found

    def _with_options(self, made: Made, found: Decided) -> Decided:
        """The whole plan: whom it funds is known, which leaves little to search."""
        place = self._world(made)
        assert place is not None
        assert found.names is not None
        fixed = _fixed(found.names, set(map(str, place.offered["applicant"])))

        def whole(settings: Settings) -> Decided | None:
            plan = allocate(place.table, place.offered, (*place.rules, *fixed), place.objectives, settings)
            return _decided(plan) if _sure(plan, settings) else None

        made_up = self._solved(whole, place)
        self._told[place.key] = Decided(found.names, found.value, made_up.options)
        return self._told[place.key]

    def _contested(self, made: Made) -> Tied:
        place = self._world(made)
        assert place is not None
        plan = next((o.plan for key, o in zip(self._ends, self.ends, strict=True) if key == place.key), None)
        tied = Tied()

        def asked(settings: Settings) -> Decided | None:
            nonlocal tied
            best = plan or allocate(place.table, place.offered, place.rules, place.objectives, settings)
            if not _sure(best, settings):
                return None
            if best.has_awards and best.ties != "unique":
                tables = place.table, place.offered, place.rules, place.objectives
                found = standings(*tables, best, settings, loss=0, later_held=True).table
                if (found[["standing", "package"]] == Standing.NOT_PROVEN).to_numpy().any():
                    return None
                tied = Tied(*(_contested(found, column) for column in ("standing", "package")))
            return _decided(best)

        self._solved(asked, place)
        return tied


def _fixed(names: Collection[str], offered: Collection[str]) -> tuple[Rule, ...]:
    """Rules that fund these and nobody else."""
    others = tuple(sorted(set(offered) - set(names)))
    rules: list[Rule] = [Include(id="compared in", applicants=tuple(sorted(names)))] if names else []
    return (*rules, *([Exclude(id="compared out", applicants=others)] if others else []))


def _contested(found: pd.DataFrame, column: str) -> frozenset[str]:
    return frozenset(str(name) for name in found.index[(found[column] == Standing.CONTESTED).to_numpy(dtype=bool)])


def _sure(plan: Plan, settings: Settings) -> bool:
    """Whether a plan is proven to be the plan that is given; within a gap, whether it is the plan at all."""
    if plan.status is Status.INFEASIBLE:
        return True
    proven = plan.status is Status.OPTIMAL and plan.ties != "open"
    return proven or (plan.has_awards and settings.gap > 0)


def _decided(plan: Plan) -> Decided:
    given = {str(name): str(option) for name, option in plan.awards["option"].items()} if plan.has_awards else {}
    value = plan.stages[0].value if plan.stages and plan.has_awards else None
    return Decided(frozenset(given), value, given, plan.ties if plan.has_awards else "unique")


def _funded(place: World, settings: Settings, known: Mapping[str, str]) -> Decided | None:
    tables = place.table, place.offered, place.rules, place.objectives
    if settings.gap:
        plan = allocate(*tables, settings)
        return _decided(plan) if _sure(plan, settings) else None
    found = funded(*tables, settings, known=known)
    if found.status is Status.INFEASIBLE:
        return Decided(frozenset(), None, {}, "unique")
    return Decided(found.names, found.value) if found.status is Status.OPTIMAL else None
