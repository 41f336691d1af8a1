"""Options: everything that every applicant could be given, with its value and what it uses."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from pydantic import Field, field_validator

from intake import (
    Catalogue,
    Condition,
    Factor,
    Finding,
    Findings,
    InputError,
    Item,
    Package,
    Quantity,
    Round,
    Severity,
    Strict,
    Tier,
)
from locales import Label, Money, message

BLANK = "blank:"
"""Begins the reason of an offer that was not made because the answer it depends on is missing."""
VALUE_PLACES = 3
"""Values are points to three decimals, so that they can be counted exactly."""


DEAREST = 10**15
"""No price and no package in rupiah is dearer; keeps every sum within whole numbers that are held exactly."""


class CataloguePolicy(Strict):
    """What a scenario may change about the catalogue: things switched off, prices by item, years to start in."""

    packages_off: tuple[str, ...] = ()
    tiers_off: tuple[str, ...] = ()
    prices: dict[str, Annotated[int, Field(ge=0, le=DEAREST)]] = Field(default_factory=dict)
    start_years: tuple[Annotated[int, Field(ge=1900, le=2199)], ...] = ()

    @field_validator("start_years")
    @classmethod
    def _different(cls, years: tuple[int, ...]) -> tuple[int, ...]:
        if len(set(years)) < len(years):
            raise ValueError("a start year is there twice")
        return years


@dataclass(frozen=True, eq=False)
class Options:
    """The options table and, for those left without one, why.

    table: columns applicant, option, package, tier, start_year, value (points), computers, seats, mbps, cost (the
    grant, rupiah), cost_<line>, cost_<year>, local_match (what the local government pays, rupiah), local_<line>.
    refused: columns applicant, package, tier and reason, for every offer not made: "kind", "mbps", the column of the
    condition that is not met, or that column after BLANK where its answer is missing.
    """

    table: pd.DataFrame
    refused: pd.DataFrame


@dataclass(frozen=True, eq=False)
class Prices:
    """Unit prices by item for every applicant's district, in whole rupiah."""

    catalogue: Catalogue
    table: pd.DataFrame
    changed: Mapping[str, int]

    @cached_property
    def items(self) -> dict[str, Item]:
        """Items by id, at the scenario's prices."""
        return {
            item.id: item.model_copy(update={"price": self.changed[item.id]}) if item.id in self.changed else item
            for item in self.catalogue.items
        }

    @cached_property
    def unit(self) -> dict[str, npt.NDArray[np.int64]]:
        """Unit price of every item, one number an applicant: price x factor of its district, to the nearest rupiah."""
        factors = {factor.id: factor for factor in self.catalogue.factors}
        result: dict[str, npt.NDArray[np.int64]] = {}
        for item in self.items.values():
            _refuse_dearest(item, int(item.price * max([1.0, *(f for f in _all_factors(factors, item))])))
            if not item.factor:
                result[item.id] = np.full(len(self.table), item.price).astype(np.int64)
                continue
            factor = factors[item.factor]
            prices = {where: _rounded(item.price, by) for where, by in factor.values.items()}
            default = _rounded(item.price, factor.default)
            places = self.table[factor.column].astype(str)
            result[item.id] = np.asarray(places.map(prices).fillna(default), dtype=np.int64)
        return result


def _all_factors(factors: Mapping[str, Factor], item: Item) -> tuple[float, ...]:
    """Every factor that an item's price may be multiplied by."""
    return (factors[item.factor].default, *factors[item.factor].values.values()) if item.factor else ()


def _refuse_dearest(what: Item | Package, rupiah: int) -> None:
    if rupiah > DEAREST:
        problem = message("{what} would cost {rupiah}, more than can be counted", what=what.label, rupiah=Money(rupiah))
        remedy = message("correct the prices, the units or the factors of the catalogue")
        finding = Finding("catalogue.dearest", Severity.ERROR, problem, remedy, file="catalogue.toml", value=what.id)
        raise InputError(Findings.of([finding]))


