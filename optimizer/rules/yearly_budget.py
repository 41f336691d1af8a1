"""YearlyBudget: money year by year, of which some may be carried over.

With spending S_t, money B_t and at most C carried from one year to the next:
    S_t <= B_t + r_t,   r_1 = 0,   r_(t+1) = min(C, r_t + B_t - S_t).
Written without r, so that no further column is needed: for every first and last year a <= b
    S_a + ... + S_b <= B_a + ... + B_b + C      (without C where a is the first year).
Nothing carried over (C = 0) leaves one row a year; everything (C without end) leaves those that begin with the first.
"""

from collections.abc import Iterable
from fractions import Fraction
from math import floor
from typing import Annotated, ClassVar, Self

import pandas as pd
from pydantic import Field, field_validator

from intake import CarryOver
from locales import Message, Text, message
from optimizer.measures import measured
from optimizer.numbers import plain
from optimizer.purses import Cut, Demand, Payer, Purse, years_of
from optimizer.rules.bounds import amount, span
from optimizer.rules.purse_rule import PurseRule
from optimizer.rules.rule import Holdings, Usage, Violation
from optimizer.slack import Move
from optimizer.words import measure_name


class YearlyBudget(PurseRule):
    """Bounds a measure year by year: the options' columns <measure>_<year>.

    amounts: by year, in whole units; a year that options use and that is not named has none. carry_over: "none",
    "all", or the most that may be carried from one year to the next.
    """

    rule: ClassVar[str] = "yearly_budget"

    measure: str
    amounts: dict[Annotated[str, Field(pattern=r"^[0-9]{4}$")], Annotated[int, Field(ge=0)]] = Field(min_length=1)
    carry_over: CarryOver = "none"

    @field_validator("amounts")
    @classmethod
    def _in_order(cls, amounts: dict[str, int]) -> dict[str, int]:
        return dict(sorted(amounts.items()))

    @property
    def most_carried(self) -> int | None:
        """The most that may be carried over; None where that is everything."""
        return None if self.carry_over == "all" else 0 if self.carry_over == "none" else self.carry_over

    def years(self, columns: Iterable[str]) -> tuple[str, ...]:
        """Every year from the first with money or costs to the last."""
        known = {*self.amounts, *years_of(tuple(columns), self.measure)}
        return tuple(str(year) for year in range(int(min(known)), int(max(known)) + 1))

    def payers(self, columns: Iterable[str]) -> tuple[Payer, ...]:
        """One payer with a purse a year."""
        purses = (
            Purse(year, "", year, None if year in self.unlimited else self.amounts.get(year, 0))
            for year in self.years(columns)
        )
        return (Payer("", tuple(purses), self.most_carried, frozenset({self.measure})),)

    def demands(self, columns: Iterable[str]) -> tuple[Demand, ...]:
        """The measure in every year for which there is a column; in the years with money where there is none."""
        return tuple(Demand(self.measure, year) for year in years_of(tuple(columns), self.measure) or self.amounts)

    def part(self, cut: Cut) -> str:
        """Name a row by its years."""
        years = [each.year for each in cut.purses]
        return years[0] if len(years) == 1 else f"{years[0]}-{years[-1]}"

    def with_money(self, part: str, more: Fraction) -> Self:
        """More money in one year."""
        return self.model_copy(
            update={"amounts": dict(sorted({**self.amounts, part: plain(self.amounts.get(part, 0) + more)}.items()))}
        )

    def times(self, factor: Fraction) -> Self:
        """The same with all money multiplied and rounded down."""
        return self.model_copy(
            update={"amounts": {year: floor(money * factor) for year, money in self.amounts.items()}}
        )

    def all_money(self) -> int:
        """The money of all years together."""
        return sum(self.amounts.values())

    def said(self, move: Move) -> Message:
        """Say which year's money is raised, by how much."""
        old = Fraction(self.amounts.get(move.piece.part, 0))
        return message(
            "{rule}: raise the money of {year} by {more}, from {old} to {new}",
            rule=self.titled,
            year=move.piece.part,
            more=amount(self.measure, move.amount),
            old=amount(self.measure, old),
            new=amount(self.measure, old + move.amount),
        )

    def usage(self, holdings: Holdings) -> list[Usage]:
        """What every year uses, and what it has with what the year before left for it."""
        found: list[Usage] = []
        carried: Fraction | None = Fraction(0)
        for year in self.years(self.columns_of(holdings.awards)):
            used = self._used(holdings.awards, year)
            money = None if carried is None or year in self.unlimited else self.amounts.get(year, 0) + carried
            found.append(Usage(self.id, year, f"{self.measure}_{year}", used, None, money))
            left = None if money is None else max(money - used, Fraction(0))
            most = self.most_carried
            carried = left if most is None else Fraction(most) if left is None else min(left, Fraction(most))
        return found

    def _used(self, awards: pd.DataFrame, year: str) -> Fraction:
        column = f"{self.measure}_{year}"
        return measured(awards, column) + self.shared(awards, column) if column in awards else Fraction(0)

    def check(self, holdings: Holdings) -> list[Violation]:
        """Report every year that uses more than it has."""
        return [
            self.broken(
                message(
                    "{rule} ({part}): the plan has {used}, the rule allows {bounds}",
                    rule=self.name,
                    part=use.part,
                    used=amount(self.measure, use.used),
                    bounds=self.bounds_for(use),
                )
            )
            for use in self.usage(holdings)
            if use.broken
        ]

    def bounds_for(self, use: Usage) -> Text:
        """Say what a year has, with what was carried into it."""
        return span(self.measure, use.at_least, use.at_most)

    def describe(self) -> Message:
        """Say the money of every year, and what may be carried over."""
        years = tuple(
            message(
                "{year}: at most {amount}",
                year=year,
                amount=message("any") if year in self.unlimited else amount(self.measure, Fraction(money)),
            )
            for year, money in self.amounts.items()
        )
        return message(
            "{measure} {years}; {carry}", measure=measure_name(self.measure), years=years, carry=self._carry()
        )

    def _carry(self) -> Message:
        if self.carry_over == "none":
            return message("nothing is carried over to the next year")
        if self.carry_over == "all":
            return message("what is left is carried over to the next year")
        most = amount(self.measure, Fraction(self.carry_over))
        return message("at most {most} is carried over to the next year", most=most)
