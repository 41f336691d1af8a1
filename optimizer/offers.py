"""An offer: one package with its connection, start and match, and what it costs whom in which year."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from intake import Package, Quantity, Tier
from optimizer.numbers import Integers, plain
from optimizer.prices import Prices, local_part, refuse_dearest


@dataclass(frozen=True)
class Offer:
    """What an applicant could be given.

    year: of the start. level: the share that the local government pays of the lines of the package's match; None
    where the package has none. horizon: the years whose cost counts; without any, only the start is paid for.
    """

    package: Package
    tier: Tier | None
    year: int
    level: Fraction | None = None
    horizon: tuple[int, ...] = ()

    @property
    def name(self) -> str:
        """Package, connection and match, without the year."""
        match = () if self.level is None else (f"match{self.match}",)
        return "+".join([self.package.id, *((self.tier.id,) if self.tier else ()), *match])

    @property
    def match(self) -> str:
        """The level in per cent, as it is written; empty without one."""
        return "" if self.level is None else str(plain(self.level * 100))

    @property
    def later(self) -> tuple[int, ...]:
        """The years after the start whose cost counts."""
        return tuple(year for year in self.horizon if year > self.year)

    def share(self, line: str) -> Fraction:
        """What the local government pays of a budget line."""
        if self.level is not None and self.package.match is not None and line in self.package.match.lines:
            return self.level
        return Fraction(str(self.package.local_share.get(line, 0)))

    def bill(self) -> Iterator[tuple[int, str, int]]:
        """Year, item and units of everything that is paid."""
        yield from _units(self.year, (*self.package.items, *(self.tier.items if self.tier else ())))
        running = (*self.package.running, *(self.tier.running if self.tier else ()))
        for year in self.later:
            yield from _units(year, running)


@dataclass(frozen=True, eq=False)
class Cost:
    """One item in one year, in whole rupiah, one number an applicant: cost = grant + local."""

    year: int
    item: str
    line: str
    units: int
    price: Integers
    cost: Integers
    local: Integers

    @property
    def grant(self) -> Integers:
        """What the programme pays."""
        return self.cost - self.local


def costs(offer: Offer, prices: Prices, rows: "np.ndarray[tuple[int], np.dtype[np.intp]]") -> list[Cost]:
    """What an offer costs the applicants at these places of the price table."""
    bill = list(offer.bill())
    dearest = sum(int(prices.unit(item, year).max(initial=0)) * units for year, item, units in bill)
    refuse_dearest(offer.package, dearest)
    found: list[Cost] = []
    for year, item, units in bill:
        line = prices.items[item].line
        price = prices.unit(item, year)[rows]
        cost = price * units
        found.append(Cost(year, item, line, units, price, cost, local_part(cost, offer.share(line))))
    return found


def _units(year: int, quantities: tuple[Quantity, ...]) -> Iterator[tuple[int, str, int]]:
    units: dict[str, int] = {}
    for quantity in quantities:
        units[quantity.item] = units.get(quantity.item, 0) + quantity.units
    yield from ((year, item, number) for item, number in units.items())