def _rounded(price: int, factor: float) -> int:
    """Price times factor, to the nearest rupiah, halves upward."""
    return int(price * Fraction(str(factor)) + Fraction(1, 2))


def _bill(package: Package, tier: Tier | None) -> dict[str, int]:
    """Units of every item in a package with its tier."""
    units: dict[str, int] = {}
    quantities: tuple[Quantity, ...] = (*package.items, *(tier.items if tier else ()))
    for quantity in quantities:
        units[quantity.item] = units.get(quantity.item, 0) + quantity.units
    return units


def _local(cost: npt.NDArray[np.int64], share: float) -> npt.NDArray[np.int64]:
    """The local government's part of a cost, rounded down to whole rupiah."""
    part = Fraction(str(share))
    result: npt.NDArray[np.int64] = cost * part.numerator // part.denominator
    return result


def options(round_: Round, scores: pd.DataFrame, policy: CataloguePolicy | None = None) -> Options:
    """List what every eligible applicant could be given.

    scores: index applicant, columns score (0 to 100) and open (True where an award is allowed). An offer is made
    where the package is for the applicant's kind, every condition holds (an unknown one does not), and the tier
    carries the bandwidth that the computers need.
    """
    chosen = policy or CataloguePolicy()
    catalogue = round_.catalogue
    people = round_.table().sort_index(kind="stable")
    people = people.loc[scores["open"].reindex(people.index).fillna(False).to_numpy(dtype=bool)]
    prices = Prices(catalogue, people, chosen.prices)
    points = scores["score"].reindex(people.index).to_numpy(dtype=float)
    tiers = {tier.id: tier for tier in catalogue.tiers if tier.id not in chosen.tiers_off}
    years = chosen.start_years or (round_.call.price_year,)
    made: list[pd.DataFrame] = []
    refused: list[pd.DataFrame] = []
    for package in catalogue.packages:
        if package.id in chosen.packages_off:
            continue
        carriers: list[Tier | None] = [tiers[t] for t in package.tiers if t in tiers] if package.tiers else [None]
        for tier in carriers:
            allowed, why = _allowed(people, package, tier, catalogue)
            refused.append(_refusals(people, package, tier, why))
            rows = np.flatnonzero(allowed)
            made += [_offer(people, points, rows, package, tier, prices, year, years) for year in years]
    if not made:  # everything is switched off: no offers, but the columns that rules speak of
        nobody = np.array([], dtype=np.intp)
        made = [_offer(people, points, nobody, catalogue.packages[0], None, prices, year, years) for year in years]
    table = pd.concat(made, ignore_index=True).sort_values(["applicant", "option"], kind="stable", ignore_index=True)
    if not refused:
        refused = [pd.DataFrame(columns=["applicant", "package", "tier", "reason"])]
    return Options(table, pd.concat(refused, ignore_index=True))


def _allowed(
    people: pd.DataFrame, package: Package, tier: Tier | None, catalogue: Catalogue
) -> tuple[npt.NDArray[np.bool_], npt.NDArray[Any]]:
    why = np.full(len(people), "", dtype=object)
    fits = people["kind"].isin(list(package.kinds)).to_numpy()
    why[~fits] = "kind"
    conditions: list[Condition] = [*package.conditions, *(tier.conditions if tier else ())]
    for condition in conditions:
        judged = condition.holds(people)
        holds, blank = judged.fillna(False).to_numpy(dtype=bool), judged.isna().to_numpy(dtype=bool)
        why[fits & ~holds] = condition.column
        why[fits & blank] = BLANK + condition.column
        fits = fits & holds
    if tier is not None and Fraction(str(tier.mbps)) < catalogue.mbps_needed(package.computers):
        why[fits] = "mbps"
        fits = np.zeros_like(fits)
    return fits, why


def _refusals(people: pd.DataFrame, package: Package, tier: Tier | None, why: npt.NDArray[Any]) -> pd.DataFrame:
    at = np.flatnonzero(why != "")
    return pd.DataFrame(
        {
            "applicant": people.index.to_numpy()[at],
            "package": package.id,
            "tier": tier.id if tier else "",
            "reason": why[at],
        }
    )


