"""The line: the last that is in and the first that is out, by score, and everyone's points beside theirs."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from scenarios.order import best_first
from scenarios.outcome import Outcome
from scoring import Lifts, against, lifts

OTHER = "other"


@dataclass(frozen=True)
class Line:
    """The two applicants at the line of a plan; None where there is none.

    lowest_funded: of those funded, the one that ranks last. best_left_out: of those with a rank that are not funded,
    the one that ranks first. A plan is no list by score, so the first may have fewer points than the second.
    """

    lowest_funded: str | None
    best_left_out: str | None


def line(outcome: Outcome) -> Line:
    """Find who stands at the line; both None without a plan."""
    if not outcome.plan.has_awards:
        return Line(None, None)
    table = outcome.scores.table
    ranked = best_first(table.loc[table["rank"].notna()]).index
    funded = ranked.isin(outcome.plan.awards.index)
    inside, outside = ranked[funded], ranked[~funded]
    return Line(str(inside[-1]) if len(inside) else None, str(outside[0]) if len(outside) else None)


def against_line(outcome: Outcome) -> pd.DataFrame:
    """Compare everyone with the line: the funded with the best left out, all others with the lowest funded.

    Index applicant (those who have somebody to be compared with); `other`, one column a criterion and `gap`, in
    points, exact as `scoring.against` says.
    """
    at = line(outcome)
    names = outcome.scores.table.index
    others: pd.Series[Any] = pd.Series(at.lowest_funded, index=names, dtype=object)
    others[names.isin(outcome.plan.awards.index)] = at.best_left_out
    others = others[others.notna()]
    apart = against(outcome.scores, others)
    apart.insert(0, OTHER, others)
    return apart


def lifts_to_line(outcome: Outcome) -> Lifts:
    """Find each single answer that brings a ranked applicant which is not funded up to the score of the lowest funded.

    By points alone: nobody is listed who has those points already, and who is listed may still be left out by the
    money or the rules.
    """
    at, table = line(outcome), outcome.scores.table
    if at.lowest_funded is None:
        return lifts(outcome.round, outcome.scores, pd.Series([], index=table.index[:0], dtype="float64"))
    score = float(table["score"][at.lowest_funded])
    below = table["rank"].notna() & ~table.index.isin(outcome.plan.awards.index) & (table["score"] < score)
    return lifts(outcome.round, outcome.scores, pd.Series(score, index=table.index[below], dtype="float64"))
