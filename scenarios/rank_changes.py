"""What another list of applicants does to the ranking: every applicant's score and rank before and after."""

from dataclasses import dataclass

import pandas as pd

from scoring import Scores


@dataclass(frozen=True, eq=False)
class RankChanges:
    """Two judgements of one call side by side.

    table: index `applicant`, columns `rank_before`, `rank_after` (Int64, missing for those not eligible or not in
    that list), `score_before`, `score_after` (points), `eligible_before`, `eligible_after` ("yes", "no", "unknown",
    None where not in that list), `moved` (places up, negative is down; missing unless ranked both times),
    `changed` (whether rank, score or eligibility differ). Those ranked after come first, then those ranked before.
    """

    table: pd.DataFrame

    @property
    def changed(self) -> pd.DataFrame:
        """The applicants of whom anything changed."""
        return self.table[self.table["changed"]]


def rank_changes(before: Scores, after: Scores) -> RankChanges:
    """Compare the scores of two lists of applicants, who go by their ids."""
    columns = {"rank": "rank", "points": "score", "eligible": "eligible"}
    old, new = (each.table[list(columns)].rename(columns=columns) for each in (before, after))
    table = old.add_suffix("_before").join(new.add_suffix("_after"), how="outer")
    for time in ("before", "after"):
        table[f"rank_{time}"] = table[f"rank_{time}"].astype("Int64")
        eligible = table[f"eligible_{time}"].astype(object)
        table[f"eligible_{time}"] = eligible.where(eligible.notna(), None)
    table["moved"] = table["rank_before"] - table["rank_after"]
    pairs = [table[f"{name}_before"].fillna(-1).ne(table[f"{name}_after"].fillna(-1)) for name in ("rank", "score")]
    eligible = table["eligible_before"].fillna("").ne(table["eligible_after"].fillna(""))
    table["changed"] = pairs[0] | pairs[1] | eligible
    ordered = table.sort_index(kind="stable").sort_values(
        ["rank_after", "rank_before", "score_after"], ascending=[True, True, False], kind="stable"
    )
    order = ["rank_before", "rank_after", "moved", "score_before", "score_after", "eligible_before", "eligible_after"]
    return RankChanges(ordered[[*order, "changed"]].rename_axis("applicant"))
