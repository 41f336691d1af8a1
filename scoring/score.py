"""score(): a Round and a Policy become Scores. The whole model on one page."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

import numpy as np
import pandas as pd

from intake import Criteria, Finding, Findings, Missing, Round
from locales import message
from scoring.faults import fault, refuse
from scoring.gates import FAIL, UNKNOWN, gate_faults, judge_all
from scoring.overlap import overlap_remarks
from scoring.panel import panel
from scoring.points import (
    ALL_POINTS,
    ONE_POINT,
    RANK_STEPS,
    VALUE_ONE,
    Flags,
    apportion,
    comparable,
    contribution,
    ranks,
    total,
)
from scoring.policy import Policy
from scoring.remarks import (
    blank_remarks,
    gate_remarks,
    pool_remarks,
    scale_remarks,
    tree_remarks,
    value_remarks,
)
from scoring.scores import Scores
from scoring.tree import Node, tree
from scoring.values import Valued, value, value_faults
from scoring.weights_chosen import Chosen, chosen_weights

AS_IN_THE_FILES = Policy()


def score(
    round_: Round,
    policy: Policy = AS_IN_THE_FILES,
    *,
    weights: Mapping[str, Fraction] | None = None,
    figures: pd.DataFrame | None = None,
) -> Scores:
    """Judge every applicant: gates, values on fixed anchors, weighted points, interval, competition rank.

    The additive value model of Keeney and Raiffa: score = sum over criteria of 100 x effective weight x
    value, each term rounded half up to a millionth of a point and added exactly; ranks compare scores to a
    ten-thousandth. All tables are sorted by applicant id, so the order of the input's rows never shows.
    `findings` holds what scoring itself remarks, not the reader's findings. `weights` are exact effective weights a
    criterion, in place of those the policy names; `figures` are marks to score in place of the panel's, in the shape
    of `Panel.figures`. Raises InputError with everything that makes the round impossible
    to score.
    """
    table = round_.table().sort_index()
    marked = panel(round_, policy.panel)
    if marked is not None:
        table = marked.beside(table) if figures is None else table.join(figures)
    chosen = chosen_weights(round_, policy) if weights is None else Chosen(weights)
    nodes = _checked(round_.criteria, policy, table, chosen.effective)
    shares = {node.id: node.effective for node in nodes if node.is_criterion}
    parts = apportion(shares)
    valued = {criterion.id: value(criterion, table) for criterion in round_.criteria.criteria}
    earned = {each: contribution(valued[each].values, parts[each]) for each in valued}
    unsaid = {each: np.where(valued[each].missing, parts[each], 0).astype(np.int64) for each in valued}
    totals = total(list(earned.values()), len(table))
    highest = totals + total(list(unsaid.values()), len(table))

    gates = judge_all(round_.criteria.gates, table, policy.gates_off)
    eligible = _eligible(gates, _rejected(round_.criteria, valued, len(table)))
    ranked = _ranked(eligible, policy)
    levels = comparable({each: v.values for each, v in valued.items()}, shares, len(table))
    rank, tied = ranks(levels, ranked)
    summary = pd.DataFrame(
        {
            "score": totals / ONE_POINT,
            "score_low": totals / ONE_POINT,
            "score_high": highest / ONE_POINT,
            "points": levels / (RANK_STEPS // 100),
            "rank": pd.Series(rank, index=table.index, dtype="Int64").mask(~ranked),
            "tied": tied,
            "eligible": eligible,
        },
        index=table.index,
    )
    if marked is not None:
        summary["panel_error"] = marked.points_of_error(table, parts)
    remarks = [
        *(blank_remarks(round_.criteria.gates, gates) if policy.unknown_gates == "in" else ()),
        *_remarks(round_.criteria, nodes, parts, valued, gates, eligible, ranked),
        *(each for criterion in round_.criteria.criteria for each in scale_remarks(criterion, table)),
    ]
    return Scores(
        table=summary,
        gates=gates,
        values=pd.DataFrame({each: v.values / VALUE_ONE for each, v in valued.items()}, index=table.index),
        contributions=pd.DataFrame({each: e / ONE_POINT for each, e in earned.items()}, index=table.index),
        missing=pd.DataFrame({each: v.missing for each, v in valued.items()}, index=table.index),
        weights=pd.Series({each: parts[each] / ALL_POINTS for each in valued}, name="weight", dtype="float64"),
        findings=Findings.of([*chosen.findings, *(marked.findings if marked else ()), *remarks]),
        panel=marked,
    )


def _checked(
    criteria: Criteria, policy: Policy, table: pd.DataFrame, effective: Mapping[str, Fraction] | None
) -> tuple[Node, ...]:
    faults = [*_duplicates(table), *gate_faults(criteria.gates, table, policy.gates_off)]
    for criterion in criteria.criteria:
        faults.extend(value_faults(criterion, table))
    refuse(faults)
    return tree(criteria, policy.weights, effective=effective)


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


def _remarks(
    criteria: Criteria,
    nodes: tuple[Node, ...],
    parts: Mapping[str, int],
    valued: Mapping[str, Valued],
    gates: pd.DataFrame,
    eligible: pd.Series,
    ranked: Flags,
) -> Iterator[Finding]:
    yield from pool_remarks(eligible, int(ranked.sum()))
    yield from gate_remarks(criteria.gates, gates)
    yield from tree_remarks(nodes, parts)
    for criterion in criteria.criteria:
        yield from value_remarks(criterion, valued[criterion.id], ranked)
    yield from overlap_remarks(criteria.criteria, valued)
