"""Prices: what one unit of every item costs in every applicant's district, in every year."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

import numpy as np
import pandas as pd

from intake import Catalogue, Factor, Finding, Findings, InputError, Item, Package, Severity
from locales import Money, message
from optimizer.numbers import Integers

DEAREST = 10**15
"""No price and no package in rupiah is dearer; keeps every sum within whole numbers that are held exactly."""


@dataclass(frozen=True, eq=False)
class Prices:
    """Unit prices by item and year for every applicant's district, in whole rupiah.

    table: applicants with their district's figures. changed: prices of the scenario, in place of the catalogue's.
    """

    catalogue: Catalogue
    table: pd.DataFrame
    changed: Mapping[str, int]
    _known: dict[tuple[str, int], Integers] = field(default_factory=dict)

    @cached_property
    def items(self) -> dict[str, Item]:
        """Items by id, at the scenario's prices."""
        return {
            item.id: item.model_copy(update={"price": self.changed[item.id]}) if item.id in self.changed else item
            for item in self.catalogue.items
        }

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The budget lines that items are paid from, in the order of the catalogue."""
        return tuple(dict.fromkeys(item.line for item in self.items.values()))

    @cached_property
    def _factors(self) -> dict[str, Factor]:
        return {factor.id: factor for factor in self.catalogue.factors}

    def unit(self, item: str, year: int) -> Integers:
        """One number an applicant: price of the year x factor of its district, to the nearest rupiah, halves up."""
        if (item, year) not in self._known:
            self._known[item, year] = self._unit(self.items[item], year)
        return self._known[item, year]

    def _unit(self, item: Item, year: int) -> Integers:
        price = item.price_in(year - self.catalogue.price_year)
        if not item.factor:
            refuse_dearest(item, int(price))
            return np.full(len(self.table), _rounded(price)).astype(np.int64)
        factor = self._factors[item.factor]
        highest = max(1.0, factor.default, *factor.values.values())
        refuse_dearest(item, int(price * Fraction(str(highest))))
        prices = {where: _rounded(price * Fraction(str(by))) for where, by in factor.values.items()}
        places = self.table[factor.column].astype(str)
        default = _rounded(price * Fraction(str(factor.default)))
        return np.asarray(places.map(prices).fillna(default), dtype=np.int64)


def refuse_dearest(what: Item | Package, rupiah: int) -> None:
    """Raise InputError for a price that cannot be counted."""
    if rupiah > DEAREST:
        problem = message("{what} would cost {rupiah}, more than can be counted", what=what.label, rupiah=Money(rupiah))
        remedy = message("correct the prices, the units or the factors of the catalogue")
        finding = Finding("catalogue.dearest", Severity.ERROR, problem, remedy, file="catalogue.toml", value=what.id)
        raise InputError(Findings.of([finding]))


def _rounded(price: Fraction) -> int:
    return int(price + Fraction(1, 2))


def local_part(cost: Integers, share: Fraction) -> Integers:
    """The local government's part of a cost, rounded down to whole rupiah."""
    result: Integers = cost * share.numerator // share.denominator
    return result
