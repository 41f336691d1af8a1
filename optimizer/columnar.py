"""Columnar: the model as arrays, for allocations too large to be written as one PuLP object a decision.

Every rule writes the same rows as into a `Model`; here they are kept as arrays of whole numbers, and reach the solver
in one hand-over.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import overload

import numpy as np
import numpy.typing as npt
import pandas as pd
import pulp

from optimizer.blocks import Blocks
from optimizer.model import PAIR_COLUMNS, Counted, Model, Terms, beside
from optimizer.numbers import Integers, combined
from optimizer.progress import may_end
from optimizer.rows import Rows, Sense, rows_of
from optimizer.rules import Rule
from optimizer.tables import Tables
from optimizer.written import Written, written


class Sum(Counted):
    """Terms over many decisions: read pair by pair like any others, or taken whole as places and numbers."""

    def __init__(self, model: "Columnar", columns: Integers, numbers: Integers) -> None:
        self.model, self.columns, self.numbers = model, columns, numbers

    def __len__(self) -> int:
        return len(self.columns)

    @property
    def divisor(self) -> int:
        """The largest whole number that divides every value it can take; 1 where amounts are counted."""
        whole = bool(self.model.wholes_at(self.columns).all())
        return int(np.gcd.reduce(self.numbers, initial=0)) or 1 if whole else 1

    @overload
    def __getitem__(self, place: int) -> tuple[pulp.LpVariable, int]: ...
    @overload
    def __getitem__(self, place: slice) -> "Sum": ...
    def __getitem__(self, place: int | slice) -> "tuple[pulp.LpVariable, int] | Sum":
        if isinstance(place, slice):
            return Sum(self.model, self.columns[place], self.numbers[place])
        return self.model.decision(int(self.columns[place])), int(self.numbers[place])


@dataclass
class Columnar(Model):
    """A model that keeps its rows as arrays and makes a PuLP variable only of a decision that is named by itself.

    The options come first, then pairs of village and mentor and whatever else rules add, in their order.
    """

    upper: list[Integers] = field(default_factory=list)
    whole: list[npt.NDArray[np.bool_]] = field(default_factory=list)
    near: list[tuple[str, int, pd.DataFrame]] = field(default_factory=list)
    """Rule, place of the first, and the table of pairs (village, mentor, km)."""
    parts: list[Rows] = field(default_factory=list)
    totals: dict[str, tuple[int, int]] = field(default_factory=dict)
    """By measure: the place of the decision that counts it over all awards, and the whole units in one of that."""
    sums: dict[int, tuple[Integers, Integers]] = field(default_factory=dict)
    """By place: the decisions that a decision is the sum of, and how often each counts."""
    limits: dict[int, int] = field(default_factory=dict)
    """What `limit` says of decisions, by their place."""
    many: int = 0

    @property
    def width(self) -> int:
        """How many decisions there are so far."""
        return self.many

    def add(self, upper: Integers, *, whole: bool = True) -> int:
        """Add decisions from 0 to `upper`; gives the place of the first."""
        first = self.many
        self.upper.append(upper)
        self.whole.append(np.full(len(upper), whole))
        self.many += len(upper)
        return first

    def wholes_at(self, places: Integers) -> npt.NDArray[np.bool_]:
        """Which of these decisions must be whole numbers."""
        if self.many == len(self.tables.options):
            return np.ones(len(places), dtype=bool)
        return np.concatenate(self.whole)[places]

    def limit(self, variable: pulp.LpVariable, upper: int) -> None:
        """Let a decision be no larger than this from now on."""
        self.limits[self.at(variable)] = upper

    def option(self, place: int) -> pulp.LpVariable:
        """The decision that one option is taken."""
        return self.decision(place)

    def link(self, place: int) -> pulp.LpVariable:
        """The decision that one link is made, by its place among the links."""
        return self.decision(int(self.link_places()[place]))

    def link_places(self) -> Integers:
        """Where the links stand among all decisions, in their order."""
        parts = [np.arange(first, first + len(near), dtype=np.int64) for _, first, near in self.near]
        return np.concatenate(parts) if parts else np.zeros(0, dtype=np.int64)

    def linked(self) -> pd.DataFrame:
        """Every link that may be made, in order: columns rule, village, mentor, km."""
        made = [near.assign(rule=rule) for rule, _, near in self.near if len(near)]
        if not made:
            return pd.DataFrame([], columns=list(PAIR_COLUMNS))
        return pd.concat(made, ignore_index=True)[list(PAIR_COLUMNS)]

    def decision(self, place: int) -> pulp.LpVariable:
        """A PuLP variable that stands for one decision."""
        variable = pulp.LpVariable(f"c_{place:07d}", 0, 1, pulp.LpInteger)
        self.places[variable.name] = place
        return variable

    def _added(self, variable: pulp.LpVariable) -> pulp.LpVariable:
        most = np.array([int(np.ceil(variable.upBound))])
        self.places[variable.name] = self.add(most, whole=variable.cat == pulp.LpInteger)
        return variable

    def at(self, variable: pulp.LpVariable) -> int:
        """Where a decision stands among all."""
        return self.places[variable.name]

    def terms(self, coefficients: Integers) -> Terms:
        """Pair the options with whole-number coefficients, leaving out zeros."""
        held = np.flatnonzero(coefficients)
        return Sum(self, held, coefficients[held])

    def awarded(self, applicant: str) -> list[tuple[pulp.LpVariable, int]]:
        """Give the terms whose sum is 1 when the applicant is awarded anything."""
        position = int(self.tables.applicants.index.get_indexer(pd.Index([applicant]))[0])
        first, last = np.searchsorted(self.tables.owner, [position, position + 1])
        return [(self.decision(k), 1) for k in range(int(first), int(last))]

    def joined(self, *parts: tuple[Terms, int]) -> Terms:
        """Several sums in one, each times a whole number."""
        taken = [(self.summed(terms), times) for terms, times in parts]
        return Sum(
            self,
            np.concatenate([each.columns for each, _ in taken]),
            np.concatenate([combined((each.numbers, times)) for each, times in taken]),
        )

    def less_share(self, part: Integers, times: int, measure: str, share: int) -> Terms:
        """The same through one further decision, the measure over all awards, which keeps the rows of shares short."""
        if measure not in self.totals:
            self.totals[measure] = self._total(measure)
        place, each = self.totals[measure]
        return self.joined((self.terms(part), times), ([(self.decision(place), 1)], -share * each))

    def _total(self, measure: str) -> tuple[int, int]:
        """Add the decision that counts a measure over all awards; gives its place and the whole units in one of it."""
        held, numbers, each = self.whole_of(measure)
        place = self.add(np.array([int(numbers.sum())]))
        self.sums[place] = (held, numbers)
        self.require(self.joined((Sum(self, held, numbers), 1), ([(self.decision(place), 1)], -1)), "==", 0)
        return place, each

    def summed(self, terms: Iterable[tuple[pulp.LpVariable, int]]) -> Sum:
        """Any terms, taken whole."""
        if isinstance(terms, Sum):
            return terms
        pairs = [(self.at(variable), number) for variable, number in terms]
        columns = np.array([place for place, _ in pairs], dtype=np.int64)
        return Sum(self, columns, np.array([number for _, number in pairs], dtype=np.int64))

    def pair_up(self, rule: str, near: pd.DataFrame) -> Integers:
        """Add the decision that a mentor takes care of a village for every row of `near`; gives their places."""
        may_end()
        first = self.add(np.ones(len(near), dtype=np.int64))
        self.near.append((rule, first, near))
        return np.arange(first, first + len(near), dtype=np.int64)

    def require(self, terms: Iterable[tuple[pulp.LpVariable, int]], sense: Sense, bound: int) -> None:
        """Add one row."""
        held = self.summed(terms)
        self.require_rows(rows_of([(np.zeros(len(held), dtype=np.int64), held.columns, held.numbers)], [sense], bound))

    def require_rows(self, rows: Rows) -> None:
        """Add many rows."""
        may_end()
        self.parts.append(rows)
        self.rows += len(rows.senses)

    def blocks(self) -> Blocks:
        """Whose each decision is; the applicants whom pairs need as mentors stay."""
        people = self.tables.applicants.index
        of = np.full(self.many, -1, dtype=np.int64)
        of[: len(self.tables.options)] = self.tables.owner
        pairs = np.zeros(self.many, dtype=bool)
        stay = np.zeros(len(people), dtype=bool)
        for _, first, near in self.near:
            of[first : first + len(near)] = people.get_indexer(pd.Index(near["village"]))
            pairs[first : first + len(near)] = True
            stay[people.get_indexer(pd.Index(near["mentor"].unique()))] = True
        return Blocks(of, pairs, len(people), stay)

    def written(self) -> "Written":
        """All rows, each divided by what divides every value it can take, and its bound rounded accordingly."""
        may_end()
        upper = np.concatenate(self.upper)
        upper[list(self.limits)] = list(self.limits.values())
        return written(self.parts, np.concatenate(self.whole), upper, self.sums)


def columnar(tables: Tables, rules: Sequence[Rule]) -> Columnar:
    """Write down what every rule asks for, in the order in which `build` does."""
    tables = beside(tables, rules)
    model = Columnar(tables, pulp.LpProblem("allocation", pulp.LpMaximize), [])
    options = len(tables.options)
    model.add(np.ones(options, dtype=np.int64))
    owned = np.unique(tables.owner, return_inverse=True)[1]
    senses: list[Sense] = ["<="] * (int(owned.max(initial=-1)) + 1)
    model.require_rows(rows_of([(owned, np.arange(options), 1)], senses, 1))
    for rule in rules:
        may_end()
        rule.prepare(model)
    for rule in rules:
        may_end()
        rule.constrain(model)
    return model
