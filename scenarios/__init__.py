"""A Scenario is one set of choices: run it, compare outcomes, name the reasons."""

from scenarios.budget import lines as budget_lines
from scenarios.budget import rules as all_rules
from scenarios.compare import Comparison, Figure, Move, compare
from scenarios.explain import Explanation, Reversal, binding, explain
from scenarios.order import best_first, ranked_first
from scenarios.outcome import Cause, Outcome, Reason
from scenarios.reasons import reasons
from scenarios.repair import Remedies, Remedy, as_scenario, conflicts, repairs
from scenarios.run import admitted, attributes, fingerprint, run
from scenarios.scenario import Budget, Scenario, find, from_data, read
from scenarios.turning import Change, WhatItTakes
from scenarios.what_it_takes import what_it_takes

__all__ = [
    "Budget",
    "Cause",
    "Change",
    "Comparison",
    "Explanation",
    "Figure",
    "Move",
    "Outcome",
    "Reason",
    "Remedies",
    "Remedy",
    "Reversal",
    "Scenario",
    "WhatItTakes",
    "admitted",
    "all_rules",
    "as_scenario",
    "attributes",
    "best_first",
    "binding",
    "budget_lines",
    "compare",
    "conflicts",
    "explain",
    "find",
    "fingerprint",
    "from_data",
    "ranked_first",
    "read",
    "reasons",
    "repairs",
    "run",
    "what_it_takes",
]
