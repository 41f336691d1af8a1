"""catalogue.toml: what can be granted, what it consists of, what that costs where."""

from fractions import Fraction
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from intake.conditions import Condition
from intake.match import Match
from intake.strict import MAX_RUPIAH, Strict, UnfitError, doubles
from locales import Label, Message, message

MAX_UNITS = 10**6
MAX_FACTOR = 1_000


class Bandwidth(Strict):
    """How much connection the seats need: Mbps = computers x users_per_computer x kbps_per_user / 1024."""

    kbps_per_user: int = Field(gt=0)
    users_per_computer: float = Field(gt=0)
    source: str
    assumption: bool = False


class Factor(Strict):
    """A price multiplier by region, such as freight by island group; `default` holds where none is listed."""

    id: str
    label: Label
    column: str
    default: float = Field(gt=0, le=MAX_FACTOR)
    values: dict[str, Annotated[float, Field(le=MAX_FACTOR)]] = Field(default_factory=dict)
    source: str
    assumption: bool = False


class Growth(Strict):
    """By which share a price rises with every year after the price year: 0.05 is five per cent a year."""

    rate: float = Field(gt=-1, le=10)
    source: str
    assumption: bool = False


class Item(Strict):
    """One thing that is bought or paid: unit price in whole rupiah of the price year, and the budget line.

    growth: how the price rises with the years; a price that is not said to grow stays.
    """

    id: str
    label: Label
    unit: Label
    price: int = Field(ge=0, le=MAX_RUPIAH)
    line: str
    factor: str = ""
    growth: Growth | None = None
    source: str
    assumption: bool = False

    def price_in(self, years: int) -> Fraction:
        """The unit price so many years after the price year, not yet rounded; before it, the price as it is."""
        if self.growth is None or years <= 0:
            return Fraction(self.price)
        return self.price * (1 + Fraction(str(self.growth.rate))) ** years


class Quantity(Strict):
    """So many units of an item."""

    item: str
    units: int = Field(gt=0, le=MAX_UNITS)


class Package(Strict):
    """What a library of some kind can be given.

    `effect` multiplies the score into the option's value (1 is the standard package). `items` are paid in the year
    of the start, `running` in every later year. `local_share` says which part of a budget line's cost the local
    government pays (0 to 1), `match` the same in levels; all `conditions` must hold for the applicant.
    """

    id: str
    label: Label
    kinds: tuple[str, ...] = Field(min_length=1)
    computers: int = Field(ge=0, le=MAX_UNITS)
    effect: float = Field(gt=0)
    items: tuple[Quantity, ...]
    running: tuple[Quantity, ...] = ()
    conditions: tuple[Condition, ...] = ()
    tiers: tuple[str, ...] = ()
    local_share: dict[str, float] = Field(default_factory=dict)
    match: Match | None = None
    source: str
    assumption: bool = False

    @model_validator(mode="after")
    def _shares_are_shares(self) -> Self:
        for line, share in self.local_share.items():
            if not 0 <= share <= 1:
                raise UnfitError(
                    message(
                        "package {name}: the local share of {line} is {share}, not between 0 and 1",
                        name=self.id,
                        line=line,
                        share=share,
                    )
                )
        both = sorted(set(self.local_share) & set(self.match.lines if self.match else ()))
        if both:
            raise UnfitError(
                message(
                    "package {name}: {lines} have both a `local_share` and a `match`", name=self.id, lines=tuple(both)
                )
            )
        return self


class Tier(Strict):
    """One kind of connection, with its speed and what it consists of in the first year, and in every later one."""

    id: str
    label: Label
    mbps: float = Field(ge=0)
    effect: float = Field(default=1, gt=0)
    items: tuple[Quantity, ...] = ()
    running: tuple[Quantity, ...] = ()
    conditions: tuple[Condition, ...] = ()
    source: str
    assumption: bool = False


class Catalogue(Strict):
    """All of catalogue.toml. A package lists the tiers it may come with; none means it comes without a connection."""

    schema_version: Literal[1] = Field(alias="schema")
    price_year: int
    bandwidth: Bandwidth
    factors: tuple[Factor, ...] = ()
    items: tuple[Item, ...]
    packages: tuple[Package, ...]
    tiers: tuple[Tier, ...] = ()

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        problems: list[Message] = []
        for names in (
            [factor.id for factor in self.factors],
            [item.id for item in self.items],
            [package.id for package in self.packages],
            [tier.id for tier in self.tiers],
        ):
            problems += [message("{name} is there twice", name=name) for name in doubles(names)]
        factors, items = {f.id for f in self.factors}, {i.id for i in self.items}
        tiers, lines = {t.id for t in self.tiers}, {i.line for i in self.items}
        problems += [_absent(i.id, "factor", i.factor) for i in self.items if i.factor and i.factor not in factors]
        holders = [
            *((package.id, (*package.items, *package.running)) for package in self.packages),
            *((tier.id, (*tier.items, *tier.running)) for tier in self.tiers),
        ]
        for name, quantities in holders:
            problems += [_absent(name, "item", q.item) for q in quantities if q.item not in items]
        for package in self.packages:
            problems += [_absent(package.id, "tier", tier) for tier in package.tiers if tier not in tiers]
            matched = (*package.local_share, *(package.match.lines if package.match else ()))
            problems += [_absent(package.id, "line", line) for line in matched if line not in lines]
        if problems:
            raise UnfitError(*problems)
        return self

    def mbps_needed(self, computers: int) -> Fraction:
        """Mbps that `computers` need at this catalogue's service level (Edge Benchmark 9.2)."""
        users = Fraction(computers) * Fraction(str(self.bandwidth.users_per_computer))
        return users * self.bandwidth.kbps_per_user / 1024


def _absent(holder: str, what: str, name: str) -> Message:
    if what == "factor":
        return message("{holder}: there is no price factor {name}", holder=holder, name=name)
    if what == "item":
        return message("{holder}: there is no item {name}", holder=holder, name=name)
    if what == "tier":
        return message("{holder}: there is no tier {name}", holder=holder, name=name)
    return message("{holder}: no item is paid from a budget line {name}", holder=holder, name=name)
