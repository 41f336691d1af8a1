"""Elastic: one model in which rules may give way by slack columns, solved for the least giving way."""

import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pulp

from optimizer import cbc, highs
from optimizer.model import Terms, build, scale_of
from optimizer.rules import Rule
from optimizer.search import ROUNDING
from optimizer.settings import Settings
from optimizer.slack import Easing, Move, Piece, Slack
from optimizer.solution import Solution, SolverError, Status
from optimizer.tables import Tables


@dataclass(frozen=True)
class Least:
    """The least giving way: no moves when none is needed; `moves` is None when no plan was found.

    status: optimal (proven to be the least), feasible, infeasible (proven twice) or stopped.
    """

    status: Status
    moves: tuple[Move, ...] | None


class Elastic:
    """A model of all rules, in which those of `soft` have slack columns."""

    def __init__(
        self,
        tables: Tables,
        rules: Sequence[Rule],
        slacks: Sequence[Slack],
        settings: Settings,
        deadline: float,
    ) -> None:
        self.settings = settings
        self.deadline = deadline
        soft = {slack.piece.rule for slack in slacks}
        self.model = build(tables, [rule for rule in rules if rule.id not in soft])
        self.easing = Easing(self.model, slacks)
        for rule in rules:
            if rule.id in soft:
                rule.loosen(self.model, self.easing)
        self.touched: dict[str, pulp.LpVariable] = {}
        for rule in rules:
            if rule.id in soft:
                self.touched[rule.id] = self.model.binary(f"rule_{len(self.touched):05d}")
        for piece, touched in self.easing.touched.items():
            self.model.require([(touched, 1), (self.touched[piece.rule], -1)], "<=", 0)

    def forbid_rules(self, rules: Collection[str]) -> None:
        """From now on, not all of these rules may give way together."""
        self.model.require([(self.touched[name], 1) for name in sorted(rules)], "<=", len(rules) - 1)

    def forbid_pieces(self, pieces: Collection[Piece]) -> None:
        """From now on, not all of these pieces may give way together."""
        self.model.require([(self.easing.touched[piece], 1) for piece in sorted(pieces)], "<=", len(pieces) - 1)

    def at_most(self, rules: int) -> None:
        """From now on, at most so many rules may give way."""
        self.model.require([(variable, 1) for variable in self.touched.values()], "<=", rules)

    def fewest_rules(self) -> Least:
        """Touch as few rules as possible."""
        return self._least([(variable, 1) for variable in self.touched.values()])

    def least_change(self) -> Least:
        """Change as little as possible, by the sum of relative changes."""
        return self._least([term for piece in self.easing.of for term in self.easing.change(piece)])

    def _least(self, terms: Terms) -> Least:
        """Minimise, and then ask for less until that is refuted: HiGHS has called plans the least that were not."""
        problem = self.model.problem
        scale = scale_of(max((abs(number) for _, number in terms), default=1))
        counted = terms or [(variable, 0) for variable in self.model.x[:1]]
        problem.sense = pulp.LpMinimize
        problem.setObjective(pulp.LpAffineExpression([(v, n / scale) for v, n in counted]))
        found = Least(Status.STOPPED, None)
        before = set(problem.constraints)
        try:
            while True:
                solution = self._solved(scale)
                if solution.values is None:
                    return _ended(found, solution.status)
                values = {v.name: float(x) for v, x in zip(problem.variables(), solution.values, strict=True)}
                found = Least(solution.status, self._moves(values))
                reached = sum(number * round(values[variable.name]) for variable, number in terms)
                if solution.status is not Status.OPTIMAL or reached <= 0:
                    return found
                self.model.require(terms, "<=", reached - 1)
        finally:
            for name in set(problem.constraints) - before:
                del problem.constraints[name]

    def _solved(self, scale: int) -> Solution:
        run = highs.Run(
            seconds=max(self.deadline - time.monotonic(), 0.01),
            threads=self.settings.threads,
            absolute_gap=0.999 / scale,
        )
        problem = self.model.problem
        return cbc.solve(problem, run) if self.settings.solver == "cbc" else highs.solve(problem, run)

    def _moves(self, values: dict[str, float]) -> tuple[Move, ...]:
        found: list[Move] = []
        for piece, slack in self.easing.of.items():
            numbers = np.array([values[variable.name] for variable in self.easing.steps(piece)])
            if np.abs(numbers - np.rint(numbers)).max() > ROUNDING:
                raise SolverError("the solver returned a step that is not whole")
            steps = int(np.rint(numbers).sum())
            if steps:
                found.append(Move(slack, steps))
        return tuple(found)


def _ended(found: Least, refused: Status) -> Least:
    """What is known when no plan gives way less than `found`, or none at all."""
    if found.moves is None:
        return Least(refused, None)
    return found if refused is Status.INFEASIBLE else replace(found, status=Status.FEASIBLE)
