"""A Scenario is one set of choices: run it, compare outcomes, name the reasons."""

from scenarios.adjustment import Adjustment, Lock, adjusted, quotas_of, top_weights, whole_money
from scenarios.agreement import Agreement, Apart, Contested, Lever, MemberPlan, agreement
from scenarios.allocations import Question as Inquiry
from scenarios.allocations import allocations
from scenarios.alternatives import OtherPlans, other_plans, other_plans_facts
from scenarios.announced import (
    ChangesToTell,
    LineChange,
    Told,
    announced_by,
    changes,
    staying_close,
    with_budget,
)
from scenarios.blocks import Asked, Scheduler
from scenarios.budget import funders
from scenarios.budget import lines as budget_lines
from scenarios.budget import rules as all_rules
from scenarios.budget import total as total_of
from scenarios.budget import yearly_lines as yearly_budget_lines
from scenarios.budget_curve import budget_curve
from scenarios.cases import Case
from scenarios.cases import Change as Altered
from scenarios.cluster import cluster
from scenarios.cluster_facts import facts as computed_with
from scenarios.compare import Comparison, Figure, Move, compare, refuse_number
from scenarios.compare_causes import Causes, NameCause
from scenarios.compare_causes import Step as ReplayStep
from scenarios.compare_causes import causes as causes_between
from scenarios.compare_changes import InputChange, InputKind
from scenarios.compare_sides import Side, sides, worst_group
from scenarios.draw import after_draw, check_draw, draw, drawn
from scenarios.explain import Explanation, Reversal, binding, explain
from scenarios.fairness import Country, FairnessReport, View, fairness, figure_of, worst_first
from scenarios.frontier import Axis, TradeOff, frontier, read_axis
from scenarios.influence import Influence, Played
from scenarios.line import Line, against_line, lifts_to_line, line
from scenarios.manipulation import Gain, Manipulation, manipulation
from scenarios.manipulation_findings import manipulation_findings
from scenarios.manipulation_settings import Honest
from scenarios.member_plans import Planned, Planner
from scenarios.memory import Memory
from scenarios.misreport import Misreport
from scenarios.misreports import Kind as Bent
from scenarios.order import best_first, ranked_first
from scenarios.outcome import Cause, Outcome, Reason
from scenarios.precheck import Check, Light, Prechecks, Prepared
from scenarios.prices import Prices, prices
from scenarios.rank_changes import RankChanges, rank_changes
from scenarios.ranking import PARTS as RANKING_PARTS
from scenarios.ranking import Decision, narrowed, ranking, tops
from scenarios.reasons import LaterReasons, cause_counts, causes, reason_of, reasons
from scenarios.rehearsal import Hanging, Rehearsal, rehearse
from scenarios.repair import Remedies, Remedy, as_scenario, conflicts, repairs
from scenarios.reserve import Reserve, Vacancy, reserve, withdrawn
from scenarios.robust import Chance, Draw, OwnPlan, Robustness, SourceShare, robust
from scenarios.robust_answers import AnyAnswer, Stand
from scenarios.robust_calls import Call, End
from scenarios.robust_draws import Source
from scenarios.robust_measures import Contribution, Group
from scenarios.robust_settings import Robust
from scenarios.robust_without import Without
from scenarios.round_choices import Condition, RoundChoices, round_choices
from scenarios.round_names import round_names
from scenarios.run import admitted, attributes, fingerprint, run, run_ended, run_planned, versions
from scenarios.scenario import Budget, Scenario, find, from_data, read
from scenarios.scenario_places import place_said, value_said
from scenarios.scenario_words import CHOICES, FIELDS, LANGUAGES, PARTS
from scenarios.sitting import Sitting
from scenarios.stability import MOST as MOST_SOLVES
from scenarios.stability import Bound, Funding, Stability, WeightStability, stability
from scenarios.standing import standing, standing_facts
from scenarios.sweep import Keeper, Kept, Spread, sweep
from scenarios.turning import Change, WhatItTakes
from scenarios.twice import Twice
from scenarios.under_weights import UnderWeights, under_weights
from scenarios.weight_entries import Entry, entries_of, followed
from scenarios.weight_ranks import Ranked, Turn
from scenarios.what_if import Certainty, WhatIf, against
from scenarios.what_it_takes import what_it_takes
from scenarios.whole import whole
from scenarios.working import StoppedError, WorkerError, Working, working

