"""The allocation model in PuLP: one binary for every option, and rows of whole numbers.

x_k in {0, 1}            option k is taken
sum of x_k over the options of one applicant <= 1
then whatever the rules demand
maximise or minimise one objective after another
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from math import ceil, gcd
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import pandas as pd
import pulp

from optimizer.measures import coefficients
from optimizer.numbers import Integers, combined
from optimizer.rows import Rows, Sense, rows_of
from optimizer.tables import Tables

if TYPE_CHECKING:
    from optimizer.rules.rule import Rule

Terms: TypeAlias = Sequence[tuple[pulp.LpVariable, int]]
SENSES = {"<=": pulp.LpConstraintLE, ">=": pulp.LpConstraintGE, "==": pulp.LpConstraintEQ}

PAIR_COLUMNS = ("rule", "village", "mentor", "km")
LARGE_FROM = 20_000
"""From so many options on, sums over all awards are decisions of their own, and allocations are made as arrays."""
HAIR = 1e-7
"""Room in a scaled row: a hundred times the tolerance of the solver."""


class Counted(ABC, Sequence[tuple[pulp.LpVariable, int]]):
    """Terms over so many decisions that whoever holds them knows what divides them."""

    @property
    @abstractmethod
    def divisor(self) -> int:
        """The largest whole number that divides every value they can take."""


@dataclass(frozen=True)
class Link:
    """The decision that a mentor takes care of a village."""

    rule: str
    village: str
    mentor: str
    kilometres: float
    variable: pulp.LpVariable


@dataclass
class Model:
    """A PuLP problem under construction; the only thing in the optimizer that changes while it is built."""

    tables: Tables
    problem: pulp.LpProblem
    x: list[pulp.LpVariable]
    columns: list[pulp.LpVariable] = field(default_factory=list)
    """Every decision in the order in which it was added, the options first."""
    links: list[Link] = field(default_factory=list)
    rows: int = 0
    by_applicant: list[list[int]] = field(default_factory=list)
    shared: dict[str, list[tuple[pulp.LpVariable, int]]] = field(default_factory=dict)
    """By measure: what is counted beside the awards, in the measure's own unit."""
    switches: dict[tuple[str, str], pulp.LpVariable] = field(default_factory=dict)
    """By rule and group: whether anything is awarded there."""
    places: dict[str, int] = field(default_factory=dict)

    @property
    def width(self) -> int:
        """How many decisions there are so far."""
        return len(self.columns)

    def option(self, place: int) -> pulp.LpVariable:
        """The decision that one option is taken."""
        return self.x[place]

    def link(self, place: int) -> pulp.LpVariable:
        """The decision that one link is made, by its place among the links."""
        return self.links[place].variable

    def linked(self) -> pd.DataFrame:
        """Every link that may be made, in order: columns rule, village, mentor, km."""
        rows = [(link.rule, link.village, link.mentor, link.kilometres) for link in self.links]
        return pd.DataFrame(rows, columns=list(PAIR_COLUMNS))

    def limit(self, variable: pulp.LpVariable, upper: int) -> None:
        """Let a decision be no larger than this from now on."""
        variable.upBound = upper

    def terms(self, coefficients: Integers) -> Terms:
        """Pair the options with whole-number coefficients, leaving out zeros."""
        return [(self.x[k], int(coefficients[k])) for k in np.flatnonzero(coefficients)]

    def joined(self, *parts: tuple[Terms, int]) -> Terms:
        """Several sums in one, each times a whole number."""
        return [(variable, number * times) for terms, times in parts for variable, number in terms]

    def less_share(self, part: Integers, times: int, measure: str, share: int) -> Terms:
        """The terms whose sum is `times` a part less `share` times a measure over all awards, in its whole units."""
        whole, _ = coefficients(self.tables, measure)
        return self.terms(combined((part, times), (whole, -share)))

    def whole_of(self, measure: str) -> tuple[Integers, Integers, int]:
        """A measure over all awards: the options that count, how often each, and the whole units that one counts."""
        numbers, _ = coefficients(self.tables, measure)
        each = int(np.gcd.reduce(numbers, initial=0)) or 1
        held = np.flatnonzero(numbers)
        return held, numbers[held] // each, each

    def at(self, variable: pulp.LpVariable) -> int:
        """Where a decision stands among all."""
        return self._places()[variable.name]

    def _places(self) -> dict[str, int]:
        if len(self.places) < len(self.columns):
            self.places |= {self.columns[j].name: j for j in range(len(self.places), len(self.columns))}
        return self.places

    def awarded(self, applicant: str) -> list[tuple[pulp.LpVariable, int]]:
        """Give the terms whose sum is 1 when the applicant is awarded anything."""
        position = int(self.tables.applicants.index.get_indexer(pd.Index([applicant]))[0])
        return [(self.x[k], 1) for k in self.by_applicant[position]]

    def total(self, measure: str) -> tuple[Terms, int]:
        """The terms whose sum is a measure over the whole plan in whole units, and the units in one."""
        numbers, units = coefficients(self.tables, measure)
        return self.joined((self.terms(numbers), 1), (self.shared.get(measure, ()), units)), units

    def switch(self, rule: str, group: str, members: Sequence[int]) -> pulp.LpVariable:
        """Add the decision that is yes exactly when any of these options is taken.

        w >= sum over the group's options of one applicant, for every applicant; w <= sum over all of them.
        """
        switch = self._switch(f"shared_{len(self.switches):05d}", (rule, group), members)
        self.switches[rule, group] = switch
        at, held = self.at(switch), np.asarray(members, dtype=np.int64)
        owners, own = np.unique(self.tables.owner[held], return_inverse=True)
        many = len(owners)
        each = np.arange(many)
        # The last row says nothing new; it is there to be set to 0 where the plan is asked for as if nothing were
        # shared.
        entries: list[tuple[Integers, Integers, Integers | int]] = [
            (own, held, 1),
            (each, np.full(many, at), -1),
            (np.array([many]), np.array([at]), 1),
            (np.full(len(held), many), held, -1),
            (np.array([many + 1]), np.array([at]), 1),
        ]
        senses: list[Sense] = ["<="] * (many + 2)
        self.require_rows(rows_of(entries, senses, np.array([*([0] * (many + 1)), 1])))
        return switch

    def _switch(self, name: str, key: tuple[str, str], members: Sequence[int]) -> pulp.LpVariable:
        del key, members
        return self.binary(name)

    def binary(self, name: str) -> pulp.LpVariable:
        """Add a further yes-or-no decision."""
        return self._added(pulp.LpVariable(name, cat=pulp.LpBinary))

    def integer(self, name: str, upper: int) -> pulp.LpVariable:
        """Add a whole number between 0 and `upper`."""
        return self._added(pulp.LpVariable(name, lowBound=0, upBound=upper, cat=pulp.LpInteger))

    def amount(self, name: str, upper: float) -> pulp.LpVariable:
        """Add a number between 0 and `upper`."""
        return self._added(pulp.LpVariable(name, lowBound=0, upBound=upper))

    def _added(self, variable: pulp.LpVariable) -> pulp.LpVariable:
        self.problem.addVariable(variable)
        self.columns.append(variable)
        return variable

    def pair_up(self, rule: str, near: pd.DataFrame) -> Integers:
        """Add the decision that a mentor takes care of a village for every row of `near`; gives their places.

        near: columns village, mentor, km.
        """
        first = self.width
        for village, mentor, km in zip(near["village"], near["mentor"], near["km"].tolist(), strict=True):
            variable = self.binary(f"a_{len(self.links):06d}")
            self.links.append(Link(rule, str(village), str(mentor), km, variable))
        return np.arange(first, first + len(near), dtype=np.int64)

    def _never(self) -> pulp.LpVariable:
        """A decision that is always no, for demands that nothing can meet; only made when one is."""
        return self.integer(f"never_{self.rows:06d}", 0)

    def require(self, terms: Iterable[tuple[pulp.LpVariable, int]], sense: Sense, bound: int) -> None:
        """Add the row `sum of terms  sense  bound`, scaled so that its largest coefficient is between 1 and 1,000.

        Where all variables are whole, a common divisor is taken out first and the bound rounded to a whole number.
        PuLP takes a row without terms for a constant and forgets it, and of a variable that is there twice it keeps
        the last number; here the first stands, and makes the model infeasible when it cannot hold, and the second
        counts twice.
        """
        totals: dict[pulp.LpVariable, int] = {}
        for variable, number in terms:
            totals[variable] = totals.get(variable, 0) + number
        kept = [(variable, number) for variable, number in totals.items() if number]
        if not kept:
            if not {"<=": bound >= 0, ">=": bound <= 0, "==": bound == 0}[sense]:
                self.require([(self._never(), 1)], "==", 1)
            return
        common = divisor(kept)
        if sense == "==" and bound % common:
            self.require([(self._never(), 1)], "==", 1)
            return
        kept = [(variable, number // common) for variable, number in kept]
        bound = -(-bound // common) if sense == ">=" else bound // common
        reach = [number * max(ceil(variable.upBound), 1) for variable, number in kept]
        low, high = sum(n for n in reach if n < 0), sum(n for n in reach if n > 0)
        bound = min(max(bound, low - 1), high + 1)  # the same demand, without numbers that only the solver minds
        scale = scale_of(max(abs(number) for _, number in kept))
        expression = pulp.LpAffineExpression([(variable, number / scale) for variable, number in kept])
        name = f"r_{self.rows:06d}"
        self.rows += 1
        # Whole numbers lie a unit apart, so a hair of room lets nothing in; without it presolve has cut off plans
        # that meet a bound exactly. Small numbers are exact as they are, and keep their tight rows.
        hair = min(HAIR, 0.25 / scale) if scale > 1 else 0.0
        room = {"<=": hair, ">=": -hair, "==": 0.0}[sense]
        self.problem.addConstraint(pulp.LpConstraint(expression, SENSES[sense], name, bound / scale + room))

    def require_rows(self, rows: Rows) -> None:
        """Add many rows, as `require` adds each of them."""
        for columns, numbers, sense, bound in rows.each():
            self.require([(self.columns[j], n) for j, n in zip(columns, numbers, strict=True)], sense, bound)


def divisor(terms: Terms) -> int:
    """The largest whole number that divides every value the terms can take."""
    if isinstance(terms, Counted):
        return terms.divisor
    whole = all(variable.cat == pulp.LpInteger for variable, _ in terms)
    return gcd(*(number for _, number in terms)) or 1 if whole else 1


def scale_of(largest: int) -> int:
    """The power of ten that brings a whole number below 1,000 (hundreds of millions of rupiah become millions)."""
    return int(10 ** max(len(str(largest)) - 3, 0))


def build(tables: Tables, rules: Sequence["Rule"]) -> Model:
    """Build the model: at most one option an applicant, then every rule in order."""
    tables = beside(tables, rules)
    problem = pulp.LpProblem("allocation", pulp.LpMaximize)
    x = [pulp.LpVariable(f"x_{k:06d}", cat=pulp.LpBinary) for k in range(len(tables.options))]
    for variable in x:
        problem.addVariable(variable)
    model = Model(tables, problem, x, list(x), by_applicant=[[] for _ in range(len(tables.applicants))])
    for k, position in enumerate(tables.owner.tolist()):
        model.by_applicant[position].append(k)
    for owned in model.by_applicant:
        model.require([(x[k], 1) for k in owned], "<=", 1)
    for rule in rules:
        rule.prepare(model)
    for rule in rules:
        rule.constrain(model)
    return model


def beside(tables: Tables, rules: Sequence["Rule"]) -> Tables:
    """The tables with the rules whose costs count beside the awards, each once."""
    found = {each.id: each for rule in rules for each in rule.all_beside()}
    return replace(tables, beside=tuple(found.values())) if found else tables
