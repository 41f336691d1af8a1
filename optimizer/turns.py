"""Turns: decisions of the plan the other way round, and the pool of plans within the loss that make them."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from optimizer.near_swaps import NearSwaps
from optimizer.program import Row
from optimizer.settled import Core
from optimizer.within import Within

CLEAR, TURNS = "clear", "turns"


class Proof(StrEnum):
    """What proves it: prices of the relaxation, a plan that decides otherwise, or a search to the end."""

    PRICES = "prices"
    PLAN = "plan"
    SEARCH = "search"
    NONE = ""


@dataclass
class Turn:
    """The opposite of one decision of the plan: that `columns` add up to `number`; and what is known about it."""

    applicant: str
    option: str
    columns: tuple[int, ...]
    number: int
    state: str = ""
    proof: Proof = Proof.NONE
    at_least: int | None = None
    at_most: int | None = None
    possible: bool = True

    @property
    def row(self) -> Row:
        """The demand that the turn is made."""
        return Row("", self.applicant, self.columns, (1,) * len(self.columns), "==", self.number)

    def happens(self, vector: Sequence[int]) -> bool:
        """Whether a plan makes it."""
        return sum(vector[j] for j in self.columns) == self.number

    def settle(self, state: str, proof: Proof) -> None:
        """Note what is proven: that no plan within the loss makes it, or that one does."""
        self.state, self.proof = state, proof


class Pool:
    """The plans in hand; every new one is looked at for further ones that are one exchange away."""

    def __init__(self, near: Within, left: Core, turns: Sequence[Turn], deadline: float) -> None:
        self.near, self.turns, self.deadline = near, turns, deadline
        self.plans: set[tuple[int, ...]] = set()
        self._swaps = NearSwaps(left, near.worth, near.least)

    def add(self, vector: tuple[int, ...]) -> None:
        """Take a plan in, and whatever new it leads to."""
        waiting = self._taken(vector)
        while waiting:
            each = waiting.pop(0)
            for packages in (False, True):
                wanted = {turn.applicant for turn in self.turns if not turn.state and bool(turn.option) == packages}
                if time.monotonic() < self.deadline:
                    for found in self._swaps.near(each, wanted, packages=packages):
                        waiting += self._taken(found)

    def _taken(self, vector: tuple[int, ...]) -> list[tuple[int, ...]]:
        if vector in self.plans:
            return []
        self.plans.add(vector)
        see(self.near, self.turns, vector)
        return [vector]


def see(near: Within, turns: Sequence[Turn], vector: Sequence[int]) -> None:
    """Note every turn that a plan within the loss makes."""
    loss = near.base.best - near.value(vector)
    for turn in turns:
        if turn.happens(vector):
            turn.at_most = loss if turn.at_most is None else min(turn.at_most, loss)
            if not turn.state:
                turn.settle(TURNS, Proof.PLAN)
