"""The ranking: everybody in order, with what a person looks for first, and the part of it that is looked for."""

from collections.abc import Collection, Mapping
from enum import StrEnum

import numpy as np
import pandas as pd

from intake import Criteria, below
from optimizer import Exclude, Include
from scenarios.order import ranked_first
from scenarios.outcome import Outcome

PARTS = "part "
"""Begins the names of the columns that hold the points of the groups at the top."""
SOUGHT = ("name", "district", "province")


class Decision(StrEnum):
    """What becomes of an applicant."""

    FUNDED = "funded"
    LEFT_OUT = "left out"
    OPEN = "open"
    NOT_ELIGIBLE = "not eligible"
    NOT_DECIDED = "not decided"


def ranking(outcome: Outcome) -> pd.DataFrame:
    """List all applicants: those with a rank first, best points first, then those without one; equal ones by id.

    Index applicant; `rank` (Int64, missing for who is not ranked), `name`, `kind`, `region`, `district`, `province`,
    `lat`, `lon`, `score`, `score_low`, `score_high`, `points`, `tied`, `decision` (a `Decision`), `locked` ("in" or
    "out" where the scenario says so by name, else ""), `failed`, `unknown` (gates; counts), `missing` (answers that a
    criterion lacks; counts), and one column `PARTS` + id for each group at the top, whose points sum to the score to
    six decimals.
    """
    scores, people = outcome.scores, outcome.table
    columns = ["rank", "score", "score_low", "score_high", "points", "tied"]
    table = scores.table[columns].join(people[["name", "kind", "region", "district", "province", "lat", "lon"]])
    table["decision"] = _decision(outcome)
    table["locked"] = _locked(outcome)
    table["failed"] = (scores.gates == "fail").sum(axis=1).astype("int64")
    table["unknown"] = (scores.gates == "unknown").sum(axis=1).astype("int64")
    table["missing"] = scores.missing.sum(axis=1).astype("int64")
    for group, criteria in tops(outcome.round.criteria).items():
        table[PARTS + group] = scores.contributions[list(criteria)].sum(axis=1).round(6)
    return ranked_first(table)


def tops(criteria: Criteria) -> Mapping[str, tuple[str, ...]]:
    """Give the groups at the top, each with the criteria below it, in the order of the file."""
    return {
        group.id: tuple(each.id for each in below(criteria, group.id)) for group in criteria.groups if not group.parent
    }


def narrowed(
    table: pd.DataFrame,
    *,
    provinces: Collection[str] = (),
    kinds: Collection[str] = (),
    decisions: Collection[str] = (),
    text: str = "",
) -> pd.DataFrame:
    """Keep those of a ranking in one of the provinces, of one of the kinds, with one of the decisions (none: any).

    text: to be found in name, district, province or id, whatever its case.
    """
    kept = np.ones(len(table), dtype=np.bool_)
    for column, wanted in (("province", provinces), ("kind", kinds), ("decision", decisions)):
        if wanted:
            kept &= table[column].isin(list(wanted)).to_numpy(dtype=np.bool_)
    sought = " ".join(text.split()).casefold()
    if sought:
        found = table.index.astype(str).str.casefold().str.contains(sought, regex=False)
        for column in SOUGHT:
            found = found | table[column].astype(str).str.casefold().str.contains(sought, regex=False).to_numpy()
        kept &= np.asarray(found, dtype=np.bool_)
    return table[kept]


def _decision(outcome: Outcome) -> "pd.Series[str]":
    scored = outcome.scores.table
    funded = scored.index.isin(outcome.plan.awards.index)
    ranked = scored["rank"].notna().to_numpy(dtype=np.bool_)
    open_ = (scored["eligible"] == "unknown").to_numpy(dtype=np.bool_)
    decided = outcome.plan.has_awards
    said = np.select(
        [funded, ranked & decided, ranked, open_],
        [Decision.FUNDED.value, Decision.LEFT_OUT.value, Decision.NOT_DECIDED.value, Decision.OPEN.value],
        default=Decision.NOT_ELIGIBLE.value,
    )
    return pd.Series(said, index=scored.index, dtype="str")


def _locked(outcome: Outcome) -> "pd.Series[str]":
    locked = pd.Series("", index=outcome.scores.table.index, dtype="str")
    for rule in outcome.rules:
        if isinstance(rule, Include | Exclude):
            locked[locked.index.isin(rule.applicants)] = "in" if isinstance(rule, Include) else "out"
    return locked
