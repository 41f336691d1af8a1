"""Everything that the committee may demand, one rule a file."""

from optimizer.rules.bounds import Bounds, Share, amount
from optimizer.rules.exclude import Exclude
from optimizer.rules.include import Include
from optimizer.rules.limit import Limit
from optimizer.rules.mentoring import Mentoring
from optimizer.rules.minimum_score import MinimumScore
from optimizer.rules.one_of import OneOf
from optimizer.rules.requires import Requires
from optimizer.rules.rule import Holdings, Rule, Usage, Violation, named_rules, read_rule, registry

__all__ = [
    "Bounds",
    "Exclude",
    "Holdings",
    "Include",
    "Limit",
    "Mentoring",
    "MinimumScore",
    "OneOf",
    "Requires",
    "Rule",
    "Share",
    "Usage",
    "Violation",
    "amount",
    "named_rules",
    "read_rule",
    "registry",
]
