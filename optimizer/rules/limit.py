"""Limit: at least or at most so much of a measure, over all awards or for each group of them.

For a measure m with amount a_k of option k, over the options K that `where` keeps (and that hold the value g of
the column `per`):   at_least <= sum over K of a_k x_k <= at_most.
A bound may be a share s of another measure n over everything that is awarded:
sum over K of a_k x_k <= s * sum over all options of n_k x_k, which stays linear with the right side moved left.
Costs that are counted beside the awards (shared costs) belong to the whole plan: they count in a limit without
`where` and `per`, and in the measure that a share is of; a limit on a part of the awards counts those awards alone.
"""

from collections.abc import Iterable, Sequence, Set
from fractions import Fraction
from math import lcm
from typing import Any, ClassVar, Self

import numpy as np
import pandas as pd
import pulp
from pydantic import Field, field_validator, model_validator

from intake import Finding
from locales import Message, Percent, Text, message
from optimizer.measures import (
    LIBRARIES,
    Scalar,
    awarded,
    coefficients,
    groups,
    is_money,
    mask,
    measured,
    measured_by,
)
from optimizer.model import Model
from optimizer.numbers import countable, fraction
from optimizer.rows import Sense
from optimizer.rules import limit_slack
from optimizer.rules.bounds import Bounds, Share, amount, span
from optimizer.rules.rule import Holdings, Rule, Usage, Violation
from optimizer.slack import Easing, Move, Piece, Slack
from optimizer.tables import Tables
from optimizer.words import column_name, measure_name


