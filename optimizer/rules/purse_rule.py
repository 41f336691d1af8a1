"""What rules about purses share: the rows of the cuts, and how each purse may be raised."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence, Set
from fractions import Fraction
from math import ceil, lcm
from typing import ClassVar, Self

import pandas as pd

from intake import Finding
from locales import message
from optimizer.joined import Joined
from optimizer.measures import coefficients, is_money, measured
from optimizer.model import Model, Terms
from optimizer.numbers import countable
from optimizer.purses import MOST_CHOICES, Cut, Demand, Payer, choices, cuts
from optimizer.rules.rule import Rule
from optimizer.slack import MONEY_STEP, Easing, Move, Piece, Slack
from optimizer.tables import Tables

MONEY, PAYER = "amount", "payer"


class PurseRule(Rule, ABC):
    """Costs that must be paid from purses, each by those who may pay it.

    unlimited: purses without an end, and costs that nobody needs to pay; how a rule is written of which some parts
    are left out.
    """

    relaxing: ClassVar[tuple[str, ...]] = (MONEY,)

    unlimited: tuple[str, ...] = ()

    @abstractmethod
    def payers(self, columns: Iterable[str]) -> tuple[Payer, ...]:
        """Who pays, given the columns of the options."""

    @abstractmethod
    def demands(self, columns: Iterable[str]) -> tuple[Demand, ...]:
        """What must be paid, given the columns of the options."""

    @abstractmethod
    def with_money(self, part: str, more: Fraction) -> Self:
        """The same rule with more money in one purse."""

    @abstractmethod
    def times(self, factor: Fraction) -> Self:
        """The same rule with all money multiplied and rounded down."""

    @abstractmethod
    def all_money(self) -> int:
        """The money of all purses together."""

    def columns_of(self, table: pd.DataFrame | Joined) -> tuple[str, ...]:
        """The columns that costs are looked for in."""
        return tuple(map(str, table.columns))

    def network(self, table: pd.DataFrame | Joined) -> tuple[tuple[Payer, ...], tuple[Demand, ...]]:
        """Payers and costs, as far as the table has the columns."""
        columns = self.columns_of(table)
        demands = self.demands(columns)
        return self.payers(columns), tuple(each for each in demands if each.column not in self.unlimited)

    def cuts(self, tables: Tables) -> tuple[Cut, ...]:
        """The sets of costs that could come to more than those who may pay them have, in the order of the rows."""
        found = (cut for cut in cuts(*self.network(tables.joined)) if cut.money is not None)
        return tuple(cut for cut in found if self._largest(tables, cut.demands) > (cut.money or 0))

    def part(self, cut: Cut) -> str:
        """Name a set of costs by who may pay them, and in which years."""
        years: dict[str, list[str]] = {}
        for purse in cut.named:
            years.setdefault(purse.payer, []).append(purse.year if purse.part != purse.payer else "")
        names = [f"{payer} {_span(held)}".strip() for payer, held in years.items()]
        return " + ".join(names) or f"nobody: {', '.join(each.column for each in cut.demands)}"

    def problems(self, tables: Tables) -> list[Finding]:
        """Name costs that are no numbers, and networks with too many purses."""
        payers, demands = self.network(tables.joined)
        odd = [d.column for d in demands if d.column not in tables.options or not tables.is_number(d.column)]
        odd = odd or [d.column for d in demands if not countable(tables.joined[d.column])]
        found = [
            self.finding(
                message(
                    "rule {rule} pays for {column}, which is no number of the options", rule=self.id, column=column
                ),
                message("name number columns of the options, without the year where money is given by year"),
                value=column,
            )
            for column in odd
        ]
        if choices(payers, demands) > MOST_CHOICES:
            found.append(
                self.finding(
                    message("rule {rule} has too many payers and years to be looked through", rule=self.id),
                    message("put payers together who may pay the same, or let nothing be carried over"),
                )
            )
        return found

    def constrain(self, model: Model) -> None:
        """One row a cut."""
        self.loosen(model, Easing(model, ()))

    def loosen(self, model: Model, easing: Easing) -> None:
        """One row a cut, widened by what its purses are raised."""
        for cut in self.cuts(model.tables):
            terms, units = self._terms(model, cut.demands)
            wider = [
                (step, -slack.step * units)
                for purse in cut.purses
                if (slack := easing.of.get(Piece(self.id, MONEY, purse.part))) is not None
                for step in easing.steps(slack.piece)
            ]
            common = lcm(*(number.denominator for _, number in wider))
            row = model.joined((terms, common), ([(v, int(n * common)) for v, n in wider], 1))
            model.require(row, "<=", (cut.money or 0) * units * common)

    def _terms(self, model: Model, demands: Sequence[Demand]) -> tuple[Terms, int]:
        """The sum of some costs over the plan, in whole units, and the units in one."""
        totals = [model.total(demand.column) for demand in demands]
        common = lcm(*(units for _, units in totals))
        return model.joined(*((terms, common // units) for terms, units in totals)), common

    def _largest(self, tables: Tables, demands: Sequence[Demand]) -> Fraction:
        """The most that some costs could come to: everyone with the option that costs most, and all that is shared."""
        if not demands:
            return Fraction(0)
        columns = [coefficients(tables, demand.column) for demand in demands]
        common = lcm(*(units for _, units in columns))
        each = pd.Series(sum(numbers * (common // units) for numbers, units in columns))
        own = Fraction(int(each.groupby(tables.owner).max().sum()), common)
        return own + sum((b.largest(tables, d.column) for b in self.beside for d in demands), Fraction(0))

    def come_to(self, awards: pd.DataFrame, demands: Sequence[Demand]) -> dict[Demand, Fraction]:
        """What a plan's costs come to; awards hold the applicants' columns too."""
        return {each: measured(awards, each.column) + self.shared(awards, each.column) for each in demands}

    def pieces(self, tables: Tables) -> tuple[Piece, ...]:
        """One piece a purse, and one a cost that nobody may pay."""
        payers, demands = self.network(tables.joined)
        orphans = [d.column for d in demands if not any(payer.may_pay(d) for payer in payers)]
        return (
            *(Piece(self.id, MONEY, part) for part, money in _parts(payers).items() if money is not None),
            *(Piece(self.id, PAYER, column) for column in orphans),
        )

    def kept(self, tables: Tables, pieces: Set[Piece]) -> Rule | None:
        """The rule with the other purses without an end."""
        if not pieces:
            return None
        dropped = tuple(piece.part for piece in self.pieces(tables) if piece not in pieces)
        return self.model_copy(update={"unlimited": (*self.unlimited, *dropped)}) if dropped else self

    def _slack(self, tables: Tables) -> Iterable[Slack]:
        """By whole steps, up to where a purse holds all that it could ever pay."""
        payers, demands = self.network(tables.joined)
        for part, money in _parts(payers).items():
            if money is None:
                continue
            owner = next(payer for payer in payers if any(purse.part == part for purse in payer.purses))
            start = min(purse.year for purse in owner.purses if purse.part == part)
            reached = [
                d
                for d in demands
                if d.measure in owner.pays and (d.year >= start if owner.carry != 0 else d.year == start)
            ]
            step = MONEY_STEP if all(is_money(each.measure) for each in reached) else Fraction(1)
            most = ceil((self._largest(tables, reached) - money) / step)
            if most > 0:
                yield Slack(Piece(self.id, MONEY, part), max(Fraction(money), step), step, most)

    def relaxed(self, tables: Tables, moves: Sequence[Move]) -> Rule | None:
        """The rule with the purses raised."""
        del tables
        raised = self
        for move in moves:
            raised = raised.with_money(move.piece.part, move.amount)
        return raised


def _span(years: Sequence[str]) -> str:
    """Years in a few characters: the first and the last where there is none missing between."""
    unbroken = all(year and int(year) - int(years[0]) == place for place, year in enumerate(years))
    return f"{years[0]}-{years[-1]}" if unbroken and len(years) > 1 else ", ".join(years)


def _parts(payers: Sequence[Payer]) -> dict[str, int | None]:
    """The money of every purse that has a name, by that name."""
    return {purse.part: purse.money for payer in payers for purse in payer.purses if purse.part}
