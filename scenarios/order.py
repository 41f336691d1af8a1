"""The order in which people are shown: best first, and the same on every machine."""

import pandas as pd


def best_first(table: pd.DataFrame) -> pd.DataFrame:
    """Sort by points, highest first, or by score where there are none; equal ones by applicant id (the index)."""
    by = "points" if "points" in table else "score"
    return table.sort_index(kind="stable").sort_values(by, ascending=False, kind="stable")


def ranked_first(table: pd.DataFrame) -> pd.DataFrame:
    """Sort those with a rank by score, then those without one by score; equal scores by applicant id."""
    ordered = best_first(table)
    return pd.concat([ordered[ordered["rank"].notna()], ordered[ordered["rank"].isna()]])