class Limit(Rule):
    """Bounds a measure, in all or for each value of a column.

    measure: a resource column of the options, `libraries` (the number of awards), or any number column of the
    applicants, counted when awarded. where: conditions on applicant or option columns that all must hold. instead:
    bounds of single groups in place of the limit's own, such as one province that may have more.
    """

    rule: ClassVar[str] = "limit"
    relaxing: ClassVar[tuple[str, ...]] = ("at_least", "at_most")

    measure: str
    where: dict[str, Scalar | tuple[Scalar, ...]] = Field(default_factory=dict)
    per: str = ""
    at_least: int | float | Share | None = None
    at_most: int | float | Share | None = None
    instead: dict[str, Bounds] = Field(default_factory=dict)

    @field_validator("at_least", "at_most", mode="before")
    @classmethod
    def _share(cls, value: Any) -> Any:  # noqa: ANN401
        return Share.model_validate(value) if isinstance(value, dict) else value

    @model_validator(mode="after")
    def _bounded(self) -> Self:
        if self.at_least is None and self.at_most is None:
            raise ValueError("a limit needs at_least or at_most")
        for bound in (self.at_least, self.at_most):
            if isinstance(bound, int | float) and bound < 0:
                raise ValueError("a bound must be zero or more")
        if self.instead and not self.per:
            raise ValueError("`instead` names groups, so it needs `per`")
        return self

    @property
    def about_all(self) -> bool:
        """Whether it is about the plan as a whole, so that costs beside the awards count."""
        return not self.where and not self.per

    @property
    def bounds(self) -> tuple[tuple[Sense, int | float | Share], ...]:
        """The bounds that are set, with their sense."""
        pairs: tuple[tuple[Sense, int | float | Share | None], ...] = (
            (">=", self.at_least),
            ("<=", self.at_most),
        )
        return tuple((sense, bound) for sense, bound in pairs if bound is not None)

    def bounds_of(self, group: Any) -> tuple[tuple[Sense, int | float | Share], ...]:  # noqa: ANN401
        """The bounds of one group (None: of the whole), with their sense."""
        own = None if group is None else self.instead.get(str(group))
        if own is None:
            return self.bounds
        pairs: tuple[tuple[Sense, int | float | Share | None], ...] = ((">=", own.at_least), ("<=", own.at_most))
        return tuple((sense, bound) for sense, bound in pairs if bound is not None)

    def problems(self, tables: Tables) -> list[Finding]:
        """Name columns that do not exist, and measures that are not finite numbers, zero or more."""
        bounds = [*self.bounds, *(pair for group in self.instead for pair in self.bounds_of(group))]
        shares = [bound.of for _, bound in bounds if isinstance(bound, Share)]
        named = [*self.where, *([self.per] if self.per else [])]
        counted = [m for m in dict.fromkeys([self.measure, *shares]) if m != LIBRARIES]
        found = self.unknown_columns(tables, *named, *counted)
        for column in counted:
            if column in tables.joined:
                found += self._number_problems(tables, column)
        known = {str(group) for group in groups(tables, self.per)} if self.per in tables.joined else set(self.instead)
        return [
            *found,
            *(
                self.finding(
                    message(
                        "rule {rule} has bounds of its own for {group}, which nobody has in the column {column}",
                        rule=self.id,
                        group=group,
                        column=column_name(self.per),
                    ),
                    message("the column holds: {groups}", groups=tuple(sorted(known))),
                    value=group,
                )
                for group in sorted(set(self.instead) - known)
            ),
        ]

    def _number_problems(self, tables: Tables, column: str) -> list[Finding]:
        if not tables.is_number(column):
            return [
                self.finding(
                    message("rule {rule} measures {column}, which is not a number", rule=self.id, column=column),
                    message("measure a column of numbers, or libraries"),
                )
            ]
        numbers = tables.joined[column].to_numpy(dtype=np.float64, na_value=np.nan)
        bad = ~np.isfinite(numbers)
        if column in tables.applicants and not bad.any() and not countable(tables.joined[column]):
            return [
                self.finding(
                    message(
                        "rule {rule} measures {column}, whose numbers are too large to be counted exactly",
                        rule=self.id,
                        column=column,
                    ),
                    message("use a larger unit, or round to fewer digits"),
                )
            ]
        names = tuple(dict.fromkeys(tables.options["applicant"][bad]))
        return [
            self.finding(
                message(
                    "rule {rule} measures {column}, which is blank or not finite for: {applicants}",
                    rule=self.id,
                    column=column,
                    applicants=names,
                ),
                message("give the number, or leave these applicants out with an exclude rule and a narrower limit"),
                value=name,
            )
            for name in names[:1]
        ]

    def constrain(self, model: Model) -> None:
        """Add one row a bound and group."""
        self.loosen(model, Easing(model, ()))

    def loosen(self, model: Model, easing: Easing) -> None:
        """Add one row a bound and group, widened by the slack columns there are."""
        tables = model.tables
        amounts, units = coefficients(tables, self.measure)
        amounts = np.where(mask(tables, self.where), amounts, 0)
        for group in limit_slack.parts(self, tables):
            part = amounts if group is None else np.where(mask(tables, {self.per: group}), amounts, 0)
            for sense, bound in self.bounds_of(group):
                at = limit_slack.piece(self, limit_slack.KINDS[sense], group)
                self._row(model, part, units, sense, bound, limit_slack.eased(self, model, easing, at, bound))

    def _row(
        self,
        model: Model,
        part: Any,  # noqa: ANN401
        units: int,
        sense: Sense,
        bound: int | float | Share,
        eased: Sequence[tuple[pulp.LpVariable, Fraction]],
    ) -> None:
        if isinstance(bound, Share):
            whole_units = coefficients(model.tables, bound.of)[1]
            of_all = model.shared.get(bound.of, ())
            right, fixed = fraction(bound.share) / whole_units, fraction(bound.plus)
        else:
            whole_units, of_all, right, fixed = 1, (), Fraction(0), fraction(bound)
        left = Fraction(1, units)
        common = lcm(left.denominator, right.denominator, *(number.denominator for _, number in eased))
        ours, theirs = int(left * common), int(right * common)
        row = model.joined(
            (model.less_share(part, ours, bound.of, theirs), 1)
            if isinstance(bound, Share)
            else (model.terms(part), ours),
            (model.shared.get(self.measure, ()) if self.about_all else (), units * ours),
            (of_all, -whole_units * theirs),
            ([(v, int(n * common)) for v, n in eased], -1 if sense == "<=" else 1),
        )
        limit = fixed * common
        floor, ceiling = limit.numerator // limit.denominator, -(-limit.numerator // limit.denominator)
        model.require(row, sense, floor if sense == "<=" else ceiling)

    def pieces(self, tables: Tables) -> tuple[Piece, ...]:
        """One piece a bound and group."""
        return tuple(limit_slack.pieces(self, tables))

    def kept(self, tables: Tables, pieces: Set[Piece]) -> Rule | None:
        """The limit with these bounds of these groups alone."""
        return limit_slack.kept(self, tables, pieces)

    def _slack(self, tables: Tables) -> Iterable[Slack]:
        return limit_slack.slacks(self, tables)

    def relaxed(self, tables: Tables, moves: Sequence[Move]) -> Rule | None:
        """The limit with bounds moved; those of single groups become `instead`."""
        return limit_slack.moved(self, tables, moves)

    def said(self, move: Move) -> Message:
        """Say how a bound moves, in rupiah, libraries or per cent."""
        return limit_slack.described(self, move, self._counted)

    def _counted(self, number: Fraction) -> Text:
        written = amount(self.measure, number)
        if is_money(self.measure):
            return written
        return message("{number} {measure}", number=written, measure=measure_name(self.measure))

    def usage(self, holdings: Holdings) -> list[Usage]:
        """Measure every group, with the bounds as they stand for this plan."""
        kept = awarded(holdings.awards, self.where)
        own = (self.at_least, self.at_most)
        bounds = {g: (b.at_least, b.at_most) for g, b in self.instead.items()}
        if not self.per:
            least, most = (self._bound(bound, holdings.awards) for bound in own)
            used = measured(kept, self.measure) + (self.shared(kept, self.measure) if self.about_all else 0)
            return [Usage(self.id, "", self.measure, used, least, most)]
        offered = holdings.awards if holdings.options is None else holdings.options
        source = holdings.applicants if self.per in holdings.applicants else offered
        values = sorted(source[self.per].dropna().unique().tolist(), key=lambda v: (str(type(v)), v))
        totals = measured_by(kept, self.measure, self.per)
        found = []
        for value in values:
            least, most = (self._bound(bound, holdings.awards) for bound in bounds.get(str(value), own))
            found.append(Usage(self.id, str(value), self.measure, totals.get(value, Fraction(0)), least, most))
        return found

    def _bound(self, given: int | float | Share | None, everything: pd.DataFrame) -> Fraction | None:
        if isinstance(given, Share):
            whole = measured(everything, given.of) + self.shared(everything, given.of)
            return fraction(given.share) * whole + fraction(given.plus)
        return None if given is None else fraction(given)

    def check(self, holdings: Holdings) -> list[Violation]:
        """Report every group that is outside its bounds."""
        return [
            self.broken(
                message(
                    "{rule}{part}: the plan has {used}, the rule allows {bounds}",
                    rule=self.name,
                    part=f" ({use.part})" if use.part else "",
                    used=amount(self.measure, use.used),
                    bounds=span(self.measure, use.at_least, use.at_most),
                )
            )
            for use in self.usage(holdings)
            if use.broken
        ]

    def bounds_for(self, use: Usage) -> Text:
        """Say the bounds as they stand for one part of a plan."""
        return span(self.measure, use.at_least, use.at_most)

    def describe(self) -> Message:
        """Say the limit: the measure, for whom, and the bounds."""
        said = (
            *self._said_all(self.bounds),
            *(
                message(
                    "{group}: {bounds}", group=group, bounds=self._said_all(self.bounds_of(group)) or message("any")
                )
                for group in self.instead
            ),
        )
        conditions = tuple(
            message("{column} is {values}", column=column_name(column), values=_listed(values))
            for column, values in self.where.items()
        )
        whom = message(" where {conditions}", conditions=conditions) if conditions else ""
        each = message(" for each {column}", column=column_name(self.per)) if self.per else ""
        return message(
            "{measure}{whom}{each}: {bounds}",
            measure=measure_name(self.measure),
            whom=whom,
            each=each,
            bounds=said,
        )

    def _said_all(self, bounds: Iterable[tuple[Sense, int | float | Share]]) -> tuple[Text, ...]:
        return tuple(
            message("at least {amount}", amount=self._said(bound))
            if sense == ">="
            else message("at most {amount}", amount=self._said(bound))
            for sense, bound in bounds
        )

    def _said(self, bound: int | float | Share) -> Text:
        if isinstance(bound, Share):
            share = message(
                "{share} of {measure}", share=Percent(fraction(bound.share)), measure=measure_name(bound.of)
            )
            if not bound.plus:
                return share
            return message("{share} plus {amount}", share=share, amount=amount(self.measure, fraction(bound.plus)))
        return amount(self.measure, fraction(bound))


def _listed(values: Scalar | tuple[Scalar, ...]) -> Text:
    return tuple(str(v) for v in values) if isinstance(values, tuple) else str(values)
