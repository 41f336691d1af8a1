"""Funders: several payers, each with the costs that it may pay.

A plan can be paid if and only if, for every set of costs, they come to no more than those who may pay any of them
have: the cuts of the network of purses (optimizer.purses), one row each over the options alone. The check does not
use these rows: it looks for the payments themselves (optimizer.payments).
"""

from collections.abc import Iterable
from fractions import Fraction
from math import floor
from typing import Annotated, ClassVar, Self

import pandas as pd
from pydantic import Field, field_validator, model_validator

from intake import CarryOver, Strict
from locales import Label, Message, Text, message
from optimizer.numbers import plain
from optimizer.payments import Payments, payments
from optimizer.purses import Demand, Payer, Purse, cuts, tightest, years_of
from optimizer.rules.bounds import amount
from optimizer.rules.purse_rule import PAYER, PurseRule
from optimizer.rules.rule import Holdings, Usage, Violation
from optimizer.slack import Move, Piece
from optimizer.words import measure_name

Year = Annotated[str, Field(pattern=r"^[0-9]{4}$")]
Whole = Annotated[int, Field(ge=0)]


class PayerTerms(Strict):
    """One funder: `money` in all or by year, what may be carried over, and the measures it `pays`."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    label: Label | None = None
    money: Whole | dict[Year, Whole]
    carry_over: CarryOver = "none"
    pays: tuple[str, ...]

    @field_validator("money")
    @classmethod
    def _in_order(cls, money: int | dict[str, int]) -> int | dict[str, int]:
        return dict(sorted(money.items())) if isinstance(money, dict) else money

    @property
    def name(self) -> Text:
        """What to call it."""
        return self.label or self.id

    @property
    def all_money(self) -> int:
        """Its money of all years together."""
        return sum(self.money.values()) if isinstance(self.money, dict) else self.money

    @property
    def most_carried(self) -> int | None:
        """The most that may be carried over; None where that is everything, or money is not given by year."""
        if isinstance(self.money, int) or self.carry_over == "all":
            return None
        return 0 if self.carry_over == "none" else self.carry_over


class Funders(PurseRule):
    """Demands that all `costs` (measures of the options) can be paid by the funders who may pay them.

    Where any funder's money is given by year, costs are those of every year: the columns <cost>_<year>. Money given
    in all may then be used in any year. Who pays what is decided by the order of the funders, then of the costs.
    """

    rule: ClassVar[str] = "funders"

    funders: tuple[PayerTerms, ...] = Field(min_length=1)
    costs: tuple[str, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _fit(self) -> Self:
        ids = [funder.id for funder in self.funders]
        twice = sorted({name for name in ids if ids.count(name) > 1})
        if twice:
            raise ValueError(f"two funders are called {', '.join(twice)}")
        strange = sorted({name for funder in self.funders for name in funder.pays} - set(self.costs))
        if strange:
            raise ValueError(f"{', '.join(strange)} is paid by a funder, but is not among the costs")
        return self

    @property
    def by_year(self) -> bool:
        """Whether any money is given by year."""
        return any(isinstance(funder.money, dict) for funder in self.funders)

    def years(self, columns: Iterable[str]) -> tuple[str, ...]:
        """Every year from the first with money or costs to the last; one year without a name where there are none."""
        if not self.by_year:
            return ("",)
        every = tuple(columns)
        known = {year for name in self.costs for year in years_of(every, name)}
        known |= {year for funder in self.funders if isinstance(funder.money, dict) for year in funder.money}
        return tuple(str(year) for year in range(int(min(known)), int(max(known)) + 1))

    def payers(self, columns: Iterable[str]) -> tuple[Payer, ...]:
        """Every funder with its purses."""
        years = self.years(columns)
        return tuple(
            Payer(funder.id, tuple(self._purses(funder, years)), funder.most_carried, frozenset(funder.pays))
            for funder in self.funders
        )

    def _purses(self, funder: PayerTerms, years: tuple[str, ...]) -> Iterable[Purse]:
        for place, year in enumerate(years):
            if isinstance(funder.money, dict):
                part, money = f"{funder.id} {year}", funder.money.get(year, 0)
            else:
                part, money = (funder.id, funder.money) if place == 0 else ("", 0)
            yield Purse(part, funder.id, year, None if part in self.unlimited else money)

    def demands(self, columns: Iterable[str]) -> tuple[Demand, ...]:
        """Every cost, in every year for which there is a column where money is given by year."""
        if not self.by_year:
            return tuple(Demand(name) for name in self.costs)
        every = tuple(columns)
        first = self.years(every)[:1]
        return tuple(Demand(name, year) for name in self.costs for year in years_of(every, name) or first)

    def with_money(self, part: str, more: Fraction) -> Self:
        """More money of one funder, in one year where it is given by year."""
        name, _, year = part.partition(" ")
        changed = []
        for funder in self.funders:
            if funder.id == name and isinstance(funder.money, dict):
                raised = {**funder.money, year: plain(funder.money.get(year, 0) + more)}
                changed.append(funder.model_copy(update={"money": dict(sorted(raised.items()))}))
            elif funder.id == name and isinstance(funder.money, int):
                changed.append(funder.model_copy(update={"money": plain(funder.money + more)}))
            else:
                changed.append(funder)
        return self.model_copy(update={"funders": tuple(changed)})

    def times(self, factor: Fraction) -> Self:
        """The same with all money multiplied and rounded down."""
        funders = []
        for each in self.funders:
            by_year = each.money if isinstance(each.money, dict) else {}
            money = {y: floor(m * factor) for y, m in by_year.items()} or floor(each.all_money * factor)
            funders.append(each.model_copy(update={"money": money}))
        return self.model_copy(update={"funders": tuple(funders)})

    def all_money(self) -> int:
        """The money of all funders together."""
        return sum(each.all_money for each in self.funders)

    def said(self, move: Move) -> Message:
        """Say which funder gives more."""
        name, _, year = move.piece.part.partition(" ")
        funder = next(each for each in self.funders if each.id == name)
        old = Fraction(funder.money.get(year, 0) if isinstance(funder.money, dict) else funder.money)
        return message(
            "{rule}: {funder} gives {more} more{year}, {new} instead of {old}",
            rule=self.titled,
            funder=funder.name,
            more=self._amount(move.amount),
            year=message(" in {year}", year=year) if year else "",
            new=self._amount(old + move.amount),
            old=self._amount(old),
        )

    def named_piece(self, piece: Piece) -> Message:
        """Name a funder, or a cost that nobody may pay."""
        if piece.kind == PAYER:
            return message("{rule}: nobody may pay {cost}", rule=self.titled, cost=measure_name(piece.part))
        return super().named_piece(piece)

    def _amount(self, number: Fraction) -> Text:
        return amount(self.costs[0], number)

    def usage(self, holdings: Holdings) -> list[Usage]:
        """For every set of costs that only some funders may pay: what it comes to, and what they have."""
        payers, demands = self.network(holdings.awards)
        costs = self.come_to(holdings.awards, [each for each in demands if each.column in holdings.awards])
        return [
            Usage(
                self.id,
                self.part(cut),
                cut.demands[0].column,
                sum((costs.get(each, Fraction(0)) for each in cut.demands), Fraction(0)),
                None,
                None if cut.money is None else Fraction(cut.money),
            )
            for cut in tightest(cuts(payers, demands))
        ]

    def paid(self, awards: pd.DataFrame) -> Payments:
        """Who pays what of a plan; awards hold the applicants' columns too."""
        payers, demands = self.network(awards)
        return payments(payers, self.come_to(awards, [each for each in demands if each.column in awards]))

    def check(self, holdings: Holdings) -> list[Violation]:
        """Look for payments, and report the costs that cannot all be paid."""
        paid = self.paid(holdings.awards)
        if not paid.unpaid:
            return []
        named = {funder.id: funder.name for funder in self.funders}
        total = sum(self.come_to(holdings.awards, paid.unpaid).values(), Fraction(0))
        who = tuple(named[name] for name in dict.fromkeys(purse.payer for purse in paid.purses))
        return [
            self.broken(
                message(
                    "{rule}: {costs} together come to {total}, more than {funders} may pay",
                    rule=self.name,
                    costs=tuple(measure_name(each.column) for each in paid.unpaid),
                    total=self._amount(total),
                    funders=who or message("nobody"),
                )
            )
        ]

    def describe(self) -> Message:
        """Say what every funder has, and what it may pay."""
        return message("{funders}", funders=tuple(self._terms_of(funder) for funder in self.funders))

    def _terms_of(self, funder: PayerTerms) -> Message:
        money: Text = (
            tuple(
                message("{amount} in {year}", amount=self._amount(Fraction(each)), year=year)
                for year, each in funder.money.items()
            )
            if isinstance(funder.money, dict)
            else self._amount(Fraction(funder.money))
        )
        return message(
            "{funder} pays at most {money} for {costs}",
            funder=funder.name,
            money=money,
            costs=tuple(measure_name(name) for name in funder.pays),
        )
