"""Scores: what every applicant earned, and from which answers."""

from dataclasses import dataclass

import pandas as pd

from intake import Findings
from scoring.panel import Panel


@dataclass(frozen=True, eq=False)
class Scores:
    """The judgement of one round under one set of weights; every table has the applicants as its index.

    table: `score` (0 to 100 points), `score_low` and `score_high` (the interval over every possible missing
    answer), `points` (the score to four decimals from the exact weights: what ranks and
    plans compare), `rank` (competition rank "1224" among the eligible, missing for others; Int64), `tied` (shares
    its rank; bool) and `eligible` ("yes", "no", "unknown"). Scores that agree to four decimals share a rank,
    for the digits after that are rounding.

    gates: one column a gate, "pass", "fail", "unknown" or "not asked".

    values: one column a criterion, 0 to 1 on its anchors, as counted (a missing answer counts 0).

    contributions: one column a criterion, points; they sum to `score` exactly to six decimals.

    missing: one column a criterion, True where there was nothing to value.

    weights: effective weight a criterion, eight decimals, summing to one.

    findings: what scoring remarks; what the reader of the files found stays with the Round.

    panel: what reviewers' marks say, and which of them scored; None where no criterion is marked by a panel. Where
    one is, `table` has also `panel_error`: points of standard error that the score has from the panel's marks, at
    most, for the errors of several such criteria are added, as if they always went the same way. It is not part of
    `score_low` and `score_high`, which are certain for every possible answer, as no standard error is.
    """

    table: pd.DataFrame
    gates: pd.DataFrame
    values: pd.DataFrame
    contributions: pd.DataFrame
    missing: pd.DataFrame
    weights: "pd.Series[float]"
    findings: Findings
    panel: Panel | None = None