__all__ = [
    "CHOICES",
    "FIELDS",
    "LANGUAGES",
    "MOST_SOLVES",
    "PARTS",
    "RANKING_PARTS",
    "Adjustment",
    "Agreement",
    "Altered",
    "AnyAnswer",
    "Apart",
    "Asked",
    "Axis",
    "Bent",
    "Bound",
    "Budget",
    "Call",
    "Case",
    "Cause",
    "Causes",
    "Certainty",
    "Chance",
    "Change",
    "ChangesToTell",
    "Check",
    "Comparison",
    "Condition",
    "Contested",
    "Contribution",
    "Country",
    "Decision",
    "Draw",
    "End",
    "Entry",
    "Explanation",
    "FairnessReport",
    "Figure",
    "Funding",
    "Gain",
    "Group",
    "Hanging",
    "Honest",
    "Influence",
    "InputChange",
    "InputKind",
    "Inquiry",
    "Keeper",
    "Kept",
    "LaterReasons",
    "Lever",
    "Light",
    "Line",
    "LineChange",
    "Lock",
    "Manipulation",
    "MemberPlan",
    "Memory",
    "Misreport",
    "Move",
    "NameCause",
    "OtherPlans",
    "Outcome",
    "OwnPlan",
    "Planned",
    "Planner",
    "Played",
    "Prechecks",
    "Prepared",
    "Prices",
    "RankChanges",
    "Ranked",
    "Reason",
    "Rehearsal",
    "Remedies",
    "Remedy",
    "ReplayStep",
    "Reserve",
    "Reversal",
    "Robust",
    "Robustness",
    "RoundChoices",
    "Scenario",
    "Scheduler",
    "Side",
    "Sitting",
    "Source",
    "SourceShare",
    "Spread",
    "Stability",
    "Stand",
    "StoppedError",
    "Told",
    "TradeOff",
    "Turn",
    "Twice",
    "UnderWeights",
    "Vacancy",
    "View",
    "WeightStability",
    "WhatIf",
    "WhatItTakes",
    "Without",
    "WorkerError",
    "Working",
    "adjusted",
    "admitted",
    "after_draw",
    "against",
    "against_line",
    "agreement",
    "all_rules",
    "allocations",
    "announced_by",
    "as_scenario",
    "attributes",
    "best_first",
    "binding",
    "budget_curve",
    "budget_lines",
    "cause_counts",
    "causes",
    "causes_between",
    "changes",
    "check_draw",
    "cluster",
    "compare",
    "computed_with",
    "conflicts",
    "draw",
    "drawn",
    "entries_of",
    "explain",
    "fairness",
    "figure_of",
    "find",
    "fingerprint",
    "followed",
    "from_data",
    "frontier",
    "funders",
    "lifts_to_line",
    "line",
    "manipulation",
    "manipulation_findings",
    "narrowed",
    "other_plans",
    "other_plans_facts",
    "place_said",
    "prices",
    "quotas_of",
    "rank_changes",
    "ranked_first",
    "ranking",
    "read",
    "read_axis",
    "reason_of",
    "reasons",
    "refuse_number",
    "rehearse",
    "repairs",
    "reserve",
    "robust",
    "round_choices",
    "round_names",
    "run",
    "run_ended",
    "run_planned",
    "sides",
    "stability",
    "standing",
    "standing_facts",
    "staying_close",
    "sweep",
    "top_weights",
    "tops",
    "total_of",
    "under_weights",
    "value_said",
    "versions",
    "what_it_takes",
    "whole",
    "whole_money",
    "with_budget",
    "withdrawn",
    "working",
    "worst_first",
    "worst_group",
    "yearly_budget_lines",
]
