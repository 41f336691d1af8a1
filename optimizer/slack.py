"""Slack: how far one part of a rule may be relaxed, in the unit that a committee would speak of.

A rule is made of pieces, each of which could be demanded by itself: one group's upper bound, one named applicant.
A slack is the way in which one piece gives way, in whole steps. In a model, `steps` counts them and `touched` says
whether there are any; a piece with uneven steps (named lower scores) has one yes-or-no decision a step instead,
where step n+1 implies step n.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor

import pulp

from optimizer.measures import LIBRARIES, is_money
from optimizer.model import Model

MONEY_STEP = Fraction(1_000_000)
PART_STEP = Fraction(1, 100)
POINT = Fraction(1, 100)
"""One percentage point of a share."""

MILLION = 1_000_000


@dataclass(frozen=True, order=True)
class Piece:
    """One part of a rule that could be demanded by itself: `kind` of demand, on `part` (a group, an applicant, "")."""

    rule: str
    kind: str = ""
    part: str = ""


@dataclass(frozen=True)
class Slack:
    """How one piece may give way: in steps of one size, or through uneven `levels` (amounts, rising).

    base: what an amount is compared with, to make changes of different rules comparable. most: the largest number
    of steps; it holds what the rule's `relax_at_most` allows and what could ever be of use.
    """

    piece: Piece
    base: Fraction
    step: Fraction = Fraction(1)
    most: int = 1
    levels: tuple[Fraction, ...] = ()

    def amount(self, steps: int) -> Fraction:
        """By how much so many steps relax the piece, in its natural unit."""
        if self.levels:
            return self.levels[steps - 1] if steps else Fraction(0)
        return steps * self.step

    def change(self, steps: int) -> int:
        """The relative change of so many steps, in millionths of `base`; a step counts one at least.

        One millionth more is for giving way at all, so that of equal changes the one of fewer pieces is less.
        """
        if not steps:
            return 0
        return 1 + (self._millionths(self.levels[steps - 1]) if self.levels else steps * self._millionths(self.step))

    def _millionths(self, amount: Fraction) -> int:
        return max(ceil(amount / self.base * MILLION), 1)

    def within(self, bound: Fraction | None) -> "Slack | None":
        """The same with no amount above `bound`; None when not one step is left."""
        if bound is None:
            return self
        if self.levels:
            kept = tuple(level for level in self.levels if level <= bound)
            return Slack(self.piece, self.base, self.step, len(kept), kept) if kept else None
        most = min(self.most, floor(bound / self.step))
        return Slack(self.piece, self.base, self.step, most) if most > 0 else None


@dataclass(frozen=True)
class Move:
    """A slack and the number of steps taken, one or more."""

    slack: Slack
    steps: int

    @property
    def piece(self) -> Piece:
        """What gives way."""
        return self.slack.piece

    @property
    def amount(self) -> Fraction:
        """By how much, in the natural unit."""
        return self.slack.amount(self.steps)

    @property
    def change(self) -> int:
        """The relative change, in millionths."""
        return self.slack.change(self.steps)


def step_of(measure: str, units: int) -> Fraction:
    """The natural step of a measure: a million rupiah, one library or computer, else a hundredth."""
    if measure == LIBRARIES:
        return Fraction(1)
    if is_money(measure):
        return MONEY_STEP
    return Fraction(1) if units == 1 else PART_STEP


class Easing:
    """The slack columns of one model."""

    def __init__(self, model: Model, slacks: Iterable[Slack]) -> None:
        self.model = model
        self.slacks = tuple(slacks)
        self.of = {slack.piece: slack for slack in self.slacks}
        self._steps: dict[Piece, list[pulp.LpVariable]] = {}
        self.touched: dict[Piece, pulp.LpVariable] = {}
        for number, slack in enumerate(self.slacks):
            self._add(slack, f"{number:05d}")

    def _add(self, slack: Slack, number: str) -> None:
        piece, model = slack.piece, self.model
        if slack.levels or slack.most == 1:
            chain = [model.binary(f"level_{number}_{k:04d}") for k in range(slack.most)]
            for lower, higher in pairwise(chain):
                model.require([(higher, 1), (lower, -1)], "<=", 0)
            self._steps[piece], self.touched[piece] = chain, chain[0]
            return
        steps, touched = model.integer(f"steps_{number}", slack.most), model.binary(f"touched_{number}")
        model.require([(steps, 1), (touched, -slack.most)], "<=", 0)
        self._steps[piece], self.touched[piece] = [steps], touched

    def __contains__(self, piece: Piece) -> bool:
        return piece in self.of

    def steps(self, piece: Piece) -> list[pulp.LpVariable]:
        """Variables whose sum is the number of steps; none where the piece stands firm."""
        return self._steps.get(piece, [])

    def change(self, piece: Piece) -> list[tuple[pulp.LpVariable, int]]:
        """Terms whose sum is the relative change in millionths."""
        slack, steps = self.of[piece], self._steps[piece]
        if self.touched[piece] is not steps[0]:
            return [(steps[0], slack.change(2) - slack.change(1)), (self.touched[piece], 1)]
        return [(v, slack.change(k + 1) - slack.change(k)) for k, v in enumerate(steps)]
