"""score(): a Round and a Policy become Scores. The whole model on one page."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

import pandas as pd

from intake import Criteria, Finding, Findings, Round
from scoring.overlap import overlap_remarks
from scoring.points import ALL_POINTS, ONE_POINT, VALUE_ONE, Flags
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
from scoring.valuation import beside_marks, valuation
from scoring.values import Valued
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
    table, marked = beside_marks(round_, policy, figures)
    chosen = chosen_weights(round_, policy) if weights is None else Chosen(weights)
    found = valuation(round_.criteria, policy, table)
    valued, gates, eligible, ranked = found.valued, found.gates, found.eligible, found.ranked
    nodes = tree(round_.criteria, policy.weights, effective=chosen.effective)
    made = found.weighed({node.id: node.effective for node in nodes if node.is_criterion})
    parts = made.parts
    summary = pd.DataFrame(
        {
            "score": made.totals / ONE_POINT,
            **made.columns(table.index, ranked),
            "tied": made.tied,
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
        contributions=pd.DataFrame({each: e / ONE_POINT for each, e in made.earned.items()}, index=table.index),
        missing=pd.DataFrame({each: v.missing for each, v in valued.items()}, index=table.index),
        weights=pd.Series({each: parts[each] / ALL_POINTS for each in valued}, name="weight", dtype="float64"),
        findings=Findings.of([*chosen.findings, *(marked.findings if marked else ()), *remarks]),
        panel=marked,
    )


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
