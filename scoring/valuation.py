"""Valuation: what scoring finds in the answers whatever the weights are, and what it comes to under some of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd

from intake import Criteria, Finding, Missing, Round
from locales import message
from scoring.faults import fault, refuse
from scoring.gates import FAIL, UNKNOWN, gate_faults, judge_all
from scoring.panel import Panel, panel
from scoring.points import (
    ONE_POINT,
    RANK_STEPS,
    Flags,
    Integers,
    apportion,
    comparable,
    contribution,
    ranks,
    total,
)
from scoring.policy import Policy
from scoring.values import Valued, value, value_faults


@dataclass(frozen=True, eq=False)
class Weighed:
    """Points under some weights, one an applicant: parts of 100 points by criterion, and what they earn.

    totals: millionths of a point; highest: with every missing answer at its best. levels: steps that ranks compare.
    """

    parts: Mapping[str, int]
    earned: Mapping[str, Integers]
    totals: Integers
    highest: Integers
    levels: Integers
    rank: Integers
    tied: Flags

    def columns(self, index: pd.Index, ranked: Flags) -> dict[str, Any]:
        """What rules and options look at: score_low, score_high, points and rank."""
        return {
            "score_low": self.totals / ONE_POINT,
            "score_high": self.highest / ONE_POINT,
            "points": self.levels / (RANK_STEPS // 100),
            "rank": pd.Series(self.rank, index=index, dtype="Int64").mask(~ranked),
        }


@dataclass(frozen=True, eq=False)
class Valuation:
    """Values, gates and who is ranked, by applicant in the order of the table."""

    valued: Mapping[str, Valued]
    gates: pd.DataFrame
    eligible: pd.Series
    ranked: Flags

    def weighed(self, shares: Mapping[str, Fraction]) -> Weighed:
        """Add up and rank by exact effective weights that sum to one."""
        parts, rows = apportion(shares), len(self.ranked)
        earned = {each: contribution(self.valued[each].values, parts[each]) for each in self.valued}
        unsaid = [np.where(self.valued[each].missing, parts[each], 0).astype(np.int64) for each in self.valued]
        totals = total(list(earned.values()), rows)
        levels = comparable({each: found.values for each, found in self.valued.items()}, shares, rows)
        return Weighed(parts, earned, totals, totals + total(unsaid, rows), levels, *ranks(levels, self.ranked))


def beside_marks(
    round_: Round, policy: Policy, figures: pd.DataFrame | None = None
) -> tuple[pd.DataFrame, Panel | None]:
    """Everyone's answers sorted by id, with the panel's marks beside them, or with `figures` in their place."""
    table = round_.table().sort_index()
    marked = panel(round_, policy.panel)
    if marked is not None:
        table = marked.beside(table) if figures is None else table.join(figures)
    return table, marked


def valuation(criteria: Criteria, policy: Policy, table: pd.DataFrame) -> Valuation:
    """Value every answer and judge every gate; raises InputError with everything that makes that impossible."""
    faults = [*_duplicates(table), *gate_faults(criteria.gates, table, policy.gates_off)]
    for criterion in criteria.criteria:
        faults.extend(value_faults(criterion, table))
    refuse(faults)
    valued = {criterion.id: value(criterion, table) for criterion in criteria.criteria}
    gates = judge_all(criteria.gates, table, policy.gates_off)
    eligible = _eligible(gates, _rejected(criteria, valued, len(table)))
    return Valuation(valued, gates, eligible, _ranked(eligible, policy))


def _duplicates(table: pd.DataFrame) -> Iterator[Finding]:
    for applicant in sorted({str(each) for each in table.index[table.index.duplicated()]}):
        yield fault(
            "scoring-applicant-twice",
            message("Applicant {applicant} is there more than once.", applicant=applicant),
            message("Give every applicant an identifier of its own."),
            file="",
            value=applicant,
        )


def _rejected(criteria: Criteria, valued: Mapping[str, Valued], rows: int) -> Flags:
    rejected = np.zeros(rows, dtype=np.bool_)
    for criterion in criteria.criteria:
        if criterion.missing is Missing.REJECT:
            rejected |= valued[criterion.id].missing
    return rejected


def _eligible(gates: pd.DataFrame, rejected: Flags) -> pd.Series:
    failed = rejected | (gates == FAIL).any(axis=1).to_numpy(dtype=np.bool_)
    unknown = (gates == UNKNOWN).any(axis=1).to_numpy(dtype=np.bool_)
    return pd.Series(np.select([failed, unknown], ["no", "unknown"], default="yes"), index=gates.index, dtype="str")


def _ranked(eligible: pd.Series, policy: Policy) -> Flags:
    admitted = ["yes", "unknown"] if policy.unknown_gates == "in" else ["yes"]
    ranked: Flags = eligible.isin(admitted).to_numpy(dtype=np.bool_)
    return ranked
