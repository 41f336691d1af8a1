"""Looks for the best plan of a model, and believes it only after an exact check in whole numbers."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pulp

from optimizer import attendance, cbc, highs, narrowing
from optimizer.model import PAIR_COLUMNS, Model, Terms, divisor, scale_of
from optimizer.part import Matter
from optimizer.plan import holdings
from optimizer.problem_arrays import arrays_of
from optimizer.relaxation import Outlook, Relaxation
from optimizer.rules import Rule
from optimizer.settings import Settings
from optimizer.solution import Solution, SolverError, Status

ROUNDING = 1e-5
RETRIES = 25
NARROWED_FROM = 500
"""From so many columns on, prices first settle what they can; below, the solver is asked at once."""


@dataclass(frozen=True)
class Picks:
    """A plan as positions: the options taken and the links made, by their place in the model."""

    options: tuple[int, ...]
    links: tuple[int, ...]


@dataclass(frozen=True)
class Found:
    """The outcome of one search: a checked plan or none, and the bound in whole units of the objective."""

    status: Status
    picks: Picks | None
    bound: int | None


@dataclass(frozen=True, eq=False)
class _Goal:
    """What the problem's objective stands for: terms in whole units, `unit` of which make one of what was asked.

    scale: whole units in one of the problem's objective.
    """

    terms: Terms
    unit: int
    sense: int
    scale: int


class Search:
    """Runs the solver on one model within one time allowance."""

    def __init__(self, model: Model, rules: Sequence[Rule], settings: Settings) -> None:
        self.model = model
        self.rules = rules
        self.settings = settings
        self.deadline = time.monotonic() + settings.seconds
        self.aim: attendance.Aim | None = None
        self._seen: tuple[Matter, Outlook, list[pulp.LpVariable], _Goal] | None = None
        self._settled: _Goal | None = None
        self._known: dict[str, float] = {}

    def seconds_left(self) -> float:
        """How much of the allowance is left."""
        return max(self.deadline - time.monotonic(), 0.0)

    def best(self, terms: Terms, sense: int, *, confirm: bool = True) -> Found:
        """Find the plan with the best sum of `terms`; plans that break a rule by a rounding hair are cut off.

        With `confirm`, "no plan exists" is believed only when two ways of solving say so.
        """
        goal = self._pursued(terms, sense)
        if self._large:
            return self._narrowed(goal, confirm=confirm)
        for _ in range(RETRIES):
            solution = self._solve(goal.scale, confirm)
            if solution.values is None:
                return Found(solution.status, None, None)
            picks = self._picks(solution)
            if not self.broken(picks):
                found = self._judged(solution, picks, goal.terms, sense, goal.scale)
                return found if found.bound is None else replace(found, bound=found.bound * goal.unit)
            self.forbid(picks)
        raise SolverError("the solver keeps returning plans that break a rule")

    def any(self, *, confirm: bool = True) -> Found:
        """Find any plan; in a large model the objective settled last shows where to look."""
        if not self._large:
            return self.best([], pulp.LpMaximize, confirm=confirm)
        goal = (
            self._pursued(self._settled.terms, self._settled.sense)
            if self._settled
            else self._pursued([], pulp.LpMaximize)
        )
        return self._narrowed(goal, confirm=confirm, any_plan=True)

    @property
    def _large(self) -> bool:
        return self.settings.solver == "highs" and len(self.model.problem.variables()) > NARROWED_FROM

    def _pursued(self, terms: Terms, sense: int) -> "_Goal":
        unit = divisor(terms)
        terms = [(variable, number // unit) for variable, number in terms]
        scale = scale_of(max((abs(number) for _, number in terms), default=1))
        self.model.problem.sense = sense
        # PuLP adds a variable of its own to a problem without an objective, and CBC then loses the next one.
        counted = terms or [(variable, 0) for variable in (self.model.x or self.model.problem.variables())[:1]]
        self.model.problem.setObjective(pulp.LpAffineExpression([(v, n / scale) for v, n in counted]))
        self._seen = None
        return _Goal(terms, unit, sense, scale)

    def _narrowed(self, goal: "_Goal", *, confirm: bool, any_plan: bool = False) -> Found:
        """Let the relaxation settle what it can, and search the rest."""
        problem, variables = self.model.problem, self.model.problem.variables()
        data, least = arrays_of(problem, variables, float(goal.scale))
        turn = 1 if goal.sense == pulp.LpMaximize else -1

        def judge(values: Any) -> int | None:  # noqa: ANN401
            picks = self.lawful(values)
            if picks is None:
                return None
            attendance.seen(self, picks)
            return turn * self._reached(Solution(Status.FEASIBLE, values, None, ""), goal.terms)

        hear = attendance.hearer(self, turn * goal.unit)
        matter = Matter(data, least, data.limit, judge, hear, any_plan, confirm)
        outlook = Relaxation(data, least).solve(self.seconds_left())
        known = [self._known.get(variable.name) for variable in variables]
        vector = None if None in known else np.array(known, dtype=np.float64)
        found = narrowing.search(matter, outlook, self._run(goal.scale), vector)
        if outlook is not None and goal.terms:
            self._seen = (matter, outlook, variables, goal)
        if found.values is None:
            return Found(found.status, None, None)
        self._known = {v.name: float(x) for v, x in zip(variables, found.values, strict=True)}
        picks = self._picks(Solution(found.status, found.values, None, ""))
        bound = None if found.bound is None else turn * found.bound * goal.unit
        return Found(found.status, picks, bound)

    def settle(self, least: Fraction) -> None:
        """From now on, only plans that reach `least` whole units of the last objective are looked at (one row says so).

        Whatever the prices of that objective then leave no choice about is settled for good.
        """
        if self._seen is None:
            return
        matter, outlook, variables, goal = self._seen
        self._settled = goal
        turn = goal.unit if goal.sense == pulp.LpMaximize else -goal.unit
        spare = outlook.bound - float(least / turn)
        for j in np.flatnonzero(narrowing.settled(matter, outlook, spare)):
            variables[j].lowBound = variables[j].upBound = round(float(outlook.values[j]))

    def _run(self, scale: int) -> highs.Run:
        # Objectives count whole units, so anything nearer than one unit to the bound is the optimum itself.
        return highs.Run(
            seconds=self.seconds_left(),
            threads=self.settings.threads,
            gap=self.settings.gap,
            absolute_gap=0.999 / scale,
        )

    def _solve(self, scale: int, confirm: bool) -> Solution:
        run = self._run(scale)
        if self.settings.solver == "cbc":
            return cbc.solve(self.model.problem, run)
        return highs.solve(self.model.problem, run, confirm=confirm, observer=attendance.observer(self, scale))

    def _judged(self, solution: Solution, picks: Picks, terms: Terms, sense: int, scale: int) -> Found:
        if solution.bound is None:
            return Found(solution.status, picks, None)
        if not np.isfinite(solution.bound):
            return Found(Status.FEASIBLE, picks, None)
        reached = self._reached(solution, terms)
        limit = solution.bound * scale
        hair = 1e-6 + 1e-9 * abs(limit)
        if abs(limit - reached) < 1 - 1e-6:
            bound = reached
        else:
            bound = int(np.floor(limit + hair)) if sense == pulp.LpMaximize else int(np.ceil(limit - hair))
        bound = max(bound, reached) if sense == pulp.LpMaximize else min(bound, reached)
        return Found(Status.OPTIMAL if bound == reached else Status.FEASIBLE, picks, bound)

    def _reached(self, solution: Solution, terms: Terms) -> int:
        assert solution.values is not None
        values = {
            v.name: round(float(x)) if v.cat == pulp.LpInteger else float(x)
            for v, x in zip(self.model.problem.variables(), solution.values, strict=True)
        }
        return round(sum(number * values[variable.name] for variable, number in terms))

    def lawful(self, values: "np.ndarray[Any, np.dtype[np.float64]]") -> Picks | None:
        """The plan that a solver's values stand for; None when it breaks a rule."""
        picks = self._picks(Solution(Status.FEASIBLE, values, None, ""))
        return None if self.broken(picks) else picks

    def _picks(self, solution: Solution) -> Picks:
        assert solution.values is not None
        variables = self.model.problem.variables()
        decisions = np.array([variable.cat == pulp.LpInteger for variable in variables], dtype=bool)
        away = np.abs(solution.values - np.rint(solution.values))[decisions]
        if away.size and away.max() > ROUNDING:
            raise SolverError("the solver returned a decision that is neither yes nor no")
        names = [variable.name for variable in variables]
        taken = {name for name, value in zip(names, solution.values, strict=True) if value > 0.5}
        return Picks(
            tuple(k for k, variable in enumerate(self.model.x) if variable.name in taken),
            tuple(k for k, link in enumerate(self.model.links) if link.variable.name in taken),
        )

    def awards(self, picks: Picks) -> pd.DataFrame:
        """The options taken, one row an applicant."""
        rows = self.model.tables.options.iloc[list(picks.options)]
        return rows.set_index("applicant").sort_index(kind="stable")

    def pairs(self, picks: Picks) -> pd.DataFrame:
        """The links made, one row a village."""
        chosen = [self.model.links[k] for k in picks.links]
        rows = [(link.rule, link.village, link.mentor, link.kilometres) for link in chosen]
        return pd.DataFrame(rows, columns=list(PAIR_COLUMNS)).sort_values(["rule", "village"], ignore_index=True)

    def broken(self, picks: Picks) -> bool:
        """Whether a plan breaks a rule, counted exactly and without the model."""
        awards = self.awards(picks)
        if awards.index.has_duplicates:
            return True
        held = holdings(awards, self.pairs(picks), self.model.tables.applicants, self.model.tables.options)
        return any(rule.check(held) for rule in self.rules)

    def forbid(self, picks: Picks, *, until_released: bool = False) -> pulp.LpVariable | None:
        """Cut off exactly this plan; with `until_released`, raising the returned variable's bound to 1 undoes it."""
        model = self.model
        options, links = set(picks.options), set(picks.links)
        terms: list[tuple[Any, int]] = [(v, -1 if k in options else 1) for k, v in enumerate(model.x)]
        terms += [(link.variable, -1 if k in links else 1) for k, link in enumerate(model.links)]
        taken = len(options) + len(links)
        release = model.integer(f"release_{model.rows:06d}", 0) if until_released else None
        if release is not None:
            terms.append((release, 1))
        model.require(terms, ">=", 1 - taken)
        return release
