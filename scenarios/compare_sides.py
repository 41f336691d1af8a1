"""Compared sides: who is funded by both of two outcomes or by one alone, and the island group that is left furthest."""

from enum import StrEnum
from fractions import Fraction

import pandas as pd

from scenarios.outcome import Outcome


class Side(StrEnum):
    """By which of two plans somebody is funded."""

    BOTH = "both"
    FIRST = "first"
    SECOND = "second"
    NEITHER = "neither"


def sides(one: Outcome, other: Outcome) -> "pd.Series[str]":
    """Give for every applicant of either outcome by which of the two plans it is funded, in order of id."""
    names = one.table.index.union(other.table.index)
    first, second = names.isin(one.plan.awards.index), names.isin(other.plan.awards.index)
    found = pd.Series(Side.NEITHER, index=names, dtype=object)
    found[first & second] = Side.BOTH
    found[first & ~second] = Side.FIRST
    found[~first & second] = Side.SECOND
    return found


def worst_group(outcome: Outcome, per: str = "island_group") -> tuple[str, Fraction] | None:
    """Give the group of whose applicants the smallest share is funded, and that share; None without groups.

    Of several with the same share, the first by name.
    """
    groups = outcome.table[per].dropna().astype(str) if per in outcome.table else pd.Series(dtype=str)
    if groups.empty:
        return None
    applied = groups.value_counts()
    funded = groups[groups.index.isin(outcome.plan.awards.index)].value_counts().reindex(applied.index, fill_value=0)
    shares = {str(name): Fraction(int(funded[name]), int(applied[name])) for name in applied.index}
    return min(shares.items(), key=lambda one: (one[1], one[0]))
