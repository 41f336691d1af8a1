"""Payments: who pays which cost of a finished plan, in whole units, by the order in which payers are named.

A largest flow through the network of purses (Edmonds and Karp 1972), then turned so that the first payer pays as
much of the first cost as it may while everything stays paid, then as much of the second, and so on. The amounts
are therefore the same on every machine.
"""

from collections import deque
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import TypeAlias

from optimizer.purses import Demand, Payer, Purse

Node: TypeAlias = Hashable
SOURCE, SINK = "source", "sink"


@dataclass(frozen=True)
class Payment:
    """What one payer pays of one cost."""

    payer: str
    demand: Demand
    amount: Fraction


@dataclass(frozen=True)
class Payments:
    """Everything that is paid, in the order of payers and costs.

    unpaid: costs that cannot all be paid together, with the purses that could reach them; empty when all is paid.
    """

    made: tuple[Payment, ...]
    unpaid: tuple[Demand, ...]
    purses: tuple[Purse, ...]


def payments(payers: Sequence[Payer], costs: Mapping[Demand, Fraction]) -> Payments:
    """Share the costs out among the payers."""
    flow = _Flow()
    endless = sum(costs.values(), Fraction(0))
    for payer in payers:
        for purse in payer.purses:
            flow.arc(SOURCE, purse, endless if purse.money is None else Fraction(purse.money))
        for one, after in pairwise(payer.purses):
            flow.arc(one, after, endless if payer.carry is None else Fraction(payer.carry))
    pairs = [(p, d, own) for p in payers for d in costs if (own := p.may_pay(d)) is not None]
    for _, demand, own in pairs:
        flow.arc(own, demand, endless)
    for demand, cost in costs.items():
        flow.arc(demand, SINK, cost)
    flow.fill(SOURCE, SINK)
    if sum((flow.through(demand, SINK) for demand in costs), Fraction(0)) < endless:
        reached = flow.reached(SOURCE)
        short = tuple(demand for demand, cost in costs.items() if cost and demand not in reached)
        return Payments((), short, tuple(q for p in payers for q in p.purses if q not in reached))
    for _, demand, own in pairs:
        flow.raise_to_the_most(own, demand)
    made = (Payment(payer.name, demand, flow.through(own, demand)) for payer, demand, own in pairs)
    return Payments(tuple(payment for payment in made if payment.amount), (), ())


class _Flow:
    """A flow network under work: what is left of every arc, either way."""

    def __init__(self) -> None:
        self.left: dict[Node, dict[Node, Fraction]] = {}
        self.forward: dict[tuple[Node, Node], Fraction] = {}
        self.fixed: set[tuple[Node, Node]] = set()

    def arc(self, start: Node, end: Node, capacity: Fraction) -> None:
        """Add an arc; there is never one in the opposite direction."""
        self.left.setdefault(start, {})[end] = capacity
        self.left.setdefault(end, {}).setdefault(start, Fraction(0))
        self.forward[start, end] = capacity

    def through(self, start: Node, end: Node) -> Fraction:
        """What flows through an arc."""
        return self.forward[start, end] - self.left[start][end]

    def fill(self, start: Node, end: Node) -> None:
        """Send as much as there is room for."""
        while path := self._path(start, end):
            self._push(path)

    def raise_to_the_most(self, start: Node, end: Node) -> None:
        """Reroute so that as much as possible flows through one arc, then leave it as it is."""
        self.fixed |= {(start, end), (end, start)}
        while path := self._path(end, start):
            amount = self._push(path)
            self.left[start][end] -= amount
            self.left[end][start] += amount

    def reached(self, start: Node) -> set[Node]:
        """The nodes that more could still be sent to."""
        return set(self._tree(start))

    def _push(self, path: list[Node]) -> Fraction:
        amount = min(self.left[a][b] for a, b in pairwise(path))
        for a, b in pairwise(path):
            self.left[a][b] -= amount
            self.left[b][a] += amount
        return amount

    def _tree(self, start: Node) -> dict[Node, Node]:
        """Every node that can be reached, with the node before it on a shortest way."""
        before: dict[Node, Node] = {start: start}
        waiting = deque([start])
        while waiting:
            node = waiting.popleft()
            for after, room in self.left.get(node, {}).items():
                if room > 0 and after not in before and (node, after) not in self.fixed:
                    before[after] = node
                    waiting.append(after)
        return before

    def _path(self, start: Node, end: Node) -> list[Node]:
        before = self._tree(start)
        if end not in before:
            return []
        path = [end]
        while path[-1] != start:
            path.append(before[path[-1]])
        return path[::-1]
