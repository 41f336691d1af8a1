"""Program: the allocation as rows of whole numbers, each known by the rule that asked for it.

The rules write the same rows as for the solver; here they are kept as they are counted, without scaling:
    sum over j of a_ij z_j  <=, >= or ==  r_i,   0 <= z_j <= u_j,   every a, r and u whole.
z holds the options, the pairs of village and mentor, and whatever else a rule or an objective needs.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from math import ceil, gcd, inf
from typing import Any

import pandas as pd
import pulp

from optimizer.measures import groups
from optimizer.model import Model, Terms, beside, divisor, scale_of
from optimizer.numbers import Integers
from optimizer.objectives import Objective
from optimizer.rows import Sense
from optimizer.rules import Limit, OneOf, PurseRule, Rule
from optimizer.tables import Tables

ONE_OPTION, TOTAL = "", " total"
"""The rule names of rows that no rule wrote: at most one option an applicant; and what a measure over all awards is."""


@dataclass(frozen=True, slots=True)
class Column:
    """One decision: `key` is (option, applicant, option), (pair, rule, village, mentor) or (extra, its name).

    `step` is how much of the model's own variable one unit stands for (1 but for amounts); `whole` tells whether
    the decision is a whole number; `goal` marks an amount that an objective raises as far as the rows let it.
    `opened_by` are the options of which any makes the decision a yes; `sum_of` (column, number) what it is the sum of.
    """

    key: tuple[str, ...]
    upper: int
    whole: bool = True
    step: int = 1
    goal: bool = False
    opened_by: tuple[int, ...] = ()
    sum_of: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One demand in whole numbers; `part` is the group, applicant or running number within the rule."""

    rule: str
    part: str
    columns: tuple[int, ...]
    numbers: tuple[int, ...]
    sense: Sense
    bound: int

    def holds(self, vector: Sequence[int]) -> bool:
        """Whether a vector of whole numbers satisfies the row, exactly."""
        total = sum(a * vector[j] for j, a in zip(self.columns, self.numbers, strict=True))
        return {"<=": total <= self.bound, ">=": total >= self.bound, "==": total == self.bound}[self.sense]


@dataclass(frozen=True)
class Goal:
    """One objective in whole units: `sign` is 1 to maximise, -1 to minimise; `units` are the units in one."""

    objective: Objective
    numbers: Mapping[int, int]
    units: Fraction

    @property
    def sign(self) -> int:
        """1 where more is better."""
        return 1 if self.objective.sense == pulp.LpMaximize else -1

    def value(self, vector: Sequence[int]) -> int:
        """What a vector reaches, in whole units."""
        return sum(c * vector[j] for j, c in self.numbers.items())


