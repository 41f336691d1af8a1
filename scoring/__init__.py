"""A Round becomes Scores: gates, values on fixed anchors, weighted points, ranks, and reasons."""

from scoring.gates import GateReason
from scoring.points import millionths
from scoring.policy import Policy
from scoring.reasons import (
    CriterionDifference,
    CriterionReason,
    Difference,
    Reasons,
    difference,
    explain,
    explain_all,
    one_gate_short,
)
from scoring.score import score
from scoring.scores import Scores
from scoring.tree import Node, tree

__all__ = [
    "CriterionDifference",
    "CriterionReason",
    "Difference",
    "GateReason",
    "Node",
    "Policy",
    "Reasons",
    "Scores",
    "difference",
    "explain",
    "explain_all",
    "millionths",
    "one_gate_short",
    "score",
    "tree",
]
