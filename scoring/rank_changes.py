"""Rank changes: who stands where under other weights."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from scoring.scores import Scores


@dataclass(frozen=True, eq=False)
class RankChanges:
    """Two rankings of the same applicants.

    table: index applicant, the first under the new weights first and those without a rank last; `before` and `after`
    (ranks, Int64, missing for who is not ranked), `up` (places gained, below zero: lost; Int64), `points` and
    `points_before`. changed: how many have another rank.
    """

    table: pd.DataFrame
    changed: int

    def first(self, count: int) -> pd.DataFrame:
        """Give the first of the new ranking."""
        return self.table[self.table["after"].notna()].head(count)

    def most(self, count: int) -> pd.DataFrame:
        """Give those who move most: who gains or loses a rank at all first, then by places, then by points."""
        one, other = self.table["before"], self.table["after"]
        points = (self.table["points"] - self.table["points_before"]).abs().to_numpy(dtype=np.float64)
        places = self.table["up"].abs().to_numpy(dtype=np.float64, na_value=np.inf)
        places[(one.isna() & other.isna()).to_numpy(dtype=np.bool_)] = 0
        order = np.lexsort((np.arange(len(points)), -points, -places))
        moved = order[(places[order] > 0) | (points[order] > 0)]
        return self.table.iloc[moved[:count]]


def rank_changes(before: Scores, after: Scores) -> RankChanges:
    """Compare the ranks that two sets of weights give the same applicants; raises ValueError for other applicants."""
    if not before.table.index.equals(after.table.index):
        raise ValueError("these are scores of different applicants")
    one, other = before.table["rank"], after.table["rank"]
    table = pd.DataFrame(
        {
            "before": one,
            "after": other,
            "up": one - other,
            "points": after.table["score"],
            "points_before": before.table["score"],
        }
    )
    same = (one == other).fillna(False) | (one.isna() & other.isna())
    key = other.to_numpy(dtype=np.float64, na_value=np.inf)
    order = np.lexsort((np.arange(len(table)), -table["points"].to_numpy(), key))
    return RankChanges(table.iloc[order], int((~same).sum()))