@dataclass(frozen=True, eq=False)
class Program:
    """Columns, rows and objectives of one allocation.

    shared: by measure, the columns that count in it beside the awards, and how much, in the measure's own unit.
    """

    tables: Tables
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    goals: tuple[Goal, ...]
    shared: Mapping[str, tuple[tuple[int, int], ...]] = field(default_factory=dict)

    @cached_property
    def position(self) -> dict[tuple[str, ...], int]:
        """Columns by their key."""
        return {column.key: j for j, column in enumerate(self.columns)}

    @cached_property
    def options(self) -> dict[str, list[int]]:
        """The columns of every applicant's options."""
        found: dict[str, list[int]] = {}
        for j, column in enumerate(self.columns):
            if column.key[0] == "option":
                found.setdefault(column.key[1], []).append(j)
        return found

    @cached_property
    def choice_row(self) -> dict[str, int]:
        """The row of every applicant that allows at most one option."""
        return {row.part: i for i, row in enumerate(self.rows) if row.rule == ONE_OPTION}

    def rows_of(self, rules: Sequence[str]) -> list[int]:
        """The rows that some rules wrote."""
        wanted = set(rules)
        return [i for i, row in enumerate(self.rows) if row.rule in wanted]

    def freed(self, rules: Sequence[str]) -> tuple[tuple[int, float, float], ...]:
        """Bounds (row, lower, upper) with which some rules demand and count nothing."""
        assert not self._sums
        return tuple((i, -inf, 0.0 if self._counts_alone(self.rows[i]) else inf) for i in self.rows_of(rules))

    def _counts_alone(self, row: Row) -> bool:
        """Whether a row holds nothing but its own rule's decision that options open; others may limit it too."""
        column = self.columns[row.columns[0]] if len(row.columns) == 1 else None
        return column is not None and bool(column.opened_by) and column.key[1] == row.rule

    def with_rows(self, rows: Iterable[Row]) -> "Program":
        """The same with further rows."""
        return replace(self, rows=(*self.rows, *rows))

    def keeping(self, place: int, least: Fraction) -> Row:
        """The row that holds later objectives to at least (minimising: at most) so much of objective `place`."""
        goal = self.goals[place]
        units = least * goal.units
        bound = ceil(units) if goal.sign > 0 else units.numerator // units.denominator
        sense: Sense = ">=" if goal.sign > 0 else "<="
        return Row(f"objective {place + 1}", "kept", tuple(goal.numbers), tuple(goal.numbers.values()), sense, bound)

    def vector(self, awards: Mapping[str, str], pairs: Iterable[tuple[str, str, str]] = ()) -> list[int]:
        """The plan as a vector: awards as option by applicant, pairs as (rule, village, mentor)."""
        vector = [0] * len(self.columns)
        for applicant, option in awards.items():
            vector[self.position["option", applicant, option]] = 1
        for pair in pairs:
            vector[self.position["pair", *pair]] = 1
        for j, column in enumerate(self.columns):
            if column.opened_by:
                vector[j] = int(any(vector[k] for k in column.opened_by))
        return self.raised(vector)

    def raised(self, vector: list[int]) -> list[int]:
        """Add up what is a sum, and raise every amount that an objective maximises as far as its rows let it."""
        for j in self._sums:
            vector[j] = sum(number * vector[k] for k, number in self.columns[j].sum_of)
        for j in (j for j, column in enumerate(self.columns) if column.goal):
            most = self.columns[j].upper
            for row in self._holding[j]:
                own = row.numbers[row.columns.index(j)]
                rest = sum(a * vector[k] for k, a in zip(row.columns, row.numbers, strict=True) if k != j)
                if own > 0 and row.sense == "<=":
                    most = min(most, (row.bound - rest) // own)
            vector[j] = max(most, 0)
        return vector

    @cached_property
    def _sums(self) -> tuple[int, ...]:
        return tuple(j for j, column in enumerate(self.columns) if column.sum_of)

    @cached_property
    def _holding(self) -> dict[int, list[Row]]:
        goals = {j for j, column in enumerate(self.columns) if column.goal}
        found: dict[int, list[Row]] = {j: [] for j in goals}
        for row in self.rows:
            for j in goals & set(row.columns):
                found[j].append(row)
        return found

    def awards(self, vector: Sequence[int]) -> dict[str, str]:
        """Option by applicant of a vector."""
        keys = (self.columns[j].key for j, number in enumerate(vector) if number)
        return {key[1]: key[2] for key in keys if key[0] == "option"}

    def broken(self, vector: Sequence[int]) -> list[Row]:
        """The rows that a vector breaks, counted exactly."""
        return [row for row in self.rows if not row.holds(vector)]


@dataclass
class Recorder(Model):
    """A model that keeps the rows in whole numbers and asks no solver."""

    source: str = ONE_OPTION
    part: Callable[[int], str] = str
    asked: int = 0
    held: list[Column] = field(default_factory=list)
    written: list[Row] = field(default_factory=list)
    short: bool = False
    totals: dict[str, tuple[pulp.LpVariable, int]] = field(default_factory=dict)

    def enter(self, source: str, part: Callable[[int], str]) -> None:
        """Name the rule whose rows come next."""
        self.source, self.part, self.asked = source, part, 0

    def hold(self, variable: pulp.LpVariable, column: Column) -> pulp.LpVariable:
        """Take a variable in."""
        self.held.append(column)
        return variable

    def binary(self, name: str) -> pulp.LpVariable:
        """Take in a further yes-or-no decision."""
        return self.hold(super().binary(name), Column(("extra", name), 1))

    def _switch(self, name: str, key: tuple[str, str], members: Sequence[int]) -> pulp.LpVariable:
        return self.hold(super().binary(name), Column(("extra", *key), 1, opened_by=tuple(members)))

    def integer(self, name: str, upper: int) -> pulp.LpVariable:
        """Take in a whole number between 0 and `upper`."""
        return self.hold(super().integer(name, upper), Column(("extra", name), upper))

    def less_share(self, part: Integers, times: int, measure: str, share: int) -> Terms:
        """The same as in any model; where `short`, the measure over all awards is a decision of its own."""
        if not self.short:
            return super().less_share(part, times, measure, share)
        if measure not in self.totals:
            self.totals[measure] = self._total(measure)
        total, each = self.totals[measure]
        return self.joined((self.terms(part), times), ([(total, 1)], -share * each))

    def _total(self, measure: str) -> tuple[pulp.LpVariable, int]:
        """Add the decision that counts a measure over all awards; with the whole units in one of it."""
        held, numbers, each = self.whole_of(measure)
        variable = super().integer(f"total_{len(self.totals):03d}", int(numbers.sum()))
        counted = tuple(zip(held.tolist(), numbers.tolist(), strict=True))
        step = scale_of(int(numbers.max(initial=1)))
        column = Column(("extra", f"all {measure}"), int(numbers.sum()), step=step, sum_of=counted)
        total = self.hold(variable, column)
        asking = self.source, self.part, self.asked
        self.enter(TOTAL, _always(measure))  # whatever becomes of the rule that asks, others may count it too
        self.require([*((self.x[k], number) for k, number in counted), (total, -1)], "==", 0)
        self.source, self.part, self.asked = asking
        return total, each

    def amount(self, name: str, upper: float) -> pulp.LpVariable:
        """Take in a number between 0 and `upper`."""
        return self.hold(super().amount(name, upper), Column(("extra", name), ceil(upper), whole=False))

    def require(self, terms: Iterable[tuple[pulp.LpVariable, int]], sense: Sense, bound: int) -> None:
        """Keep the row, divided by the largest number that divides every value it can take."""
        part = self.part(self.asked)
        self.asked += 1
        totals: dict[pulp.LpVariable, int] = {}
        for variable, number in terms:
            totals[variable] = totals.get(variable, 0) + number
        kept = [(variable, number) for variable, number in totals.items() if number]
        common = divisor(kept) if kept else 1
        possible = {"<=": bound >= 0, ">=": bound <= 0, "==": bound == 0}[sense]
        if (not kept and not possible) or (sense == "==" and bound % common):
            self.written.append(Row(self.source, part, (), (), "==", 1))
        elif kept:
            columns = tuple(self.at(variable) for variable, _ in kept)
            limit = -(-bound // common) if sense == ">=" else bound // common
            self.written.append(
                Row(self.source, part, columns, tuple(number // common for _, number in kept), sense, limit)
            )
        self.rows += 1


def program(tables: Tables, rules: Sequence[Rule], objectives: Sequence[Objective], *, short: bool = False) -> Program:
    """Write down what every rule and objective asks for, in the order in which the solver is given it.

    short: a measure over all awards, of which shares are, is counted once, by a decision of its own, instead of in
    every row. Only for a program that is neither narrowed nor freed of rules.
    """
    return recorded(tables, rules, objectives, short=short)[0]


def recorded(
    tables: Tables, rules: Sequence[Rule], objectives: Sequence[Objective], *, short: bool = False
) -> tuple[Program, Recorder]:
    """The program, and the model that kept it, by which single rules can be written again."""
    tables = beside(tables, rules)
    problem = pulp.LpProblem("allocation", pulp.LpMaximize)
    x = [pulp.LpVariable(f"x_{k:06d}", cat=pulp.LpBinary) for k in range(len(tables.options))]
    problem.addVariables(x)
    owned_by: list[list[int]] = [[] for _ in range(len(tables.applicants))]
    recorder = Recorder(tables, problem, x, list(x), by_applicant=owned_by, short=short)
    names = zip(tables.options["applicant"], tables.options["option"], tables.owner.tolist(), x, strict=True)
    for k, (applicant, option, owner, variable) in enumerate(names):
        recorder.hold(variable, Column(("option", str(applicant), str(option)), 1))
        recorder.by_applicant[owner].append(k)
    for applicant, owned in zip(tables.applicants.index, recorder.by_applicant, strict=True):
        recorder.enter(ONE_OPTION, _always(str(applicant)))
        recorder.require([(x[k], 1) for k in owned], "<=", 1)
    for each in tables.beside:
        recorder.enter(each.id, str)
        each.prepare(recorder)
    for rule in rules:
        recorder.enter(rule.id, parts_of(rule, tables))
        rule.constrain(recorder)
    goals = [written_goal(recorder, objective, k) for k, objective in enumerate(objectives)]
    for link in recorder.links:
        at = recorder.at(link.variable)
        recorder.held[at] = replace(recorder.held[at], key=("pair", link.rule, link.village, link.mentor))
    shared = {
        measure: tuple((recorder.at(variable), amount) for variable, amount in counted)
        for measure, counted in recorder.shared.items()
    }
    made = Program(tables, tuple(recorder.held), tuple(recorder.written), tuple(goals), shared)
    return _in_units(made), recorder


def written_goal(recorder: Recorder, objective: Objective, place: int) -> Goal:
    """Write an objective down in whole units."""
    recorder.enter(f"objective {place + 1}", str)
    terms, units = objective.terms(recorder)
    unit = divisor(terms)
    return Goal(objective, {recorder.at(v): n // unit for v, n in terms if n}, units / unit)


def _always(part: str) -> Callable[[int], str]:
    return lambda _: part


def parts_of(rule: Rule, tables: Tables) -> Callable[[int], str]:
    """What the rows of a rule are called, one after another: by the groups they are about where it has some."""
    if isinstance(rule, Limit | OneOf) and rule.per:
        held = [
            str(group)
            for group in groups(tables, rule.per)
            for _ in (rule.bounds_of(group) if isinstance(rule, Limit) else (rule,))
        ]
        return lambda asked: held[asked] if asked < len(held) else str(asked + 1)
    if isinstance(rule, Limit):
        return _always("")
    if isinstance(rule, PurseRule):
        cuts = [rule.part(cut) for cut in rule.cuts(tables)]
        return lambda asked: cuts[asked] if asked < len(cuts) else str(asked + 1)
    return lambda asked: str(asked + 1)


def _in_units(given: Program) -> Program:
    """Count every amount in the largest unit that all its rows share; what an objective raises is then whole.

    Such an amount (the total of the group that gets least) is bounded by totals of whole numbers only, so counting
    it in whole units loses no plan.
    """
    amounts = {j for j, column in enumerate(given.columns) if not column.whole}
    if not amounts:
        return given
    raised = {j for goal in given.goals for j in goal.numbers} & amounts
    unit = dict.fromkeys(amounts, 0)
    for columns, numbers in [
        *((row.columns, row.numbers) for row in given.rows),
        *((tuple(goal.numbers), tuple(goal.numbers.values())) for goal in given.goals),
    ]:
        for j, a in zip(columns, numbers, strict=True):
            if j in amounts:
                unit[j] = gcd(unit[j], a)
    step = {j: max(unit[j], 1) for j in amounts}
    decisions = list(given.columns)
    for j in amounts:
        goal = j in raised
        decisions[j] = replace(decisions[j], upper=decisions[j].upper * step[j], step=step[j], whole=goal, goal=goal)

    def counted(at: Iterable[int], numbers: Iterable[int]) -> tuple[int, ...]:
        return tuple(a // step.get(j, 1) for j, a in zip(at, numbers, strict=True))

    rows = tuple(replace(row, numbers=counted(row.columns, row.numbers)) for row in given.rows)
    goals = tuple(
        replace(goal, numbers=dict(zip(goal.numbers, counted(goal.numbers, goal.numbers.values()), strict=True)))
        for goal in given.goals
    )
    return replace(given, columns=tuple(decisions), rows=rows, goals=goals)


def awarded_options(awards: pd.DataFrame) -> dict[str, str]:
    """Option by applicant of a plan's awards."""
    return {str(a): str(o) for a, o in zip(awards.index, awards["option"], strict=True)}


def made_pairs(pairs: pd.DataFrame) -> list[tuple[str, str, str]]:
    """The pairs (rule, village, mentor) of a plan."""
    rows: list[Any] = pairs[["rule", "village", "mentor"]].astype(str).to_numpy().tolist()
    return [(rule, village, mentor) for rule, village, mentor in rows]
