"""Rest: what is left to decide when most of a plan stands, as a small model of its own.

Every row of the whole program stays, in whole numbers: what stands is counted into its bound, and an option that
no longer fits beside what stands is left out. Rows that then hold whatever is chosen are not written.
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pulp

from optimizer.model import Link, Model, Terms
from optimizer.program import ONE_OPTION, Program, program
from optimizer.rows import Sense
from optimizer.rules import Mentoring, Rule
from optimizer.search import Found, Picks, Search
from optimizer.settings import Settings
from optimizer.tables import Tables

Whole = npt.NDArray[Any]
"""Whole numbers: 64 bits where every sum fits, Python's own otherwise."""
LARGEST_SUM = 2**62


@dataclass
class Rest(Model):
    """A model in which the options that stand are one column that is always 1, and those that are out one that is 0."""

    always: pulp.LpVariable = field(default_factory=lambda: pulp.LpVariable("always", 1, 1, pulp.LpInteger))
    never: pulp.LpVariable = field(default_factory=lambda: pulp.LpVariable("never", 0, 0, pulp.LpInteger))

    def require(self, terms: Iterable[tuple[pulp.LpVariable, int]], sense: Sense, bound: int) -> None:
        """Add the row with what stands counted into its bound; a row about nothing else holds or forbids all."""
        free, stands = [], 0
        for variable, number in terms:
            if variable is self.always:
                stands += number
            elif variable is not self.never:
                free.append((variable, number))
        if free:
            super().require(free, sense, bound - stands)
        elif not {"<=": stands <= bound, ">=": stands >= bound, "==": stands == bound}[sense]:
            super().require([(self.always, 1)], "==", 0)


class RestSearch(Search):
    """A search that counts the column of what stands once, with all that it stands for.

    On its way a plan is checked by the whole rows; whoever takes the last one has the rules themselves check it.
    """

    def __init__(self, frame: "Frame", model: Rest, settings: Settings) -> None:
        super().__init__(model, frame.rules, settings)
        self.frame = frame

    def broken(self, picks: Picks) -> bool:
        """Whether a plan breaks a row, counted exactly; by the rules where more is decided than awards and pairs."""
        if not self.frame.plain:
            return super().broken(picks)
        taken = np.zeros_like(self.frame.ranges({}, frozenset())[0])
        taken[list(picks.options)] = 1
        taken[[self.frame.pairs[k] for k in picks.links]] = 1
        return bool(self.frame.broken(taken, taken).any())

    def best(self, terms: Terms, sense: int, *, confirm: bool = True) -> Found:
        """Find the plan with the best sum of `terms`."""
        numbers: dict[str, int] = {}
        variables: dict[str, pulp.LpVariable] = {}
        for variable, number in terms:
            variables[variable.name] = variable
            numbers[variable.name] = numbers.get(variable.name, 0) + number
        merged = [(variables[name], number) for name, number in numbers.items() if number and name != "never"]
        return super().best(merged, sense, confirm=confirm)


