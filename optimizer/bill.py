"""The bill: what is bought for every award, item by item and year by year."""

from fractions import Fraction
from typing import Any

import pandas as pd

from intake import Catalogue, Round
from locales import Label
from optimizer.offers import Offer, costs
from optimizer.options import CataloguePolicy
from optimizer.prices import Prices

BILL = ("applicant", "item", "line", "year", "units", "unit_price", "cost", "grant", "local")


def bill(round_: Round, awards: pd.DataFrame, policy: CataloguePolicy | None = None) -> pd.DataFrame:
    """List what is bought for every award.

    Columns: applicant, item, line, year, units, unit_price, cost, grant, local (whole rupiah; cost = grant + local).
    """
    chosen = policy or CataloguePolicy()
    catalogue = round_.catalogue
    people = round_.table().loc[awards.index]
    prices = Prices(catalogue, people, chosen.prices)
    parts: list[pd.DataFrame] = []
    kinds = ["package", "tier", "start_year", *(["match_level"] if "match_level" in awards else [])]
    for key, group in awards.groupby(kinds, sort=True):
        offer = _offer_of(catalogue, key, chosen.years)
        at = people.index.get_indexer(group.index)
        parts += [
            pd.DataFrame(
                {
                    "applicant": group.index,
                    "item": each.item,
                    "line": each.line,
                    "year": each.year,
                    "units": each.units,
                    "unit_price": each.price,
                    "cost": each.cost,
                    "grant": each.grant,
                    "local": each.local,
                }
            )
            for each in costs(offer, prices, at)
        ]
    if not parts:
        return pd.DataFrame(columns=list(BILL))
    order = {item.id: place for place, item in enumerate(catalogue.items)}
    table = pd.concat(parts, ignore_index=True)
    return table.sort_values(
        ["applicant", "item", "year"], key=lambda c: c.map(order) if c.name == "item" else c, ignore_index=True
    )


def _offer_of(catalogue: Catalogue, key: tuple[Any, ...], horizon: tuple[int, ...]) -> Offer:
    """The offer that awards of one package, tier, start and level were made from."""
    packages = {package.id: package for package in catalogue.packages}
    tiers = {tier.id: tier for tier in catalogue.tiers}
    level = Fraction(str(key[3])) / 100 if len(key) > 3 and key[3] else None
    return Offer(packages[str(key[0])], tiers.get(str(key[1])), int(key[2]), level, horizon)


def labels(catalogue: Catalogue) -> dict[str, Label]:
    """Names of packages, tiers and items by id."""
    items = {item.id: item.label for item in catalogue.items}
    tiers = {tier.id: tier.label for tier in catalogue.tiers}
    return items | tiers | {package.id: package.label for package in catalogue.packages}
