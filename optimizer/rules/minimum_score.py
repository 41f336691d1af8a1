"""MinimumScore: nobody below a score:  x_k = 0 for the options of an applicant below it."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import floor
from typing import ClassVar

import numpy as np
import pandas as pd
from pydantic import Field

from intake import Finding
from locales import Decimals, Message, message
from optimizer.measures import Scalar, awarded, mask
from optimizer.model import Model
from optimizer.numbers import PLACES, fraction, plain
from optimizer.rules.rule import Holdings, Rule, Violation
from optimizer.slack import Easing, Move, Piece, Slack
from optimizer.tables import Tables
from optimizer.words import measure_name

CUT_FROM = 10
"""Minimums from here on are lowered to tenths, smaller ones to the very number of an applicant."""


class MinimumScore(Rule):
    """Admits only applicants whose number in `measure` is `at_least` so high; a blank is below every minimum."""

    rule: ClassVar[str] = "minimum_score"
    relaxing: ClassVar[tuple[str, ...]] = ("at_least",)

    measure: str = "score"
    at_least: int | float
    where: dict[str, Scalar | tuple[Scalar, ...]] = Field(default_factory=dict)

    def problems(self, tables: Tables) -> list[Finding]:
        """Name unknown columns, and a measure that is no number or not finite."""
        found = self.unknown_columns(tables, self.measure, *self.where)
        if found:
            return found
        if tables.is_number(self.measure):
            numbers = tables.joined[self.measure].to_numpy(dtype=np.float64, na_value=np.nan)
            endless = tuple(dict.fromkeys(tables.options["applicant"][np.isinf(numbers)]))
            if endless:
                found.append(
                    self.finding(
                        message(
                            "rule {rule} measures {column}, which is not finite for: {applicants}",
                            rule=self.id,
                            column=self.measure,
                            applicants=endless,
                        ),
                        message("give the number, or leave it blank"),
                        value=endless[0],
                    )
                )
        else:
            found.append(
                self.finding(
                    message(
                        "rule {rule} measures {column}, which is not a number",
                        rule=self.id,
                        column=self.measure,
                    ),
                    message("name a column of numbers"),
                )
            )
        return found

    def constrain(self, model: Model) -> None:
        """Forbid the options of everyone below the minimum."""
        numbers = model.tables.joined[self.measure].to_numpy(dtype=np.float64, na_value=np.nan)
        below = mask(model.tables, self.where) & ~(numbers >= float(self.at_least))
        model.require(model.terms(below.astype(np.int64)), "==", 0)

    def pieces(self, tables: Tables) -> tuple[Piece, ...]:
        """The minimum is one piece."""
        del tables
        return (Piece(self.id, "at_least"),)

    def _slack(self, tables: Tables) -> Iterable[Slack]:
        """Named lower minimums: the numbers just below it, cut to a tenth where the minimum is ten or more."""
        places = 1 if self.at_least >= CUT_FROM else PLACES
        levels = sorted({fraction(self.at_least) - low for low in self._lower(tables, places) if low is not None})
        if levels:
            base = max(abs(fraction(self.at_least)), Fraction(1, 10))
            yield Slack(Piece(self.id, "at_least"), base, most=len(levels), levels=tuple(levels))

    def _lower(self, tables: Tables, places: int) -> list[Fraction | None]:
        """For each option that the rule bars, the lower minimum that would let it in; None where there is none."""
        numbers = tables.joined[self.measure].to_numpy(dtype=np.float64, na_value=np.nan)
        barred = mask(tables, self.where) & ~(numbers >= float(self.at_least))
        found: list[Fraction | None] = []
        for out, number in zip(barred.tolist(), numbers.tolist(), strict=True):
            known = out and np.isfinite(number)
            found.append(Fraction(floor(fraction(number) * 10**places), 10**places) if known else None)
        return found

    def loosen(self, model: Model, easing: Easing) -> None:
        """Let an option in from the step on that its number needs."""
        slack = easing.of.get(Piece(self.id, "at_least"))
        if slack is None:
            self.constrain(model)
            return
        steps = easing.steps(slack.piece)
        lower = self._lower(model.tables, 1 if self.at_least >= CUT_FROM else PLACES)
        numbers = model.tables.joined[self.measure].to_numpy(dtype=np.float64, na_value=np.nan)
        barred = mask(model.tables, self.where) & ~(numbers >= float(self.at_least))
        for k in np.flatnonzero(barred):
            low = lower[k]
            needed = None if low is None else fraction(self.at_least) - low
            way_in = [(steps[slack.levels.index(needed)], -1)] if needed in slack.levels else []
            model.require([(model.option(int(k)), 1), *way_in], "<=", 0)

    def relaxed(self, tables: Tables, moves: Sequence[Move]) -> Rule | None:
        """The rule with its minimum lowered."""
        del tables
        lowered = fraction(self.at_least) - sum((move.amount for move in moves), Fraction(0))
        return self.model_copy(update={"at_least": plain(lowered)})

    def said(self, move: Move) -> Message:
        """Say the lower minimum."""
        return message(
            "{rule}: lower the minimum from {old} to {new}",
            rule=self.name,
            old=self.at_least,
            new=plain(fraction(self.at_least) - move.amount),
        )

    def check(self, holdings: Holdings) -> list[Violation]:
        """Report everyone in the plan who is below."""
        kept = awarded(holdings.awards, self.where)[self.measure]
        return [
            self.broken(
                message(
                    "{applicant} has {number}; at least {minimum} is required",
                    applicant=str(applicant),
                    number=None if pd.isna(number) else Decimals(float(number), 2),
                    minimum=self.at_least,
                )
            )
            for applicant, number in kept.items()
            if pd.isna(number) or fraction(float(number)) < fraction(self.at_least)
        ]

    def describe(self) -> Message:
        """Say the minimum."""
        return message("{measure} of at least {minimum}", measure=measure_name(self.measure), minimum=self.at_least)
