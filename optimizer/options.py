"""Options: everything that every applicant could be given, with its value and what it uses."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from typing import Annotated, Any, Self, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd
from pydantic import Field, field_validator, model_validator

from intake import Call, Catalogue, Condition, Package, Round, Strict, Tier
from optimizer.match_levels import BLANK, level_open
from optimizer.offers import Cost, Offer, costs
from optimizer.prices import DEAREST, Prices

Rows: TypeAlias = "np.ndarray[tuple[int], np.dtype[np.intp]]"
VALUE_PLACES = 3
"""Values are points to three decimals, so that they can be counted exactly."""


Year: TypeAlias = Annotated[int, Field(ge=1900, le=2199)]


class CataloguePolicy(Strict):
    """What a scenario may change about the catalogue: things switched off, prices by item, years.

    start_years: in which an award may start; the first of `years`, else the price year, where none is given. years:
    the years whose cost counts, one after another; without them only the year of the start is paid for.
    """

    packages_off: tuple[str, ...] = ()
    tiers_off: tuple[str, ...] = ()
    prices: dict[str, Annotated[int, Field(ge=0, le=DEAREST)]] = Field(default_factory=dict)
    start_years: tuple[Year, ...] = ()
    years: tuple[Year, ...] = ()

    @field_validator("start_years")
    @classmethod
    def _different(cls, years: tuple[int, ...]) -> tuple[int, ...]:
        if len(set(years)) < len(years):
            raise ValueError("a start year is there twice")
        return years

    @model_validator(mode="after")
    def _within_the_years(self) -> Self:
        if any(later != earlier + 1 for earlier, later in pairwise(self.years)):
            raise ValueError("years must follow one another without a gap, the first one first")
        outside = sorted(set(self.start_years) - set(self.years)) if self.years else []
        if outside:
            raise ValueError(f"the start years {outside} are not among the years whose cost counts")
        return self

    def starts(self, price_year: int) -> tuple[int, ...]:
        """The years in which an award may start."""
        return self.start_years or self.years[:1] or (price_year,)


@dataclass(frozen=True, eq=False)
class Options:
    """The options table and, for those left without one, why.

    table: columns applicant, option, package, tier, start_year, value (points), computers, seats, mbps, cost (the
    grant, rupiah), cost_<line>, cost_<year>, local_match (what the local government pays, rupiah), local_<line>.
    Where there are packages with levels of a match: match_level (per cent, as text). Where years or money by year are
    given: cost_<line>_<year>; where years are given: service_years. Where a funder pays for single items of a line:
    cost_item_<item> for every item of it, and cost_item_<item>_<year>.
    refused: columns applicant, package, tier and reason, for every offer not made: "kind", "mbps", the column of the
    condition that is not met, or that column after BLANK where its answer is missing.
    """

    table: pd.DataFrame
    refused: pd.DataFrame


@dataclass(frozen=True)
class _Layout:
    """Which columns there are: the same for every offer of a round and scenario."""

    lines: tuple[str, ...]
    items: tuple[str, ...]
    years: tuple[int, ...]
    by_line_and_year: bool
    match: bool
    horizon: tuple[int, ...]
    several_starts: bool


def _layout(round_: Round, policy: CataloguePolicy, prices: Prices) -> _Layout:
    call, starts = round_.call, policy.starts(round_.call.price_year)
    return _Layout(
        lines=prices.lines,
        items=single_items(call, round_.catalogue),
        years=policy.years or starts,
        by_line_and_year=bool(policy.years) or any(purse.by_year for purse in (*call.budget_lines, *call.funders)),
        match=any(package.match for package in round_.catalogue.packages),
        horizon=policy.years,
        several_starts=len(starts) > 1,
    )


def single_items(call: Call, catalogue: Catalogue) -> tuple[str, ...]:
    """The items of lines of which a funder pays for single items: their cost is listed one by one."""
    named = {item for funder in call.funders for item in funder.items}
    lines = {item.line for item in catalogue.items if item.id in named}
    return tuple(item.id for item in catalogue.items if item.line in lines)


def options(round_: Round, scores: pd.DataFrame, policy: CataloguePolicy | None = None) -> Options:
    """List what every eligible applicant could be given.

    scores: index applicant, columns score (0 to 100) and open (True where an award is allowed). An offer is made
    where the package is for the applicant's kind, every condition holds (an unknown one does not), the tier
    carries the bandwidth that the computers need, and the level of the match is prescribed or pledged.
    """
    chosen = policy or CataloguePolicy()
    catalogue = round_.catalogue
    people = round_.table().sort_index(kind="stable")
    people = people.loc[scores["open"].reindex(people.index).fillna(False).to_numpy(dtype=bool)]
    prices = Prices(catalogue, people, chosen.prices)
    points = scores["score"].reindex(people.index).to_numpy(dtype=float)
    tiers = {tier.id: tier for tier in catalogue.tiers if tier.id not in chosen.tiers_off}
    years, layout = chosen.starts(round_.call.price_year), _layout(round_, chosen, prices)
    made: list[pd.DataFrame] = []
    refused: list[pd.DataFrame] = []
    for package in catalogue.packages:
        if package.id in chosen.packages_off:
            continue
        carriers: list[Tier | None] = [tiers[t] for t in package.tiers if t in tiers] if package.tiers else [None]
        for tier in carriers:
            allowed, why = _allowed(people, package, tier, catalogue)
            refused.append(_refusals(people, package, tier, why))
            for year in years:
                for offer, reasons in _levels(people, prices, Offer(package, tier, year, horizon=chosen.years)):
                    if offer.level is not None:
                        refused.append(_refusals(people, package, tier, np.where(allowed, reasons, "").astype(object)))
                    made.append(_rows(offer, people, points, np.flatnonzero(allowed & (reasons == "")), prices, layout))
    if not made:  # everything is switched off: no offers, but the columns that rules speak of
        nobody = np.array([], dtype=np.intp)
        empty = [Offer(catalogue.packages[0], None, year, horizon=chosen.years) for year in years]
        made = [_rows(offer, people, points, nobody, prices, layout) for offer in empty]
    table = pd.concat(made, ignore_index=True).sort_values(["applicant", "option"], kind="stable", ignore_index=True)
    if not refused:
        refused = [pd.DataFrame(columns=["applicant", "package", "tier", "reason"])]
    return Options(table, pd.concat(refused, ignore_index=True).drop_duplicates(ignore_index=True))


def revalued(offered: Options, catalogue: Catalogue, scores: "pd.Series[float]") -> Options:
    """The same options of applicants with other points, by applicant: what `options` gives where the same are open."""
    table = offered.table
    effects = {
        (package.id, tier.id if tier else ""): _effect(package, tier)
        for package in catalogue.packages
        for tier in (None, *catalogue.tiers)
    }
    effect = np.array([effects[both] for both in zip(table["package"], table["tier"], strict=True)], dtype=np.float64)
    points = scores.reindex(table["applicant"]).to_numpy(dtype=float)
    return replace(offered, table=table.assign(value=np.round(points * effect, VALUE_PLACES)))


def _effect(package: Package, tier: Tier | None) -> float:
    return float(Fraction(str(package.effect)) * Fraction(str(tier.effect if tier else 1)))


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


def _levels(people: pd.DataFrame, prices: Prices, offer: Offer) -> Iterator[tuple[Offer, npt.NDArray[Any]]]:
    """The offer at every level of its match, and for every applicant why it is not open ("" where it is)."""
    match = offer.package.match
    if match is None:
        yield offer, np.full(len(people), "", dtype=object)
        return
    everybody = np.arange(len(people))
    for level in match.all_levels():
        at = Offer(offer.package, offer.tier, offer.year, level, offer.horizon)
        local = sum((each.local for each in costs(at, prices, everybody)), np.zeros(len(people), dtype=np.int64))
        yield at, level_open(match, people, level, local).why


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


def _rows(
    offer: Offer,
    people: pd.DataFrame,
    points: npt.NDArray[np.float64],
    rows: Rows,
    prices: Prices,
    layout: _Layout,
) -> pd.DataFrame:
    """One row an applicant that the offer is made to."""
    package, tier = offer.package, offer.tier
    columns: dict[str, Any] = {
        "applicant": people.index.to_numpy()[rows],
        "option": offer.name + (f"@{offer.year}" if layout.several_starts else ""),
        "package": package.id,
        "tier": tier.id if tier else "",
        "start_year": offer.year,
        **({"match_level": offer.match} if layout.match else {}),
        "value": np.round(points[rows] * _effect(package, tier), VALUE_PLACES),
        "computers": package.computers,
        "seats": package.computers,
        "mbps": tier.mbps if tier else 0.0,
        **({"service_years": 1 + len(offer.later)} if layout.horizon else {}),
        **_money(costs(offer, prices, rows), len(rows), layout),
    }
    return pd.DataFrame(columns)


def _money(bill: list[Cost], count: int, layout: _Layout) -> dict[str, npt.NDArray[np.int64]]:
    """Grant and local match: in all, by line, by year, and by line or item and year where they are wanted."""
    found: dict[str, npt.NDArray[np.int64]] = {}

    def add(name: str, amounts: "npt.NDArray[np.int64] | int") -> None:
        found[name] = found.get(name, np.zeros(count, dtype=np.int64)) + amounts

    ending = [f"_{year}" for year in layout.years] if layout.by_line_and_year else []
    for name in (
        "cost",
        *(f"cost_{line}" for line in layout.lines),
        *(f"cost_{year}" for year in layout.years),
        *(f"cost_{line}{year}" for line in layout.lines for year in ending),
        *(f"cost_item_{item}{year}" for item in layout.items for year in ("", *ending)),
        "local_match",
        *(f"local_{line}" for line in layout.lines),
    ):
        add(name, 0)
    for each in bill:
        names = ["cost", f"cost_{each.line}", f"cost_{each.year}"]
        names += [f"cost_{each.line}_{each.year}"] if ending else []
        if each.item in layout.items:
            names += [f"cost_item_{each.item}", *([f"cost_item_{each.item}_{each.year}"] if ending else [])]
        for name in names:
            add(name, each.grant)
        add("local_match", each.local)
        add(f"local_{each.line}", each.local)
    return found
