"""Against another: the points of everyone beside the points of one other, criterion by criterion, for all at once."""

from typing import Any

import numpy as np
import pandas as pd

from scoring.points import ONE_POINT, Integers
from scoring.scores import Scores

GAP = "gap"


def against(scores: Scores, others: "pd.Series[Any]") -> pd.DataFrame:
    """Compare every applicant with the one that `others` names for it (index and values applicants).

    One column a criterion and `gap`, in points, positive where the applicant is ahead; a row's criteria sum to its
    gap exactly in millionths of a point, as both scores do. Raises KeyError for an applicant that does not exist.
    """
    names = scores.table.index
    here, there = names.get_indexer(pd.Index(others.index)), names.get_indexer(pd.Index(others.to_numpy()))
    if (here < 0).any() or (there < 0).any():
        raise KeyError("no such applicant")
    points, score = in_millionths(scores.contributions), in_millionths(scores.table[["score"]])[:, 0]
    apart = pd.DataFrame(points[here] - points[there], index=others.index, columns=scores.contributions.columns)
    return apart.assign(**{GAP: score[here] - score[there]}) / ONE_POINT


def in_millionths(points: pd.DataFrame) -> Integers:
    """Give points as whole millionths."""
    whole: Integers = np.rint(points.to_numpy(dtype=np.float64) * ONE_POINT).astype(np.int64)
    return whole