@dataclass(frozen=True, eq=False)
class Frame:
    """The rows of all rules, taken down once; `rest` gives what is left of them for any choice of what stands."""

    tables: Tables
    rules: tuple[Rule, ...]
    program: Program

    @classmethod
    def of(cls, tables: Tables, rules: Sequence[Rule]) -> "Frame":
        """Take the rows down."""
        made = program(tables, rules, ())
        return cls(made.tables, tuple(rules), made)

    @cached_property
    def entries(self) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp], Whole]:
        """Every number of every row: its row, its column, the number."""
        rows = self.program.rows
        at = np.repeat(np.arange(len(rows)), [len(row.columns) for row in rows])
        columns = np.array([j for row in rows for j in row.columns], dtype=np.intp)
        numbers = [a for row in rows for a in row.numbers]
        uppers = [column.upper for column in self.program.columns]
        total = sum(abs(a) * uppers[j] for a, j in zip(numbers, columns.tolist(), strict=True))
        large = total + sum(abs(row.bound) for row in rows) >= LARGEST_SUM
        return at, columns, np.array(numbers, dtype=object if large else np.int64)

    @cached_property
    def pairs(self) -> tuple[int, ...]:
        """The columns of the pairs, in the order of the model's links."""
        return tuple(j for j, column in enumerate(self.program.columns) if column.key[0] == "pair")

    @cached_property
    def plain(self) -> bool:
        """Whether awards and pairs are all that is decided."""
        return all(column.key[0] != "extra" for column in self.program.columns)

    @cached_property
    def bounds(self) -> tuple[Whole, npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
        """The bound of every row, and whether it holds from above and from below."""
        rows = self.program.rows
        bound = np.array([row.bound for row in rows], dtype=self.entries[2].dtype)
        above = np.array([row.sense != ">=" for row in rows], dtype=bool)
        return bound, above, np.array([row.sense != "<=" for row in rows], dtype=bool)

    @cached_property
    def kilometres(self) -> dict[tuple[str, ...], float]:
        """The distance of every pair that a mentoring rule allows."""
        found: dict[tuple[str, ...], float] = {}
        for rule in self.rules:
            if isinstance(rule, Mentoring):
                near = rule.reach(self.tables.applicants)
                for village, mentor, km in zip(near["village"], near["mentor"], near["km"].tolist(), strict=True):
                    found["pair", rule.id, str(village), str(mentor)] = km
        return found

    def ranges(self, stands: Mapping[str, str], out: Set[str]) -> tuple[Whole, Whole]:
        """The least and the most of every column: those who stand have their option, those who are out none."""
        columns = self.program.columns
        dtype = self.entries[2].dtype
        least, most = np.zeros(len(columns), dtype=dtype), np.array([c.upper for c in columns], dtype=dtype)
        for j, column in enumerate(columns):
            if column.key[0] == "option":
                _, name, option = column.key
                if name in stands:
                    least[j] = most[j] = int(stands[name] == option)
                elif name in out:
                    most[j] = 0
        return least, most

    def spans(self, least: Whole, most: Whole) -> tuple[Whole, Whole]:
        """The least and the most that every row can come to."""
        at, columns, numbers = self.entries
        low, high = np.zeros_like(self.bounds[0]), np.zeros_like(self.bounds[0])
        np.add.at(low, at, np.where(numbers > 0, numbers * least[columns], numbers * most[columns]))
        np.add.at(high, at, np.where(numbers > 0, numbers * most[columns], numbers * least[columns]))
        return low, high

    def fitting(self, least: Whole, most: Whole) -> Whole:
        """The most of every column, without the options that fit no more beside what stands; as often as it helps."""
        at, columns, numbers = self.entries
        bound, above, below = self.bounds
        most = most.copy()
        while True:
            low, high = self.spans(least, most)
            up = np.where(numbers > 0, numbers, 0)
            down = np.where(numbers < 0, numbers, 0)
            # A column at 1 adds its number where the span took 0 for it.
            too_much = above[at] & (low[at] + up > bound[at])
            too_little = below[at] & (high[at] + down < bound[at])
            open_ = (least[columns] == 0) & (most[columns] == 1)
            shut = columns[open_ & (too_much | too_little)]
            if not len(shut):
                return most
            most[shut] = 0

    def broken(self, least: Whole, most: Whole) -> npt.NDArray[np.bool_]:
        """The rows that no choice between these bounds keeps."""
        bound, above, below = self.bounds
        low, high = self.spans(least, most)
        found: npt.NDArray[np.bool_] = (above & (low > bound)) | (below & (high < bound))
        return found

    def left(self, stands: Mapping[str, str], out: Set[str]) -> "Left":
        """Work out what is left to decide: the columns that may still go either way, the rows that could break."""
        least, most = self.ranges(stands, out)
        most = self.fitting(least, most)
        bound, above, below = self.bounds
        low, high = self.spans(least, most)
        idle = (~above | (high <= bound)) & (~below | (low >= bound))
        fixed, _ = self.spans(least, least)
        return Left(least, most, tuple(np.flatnonzero(~np.asarray(idle, dtype=bool)).tolist()), fixed)

    def rest(self, stands: Mapping[str, str], out: Set[str]) -> Rest:
        """Write down what is left to decide."""
        return self.written(self.left(stands, out))

    def written(self, left: "Left") -> Rest:
        """The model of what is left."""
        problem = pulp.LpProblem("rest", pulp.LpMaximize)
        model = Rest(self.tables, problem, [], by_applicant=[[] for _ in range(len(self.tables.applicants))])
        variables = {j: self._variable(j) for j in left.free}
        problem.addVariables([model.always, model.never, *variables.values()])

        def of(j: int) -> pulp.LpVariable:
            if j in variables:
                return variables[j]
            return model.always if left.least[j] else model.never

        model.x.extend(of(j) for j in range(len(self.tables.options)))
        for k, owner in enumerate(self.tables.owner.tolist()):
            model.by_applicant[owner].append(k)
        for j, column in enumerate(self.program.columns):
            if column.key[0] == "pair":
                _, rule, village, mentor = column.key
                model.links.append(Link(rule, village, mentor, self.kilometres[column.key], of(j)))
        model.shared.update({m: [(of(j), n) for j, n in held] for m, held in self.program.shared.items()})
        for i in left.rows:
            row = self.program.rows[i]
            steps = (self.program.columns[j].step for j in row.columns)
            terms = zip(row.columns, row.numbers, steps, strict=True)
            model.require([(of(j), a * step) for j, a, step in terms], row.sense, row.bound)
        return model

    def _variable(self, j: int) -> pulp.LpVariable:
        column = self.program.columns[j]
        kind = pulp.LpInteger if column.whole else pulp.LpContinuous
        return pulp.LpVariable(f"z_{j:06d}", 0, column.upper // column.step, kind)


@dataclass(frozen=True, eq=False)
class Left:
    """What is left to decide: least and most of every column, the rows that could break, and what stands in each."""

    least: Whole
    most: Whole
    rows: tuple[int, ...]
    fixed: Whole

    @cached_property
    def free(self) -> tuple[int, ...]:
        """The columns that may go either way."""
        return tuple(np.flatnonzero(np.asarray(self.least < self.most, dtype=bool)).tolist())

    @cached_property
    def key(self) -> tuple[tuple[int, ...], ...]:
        """What is the same where the very same question is left: free columns, rows, and what stands in them."""
        return self.free, self.rows, tuple(int(self.fixed[i]) for i in self.rows)


def standing_in_the_way(frame: Frame, stands: Mapping[str, str], out: Set[str]) -> dict[str, tuple[str, ...]]:
    """For everyone who could still be given something, the rules that each by itself forbids adding it to what stands.

    Of several options the one that fewest rules forbid is taken, then the first by name. Decisions other than
    options, such as who mentors whom, are taken at their best for each row. Nobody is listed who lacks options.
    """
    at, columns, numbers = frame.entries
    bound, above, below = frame.bounds
    least, most = frame.ranges(stands, out)
    candidates = np.array([c.key[0] == "option" for c in frame.program.columns], dtype=bool)
    candidates &= np.asarray(least < most, dtype=bool)
    low, high = frame.spans(least, np.where(candidates, 0, most))
    rules = [row.rule for row in frame.program.rows]
    wrong = set(np.flatnonzero((above & (low > bound)) | (below & (high < bound))).tolist())
    mine: dict[int, list[tuple[int, int]]] = {}
    for i, j, a in zip(at.tolist(), columns.tolist(), numbers.tolist(), strict=True):
        if candidates[j]:
            mine.setdefault(j, []).append((i, a))
    best: dict[str, tuple[int, str, tuple[str, ...]]] = {}
    for j, own in mine.items():
        touched = {i for i, _ in own}
        blame = {rules[i] for i in wrong - touched}
        for i, a in own:
            if (above[i] and low[i] + a > bound[i]) or (below[i] and high[i] + a < bound[i]):
                blame.add(rules[i])
        _, name, option = frame.program.columns[j].key
        entry = (
            len(blame),
            option,
            tuple(rule for rule in dict.fromkeys(rules) if rule in blame and rule != ONE_OPTION),
        )
        best[name] = min(best.get(name, entry), entry)
    return {name: blamed for name, (_, _, blamed) in sorted(best.items())}


def awarded(awards: pd.DataFrame) -> dict[str, str]:
    """Option by applicant of a plan's awards."""
    return {str(name): str(option) for name, option in awards["option"].items()}