def _offer(
    people: pd.DataFrame,
    points: npt.NDArray[np.float64],
    rows: npt.NDArray[np.intp],
    package: Package,
    tier: Tier | None,
    prices: Prices,
    year: int,
    years: tuple[int, ...],
) -> pd.DataFrame:
    effect = float(Fraction(str(package.effect)) * Fraction(str(tier.effect if tier else 1)))
    lines = list(dict.fromkeys(item.line for item in prices.items.values()))
    grant = {line: np.zeros(len(rows), dtype=np.int64) for line in lines}
    local = {line: np.zeros(len(rows), dtype=np.int64) for line in lines}
    bill = _bill(package, tier)
    _refuse_dearest(package, sum(int(prices.unit[item].max(initial=0)) * units for item, units in bill.items()))
    for item, units in bill.items():
        line = prices.items[item].line
        cost = prices.unit[item][rows] * units
        paid = _local(cost, package.local_share.get(line, 0))
        local[line] += paid
        grant[line] += cost - paid
    total = sum(grant.values(), np.zeros(len(rows), dtype=np.int64))
    name = "+".join([package.id, *([tier.id] if tier else [])]) + (f"@{year}" if len(years) > 1 else "")
    columns: dict[str, Any] = {
        "applicant": people.index.to_numpy()[rows],
        "option": name,
        "package": package.id,
        "tier": tier.id if tier else "",
        "start_year": year,
        "value": np.round(points[rows] * effect, VALUE_PLACES),
        "computers": package.computers,
        "seats": package.computers,
        "mbps": tier.mbps if tier else 0.0,
        "cost": total,
        **{f"cost_{line}": grant[line] for line in lines},
        **{f"cost_{y}": total if y == year else np.zeros_like(total) for y in years},
        "local_match": sum(local.values(), np.zeros(len(rows), dtype=np.int64)),
        **{f"local_{line}": local[line] for line in lines},
    }
    return pd.DataFrame(columns)


def bill(round_: Round, awards: pd.DataFrame, policy: CataloguePolicy | None = None) -> pd.DataFrame:
    """List what is bought for every award.

    Columns: applicant, item, line, units, unit_price, cost, grant, local (whole rupiah; cost = grant + local).
    """
    chosen = policy or CataloguePolicy()
    catalogue = round_.catalogue
    people = round_.table().loc[awards.index]
    prices = Prices(catalogue, people, chosen.prices)
    packages = {package.id: package for package in catalogue.packages}
    tiers = {tier.id: tier for tier in catalogue.tiers}
    parts: list[pd.DataFrame] = []
    for (package_id, tier_id), group in awards.groupby(["package", "tier"], sort=True):
        package, tier = packages[str(package_id)], tiers.get(str(tier_id))
        at = people.index.get_indexer(group.index)
        for item, units in _bill(package, tier).items():
            line = prices.items[item].line
            cost = prices.unit[item][at] * units
            paid = _local(cost, package.local_share.get(line, 0))
            parts.append(
                pd.DataFrame(
                    {
                        "applicant": group.index,
                        "item": item,
                        "line": line,
                        "units": units,
                        "unit_price": prices.unit[item][at],
                        "cost": cost,
                        "grant": cost - paid,
                        "local": paid,
                    }
                )
            )
    columns = ["applicant", "item", "line", "units", "unit_price", "cost", "grant", "local"]
    if not parts:
        return pd.DataFrame(columns=columns)
    order = {item.id: place for place, item in enumerate(catalogue.items)}
    table = pd.concat(parts, ignore_index=True)
    return table.sort_values(
        ["applicant", "item"], key=lambda c: c.map(order) if c.name == "item" else c, ignore_index=True
    )


def labels(catalogue: Catalogue) -> dict[str, Label]:
    """Names of packages, tiers and items by id."""
    items = {item.id: item.label for item in catalogue.items}
    tiers = {tier.id: tier.label for tier in catalogue.tiers}
    return items | tiers | {package.id: package.label for package in catalogue.packages}
