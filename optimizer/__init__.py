"""Options, rules and objectives in, a verified Plan out; on any tables."""

from optimizer import draw_checker
from optimizer.allocate import allocate
from optimizer.alternatives import Alternative, Alternatives, alternatives
from optimizer.announced import Changes, changes
from optimizer.best_plan import BestPlan, best_plan
from optimizer.bill import bill, labels
from optimizer.budget_curve import BudgetCurve, BudgetStep, at_budget, budget_curve
from optimizer.certificate import Certificate, certificate_matches, certify, recheck
from optimizer.conflict import Conflict, Conflicts, conflict, conflicts
from optimizer.contest import Case, Contest, Verdict, decides, highest, verdict
from optimizer.contest_side import Side, Span
from optimizer.draw import Draw, check_draw, draw
from optimizer.fairness import Fairness, Spread, WorstFirst, fairness, worst_first
from optimizer.fairness import label as group_label
from optimizer.frontier import Frontier, FrontierPoint, frontier
from optimizer.funded import Funded, funded
from optimizer.joined import Joined
from optimizer.marginal_values import marginal_values
from optimizer.match_levels import BLANK
from optimizer.measures import is_money
from optimizer.model import PAIR_COLUMNS
from optimizer.named_in import named_in, words_of
from optimizer.newcomers import Newcomers
from optimizer.numbers import fraction, plain
from optimizer.objective_limit import with_measure
from optimizer.objectives import LeastChanges, Maximise, MaximiseWorst, Minimise, Objective, read_objective
from optimizer.options import CataloguePolicy, Options, options, revalued, single_items
from optimizer.payments import Payment, Payments
from optimizer.plan import Plan, Stage, holdings
from optimizer.probe import OutOfTimeError
from optimizer.progress import Best, Doing, Progress, begin, doing, each, step, stopping, watched
from optimizer.quick import KnownPlan, Quick, quick
from optimizer.remarks import remarks
from optimizer.repairs import Repair, Repairs, relaxed, repairs, slacks_of
from optimizer.rescue import rescued
from optimizer.reserve import Substitution, rules_without, substitutes, withdrawals
from optimizer.reserve_order import Place, ReserveList, reserve_list
from optimizer.rule_form import Asked, FormField, form_of
from optimizer.rule_prices import rule_prices
from optimizer.rule_words import field_word, rule_word
from optimizer.rules import (
    Bounds,
    CountedBeside,
    Exclude,
    Funders,
    Holdings,
    Include,
    Limit,
    Mentoring,
    MinimumScore,
    OneOf,
    PayerTerms,
    PurseRule,
    Requires,
    Rule,
    Share,
    SharedCost,
    StayClose,
    Usage,
    Violation,
    YearlyBudget,
    amount,
    named_rules,
    read_rule,
    registry,
    shared,
)
from optimizer.series import Series
from optimizer.settings import Settings
from optimizer.slack import Move, Piece, Slack
from optimizer.solution import SolverError, Status
from optimizer.standing import LOSS, Standing, Standings, standings
from optimizer.swap_prices import swap_prices
from optimizer.tables import Tables, prepare
from optimizer.tie_count import TiedPlans, tied_plans
from optimizer.turns import Proof
from optimizer.verify import verify
from optimizer.words import column_name, measure_name

__all__ = [
    "BLANK",
    "LOSS",
    "PAIR_COLUMNS",
    "Alternative",
    "Alternatives",
    "Asked",
    "Best",
    "BestPlan",
    "Bounds",
    "BudgetCurve",
    "BudgetStep",
    "Case",
    "CataloguePolicy",
    "Certificate",
    "Changes",
    "Conflict",
    "Conflicts",
    "Contest",
    "CountedBeside",
    "Doing",
    "Draw",
    "Exclude",
    "Fairness",
    "FormField",
    "Frontier",
    "FrontierPoint",
    "Funded",
    "Funders",
    "Holdings",
    "Include",
    "Joined",
    "KnownPlan",
    "LeastChanges",
    "Limit",
    "Maximise",
    "MaximiseWorst",
    "Mentoring",
    "Minimise",
    "MinimumScore",
    "Move",
    "Newcomers",
    "Objective",
    "OneOf",
    "Options",
    "OutOfTimeError",
    "PayerTerms",
    "Payment",
    "Payments",
    "Piece",
    "Place",
    "Plan",
    "Progress",
    "Proof",
    "PurseRule",
    "Quick",
    "Repair",
    "Repairs",
    "Requires",
    "ReserveList",
    "Rule",
    "Series",
    "Settings",
    "Share",
    "SharedCost",
    "Side",
    "Slack",
    "SolverError",
    "Span",
    "Spread",
    "Stage",
    "Standing",
    "Standings",
    "Status",
    "StayClose",
    "Substitution",
    "Tables",
    "TiedPlans",
    "Usage",
    "Verdict",
    "Violation",
    "WorstFirst",
    "YearlyBudget",
    "allocate",
    "alternatives",
    "amount",
    "at_budget",
    "begin",
    "best_plan",
    "bill",
    "budget_curve",
    "certificate_matches",
    "certify",
    "changes",
    "check_draw",
    "column_name",
    "conflict",
    "conflicts",
    "decides",
    "doing",
    "draw",
    "draw_checker",
    "each",
    "fairness",
    "field_word",
    "form_of",
    "fraction",
    "frontier",
    "funded",
    "group_label",
    "highest",
    "holdings",
    "is_money",
    "labels",
    "marginal_values",
    "measure_name",
    "named_in",
    "named_rules",
    "options",
    "plain",
    "prepare",
    "quick",
    "read_objective",
    "read_rule",
    "recheck",
    "registry",
    "relaxed",
    "remarks",
    "repairs",
    "rescued",
    "reserve_list",
    "revalued",
    "rule_prices",
    "rule_word",
    "rules_without",
    "shared",
    "single_items",
    "slacks_of",
    "standings",
    "step",
    "stopping",
    "substitutes",
    "swap_prices",
    "tied_plans",
    "verdict",
    "verify",
    "watched",
    "with_measure",
    "withdrawals",
    "words_of",
    "worst_first",
]
