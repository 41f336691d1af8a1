"""Options, rules and objectives in, a verified Plan out; on any tables."""

from optimizer.allocate import allocate
from optimizer.budget_curve import BudgetCurve, budget_curve
from optimizer.certificate import Certificate, certificate_matches, certify, recheck
from optimizer.conflict import Conflict, Conflicts, conflict, conflicts
from optimizer.marginal_values import marginal_values
from optimizer.numbers import fraction, plain
from optimizer.objectives import Maximise, MaximiseWorst, Minimise, Objective, read_objective
from optimizer.options import BLANK, CataloguePolicy, Options, bill, labels, options
from optimizer.plan import PAIR_COLUMNS, Plan, Stage, holdings
from optimizer.repairs import Repair, Repairs, relaxed, repairs, slacks_of
from optimizer.rule_prices import rule_prices
from optimizer.rules import (
    Bounds,
    Exclude,
    Holdings,
    Include,
    Limit,
    Mentoring,
    MinimumScore,
    OneOf,
    Requires,
    Rule,
    Share,
    Usage,
    Violation,
    amount,
    read_rule,
    registry,
)
from optimizer.settings import Settings
from optimizer.slack import Move, Piece, Slack
from optimizer.solution import SolverError, Status
from optimizer.swap_prices import swap_prices
from optimizer.verify import verify
from optimizer.words import column_name, measure_name

__all__ = [
    "BLANK",
    "PAIR_COLUMNS",
    "Bounds",
    "BudgetCurve",
    "CataloguePolicy",
    "Certificate",
    "Conflict",
    "Conflicts",
    "Exclude",
    "Holdings",
    "Include",
    "Limit",
    "Maximise",
    "MaximiseWorst",
    "Mentoring",
    "Minimise",
    "MinimumScore",
    "Move",
    "Objective",
    "OneOf",
    "Options",
    "Piece",
    "Plan",
    "Repair",
    "Repairs",
    "Requires",
    "Rule",
    "Settings",
    "Share",
    "Slack",
    "SolverError",
    "Stage",
    "Status",
    "Usage",
    "Violation",
    "allocate",
    "amount",
    "bill",
    "budget_curve",
    "certificate_matches",
    "certify",
    "column_name",
    "conflict",
    "conflicts",
    "fraction",
    "holdings",
    "labels",
    "marginal_values",
    "measure_name",
    "options",
    "plain",
    "read_objective",
    "read_rule",
    "recheck",
    "registry",
    "relaxed",
    "repairs",
    "rule_prices",
    "slacks_of",
    "swap_prices",
    "verify",
]
