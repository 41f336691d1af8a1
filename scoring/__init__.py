"""A Round becomes Scores: gates, values on fixed anchors, weighted points, ranks, and reasons."""

from scoring.against import GAP, against
from scoring.agreement_of_marks import Intraclass, intraclass, krippendorff_alpha
from scoring.assignment import ReadingPlan, plan_reading
from scoring.calibration import Calibration, DisconnectedError, calibrate
from scoring.elicit_ahp import Ahp, ahp
from scoring.elicit_best_worst import BestWorst, best_worst
from scoring.elicit_direct import direct
from scoring.elicit_rank_order_centroid import rank_order_centroid
from scoring.elicit_swing import swing
from scoring.gates import GateReason
from scoring.lifts import Lift, Lifts, lifts
from scoring.margins import GateMargin, gate_margins, gate_unit, margins_of
from scoring.panel import Panel, panel
from scoring.panel_criterion import Basis, CriterionPanel, Diagnostic
from scoring.panel_discussion import NOTABLE, Apart, Crossing, Discussion, discuss
from scoring.panel_islands import Island, islands
from scoring.panel_marks import Marks
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
from scoring.weights import MemberWeights, WeightSet, distance, moved, node_share, weight_set
from scoring.weights_chosen import middle
from scoring.weights_judgement import Judgement
from scoring.weights_questions import answer_in_words, method_in_words, question, raise_in_words

__all__ = [
    "GAP",
    "NOTABLE",
    "Ahp",
    "Apart",
    "Basis",
    "BestWorst",
    "Calibration",
    "CriterionDifference",
    "CriterionPanel",
    "CriterionReason",
    "Crossing",
    "Diagnostic",
    "Difference",
    "DisconnectedError",
    "Discussion",
    "GateMargin",
    "GateReason",
    "Intraclass",
    "Island",
    "Judgement",
    "Lift",
    "Lifts",
    "Marks",
    "MemberWeights",
    "Node",
    "Panel",
    "Policy",
    "ReadingPlan",
    "Reasons",
    "Scores",
    "WeightSet",
    "against",
    "ahp",
    "answer_in_words",
    "best_worst",
    "calibrate",
    "difference",
    "direct",
    "discuss",
    "distance",
    "explain",
    "explain_all",
    "gate_margins",
    "gate_unit",
    "intraclass",
    "islands",
    "krippendorff_alpha",
    "lifts",
    "margins_of",
    "method_in_words",
    "middle",
    "millionths",
    "moved",
    "node_share",
    "one_gate_short",
    "panel",
    "plan_reading",
    "question",
    "raise_in_words",
    "rank_order_centroid",
    "score",
    "swing",
    "tree",
    "weight_set",
]
