"""Fairness: how a measure is spread over groups, counted exactly from tables; and the plan that helps the worst first.

For groups g with amount a_g, weight w_g and figure f_g = a_g / w_g (libraries per head, say), A = sum a_g, W = sum w_g:
    Gini = sum over all pairs g, h of |a_g w_h - a_h w_g| / (2 W A)
which is the sum of w_g w_h |f_g - f_h| over 2 W^2 times the mean figure: 0 when every group has the same figure,
towards 1 when one has everything. By group the weights are 1, per head they are the population.
A percentile is the smallest figure such that at least that share of the weight is at or below it.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import pandas as pd

from optimizer.allocate import allocate
from optimizer.measures import LIBRARIES, measured_by
from optimizer.objectives import MaximiseWorst, Objective
from optimizer.plan import Plan, better
from optimizer.rules import Rule
from optimizer.settings import Settings
from optimizer.solution import Status


@dataclass(frozen=True)
class GroupFigures:
    """One group: how many applied, how many have an option at all, its people, and what it gets."""

    group: str
    applicants: int
    open: int
    population: int | None
    amount: Fraction

    @property
    def per_head(self) -> Fraction | None:
        """What it gets for each of its people; None where they are not known."""
        return self.amount / self.population if self.population else None


@dataclass(frozen=True)
class Spread:
    """How even some figures are. gini is None when nobody gets anything; ratio (P90 / P10) when P10 is nothing."""

    gini: Fraction | None
    p10: Fraction
    p90: Fraction
    least: Fraction
    most: Fraction
    worst: tuple[str, ...]

    @property
    def ratio(self) -> Fraction | None:
        """The figure at the ninth tenth over that at the first."""
        return self.p90 / self.p10 if self.p10 else None

    @property
    def gap(self) -> Fraction:
        """The largest figure less the smallest."""
        return self.most - self.least


@dataclass(frozen=True)
class Fairness:
    """One measure over the groups of one column.

    groups: in the order of their names. ungrouped: what goes to applicants whose column is blank. by_group counts
    every group once; per_head weighs by population (None where a group's is not known). Both are None without
    groups.
    """

    measure: str
    per: str
    groups: tuple[GroupFigures, ...]
    ungrouped: Fraction
    by_group: Spread | None
    per_head: Spread | None

    @property
    def total(self) -> Fraction:
        """What all groups get together."""
        return sum((each.amount for each in self.groups), Fraction(0))


def fairness(
    applicants: pd.DataFrame,
    options: pd.DataFrame,
    awards: pd.DataFrame,
    measure: str,
    per: str,
    population: Mapping[str, int] | None = None,
) -> Fairness:
    """Count what every group of the column `per` gets of a measure; uses neither a solver nor the model.

    applicants: index id. options: what was offered. awards: those of a plan, index applicant. measure: libraries, or
    any number column of options or applicants. per: a column of the applicants; its groups are the values that
    applicants hold. population: people of a group by its name (the value as text; a whole number without decimals).
    Raises ValueError for a column or measure that does not exist, and for a population that is not above zero.
    """
    if per not in applicants:
        raise ValueError(f"fairness is counted by a column of the applicants, and {per} is none")
    applicants = applicants.set_axis(applicants.index.astype(str))
    held = awards.join(applicants)
    if measure != LIBRARIES and measure not in held:
        raise ValueError(f"there is no column {measure} to be counted")
    amounts = {label(group): amount for group, amount in measured_by(held.dropna(subset=[per]), measure, per).items()}
    blank = held[held[per].isna()]
    ungrouped = sum(measured_by(blank.assign(**{per: ""}), measure, per).values(), Fraction(0))
    people = population or {}
    wrong = sorted(name for name, number in people.items() if number <= 0)
    if wrong:
        raise ValueError(f"the population must be above zero: {', '.join(wrong)}")
    named = applicants[per].dropna().map(label)
    with_option = named[named.index.astype(str).isin(set(options["applicant"].astype(str)))]
    applied, opened = Counter(named.tolist()), Counter(with_option.tolist())
    groups = tuple(
        GroupFigures(name, applied[name], opened[name], people.get(name), amounts.get(name, Fraction(0)))
        for name in sorted(applied)
    )
    known = bool(groups) and all(each.population for each in groups)
    return Fairness(
        measure,
        per,
        groups,
        ungrouped,
        spread({each.group: (each.amount, 1) for each in groups}) if groups else None,
        spread({each.group: (each.amount, each.population or 0) for each in groups}) if known else None,
    )


def label(group: Any) -> str:  # noqa: ANN401
    """The name of a group: 1.0 and 1 are one group, called 1."""
    return str(int(group)) if isinstance(group, float) and group.is_integer() else str(group)


def spread(figures: Mapping[str, tuple[Fraction, int]]) -> Spread:
    """How even amounts are over groups with weights, given as (amount, weight) by name; weights are above zero."""
    ordered = sorted((amount / weight, weight, amount, name) for name, (amount, weight) in figures.items())
    least, most = ordered[0][0], ordered[-1][0]
    return Spread(
        gini(list(figures.values())),
        _percentile(ordered, Fraction(1, 10)),
        _percentile(ordered, Fraction(9, 10)),
        least,
        most,
        tuple(sorted(name for figure, _, _, name in ordered if figure == least)),
    )


def gini(figures: Sequence[tuple[Fraction, int]]) -> Fraction | None:
    """The Gini coefficient of (amount, weight), exactly; None when the amounts add up to nothing.

    In ascending order of the figures, the pairs need one pass: with the weight V and amount B of all before g, the
    pairs that end in g add a_g V - B w_g, each counted twice.
    """
    amount, weight, pairs = Fraction(0), 0, Fraction(0)
    for own, people in sorted(figures, key=lambda each: each[0] / each[1]):
        pairs += own * weight - amount * people
        amount, weight = amount + own, weight + people
    return pairs / (weight * amount) if amount else None


def _percentile(ordered: Sequence[tuple[Fraction, int, Fraction, str]], share: Fraction) -> Fraction:
    wanted, below = share * sum(each[1] for each in ordered), 0
    for figure, weight, _, _ in ordered:
        below += weight
        if below >= wanted:
            return figure
    raise ValueError("there are no figures")


@dataclass(frozen=True, eq=False)
class WorstFirst:
    """The plan that gives the worst group as much as possible, and then makes the objectives as good as possible.

    worst and bound: what the group that gets least then has, and what no plan can give it more than (equal when
    proven; bound None: unproven). before: what it has in the plan that this is compared with. cost: what the first
    objective loses (None unless both plans are proven).
    """

    plan: Plan
    objective: MaximiseWorst
    before: Fraction | None
    worst: Fraction | None
    bound: Fraction | None
    cost: Fraction | None


def worst_first(
    applicants: pd.DataFrame,
    options: pd.DataFrame,
    rules: Sequence[Rule],
    objectives: Sequence[Objective],
    measure: str,
    per: str,
    plan: Plan,
    settings: Settings | None = None,
) -> WorstFirst:
    """Solve for the worst group of `per` first, then the objectives in their order, and say what that costs.

    plan: what is compared with, made by the same objectives. The groups are those with an option at all. With time
    run out the plan is feasible and the interval from `worst` to `bound` says how much is open.
    """
    first = MaximiseWorst(measure=measure, per=per)
    fair = allocate(applicants, options, rules, (first, *objectives), settings)
    if not fair.has_awards:
        return WorstFirst(fair, first, None, None, None, None)
    stage = fair.stages[0]
    before = worst_of(applicants, options, plan, first) if plan.has_awards else None
    cost = None
    if objectives and plan.stages and fair.status is plan.status is Status.OPTIMAL:
        one, other = plan.stages[0].value, fair.stages[1].value
        cost = abs(one - other) if better(objectives[0], one, other) else -abs(one - other)
    return WorstFirst(fair, first, before, stage.value, stage.bound, cost)


def worst_of(applicants: pd.DataFrame, options: pd.DataFrame, plan: Plan, objective: MaximiseWorst) -> Fraction:
    """What the group that gets least has in a plan, among the groups with an option."""
    applicants = applicants.set_axis(applicants.index.astype(str))
    held = plan.awards.join(applicants)
    owned = options.assign(applicant=options["applicant"].astype(str))
    offered = owned.join(applicants, on="applicant") if objective.per in applicants else options
    names = offered[objective.per].dropna().unique().tolist()
    amounts = measured_by(held.dropna(subset=[objective.per]), objective.measure, objective.per)
    return min((amounts.get(name, Fraction(0)) for name in names), default=Fraction(0))
