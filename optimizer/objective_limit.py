"""ObjectiveLimit: an objective as a limit, and measures that count some awards alone."""

from collections.abc import Sequence
from fractions import Fraction
from math import floor, gcd

import pandas as pd
import pulp

from optimizer.measures import LIBRARIES, Where, coefficients, groups, mask
from optimizer.model import build
from optimizer.numbers import fraction, plain
from optimizer.objectives import LeastChanges, MaximiseWorst, Objective
from optimizer.rules import Bounds, Limit, Rule, StayClose
from optimizer.tables import Tables, prepare


def smallest_step(tables: Tables, rules: Sequence[Rule], objective: Objective) -> Fraction:
    """The largest amount that divides everything an objective can reach; zero when it can only be zero.

    rules: with their ids; some count costs beside those of the awards.
    """
    if isinstance(objective, MaximiseWorst):
        numbers, whole = coefficients(tables, objective.measure)
        return Fraction(gcd(*numbers.tolist()), whole)
    terms, units = objective.terms(build(tables, rules))
    return Fraction(gcd(*(number for _, number in terms))) / units


def free_id(rules: Sequence[Rule], wanted: str) -> str:
    """A rule id that none of these rules has."""
    taken = {rule.id for rule in rules}
    return next(name for name in (wanted + "_" * k for k in range(len(taken) + 1)) if name not in taken)


def holding(objective: Objective, least: Fraction, tables: Tables, name: str) -> tuple[Rule, ...]:
    """The rule that holds plans to at least (minimising: at most) so much of an objective, if there is any."""
    number = plain(least)
    if fraction(number) != least:
        raise ValueError(f"{least} cannot be written as a limit")
    if isinstance(objective, LeastChanges):
        return (StayClose(id=name, announced=objective.announced, counts=objective.counts, at_most=floor(least)),)
    if objective.sense == pulp.LpMinimize:
        return (Limit(id=name, measure=objective.measure, at_most=number),)
    if not isinstance(objective, MaximiseWorst):
        return (Limit(id=name, measure=objective.measure, at_least=number),)
    held = {str(group) for group in tables.joined[objective.per].dropna().tolist()}
    if not held:
        return ()
    # A group that nothing is offered to is not among those an objective looks at.
    empty = {str(group) for group in groups(tables, objective.per)} - held
    nothing = {group: Bounds(at_least=0) for group in sorted(empty)}
    return (Limit(id=name, measure=objective.measure, per=objective.per, at_least=number, instead=nothing),)


def with_measure(
    applicants: pd.DataFrame, options: pd.DataFrame, name: str, measure: str, where: Where
) -> pd.DataFrame:
    """The options with a further column `name`: the measure where all conditions hold, zero elsewhere.

    measure: libraries, or a number column of options or applicants; where: as in a Limit. So an objective can count
    the awards to some applicants alone. Raises ValueError when a column does not exist or the name is taken.
    """
    joined = options.join(applicants, on="applicant")
    missing = sorted({*where, *([] if measure == LIBRARIES else [measure])} - set(joined.columns))
    if missing:
        raise ValueError(f"there is no column {', '.join(missing)}")
    if name in joined or name == LIBRARIES:
        raise ValueError(f"there is a column {name} already")
    tables = prepare(applicants, options)
    counted = pd.Series(mask(tables, where), index=pd.MultiIndex.from_frame(tables.options[["applicant", "option"]]))
    chosen = counted.reindex(pd.MultiIndex.from_frame(options[["applicant", "option"]].astype(str))).to_numpy(
        dtype=bool
    )
    amounts = joined[measure] if measure != LIBRARIES else pd.Series(1, index=joined.index)
    return options.assign(**{name: amounts.where(chosen, 0).to_numpy()})
