"""Everything that the committee may demand, one rule a file."""

from optimizer.rules.beside import CountedBeside, named_rules, shared
from optimizer.rules.bounds import Bounds, Share, amount
from optimizer.rules.exclude import Exclude
from optimizer.rules.funders import Funders, PayerTerms
from optimizer.rules.include import Include
from optimizer.rules.limit import Limit
from optimizer.rules.mentoring import Mentoring
from optimizer.rules.minimum_score import MinimumScore
from optimizer.rules.one_of import OneOf
from optimizer.rules.purse_rule import PurseRule
from optimizer.rules.requires import Requires
from optimizer.rules.rule import Holdings, Rule, Usage, Violation, read_rule, registry
from optimizer.rules.shared_cost import SharedCost
from optimizer.rules.stay_close import StayClose
from optimizer.rules.yearly_budget import YearlyBudget

__all__ = [
    "Bounds",
    "CountedBeside",
    "Exclude",
    "Funders",
    "Holdings",
    "Include",
    "Limit",
    "Mentoring",
    "MinimumScore",
    "OneOf",
    "PayerTerms",
    "PurseRule",
    "Requires",
    "Rule",
    "Share",
    "SharedCost",
    "StayClose",
    "Usage",
    "Violation",
    "YearlyBudget",
    "amount",
    "named_rules",
    "read_rule",
    "registry",
    "shared",
]
