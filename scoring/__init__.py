"""A Round becomes Scores: gates, values on fixed anchors, weighted points, ranks, and reasons."""

from scoring.acceptability import Acceptability, acceptability
from scoring.against import GAP, against
from scoring.agreement_of_marks import Intraclass, intraclass, krippendorff_alpha
from scoring.assignment import ReadingPlan, plan_reading
from scoring.calibration import Calibration, DisconnectedError, calibrate
from scoring.elicit_ahp import Ahp, ahp
from scoring.elicit_best_worst import BestWorst, best_worst
from scoring.elicit_direct import direct
from scoring.elicit_rank_order_centroid import rank_order_centroid
from scoring.elicit_swing import swing
from scoring.gates import GateReason, gate_in_words
from scoring.guard_findings import guards
from scoring.kernel import Judged, judged
from scoring.lifts import Lift, Lifts, lifts
from scoring.lines import Lines, highest, lines
from scoring.margins import GateMargin, gate_margins, gate_unit, margins_of
from scoring.nearest import Nearest, least_distance, nearest
from scoring.panel import Panel, panel
from scoring.panel_criterion import Basis, CriterionPanel, Diagnostic
from scoring.panel_discussion import NOTABLE, Apart, Crossing, Discussion, discuss
from scoring.panel_islands import Island, islands
from scoring.panel_marks import Marks
from scoring.points import RANK_STEPS, VALUE_ONE, millionths
from scoring.policy import Policy
from scoring.rank_changes import RankChanges, rank_changes
from scoring.reasons import (
    Barred,
    CriterionDifference,
    CriterionReason,
    Difference,
    Reasons,
    barred,
    difference,
    explain,
    explain_all,
    one_gate_short,
)
from scoring.scale_guards import scale_guards
from scoring.scale_preview import ScalePreview, scale_preview, set_aside, with_criteria
from scoring.score import score
from scoring.scores import Scores
from scoring.stability import Swap, entries, swaps, unchanged
from scoring.tree import Node, tree
from scoring.values import figures, scale
from scoring.weighing import Weighing
from scoring.weights import MemberWeights, WeightSet, distance, moved, node_share, weight_set
from scoring.weights_asked import Before, answered_before, asked_of
from scoring.weights_chosen import middle, weights_that_count
from scoring.weights_draft import DraftWeights, answers_typed, draft_weights
from scoring.weights_judgement import Judgement
from scoring.weights_questions import answer_in_words, method_in_words, question, raise_in_words

__all__ = [
    "GAP",
    "NOTABLE",
    "RANK_STEPS",
    "VALUE_ONE",
    "Acceptability",
    "Ahp",
    "Apart",
    "Barred",
    "Basis",
    "Before",
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
    "DraftWeights",
    "GateMargin",
    "GateReason",
    "Intraclass",
    "Island",
    "Judged",
    "Judgement",
    "Lift",
    "Lifts",
    "Lines",
    "Marks",
    "MemberWeights",
    "Nearest",
    "Node",
    "Panel",
    "Policy",
    "RankChanges",
    "ReadingPlan",
    "Reasons",
    "ScalePreview",
    "Scores",
    "Swap",
    "Weighing",
    "WeightSet",
    "acceptability",
    "against",
    "ahp",
    "answer_in_words",
    "answered_before",
    "answers_typed",
    "asked_of",
    "barred",
    "best_worst",
    "calibrate",
    "difference",
    "direct",
    "discuss",
    "distance",
    "draft_weights",
    "entries",
    "explain",
    "explain_all",
    "figures",
    "gate_in_words",
    "gate_margins",
    "gate_unit",
    "guards",
    "highest",
    "intraclass",
    "islands",
    "judged",
    "krippendorff_alpha",
    "least_distance",
    "lifts",
    "lines",
    "margins_of",
    "method_in_words",
    "middle",
    "millionths",
    "moved",
    "nearest",
    "node_share",
    "one_gate_short",
    "panel",
    "plan_reading",
    "question",
    "raise_in_words",
    "rank_changes",
    "rank_order_centroid",
    "scale",
    "scale_guards",
    "scale_preview",
    "score",
    "set_aside",
    "swaps",
    "swing",
    "tree",
    "unchanged",
    "weight_set",
    "weights_that_count",
    "with_criteria",
]
