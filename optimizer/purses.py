"""Purses: money of several payers, year by year, and the sets of costs that only some of them may pay.

A network: every purse (a payer's money of one year) flows to the costs of that year that the payer may pay, and as
far as money may be carried over, to the payer's next year. All costs can be paid if and only if no cut of the
network is smaller than they are (Ford and Fulkerson 1956; with one layer of payers: Hall 1935). For a set of costs X
and the purses T that could reach it:
    total of X  <=  money of T  +  what may be carried into T.
Cuts that are sums of others are left out.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, product
from math import prod

MOST_CHOICES = 2**14
"""Sets of purses looked at in one part of a network."""


@dataclass(frozen=True, order=True)
class Demand:
    """One cost that must be paid: a measure, in one year where money is given by year."""

    measure: str
    year: str = ""

    @property
    def column(self) -> str:
        """The column of the options that holds it."""
        return f"{self.measure}_{self.year}" if self.year else self.measure


@dataclass(frozen=True)
class Purse:
    """Money of one payer in one year; `part` is what the rule calls it. None is money without end."""

    part: str
    payer: str
    year: str
    money: int | None


@dataclass(frozen=True)
class Payer:
    """One payer: purses year after year, what may be carried over (None: everything), measures it may pay."""

    name: str
    purses: tuple[Purse, ...]
    carry: int | None
    pays: frozenset[str]

    def may_pay(self, demand: Demand) -> Purse | None:
        """The purse that a cost is paid from; None where the payer may not pay it."""
        if demand.measure not in self.pays:
            return None
        return next((purse for purse in self.purses if purse.year == demand.year), None)


@dataclass(frozen=True)
class Cut:
    """Costs that only these purses can reach, and what may be carried into the purses from elsewhere."""

    demands: tuple[Demand, ...]
    purses: tuple[Purse, ...]
    carried: int

    @property
    def named(self) -> tuple[Purse, ...]:
        """The purses that hold money of their own."""
        return tuple(purse for purse in self.purses if purse.part)

    @property
    def money(self) -> int | None:
        """What the costs may come to; None where it is without end."""
        amounts = [purse.money for purse in self.purses]
        return None if None in amounts else sum(amount or 0 for amount in amounts) + self.carried


def years_of(columns: Collection[str], measure: str) -> tuple[str, ...]:
    """The years for which there is a column of a measure, in order."""
    ends = (name[len(measure) + 1 :] for name in columns if name.startswith(f"{measure}_"))
    return tuple(sorted(end for end in ends if len(end) == 4 and end.isascii() and end.isdigit()))


def cuts(payers: Sequence[Payer], demands: Sequence[Demand]) -> tuple[Cut, ...]:
    """Every cut that others do not imply; raises ValueError where there are too many sets of purses."""
    return tuple(cut for part in _components(payers, demands) for cut in _undominated(tuple(_cuts(*part))))


def _undominated(found: tuple[Cut, ...]) -> tuple[Cut, ...]:
    """Without the cuts of which another has no more money, carries no more, and holds more costs."""

    def implied(cut: Cut, other: Cut) -> bool:
        less = set(other.named) <= set(cut.named) and other.carried <= cut.carried
        return less and set(cut.demands) < set(other.demands)

    return tuple(cut for cut in found if not any(implied(cut, other) for other in found))


def tightest(found: Sequence[Cut]) -> tuple[Cut, ...]:
    """Of the cuts with the same costs the one with least money; those without end are left out."""
    best: dict[tuple[Demand, ...], tuple[int, Cut]] = {}
    for cut in found:
        money = cut.money
        if money is not None and (cut.demands not in best or money < best[cut.demands][0]):
            best[cut.demands] = (money, cut)
    return tuple(cut for _, cut in best.values())


def choices(payers: Sequence[Payer], demands: Sequence[Demand]) -> int:
    """How many sets of purses the largest part of a network has."""
    parts = _components(payers, demands)
    return max((prod(_sizes(payer) for payer in own) for own, _ in parts), default=0)


def _sizes(payer: Payer) -> int:
    return len(payer.purses) + 1 if payer.carry is None else 2 ** len(payer.purses)


def _components(
    payers: Sequence[Payer], demands: Sequence[Demand]
) -> list[tuple[tuple[Payer, ...], tuple[Demand, ...]]]:
    """Split the network into parts that have nothing to do with each other, in the order of the costs."""
    links: list[tuple[object, object]] = []
    for payer in payers:
        links += [(purse, demand) for demand in demands if (purse := payer.may_pay(demand)) is not None]
        if payer.carry != 0:
            links += list(pairwise(payer.purses))
    groups = _joined([*demands, *(purse for payer in payers for purse in payer.purses)], links)
    found = []
    for own in groups:
        kept = tuple(demand for demand in demands if demand in own)
        parts = (
            Payer(p.name, tuple(purse for purse in p.purses if purse in own), p.carry, p.pays)
            for p in payers
            if any(purse in own for purse in p.purses)
        )
        if kept:
            found.append((tuple(parts), kept))
    return found


def _joined(nodes: Sequence[object], links: Sequence[tuple[object, object]]) -> list[set[object]]:
    """Sets of nodes that hang together, in the order of the nodes."""
    home: dict[object, set[object]] = {node: {node} for node in nodes}
    for one, other in links:
        if home[one] is not home[other]:
            home[one] |= home[other]
            for node in home[other]:
                home[node] = home[one]
    found: list[set[object]] = []
    for node in nodes:
        if not any(home[node] is each for each in found):
            found.append(home[node])
    return found


def _cuts(payers: tuple[Payer, ...], demands: tuple[Demand, ...]) -> Iterator[Cut]:
    if prod(_sizes(payer) for payer in payers) > MOST_CHOICES:
        raise ValueError("too many payers and years for the sets of costs that they may pay")
    may = {demand: {p for payer in payers if (p := payer.may_pay(demand)) is not None} for demand in demands}
    for chosen in product(*(tuple(_choices(payer)) for payer in payers)):
        taken = {purse for own in chosen for purse in own}
        held = tuple(demand for demand in demands if may[demand] <= taken)
        reached = {purse for demand in held for purse in may[demand]}
        if not held or not all(_needed(p, own, reached) for p, own in zip(payers, chosen, strict=True)):
            continue
        links: list[tuple[object, object]] = [(purse, demand) for demand in held for purse in may[demand]]
        for payer, own in zip(payers, chosen, strict=True):
            if payer.carry != 0:
                links += [(a, b) for a, b in pairwise(payer.purses) if a in own and b in own]
        if len(_joined([*held, *(purse for own in chosen for purse in own)], links)) == 1:
            carried = sum(_carried(payer, own) for payer, own in zip(payers, chosen, strict=True))
            yield Cut(held, tuple(purse for own in chosen for purse in own), carried)


def _choices(payer: Payer) -> Iterator[tuple[Purse, ...]]:
    """The sets of a payer's purses that a cut may hold: what flows on without end holds everything before it too."""
    if payer.carry is None:
        yield from (payer.purses[:k] for k in range(len(payer.purses) + 1))
        return
    for yes in product((False, True), repeat=len(payer.purses)):
        yield tuple(purse for purse, wanted in zip(payer.purses, yes, strict=True) if wanted)


def _runs(payer: Payer, own: tuple[Purse, ...]) -> list[tuple[int, int]]:
    """First and last place of every unbroken run of purses."""
    places = [payer.purses.index(purse) for purse in own]
    starts = [at for at in places if at - 1 not in places]
    ends = [at for at in places if at + 1 not in places]
    return list(zip(starts, ends, strict=True))


def _needed(payer: Payer, own: tuple[Purse, ...], reached: set[Purse]) -> bool:
    """Whether no smaller set of purses would do: runs end, and unless nothing flows in, begin with a purse reached."""
    if payer.carry == 0:
        return set(own) <= reached
    return all(
        payer.purses[last] in reached and (first == 0 or payer.purses[first] in reached)
        for first, last in _runs(payer, own)
    )


def _carried(payer: Payer, own: tuple[Purse, ...]) -> int:
    """What may be carried into the runs that do not begin in the first year."""
    return sum(payer.carry or 0 for first, _ in _runs(payer, own) if first > 0)
