"""A Scenario is one set of choices: run it, compare outcomes, name the reasons."""

from scenarios.budget import lines as budget_lines
from scenarios.budget import rules as all_rules
from scenarios.compare import Comparison, Figure, Move, compare
from scenarios.explain import Explanation, Reversal, binding, explain
from scenarios.order import best_first, ranked_first
from scenarios.outcome import Cause, Outcome, Reason
from scenarios.reasons import reasons
from scenarios.run import admitted, attributes, fingerprint, run
from scenarios.scenario import Budget, Scenario, find, from_data, read

__all__ = [
    "Budget",
    "Cause",
    "Comparison",
    "Explanation",
    "Figure",
    "Move",
    "Outcome",
    "Reason",
    "Reversal",
    "Scenario",
    "admitted",
    "all_rules",
    "attributes",
    "best_first",
    "binding",
    "budget_lines",
    "compare",
    "explain",
    "find",
    "fingerprint",
    "from_data",
    "ranked_first",
    "read",
    "reasons",
    "run",
]
