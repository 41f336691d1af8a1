"""Weight lines: everything of a scenario as one weight's share of the whole moves, the others keeping proportions."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import ceil
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from locales import Label
from optimizer import Maximise, MinimumScore, fraction
from scenarios.outcome import Outcome
from scoring import RANK_STEPS, VALUE_ONE, Lines, lines, moved

Awards: TypeAlias = Mapping[str, str]
"""Option by applicant."""
SCORES = frozenset({"value", "score", "score_low", "score_high", "rank"})
"""Columns that change with the weights."""
VALUE_DIGITS = 6
"""Decimals of an option's value on a line: three more than a plan counts, so that its rounding hardly matters."""


@dataclass(frozen=True)
class Straight:
    """What a plan is worth along the line, exact: `zero` at share 0, `one` at share 1, points."""

    zero: Fraction
    one: Fraction

    def at(self, share: Fraction) -> Fraction:
        """Its worth at a share."""
        return (1 - share) * self.zero + share * self.one

    def over(self, other: "Straight", share: Fraction) -> Fraction:
        """How much more it is worth than another."""
        return self.at(share) - other.at(share)

    def meets(self, other: "Straight") -> Fraction | None:
        """The share at which both are worth the same; None where they never are, or always."""
        apart = (self.one - self.zero) - (other.one - other.zero)
        return (other.zero - self.zero) / apart if apart else None


@dataclass(frozen=True, eq=False)
class WeightLine:
    """One group or criterion of an outcome; `now` is its share in the scenario, `central` all effective weights."""

    outcome: Outcome
    node: str
    label: Label
    is_criterion: bool
    now: Fraction
    central: Mapping[str, Fraction]

    def weights(self, share: Fraction) -> dict[str, Fraction]:
        """Exact effective weights of all criteria where this one weighs so much."""
        return moved(self.outcome.round.criteria, self.node, share, self.central)

    @cached_property
    def names(self) -> list[str]:
        """Every applicant, in the order of the rows of `drawn`."""
        return [str(name) for name in self.outcome.scores.table.index]

    @cached_property
    def drawn(self) -> Lines:
        """The applicants' exact scores."""
        held = self.outcome.scores.values
        without, alone = self.weights(Fraction(0)), self.weights(Fraction(1))
        billionths = np.rint(held.to_numpy(dtype=np.float64) * VALUE_ONE).astype(np.int64)
        names = [str(name) for name in held.columns]
        return lines(billionths, [without[name] for name in names], [alone[name] for name in names])

    @cached_property
    def _row(self) -> dict[str, int]:
        return {name: row for row, name in enumerate(self.names)}

    @cached_property
    def _effects(self) -> dict[tuple[str, str], Fraction]:
        """What a point is worth in every option, by applicant and option."""
        catalogue, table = self.outcome.round.catalogue, self.outcome.options.table
        packages = {each.id: Fraction(str(each.effect)) for each in catalogue.packages}
        tiers = {"": Fraction(1)} | {each.id: Fraction(str(each.effect)) for each in catalogue.tiers}
        columns = (table[name].astype(str).tolist() for name in ("applicant", "option", "package", "tier"))
        return {(who, what): packages[package] * tiers[tier] for who, what, package, tier in zip(*columns, strict=True)}

    def worth(self, awards: Awards) -> Straight:
        """What a plan is worth along the line."""
        zero = one = Fraction(0)
        for name, option in awards.items():
            row, effect = self._row[name], self._effects[name, option]
            zero += effect * int(self.drawn.zero[row])
            one += effect * int(self.drawn.one[row])
        return Straight(100 * zero / self.drawn.top, 100 * one / self.drawn.top)

    def options(self, share: Fraction) -> pd.DataFrame:
        """The options with their values at a share, to VALUE_DIGITS."""
        table = self.outcome.options.table
        rows = np.array([self._row[str(name)] for name in table["applicant"]], dtype=np.int64)
        effects = np.array([float(each) for each in self._effects.values()])
        return table.assign(value=np.round(100 * self.drawn.near(share, rows) * effects, VALUE_DIGITS))

    @cached_property
    def minimum(self) -> Fraction | None:
        """The highest score demanded by a rule, on a scale to 1, as the rounding to points asks for it."""
        asked = [rule.at_least for rule in self.outcome.rules if isinstance(rule, MinimumScore)]
        steps = [ceil(fraction(each) * RANK_STEPS / 100) for each in asked]
        return (max(steps) - Fraction(1, 2)) / RANK_STEPS if steps else None

    @cached_property
    def admitted(self) -> dict[str, tuple[Fraction, Fraction]]:
        """Between which shares, both included, each applicant reaches the minimum; those who never do are not here."""
        if self.minimum is None:
            return dict.fromkeys(self.names, (Fraction(0), Fraction(1)))
        found = {}
        for row, name in enumerate(self.names):
            meets = self.drawn.reach(row, self.minimum)
            low, high = Fraction(0), Fraction(1)
            if meets is None:
                low = low if self.drawn.at(row, low) >= self.minimum * self.drawn.top else Fraction(2)
            elif self.drawn.rise(row) > 0:
                low = max(low, meets)
            else:
                high = min(high, meets)
            if low <= high:
                found[name] = (low, high)
        return found


def is_straight(outcome: Outcome) -> bool:
    """Whether every lawful plan's worth is straight in the weights, and only minimum scores change what is lawful.

    So it is where the first objective is as much value as possible, none of it given up, and no other rule reads
    score, rank or value.
    """
    first = outcome.scenario.objectives[0] if outcome.scenario.objectives else None
    if not isinstance(first, Maximise) or first.measure != "value" or first.tolerance:
        return False
    return not any(
        _reads_scores(rule.model_dump(mode="json"), isinstance(rule, MinimumScore)) for rule in outcome.rules
    )


def _reads_scores(data: dict[str, Any], minimum: bool) -> bool:
    if minimum and data.get("measure") != "score":
        return True
    rest = {
        name: cell for name, cell in data.items() if name not in ("id", "label") and not (minimum and name == "measure")
    }
    return bool(SCORES & set(_words(rest))) or bool(minimum and data.get("where"))


def _words(data: Any) -> list[str]:  # noqa: ANN401
    """Every text in a rule, names of columns included."""
    if isinstance(data, dict):
        return [word for name, cell in data.items() for word in (*_words(name), *_words(cell))]
    if isinstance(data, list | tuple):
        return [word for cell in data for word in _words(cell)]
    return [data] if isinstance(data, str) else []
