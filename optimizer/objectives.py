"""Objectives: what is made as large or as small as possible, one after another."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from fractions import Fraction
from math import ceil, floor
from typing import Any, ClassVar, Literal

import numpy as np
import pandas as pd
import pulp
from pydantic import Field, ValidationError

from intake import Finding, Severity, Strict
from locales import Label, Message, Percent, message
from optimizer.announced import CHANGES, Against
from optimizer.measures import LIBRARIES, coefficients, groups, mask, measured
from optimizer.model import Model, Terms, scale_of
from optimizer.numbers import fraction
from optimizer.rules.beside import shared
from optimizer.tables import Tables
from optimizer.words import column_name, measure_name


class Objective(Strict, ABC):
    """One stage of the solve. Later stages may give up at most `tolerance` (a share) of what this one reached.

    What they do not need of it is won back in the end, and ties never use it.
    """

    sense: ClassVar[int]
    keyword: ClassVar[str]

    measure: str
    tolerance: float = Field(default=0, ge=0, lt=1)
    label: Label | None = None

    def problems(self, tables: Tables) -> list[Finding]:
        """Name a measure that does not exist or is not a number."""
        if self.measure == LIBRARIES or (self.measure in tables.options and tables.is_number(self.measure)):
            return []
        return [
            Finding(
                "objective",
                Severity.ERROR,
                message(
                    "the objective counts {measure}, which is not a number of the options",
                    measure=self.measure,
                ),
                message("count one of: {columns}", columns=(LIBRARIES, *sorted(map(str, tables.options.columns)))),
                file="objectives",
                value=self.measure,
            )
        ]

    @abstractmethod
    def terms(self, model: Model) -> tuple[Terms, Fraction]:
        """Give the expression in whole units, and the units in one; may add what it needs to the model."""

    @abstractmethod
    def keep(self, model: Model, terms: Terms, units: Fraction, least: Fraction) -> None:
        """Hold whatever is solved next to at least (when minimising, at most) this value."""

    @abstractmethod
    def value(self, awards: pd.DataFrame, tables: Tables) -> Fraction:
        """Work out what a finished plan reaches, exactly, in plain pandas."""

    @abstractmethod
    def describe(self) -> Message:
        """Say it in one sentence."""

    def floor(self, reached: Fraction) -> Fraction:
        """The least (or, when minimising, the most) that later stages must keep."""
        given_up = abs(reached) * fraction(self.tolerance)
        return reached - given_up if self.sense == pulp.LpMaximize else reached + given_up

    def as_data(self) -> dict[str, Any]:
        """Give the objective as the table that a scenario file would hold."""
        data = self.model_dump(mode="json", exclude_defaults=True)
        return {self.keyword: data.pop("measure"), **data}

    def _tolerated(self) -> Message | str:
        if not self.tolerance:
            return ""
        return message(" (later objectives may give up {share} of it)", share=Percent(self.tolerance))


class Total(Objective, ABC):
    """An objective that counts a measure over the whole plan."""

    def terms(self, model: Model) -> tuple[Terms, Fraction]:
        """Sum the measure over the options taken, and what is counted beside them."""
        terms, units = model.total(self.measure)
        return terms, Fraction(units)

    def keep(self, model: Model, terms: Terms, units: Fraction, least: Fraction) -> None:
        """One row over all options."""
        bound = least * units
        if self.sense == pulp.LpMaximize:
            model.require(terms, ">=", ceil(bound))
        else:
            model.require(terms, "<=", floor(bound))

    def value(self, awards: pd.DataFrame, tables: Tables) -> Fraction:
        """Sum the measure over the awards, and what is counted beside them."""
        return measured(awards, self.measure) + shared(tables.beside, awards, self.measure)


class Maximise(Total):
    """As much as possible of a measure."""

    sense: ClassVar[int] = pulp.LpMaximize
    keyword: ClassVar[str] = "maximise"

    def describe(self) -> Message:
        """Say it."""
        return message(
            "as much {measure} as possible{tolerated}", measure=measure_name(self.measure), tolerated=self._tolerated()
        )


class Minimise(Total):
    """As little as possible of a measure."""

    sense: ClassVar[int] = pulp.LpMinimize
    keyword: ClassVar[str] = "minimise"

    def describe(self) -> Message:
        """Say it."""
        return message(
            "as little {measure} as possible{tolerated}",
            measure=measure_name(self.measure),
            tolerated=self._tolerated(),
        )


class MaximiseWorst(Objective):
    """As much as possible for the group that gets least: max t with t <= total of the group, for every group.

    The groups are the values of the column `per` among those who have an option at all.
    """

    sense: ClassVar[int] = pulp.LpMaximize
    keyword: ClassVar[str] = "maximise_worst"

    per: str

    def problems(self, tables: Tables) -> list[Finding]:
        """Name a column that does not exist."""
        found = super().problems(tables)
        if self.per not in tables.joined:
            found.append(
                Finding(
                    "objective",
                    Severity.ERROR,
                    message("the objective names the column {column}, which does not exist", column=self.per),
                    message("the columns are: {columns}", columns=tuple(sorted(map(str, tables.joined.columns)))),
                    file="objectives",
                    value=self.per,
                )
            )
        return found

    def _groups(self, tables: Tables) -> list[Any]:
        held = set(tables.joined[self.per].dropna().tolist())
        return [group for group in groups(tables, self.per) if group in held]

    def terms(self, model: Model) -> tuple[Terms, Fraction]:
        """Add t and its rows."""
        numbers, units = coefficients(model.tables, self.measure)
        held = self._groups(model.tables)
        common = int(np.gcd.reduce(numbers)) or 1
        if not held:
            return [], Fraction(units, common)
        numbers = numbers // common
        # t is counted in the unit that the rows are scaled to; else its coefficient would be lost beside rupiah.
        scale = scale_of(int(numbers.max(initial=1)))
        worst = model.amount(f"worst_{model.width:06d}", int(numbers.sum()) / scale)
        for group in held:
            own = mask(model.tables, {self.per: group})
            model.require(model.joined(([(worst, scale)], 1), (model.terms(numbers * own), -1)), "<=", 0)
        return [(worst, scale)], Fraction(units, common)

    def keep(self, model: Model, terms: Terms, units: Fraction, least: Fraction) -> None:
        """One row a group, in whole numbers; t itself is not held."""
        del terms, units
        numbers, whole = coefficients(model.tables, self.measure)
        for group in self._groups(model.tables):
            own = mask(model.tables, {self.per: group})
            model.require(model.terms(numbers * own), ">=", ceil(least * whole))

    def value(self, awards: pd.DataFrame, tables: Tables) -> Fraction:
        """The smallest group total."""
        totals = [measured(awards[awards[self.per] == group], self.measure) for group in self._groups(tables)]
        return min(totals, default=Fraction(0))

    def describe(self) -> Message:
        """Say it."""
        return message(
            "as much {measure} as possible for the {per} that gets least{tolerated}",
            measure=measure_name(self.measure),
            per=column_name(self.per),
            tolerated=self._tolerated(),
        )


class LeastChanges(Against, Objective):
    """As few changes as possible against an announced plan: min of the changes that `optimizer.announced` counts.

    Announced applicants who are no longer in the round, or can no longer be given anything, count as changes too.
    """

    sense: ClassVar[int] = pulp.LpMinimize
    keyword: ClassVar[str] = "least_changes"

    measure: Literal["changes"] = CHANGES

    def problems(self, tables: Tables) -> list[Finding]:
        """Warn of announced applicants that cannot be kept; they are counted, so nothing is refused."""
        warned = self.warning(tables)
        return [] if warned is None else [Finding("objective", Severity.WARNING, *warned, file="objectives")]

    def terms(self, model: Model) -> tuple[Terms, Fraction]:
        """Add what each option changes; the changes of awarding nobody are the number of a column that is always 1."""
        numbers, constant = self.coefficients(model.tables)
        if not constant:
            return model.terms(numbers), Fraction(1)
        always = model.amount(f"always_{model.width:06d}", 1)
        model.require([(always, 1)], ">=", 1)
        return model.joined(([(always, constant)], 1), (model.terms(numbers), 1)), Fraction(1)

    def keep(self, model: Model, terms: Terms, units: Fraction, least: Fraction) -> None:
        """One row over all options."""
        del terms, units
        numbers, constant = self.coefficients(model.tables)
        model.require(model.terms(numbers), "<=", floor(least) - constant)

    def value(self, awards: pd.DataFrame, tables: Tables) -> Fraction:
        """Count the changes."""
        del tables
        return Fraction(self.made(awards).count(self.counts))

    def describe(self) -> Message:
        """Say it."""
        return message(
            "as few changes as possible against the announced plan of {count} libraries ({counted}){tolerated}",
            count=len(self.announced),
            counted=self.counted(),
            tolerated=self._tolerated(),
        )

    def as_data(self) -> dict[str, Any]:
        """Give the objective as the table that a scenario file would hold."""
        data = self.model_dump(mode="json", exclude_defaults=True)
        against = {name: data.pop(name) for name in Against.model_fields if name in data}
        return {self.keyword: against, **data}


KINDS: tuple[type[Objective], ...] = (Maximise, Minimise, MaximiseWorst, LeastChanges)


def read_objective(data: Mapping[str, Any], position: int = 0) -> Objective:
    """Make an objective from a scenario's table; raise ValueError that says what is wrong with it."""
    named = [kind for kind in KINDS if kind.keyword in data]
    if len(named) != 1:
        raise ValueError(f"objective {position + 1}: needs exactly one of {', '.join(k.keyword for k in KINDS)}")
    fields = {("measure" if key == named[0].keyword else key): value for key, value in data.items()}
    if named[0] is LeastChanges:
        against = fields.pop("measure")
        if not isinstance(against, Mapping):
            raise ValueError(f"objective {position + 1}: least_changes needs a table that holds `announced`")
        if set(against) & set(fields):
            raise ValueError(
                f"objective {position + 1}: {', '.join(sorted(set(against) & set(fields)))} is there twice"
            )
        fields |= dict(against)
    try:
        return named[0].model_validate(fields)
    except ValidationError as error:
        said = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise ValueError(f"objective {position + 1}: {said}") from error
